"""The address: it says all that was chosen, and a bad one gets a sentence."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import watch
from tests.browser.stage import expect_stage, open_stage
from tests.browser.view import (
    expect_batch,
    expect_example,
    field,
    more,
    open_at,
    open_page,
    slider,
    toggle_replacement,
    type_number,
)

ALERTS = "[data-testid=stAlert]"
ORDER = ".st-key-bar .options"
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
    "batch_size=inf",
    "batch_size=1e400",
    "batch_size=2.7",
    "draw=inf",
    "seed=-inf",
    "n=1e999",
    "network=a%0A%0A[log in](//127.0.0.1/x)",
    "network=![x](//127.0.0.1/p.png)",
    "network=%0A%0A# heading",
    "order=` **b** ``` <b>",
    "lang=%0A%0A- item",
]
MARKUP = "a[href], img, h1, h2, h3, strong, b, li"


def choose_everything(page):
    """Change every setting away from its default, by the controls."""
    type_number(page, "batch_size", "37")
    type_number(page, "seed", "7")
    type_number(page, "draw", "5")
    toggle_replacement(page)
    slider(page, "network").press("End")
    page.locator(ORDER).get_by_text("largest loss first").click()
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
        expect(other.locator(ORDER).get_by_text("largest loss first")).to_have_attribute("aria-pressed", "true")
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
    with more(page) as body:
        body.get_by_text("Back to defaults").click()
    expect_batch(page, oracle.batch())
    expect_example(page, oracle.batch(), 0)
    expect(page.locator(ORDER).get_by_text("as drawn")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(r"^[^=]*$"))


@pytest.mark.parametrize("query", BAD)
def test_a_bad_value_gets_a_sentence_and_the_default(page, server, oracle, query):
    open_page(page, f"{server.url}/?{query}")
    name = query.split("=")[0]
    expect(page.get_by_role("main").locator(ALERTS)).to_have_count(1)
    expect(page.get_by_role("main").locator(ALERTS)).to_contain_text(name)
    expect(page.get_by_role("main").locator(ALERTS).locator(MARKUP)).to_have_count(0)  # what was asked is shown as text
    expect_batch(page, oracle.batch())
    expect(page).to_have_url(re.compile(r"^[^=]*$"))
    page.get_by_role("button", name="Next draw").click()
    expect_batch(page, oracle.batch(draw=1))
    expect(page.get_by_role("main").locator(ALERTS)).to_have_count(0)


def test_several_bad_values_are_told_in_one_box_and_the_good_ones_hold(page, server, oracle):
    open_page(page, f"{server.url}/?batch_size=abc&seed=-1&draw=6&replace=2&network=foo&n=-1&order=z&unknown=3")
    expect_batch(page, oracle.batch(draw=6))
    box = page.get_by_role("main").locator(ALERTS)
    expect(box).to_have_count(1)
    expect(box.get_by_role("listitem")).to_have_count(4)
    expect(box.get_by_role("listitem").first).to_contain_text("batch_size must be")
    expect(box.get_by_role("listitem").last).to_contain_text("Of 3 more")


def test_what_is_foreign_in_the_address_goes_along_from_screen_to_screen(page, server, oracle):
    open_stage(page, f"{server.url}/?utm_source=moodle&draw=3")
    for path in ("draw", "example"):
        page.keyboard.press("PageDown")
        expect(page).to_have_url(re.compile(rf"/{path}\?utm_source=moodle&draw=3$"))
    page.get_by_role("button", name="Next draw").click()
    expect_batch(page, oracle.batch(draw=4))
    expect(page).to_have_url(re.compile(r"/example\?utm_source=moodle&draw=4$"))


def test_an_address_that_opens_another_screen_than_it_names_says_so(page, server):
    open_at(page, f"{server.url}/indexing?line=arrange", "bar")
    expect(page).to_have_url(re.compile("/wrong"))
    expect(page.get_by_role("main").locator(ALERTS)).to_contain_text("names line: the screen that has it is shown")
    open_at(page, f"{server.url}/wrong?line=arrange", "bar")
    expect(page.get_by_role("main").locator(ALERTS)).to_have_count(0)


def test_a_value_in_the_address_is_never_run(page, server, oracle):
    page.on("dialog", lambda dialog: pytest.fail("a script of the address was run"))
    open_page(page, f"{server.url}/?order=<img src=x onerror=alert(1)>&batch_size=<script>alert(1)</script>")
    expect_batch(page, oracle.batch())
    expect(page.get_by_role("main").locator("img[src=x]")).to_have_count(0)


@pytest.mark.parametrize("pin", ["10-epochs,<5,000 digits>,true", "10-epochs,0,true,extra", "10-epochs,-1,true", ","])
def test_a_bad_pin_gets_a_sentence_with_its_condition_and_the_page_is_whole(page, server, pin):
    open_at(page, f"{server.url}/batch-size?pin={pin}", "chart_law")
    expect(page.get_by_role("main").locator(ALERTS).first).to_contain_text(
        "pin must be a network, a seed, and true or false"
    )
    expect(page.get_by_role("button", name="Pin this curve")).to_be_visible()
    expect(page.get_by_role("button", name="Unpin")).to_have_count(0)
    expect(page.get_by_text("Copy as NumPy")).to_be_visible()  # the last part of the page


def test_a_pin_with_leading_zeros_is_mended_in_the_address(page, server):
    open_at(page, f"{server.url}/batch-size?pin=10-epochs,007,true", "chart_law")
    expect(page).to_have_url(re.compile("pin=10-epochs%2C7%2Ctrue"))
    expect(page.get_by_role("button", name="Unpin")).to_be_enabled()


def test_the_last_draw_has_no_next_one(page, server, oracle):
    open_page(page, f"{server.url}/?draw=9007199254740990")
    page.get_by_role("button", name="Next draw").click()
    expect_batch(page, oracle.batch(draw=2**53 - 1))
    expect(page.get_by_role("button", name="Next draw")).to_be_disabled()
    open_page(page, page.url)
    expect_batch(page, oracle.batch(draw=2**53 - 1))
    expect(page.get_by_role("main").locator(ALERTS)).to_have_count(0)


def test_numbers_may_be_written_with_an_exponent(page, server):
    open_at(page, f"{server.url}/planner?population=1e6&precision=.1", "bar")
    expect(page).to_have_url(re.compile(r"/planner\?population=1000000&precision=0\.1$"))
    open_at(page, f"{server.url}/draw?batch_size=1e2", "drawn")
    expect(page).to_have_url(re.compile(r"/draw\?batch_size=100$"))
    expect(page.get_by_role("main").locator(ALERTS)).to_have_count(0)


def test_a_key_given_twice_counts_once_and_the_address_is_mended(page, server, oracle):
    open_page(page, f"{server.url}/?draw=3&draw=5&seed=2&seed=2")
    expect_batch(page, oracle.batch(seed=2, draw=5))
    expect(page).to_have_url(re.compile(r"\?draw=5&seed=2$"))
    expect(page.get_by_role("main").locator(ALERTS)).to_have_count(1)
    expect(page.get_by_role("main").locator(ALERTS)).to_contain_text("draw more than once")


@pytest.mark.parametrize("path", ["mini-batch", "Mini-Batch", "MINI_BATCH"])
def test_the_first_page_opens_at_its_own_path_too(page, server, oracle, path):
    open_stage(page, f"{server.url}/{path}?batch_size=20&draw=1")
    expect_stage(page, oracle.batch(20, draw=1))
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/\?batch_size=20&draw=1$"))


@pytest.mark.parametrize("path", ["Batch-Size", "BATCH_SIZE", "batch-size/"])
def test_a_path_may_be_spelled_otherwise(page, server, path):
    open_at(page, f"{server.url}/{path}?batch_size=37", "chart_law")
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/batch-size\?batch_size=37$"))
    expect(field(page, "batch_size")).to_have_value("37")


def test_a_number_may_be_typed_with_an_exponent(page, server, oracle):
    open_page(page, server.url)
    type_number(page, "batch_size", "1e3")
    expect_batch(page, oracle.batch(1000))
    expect(field(page, "batch_size")).to_have_value("1000")


@pytest.mark.parametrize("typed", ["2.7", "0", "-3", "99999999", "1e400", "abc"])
def test_what_is_no_whole_number_within_the_limits_is_refused_beside_the_field(page, server, oracle, typed):
    open_page(page, f"{server.url}/?batch_size=20")
    type_number(page, "batch_size", typed)
    refused = page.locator(".st-key-bar").get_by_role("alert")
    expect(refused).to_contain_text("“Batch size B” must be a whole number from 1 to")
    expect(refused).to_contain_text("It stays 20.")
    expect(field(page, "batch_size")).to_have_value("20")
    expect_batch(page, oracle.batch(20))
    type_number(page, "batch_size", "30")
    expect_batch(page, oracle.batch(30))
    expect(refused).to_be_hidden()


@pytest.mark.parametrize("path", ["draw", ""])
def test_on_a_phone_the_refusal_leaves_what_was_typed_in_sight(page, server, path):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/{path}")
    size = page.locator(".size-field")
    expect(size).to_have_value("10")
    size.fill("0")
    size.press("Enter")
    refused = page.get_by_role("alert").filter(has_text="“Batch size B” must be")
    expect(refused).to_be_visible()
    box, above = size.bounding_box(), refused.bounding_box()
    controls = size.evaluate("field => field.parentElement.getBoundingClientRect().top")
    assert above["y"] + above["height"] == pytest.approx(controls, abs=1) and controls < box["y"]
    assert (above["x"], above["width"]) == (0, 390)


def test_a_screen_that_there_is_not_is_told_in_the_pages_language(page, server):
    page.goto(f"{server.url}/nowhere?lang=ko")
    expect(page.get_by_text("“nowhere” 화면은 없습니다.")).to_be_visible()
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/\?lang=ko$"))


def test_what_is_said_of_an_address_goes_with_its_screen(page, server):
    open_at(page, f"{server.url}/predict?batchsize=3", "quiz")
    expect(page.locator(ALERTS)).to_contain_text("batch_size")
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile(r"/shapes"))
    expect(page.locator(ALERTS)).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(page.locator(".st-key-screen h1")).to_contain_text("pictures")


def test_at_the_last_draw_there_is_nothing_more_to_draw(screen, server):
    last = 2**53 - 1
    open_stage(screen, f"{server.url}/?draw={last - 3}")
    screen.locator(".hundred").click()
    expect(screen.locator(".draw-field")).to_have_value(str(last))
    for name in ("next", "hundred", "play"):
        expect(screen.locator(f"button.{name}")).to_be_disabled()
