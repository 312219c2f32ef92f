"""A term is a word to tap: what it means stands beside it, and goes when one presses elsewhere or Escape."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

APART = 12  # pixels at most between a word and what it means


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".st-key-bar [data-painted]")).to_be_attached()
    return page


def expect_beside(page: Page, name: str) -> None:
    """Wait until the term is explained; the explanation stands beside it, and in the window."""
    word, told = page.locator(f".mbviz-term:text-is('{name}')"), page.locator(".mbviz-told")
    expect(word).to_have_attribute("aria-expanded", "true")
    expect(told).to_be_visible()
    expect(told).to_have_text(word.get_attribute("data-told"))
    expect(page.get_by_role("dialog", name=name, exact=True)).to_be_focused()  # so it is read out
    of, box, room = word.bounding_box(), told.bounding_box(), page.evaluate("[innerWidth, innerHeight]")
    assert min(abs(box["y"] - of["y"] - of["height"]), abs(of["y"] - box["y"] - box["height"])) <= APART
    assert box["x"] < of["x"] + of["width"] and of["x"] < box["x"] + box["width"]
    assert (
        box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= room[0] and box["y"] + box["height"] <= room[1]
    )


@pytest.mark.parametrize(("lang", "loss", "nats"), [("en", "loss", "nats"), ("ko", "손실", "nats")])
def test_on_a_phone_a_tap_shows_it_beside_the_word_and_a_tap_elsewhere_takes_it_away(fresh, server, lang, loss, nats):
    page = fresh(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    opened(page, f"{server.url}/spread?lang={lang}")
    page.locator(f".mbviz-term:text-is('{loss}')").tap()
    expect_beside(page, loss)
    page.locator(f".mbviz-term:text-is('{nats}')").tap()
    expect_beside(page, nats)
    page.locator("h1").tap()
    expect(page.locator(".mbviz-told")).to_be_hidden()
    expect(page.locator(".mbviz-term[aria-expanded=true]")).to_have_count(0)


def test_by_the_keyboard_it_opens_and_escape_leads_back_to_the_word(screen, server):
    page = opened(screen, f"{server.url}/trust")
    word = page.get_by_role("button", name="Hall", exact=True)
    word.focus()
    page.keyboard.press("Enter")
    expect_beside(page, "Hall")
    page.keyboard.press("Escape")
    expect(page.locator(".mbviz-told")).to_be_hidden()
    expect(word).to_be_focused()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_stage_explains_its_words_where_they_first_stand_and_again_in_its_help(screen, server, lang):
    screen.goto(f"{server.url}/?lang={lang}")
    stage = screen.locator(".stage")
    loss, network = ("loss", "network") if lang == "en" else ("손실", "신경망")
    stage.locator(f".question .mbviz-term:text-is('{loss}')").click()
    expect_beside(screen, loss)
    stage.locator(".worked .mbviz-term:text-is('nats')").click()
    expect_beside(screen, "nats")
    stage.locator(".ask-help").click()
    stage.locator(f".help .mbviz-term:text-is('{network}')").click()
    expect_beside(screen, network)
    assert len(set(stage.locator(".help .mbviz-term").all_inner_texts())) == 4  # each once


def test_a_second_press_on_the_word_takes_it_away(screen, server):
    page = opened(screen, f"{server.url}/planner")
    word = page.get_by_role("button", name="Cochran", exact=True)
    word.click()
    expect_beside(page, "Cochran")
    word.click()
    expect(page.locator(".mbviz-told")).to_be_hidden()
