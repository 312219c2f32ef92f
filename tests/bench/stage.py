"""Measures the stage against a bare Streamlit page in one run, as ratios: ``python -m tests.bench.stage [mnist.npz]``.

Prints one table. Without a path the app's own data are used (in the end the offline sample). With MBVIZ_CACHE set, the
networks are taken from there; else they are trained first. Takes about three minutes.
"""

from __future__ import annotations

import base64
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
from playwright.sync_api import Browser, CDPSession, Page

from tests.app_server import AppServer
from tests.bench.rows import STEPS, Row, bare_wanted, press_and_time, print_table

VIEWPORT = {"width": 1280, "height": 720}
PAIRS = ((10, 20), (100, 200), (1000, 2000), (20_000, 50_000))
DRAG = 4.0  # seconds
SWEEP = 0.6  # seconds from one end of the slider to the other
STARTS = 3
PAINTED = '.stage[data-painted]:not([data-painted=""])'
# Notes of every frame whether the number in the title is the slider's, and ends after some milliseconds.
FRAMES = """(milliseconds) => {
  const stage = document.querySelector(".st-key-stage [data-testid=stBidiComponentIsolated]").shadowRoot.querySelector(".stage");
  const [slider, question] = [stage.querySelector(".size-slider"), stage.querySelector(".question")];
  return { done: new Promise((resolve) => {
    const [start, seen] = [performance.now(), []];
    const look = () => {
      const size = slider.getAttribute("aria-valuetext").match(/[\\d,]+/)[0];
      seen.push([question.textContent.includes(` ${size}`), stage.dataset.painted]);
      if (performance.now() - start < milliseconds) requestAnimationFrame(look);
      else resolve(seen);
    };
    requestAnimationFrame(look);
  }) };
}"""


class Socket:
    """Counts what a page's web socket receives."""

    def __init__(self, page: Page) -> None:
        self.bytes = self.answers = 0
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._count)

    def _count(self, event: dict) -> None:
        response = event["response"]
        binary = response["opcode"] == 2
        size = len(base64.b64decode(response["payloadData"])) if binary else len(response["payloadData"])
        self.bytes += size
        self.answers += size > 2000  # one of the stage's; all other messages are small


def cpu_of(process: psutil.Process) -> float:
    """Seconds of CPU so far."""
    return sum(process.cpu_times()[:2])


def stage_wanted(size: int) -> list:
    """Where the stage says that all of its panels are painted for a size."""
    return [[".st-key-stage", f"1-epoch 0 with {size} 0"]]


def open_stage(browser: Browser, url: str, query: str = "") -> Page:
    """A page of the stage with all its panels painted."""
    page = browser.new_page(viewport=VIEWPORT)
    page.goto(f"{url}/{query}")
    page.locator(PAINTED).wait_for(state="attached", timeout=120_000)
    return page


def wait_for_networks(browser: Browser, url: str) -> None:
    """Wait until nothing is trained beside the measurement."""
    while True:
        page = open_stage(browser, url)
        trained = page.locator(".network-slider").get_attribute("max") == "4"
        page.wait_for_timeout(100 if trained else 5000)
        page.close()
        if trained:
            return


def measure_keys(
    page: Page, process: psutil.Process, focus: Callable[[], None], pair: tuple, wanted: Callable
) -> tuple:
    """Median milliseconds from a key to the painted page, and CPU milliseconds of the server a key, to and fro between two sizes."""
    focus()
    times, before = [], cpu_of(process)
    for step in range(STEPS):
        key, size = ("ArrowRight", pair[1]) if step % 2 == 0 else ("ArrowLeft", pair[0])
        times.append(press_and_time(page, key, wanted(size)))
        page.wait_for_timeout(100)  # the bench's own pause between two presses, not a wait for a state
    return statistics.median(times), 1000 * (cpu_of(process) - before) / STEPS


