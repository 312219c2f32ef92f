"""The address: it says all that was chosen, and a bad one gets a sentence."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import watch
from tests.browser.view import expect_batch, expect_example, open_page, slider, type_number

ALERTS = "[data-testid=stAlert]"
BAD = [
    "batch_size=abc",
    "batch_size=0",
    "batch_size=99999999",
    "batch_size=-5",
    "seed=99999999999999999999",
    "replace=maybe",
    "network=nonsense",
    "n=500",
    "order=x",
]


def choose_everything(page):
    """Change every setting away from its default, by the controls."""
    type_number(page, "batch_size", "37")
    type_number(page, "seed", "7")
    type_number(page, "draw", "5")
    page.locator(".st-key-replace label").click()
    slider(page, "Network trained for").press("End")
    page.get_by_role("radio", name="largest loss first").click()
    type_number(page, "n", "3")


def test_the_copied_address_shows_the_same_numbers_to_somebody_else(page, server, oracle, browser):
    open_page(page, server.url)
    choose_everything(page)
    expected = oracle.batch(37, seed=7, draw=5, replace=False, network="40-epochs")
    expect_batch(page, expected)
    expect_example(page, expected, 3)
    expect(page).to_have_url(re.compile("n=3"))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    for other in watch(context.new_page()):
        open_page(other, page.url)
        expect_batch(other, expected)
        expect_example(other, expected, 3)
        expect(other.get_by_role("radio", name="largest loss first")).to_be_checked()
        expect(other.locator(ALERTS).filter(has_text="address")).to_have_count(0)
        assert other.get_by_role("main").inner_text() == page.get_by_role("main").inner_text()
    context.close()


def test_a_reload_keeps_what_was_chosen(page, server, oracle):
    open_page(page, f"{server.url}/?batch_size=37&draw=5")
    page.get_by_role("button", name="Next draw").click()
    expect(page).to_have_url(re.compile("draw=6"))
    page.reload()
    expect_batch(page, oracle.batch(37, draw=6))


def test_back_to_defaults_clears_the_address(page, server, oracle):
    open_page(
        page, f"{server.url}/?batch_size=37&seed=7&draw=5&replace=false&network=40+epochs&n=3&order=largest+loss+first"
    )
    expect_batch(page, oracle.batch(37, seed=7, draw=5, replace=False, network="40-epochs"))
    page.get_by_test_id("stSidebar").get_by_text("Back to defaults").click(timeout=5000)
    expect_batch(page, oracle.batch())
    expect_example(page, oracle.batch(), 0)
    expect(page.get_by_role("radio", name="as drawn")).to_be_checked()
    expect(page).to_have_url(re.compile(r"^[^=]*$"))


@pytest.mark.parametrize("query", BAD)
def test_a_bad_value_gets_a_sentence_and_the_default(page, server, oracle, query):
    open_page(page, f"{server.url}/?{query}")
    name = query.split("=")[0]
    expect(page.get_by_role("main").locator(ALERTS)).to_have_count(1)
    expect(page.get_by_role("main").locator(ALERTS)).to_contain_text(name)
    expect_batch(page, oracle.batch())
    page.get_by_role("button", name="Next draw").click()
    expect_batch(page, oracle.batch(draw=1))
    expect(page.get_by_role("main").locator(ALERTS)).to_have_count(0)


def test_each_of_several_bad_values_gets_its_sentence_and_the_good_ones_hold(page, server, oracle):
    open_page(page, f"{server.url}/?batch_size=abc&seed=-1&draw=6&replace=2&network=foo&n=-1&order=z&unknown=3")
    expect_batch(page, oracle.batch(draw=6))
    expect(page.get_by_role("main").locator(ALERTS)).to_have_count(6)


def test_a_value_in_the_address_is_never_run(page, server, oracle):
    page.on("dialog", lambda dialog: pytest.fail("a script of the address was run"))
    open_page(page, f"{server.url}/?order=<img src=x onerror=alert(1)>&batch_size=<script>alert(1)</script>")
    expect_batch(page, oracle.batch())
    expect(page.get_by_role("main").locator("img[src=x]")).to_have_count(0)
