"""Part 4 of the page "Batch size", on a page of its own: the snapshots beside each other, their histogram, the worst digits."""

import json
import math
import re
from types import SimpleNamespace

import numpy as np
import pytest

from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Milestone, Recipe, load_snapshot, save_snapshot, snapshot_path, take_snapshot
from mbviz.ui.pages import PAGES
from mbviz.ui.pages.batch_size import models
from mbviz.ui.pages.batch_size.models import EDGES, WORST, facts_of
from tests.ui.conftest import N
from tests.ui.test_app import page_text

RNG = np.random.default_rng(0)
LOSSES = RNG.lognormal(-3, 2, 5000)
ORDER = ("untrained", "1-epoch", "10-epochs", "100-steps", "40-epochs")  # of 300 digits an epoch has 3 steps


@pytest.fixture
def part(app, open_page, monkeypatch):
    monkeypatch.setitem(PAGES, "batch-size", PAGES["batch-size"]._replace(show=models.show))

    def run(**address: str):
        app.query_params.update(address)
        return open_page(app, "batch-size")

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


def test_facts_are_those_of_numpy():
    right = RNG.random(5000) < 0.9
    found = facts_of(LOSSES, right)
    largest = np.sort(LOSSES)[::-1]
    assert found.accuracy == right.sum() / 5000
    assert found.median == np.median(LOSSES)
    assert found.below_mean == sum(LOSSES.mean() > LOSSES) / 5000
    assert found.top == pytest.approx(largest[:50].sum() / LOSSES.sum())
    assert found.needed == math.ceil((1.959963984540054 * LOSSES.std() / LOSSES.mean() / 0.1) ** 2)
    assert LOSSES[found.worst].tolist() == largest[:WORST].tolist()


def test_every_example_and_all_the_loss_lie_in_some_bin():
    losses = np.concatenate([LOSSES, [-1e-7, 0, 1e-12, EDGES[0], EDGES[-1], 50.0]])
    found = facts_of(losses, np.zeros(len(losses), bool))
    assert found.counts.sum() == len(losses)
    assert found.shares.sum() == pytest.approx(1)
    k = 40
    inside = LOSSES[(EDGES[k] <= LOSSES) & (EDGES[k + 1] > LOSSES)]
    assert found.counts[k] == len(inside) > 0
    assert found.shares[k] == pytest.approx(inside.sum() / losses.sum())


def test_a_sure_network_whose_losses_fall_below_zero_by_delta_has_shares_all_the_same():
    found = facts_of(np.array([-1e-7] * 99 + [3.0]), np.ones(100, bool))
    assert found.top == 1


@pytest.mark.parametrize("loss", [0.0, -1e-7])
def test_a_network_without_any_loss_has_no_shares_and_no_relative_precision(loss):
    found = facts_of(np.full(20, loss), np.ones(20, bool))
    assert (found.needed, found.shares.sum()) == (0, 0)
    assert math.isnan(found.top)


@pytest.mark.parametrize("network", ["untrained", "40-epochs"])
def test_each_snapshot_has_its_row_and_the_chosen_one_is_marked(part, folder, network):
    head, *rows = rows_of(part(network=network))
    assert len(rows) == 5
    assert [row[0].startswith("▸") for row in map(cells, rows)] == [name == network for name in ORDER]
    dataset, snapshot = stored(folder, network)
    accuracy, mean, std, cv = cells(next(row for row in rows if "▸" in "".join(row)))[1:5]
    losses = snapshot.losses
    assert accuracy == f"{(snapshot.y.argmax(axis=1) == dataset.labels).mean():.3f}"
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
    assert "The mean loss of this network is −1.0·10−7 nats: there is nothing left to measure." in text
    (alt,) = [chart.proto.alt for chart in app.get("plotly_chart") if chart.proto.alt.startswith("Histograms")]
    assert "half of the examples lie at or below −0.0000001 nats, the mean is −0.0000001 nats" in alt
    assert alt.endswith("no example has a loss above 0.")
    told = text[: text.index("np.argsort")] + alt  # below it stands what Python prints
    assert not re.search(r"nan|\binf\b|[-−]0(\.0*)?(?![\d.])|\de[+-]\d", told)


def test_the_shares_of_the_worst_digits_are_never_below_zero_nor_above_the_whole():
    losses = np.array([3.0, 1.0, -1e-7, -1e-7])
    np.testing.assert_array_equal(models.shares_of(losses), [0.75, 0.25, 0, 0])
    np.testing.assert_array_equal(models.shares_of(np.full(3, -1e-7)), np.zeros(3))


def test_losses_of_0_have_no_cv_and_no_top_and_no_negative_zero():
    cells = models._row("untrained", facts_of(np.zeros(5), np.ones(5, bool)), chosen=False)
    assert cells == ["untrained", "1.000", "0.0000", "0.0000", "–", "0.0", "–", "–"]
    tiny = models._row("untrained", facts_of(np.full(5, -1e-7), np.ones(5, bool)), chosen=False)
    assert tiny[2:4] == ["0.0000", "0.0000"]


def test_so_few_digits_that_the_worst_are_all_are_100_per_cent():
    snapshot = SimpleNamespace(losses=np.linspace(0.1, 1, WORST))
    assert "They are 100% of the digits and hold 100% of the loss." in models._worst_title(snapshot, np.arange(WORST))
