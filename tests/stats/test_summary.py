"""The summary of losses: by hand, by a second route, from parts, and where float sums usually go wrong."""

import os
import tracemalloc
from dataclasses import astuple, replace

import numpy as np
import pytest
from scipy import stats

from mbviz.stats.summary import COLUMNS, ROWS, LossSummary, summarize

CHUNK = ROWS * COLUMNS
RNG = np.random.default_rng(11)
SKEWED = RNG.gamma(0.05, 2.0, size=4 * CHUNK + 12_345)  # γ = 9


def second_route(losses) -> tuple:
    """The seven numbers in long double, two passes."""
    x = np.asarray(losses, dtype=np.longdouble)
    d = x - x.mean()
    m2, m3, m4 = ((d**k).mean() for k in (2, 3, 4))
    return len(x), x.mean(), np.sqrt(m2), m3 / m2**1.5, m4 / m2**2 - 3, x.min(), x.max()


def test_four_losses_by_hand():
    # deviations −1, −1, −1, 3: second, third and fourth moments 3, 6, 21
    found = summarize([0, 0, 0, 4])
    assert astuple(found) == pytest.approx((4, 1, 3**0.5, 6 / 3**1.5, 21 / 9 - 3, 0, 4), rel=1e-14)
    assert found.cv == pytest.approx(3**0.5)


@pytest.mark.parametrize("n", [1, 2, 100, COLUMNS, COLUMNS + 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, len(SKEWED)])
def test_all_seven_numbers_agree_with_long_double(n):
    if n > 1:
        assert astuple(summarize(SKEWED[:n])) == pytest.approx(second_route(SKEWED[:n]), rel=1e-11)
    assert summarize(SKEWED[:1]) == LossSummary(1, SKEWED[0], 0.0, 0.0, 0.0, SKEWED[0], SKEWED[0])


def test_the_definitions_are_those_of_scipy():
    losses = SKEWED[:5000]
    found = summarize(losses)
    assert found.std == pytest.approx(np.std(losses), rel=1e-12)
    assert found.skewness == pytest.approx(stats.skew(losses), rel=1e-12)
    assert found.kurtosis == pytest.approx(stats.kurtosis(losses), rel=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float16, np.int8, np.uint64])
def test_other_dtypes_are_summed_as_float64(dtype):
    losses = (SKEWED[:CHUNK] * 10).astype(dtype)
    assert astuple(summarize(losses)) == pytest.approx(second_route(losses), rel=1e-10)
    assert summarize(losses[::3]) == summarize(losses[::3].copy())


@pytest.mark.parametrize("cuts", [[1], [1, 2, 3], [CHUNK, 2 * CHUNK], [7, 100_000, 100_001, 300_000]])
def test_summaries_of_parts_add_up_to_that_of_the_whole(cuts):
    whole = astuple(summarize(SKEWED))
    parts = [summarize(part) for part in np.split(SKEWED, cuts)]
    forth, back = parts[0], parts[-1]
    for part in parts[1:]:
        forth = forth + part
    for part in parts[-2::-1]:
        back = back.merge(part)
    assert astuple(forth) == pytest.approx(whole, rel=1e-11)
    assert astuple(back) == pytest.approx(whole, rel=1e-11)


def test_parts_far_apart_merge_without_loss():
    left, right = RNG.normal(0, 1, 3000), RNG.normal(1e6, 1, 17)
    assert astuple(summarize(left) + summarize(right)) == pytest.approx(second_route(np.r_[left, right]), rel=1e-10)


def test_only_summaries_can_be_added():
    with pytest.raises(TypeError):
        summarize([1.0]) + 1.0


@pytest.mark.parametrize("far", [1e3, 1e7, -1e7])
def test_a_large_mean_costs_no_digits_of_the_spread(far):
    losses = far + RNG.gamma(1, 1, 50_000)
    assert astuple(summarize(losses)) == pytest.approx(second_route(losses), rel=1e-9)


