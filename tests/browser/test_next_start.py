"""Starts with a cache that is filled: nothing is trained again, and TensorFlow is not needed."""

import os

from mbviz.model.snapshots import Recipe, run_dir
from mbviz.model.trainer import PROGRESS
from tests.app_server import AppServer
from tests.browser.test_first_start import children
from tests.browser.view import expect_batch, open_page


def test_a_second_start_trains_nothing_and_needs_no_tensorflow(page, server, oracle, cache, tmp_path):
    for name in ("keras", "tensorflow"):
        (tmp_path / f"{name}.py").write_text(f"raise ImportError('no {name} here')")
    report = run_dir(oracle.dataset, Recipe()) / PROGRESS
    before = report.stat()
    with AppServer(cache, PYTHONPATH=os.fspath(tmp_path)) as second:
        open_page(page, f"{second.url}/?network=40+epochs")
        expect_batch(page, oracle.batch(network="40-epochs"))
        assert page.locator(".st-key-above").get_by_role("progressbar").count() == 0
        assert children(second) == []
        page.goto("about:blank")
    after = report.stat()  # a child's start removes the last report
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_broken_file_of_the_user_gets_a_sentence_and_the_sample_is_used(page, server, oracle, cache):
    broken = cache / "broken.npz"  # of a longer path the page shows the beginning only
    broken.write_bytes(b"no digits at all")
    with AppServer(cache, MBVIZ_MNIST=str(broken)) as second:
        open_page(page, second.url)
        expect_batch(page, oracle.batch())
        alerts = page.locator("[data-testid=stAlert]", has_text="MBVIZ_MNIST")
        alerts.wait_for()
        assert "broken.npz" in alerts.inner_text()
        box = alerts.bounding_box()
        assert box["y"] + box["height"] < 300  # above the fold, over the digits that are shown instead
        page.goto("about:blank")