def bench_size(stage: tuple, bare: tuple, pair: tuple[int, int]) -> Iterator[Row]:
    """Key to painted, CPU and bytes at one size, against the bare page's keys just before."""
    (browser, url, process), (bare_page, bare_process) = stage, bare
    slider = bare_page.get_by_role("slider")
    bare_page.reload()
    slider.wait_for()
    base, base_cpu = measure_keys(bare_page, bare_process, slider.focus, (10, 20), bare_wanted)
    page = open_stage(browser, url, f"?batch_size={pair[0]}")
    page.wait_for_timeout(8000)  # the first look, and other networks' scenes, have come by then
    socket = Socket(page)
    took, cpu = measure_keys(page, process, page.locator(".size-slider").focus, pair, stage_wanted)
    name = f"B = {pair[0]:,}"
    yield Row(f"input to all panels painted, {name}", f"{took:.0f} ms", f"{base:.0f} ms", took / base, "at most 2")
    if pair[0] in (10, 1000):
        limit = 2 if pair[0] == 10 else 4
        what = f"server CPU a move, {name}"
        yield Row(what, f"{cpu:.1f} ms", f"{base_cpu:.1f} ms", cpu / base_cpu, f"at most {limit}")
        most = 20_000 if pair[0] == 10 else 300_000
        each = socket.bytes / STEPS
        yield Row(f"bytes a move, {name}", f"{each / 1000:.1f} kB", f"{most / 1000:.0f} kB", each / most, "at most 1")
    page.close()


def bench_drag(browser: Browser, url: str) -> Iterator[Row]:
    """Dragging the slider from end to end and back for four seconds."""
    page = open_stage(browser, url, "?batch_size=1")
    page.wait_for_timeout(8000)  # as above
    socket = Socket(page)
    box = page.locator(".size-slider").bounding_box()
    left, width, y = box["x"] + 8, box["width"] - 16, box["y"] + box["height"] / 2
    page.mouse.move(left, y)
    page.mouse.down()
    looking = page.evaluate_handle(FRAMES, 1000 * DRAG)
    start = time.perf_counter()
    while (now := time.perf_counter() - start) < DRAG:
        phase = now / SWEEP % 2
        page.mouse.move(left + width * min(phase, 2 - phase), y)
    answers = socket.answers
    page.mouse.up()
    seen = looking.evaluate("(looking) => looking.done")
    frames = sum(right for right, _ in seen) / DRAG
    yield Row("dragging: frames a second with the new number", f"{frames:.0f}", "50", frames / 50, "at least 1")
    yield Row(
        "dragging: the server's answers a second", f"{answers / DRAG:.1f}", "12", answers / DRAG / 12, "at least 1"
    )
    page.close()


def seconds_to_start(browser: Browser, cache: Path, script: str, place: str, environment: dict[str, str]) -> float:
    """Seconds from ``streamlit run`` to a page that shows something."""
    start = time.perf_counter()
    with AppServer(cache, script, **environment) as server:
        page = browser.new_page(viewport=VIEWPORT)
        page.goto(server.url)
        page.locator(place).first.wait_for(state="attached", timeout=120_000)
        took = time.perf_counter() - start
        page.close()
    return took


def bench_start(browser: Browser, cache: Path, environment: dict[str, str]) -> Row:
    """Starts with everything in the cache, and those of the bare page with one chart, by turns."""
    pairs = [
        (
            seconds_to_start(browser, cache, "app.py", PAINTED, environment),
            seconds_to_start(browser, cache, "tests/bench/bare_chart.py", ".js-plotly-plot .main-svg", environment),
        )
        for _ in range(STARTS)
    ]
    ours, base = map(statistics.median, zip(*pairs, strict=True))
    return Row(
        "second start: `streamlit run` to complete stage", f"{ours:.1f} s", f"{base:.1f} s", ours / base, "at most 1.3"
    )


def bench_stage(browser: Browser, cache: Path, environment: dict[str, str]) -> Iterator[Row]:
    """All rows; the stage's server and the bare page's run side by side."""
    with AppServer(cache, **environment) as server, AppServer(cache, "tests/bench/bare.py") as bare_server:
        wait_for_networks(browser, server.url)
        process, bare_process = psutil.Process(server.process.pid), psutil.Process(bare_server.process.pid)
        bare_page = browser.new_page(viewport=VIEWPORT)
        bare_page.goto(bare_server.url)
        for pair in PAIRS:
            yield from bench_size((browser, server.url, process), (bare_page, bare_process), pair)
        yield from bench_drag(browser, server.url)
        more = (process.memory_full_info().pss - bare_process.memory_full_info().pss) / 2**20
        yield Row("server memory above the bare page (PSS)", f"{more:.0f} MB", "150 MB", more / 150, "at most 1")
        bare_page.close()
    yield bench_start(browser, cache, environment)


if __name__ == "__main__":
    print_table(bench_stage)
