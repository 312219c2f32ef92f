"""Draws: the contract with NumPy, and the laws of drawing with and without replacement."""

import math
from fractions import Fraction

import numpy as np
import pytest

import mbviz
from mbviz import sampling


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize(
    ("n", "size", "seed", "draw"), [(60_000, 10, 0, 0), (60_000, 1000, 7, 3), (5, 5, 1, 2), (1, 1, 0, 0)]
)
def test_a_draw_is_the_line_that_a_student_can_paste(n, size, seed, draw, replace):
    expected = np.random.default_rng([seed, size, draw]).choice(n, size, replace=replace)
    got = mbviz.draw_batch(n, size, seed=seed, draw=draw, replace=replace)
    assert got.dtype == np.int64
    np.testing.assert_array_equal(got, expected)


class Reversed(np.random.Generator):
    """A generator whose `choice` is not its `integers` any more, as another version of NumPy may have it."""

    def choice(self, *args, **more):
        return super().choice(*args, **more)[::-1]


def test_where_choice_is_not_integers_any_more_a_draw_is_that_of_choice_and_the_log_says_so_once(monkeypatch, caplog):
    monkeypatch.setattr(np.random, "default_rng", lambda seed: Reversed(np.random.PCG64(seed)))
    monkeypatch.setattr(sampling.integers_are_choice, "_found", None)
    for replace in (True, False):
        for draw in range(3):
            expected = np.random.default_rng([7, 50, draw]).choice(60_000, 50, replace=replace)
            got = mbviz.draw_batch(60_000, 50, seed=7, draw=draw, replace=replace)
            np.testing.assert_array_equal(got, expected)
    (record,) = caplog.records
    assert record.getMessage() == (
        "A fast way is not taken, since its results differ. Batches are drawn by Generator.choice, half as fast."
    )


def test_where_choice_is_integers_nothing_is_logged(monkeypatch, caplog):
    monkeypatch.setattr(sampling.integers_are_choice, "_found", None)
    mbviz.draw_batch(60_000, 50)
    assert sampling.integers_are_choice() and not caplog.records


def test_without_replacement_a_batch_of_all_is_a_permutation():
    np.testing.assert_array_equal(np.sort(mbviz.draw_batch(1000, 1000, replace=False)), np.arange(1000))


def test_with_replacement_a_batch_of_all_holds_63_per_cent():
    n, draws = 10_000, 40
    distinct = [len(np.unique(mbviz.draw_batch(n, n, draw=k))) for k in range(draws)]
    # each index is left out with probability (1 - 1/n)^n; the count's variance is n (e^-1 - 2 e^-2) (occupancy problem)
    expected = n * (1 - (1 - 1 / n) ** n)
    error = np.sqrt(n * (np.exp(-1) - 2 * np.exp(-2)) / draws)
    assert abs(np.mean(distinct) - expected) < 5 * error


def test_every_index_is_drawn_equally_often():
    n, size, draws = 20, 50, 400
    counts = sum(np.bincount(mbviz.draw_batch(n, size, draw=k), minlength=n) for k in range(draws))
    expected = size * draws / n
    chi_square = ((counts - expected) ** 2 / expected).sum()
    assert chi_square < 19 + 6 * np.sqrt(2 * 19)  # mean n - 1, variance 2 (n - 1)


def test_repeated_names_each_index_once_as_a_plain_count_does():
    mask = np.random.default_rng(0).integers(0, 30, 40)
    expected = sorted({int(i) for i in mask if list(mask).count(i) > 1})
    assert mbviz.repeated(mask).tolist() == expected
    assert len(mbviz.repeated([3, 1, 2])) == 0


@pytest.mark.parametrize(
    ("n", "sizes"),
    [
        (1, (1,)),
        (2, (1, 2)),
        (7, (1, 2, 5, 7)),
        (100, (1, 2, 5, 10, 20, 50, 100)),
        (5000, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
    ],
)
def test_round_sizes_end_at_all_the_data(n, sizes):
    assert mbviz.round_sizes(n) == sizes


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((10, 0), "batch_size must be a whole number of at least 1; got 0"),
        ((10, -3), "got -3"),
        ((10, 2.0), "got 2.0"),
        ((10, "5"), "got '5'"),
        ((10, True), "got True"),
        ((0, 1), "n must be a whole number of at least 1"),
    ],
)
def test_bad_sizes_get_a_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        mbviz.draw_batch(*arguments)


def test_more_than_all_without_replacement_gets_a_sentence_and_works_with_it():
    with pytest.raises(ValueError, match="batch_size must be at most n = 10 without replacement; got 11"):
        mbviz.draw_batch(10, 11, replace=False)
    assert len(mbviz.draw_batch(10, 11)) == 11


