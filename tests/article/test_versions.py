"""Three versions of one loss: the same to the last bit, shown as they are, and timed."""

import math
import textwrap

import numpy as np
import pytest

import mbviz
from mbviz.article import versions
from mbviz.article.versions import (
    VERSIONS,
    compare,
    loop_version,
    one_hot_version,
    picked_version,
    source,
    time_versions,
    ulps_apart,
)


def random_batch(rng, size, classes):
    y = mbviz.softmax(rng.normal(scale=rng.choice([0.1, 3, 30]), size=(size, classes)))
    return y, rng.integers(0, classes, size)


def test_each_version_by_hand():
    y, t = np.array([[0.5, 0.5, 0.0], [0.25, 0.25, 0.5]]), np.array([1, 0])
    rows = np.array([[0, 1, 0], [1, 0, 0]])
    expected = -(math.log(0.5 + 0.125) + math.log(0.25 + 0.125)) / 2
    assert one_hot_version(y, rows, 0.125) == pytest.approx(expected, rel=1e-15)
    assert picked_version(y, t, 0.125) == pytest.approx(expected, rel=1e-15)
    assert loop_version(y, rows, 0.125) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("delta", [1e-300, 1e-12, 1e-7, 0.1, 1])
def test_with_delta_all_three_agree_to_the_last_bit(delta):
    rng = np.random.default_rng(1)
    for _ in range(60):
        y, t = random_batch(rng, size=int(rng.integers(1, 140)), classes=int(rng.integers(1, 15)))
        y[rng.random(y.shape) < 0.2] = 0
        found = compare(y, t, delta)
        assert len(set(found.values())) == 1
        assert found["picked_version"] == mbviz.sparse_cross_entropy_error(y, t, delta)


def test_they_agree_whatever_the_arrays_layout_and_type():
    y, t = random_batch(np.random.default_rng(2), size=75, classes=10)
    for other in (np.asfortranarray(y), y[::-1], y[:, ::-1], y.astype(np.float32), np.repeat(y, 2, axis=0)[::2]):
        assert len(set(compare(other, t).values())) == 1


def test_without_delta_a_zero_beside_the_true_class_makes_the_one_hot_version_nan():
    found = compare([[0.8, 0.2, 0.0]], [0], delta=0)
    assert found["picked_version"] == -math.log(0.8)
    assert math.isnan(found["one_hot_version"]) and math.isnan(found["loop_version"])


def test_without_delta_and_without_zeros_they_agree():
    y, t = random_batch(np.random.default_rng(3), size=50, classes=4)
    assert (y > 0).all()
    assert len(set(compare(y, t, delta=0).values())) == 1


def test_without_delta_a_pick_of_zero_costs_infinity_when_picked():
    found = compare([[0.0, 1.0]], [0], delta=0)
    assert found["picked_version"] == math.inf
    assert found["one_hot_version"] == math.inf  # the other entry is 1, whose logarithm times 0 is 0


@pytest.mark.filterwarnings("error")
def test_comparing_and_timing_warn_nobody_though_the_plain_functions_do():
    y, t = np.array([[0.8, 0.2, 0.0]]), np.array([2])
    compare(y, t, delta=0)
    time_versions(y, t, delta=0, repeats=1)
    with pytest.raises(RuntimeWarning):
        picked_version(y, t, 0)


def test_names_come_in_the_order_of_the_versions():
    names = ["one_hot_version", "picked_version", "loop_version"]
    assert [version.__name__ for version in VERSIONS] == names
    assert list(compare([[0.5, 0.5]], [1])) == list(time_versions([[0.5, 0.5]], [1])) == names
    assert all(type(value) is float for value in compare([[0.5, 0.5]], [1]).values())


HALVES = [[0.5, 0.5]]


