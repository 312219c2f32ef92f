"""What the tests do with the page and read from it, in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.oracle import Expected

PARTS = ("drawn", "gallery", "picks", "losses", "chart_estimates")
FIELDS = {
    "batch_size": ".st-key-bar .size-field",
    "draw": ".st-key-bar .draw-field",
    "seed": ".st-key-bar .menu .seed input",
}
ERRORS = "[data-testid=stException]"
START_SECONDS = 30  # from `streamlit run` to a usable page; a user's own machine is faster than a busy CI
SECONDS = 60  # for whatever comes at once, on a machine that has much else to do; nothing waits longer than it must


def at_parts(address: str) -> str:
    """The address of the page that shows all five parts, where `address` names no page of its own."""
    url = urlsplit(address)
    return url._replace(path="/parts").geturl() if url.path in ("", "/") else address


def open_page(page: Page, address: str) -> None:
    """Go to an address, on the page with all five parts, and wait until these are painted."""
    page.goto(at_parts(address))
    for part in PARTS:
        expect(page.locator(f".st-key-{part} [data-painted]")).to_be_attached()


def open_at(page: Page, address: str, *parts: str) -> None:
    """Go to another than the first page, and wait until these parts are painted."""
    page.goto(address)
    for part in parts:
        expect(page.locator(f".st-key-{part} [data-painted]").first).to_be_attached()


def expect_painted(page: Page, name: str) -> None:
    """Wait until all five parts are painted for the batch of this name."""
    for part in PARTS:
        expect(page.locator(f'.st-key-{part} [data-painted="{name}"]')).to_be_attached()


def expect_batch(page: Page, expected: Expected) -> None:
    """Wait until the whole page shows a batch, and compare its numbers with NumPy's."""
    size, settings = len(expected.t), expected.settings
    expect_painted(page, settings.name)
    main = page.get_by_role("main")
    expect(main).to_contain_text(
        f"default_rng([{settings.seed}, {size}, {settings.draw}]).choice({settings.dataset.n}, {size}"
    )
    expect(main).to_contain_text(f"= {expected.losses.sum():,.4f} / {size:,} = {expected.loss:.4f} nats")
    expect(main.locator("dd", has_text=f"{expected.loss:.4f} nats").first).to_be_visible()
    assert printed(page)[:3] == expected.batch_mask[:3].tolist()
    assert printed(page)[-3:] == expected.batch_mask[-3:].tolist()
    expect(page.locator(ERRORS)).to_have_count(0)


def expect_example(page: Page, expected: Expected, n: int) -> None:
    """Wait until example n is selected, and compare its worked line with NumPy's."""
    expect(field(page, "n")).to_have_value(str(n))
    pick, loss = expected.picks[n], expected.losses[n]
    expect(page.get_by_role("main")).to_contain_text(
        re.compile(rf"y\[{n}, {expected.t[n]}\] = {pick:.4g}.+-log\({pick:.4g} \+ 1e-7\) = {loss:.4g}")
    )


def printed(page: Page) -> list[int]:
    """The indices of the batch as they are printed, the folded ones left out."""
    text = page.locator("pre", has_text="array(").first.inner_text()
    return [int(number) for number in re.findall(r"\d+", text[text.index("[") : text.index("]")])]


def field(page: Page, key: str) -> Locator:
    """The number field of a setting, in the control bar or on the page."""
    return page.locator(FIELDS.get(key, f".st-key-{key} input"))


def slider(page: Page, name: str) -> Locator:
    """A slider by (a part of) its label."""
    return page.get_by_role("slider", name=name)


@contextmanager
def more(page: Page) -> Iterator[Locator]:
    """What is changed seldom, behind a button of the control bar; it is open within the block."""
    menu = page.locator(".st-key-bar .menu")
    page.locator(".st-key-bar .more").click()
    expect(menu).to_be_visible()
    yield menu
    page.locator(".st-key-bar .more").click()
    expect(menu).to_be_hidden()


def type_number(page: Page, key: str, text: str) -> None:
    """Type into a number field as a person does, and press Enter."""
    with more(page) if key == "seed" else nullcontext():
        field(page, key).click(click_count=3)
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def toggle_replacement(page: Page) -> None:
    """Draw with or without replacement, whichever it is not."""
    with more(page) as menu:
        menu.locator(".replace input").click()


def selected_text(page: Page) -> str:
    """What the gallery says of the selected digit to those who do not see it."""
    return page.locator(".st-key-gallery [aria-live]").inner_text()


def click_digit(page: Page, index: int, count: int) -> None:
    """Click the digit at a place of the gallery's first row (sizes as in gallery.js)."""
    assert count <= 20, "larger batches have smaller tiles"
    canvas, tile = page.locator(".st-key-gallery canvas"), 28 * 4 + 16
    canvas.scroll_into_view_if_needed()
    width = canvas.bounding_box()["width"]
    columns = int(width // tile)
    assert index < columns, "this digit is not in the first row"
    canvas.click(position={"x": (width - columns * tile) // 2 + (index + 0.5) * tile, "y": 60})


def click_row(page: Page, part: str, index: int, count: int) -> None:
    """Click a row of the heatmap or of the losses (sizes as in picks.js and losses.js)."""
    canvas = page.locator(f".st-key-{part} canvas")
    box = canvas.bounding_box()
    row = (box["height"] - 88) / max(count, 10)
    canvas.click(position={"x": box["width"] / 2, "y": 32 + (index + 0.5) * row})
