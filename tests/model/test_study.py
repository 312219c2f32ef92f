"""The study of a network's gradients: against gradients taken one by one, and read back as it was written."""

import numpy as np
import pytest

import mbviz
from mbviz.model.kept_arrays import kept_path, read_arrays
from mbviz.model.study import PAIRS, gradient_length, load_study, save_study, study_gradients, study_path

RNG = np.random.default_rng(3)
LAYERS = (12, 6, 4)
T = RNG.integers(0, 4, 240)
X = np.clip(RNG.integers(0, 200, (4, 12))[T] + RNG.normal(0, 60, (240, 12)), 0, 255).astype(np.uint8)
NET = mbviz.initial_weights(LAYERS, 0)


def flat(parts):
    return np.concatenate([part.ravel() for part in parts]).astype(np.float64)


@pytest.fixture(scope="module")
def study():
    return study_gradients(X, T, NET)


@pytest.fixture
def path(tmp_path, monkeypatch, study):
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path))
    place = study_path("digits", NET)
    save_study(place, study)
    return place


def test_it_is_what_gradients_taken_one_by_one_give(study):
    each = np.array([flat(mbviz.gradients(X[i : i + 1], T[i : i + 1], NET)) for i in range(240)])
    full = each.mean(axis=0)
    assert study.squares == pytest.approx((each**2).sum(axis=1), rel=1e-5)
    assert flat(study.full) == pytest.approx(full, abs=1e-6)
    assert study.noise.noise == pytest.approx(((each - full) ** 2).sum(axis=1).mean(), rel=1e-5)
    assert study.plane.shadows == pytest.approx(
        each @ np.column_stack([flat(study.plane.along), flat(study.plane.across)]), abs=1e-6
    )
    assert study.norms.shape == (2, PAIRS)
    for size, row in zip(study.pair, study.norms):
        for k, norm in enumerate(row):
            assert norm == pytest.approx((each[mbviz.draw_batch(240, size, draw=k)].mean(axis=0) ** 2).sum(), rel=1e-5)


def test_the_length_of_a_gradient_is_that_of_its_numbers_in_a_row():
    assert gradient_length(X[:7], T[:7], NET) == pytest.approx(np.linalg.norm(flat(mbviz.gradients(X[:7], T[:7], NET))))


def test_it_says_how_far_it_is():
    seen = []
    study_gradients(X, T, NET, progress=seen.append)
    assert seen == sorted(seen) and 0 < seen[0] < 0.2 and seen[-1] == 1


def test_it_is_read_back_as_it_was_written(path, study):
    found = load_study(path, 240, NET)
    assert found.noise == study.noise and found.pair == study.pair
    assert all((one == other).all() for one, other in zip(found.full, study.full))
    for name in ("squares", "norms"):
        assert (getattr(found, name) == getattr(study, name)).all()
    assert (found.plane.shadows == study.plane.shadows).all() and found.plane.share == study.plane.share


def test_a_file_that_is_not_what_it_should_be_counts_as_absent(path, study):
    assert load_study(path, 239, NET) is None and load_study(path.with_name("none.npz"), 240, NET) is None
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    assert load_study(path, 240, NET) is None
    study.squares.setflags(write=True)
    kept, study.squares[0] = study.squares[0], np.nan
    save_study(path, study)
    study.squares[0] = kept
    assert load_study(path, 240, NET) is None


def test_other_weights_data_or_ways_have_files_of_their_own(tmp_path, monkeypatch):
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path))
    other = tuple(w + np.float32(1e-3) for w in NET)
    paths = {
        kept_path("a", "1", "x", NET),
        kept_path("a", "2", "x", NET),
        kept_path("a", "1", "y", NET),
        kept_path("a", "1", "x", other),
    }
    assert len(paths) == 4 and kept_path("a", "1", "x", NET) in paths
    assert all(read_arrays(path, {}) is None for path in paths)
