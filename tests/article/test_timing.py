"""The versions are timed at three sizes, whatever the number of examples."""

import numpy as np

from mbviz.article import timing
from mbviz.article.versions import VERSIONS


def test_few_examples_are_taken_again_from_the_start(monkeypatch):
    asked = []

    def timed(y, t, delta):
        asked.append((y, t))
        return {version.__name__: float(len(t) * (k + 1)) for k, version in enumerate(VERSIONS)}

    monkeypatch.setattr(timing, "time_versions", timed)
    y, t = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]], np.float32), np.array([0, 1, 1])
    told = []
    found = timing.measure_versions(y, t, progress=told.append)
    assert found.seconds[1_000] == {"one_hot_version": 1000.0, "picked_version": 2000.0, "loop_version": 3000.0}
    assert found.measured.stable and told == sorted(told)
    ten = asked[0]
    assert ten[1].tolist() == [0, 1, 1] * 3 + [0] and ten[0].dtype == np.float64
    np.testing.assert_array_equal(ten[0], y[[0, 1, 2] * 3 + [0]].astype(np.float64))
