"""The gains of steps on disk."""

from mbviz.model.kept_gains import STEPS, gains_path, load_gains, measure_gains, measured_sizes, save_gains
from tests.model.test_study import NET, T, X


def test_gains_are_measured_at_the_sizes_below_n_and_read_back_as_they_were_written(tmp_path, monkeypatch):
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path))
    seen = []
    gains = measure_gains(X, T, NET, progress=seen.append)
    assert gains.batch_sizes.tolist() == measured_sizes(240) == [10, 50, 200] and gains.gains.shape == (3, STEPS)
    assert seen[-1] == 1
    path = gains_path("digits", 240, NET)
    save_gains(path, gains)
    found = load_gains(path, 240)
    for name in ("batch_sizes", "learning_rates", "gains", "centred"):
        assert (getattr(found, name) == getattr(gains, name)).all()
    assert (found.full_rate, found.full_gain) == (gains.full_rate, gains.full_gain)
    assert load_gains(path, 60_000) is None
    assert gains_path("digits", 60_000, NET) != path  # other sizes are measured there