@pytest.mark.parametrize("bad", [{"seed": -1}, {"draw": 1.5}, {"seed": None}, {"replace": "no"}])
def test_bad_seed_draw_or_replace_gets_a_sentence_with_its_name(bad):
    with pytest.raises(ValueError, match=f"{next(iter(bad))} must be"):
        mbviz.draw_batch(10, 5, **bad)


@pytest.mark.parametrize("more", [{"seed": 2**64}, {"seed": 2**200}, {"draw": 2**64}, {"seed": 2**200, "draw": 2**200}])
def test_seeds_and_draws_have_no_end(more):
    way = {"seed": 0, "draw": 0, **more}
    expected = np.random.default_rng([way["seed"], 3, way["draw"]]).choice(10, 3)
    np.testing.assert_array_equal(mbviz.draw_batch(10, 3, **more), expected)
    estimates = mbviz.loss_estimates(np.arange(10.0), [3], 1, seed=way["seed"], first=way["draw"])
    assert estimates[0, 0] == expected.mean()


@pytest.mark.parametrize("replace", [True, False])
def test_as_many_examples_as_numpy_can_count(replace):
    expected = np.random.default_rng([0, 3, 0]).choice(2**63 - 1, 3, replace=replace)
    np.testing.assert_array_equal(mbviz.draw_batch(2**63 - 1, 3, replace=replace), expected)


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize(
    ("n", "size", "sentence"),
    [
        (2**63, 3, "n must be at most 9223372036854775807; got 9223372036854775808"),
        (2**200, 3, "n must be at most"),
        (10**15, 10**12, "batch_size must be at most 100000000, which take 800 MB; got 1000000000000"),
        (10**5000, 10**5000, "n must be at most"),
        (10, 10**12, "batch_size must be at most"),
        (10, 10**5000, "batch_size must be at most"),
    ],
    ids=range(6),  # pytest would write out the numbers
)
def test_more_than_memory_has_room_for_gets_a_sentence(n, size, sentence, replace):
    with pytest.raises(ValueError, match=sentence):
        mbviz.draw_batch(n, size, replace=replace)


def test_a_shuffle_that_memory_has_no_room_for_gets_a_sentence():
    with pytest.raises(
        ValueError, match="batch_size must be at most n // 50 = 20000000 of so many without replacement"
    ):
        mbviz.draw_batch(10**9, 10**8, replace=False)


@pytest.mark.parametrize(
    ("batch_mask", "sentence"),
    [([-1, -1], "indices from 0"), ([1.5, 1.2], "integer indices; got dtype float64"), ([[1, 1]], "shape")],
)
def test_what_is_no_index_is_not_counted(batch_mask, sentence):
    with pytest.raises(ValueError, match=sentence):
        mbviz.repeated(batch_mask)


def test_nothing_is_repeated_among_none():
    assert mbviz.repeated([]).tolist() == []


def test_round_sizes_of_a_population_of_any_size():
    sizes = mbviz.round_sizes(10**400)
    assert sizes[:4] == (1, 2, 5, 10) and sizes[-2:] == (5 * 10**399, 10**400) and len(sizes) == 1201


def test_the_chance_of_a_repeat_is_that_of_the_birthday_problem():
    assert sampling.repeat_chance(365, 23) == pytest.approx(0.5072972343, abs=1e-10)  # 23 people in a room
    assert sampling.repeat_chance(365, 22) == pytest.approx(0.4756953077, abs=1e-10)
    for n, size in ((1, 1), (2, 2), (10, 4), (60_000, 10), (7, 7), (7, 8)):
        exact = 1 - Fraction(math.perm(n, size), n**size)  # of all sequences, those without a repeat
        assert sampling.repeat_chance(n, size) == pytest.approx(float(exact), rel=1e-12)


def test_draws_repeat_as_often_as_the_chance_says():
    n, size, draws = 300, 20, 2000
    found = sum(len(mbviz.repeated(mbviz.draw_batch(n, size, draw=draw))) > 0 for draw in range(draws))
    chance = sampling.repeat_chance(n, size)
    assert abs(found - draws * chance) < 4 * math.sqrt(draws * chance * (1 - chance))  # four standard deviations


@pytest.mark.parametrize("n", [1, 2, 3, 10, 365, 5000, 60_000])
def test_the_size_from_which_a_repeat_is_likely_is_the_first_above_one_half(n):
    size = sampling.likely_repeat(n)
    assert sampling.repeat_chance(n, size) > 0.5
    assert sampling.repeat_chance(n, size - 1) <= 0.5


@pytest.mark.parametrize("wrong", [0, -1, 2.5, True, "3", 10**10])
def test_what_is_no_count_has_no_chance_of_a_repeat(wrong):
    with pytest.raises(ValueError, match="^size must be"):
        sampling.repeat_chance(60_000, wrong)
    with pytest.raises(ValueError, match="^n must be"):
        sampling.likely_repeat(wrong)
