"""Measures every screen against a bare Streamlit page in one run, as ratios: ``python -m tests.bench.screens [mnist.npz]``.

Prints one table: from a key to the painted screen, the server's CPU for it, and the way from the screen before. Without a
path the app's own data are used (in the end the offline sample). With MBVIZ_CACHE set, the networks are taken from there.
The stage has a bench of its own. Takes about four minutes.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page

from mbviz.ui.deck import SCREENS, beside
from tests.app_server import AppServer
from tests.bench.rows import PAINTED, STEPS, Row, bare_wanted, press_and_time, print_table
from tests.bench.stage import DRAG, SWEEP, cpu_of, wait_for_networks

VIEWPORT = {"width": 1280, "height": 720}
ANSWERED = (Path(__file__).parent / "answered.js").read_text(encoding="utf-8")
ANSWERED = ANSWERED[ANSWERED.index("(path) =>") :]
TURNS = 8  # times from screen to screen for each median
# Notes of every frame whether the plane of gradients shows the slider's B, and ends after some milliseconds.
FRAMES = """(milliseconds) => {
  const root = (key) => document.querySelector(`.st-key-${key} [data-testid=stBidiComponentIsolated]`).shadowRoot;
  const [slider, canvas] = [root("bar").querySelector("input[type=range]"), root("plane").querySelector("canvas")];
  return { done: new Promise((resolve) => {
    const [start, seen] = [performance.now(), []];
    const look = () => {
      seen.push(slider.getAttribute("aria-valuetext").match(/[\\d,]+/)[0].replaceAll(",", "") === canvas.dataset.size);
      if (performance.now() - start < milliseconds) requestAnimationFrame(look);
      else resolve(seen);
    };
    requestAnimationFrame(look);
  }) };
}"""
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


def time_key(page: Page, key: str, path: str | None = None) -> float:
    """Milliseconds from a key to the answer on the screen, or to the screen at `path`."""
    promise = page.evaluate_handle(f"(path) => ({{ done: ({ANSWERED})(path) }})", path)
    page.keyboard.press(key)
    return promise.evaluate("(p) => p.done")


def settle(page: Page) -> None:
    """Wait until nothing runs, and let what came late be painted."""
    page.locator(".st-key-bar [data-painted]").wait_for(state="attached")
    page.locator(READY).wait_for()
    page.wait_for_timeout(400)


def moves_of(page: Page) -> Iterator[str]:
    """What moves the screen to and fro: each time a control of its bar has the focus, and this key moves it."""
    sliders = page.locator(".st-key-bar .controls input[type=range]:visible")
    if sliders.count():
        slider = sliders.first
        slider.focus()
        keys = ["ArrowRight", "ArrowLeft"]
        if slider.input_value() == slider.get_attribute("max"):
            keys.reverse()
        while True:
            yield from keys
    options = page.locator(".st-key-bar .option")
    while True:
        for k in (1, 0):
            options.nth(k).focus()
            yield "Enter"


def measure_moves(page: Page, process: psutil.Process) -> tuple[float, float]:
    """Median milliseconds to the painted screen, and CPU milliseconds of the server, for a control of its bar to and fro."""
    moves = moves_of(page)
    for _ in range(2):  # the first look at either is not what is felt later
        time_key(page, next(moves))
        page.wait_for_timeout(700)
    times, before = [], cpu_of(process)
    for _ in range(STEPS):
        times.append(time_key(page, next(moves)))
        page.wait_for_timeout(100)  # the bench's own pause between two presses, not a wait for a state
    return statistics.median(times), 1000 * (cpu_of(process) - before) / STEPS


def measure_bare(page: Page, process: psutil.Process) -> tuple[float, float]:
    """The same of the bare page."""
    page.reload()
    page.get_by_role("slider").focus()
    times, before = [], cpu_of(process)
    for step in range(STEPS):
        key, size = ("ArrowLeft", 10) if step % 2 else ("ArrowRight", 20)
        times.append(press_and_time(page, key, bare_wanted(size)))
        page.wait_for_timeout(100)
    return statistics.median(times), 1000 * (cpu_of(process) - before) / STEPS


def bench_drag(browser: Browser, url: str) -> Iterator[Row]:
    """Dragging B on the plane of gradients from end to end and back: frames in which the plane shows what the slider says."""
    page = browser.new_page(viewport=VIEWPORT)
    page.goto(f"{url}/one-step?batch_size=1")
    page.locator(".st-key-plane canvas[data-painted]").first.wait_for(state="attached", timeout=120_000)
    settle(page)
    box = page.locator(".st-key-bar input[type=range]").first.bounding_box()
    assert box, "the slider is in sight"
    left, width, y = box["x"] + 8, box["width"] - 16, box["y"] + box["height"] / 2
    page.mouse.move(left, y)
    page.mouse.down()
    looking = page.evaluate_handle(FRAMES, 1000 * DRAG)
    start = time.perf_counter()
    while (now := time.perf_counter() - start) < DRAG:
        phase = now / SWEEP % 2
        page.mouse.move(left + width * min(phase, 2 - phase), y)
    page.mouse.up()
    frames = sum(looking.evaluate("(looking) => looking.done")) / DRAG
    yield Row("/one-step: frames a second while B is dragged", f"{frames:.0f}", "50", frames / 50, "at least 1")
    page.close()


def bare_turn(page: Page) -> float:
    """Median milliseconds of the way between two bare pages."""
    times = []
    for turn in range(2 * TURNS):
        name, text = ("Second", "the second page") if turn % 2 == 0 else ("First", "the first page")
        page.get_by_test_id("stTopNav").get_by_role("link", name=name).focus()
        promise = page.evaluate_handle(
            f"(wanted) => ({{ done: ({PAINTED})(wanted) }})", [["[data-testid=stMain] [data-testid=stMarkdown]", text]]
        )
        page.keyboard.press("Enter")
        times.append(promise.evaluate("(p) => p.done"))
        page.locator(READY).wait_for()
        page.wait_for_timeout(100)
    return statistics.median(times)


def measure_turns(page: Page, before: str, path: str) -> float:
    """Median milliseconds of the way from the screen before."""
    times = []
    for _ in range(TURNS):
        times.append(time_key(page, "PageDown", f"/{path}"))
        settle(page)
        page.keyboard.press("PageUp")
        page.wait_for_url(f"**/{before}*")
        settle(page)
    return statistics.median(times)


def bench_screens(browser: Browser, cache: Path, environment: dict[str, str]) -> Iterator[Row]:
    """All rows; the app's server and the bare ones run side by side."""
    with (
        AppServer(cache, **environment) as server,
        AppServer(cache, "tests/bench/bare.py") as bare_server,
        AppServer(cache, "tests/bench/bare_pages.py") as pages_server,
    ):
        wait_for_networks(browser, server.url)
        yield from bench_drag(browser, server.url)
        process, bare_process = psutil.Process(server.process.pid), psutil.Process(bare_server.process.pid)
        bare, pages, page = (browser.new_page(viewport=VIEWPORT) for _ in range(3))
        bare.goto(bare_server.url)
        pages.goto(pages_server.url)
        for path, screen in SCREENS.items():
            if screen.has_controls:
                continue
            base, base_cpu = measure_bare(bare, bare_process)
            page.goto(f"{server.url}/{path}")
            settle(page)
            page.wait_for_timeout(4000)  # what is measured in the background has ended by then
            took, cpu = measure_moves(page, process)
            yield Row(f"/{path}: key to painted", f"{took:.0f} ms", f"{base:.0f} ms", took / base, "at most 3")
            yield Row(f"/{path}: server CPU", f"{cpu:.1f} ms", f"{base_cpu:.1f} ms", cpu / base_cpu, "at most 4")
            before = beside(path)[0]
            if before and not SCREENS[before].has_controls:
                turn = bare_turn(pages)
                page.goto(f"{server.url}/{before}")
                settle(page)
                took = measure_turns(page, before, path)
                yield Row(f"/{before} → /{path}", f"{took:.0f} ms", f"{turn:.0f} ms", took / turn, "at most 2")


if __name__ == "__main__":
    print_table(bench_screens)
