"""What the benches share: a row of their tables, how these are printed, and the time from a key to a painted page."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.app_server import CHROMIUM

STEPS = 24  # key presses for each median
PAINTED = (Path(__file__).parent / "painted.js").read_text(encoding="utf-8")


class Row(NamedTuple):
    """What was measured, against what, their ratio, and the bound that is wanted for it."""

    what: str
    measured: str
    against: str
    ratio: float
    wanted: str


def show(row: Row) -> None:
    """Print a line of the table."""
    print(f"| {row.what} | {row.measured} | {row.against} | {row.ratio:.2f} | {row.wanted} |", flush=True)


def print_table(bench: Callable[[Browser, Path, dict[str, str]], Iterator[Row]]) -> None:
    """Run a bench on the data and networks that the command line and MBVIZ_CACHE name, and print its rows as they come."""
    environment = {"MBVIZ_MNIST": str(Path(sys.argv[1]).resolve())} if len(sys.argv) > 1 else {}
    if "MBVIZ_CACHE" in os.environ:
        environment["MBVIZ_CACHE"] = os.environ["MBVIZ_CACHE"]
    print(f"Load average before: {os.getloadavg()[0]:.1f}")
    print("| what | measured | against | ratio | wanted |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        for row in bench(browser, Path(folder), environment):
            show(row)
        browser.close()


def press_and_time(page: Page, key: str, wanted: list) -> float:
    """Milliseconds from the key press to the painted page."""
    promise = page.evaluate_handle(f"(wanted) => ({{ done: ({PAINTED})(wanted) }})", wanted)
    page.keyboard.press(key)
    return promise.evaluate("(p) => p.done")


def bare_wanted(size: int) -> list:
    """Where the bare page shows its value."""
    return [["[data-testid=stMain] [data-testid=stMarkdown]", f"B = {size:,}"]]
