"""Measures every screen against a bare Streamlit page in one run, as ratios: ``python -m tests.bench.screens [mnist.npz [screen …]]``.

Prints one table: from a key to the painted screen, the server's CPU for it, and the way from the screen before. Without a
path the app's own data are used (in the end the offline sample). With MBVIZ_CACHE set, the networks are taken from there.
Of screens that are named only these are measured; lessons are among them, by an answer that is judged. The stage has a bench
of its own. Takes about fifteen minutes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
from playwright.sync_api import Browser, Page

from mbviz.lessons.lesson import Lesson
from mbviz.ui.deck import SCREENS
from mbviz.ui.lessons import library
from tests.app_server import AppServer
from tests.bench.rows import PAINTED, STEPS, Row, bare_wanted, press_and_time, print_table
from tests.bench.stage import DRAG, SWEEP, cpu_of, wait_for_networks

VIEWPORT = {"width": 1280, "height": 720}
ANSWERED = (Path(__file__).parent / "answered.js").read_text(encoding="utf-8")
ANSWERED = ANSWERED[ANSWERED.index("(path) =>") :]
TURNS = 20  # times from screen to screen for each median
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
# Milliseconds from the next key to the frame in which the open lesson says so of its last answer.
JUDGED = """(outcome) => new Promise((resolve, reject) => {
  let start = null;
  const lesson = () => document.querySelector(".st-key-lesson [data-testid=stBidiComponentIsolated]")?.shadowRoot?.querySelector(".lesson");
  const check = () => {
    if (start === null || lesson()?.dataset.outcome !== outcome) return;
    clearInterval(timer);
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start), 0));
  };
  addEventListener("keydown", () => { start = performance.now(); }, { once: true, capture: true });
  const timer = setInterval(check, 2);
  setTimeout(() => { clearInterval(timer); reject(new Error("no answer")); }, 20000);
})"""
LESSONS = ("what-is-a-batch", "why-the-estimate-wobbles", "who-learns-more")  # those that are answered by a choice
# Resolves with the milliseconds from the next key to the frame in which the plane of gradients shows another B.
PLANE_PAINTED = """() => ({ done: new Promise((resolve) => {
  const canvas = document.querySelector(".st-key-plane [data-testid=stBidiComponentIsolated]").shadowRoot.querySelector("canvas");
  const before = canvas.dataset.size;
  addEventListener("keydown", () => {
    const start = performance.now();
    const look = () => {
      if (canvas.dataset.size === before) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start), 0));
    };
    look();
  }, { once: true, capture: true });
}) })"""
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


def measure_plane(page: Page) -> float:
    """Median milliseconds from a key to the plane of gradients, which does not wait for the server."""
    moves, times = moves_of(page), []
    for _ in range(STEPS):
        promise = page.evaluate_handle(PLANE_PAINTED)
        page.keyboard.press(next(moves))
        times.append(promise.evaluate("(p) => p.done"))
        settle(page)
    return statistics.median(times)


class Pair(NamedTuple):
    """A page and the process that serves it."""

    page: Page
    process: psutil.Process


def measure_moves(ours: Pair, bare: Pair) -> tuple[float, float, float, float]:
    """Median milliseconds to the painted screen, and CPU milliseconds of the server, for a control of its bar to and fro.

    After these two the same of the bare page. Each move stands beside one of the bare page: what else the machine does meanwhile
    weighs on both.
    """
    moves = moves_of(ours.page)
    for _ in range(2):  # the first look at either is not what is felt later
        time_key(ours.page, next(moves))
        ours.page.wait_for_timeout(700)
    bare.page.reload()
    bare.page.get_by_role("slider").focus()
    times, base, before = [], [], (cpu_of(ours.process), cpu_of(bare.process))
    for step in range(STEPS):
        key, size = ("ArrowLeft", 10) if step % 2 else ("ArrowRight", 20)
        base.append(press_and_time(bare.page, key, bare_wanted(size)))
        bare.page.wait_for_timeout(100)  # the bench's own pause between two presses, not a wait for a state
        times.append(time_key(ours.page, next(moves)))
        ours.page.wait_for_timeout(100)
    cpu, base_cpu = (
        1000 * (cpu_of(pair.process) - spent) / STEPS for pair, spent in zip((ours, bare), before, strict=True)
    )
    return statistics.median(times), cpu, statistics.median(base), base_cpu


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


def bare_turn(page: Page, turn: int) -> float:
    """Milliseconds of the way between two bare pages, there and back by turns."""
    name, text = ("Second", "the second page") if turn % 2 == 0 else ("First", "the first page")
    page.get_by_test_id("stTopNav").get_by_role("link", name=name).focus()
    promise = page.evaluate_handle(
        f"(wanted) => ({{ done: ({PAINTED})(wanted) }})", [["[data-testid=stMain] [data-testid=stMarkdown]", text]]
    )
    page.keyboard.press("Enter")
    took = promise.evaluate("(p) => p.done")
    page.locator(READY).wait_for()
    page.wait_for_timeout(100)
    return took


def measure_turns(page: Page, before: str, path: str, bare: Page) -> tuple[float, float]:
    """Median milliseconds of the way from the screen before, and of that between two bare pages at the same times."""
    times, base = [], []
    for turn in range(TURNS):
        base += [bare_turn(bare, 2 * turn), bare_turn(bare, 2 * turn + 1)]
        times.append(time_key(page, "PageDown", f"/{path}"))
        settle(page)
        page.keyboard.press("PageUp")
        page.wait_for_url(f"**/{before}*")
        settle(page)
    return statistics.median(times), statistics.median(base)


def judged(page: Page, outcome: str) -> float:
    """Milliseconds from Enter to what the open lesson says of its answer, or to its question."""
    promise = page.evaluate_handle(f"(outcome) => ({{ done: ({JUDGED})(outcome) }})", outcome)
    page.keyboard.press("Enter")
    return promise.evaluate("(p) => p.done")


def bench_lessons(ours: Pair, bare: Pair, url: str) -> Iterator[Row]:
    """A wrong answer in a lesson and back to its question, by turns with moves of the bare page: on the screens of three lessons."""
    for name in LESSONS:
        ours.page.goto(f"{url}/?lesson={name}")
        strip = ours.page.locator(f'.st-key-lesson .lesson[data-painted="{name}"]')
        strip.wait_for()
        ours.page.locator(READY).wait_for()
        ours.page.wait_for_timeout(2000)  # what is measured in the background has ended by then
        wrong = next(k for k, one in enumerate(shipped(name).answers) if not one.is_right)
        bare.page.reload()
        bare.page.get_by_role("slider").focus()
        times, base, before = [], [], cpu_of(ours.process)
        for _ in range(TURNS):
            base += [
                press_and_time(bare.page, key, bare_wanted(size))
                for key, size in (("ArrowRight", 20), ("ArrowLeft", 10))
            ]
            for button, outcome in (
                (strip.locator(".offered button").nth(wrong), "wrong"),
                (strip.locator(".again"), "open"),
            ):
                button.focus()
                times.append(judged(ours.page, outcome))
                ours.page.wait_for_timeout(100)
        took, turn, cpu = (
            statistics.median(times),
            statistics.median(base),
            1000 * (cpu_of(ours.process) - before) / len(times),
        )
        yield Row(
            f"lesson {name}: answered",
            f"{took:.0f} ms, {cpu:.1f} ms of CPU",
            f"{turn:.0f} ms",
            took / turn,
            "at most 3",
        )


def shipped(name: str) -> Lesson:
    """A lesson that comes along, in English."""
    return library._read(library.listed(library.SHIPPED)).lessons[name]["en"]


def bench_screens(browser: Browser, cache: Path, environment: dict[str, str]) -> Iterator[Row]:
    """All rows; the app's server and the bare ones run side by side."""
    with (
        AppServer(cache, **environment) as server,
        AppServer(cache, "tests/bench/bare.py") as bare_server,
        AppServer(cache, "tests/bench/bare_pages.py") as pages_server,
    ):
        wait_for_networks(browser, server.url)
        chosen = sys.argv[2:] or list(SCREENS)
        if "one-step" in chosen:
            yield from bench_drag(browser, server.url)
        process, bare_process = psutil.Process(server.process.pid), psutil.Process(bare_server.process.pid)
        bare, pages, page = (browser.new_page(viewport=VIEWPORT) for _ in range(3))
        bare.goto(bare_server.url)
        pages.goto(pages_server.url)
        for path, screen in SCREENS.items():
            if screen.has_controls or not screen.settings or path not in chosen:
                continue
            page.goto(f"{server.url}/{path}")
            settle(page)
            page.wait_for_timeout(4000)  # what is measured in the background has ended by then
            took, cpu, base, base_cpu = measure_moves(Pair(page, process), Pair(bare, bare_process))
            yield Row(f"/{path}: key to painted", f"{took:.0f} ms", f"{base:.0f} ms", took / base, "at most 3")
            yield Row(f"/{path}: server CPU", f"{cpu:.1f} ms", f"{base_cpu:.1f} ms", cpu / base_cpu, "at most 4")
            if path == "one-step":
                took = measure_plane(page)
                yield Row(
                    "/one-step: key to the plane painted", f"{took:.0f} ms", f"{base:.0f} ms", took / base, "at most 2"
                )
            before = list(SCREENS)[list(SCREENS).index(path) - 1]  # none of those that are measured is the first
            if not SCREENS[before].has_controls:
                page.goto(f"{server.url}/{before}")
                settle(page)
                took, turn = measure_turns(page, before, path, pages)
                yield Row(f"/{before} → /{path}", f"{took:.0f} ms", f"{turn:.0f} ms", took / turn, "at most 2")
        if "lessons" in chosen:
            yield from bench_lessons(Pair(page, process), Pair(bare, bare_process), server.url)


if __name__ == "__main__":
    print_table(bench_screens)
