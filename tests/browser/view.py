"""What the tests do with the page and read from it, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from mbviz._numbers import in_code, nats
from tests.browser.oracle import Expected

EXAMPLE = ".st-key-one_digit"  # on the screen of one example every setting of a batch acts: open_page goes there
FIELDS = {
    "n": ".st-key-bar .n-field",
    "batch_size": ".st-key-bar .size-field",
    "draw": ".st-key-bar .draw-field",
    "seed": ".st-key-bar .menu .seed input",
}
ERRORS = "[data-testid=stException]"
START_SECONDS = 30  # from `streamlit run` to a usable page; a user's own machine is faster than a busy CI
SECONDS = 60  # for whatever comes at once, on a machine that has much else to do; nothing waits longer than it must

# Whether nothing has moved for three frames: a window that was made smaller is laid out again in more than one.
STILL = """() => new Promise((done) => {
  let [before, since] = ["", 0];
  const look = () => {
    const now = [...document.querySelectorAll("[data-testid=stMain], [data-testid=stMain] *")].map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      return [x, y, width, height].join();
    }).join(" ");
    [before, since] = [now, now === before ? since + 1 : 0];
    since < 3 ? requestAnimationFrame(look) : done(true);
  };
  look();
})"""


def at_example(address: str) -> str:
    """The address of the screen of one example, where `address` names no screen of its own."""
    url = urlsplit(address)
    return url._replace(path="/example").geturl() if url.path in ("", "/") else address


def open_page(page: Page, address: str) -> None:
    """Go to an address, on the screen of one example, and wait until it is painted."""
    page.goto(at_example(address))
    expect(page.locator(f"{EXAMPLE} [data-painted]")).to_be_attached()


def open_at(page: Page, address: str, *parts: str) -> None:
    """Go to another than the first page, and wait until these parts are painted."""
    page.goto(address)
    for part in parts:
        expect(page.locator(f".st-key-{part} [data-painted]").first).to_be_attached()


def expect_still(page: Page) -> None:
    """Wait until a window of another size is laid out."""
    page.evaluate(STILL)


def expect_painted(page: Page, name: str) -> None:
    """Wait until an example of the batch of this name is painted."""
    expect(page.locator(f'{EXAMPLE} [data-painted^="{name} n="]')).to_be_attached()


def expect_batch(page: Page, expected: Expected) -> None:
    """Wait until the screen of one example shows a batch, and compare its numbers with NumPy's."""
    expect_painted(page, expected.settings.name)
    expect_example(page, expected, int(field(page, "n").input_value()))
    expect(page.get_by_role("main")).to_contain_text(f"/ {nats(expected.losses.sum())};")
    settings = expected.settings
    for key, value in {"batch_size": len(expected.t), "draw": settings.draw}.items():
        expect(field(page, key)).to_have_value(str(value))
    expect(page.locator(ERRORS)).to_have_count(0)


def expect_example(page: Page, expected: Expected, n: int) -> None:
    """Wait until example n is selected, and compare its lines with NumPy's."""
    expect(field(page, "n")).to_have_value(str(n))
    expect(page.locator(f'{EXAMPLE} [data-painted="{expected.settings.name} n={n}"]')).to_be_attached()
    pick, loss = in_code(expected.picks[n]), expected.losses[n]
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"x_train[{expected.batch_mask[n]}]")
    expect(main).to_contain_text(f"y[{n}, {expected.t[n]}] = {pick}")
    expect(main).to_contain_text(f"-log({pick} + 1e-7) = {loss:.4g} nats")


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