@pytest.mark.parametrize(("y", "t"), [(HALVES, [2]), (HALVES, [0, 1]), (HALVES, [[0, 1]]), ([[0.5, -0.5]], [0])])
def test_what_does_not_fit_is_refused_with_a_sentence(y, t):
    for function in (compare, time_versions):
        with pytest.raises(ValueError, match="[ty] must "):
            function(y, t)
        with pytest.raises(ValueError, match="delta must "):
            function(HALVES, [0], delta=-1)


def test_the_source_shown_is_the_code_without_its_docstring():
    expected = """\
        def one_hot_version(y, t, delta):
            batch_size = y.shape[0]
            losses = -np.sum(t * np.log(y + delta), axis=1)
            return np.sum(losses) / batch_size"""
    assert source(one_hot_version) == textwrap.dedent(expected)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_source_shown_runs_and_gives_the_same(version):
    y, t = random_batch(np.random.default_rng(4), size=20, classes=5)
    t = t if version is picked_version else mbviz.one_hot(t, 5)
    names = {"np": np}
    exec(source(version), names)
    assert names[version.__name__](y, t, 1e-7) == version(y, t, 1e-7)
    assert '"""' not in source(version)


def test_a_function_without_a_docstring_is_shown_whole():
    assert source(test_a_function_without_a_docstring_is_shown_whole).startswith("def test_a_function")
    assert "startswith" in source(test_a_function_without_a_docstring_is_shown_whole)


def clock(monkeypatch, seconds):
    """Let each run take the next of `seconds`; returns how many runs there were so far."""
    times = iter(np.repeat(np.cumsum([0, *seconds]), 2)[1:-1])
    taken = []
    monkeypatch.setattr(versions, "perf_counter", lambda: taken.append(next(times)) or taken[-1])
    return lambda: len(taken) // 2


def test_times_are_medians(monkeypatch):
    runs = clock(monkeypatch, [0.01, 0.05, 0.02, 0.03, 0.03, 0.01, 0.1, 0.1, 0.15])
    found = time_versions([[0.5, 0.5]], [1], repeats=3)
    assert runs() == 9
    assert list(found.values()) == pytest.approx([0.02, 0.03, 0.1])


def test_what_takes_long_runs_once(monkeypatch):
    runs = clock(monkeypatch, [0.01, 0.01, 0.01, 0.01, 1.5])
    assert time_versions([[0.5, 0.5]], [1], repeats=2)["loop_version"] == pytest.approx(1.5)
    assert runs() == 5


def test_the_loop_is_far_slower_than_picking():
    y, t = random_batch(np.random.default_rng(5), size=1000, classes=10)
    seconds = time_versions(y, t, repeats=3)
    assert seconds["loop_version"] > 10 * seconds["picked_version"] > 0


def test_no_runs_at_all_are_refused():
    with pytest.raises(ValueError, match="^repeats must be a whole number of at least 1; got 0.$"):
        time_versions([[0.5, 0.5]], [1], repeats=0)


def test_ulps_by_hand():
    assert ulps_apart(1.0, 1 + 2**-52) == 1
    assert ulps_apart(1.0, 1 - 2**-53) == 1
    assert ulps_apart(1.0, 2.0) == 2**52
    assert ulps_apart(0.0, -0.0) == 0
    assert ulps_apart(-5e-324, 5e-324) == 2
    assert ulps_apart(math.inf, math.inf) == 0
    assert ulps_apart(math.inf, np.finfo(float).max) == 1


def test_ulps_count_the_steps_of_nextafter():
    rng = np.random.default_rng(6)
    for start in (*rng.normal(size=10), 0.0, -1e-320, 1.0, -2.0):
        number = float(start)
        for steps in range(1, 30):
            number = math.nextafter(number, math.inf)
            assert ulps_apart(start, number) == ulps_apart(number, start) == steps


@pytest.mark.parametrize("pair", [(math.nan, 1.0), (1.0, math.nan), (math.nan, math.nan)])
def test_nan_is_no_distance_from_anything(pair):
    with pytest.raises(ValueError, match="not nan"):
        ulps_apart(*pair)
