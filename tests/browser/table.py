"""What the tests do with the table of the screen "Step through", and read from it."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Locator, Page, expect

PARTS = ("stepper",)
Y = np.array([[0.1, 0.05, 0.8, 0.05, 0, 0, 0, 0, 0, 0]] * 5)  # the article's


def cell(stepper: Locator, name: str) -> Locator:
    return stepper.get_by_role("gridcell", name=re.compile(rf"^{re.escape(name)} ="))


def type_into(page: Page, target: Locator, text: str) -> None:
    target.dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def paste(page: Page, target: Locator, text: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    target.click()
    page.keyboard.press("Control+V")


def expect_numbers(stepper: Locator, y: np.ndarray, t: list[int]) -> None:
    """Wait until the table shows y and t, and the rest of the page is of them."""
    expect(stepper.locator("[data-cell^='y,']")).to_have_text(
        [re.compile(f"^{value:g}(\\.0)?$") for value in y.ravel()]
    )
    expect(stepper.locator("[data-cell^='t,']")).to_have_text([str(label) for label in t])
    picked = repr(y[np.arange(len(t)), t])
    expect_printed(stepper, picked)


def expect_printed(stepper: Locator, output: str) -> None:
    """Wait until Python prints this for the picks; it is folded."""
    expect(stepper.locator(".printed pre").first).to_contain_text(output)


def button(page: Page, name: str) -> Locator:
    return page.locator(".st-key-stepper").get_by_role("button", name=name, exact=True)
