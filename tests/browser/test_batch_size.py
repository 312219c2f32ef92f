"""The batch size: by slider, typed, at its ends, and mistyped, where the law shows what it does."""

import re

import pytest
from playwright.sync_api import expect

from mbviz._numbers import nats
from tests.browser.law import expect_law, open_law
from tests.browser.view import field, open_at, slider, toggle_replacement, type_number


def test_arrow_keys_on_the_slider_lead_from_one_round_size_to_the_next(page, server, oracle):
    open_law(page, f"{server.url}/batch-size")
    expect_law(page, oracle.batch(10))
    slider(page, "Batch size").press("ArrowRight")
    expect_law(page, oracle.batch(20))
    expect(field(page, "batch_size")).to_have_value("20")
    slider(page, "Batch size").press("ArrowLeft")
    slider(page, "Batch size").press("ArrowLeft")
    expect_law(page, oracle.batch(5))


def test_any_whole_number_can_be_typed_and_the_slider_goes_on_from_it(page, server, oracle):
    open_law(page, f"{server.url}/batch-size")
    type_number(page, "batch_size", "37")
    expect_law(page, oracle.batch(37))
    expect(slider(page, "Batch size")).to_have_attribute("aria-valuetext", "a batch of 37")
    slider(page, "Batch size").press("ArrowRight")
    expect_law(page, oracle.batch(50))
    expect(slider(page, "Batch size")).to_have_attribute("aria-valuetext", "a batch of 50")
    assert slider(page, "Batch size").get_attribute("max") == "11"  # the round sizes alone


def test_a_batch_of_one(page, server, oracle):
    open_law(page, f"{server.url}/batch-size")
    slider(page, "Batch size").press("Home")
    expect_law(page, oracle.batch(1))


def test_a_batch_of_all_without_replacement_has_the_loss_of_all_the_data(page, server, oracle):
    open_law(page, f"{server.url}/batch-size?replace=false")
    slider(page, "Batch size").press("End")
    expect_law(page, oracle.batch(oracle.dataset.n, replace=False))
    numbers = page.locator(".mbviz-beside")
    mean = oracle.snapshot("1-epoch").losses.mean()
    expect(numbers).to_contain_text(f"this batch{nats(mean)}")
    expect(numbers.locator("dd").last).to_have_text(re.compile(r"^\+?0%$"))
    expect(numbers).to_contain_text("All such batches have the same loss.")


def test_replacement_is_a_switch_and_names_what_came_twice(page, server, oracle):
    open_at(page, f"{server.url}/draw?batch_size=500", "drawn")
    drawn = oracle.batch(500)
    twice = len(drawn.batch_mask) - len(set(drawn.batch_mask.tolist()))
    assert twice, "the test needs a batch in which a digit comes twice"
    expect(page.get_by_role("main")).to_contain_text(f"{500 - twice} different digits")
    toggle_replacement(page)
    expect(page.get_by_role("main")).to_contain_text("replace=False")


@pytest.mark.parametrize("typed", ["0", "5001", "-3"])
def test_a_number_out_of_range_leaves_the_last_good_batch(page, server, oracle, typed):
    open_law(page, f"{server.url}/batch-size?batch_size=50")
    type_number(page, "batch_size", typed)
    page.keyboard.press("Tab")
    type_number(page, "draw", "3")  # the screen goes on with the last good size
    expect_law(page, oracle.batch(50, draw=3))


@pytest.mark.parametrize("typed", ["abc", "2.5", ""])
def test_what_is_no_whole_number_leaves_field_and_screen_in_agreement(page, server, oracle, typed):
    open_law(page, f"{server.url}/batch-size?batch_size=50")
    field(page, "batch_size").click(click_count=3)
    page.keyboard.press("Delete")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(field(page, "batch_size")).to_have_value(re.compile(r"^\d+$"))
    expect_law(page, oracle.batch(int(field(page, "batch_size").input_value())))
    type_number(page, "batch_size", "7")
    expect_law(page, oracle.batch(7))
