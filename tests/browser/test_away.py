"""A server that does not answer: the page says so in its language, and what is done meanwhile is not lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.app_server import AppServer
from tests.browser.view import open_at


@pytest.fixture
def tab(browser):
    """A tab that may complain of a server that is gone."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


def test_a_server_that_is_away_is_said_in_the_pages_language_until_it_is_back(tab, cache, oracle):
    notice = tab.locator(".mbviz-notice")
    after = oracle.batch(draw=1).settings.name
    with AppServer(cache) as second:
        open_at(tab, f"{second.url}/draw?lang=ko", "drawn")
        tab.evaluate(OPENED)
        expect(notice).to_have_count(0)
        second.__exit__()
        expect(notice).to_have_text(re.compile("서버가 응답하지 않습니다"), timeout=20_000)
        tab.wait_for_function("window.dialogs > 0", timeout=60_000)
        expect(tab.get_by_test_id("stDialog")).to_have_count(0)  # Streamlit's own words, in English
        tab.get_by_role("button", name="다음 추출").click()
        with second:
            expect(notice).to_have_count(0, timeout=60_000)
            expect(tab.locator(f".st-key-drawn [data-painted='{after}']")).to_be_attached(timeout=60_000)


def test_a_turn_that_the_server_did_not_hear_is_asked_for_once_more(fresh, server):
    page = fresh(LOSES, viewport={"width": 1280, "height": 720})
    open_at(page, f"{server.url}/delta", "delta")
    page.evaluate("window.lost = 0")
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("/predict"), timeout=20_000)
    assert page.evaluate("window.lost") == 1
    expect(page.locator(".st-key-bar [data-painted]")).to_be_attached()


LOSES = """
  window.WebSocket = class extends WebSocket {
    send(data) {
      if (window.lost === 0 && new TextDecoder().decode(data).includes("turn")) window.lost += 1;
      else super.send(data);
    }
  };"""
OPENED = """() => {
  window.dialogs = 0;
  const count = () => { window.dialogs += document.querySelectorAll("[data-testid=stDialog]").length; };
  new MutationObserver(count).observe(document.body, { childList: true });
}"""
