"""Screens: they fit the window without scrolling, and the control bar stays as it is whatever changes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.view import expect_still, field, more, open_at, slider, type_number

SCREENS = {"draw": "drawn", "example": "one_digit"}
OVER = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth];
}"""
ROW = """(bar) => {
  const boxes = [...bar.querySelectorAll(".controls :is(input, button)")].map((control) => control.getBoundingClientRect());
  const shown = boxes.filter(({ height }) => height);
  const middles = shown.map(({ top, bottom }) => (top + bottom) / 2).sort((a, b) => a - b);
  return [shown.length, Math.max(...shown.map(({ right }) => right)) <= bar.getBoundingClientRect().right,
          middles.filter((middle, i) => !i || middle - middles[i - 1] > 6).length];
}"""
PLACES = """(bar) => [...bar.querySelectorAll(".controls > *")].map((a) => a.getBoundingClientRect())
  .map(({ x, y, width, height }) => [x, y, width, height].map(Math.round).join())"""
ROWS = {
    "draw": 1,
    "example": 1,
    "indexing?arrays=this-batch": 2,
    "shapes": 1,
    "pictures": 1,
    "which-loss": 1,
    "batch-size": 1,
    "planner": 2,
}  # of the bar at 1280 pixels
BELOW = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  main.scrollTop = main.scrollHeight;
  const last = [...document.querySelectorAll(".st-key-screen > div > .stVerticalBlock > :not(.st-key-bar, :has(.st-key-bar))")].at(-1);
  return document.querySelector(".st-key-bar").getBoundingClientRect().top - last.getBoundingClientRect().bottom;
}"""


QUERIES = ["batch_size=10&n=3", "batch_size=1", "batch_size=500&draw=2&network=40-epochs", "batch_size=5000"]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_fits_the_window_that_it_opens_in_and_any_that_it_becomes(page, server, path, lang):
    windows = [{"width": 1280, "height": 720}, {"width": 1366, "height": 768}, {"width": 1024, "height": 768}]
    for k, query in enumerate(QUERIES):
        opens_in = k % 3  # each of them once at least
        for window in (*windows[opens_in:], *windows[:opens_in]):
            page.set_viewport_size(window)
            if window is windows[opens_in]:
                open_at(page, f"{server.url}/{path}?{query}&lang={lang}", SCREENS[path])
                expect(page.locator(".st-key-take button").last).to_be_visible()
            expect_still(page)
            assert page.evaluate(OVER) == [0, 0], (query, window)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_bar_has_two_rows_at_most_within_the_window_and_hides_nothing(page, server, lang):
    bar, widths = page.locator(".st-key-bar .bar"), [1280, 1024, 390]
    for k, (path, rows) in enumerate(ROWS.items()):
        opens_at = k % 3
        for width in (*widths[opens_at:], *widths[:opens_at]):
            page.set_viewport_size({"width": width, "height": 768})
            if width == widths[opens_at]:
                open_at(page, f"{server.url}/{path}{'&' if '?' in path else '?'}lang={lang}", "bar")
                expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            expect_still(page)
            controls, is_within, count = bar.evaluate(ROW)
            assert controls and is_within and count <= (rows if width == 1280 else 2), (path, width, count)
            assert page.evaluate(BELOW) >= 0, (path, width)


@pytest.mark.parametrize("width", [1280, 1024])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_bar_keeps_its_place_whatever_changes(page, server, width, lang):
    page.set_viewport_size({"width": width, "height": 768})
    open_at(page, f"{server.url}/example?lang={lang}", "one_digit")
    bar = page.locator(".st-key-bar .bar")
    before = bar.evaluate(PLACES)
    type_number(page, "batch_size", "4999")
    expect(field(page, "batch_size")).to_have_value("4999")
    type_number(page, "draw", "123456")
    expect(page).to_have_url(re.compile("draw=123456"))
    type_number(page, "n", "4998")
    expect(page).to_have_url(re.compile("n=4998"))
    slider(page, "신경망" if lang == "ko" else "network").press("End")
    expect(page).to_have_url(re.compile("network=40-epochs"))
    assert bar.evaluate(PLACES) == before


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_has_no_room_on_a_phone_is_behind_the_button_and_comes_back_with_the_room(page, server, lang):
    page.set_viewport_size({"width": 390, "height": 844})
    open_at(page, f"{server.url}/example?lang={lang}", "one_digit")
    network = page.locator(".st-key-bar .network")
    expect(network).to_be_hidden()
    for place in (".draws", ".example"):
        expect(page.locator(f".st-key-bar .controls {place}")).to_be_visible()
    with more(page) as menu:
        expect(menu.locator(".network")).to_be_visible()
        menu.locator(".network-slider").press("End")
        expect(page).to_have_url(re.compile("network=40-epochs"))
        menu.locator(".option").last.click()
        expect(page).to_have_url(re.compile("order=largest-loss-first"))
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator(".st-key-bar .controls .network")).to_be_visible()
    assert page.locator(".st-key-bar .menu .network").count() == 0


def test_on_a_phone_each_option_in_the_menu_is_a_button_and_rows_of_them_are_as_wide(page, server):
    page.set_viewport_size({"width": 390, "height": 844})
    open_at(page, f"{server.url}/large-batch", "bar")
    with more(page) as menu:
        options = menu.locator(".option").evaluate_all(
            "all => all.map((one) => [one.offsetTop, one.offsetWidth, getComputedStyle(one).borderRadius])"
        )
    (first, width, _), (second, *_) = options
    assert second > first  # they have no room side by side
    assert {(one[1], one[2]) for one in options} == {(width, "8px")}


@pytest.mark.parametrize(("path", "shown"), [("which-loss", ".options"), ("shapes", ".draws"), ("draw", ".draws")])
def test_on_a_phone_what_a_screen_is_about_stays_in_the_bar(page, server, path, shown):
    page.set_viewport_size({"width": 390, "height": 844})
    open_at(page, f"{server.url}/{path}", "bar")
    expect(page.locator(f".st-key-bar .controls {shown}")).to_be_visible()
    assert page.evaluate(OVER)[1] == 0


def test_on_a_phone_a_slider_has_the_room_there_is_and_a_curve_is_seen_on_arrival(page, server):
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("predict", "spread", "models", "shapes"):
        open_at(page, f"{server.url}/{path}", "bar")
        expect(page.locator(".st-key-bar .network-slider")).to_be_visible()
        assert page.locator(".st-key-bar .network-slider").bounding_box()["width"] >= 4 * 44, path  # between five stops
    open_at(page, f"{server.url}/trust", "bar")
    label = page.locator(".st-key-bar .size").evaluate("e => getComputedStyle(e, '::after').content")
    assert label == '"B ="'
    open_at(page, f"{server.url}/delta", "delta")
    chart, table = (page.locator(f".delta {part}").bounding_box() for part in ("canvas", "table"))
    assert chart["y"] + chart["height"] <= table["y"]


def test_the_arrows_to_other_screens_are_as_high_as_the_buttons_between_them(page, server):
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        open_at(page, f"{server.url}/draw?lang=en", "bar")
        arrow = page.locator(".st-key-place .turn").first.bounding_box()
        share = page.locator(".st-key-place").get_by_role("button", name="Share").first.bounding_box()
        assert (arrow["y"], arrow["height"]) == pytest.approx((share["y"], share["height"]), abs=1), width


def test_the_link_past_the_menu_speaks_the_pages_language(page, server):
    for lang, text in (("en", "Skip to the page’s content"), ("ko", "본문으로 건너뛰기")):
        open_at(page, f"{server.url}/draw?lang={lang}", "bar")
        expect(page.get_by_test_id("stSkipToContent")).to_have_text(text)


@pytest.mark.parametrize(("path", "title"), [("", "The stage"), ("draw", "The draw"), ("example", "One example"),
                                             ("indexing", "Step through"), ("batch-size", "The law"),
                                             ("indexing?lang=ko", "한 단계씩")])  # fmt: skip
def test_each_page_is_called_by_its_name_in_the_browsers_tab(page, server, path, title):
    page.goto(f"{server.url}/{path}")
    expect(page).to_have_title(f"mbviz · {title}")


@pytest.mark.parametrize("name", ["Mini-batch", "Shapes"])
def test_a_group_of_the_menu_shows_when_it_has_the_focus(page, server, name):
    open_at(page, f"{server.url}/draw", "drawn")
    focus = "(name) => { const node = document.activeElement; return node.innerText.trim() === name && getComputedStyle(node).outlineStyle; }"
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate(focus, name)
        if style:
            break
    assert style and style != "none"


def test_the_source_of_the_digits_is_behind_the_button(page, server):
    open_at(page, f"{server.url}/draw", "drawn")
    with more(page) as body:
        expect(body).to_contain_text("mlxtend")


def test_a_press_elsewhere_on_the_page_closes_the_menu_of_more_settings(screen, server):
    page = screen
    page.goto(f"{server.url}/planner")
    expect(page.locator(".st-key-bar [data-painted]")).to_be_attached()
    button, menu = page.locator(".st-key-bar .more"), page.locator(".st-key-bar .menu")
    button.click()
    expect(menu).to_be_visible()
    menu.locator(".told").first.click()  # a press inside leaves it open
    expect(menu).to_be_visible()
    page.locator("h1").click()
    expect(menu).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(menu).to_be_visible()
