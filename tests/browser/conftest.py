"""One server for the browser tests of a worker, started without a network, and one tab for most of them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from mbviz.model.snapshots import Recipe, run_dir
from tests.app_server import CHROMIUM, AppServer
from tests.browser.oracle import NAMES, Oracle
from tests.browser.view import ERRORS, SECONDS

expect.set_options(timeout=1000 * SECONDS)
TRAINING_SECONDS = 240


def wait_until(condition: Callable[[], object], seconds: float) -> None:
    """Look again and again until the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.1)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests are skipped, but not in CI."""
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(**CHROMIUM)
        except Error as error:
            missing = f"No Chromium could be started; set MBVIZ_CHROMIUM to one. {error.message.splitlines()[0]}"
            pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
        yield chromium
        chromium.close()


@contextmanager
def own_cache(folder: Path) -> Iterator[Path]:
    """Within the block this process reads the cache of a server that keeps everything in this folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MBVIZ_CACHE", str(folder / "mbviz"))
        patch.setenv("KERAS_HOME", str(folder / "keras"))
        patch.delenv("MBVIZ_MNIST", raising=False)
        yield folder


@pytest.fixture(scope="package")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The server's cache folder; this process reads the same."""
    with own_cache(tmp_path_factory.mktemp("server")) as folder:
        yield folder


@pytest.fixture(scope="package")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="package")
def server(context: BrowserContext, cache: Path, workers: Path) -> Iterator[AppServer]:
    """The server with its network trained: by whoever comes first, most often the first start; others copy what it kept."""
    with ExitStack() as running:
        with FileLock(workers / "trained.lock"):
            if (workers / "trained").exists():
                shutil.copytree(workers / "trained", cache, dirs_exist_ok=True)
                server = running.enter_context(AppServer(cache))
            else:
                server = running.enter_context(AppServer(cache))
                train(server, context)
                keep(cache, workers)
        yield server


def keep(cache: Path, workers: Path) -> None:
    """Copy a cache whose network is trained to where all workers find it; whoever calls has the lock."""
    shutil.copytree(cache, workers / "half-copied")
    (workers / "half-copied").rename(workers / "trained")


def train(server: AppServer, context: BrowserContext) -> None:
    """Visit a new server, and wait until its network is trained."""
    page = context.new_page()
    page.goto(server.url)  # a visitor starts the training
    page.locator(".st-key-stage [data-painted]").wait_for(state="attached", timeout=60_000)
    folder = run_dir(Oracle().dataset, Recipe())
    wait_until(lambda: all((folder / f"{name}.npz").exists() for name in NAMES), TRAINING_SECONDS)
    page.close()


@pytest.fixture(scope="package")
def oracle(server: AppServer) -> Oracle:
    """NumPy's answers for the server's data."""
    return Oracle()


@pytest.fixture(scope="package")
def context(browser: Browser) -> BrowserContext:
    """One browser context with its HTTP cache; every page load is a session of its own all the same."""
    return browser.new_context(viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="package")
def tab(context: BrowserContext) -> Page:
    """One tab, loaded anew by every test: a new one would cost seconds each."""
    return context.new_page()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """The tab at 1280 px, light; in the end no traceback may be on it, and nothing in the console."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.emulate_media(color_scheme="light", reduced_motion="no-preference")
    yield from watch(tab)


@pytest.fixture
def screen(page: Page) -> Page:
    """The tab as large as a projector shows it, and with all that draws itself in there at once."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes tabs with settings and a first visit of their own, and perhaps a script; they are watched as `page` is."""
    opened = []

    def make(script: str = "", **settings: Any) -> Page:
        context = browser.new_context(**settings)
        if script:
            context.add_init_script(script)
        watched = watch(context.new_page())
        opened.append((context, watched))
        return next(watched)

    yield make
    for context, watched in opened:
        next(watched, None)
        context.close()


def watch(tab: Page) -> Iterator[Page]:
    """Fail when the console holds an error or the page a traceback after the test."""
    errors: list[str] = []

    def on_console(message) -> None:
        if (
            message.type == "error" and "/_stcore/" not in message.location["url"]
        ):  # Streamlit looks for its server below a page's path first
            errors.append(message.text)

    def on_error(error) -> None:
        errors.append(str(error))

    tab.on("console", on_console)
    tab.on("pageerror", on_error)
    yield tab
    tab.remove_listener("console", on_console)
    tab.remove_listener("pageerror", on_error)
    expect(tab.locator(ERRORS)).to_have_count(0)
    assert not errors
