"""The answer's bytes hold what plain NumPy says of the batch, in every way of showing one."""

import numpy as np
import pytest

from mbviz.data.pictures import halved
from mbviz.losses import per_example_loss
from mbviz.ui.stage.answer import MOST, WHOLE, answer
from mbviz.ui.stage.question import Question
from mbviz.ui.stage.scene import BLOCK, name_of
from tests.ui.stage.conftest import N
from tests.ui.stage.work import unpacked

SIZES = [1, 10, WHOLE, WHOLE + 1, MOST, N]
KNOWN = ("1-epoch 0 with", "1-epoch 0 without")


def ask(settings, order="as-drawn", more=None, other=None, **question):
    """An answer's header and arrays; the browser has the scene unless told otherwise."""
    return unpacked(answer(settings, order, Question(**{"have": KNOWN, **question}), more or {}, other))


def numpys(settings) -> dict[str, np.ndarray]:
    """The batch by plain NumPy."""
    data, size = settings.dataset, settings.batch_size
    rng = np.random.default_rng([settings.seed, size, settings.draw])
    mask = rng.choice(data.n, size, replace=settings.replace)
    t, y = data.labels[mask], settings.snapshot.y[mask].astype(np.float64)
    picks = y[np.arange(size), t]
    return {"mask": mask, "t": t, "y": y, "picks": picks, "losses": -np.log(picks + 1e-7)}


@pytest.mark.parametrize("order", ["as-drawn", "largest-loss-first"])
@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_the_arrays_are_numpys_in_either_order(settings, size, replace, order):
    shown = settings(size, seed=2, draw=3, replace=replace)
    header, arrays = ask(shown, order, have=("1-epoch 2 with", "1-epoch 2 without"))
    wanted = numpys(shown)
    rows = (
        np.argsort(-wanted["losses"], kind="stable")[:MOST] if order == "largest-loss-first" else np.arange(size)[:MOST]
    )
    for name in ("mask", "t"):
        np.testing.assert_array_equal(arrays[name], wanted[name][rows])
    for name in ("losses", "picks"):
        np.testing.assert_array_equal(arrays[name], wanted[name][rows].astype(np.float32))
    np.testing.assert_array_equal(arrays["rows"], rows)
    np.testing.assert_array_equal(arrays["predicted"], wanted["y"].argmax(axis=1)[rows])
    assert header["order"] == order


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_the_numbers_are_of_all_examples_and_numpys_to_the_last_digit(settings, size, replace):
    shown = settings(size, replace=replace, draw=1)
    header, _ = ask(shown)
    wanted = numpys(shown)
    values, counts = np.unique(wanted["mask"], return_counts=True)
    again = values[counts > 1]
    assert header["loss"] == wanted["losses"].mean()
    assert header["loss"] == per_example_loss(wanted["y"], wanted["t"]).mean()
    assert header["total"] == wanted["losses"].sum()
    assert header["wrong"] == (wanted["y"].argmax(axis=1) != wanted["t"]).sum()
    assert (header["again"], header["distinct"]) == (len(again), len(values))
    assert header["first"] == (again.min() if len(again) else 0)
    assert (header["size"], header["draw"], header["seed"], header["replace"]) == (size, 1, 0, replace)
    assert header["network"] == "1-epoch" and header["classes"] == 10


@pytest.mark.parametrize("size", SIZES)
def test_pictures_are_whole_and_outputs_floats_up_to_a_number_and_small_and_bytes_above(settings, size):
    shown = settings(size)
    header, arrays = ask(shown)
    wanted, many = numpys(shown), size > WHOLE
    images = (halved(shown.dataset.images) if many else shown.dataset.images)[wanted["mask"][:MOST]]
    assert header["side"] == ([14, 14] if many else [28, 28])
    np.testing.assert_array_equal(arrays["pixels"], images.ravel())
    y = wanted["y"][:MOST].ravel()
    if many:
        assert np.abs(arrays["y"] / 255 - y).max() <= 0.5 / 255 + 1e-12
    else:
        np.testing.assert_array_equal(arrays["y"], y.astype(np.float32))


@pytest.mark.parametrize(("size", "limit"), [(10, 20_000), (17, 25_000), (1000, 300_000), (N, 300_000)])
def test_a_move_is_small(settings, size, limit):
    data = answer(
        settings(size), "as-drawn", Question(number=3, have=KNOWN, said="en"), {"networks": ["1-epoch"], "n": N}
    )
    assert len(data) <= limit


def test_a_scene_that_the_browser_has_is_not_sent_again(settings):
    shown = settings()
    header, arrays = ask(shown, have=())
    assert header["about"]["name"] == header["scene"] == name_of(shown) and len(arrays["estimates"]) > 0
    header, arrays = ask(shown, have=("x", name_of(shown)))
    assert "about" not in header and not {"estimates", "quantiles", "more", "law"} & set(arrays)
    for other in (settings(seed=1), settings(replace=False), settings(network="40-epochs")):
        assert "about" in ask(other, have=(name_of(shown),))[0]


def test_another_networks_scene_comes_along_when_it_is_wanted_and_is_missing(settings):
    shown, other = settings(), settings(network="40-epochs")
    header, arrays = ask(shown, other=other)
    assert header["other"]["name"] == name_of(other)
    assert header["other"]["mean"] == other.snapshot.losses.mean()
    assert len(arrays["other_estimates"]) == BLOCK * len(header["other"]["sizes"])
    header, arrays = ask(shown, have=(*KNOWN, name_of(other)), other=other)
    assert "other" not in header and "other_estimates" not in arrays


def test_a_size_that_is_not_round_gets_its_own_estimates_and_law(settings):
    for size, rest in ((37, {}), (37, {"block": 2}), (10, {"block": 2})):
        header, arrays = ask(settings(size, replace=False), **rest)
        wanted = [
            numpys(settings(size, replace=False, draw=BLOCK * rest.get("block", 0) + k))["losses"].mean()
            for k in range(BLOCK)
        ]
        assert header["block"] == rest.get("block", 0)
        np.testing.assert_allclose(arrays["more"], wanted, rtol=1e-6)  # float32
        assert ("law" in arrays) == (size == 37)
    low, high = arrays_of_law(settings, 37)
    assert (np.diff(np.concatenate([low, high])) >= 0).all()


def arrays_of_law(settings, size):
    law = ask(settings(size))[1]["law"]
    return law[: len(law) // 2], law[len(law) // 2 :]


def test_what_else_the_header_holds_is_handed_on(settings):
    header, _ = ask(settings(), number=7, more={"networks": ["a"], "words": {"this": "이 배치"}})
    assert (header["number"], header["networks"], header["words"]) == (7, ["a"], {"this": "이 배치"})
