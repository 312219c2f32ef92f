"""What a first visitor waits for on a slow line, beside a bare page with one chart: ``python -m tests.bench.first_load [mnist.npz]``.

Bytes and seconds until all is painted, through nginx with the README's configuration, with nothing in the browser's
cache, on 10 Mbit/s with 20 ms of latency. Chromium holds up what comes by HTTP and not what comes by the page's
socket: the time of those bytes is added. Takes about a minute; `--files` says which files are the largest.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from tests.app_server import AppServer
from tests.bench.rows import Row, print_table
from tests.bench.stage import PAINTED, VIEWPORT, Socket, wait_for_networks
from tests.load.proxy import Nginx

LINE = 10e6 / 8  # bytes a second
LATENCY = 20  # ms
LOADS = 3
LATER = 1500  # ms
CHART = ".js-plotly-plot .main-svg"
PAGES = {
    "the stage": ("", PAINTED),
    "/draw": ("draw", ".st-key-take"),
    "/batch-size": ("batch-size", ".st-key-chart_law [data-painted]"),
}
WANTED = 1.2  # times the bare page's bytes


@dataclass
class Load:
    """One load of a page.

    Attributes
    ----------
    files : dict of str to int
        The bytes of each answer as they came over the line, by its address.
    socket : int
        Bytes that came by the page's socket.
    seconds : float
        Until all was painted.
    """

    files: dict[str, int] = field(default_factory=dict)
    socket: int = 0
    seconds: float = 0.0

    @property
    def bytes(self) -> int:
        """All that came."""
        return sum(self.files.values()) + self.socket


def load(browser: Browser, url: str, painted: str) -> Load:
    """Open a page as somebody who was never there."""
    found, names = Load(), {}
    page = browser.new_page(viewport=VIEWPORT, ignore_https_errors=True)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"offline": False, "latency": LATENCY, "downloadThroughput": LINE, "uploadThroughput": LINE}
    session.send("Network.emulateNetworkConditions", line)
    session.on("Network.requestWillBeSent", lambda event: names.setdefault(event["requestId"], event["request"]["url"]))
    session.on(
        "Network.loadingFinished",
        lambda event: found.files.update({names.get(event["requestId"], "?"): int(event["encodedDataLength"])}),
    )
    socket = Socket(page)
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(painted).first.wait_for(state="attached", timeout=120_000)
    took = time.perf_counter() - start
    page.wait_for_timeout(LATER)  # the bench's own pause: what comes later is counted, too
    found.socket = socket.bytes
    found.seconds = took + found.socket / LINE
    page.context.close()
    return found


def loads(browser: Browser, url: str, painted: str) -> Load:
    """The load with the median time of some."""
    return statistics.median_low(
        [(one.seconds, k, one) for k, one in enumerate(load(browser, url, painted) for _ in range(LOADS))]
    )[2]


def tell(name: str, found: Load) -> None:
    """Print what is largest."""
    print(f"{name}: {found.socket / 1e3:.0f} kB by the socket, and")
    for address, size in sorted(found.files.items(), key=lambda pair: -pair[1])[:12]:
        print(f"  {size / 1e3:8.1f} kB {address.rpartition('/')[2] or '/'}")


def rows(browser: Browser, folder: Path, environment: dict[str, str]) -> Iterator[Row]:
    """The rows of the table."""
    with (
        AppServer(folder / "bare", "tests/bench/bare_chart.py") as bare,
        Nginx(folder / "nginx-bare", bare.port, bare.port) as before_bare,
        AppServer(folder / "app", **environment) as app,
        Nginx(folder / "nginx-app", app.port, app.port) as before_app,
    ):
        wait_for_networks(browser, app.url)
        load(browser, before_bare.url, CHART)  # which fills nginx's cache
        yard = loads(browser, before_bare.url, CHART)
        if "--files" in sys.argv:
            tell("bare", yard)
        for name, (path, painted) in PAGES.items():
            load(browser, f"{before_app.url}/{path}", painted)
            ours = loads(browser, f"{before_app.url}/{path}", painted)
            if "--files" in sys.argv:
                tell(name, ours)
            yield Row(f"{name}, first load: bytes", f"{ours.bytes / 1e3:,.0f} kB", f"{yard.bytes / 1e3:,.0f} kB",
                      ours.bytes / yard.bytes, f"at most {WANTED}")  # fmt: skip
            yield Row(f"{name}, first load: to painted", f"{ours.seconds:.2f} s", f"{yard.seconds:.2f} s",
                      ours.seconds / yard.seconds, "")  # fmt: skip


if __name__ == "__main__":
    print_table(rows)
