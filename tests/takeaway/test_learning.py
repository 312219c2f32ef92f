"""The code that the screens of "Learning" give away, run beside a file of digits: the engine's numbers by NumPy and by Keras."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest

import mbviz
from mbviz._messages import Message
from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Snapshot
from mbviz.takeaway import as_code, as_notebook, noise_scale_cells, one_step_cells, race_cells

LAYERS = (784, 8, 7, 10)
N = 150
RECIPES = [
    mbviz.SgdRecipe(10, 20, learning_rate=0.5, layers=LAYERS, seed=4),
    mbviz.SgdRecipe(100, 5, learning_rate=0.5, momentum=0.5, layers=LAYERS, seed=4),
]
STEP = {"batch_size": 20, "seed": 3, "draw": 2, "learning_rate": 0.5}


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    folder = tmp_path_factory.mktemp("learning")
    rng = np.random.default_rng(0)
    np.savez(folder / "own.npz", x_train=rng.integers(0, 256, (N, 28, 28), dtype=np.uint8), y_train=np.arange(N) % 10)
    return load_file(folder / "own.npz")


@pytest.fixture(scope="module")
def snapshot(digits):
    weights = list(mbviz.train_sgd(RECIPES[0], digits))[-1].point.weights
    y = mbviz.forward(mbviz.flatten(digits.images), weights)
    return Snapshot("own", 20, y, mbviz.per_example_loss(y, digits.labels), weights)


@pytest.fixture(scope="module")
def seen(digits, snapshot):
    """What the variables of all three hold at the end, for each way; both ways are run once."""
    found = {}
    for way in ("numpy", "keras"):
        parts = {
            "cosine before after_batch after_full": one_step_cells(digits, snapshot, **STEP, way=way),
            "signal noise noise_scale": noise_scale_cells(digits, snapshot, way=way),
            "final": race_cells(digits, RECIPES, way=way),
        }
        script = ""
        for names, cells in parts.items():
            code = as_code(cells)
            allowed = {"base64", "numpy"} | ({"keras", "tensorflow"} if way == "keras" else set())
            assert set(re.findall(r"^ *(?:import|from) (\w+)", code, re.MULTILINE)) <= allowed
            kept = "".join(f"seen[{name!r}] = {name}\n" for name in names.split())
            script += f"{code}\n{kept}\n"
        text = f"import json\nseen = {{}}\n{script}\nprint(json.dumps(seen, default=float))"
        done = subprocess.run(
            [sys.executable, "-I", "-c", text], cwd=digits.path.parent, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        found[way] = json.loads(done.stdout.splitlines()[-1])
    return found


WAYS = pytest.mark.parametrize("way", ["numpy", "keras"])


@WAYS
def test_one_step_gives_the_cosine_and_the_losses_of_the_screen(digits, snapshot, seen, way):
    x, t, weights = mbviz.flatten(digits.images), digits.labels, snapshot.weights
    mask = mbviz.draw_batch(N, 20, seed=3, draw=2)
    g, full = mbviz.gradients(x[mask], t[mask], weights), mbviz.gradients(x, t, weights)
    along, best = (mbviz.step_losses(x, t, weights, one, [0.5]) for one in (g, full))
    assert seen[way]["cosine"] == pytest.approx(mbviz.cosine(g, full), rel=1e-4)
    assert seen[way]["before"] == pytest.approx(along.before, rel=1e-5)
    assert seen[way]["after_batch"] == pytest.approx(along.after[0], rel=1e-5)
    assert seen[way]["after_full"] == pytest.approx(best.after[0], rel=1e-5)


@WAYS
def test_the_noise_scale_is_the_one_of_the_screen(digits, snapshot, seen, way):
    found = mbviz.gradient_noise(mbviz.flatten(digits.images), digits.labels, snapshot.weights)
    for name, value in (("signal", found.signal), ("noise", found.noise), ("noise_scale", found.scale)):
        assert seen[way][name] == pytest.approx(value, rel=1e-3)


@WAYS
def test_the_race_ends_where_the_screens_runs_end(digits, seen, way):
    for recipe in RECIPES:
        point = list(mbviz.train_sgd(recipe, digits))[-1].point
        assert seen[way]["final"][str(recipe.batch_size)] == pytest.approx(point.loss, rel=1e-3)


def test_the_cells_are_a_notebook_whose_words_can_be_translated(digits, snapshot):
    cells = one_step_cells(digits, snapshot, **STEP)
    assert all(isinstance(cell.text, Message) for cell in cells if cell.kind == "markdown")
    assert b"own.npz" in as_notebook(cells)


def test_other_ways_and_races_of_several_networks_are_refused(digits, snapshot):
    with pytest.raises(ValueError, match="way must be one of numpy, keras"):
        noise_scale_cells(digits, snapshot, way="torch")
    for recipes in ([], [*RECIPES, mbviz.SgdRecipe(1, 1)]):
        with pytest.raises(ValueError, match="at least one run"):
            race_cells(digits, recipes)
