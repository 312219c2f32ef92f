"""What the benches share: a row of their tables, and the time from a key to a painted page."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

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


def press_and_time(page: Page, key: str, wanted: list) -> float:
    """Milliseconds from the key press to the painted page."""
    promise = page.evaluate_handle(f"(wanted) => ({{ done: ({PAINTED})(wanted) }})", wanted)
    page.keyboard.press(key)
    return promise.evaluate("(p) => p.done")


def bare_wanted(size: int) -> list:
    """Where the bare page shows its value."""
    return [["[data-testid=stMain] [data-testid=stMarkdown]", f"B = {size:,}"]]
