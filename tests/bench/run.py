"""Measures what a user feels, as ratios within one run: ``python -m tests.bench.run [mnist.npz]``.

Prints one table. Without a path the app's own data are used (in the end the offline sample). Takes a few minutes.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

import mbviz
from tests.app_server import CHROMIUM, AppServer
from tests.bench.engine import notebook, seconds

STEPS = 24  # key presses for each median
PAINTED = (Path(__file__).parent / "painted.js").read_text(encoding="utf-8")
LIMITS = {10: 6, 100: 8, 1000: 12}
SECOND_START = 4  # seconds


class Row(NamedTuple):
    """What was measured, against what, their ratio, and the bound that is wanted for it."""

    what: str
    measured: str
    against: str
    ratio: float
    wanted: str


class Tab(NamedTuple):
    """A page, and the process of its server."""

    page: Page
    process: psutil.Process


def press_and_time(page: Page, key: str, wanted: list) -> float:
    """Milliseconds from the key press to the painted page."""
    promise = page.evaluate_handle(f"(wanted) => ({{ done: ({PAINTED})(wanted) }})", wanted)
    page.keyboard.press(key)
    return promise.evaluate("(p) => p.done")


def measure_keys(tab: Tab, low, high, wanted, slider: str = "Batch size B") -> tuple[float, float]:
    """Median milliseconds to the left value, and mean CPU milliseconds of the server, going to and fro between two of a slider's values."""
    times = []
    page, process = tab
    page.get_by_role("slider", name=slider).focus()
    cpu = sum(process.cpu_times()[:2])
    for step in range(STEPS):
        key, size = ("ArrowRight", high) if step % 2 == 0 else ("ArrowLeft", low)
        elapsed = press_and_time(page, key, wanted(size))
        page.wait_for_timeout(100)  # the bench's own pause between two presses, not a wait for a state
        if size == low:
            times.append(elapsed)
    cpu = sum(process.cpu_times()[:2]) - cpu
    return statistics.median(times), 1000 * cpu / STEPS


def app_wanted(size: int) -> list:
    """Where the page's five parts show this batch size, and how."""
    parts = ["drawn", "gallery", "picks", "losses", "chart_estimates"]
    return [["pre", f", {size})"], *([f".st-key-{part}", f"B={size} "] for part in parts)]


def bare_wanted(size: int) -> list:
    """Where the bare page shows its value."""
    return [["[data-testid=stMain] [data-testid=stMarkdown]", f"B = {size:,}"]]


def planner_wanted(precision: str) -> list:
    """Where the planner shows its answer to this precision."""
    return [["[data-testid=stMain]", f"required_batch_size(summary, {precision},"]]


