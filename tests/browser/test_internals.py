"""What our JavaScript relies on of Streamlit though nobody promises it, looked for on a real page.

A test here fails when an upgrade changes one of them; all of them stand in mbviz/ui/components/page/internals.js.
(Those of the Python code are in tests/ui/test_internals.py.)
"""

import re

import pytest
from playwright.sync_api import expect

from mbviz.ui.components.linker import link
from tests.browser.view import open_at

# Runs `code` with internals.js as `internals`.
ASK = """async ([script, code]) => {
  const internals = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  return new Function("internals", `return ${code}`)(internals);
}"""


@pytest.fixture
def ask(page, server):
    """Asks internals.js on the screen of the law."""
    open_at(page, f"{server.url}/batch-size", "chart_law")
    return lambda code: page.evaluate(ASK, [link("page/internals.js"), code])


def test_a_link_to_a_page_is_known_and_the_connection_is_named(page, ask):
    """Streamlit's test ids stTopNavLink and stApp, and its attribute data-test-connection-state."""
    page.get_by_test_id("stTopNavSection").first.click()
    expect(page.get_by_test_id("stTopNavDropdownLink").first).to_be_visible()
    links = "[...document.querySelectorAll('a')].map((target) => internals.isPageLink({ target })).filter(Boolean)"
    assert {"/", "/draw", "/example"} <= set(ask(f"{links}.map((link) => link.pathname)"))
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")


def test_streamlit_tells_the_page_nothing_that_nobody_holds_and_others_are_heard(page, ask):
    heard = (
        "(globalThis.heard = [], addEventListener('message', ({ data }) => heard.push(data)), postMessage('ours', '*'))"
    )
    ask(heard)
    page.locator(".st-key-place .turn.to-back").click()
    expect(page).to_have_url(re.compile("/which-loss"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Which loss fits these labels?")
    page.wait_for_function("heard.length > 0")
    assert page.evaluate("heard") == ["ours"]


def test_an_entry_is_replaced_on_the_same_page_added_for_another_and_left_alone_while_away(page, ask):
    """What Streamlit does for each change of the address is history.pushState: see `keepEntries`."""
    assert ask("history.pushState.name") != "pushState"  # ours is there already
    count = ask("history.length")
    assert ask("(history.pushState({}, '', '?draw=9'), [history.length, location.search])") == [count, "?draw=9"]
    bound = "(internals.keepEntries(() => false, () => true), history.pushState({}, '', '?draw=8'), location.search)"
    assert ask(bound) == "?draw=9"  # what the next page wants is not written into this one's entry
    away = "(internals.keepEntries(() => true), history.pushState({}, '', '/elsewhere'), location.pathname)"
    assert ask(away) != "/elsewhere"


def test_a_theme_is_kept_where_streamlit_looks_for_it_and_holds_on_every_screen(fresh, server):
    """Streamlit reads localStorage's stActiveTheme-PATH-v2 when it begins."""
    page = fresh(viewport={"width": 1280, "height": 720}, color_scheme="light")
    open_at(page, f"{server.url}/delta", "bar")
    body = page.get_by_test_id("stApp")
    expect(body).to_have_css("color-scheme", "light")
    page.locator(".st-key-bar .more").click()
    page.locator(".st-key-bar .theme select").select_option("Dark")
    expect(body).to_have_css("color-scheme", "dark")
    open_at(page, f"{server.url}/wrong", "bar")
    expect(body).to_have_css("color-scheme", "dark")
    expect(page.get_by_test_id("stMainMenu")).to_have_count(0)  # Streamlit's own, in English, was the only place
