"""Previous and next draw, by button and by key, and another seed."""

import re

from playwright.sync_api import expect

from tests.browser.view import expect_batch, field, more, open_page, type_number


def test_buttons_step_through_the_draws(page, server, oracle):
    open_page(page, server.url)
    previous, following = (page.get_by_role("button", name=f"{which} draw") for which in ("Previous", "Next"))
    expect(previous).to_be_disabled()
    following.click()
    expect_batch(page, oracle.batch(draw=1))
    following.click()
    expect_batch(page, oracle.batch(draw=2))
    previous.click()
    expect_batch(page, oracle.batch(draw=1))
    expect(field(page, "draw")).to_have_value("1")


def test_the_keys_p_and_n_step_through_the_draws(page, server, oracle):
    open_page(page, f"{server.url}/?draw=4")
    page.keyboard.press("n")
    expect_batch(page, oracle.batch(draw=5))
    page.keyboard.press("p")
    expect_batch(page, oracle.batch(draw=4))
    page.keyboard.press("p")
    expect_batch(page, oracle.batch(draw=3))


def test_the_key_p_stops_at_the_first_draw(page, server, oracle):
    open_page(page, f"{server.url}/?draw=1")
    page.keyboard.press("p")
    expect_batch(page, oracle.batch(draw=0))
    page.keyboard.press("p")
    page.keyboard.press("n")
    expect_batch(page, oracle.batch(draw=1))


def test_another_seed_is_another_series(page, server, oracle):
    open_page(page, server.url)
    type_number(page, "seed", "7")
    expect_batch(page, oracle.batch(seed=7))
    type_number(page, "draw", "12")
    expect_batch(page, oracle.batch(seed=7, draw=12))


def test_headings_and_charts_stay_where_they_are_from_draw_to_draw(page, server, oracle):
    open_page(page, server.url)
    places = []
    for draw in range(6):
        expect_batch(page, oracle.batch(draw=draw))
        places.append(
            page.evaluate(
                "[...document.querySelectorAll('h2, canvas')].map((e) => Math.round(e.getBoundingClientRect().top))"
            )
        )
        page.keyboard.press("n")
    assert places[0] and places == places[:1] * 6


def test_a_letter_typed_into_a_field_is_no_shortcut(page, server, oracle):
    open_page(page, f"{server.url}/?draw=4")
    with more(page):
        field(page, "seed").click()
        page.keyboard.type("n")
        page.keyboard.press("Backspace")
        page.keyboard.type("3")
        page.keyboard.press("Enter")
        seed = int(field(page, "seed").input_value())
    assert seed
    expect_batch(page, oracle.batch(seed=seed, draw=4))


def test_the_bar_does_not_undo_an_order_that_was_chosen_on_the_page(page, server, oracle):
    open_page(page, server.url)
    page.get_by_role("radio", name="largest loss first").click()
    expect(page).to_have_url(re.compile("order=largest-loss-first"))
    page.get_by_role("button", name="Next draw").click()
    expect_batch(page, oracle.batch(draw=1))
    expect(page.get_by_role("radio", name="largest loss first")).to_be_checked()
    expect(page).to_have_url(re.compile("order=largest-loss-first"))
