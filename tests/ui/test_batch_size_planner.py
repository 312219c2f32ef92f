"""The planner: the plan, said aloud, in code, and checked by draws."""

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest

from mbviz._numbers import plain
from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.stats.planner import half_width, required_batch_size
from mbviz.stats.population import relative_errors
from mbviz.stats.summary import LossSummary, summarize
from mbviz.ui.screens.batch_size import planner
from mbviz.ui.screens.batch_size.planner import N_DRAWS, Plan
from mbviz.ui.state import SETTINGS
from tests.ui.bar import act, acts, wish
from tests.ui.conftest import N
from tests.ui.test_app import page_text

SKEWED = LossSummary(60_000, mean=0.0784, std=0.3859, skewness=10.5, kurtosis=150.0, minimum=0.0, maximum=12.8)


@pytest.fixture
def part(app, open_page):
    def run(**address: str):
        app.query_params.update(address)
        return open_page(app, "planner")

    return run


def summary_of(folder):
    return summarize(load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses)


def plan(population=10**9, precision=0.01, confidence=0.95, is_risk=False, of=SKEWED):
    finite = None if is_risk else population
    return Plan(
        population,
        precision,
        confidence,
        is_risk,
        required_batch_size(of, precision, confidence=confidence, population=finite),
    )


def losses_needing(needed: int, population: int | None, precision: float) -> LossSummary:
    """Losses of mean 1 whose spread makes just `needed` examples enough: n₀ = (zσ/ε)² solved for σ."""
    n0 = needed - 0.5
    n0 = n0 if population is None else n0 * (population - 1) / (population - n0)
    return LossSummary(60_000, 1.0, math.sqrt(n0) * precision / 1.959963984540054, 10.5, 150.0, 0.0, 100.0)


def test_the_sentence_is_built_from_the_numbers():
    assert "“Of 1 billion examples, 930,000 are enough for ±1%; 85.2 million give ±0.1%.”" in planner._aloud(
        plan(), SKEWED
    )
    needed, more = (
        required_batch_size(SKEWED, 0.01, population=10**9),
        required_batch_size(SKEWED, 0.001, population=10**9),
    )
    assert 929_000 < needed <= 930_000
    assert 85.1e6 < more <= 85.2e6


def test_the_sentence_says_when_ten_times_the_precision_takes_them_all_or_more():
    assert "974 are enough for ±5%; ±0.5% takes them all" in planner._aloud(plan(1000, 0.05), SKEWED)
    assert "±1% all of them are too few" in planner._aloud(plan(10_000, 0.1, is_risk=True), SKEWED)
    assert "even all 5,000 examples are not enough: it takes 9,310" in planner._aloud(
        plan(5000, 0.1, is_risk=True), SKEWED
    )
    assert "it takes all 1,000 examples" in planner._aloud(plan(1000, 0.0001), SKEWED)


def test_the_sentence_never_calls_all_examples_fewer_than_all():
    almost = plan(60_000, 0.002, of=losses_needing(59_911, 60_000, 0.002))
    assert almost.needed == 59_911
    assert "Of 60,000 examples, 59,911 are enough for ±0.2%; ±0.02% takes them all." in planner._aloud(
        almost, losses_needing(59_911, 60_000, 0.002)
    )
    odd = plan(59_949, 0.002, of=losses_needing(59_911, 59_949, 0.002))
    assert "Of 59,949 examples, 59,911 are enough" in planner._aloud(odd, losses_needing(59_911, 59_949, 0.002))


def test_a_true_risk_that_takes_exactly_all_is_not_said_to_take_more():
    for needed, said in (
        (1000, "For ±10% it takes all 1,000 examples."),
        (1001, "even all 1,000 examples are not enough: it takes 1,010."),
    ):
        losses = losses_needing(needed, None, 0.1)
        wanted = plan(1000, 0.1, is_risk=True, of=losses)
        assert wanted.needed == needed
        assert said in planner._aloud(wanted, losses)


@pytest.mark.parametrize(
    "wanted",
    [plan(), plan(60_000, 0.005, 0.99), plan(5 * 10**8), plan(1000, 0.1), plan(10**9, 0.02, 0.8, is_risk=True)],
)
def test_the_line_of_code_gives_the_number_beside_it(wanted):
    line, said = planner._line(wanted).splitlines()[1:]
    names = {"mbviz": SimpleNamespace(required_batch_size=required_batch_size), "summary": SKEWED}
    assert eval(line, names) == wanted.needed == int(said.removeprefix("# "))


def test_the_interval_of_a_batch_below_25_skewness_squared_is_warned_of_and_not_the_number():
    least = math.ceil(25 * SKEWED.skewness**2)
    assert "⚠ Do not trust mean ± t · s/√B of one such batch" in planner._honest(plan(precision=0.5), SKEWED)
    assert "⚠" not in planner._honest(plan(), SKEWED)
    for wanted in (plan(precision=0.5), plan(), plan(1000, 0.1)):  # the last of a population smaller than that
        assert f"25 γ² = {least:,} examples" in planner._honest(wanted, SKEWED)
        said = re.sub(r"<[^>]*>", "", planner._honest(wanted, SKEWED))  # without the marks of terms
        assert said.startswith("The number comes from σ, the spread of all the losses.")


