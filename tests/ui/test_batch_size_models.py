"""The screen "The better the model": the snapshots beside each other, their histogram, the worst digits."""

import json
import re
from types import SimpleNamespace

import numpy as np
import pytest

from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Milestone, Recipe, load_snapshot, save_snapshot, snapshot_path, take_snapshot
from mbviz.stats.planner import required_batch_size
from mbviz.stats.profile import loss_profile
from mbviz.stats.summary import summarize
from mbviz.ui.screens.batch_size import models
from mbviz.ui.screens.batch_size.models import WORST
from tests.ui.conftest import N
from tests.ui.page import drawn_by
from tests.ui.test_app import page_text

ORDER = ("untrained", "1-epoch", "10-epochs", "100-steps", "40-epochs")  # of 300 digits an epoch has 3 steps


@pytest.fixture
def part(app, open_page):
    def run(**address: str):
        app.query_params.update(address)
        return open_page(app, "models")

    return run


def stored(folder, name="1-epoch"):
    dataset = load_file(folder / "digits.npz")
    return dataset, load_snapshot(dataset, Recipe(), name)


def rows_of(app) -> list[list[str]]:
    """The rows of the table of snapshots."""
    body = next(element.proto.body for element in app.main.get("html") if "<table" in element.proto.body)
    return [re.sub(r"<[^>]*>", "|", row).strip("|").split("|") for row in re.findall(r"<tr>(.*?)</tr>", body)]


def cells(row: list[str]) -> list[str]:
    return [cell for cell in row if cell]


def worst_header(app) -> dict:
    (component,) = [element for element in app.get("bidi_component") if element.proto.id.endswith("-worst")]
    packed = component.proto.bytes
    return json.loads(packed[4 : 4 + int.from_bytes(packed[:4], "little")])


@pytest.mark.parametrize("network", ["untrained", "40-epochs"])
def test_each_snapshot_has_its_row_and_the_chosen_one_is_marked(part, folder, network):
    _, *rows = rows_of(part(network=network))
    assert len(rows) == 5
    assert [row[0].startswith("▸") for row in map(cells, rows)] == [name == network for name in ORDER]
    dataset, snapshot = stored(folder, network)
    accuracy, needed, cv, mean, std, *_ = cells(next(row for row in rows if "▸" in "".join(row)))[1:]
    losses = snapshot.losses
    assert accuracy == f"{(snapshot.y.argmax(axis=1) == dataset.labels).mean():.3f}"
    assert needed == f"{required_batch_size(summarize(losses), 0.1):,}"
    assert (mean, std, cv) == (f"{losses.mean():.4f}", f"{losses.std():.4f}", f"{losses.std() / losses.mean():.2f}")


def test_a_snapshot_that_is_not_trained_yet_has_no_row(part, folder):
    dataset, _ = stored(folder)
    snapshot_path(dataset, Recipe(), "40-epochs").unlink()
    app = part()
    assert len(rows_of(app)) == 1 + 4
    assert "40 epochs" not in page_text(app)


def test_the_worst_digits_are_those_with_the_largest_losses_and_the_first_is_selected(part, folder):
    app = part()
    _, snapshot = stored(folder)
    header = worst_header(app)
    order = sorted(range(N), key=lambda n: -snapshot.losses[n])[:WORST]
    assert header["rows"] == order
    assert header["selected"] == order[0]
    dataset = stored(folder)[0]
    first = f"{dataset.labels[order[0]]} → {snapshot.y[order[0]].argmax()}"
    most, least = (f"{snapshot.losses[n]:.2f}" for n in (order[0], order[-1]))
    assert f"from {most} nats down to {least}; truth → prediction: {first}, " in header["summary"]
    assert f"{snapshot.losses[order[0]]:.4g} nats" in page_text(app)


def test_a_worst_digit_that_is_chosen_shows_its_probability_and_its_loss(part, folder):
    dataset, snapshot = stored(folder)
    fourth = int(np.argsort(-snapshot.losses)[3])
    app = part()
    app.session_state.mbviz.worst = fourth
    app.run()
    assert worst_header(app)["selected"] == fourth
    assert f"y[{fourth}, {dataset.labels[fourth]}]" in page_text(app)


def test_a_digit_that_is_no_longer_among_the_worst_gives_way_to_the_worst(part, folder):
    app = part()
    app.session_state.mbviz.worst = -1
    app.run()
    assert worst_header(app)["selected"] == worst_header(app)["rows"][0]


def test_a_network_that_is_always_sure_and_right_gets_a_sentence(part, folder):
    dataset, snapshot = stored(folder)
    weights = [np.zeros_like(w) for w in snapshot.weights]
    weights[-1][0] = 200  # always the class 0, and that is right
    np.savez(folder / "digits.npz", x_train=dataset.images, y_train=np.zeros_like(dataset.labels))
    sure = load_file(folder / "digits.npz")
    for name, step in (("untrained", 0), ("1-epoch", snapshot.step)):
        save_snapshot(sure, Recipe(), take_snapshot(sure, Milestone(name, step, 0), tuple(weights)))
    app = part()
    text = page_text(app)
    assert re.search("The mean loss.* of this network.* is −1.0·10−7 nats.*: there is nothing left to measure.", text)
    alt = drawn_by(app, "chart_loss_histogram")["summary"]
    assert alt.startswith("Histograms")
    assert "half of the examples lie at or below −0.0000001 nats, the mean is −0.0000001 nats" in alt
    assert alt.endswith("no example has a loss above 0.")
    told = text[: text.index("y[")] + alt  # below it stands what Python prints
    assert not re.search(r"nan|\binf\b|[-−]0(\.0*)?(?![\d.])|\de[+-]\d", told)


def test_losses_of_0_have_no_cv_and_no_top_and_no_negative_zero():
    cells = models._row("untrained", loss_profile(np.zeros(5), np.ones(5, bool)), chosen=False)
    assert cells == ["untrained", "1.000", "–", "–", "0.0000", "0.0000", "0.0", "–"]
    tiny = models._row("untrained", loss_profile(np.full(5, -1e-7), np.ones(5, bool)), chosen=False)
    assert tiny[4:6] == ["0.0000", "0.0000"]


def test_so_few_digits_that_the_worst_are_all_are_100_per_cent():
    snapshot = SimpleNamespace(losses=np.linspace(0.1, 1, WORST))
    assert "They are 100% of the digits and hold 100% of the loss." in models._worst_title(snapshot, np.arange(WORST))