def test_a_sample_that_misleads_is_found_out_and_mended():
    seen = (np.arange(1000) * 0.6180339887498949 % 1 * 10**6).astype(int)  # where summarize looks for a centre
    losses = RNG.gamma(1, 1e-3, 10**6)
    losses[seen] += 1.0
    assert abs(losses[seen].mean() - losses.mean()) > 8 * losses.std()
    # 32 σ away, the powers alone would have cost three digits; with 10⁸ losses it could be ten
    assert astuple(summarize(losses)) == pytest.approx(second_route(losses), rel=1e-13)


def test_losses_sorted_by_size_are_summed_as_exactly():
    losses = np.sort(SKEWED).astype(np.float32)
    assert astuple(summarize(losses)) == pytest.approx(second_route(losses), rel=1e-11)


@pytest.mark.parametrize("value", [0.0, 0.1, 16.118])
def test_equal_losses_have_no_spread_at_all(value):
    assert summarize(np.full(70_001, value)) == LossSummary(70_001, value, 0.0, 0.0, 0.0, value, value)


def test_the_number_of_threads_changes_no_bit(monkeypatch):
    losses = np.tile(SKEWED, 3)
    found = summarize(losses)
    for workers in (1, 3):
        monkeypatch.setattr(os, "cpu_count", lambda workers=workers: workers)
        assert summarize(losses) == found


def test_a_file_is_summarised_without_being_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)  # each thread has 4 MB of its own
    np.save(tmp_path / "losses.npy", np.tile(SKEWED, 16).astype(np.float32))
    mapped = np.load(tmp_path / "losses.npy", mmap_mode="r")
    tracemalloc.start()
    found = summarize(mapped)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < mapped.nbytes / 4
    assert found == summarize(np.array(mapped))


def test_cv_is_infinite_about_a_mean_of_0():
    assert summarize([-1.0, 1.0]).cv == np.inf
    assert summarize([-1.0, -3.0]).cv == 0.5


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: summarize([]), "losses must hold one loss for each example"),
        (lambda: summarize(np.zeros((2, 2))), "losses must hold one loss for each example"),
        (lambda: summarize(["a"]), "losses must hold real numbers"),
        (lambda: summarize(np.r_[np.zeros(50_000), np.nan]), r"finite numbers; got nan at index \(50000,\)"),
        (
            lambda: summarize(np.r_[np.zeros(50_000), -np.inf].astype(np.float32)),
            r"finite numbers; got -inf at index \(50000,\)",
        ),
        (lambda: summarize([1e80, 0.0]), "losses must be below 1e70 in size"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize("unit", [2.0**-1060, 2.0**-500, 2.0**-230, 2.0**200])
def test_losses_in_another_unit_have_the_same_summary_in_it(unit):
    losses = np.array([0.0, 0.5, 3.0, 4.0])
    one, other = astuple(summarize(losses)), astuple(summarize(unit * losses))
    assert other == pytest.approx(
        (4, *(unit * x for x in one[1:3]), *one[3:5], *(unit * x for x in one[5:])), rel=1e-12
    )


def test_large_and_small_parts_merge_as_well():
    for unit in (2.0**-1000, 2.0**230):
        found = summarize([0.0, unit]) + summarize([5 * unit])
        assert (found.n, found.mean) == (3, pytest.approx(2 * unit, rel=1e-15))
        assert found.std == pytest.approx((14 / 3) ** 0.5 * unit, rel=1e-14)
        assert found.skewness == pytest.approx(summarize([0.0, 1.0, 5.0]).skewness, rel=1e-13)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"n": 0}, "n must be a whole number of at least 1; got 0"),
        ({"n": 3.0}, "n must be a whole number"),
        ({"std": -1.0}, "std must be a finite number of at least 0; got -1.0"),
        ({"std": np.nan}, "std must be a finite number of at least 0; got nan"),
        ({"mean": np.inf}, "mean must be a finite number; got inf"),
        ({"skewness": "6.3"}, "skewness must be a finite number; got 6.3"),
    ],
)
def test_a_summary_made_by_hand_is_checked(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        replace(summarize([0.0, 1.0]), **change)


def test_a_summary_made_by_hand_takes_numpys_numbers():
    found = replace(summarize([0.0, 1.0]), n=np.int32(7), std=np.float32(0.5))
    assert (type(found.n), type(found.std)) == (int, float)
