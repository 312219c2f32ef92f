"""The browser's Back and Forward: one entry for each page, with its settings as they stood."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import watch
from tests.browser.stage import expect_stage, open_stage
from tests.browser.view import field, open_at, type_number

ENTRIES = "history.length"


def lead(page: Page, way: str) -> None:
    """Go to the screen after or before this one."""
    page.get_by_role("link", name=re.compile(f"^{way}:")).click()


def to_draw(page: Page) -> None:
    lead(page, "Next")
    expect_draw(page, r"/draw\b")


def expect_draw(page: Page, url: str) -> None:
    expect(page.locator(".st-key-drawn [data-painted]").first).to_be_attached()
    expect(page).to_have_url(re.compile(url))


def at_draw(page: Page, draw: int) -> None:
    """On a page with a bar: it shows the draw, and the address says it."""
    expect(field(page, "draw")).to_have_value(str(draw))
    expect(page).to_have_url(re.compile(rf"draw={draw}\b"))


@pytest.fixture
def new_tab(context) -> Iterator[Page]:
    """A tab without a history: a browser keeps the last fifty entries of one, and the tests share theirs."""
    tab = context.new_page()
    tab.set_viewport_size({"width": 1280, "height": 720})
    tab.emulate_media(reduced_motion="reduce")
    yield from watch(tab)
    tab.close()


@pytest.fixture
def two_pages(new_tab, server, oracle) -> Page:
    """The stage at draw 4, and behind it the screen of the draw at draw 6, which is open."""
    screen = new_tab
    open_stage(screen, f"{server.url}/?batch_size=50&draw=3")
    screen.keyboard.press("n")
    expect_stage(screen, oracle.batch(50, draw=4))
    expect(screen).to_have_url(re.compile("draw=4"))
    entries = screen.evaluate(ENTRIES)
    to_draw(screen)
    type_number(screen, "draw", "5")
    at_draw(screen, 5)
    screen.get_by_role("button", name="Next draw").click()
    at_draw(screen, 6)
    assert screen.evaluate(ENTRIES) == entries + 1
    return screen


def test_back_and_forward_lead_from_page_to_page_with_their_settings(two_pages, oracle):
    page = two_pages
    page.go_back()
    expect_stage(page, oracle.batch(50, draw=4))
    expect(page).to_have_url(re.compile(r"/\?batch_size=50&draw=4$"))
    page.go_forward()
    expect_draw(page, r"/draw\?batch_size=50&draw=6$")
    at_draw(page, 6)
    page.go_back()
    expect_stage(page, oracle.batch(50, draw=4))
    page.keyboard.press("n")
    expect_stage(page, oracle.batch(50, draw=5))
    expect(page).to_have_url(re.compile("draw=5"))
    page.go_forward()
    at_draw(page, 6)
    page.go_back()
    expect_stage(page, oracle.batch(50, draw=5))


def test_what_is_pressed_right_after_back_or_forward_counts_on_the_page_that_comes(two_pages, oracle):
    page = two_pages
    page.go_back()
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect_stage(page, oracle.batch(50, draw=6))
    expect(page).to_have_url(re.compile("draw=6"))
    page.go_forward()
    page.keyboard.press("n")
    at_draw(page, 7)
    for _ in range(2):
        page.go_back()
        page.go_forward()
    page.go_back()
    page.keyboard.press("p")
    expect_stage(page, oracle.batch(50, draw=5))
    expect(page).to_have_url(re.compile("draw=5"))
    page.go_forward()
    at_draw(page, 7)


def test_what_is_pressed_right_after_the_menu_counts_on_the_page_that_comes(two_pages, oracle):
    page = two_pages
    lead(page, "Back")
    page.keyboard.press("n")
    expect_stage(page, oracle.batch(50, draw=7))
    expect(page).to_have_url(re.compile(r"/\?.*draw=7"))
    lead(page, "Next")
    page.keyboard.press("n")
    at_draw(page, 8)
    expect_draw(page, "/draw")


def test_a_setting_that_the_page_before_did_not_have_is_its_default_there(screen, server, oracle):
    open_stage(screen, f"{server.url}/?lang=ko")
    screen.locator(".st-key-place .language").click()
    expect(screen.locator(".st-key-place .copy")).to_have_accessible_name("Copy link")
    expect(screen).to_have_url(re.compile(r"/$"))
    to_draw(screen)
    type_number(screen, "batch_size", "37")
    expect(screen).to_have_url(re.compile("batch_size=37"))
    screen.go_back()
    expect_stage(screen, oracle.batch())


def test_a_reload_and_another_tab_show_the_page_that_back_led_to(two_pages, oracle, fresh):
    page = two_pages
    page.go_back()
    expect_stage(page, oracle.batch(50, draw=4))
    page.reload()
    expect_stage(page, oracle.batch(50, draw=4))
    other = fresh(viewport={"width": 1280, "height": 720})
    open_stage(other, page.url)
    expect_stage(other, oracle.batch(50, draw=4))
    page.go_forward()
    at_draw(page, 6)


def test_what_is_no_setting_of_ours_stays_in_the_address(screen, server, oracle):
    open_stage(screen, f"{server.url}/?course=7&draw=3")
    expect_stage(screen, oracle.batch(draw=3))
    screen.keyboard.press("n")
    expect(screen).to_have_url(re.compile(r"/\?course=7&draw=4$"))
    open_at(screen, f"{server.url}/draw?course=7&draw=3", "drawn")
    screen.get_by_role("button", name="Next draw").click()
    expect(screen).to_have_url(re.compile(r"/draw\?course=7&draw=4$"))
    expect(screen.locator("[data-testid=stAlert]")).to_have_count(0)