def test_a_batch_of_all_there_are_is_the_mean_itself_and_needs_no_warning():
    assert planner._honest(plan(1000, 0.0001), SKEWED) == (
        "<p>The batch is all the examples. Its mean is the mean that is wanted, and needs no interval.</p>"
    )
    for enough in (10**6, 5 * 10**6):  # but for the true risk it is a batch as any other
        assert "The number comes from σ" in planner._honest(Plan(10**6, 0.01, 0.95, True, enough), SKEWED)


def test_a_batch_of_all_there_are_is_not_drawn(part):
    app = part(population="1000", precision="0.0001")
    assert "every batch of all 1,000 examples has the same mean" in page_text(app)
    assert "check_plan" not in acts(app)
    assert "are expected" not in page_text(app)


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"population": "1000000000000", "precision": "0.0001"},
        {"population": str(N)},
        {"population": "1000", "confidence": "0.8"},
        {"target": "true-risk", "precision": "0.05"},
        {"target": "true-risk", "population": "1000", "precision": "0.001"},
    ],
)
def test_the_page_shows_the_number_that_the_engine_gives(part, folder, address):
    app = part(**address)
    found = summary_of(folder)
    chosen = {key: setting.default for key, setting in SETTINGS.items()} | address
    population, confidence = int(chosen["population"]), float(chosen["confidence"])
    needed = required_batch_size(
        found, float(chosen["precision"]), confidence=confidence, population=None if "target" in address else population
    )
    assert f"batch size needed, B{needed:,}share" in page_text(app)
    left = 100 * float(half_width(found, population, confidence=confidence))
    assert f"the true risk, even with all N±{plain(left)}%" in page_text(app)
    assert not app.main.warning


@pytest.mark.parametrize(
    ("key", "asked"), [("population", "17"), ("precision", "two"), ("confidence", "1"), ("target", "everything")]
)
def test_an_address_that_asks_for_what_there_is_not_gets_a_sentence(part, key, asked):
    app = part(**{key: asked})
    (warning,) = app.main.warning
    assert f"asks for {key} = `{asked}`" in warning.value
    assert SETTINGS[key].default in warning.value


def test_a_slider_puts_its_choice_into_the_address(part):
    app = part()
    wish(app, precision="0.1")
    assert app.query_params["precision"] in ("0.1", ["0.1"])
    wish(app, precision="0.01")
    assert "precision" not in app.query_params


def test_the_check_counts_the_draws_within_the_precision_until_the_plan_changes(part, folder):
    app = part(precision="0.05")
    assert "are expected" not in page_text(app)
    act(app, "check_plan")
    losses = load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses
    needed = plan(precision=0.05, of=summarize(losses)).needed
    errors = relative_errors(losses, needed, N_DRAWS, population=10**9)
    assert f"{(np.abs(errors) <= 0.05).sum()} of {N_DRAWS} batches" in page_text(app)
    assert re.search(r"with 95% confidence 47.5 ± 3.1 are expected", page_text(app))
    wish(app, precision="0.02")
    assert not app.exception
    assert "are expected" not in page_text(app)


def test_a_mean_loss_of_zero_gets_a_sentence(part, monkeypatch):
    nothing = SimpleNamespace(summary=LossSummary(N, 0.0, 1.0, 0.0, 0.0, -1.0, 1.0))
    monkeypatch.setattr(planner, "of_snapshot", lambda settings, snapshot: nothing)
    (warning,) = part().main.warning
    assert warning.value.startswith("A mean loss of 0 has no relative precision")


def test_whether_n_matters_is_said_by_the_number_that_a_trillion_takes():
    one, other = (required_batch_size(SKEWED, 0.01, population=n) for n in (10**9, 10**12))
    assert 0 < other - one < 0.001 * one
    assert planner._whether_n_matters(plan(), SKEWED) == (
        f"<b>N hardly matters:</b> {one:,} of 1 billion, {other:,} of 1 trillion."
    )
    back = planner._whether_n_matters(plan(10**12), SKEWED)
    assert back == f"<b>N hardly matters:</b> {other:,} of 1 trillion, {one:,} of 1 billion."


def test_where_the_batch_is_a_large_part_of_them_n_does_matter():
    few, many = (required_batch_size(SKEWED, 0.01, population=n) for n in (10**6, 10**12))
    assert few < 0.6 * many
    assert planner._whether_n_matters(plan(10**6), SKEWED) == (
        f"Here N matters, since the batch is a large part of it: {few:,} of 1 million, {many:,} of 1 trillion."
    )


def test_for_the_true_risk_n_does_not_matter():
    wanted = plan(10**6, is_risk=True)
    assert f"it takes {wanted.needed:,} examples, however many there are" in planner._whether_n_matters(wanted, SKEWED)


@pytest.mark.parametrize("is_risk", [True, False])
def test_four_times_the_examples_halve_the_error(is_risk):
    wanted = plan(10**12, is_risk=is_risk)
    assert planner._four_times(wanted, SKEWED) == (
        f"<b>Four times the examples halve the error:</b> {4 * wanted.needed:,} give ±0.5%."
    )
    n0 = (1.959963984540054 * SKEWED.std / (0.005 * SKEWED.mean)) ** 2
    assert 4 * wanted.needed == pytest.approx(n0, rel=1e-5)


def test_four_times_as_many_as_there_are_are_not_spoken_of():
    assert planner._four_times(plan(10**6), SKEWED) == ""
    assert planner._four_times(plan(1000, 0.0001), SKEWED) == ""
