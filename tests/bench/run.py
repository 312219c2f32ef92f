"""Measures what a user feels, as ratios within one run: ``python -m tests.bench.run [mnist.npz]``.

Prints one table. Without a path the app's own data are used (in the end the offline sample). Takes a few minutes.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
from playwright.sync_api import Page, sync_playwright

import mbviz
from tests.app_server import CHROMIUM, AppServer

STEPS = 24  # key presses for each median
PAINTED = (Path(__file__).parent / "painted.js").read_text(encoding="utf-8")
LIMITS = {10: 6, 100: 8, 1000: 12}


def press_and_time(page: Page, key: str, wanted: list) -> float:
    """Milliseconds from the key press to the painted page."""
    promise = page.evaluate_handle(f"(wanted) => ({{ done: ({PAINTED})(wanted) }})", wanted)
    page.keyboard.press(key)
    return promise.evaluate("(p) => p.done")


def measure_keys(
    page: Page, process: psutil.Process, low, high, wanted, slider: str = "Batch size B"
) -> tuple[float, float]:
    """Median milliseconds to the left value, and mean CPU milliseconds of the server, going to and fro between two of a slider's values."""
    times = []
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


def open_app(browser, server: AppServer, query: str = "") -> Page:
    """A page of the app with all its parts painted."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{server.url}/{query}")
    page.locator(".st-key-chart_estimates .svg-container[data-painted]").wait_for(timeout=60_000)
    return page


def wait_for_training(page: Page) -> None:
    """Wait until nothing is trained beside the measurement."""
    page.locator("[data-testid=stSidebar] [data-testid=stProgress]").first.wait_for(state="detached", timeout=600_000)


def bench_pages(browser, cache: Path, environment: dict) -> list[tuple]:
    """Key presses, CPU and memory of the app as ratios to a bare page, both servers running side by side."""
    rows = []
    with AppServer(cache, **environment) as server, AppServer(cache, "tests/bench/bare.py") as bare:
        app_process, bare_process = psutil.Process(server.process.pid), psutil.Process(bare.process.pid)
        page = open_app(browser, server)
        wait_for_training(page)
        bare_page = browser.new_page(viewport={"width": 1280, "height": 900})
        bare_page.goto(bare.url)
        bare_page.get_by_role("slider").wait_for()
        for low, high in ((10, 20), (100, 200), (1000, 2000)):
            bare_page.goto(bare.url)
            bare_page.get_by_role("slider").wait_for()
            page.goto(f"{server.url}/?batch_size={low}")
            page.locator(".st-key-chart_estimates .svg-container[data-painted]").wait_for(timeout=60_000)
            page.wait_for_timeout(2000)  # let the page's first paint come to rest
            base, base_cpu = measure_keys(bare_page, bare_process, 10, 20, bare_wanted)
            paint, cpu = measure_keys(page, app_process, low, high, app_wanted)
            rows.append(
                (
                    f"arrow key to painted page, B = {low:,}",
                    f"{paint:.0f} ms",
                    f"{base:.0f} ms",
                    paint / base,
                    LIMITS[low],
                )
            )
            if low == 10:
                rows.append(("server CPU of a rerun, B = 10", f"{cpu:.1f} ms", f"{base_cpu:.1f} ms", cpu / base_cpu, 6))
        page.goto(f"{server.url}/batch-size?precision=0.02")
        page.locator(".st-key-chart_coverage .js-plotly-plot").wait_for(timeout=120_000)
        page.wait_for_timeout(5000)  # what the page measures in the background has ended by then
        base, _ = measure_keys(bare_page, bare_process, 10, 20, bare_wanted)
        paint, _ = measure_keys(page, app_process, "0.02", "0.01", planner_wanted, "wanted precision")
        rows.append(
            ("arrow key to painted answer of the planner", f"{paint:.0f} ms", f"{base:.0f} ms", paint / base, 5)
        )
        more = (app_process.memory_info().rss - bare_process.memory_info().rss) / 2**20
        rows.append(("server memory above the bare page", f"{more:.0f} MB", "", more / 250, 1))
        page.close()
        bare_page.close()
    started = time.perf_counter()
    with AppServer(cache, **environment) as server:
        open_app(browser, server).close()
        rows.append(
            (
                "second start: `streamlit run` to complete page",
                f"{time.perf_counter() - started:.1f} s",
                "4 s",
                (time.perf_counter() - started) / 4,
                1,
            )
        )
    return rows


def notebook_estimates(y: np.ndarray, rows: np.ndarray, sizes, n_draws: int) -> np.ndarray:
    """The way of a notebook: np.random.choice and the one-hot loss for each batch."""
    estimates = np.empty((len(sizes), n_draws))
    for i, size in enumerate(sizes):
        for k in range(n_draws):
            batch_mask = np.random.choice(len(y), size)
            estimates[i, k] = -np.sum(rows[batch_mask] * np.log(y[batch_mask] + 1e-7)) / size
    return estimates


def bench_estimates() -> tuple:
    """16 × 200 estimates against the notebook's way, medians of alternating runs."""
    rng = np.random.default_rng(0)
    y = mbviz.softmax(rng.normal(scale=3, size=(60_000, 10)).astype(np.float32))
    t = rng.integers(0, 10, 60_000)
    rows, losses, sizes = mbviz.one_hot(t), mbviz.per_example_loss(y, t), mbviz.round_sizes(60_000)
    times = {"notebook": [], "mbviz": []}
    for _ in range(3):
        for name, work in (
            ("notebook", lambda: notebook_estimates(y, rows, sizes, 200)),
            ("mbviz", lambda: mbviz.loss_estimates(losses, sizes, 200)),
        ):
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    slow, fast = (statistics.median(times[name]) for name in ("notebook", "mbviz"))
    return "16 × 200 estimates, times faster than a notebook", f"{fast:.2f} s", f"{slow:.2f} s", slow / fast, 20


def main() -> None:
    """Run all and print the table."""
    environment = {"MBVIZ_MNIST": str(Path(sys.argv[1]).resolve())} if len(sys.argv) > 1 else {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        rows = [*bench_pages(browser, Path(folder), environment), bench_estimates()]
        browser.close()
    print("| what | measured | against | ratio | wanted |\n|---|---|---|---|---|")
    for what, measured, against, ratio, limit in rows:
        bound = f"at least {limit}" if "faster" in what else f"at most {limit}"
        print(f"| {what} | {measured} | {against} | {ratio:.2f} | {bound} |")


if __name__ == "__main__":
    main()