def open_app(browser: Browser, server: AppServer, query: str = "") -> Page:
    """A page of the app with all its parts painted."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{server.url}/parts{query}")
    page.locator(".st-key-chart_estimates .svg-container[data-painted]").wait_for(timeout=60_000)
    return page


def wait_for_training(page: Page) -> None:
    """Wait until nothing is trained beside the measurement."""
    page.locator(".st-key-above [data-testid=stProgress]").first.wait_for(state="detached", timeout=600_000)


def bench_pages(browser: Browser, cache: Path, environment: dict[str, str]) -> Iterator[Row]:
    """Key presses, CPU and memory of the app as ratios to a bare page, both servers running side by side."""
    with AppServer(cache, **environment) as server, AppServer(cache, "tests/bench/bare.py") as bare_server:
        app = Tab(open_app(browser, server), psutil.Process(server.process.pid))
        wait_for_training(app.page)
        bare = Tab(browser.new_page(viewport={"width": 1280, "height": 900}), psutil.Process(bare_server.process.pid))
        for low, high in ((10, 20), (100, 200), (1000, 2000)):
            yield from bench_size(app, server.url, bare, bare_server.url, low, high)
        yield bench_planner(app, server.url, bare)
        more = (app.process.memory_info().rss - bare.process.memory_info().rss) / 2**20
        yield Row("server memory above the bare page", f"{more:.0f} MB", "", more / 250, "at most 1")
        app.page.close()
        bare.page.close()


def bench_size(app: Tab, url: str, bare: Tab, bare_url: str, low: int, high: int) -> Iterator[Row]:
    """The way from one batch size to the next and back: time, and at the first size the CPU as well."""
    bare.page.goto(bare_url)
    bare.page.get_by_role("slider").wait_for()
    app.page.goto(f"{url}/parts?batch_size={low}")
    app.page.locator(".st-key-chart_estimates .svg-container[data-painted]").wait_for(timeout=60_000)
    app.page.wait_for_timeout(2000)  # let the page's first paint come to rest
    base, base_cpu = measure_keys(bare, 10, 20, bare_wanted)
    paint, cpu = measure_keys(app, low, high, app_wanted)
    what = f"arrow key to painted page, B = {low:,}"
    yield Row(what, f"{paint:.0f} ms", f"{base:.0f} ms", paint / base, f"at most {LIMITS[low]}")
    if low == 10:
        what = "server CPU of a rerun, B = 10"
        yield Row(what, f"{cpu:.1f} ms", f"{base_cpu:.1f} ms", cpu / base_cpu, "at most 6")


def bench_planner(app: Tab, url: str, bare: Tab) -> Row:
    """The way from one precision to another on the page "Batch size"."""
    app.page.goto(f"{url}/batch-size?precision=0.02")
    app.page.locator(".st-key-chart_coverage .js-plotly-plot").wait_for(timeout=120_000)
    app.page.wait_for_timeout(5000)  # what the page measures in the background has ended by then
    base, _ = measure_keys(bare, 10, 20, bare_wanted)
    paint, _ = measure_keys(app, "0.02", "0.01", planner_wanted, "wanted precision")
    what = "arrow key to painted answer of the planner"
    return Row(what, f"{paint:.0f} ms", f"{base:.0f} ms", paint / base, "at most 5")


def bench_second_start(browser: Browser, cache: Path, environment: dict[str, str]) -> Row:
    """A start with everything in the cache."""
    started = time.perf_counter()
    with AppServer(cache, **environment) as server:
        open_app(browser, server).close()
        took = time.perf_counter() - started
    what = "second start: `streamlit run` to complete page"
    return Row(what, f"{took:.1f} s", f"{SECOND_START} s", took / SECOND_START, "at most 1")


def bench_estimates() -> Row:
    """16 × 200 estimates against the notebook's way, medians of alternating runs."""
    rng = np.random.default_rng(0)
    y = mbviz.softmax(rng.normal(scale=3, size=(60_000, 10)).astype(np.float32))
    t = rng.integers(0, 10, 60_000)
    rows, losses, sizes = mbviz.one_hot(t), mbviz.per_example_loss(y, t), mbviz.round_sizes(60_000)
    times = [
        (
            seconds(lambda: notebook(y, rows, sizes, 200), 1),
            seconds(lambda: mbviz.loss_estimates(losses, sizes, 200), 1),
        )
        for _ in range(3)
    ]
    slow, fast = map(statistics.median, zip(*times, strict=True))
    what = "16 × 200 estimates, times faster than a notebook"
    return Row(what, f"{fast:.2f} s", f"{slow:.2f} s", slow / fast, "at least 20")


def main() -> None:
    """Run all and print the table."""
    environment = {"MBVIZ_MNIST": str(Path(sys.argv[1]).resolve())} if len(sys.argv) > 1 else {}
    print("| what | measured | against | ratio | wanted |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        for row in bench_pages(browser, Path(folder), environment):
            show(row)
        show(bench_second_start(browser, Path(folder), environment))
        browser.close()
    show(bench_estimates())


def show(row: Row) -> None:
    print(f"| {row.what} | {row.measured} | {row.against} | {row.ratio:.2f} | {row.wanted} |", flush=True)


if __name__ == "__main__":
    main()
