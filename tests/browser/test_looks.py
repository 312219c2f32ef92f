"""Wide and narrow, light and dark: no sideways scroll, nothing serious for axe, and the keyboard reaches everything."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.view import expect_painted, more, open_at, open_page

SCROLL = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
  .map((element) => element.scrollWidth - element.clientWidth)"""
FOCUSED = """() => {
  let node = document.activeElement;
  while (node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
  const host = document.activeElement.closest("[class*=st-key-]");
  const key = host ? [...host.classList].find((name) => name.startsWith("st-key-")) : "";
  return `${key} ${node.getAttribute("role") || node.tagName} ${node.getAttribute("aria-label") || node.innerText || ""} ${node.className}`;
}"""


@pytest.fixture(params=["light", "dark"])
def theme(request, page):
    page.emulate_media(color_scheme=request.param)
    return request.param


@pytest.fixture(params=[1280, 390])
def width(request, page):
    page.set_viewport_size({"width": request.param, "height": 900})
    return request.param


def serious(page) -> list[str]:
    """What axe finds serious or critical, as rule and place; the list of the menu on a phone is Streamlit's own."""
    context = {"exclude": [["[data-testid=stSidebarNav]"]]}
    found = Axe().run(page, context, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {json.dumps(node['target'])} {node['html'][:160]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def test_nothing_scrolls_sideways_and_axe_finds_nothing_serious(page, server, theme, width):
    open_page(page, f"{server.url}/?batch_size=20")
    assert page.evaluate(SCROLL) == [0, 0]
    assert serious(page) == []


@pytest.mark.parametrize("query", ["batch_size=1", "batch_size=5000&replace=false", "batch_size=1000&order=x&n=5000"])
@pytest.mark.parametrize("path", ["draw", "example", "pictures", "which-loss"])
def test_nothing_scrolls_sideways_on_a_phone_whatever_is_chosen(page, server, path, query):
    page.set_viewport_size({"width": 390, "height": 800})
    open_at(page, f"{server.url}/{path}?{query}", "bar")
    assert page.evaluate(SCROLL) == [0, 0]


def test_the_menu_and_what_is_changed_seldom_are_accessible_on_a_phone(page, server):
    page.set_viewport_size({"width": 390, "height": 800})
    open_page(page, server.url)
    expect(page.get_by_role("slider", name="Batch size")).to_be_visible()
    with more(page):
        assert page.evaluate(SCROLL) == [0, 0]
        assert serious(page) == []
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("link", name="Step through").first).to_be_visible()
    assert page.evaluate(SCROLL) == [0, 0]
    assert serious(page) == []
    menu = page.get_by_test_id("stSidebar")
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click(timeout=3000)  # nothing lies over it
    expect(menu).to_have_attribute("data-collapsed", "true")
    page.get_by_test_id("stExpandSidebarButton").click()
    menu.get_by_role("link", name="Step through").click()
    expect(menu).to_have_attribute("data-collapsed", "true")  # the screen that was chosen is in sight
    expect(page).to_have_url(re.compile("/indexing"))


@pytest.mark.parametrize(("path", "part"), [("draw?batch_size=1000", "drawn"), ("example", "one_digit"), ("shapes", "hundred"),
                                            ("shapes", "hundred_losses"), ("pictures", "flat")])  # fmt: skip
def test_a_change_of_theme_is_taken_by_all_canvases(page, server, path, part):
    open_at(page, f"{server.url}/{path}", part)
    canvases = page.locator(f".st-key-{part} canvas[role]")
    ink = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".stApp")).to_have_css("color-scheme", theme)
        expected = page.locator(".stApp").evaluate("(app) => getComputedStyle(app).color")
        expect(canvases).to_have_css("color", expected)
        ink.append(page.locator(f".st-key-{part} canvas").evaluate_all("(all) => all.map((one) => one.toDataURL())"))
    assert len(ink[0]) == len(ink[1]) and all(light != dark for light, dark in zip(*ink))


def test_tab_reaches_every_control_and_every_view(page, server):
    open_page(page, f"{server.url}/?draw=1&n=1")
    expect_painted(page, "B=10 seed=0 draw=1 with 1-epoch")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        if "BODY" in reached[-1] or (len(reached) > 5 and reached[-1] == reached[0]):
            break
    path = "\n".join(reached)
    wanted = [
        "size-slider",
        "size-field",
        "Previous draw",
        "draw-field",
        "Next draw",
        "Previous example",
        "n-field",
        "Next example",
        "as drawn",
        "largest loss first",
        "network-slider",
        "More settings",
        "st-key-one_digit ",
    ]
    assert [name for name in wanted if name not in path] == [], path
    assert sorted(places := [path.index(name) for name in wanted[:12]]) == places, path
    page.locator(".st-key-bar .more").focus()
    page.keyboard.press("Enter")
    menu = page.locator(".st-key-bar .menu")
    for control in (".seed input", ".replace input", ".theme select", "button.defaults"):
        expect(menu.locator(control)).to_be_focused()
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator(".st-key-bar .more")).to_be_focused()
