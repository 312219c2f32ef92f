"""One selected example, the same in the gallery, the heatmap, the losses and the worked line."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.view import (
    click_digit,
    click_row,
    expect_batch,
    expect_example,
    field,
    open_page,
    selected_text,
    type_number,
)


def test_a_click_on_a_digit_selects_it(page, server, oracle):
    open_page(page, server.url)
    click_digit(page, 3, 10)
    expect_example(page, oracle.batch(), 3)


@pytest.mark.parametrize("part", ["picks", "losses"])
def test_a_click_on_a_row_selects_it(page, server, oracle, part):
    open_page(page, server.url)
    click_row(page, part, 6, 10)
    expect_example(page, oracle.batch(), 6)


@pytest.mark.parametrize("part", ["picks", "losses"])
def test_arrow_keys_walk_the_rows(page, server, oracle, part):
    open_page(page, server.url)
    rows = page.locator(f".st-key-{part} canvas")
    rows.press("ArrowDown")
    expect_example(page, oracle.batch(), 1)
    rows.press("ArrowDown")
    expect_example(page, oracle.batch(), 2)
    rows.press("ArrowUp")
    expect_example(page, oracle.batch(), 1)


def test_arrow_keys_walk_the_gallery(page, server, oracle):
    open_page(page, f"{server.url}/?batch_size=20")  # more than one row, however wide the page is
    batch = oracle.batch(20)
    gallery = page.locator(".st-key-gallery").get_by_role("group")
    gallery.press("ArrowRight")
    expect_example(page, batch, 1)
    gallery.press("ArrowRight")
    expect_example(page, batch, 2)
    assert f"n = 2: {batch.t[2]} → {batch.y[2].argmax()}" in selected_text(page)
    gallery.press("ArrowDown")
    expect(field(page, "n")).not_to_have_value("2")
    below = int(field(page, "n").input_value())
    expect_example(page, batch, below)
    gallery.press("ArrowUp")
    expect_example(page, batch, 2)


def test_every_example_of_a_fast_walk_is_taken(page, server, oracle):
    open_page(page, f"{server.url}/?batch_size=50")
    gallery = page.locator(".st-key-gallery").get_by_role("group")
    gallery.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect_example(page, oracle.batch(50), 12)


def test_sorted_by_loss_every_view_keeps_the_numbers_n(page, server, oracle):
    batch = oracle.batch()
    order = np.argsort(-batch.losses, kind="stable").tolist()
    open_page(page, server.url)
    page.get_by_role("radio", name="largest loss first").click()
    expect(page.get_by_role("radio", name="largest loss first")).to_be_checked()
    click_row(page, "picks", 0, 10)
    expect_example(page, batch, order[0])
    click_row(page, "losses", 9, 10)
    expect_example(page, batch, order[9])
    click_digit(page, 2, 10)
    expect_example(page, batch, order[2])
    page.locator(".st-key-gallery").get_by_role("group").press("ArrowRight")
    expect_example(page, batch, order[3])
    page.get_by_role("radio", name="as drawn").click()
    click_row(page, "losses", 9, 10)
    expect_example(page, batch, 9)


def test_beyond_a_thousand_the_worst_can_be_seen(page, server, oracle):
    batch = oracle.batch(5000)
    order = np.argsort(-batch.losses, kind="stable").tolist()
    open_page(page, f"{server.url}/?batch_size=5000&order=largest+loss+first")
    expect_batch(page, batch)
    gallery = page.locator(".st-key-gallery").get_by_role("group")
    page.locator(".st-key-gallery canvas").click(position={"x": 40, "y": 40})
    expect_example(page, batch, order[0])
    gallery.press("ArrowRight")
    expect_example(page, batch, order[1])


def test_a_smaller_batch_keeps_the_selection_inside(page, server, oracle):
    open_page(page, f"{server.url}/?batch_size=50&n=40")
    expect_example(page, oracle.batch(50), 40)
    type_number(page, "batch_size", "7")
    expect_batch(page, oracle.batch(7))
    expect_example(page, oracle.batch(7), 6)


def test_the_share_of_the_loss_is_told(page, server, oracle):
    batch = oracle.batch()
    open_page(page, f"{server.url}/?n=4")
    expect_example(page, batch, 4)
    share = page.locator("pre", has_text="1e-7").inner_text().split("(")[-1].split("%")[0]
    assert float(share) == pytest.approx(100 * batch.losses[4] / batch.losses.sum(), rel=6e-3)
