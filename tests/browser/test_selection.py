"""One selected example: the same among the hundred digits and their losses, and walked through in any order of a batch."""

import math
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.view import expect_batch, expect_example, field, open_at, open_page, type_number

HUNDRED = ("hundred", "hundred_losses")


@pytest.fixture
def hundred(page, server):
    """The screen of the hundred digits."""
    open_at(page, f"{server.url}/shapes", *HUNDRED)
    return page


def expect_selected(page, n: int) -> None:
    """Wait until digit n is selected in both views."""
    expect(page.locator(".st-key-hundred .frame")).to_have_attribute("data-selected", str(n))
    expect(page.locator(".st-key-hundred_losses canvas")).to_have_attribute("data-selected", str(n))


def place_of(page, n: int) -> dict[str, float]:
    """Where digit n of the hundred lies on their canvas (sizes as in drawing/digits.js)."""
    width = page.locator(".st-key-hundred canvas").bounding_box()["width"]

    def rows(side: int) -> int:
        return math.ceil(100 / (width // (side + 8)))

    side = next(side for side in range(56, 18, -2) if rows(side) * (side + 22) <= 400)
    columns = int(width // (side + 8))
    inset = (width - columns * (side + 8)) // 2
    return {"x": inset + (n % columns + 0.5) * (side + 8), "y": (n // columns + 0.5) * (side + 22)}


@pytest.mark.parametrize("n", [3, 47, 99])
def test_a_click_on_a_digit_selects_it(hundred, n):
    hundred.locator(".st-key-hundred canvas").click(position=place_of(hundred, n))
    expect_selected(hundred, n)


@pytest.mark.parametrize("n", [6, 50, 99])
def test_a_click_on_a_row_selects_it(hundred, n):
    canvas = hundred.locator(".st-key-hundred_losses canvas")
    box = canvas.bounding_box()
    row = (box["height"] - 88) / 100
    canvas.click(position={"x": box["width"] / 2, "y": 32 + (n + 0.5) * row})  # room as in losses.js
    expect_selected(hundred, n)


def test_arrow_keys_walk_the_rows(hundred):
    rows = hundred.locator(".st-key-hundred_losses canvas")
    for key, n in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        rows.press(key)
        expect_selected(hundred, n)


def test_arrow_keys_walk_the_digits_and_say_which_it_is(hundred, oracle):
    batch = oracle.batch(100)
    gallery = hundred.locator(".st-key-hundred").get_by_role("group")
    gallery.press("ArrowRight")
    gallery.press("ArrowRight")
    expect_selected(hundred, 2)
    spoken = hundred.locator(".st-key-hundred [aria-live]")
    expect(spoken).to_have_text(f"n = 2: {batch.t[2]} → {batch.y[2].argmax()}")
    gallery.press("ArrowDown")
    expect(hundred.locator(".st-key-hundred .frame")).not_to_have_attribute("data-selected", "2")
    below = int(hundred.locator(".st-key-hundred .frame").get_attribute("data-selected"))
    assert place_of(hundred, below)["x"] == place_of(hundred, 2)["x"]
    expect_selected(hundred, below)
    gallery.press("ArrowUp")
    expect_selected(hundred, 2)


def test_every_example_of_a_fast_walk_is_taken(hundred):
    hundred.locator(".st-key-hundred").get_by_role("group").focus()
    for _ in range(12):
        hundred.keyboard.press("ArrowRight")
    expect_selected(hundred, 12)


@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_a_wheel_over_the_hundred_digits_scrolls_the_page_and_nothing_in_it(hundred, width):
    hundred.set_viewport_size({"width": width, "height": 500})
    frame = hundred.locator(".st-key-hundred .frame")
    expect(frame).to_be_visible()
    assert frame.evaluate("(frame) => frame.scrollHeight - frame.clientHeight") == 0
    box = frame.bounding_box()
    hundred.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    hundred.mouse.wheel(0, 200)
    hundred.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 100")


def test_the_bar_walks_the_examples_as_they_were_drawn(page, server, oracle):
    open_page(page, server.url)
    earlier, later = (page.get_by_role("button", name=f"{which} example") for which in ("Previous", "Next"))
    expect(earlier).to_be_disabled()
    for n in (1, 2):
        later.click()
        expect_example(page, oracle.batch(), n)
    earlier.click()
    expect_example(page, oracle.batch(), 1)
    expect(page).to_have_url(re.compile("n=1"))
    type_number(page, "n", "9")
    expect_example(page, oracle.batch(), 9)
    expect(later).to_be_disabled()


@pytest.mark.parametrize("size", [10, 5000])
def test_the_bar_walks_the_examples_in_the_order_of_their_losses(page, server, oracle, size):
    batch = oracle.batch(size)
    order = np.argsort(-batch.losses, kind="stable").tolist()
    open_page(page, f"{server.url}/?batch_size={size}&n={order[0]}")
    page.locator(".st-key-bar").get_by_role("button", name="largest loss first").click()
    later = page.get_by_role("button", name="Next example")
    for place in (1, 2, 3):
        expect(later).to_be_enabled()
        later.click()
        expect_example(page, batch, order[place])
        expect(page.get_by_role("main")).to_contain_text(f"By its loss it is number {place + 1}.")
    page.get_by_role("button", name="Previous example").click()
    expect_example(page, batch, order[2])
    page.locator(".st-key-bar").get_by_role("button", name="as drawn").click()
    expect(page.get_by_role("main")).not_to_contain_text("By its loss")
    if order[2] + 1 < size:
        later.click()
        expect_example(page, batch, order[2] + 1)


def test_a_fast_walk_by_losses_ends_where_a_slow_one_does(page, server, oracle):
    batch = oracle.batch(200)
    order = np.argsort(-batch.losses, kind="stable").tolist()
    open_page(page, f"{server.url}/?batch_size=200&n={order[0]}&order=largest-loss-first")
    later = page.get_by_role("button", name="Next example")
    for _ in range(12):  # fewer than the server sends around each
        later.click()
    expect_example(page, batch, order[12])


def test_a_smaller_batch_keeps_the_selection_inside(page, server, oracle):
    open_page(page, f"{server.url}/?batch_size=50&n=40")
    expect_example(page, oracle.batch(50), 40)
    type_number(page, "batch_size", "7")
    expect_batch(page, oracle.batch(7))
    expect_example(page, oracle.batch(7), 6)


@pytest.mark.parametrize("typed", ["10", "-1", "2.5", "abc"])
def test_an_example_that_there_is_not_is_refused_with_what_there_is(page, server, oracle, typed):
    open_page(page, f"{server.url}/?n=3")
    type_number(page, "n", typed)
    refused = page.locator(".st-key-bar").get_by_role("alert")
    expect(refused).to_contain_text("“example n” must be a whole number from 0 to 9. It stays 3.")
    expect(field(page, "n")).to_have_value("3")
    expect_example(page, oracle.batch(), 3)


def test_the_share_of_the_loss_is_told(page, server, oracle):
    batch = oracle.batch()
    open_page(page, f"{server.url}/?n=4")
    expect_example(page, batch, 4)
    share = re.search(r"([\d.]+)% of the batch’s loss", page.get_by_role("main").inner_text())[1]
    assert float(share) == pytest.approx(100 * batch.losses[4] / batch.losses.sum(), rel=6e-3)
