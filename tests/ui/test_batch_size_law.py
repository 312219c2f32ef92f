"""The screen "The law": its shares count the dots that are drawn."""

import re
from statistics import NormalDist
from types import SimpleNamespace

import numpy as np
import pytest

from mbviz import loss_estimates, round_sizes
from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.sampling import draw_batch
from mbviz.stats.bands import quantile_bands
from mbviz.ui.screens.batch_size import law
from mbviz.ui.screens.batch_size.law import _band_sizes
from mbviz.ui.screens.batch_size.odds import central, further_off, unusual
from mbviz.ui.stage.scene import levels, quantiles_of
from tests.ui.bar import wish
from tests.ui.conftest import N
from tests.ui.test_app import page_text


@pytest.mark.parametrize("replace", [True, False])
def test_the_shares_are_those_of_the_dots_and_leave_out_the_size_that_has_one_mean(app, open_page, folder, replace):
    app.query_params.update(replace=str(replace).lower(), seed="3")
    text = page_text(open_page(app, "batch-size"))
    losses = load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses
    sizes = [size for size in round_sizes(N) if replace or size < N]
    drawn, bands = (
        loss_estimates(losses, sizes, 200, seed=3, replace=replace),
        quantile_bands(losses, sizes, replace=replace),
    )
    shown = re.search(r"([\d.]+%) lie within the 95% band and ([\d.]+%) within the 50% band", text).groups()
    for row, share in enumerate(shown):
        # Whether a mean that is an edge lies within is decided with a slack of 1e-9
        held = [
            ((bands.low[row, :, None] - d <= drawn) & (drawn <= bands.high[row, :, None] + d)).mean() for d in (0, 1e-8)
        ]
        assert share in {f"{share:.1%}" for share in held}
    assert ("the bands' shape approximates the law" in text) is not replace
    assert ("from the exact law" in text) is replace


def losses_of(folder) -> np.ndarray:
    return load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses


def numbers_of(text: str) -> list[float]:
    return [float(number.replace("−", "-")) for number in re.findall(r"−?\d+\.\d+", text)]


@pytest.mark.parametrize("size", [10, 37])
def test_where_half_of_the_batches_lie_and_how_many_are_further_off_is_what_drawing_gives(app, open_page, folder, size):
    app.query_params.update(batch_size=str(size), draw="4")
    text = page_text(open_page(app, "batch-size"))
    losses, draws = losses_of(folder), 40_000
    rng = np.random.default_rng(1)
    means = losses[rng.integers(0, N, (draws, size))].mean(axis=1)
    half, most = (
        numbers_of(re.search(label + r"([\d.]+–[\d.]+)", text).group(1))
        for label in (f"batches of {size}", "95% of them")
    )
    for ends, chance in ((half, 0.5), (most, 0.95)):
        inside = ((ends[0] <= means) & (means <= ends[1])).mean()
        grain = (np.abs(means - ends[0]) < 0.005).mean() + (
            np.abs(means - ends[1]) < 0.005
        ).mean()  # two decimals shown
        assert inside == pytest.approx(chance, abs=grain + 5 * np.sqrt(chance * (1 - chance) / draws))
    mine = losses[draw_batch(N, size, draw=4)].mean()
    further = (np.abs(means - losses.mean()) > abs(mine - losses.mean())).mean()
    table = quantiles_of(losses, (size,), True)[0]
    found = further_off(table, losses.mean(), mine)
    assert found == pytest.approx(further, abs=0.02)
    assert f"{unusual(found)}." in text


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.97, "Nearly all such batches are further off"),
        (0.5, "Half of such batches are further off"),
        (0.62, "6 of 10 such batches are further off"),
        (0.333, "1 in 3 such batches is further off"),
        (0.047, "1 in 20 such batches is further off"),
        (0.00123, "1 in 810 such batches is further off"),
        (0.00001, "Hardly any such batch is further off"),
    ],
)
def test_how_unusual_a_batch_is_is_said_as_the_stage_says_it(share, said):
    assert unusual(share) == said


def test_the_odds_of_a_normal_law_are_those_of_the_tables():
    normal = np.array([NormalDist(0.4, 0.1).inv_cdf(level) for level in levels()])
    assert central(normal, 0.5) == pytest.approx((0.4 - 0.06745, 0.4 + 0.06745), abs=1e-5)
    for off in (0.0, 0.03, 0.0674, 0.1, 0.196, 0.3):
        exact = 2 * NormalDist().cdf(-off / 0.1)
        assert further_off(normal, 0.4, 0.4 + off) == pytest.approx(exact, abs=0.01)
        assert further_off(normal, 0.4, 0.4 - off) == pytest.approx(exact, abs=0.01)
    assert further_off(normal, 0.4, 9.0) == 0


def test_where_no_batch_differs_that_is_said(app, open_page):
    app.query_params.update(batch_size=str(N), replace="false")
    text = page_text(open_page(app, "batch-size"))
    assert "All such batches have the same loss." in text and "further off" not in text


def test_of_as_many_as_there_are_the_screen_says_that_they_are_still_off_with_replacement(app, open_page, folder):
    app.query_params.update(batch_size=str(N))
    text = page_text(open_page(app, "batch-size"))
    losses = losses_of(folder)
    (off,) = re.search(rf"even B = N = {N} is off, half of all by more than ([\d.]+)%", text).groups()
    expected = 100 * 0.6745 * losses.std() / np.sqrt(N) / losses.mean()
    assert float(off) == pytest.approx(expected, rel=0.1)
    wish(app, batch_size=10)
    assert "even B = N" not in page_text(app)


def test_a_band_that_rises_first_is_explained_by_the_share_that_costs_more():
    losses = np.concatenate([np.full(980, 0.01), np.full(20, 5.0)])  # 2%, fewer than the 2.5% above the band
    bands = quantile_bands(losses, [1, 2, 10, 1000])
    assert bands.high[0, 0] == pytest.approx(0.01) and bands.high[0, 1] > 1
    of = SimpleNamespace(snapshot=SimpleNamespace(losses=losses))
    found = law._rising(bands, of)
    assert "The 95% band is highest at B = 2" in found and "only 2.0% of the digits cost more" in found
    even = quantile_bands(np.linspace(0, 1, 100), [1, 2, 10])
    assert law._rising(even, of) == ""


def test_two_ends_have_as_many_digits_as_show_that_they_are_apart():
    assert law._between(0.2113, 0.4832) == "0.2113–0.4832"
    assert law._between(0.0057612, 0.0060931) == "0.00576–0.00609"
    assert law._between(0.5, 0.5) == "0.5000–0.5000"


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("n", [1, 2, 3, 300, 60_000])
def test_the_bands_are_computed_at_every_size_that_has_dots(n, replace):
    sizes = _band_sizes(n, replace)
    assert set(round_sizes(n)) <= set(sizes.tolist())
    assert (sizes[0], sizes[-1]) == (1, n)
    assert (np.diff(sizes) > 0).all()


def test_without_replacement_straight_lines_between_the_sizes_follow_the_band_where_it_closes():
    n = 60_000
    fine = np.arange(n // 2, n + 1)
    knots = _band_sizes(n, False)
    true, drawn = np.sqrt((n - fine) / fine), np.interp(np.log(fine), np.log(knots), np.sqrt((n - knots) / knots))
    assert np.abs(true - drawn).max() < 0.1
