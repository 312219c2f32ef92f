"""A walk through all screens by the keys of a presenter's clicker: each fits, each can be read, each answers its controls."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ElementHandle, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from mbviz.ui.deck import FIRST, SCREENS

BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
SIZES = [(1280, 720), (1024, 768), (390, 844)]
# Window, light or dark, language: half of all combinations, among which every two of them meet. What is wrong comes
# from one of the three or from two: colours from the scheme, what has no room from language and window.
LOOKS = [
    ((1280, 720), "light", "en"), ((1280, 720), "dark", "ko"), ((1024, 768), "dark", "en"), ((1024, 768), "light", "ko"),
    ((390, 844), "light", "en"), ((390, 844), "dark", "ko"),
]  # fmt: skip
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
# Everything on a screen that a control may change, but not the bar: its texts, its marks of what is painted, its charts.
CONTENT = """() => {
  const screen = document.querySelector(".st-key-screen");
  const read = (root) => [...root.querySelectorAll("*")].map((element) =>
    element.closest(".st-key-bar") ? "" : [
      [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(),
      element.getAttribute("data-painted") ?? "", element.getAttribute("d") ?? "",
      element.shadowRoot ? read(element.shadowRoot) : ""].join("|")).join("\\n");
  return read(screen);
}"""

# Whether every picture says what it shows.
PICTURES = """() => {
  const unsaid = (root) => [...root.querySelectorAll("*")].some((element) =>
    element.shadowRoot ? unsaid(element.shadowRoot) : element.matches("canvas[role=img]:not([aria-label])"));
  return !unsaid(document.body);
}"""
# Where the header's buttons stand: what a presenter presses again and again is found without looking.
HEADER = """() => {
  const deck = document.querySelector(".st-key-place [data-testid=stBidiComponentIsolated]");
  const shown = [...deck.children, ...deck.shadowRoot.querySelectorAll("button")].filter((element) => getComputedStyle(element).visibility === "visible");
  return shown.map((element) => [element.className.replace("turn to-", ""), element]).map(([name, element]) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return `${name}: ${[left, top, width, height].map(Math.round)}`;
  });
}"""
# Controls on which the keyboard's place is not seen, and what moves longer than a frame though less motion is wanted.
REACH = """() => {
  const found = [];
  const name = (element) => `${element.tagName} ${element.getAttribute("data-testid") ?? element.className}`;
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      const style = getComputedStyle(element);
      const moves = (property, seconds) => property !== "none" && Math.max(...seconds.split(",").map(parseFloat)) > 0.02;
      if (moves(style.transitionProperty, style.transitionDuration) || moves(style.animationName, style.animationDuration))
        found.push(`moves: ${name(element)}`);
      const canHaveFocus = element.matches("a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])");
      if (!canHaveFocus || element.matches(".spoken") || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
      element.focus({ preventScroll: true });
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      if (element.matches(":focus") && (outlineStyle === "none" || parseFloat(outlineWidth) < 1) && boxShadow === "none") found.push(`no focus: ${name(element)}`);
    }
  };
  look(document.body);
  document.activeElement?.blur();
  return [...new Set(found)];
}"""
# What axe holds against WCAG 2.2 AA and its own best practices; the size of targets is not among its usual rules.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}


def violations(page: Page) -> list[str]:
    """What axe finds on the page that is more than minor."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{f['id']}: {[n['target'] for n in f['nodes']][:3]}" for f in found if f["impact"] != "minor"]


def address(path: str) -> str:
    return "" if path == FIRST else path


def settle(page: Page, path: str) -> None:
    """Wait until a screen is there, and all that comes with it."""
    expect(page).to_have_url(re.compile(rf"/{address(path)}(\?|$)"))
    expect(page.locator("h1, .question").first).to_be_visible()
    page.locator(READY).wait_for()
    page.wait_for_function("!document.querySelector('.st-key-screen [data-stale=true]')")  # of the screen before
    page.wait_for_function("document.fonts.status === 'loaded'")
    if path == FIRST:
        expect(page.locator('.stage[data-painted]:not([data-painted=""])')).to_be_attached()
    else:
        expect(page.locator(".st-key-bar [data-painted]")).to_be_attached()
    page.wait_for_function(PICTURES)


@pytest.mark.parametrize(("size", "scheme", "lang"), LOOKS, ids=str)
def test_every_screen_fits_and_can_be_read(page, server, size, scheme, lang):
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{server.url}/?lang={lang}")
    found, titles, places = {}, [], set()
    for path in SCREENS:
        settle(page, path)
        titles.append(page.title())
        if wrong := page.evaluate(f"(() => {{ {BOXES}; return boxes({str(width > 640).lower()}) }})()"):
            found[path] = wrong
        if width == 1280 and (wrong := violations(page)):
            found[f"{path} (axe)"] = wrong
        if width == 1024:
            page.keyboard.press("Tab")  # a hand is on the keyboard
            if wrong := page.evaluate(REACH):
                found[f"{path} (reach)"] = wrong
        places.update(page.evaluate(HEADER))
        page.keyboard.press("PageDown")
    assert not found
    assert len(set(titles)) == len(SCREENS)
    names = [place.partition(":")[0] for place in places]
    assert {"back", "next"} < set(names) and len(set(names)) == len(names), sorted(places)  # each in one place


def test_page_up_leads_back_and_both_ends_hold(page, server):
    *_, last_but_one, last = SCREENS
    page.goto(f"{server.url}/{last}")
    settle(page, last)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    settle(page, last_but_one)
    page.goto(server.url)
    settle(page, FIRST)
    page.keyboard.press("PageUp")
    page.keyboard.press("PageDown")
    settle(page, list(SCREENS)[1])


def test_a_clickers_keys_lead_on_though_a_slider_has_the_focus_but_not_out_of_a_text(page, server):
    page.goto(f"{server.url}/draw")
    settle(page, "draw")
    page.locator(".st-key-bar .size-slider").focus()
    page.keyboard.press("PageDown")
    settle(page, "example")
    assert "batch_size" not in page.url


def test_a_turn_runs_the_screens_own_part_of_the_page_and_tells_the_menu(page, server):
    messages: list[ForwardMsg] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda sent: messages.append(read(sent))))
    page.goto(f"{server.url}/draw?draw=2&batch_size=20")
    settle(page, "draw")
    for key, path in (("PageDown", "example"), ("PageUp", "draw")):
        messages.clear()
        page.keyboard.press(key)
        settle(page, path)
        expect(page).to_have_title(f"mbviz · {SCREENS[path].title}")
        expect(page).to_have_url(re.compile(r"draw=2\b"))
        runs = [sent.metadata.run for sent in messages if sent.WhichOneof("type") == "new_session"]
        assert [len(run.fragment_ids) for run in runs] == [1]
        (menu,) = [sent.navigation for sent in messages if sent.WhichOneof("type") == "navigation"]
        assert menu.page_script_hash == calc_hash(path)


def test_what_is_typed_counts_when_the_screen_is_turned(page, server):
    page.goto(f"{server.url}/draw")
    settle(page, "draw")
    field = page.locator(".st-key-bar .size-field")
    field.fill("77")
    field.press("PageDown")
    settle(page, "example")
    expect(field).to_have_value("77")
    expect(page).to_have_url(re.compile("batch_size=77"))
    expect(page.locator(".st-key-screen")).to_contain_text("of 77")


def test_a_drag_ends_where_the_screen_is_turned(page, server):
    page.goto(f"{server.url}/draw")
    settle(page, "draw")
    slider = page.locator(".st-key-bar .size-slider")
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 50, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, y)
    dragged = slider.input_value()
    page.keyboard.press("PageDown")
    settle(page, "example")
    page.mouse.move(box["x"] + 700, y)
    page.mouse.up()
    expect(slider).to_be_enabled()
    expect(slider).to_have_value(dragged)


def test_an_open_menu_and_what_was_said_of_a_copy_go_when_the_screen_is_turned(page, server):
    page.goto(f"{server.url}/draw")
    settle(page, "draw")
    page.locator(".st-key-place .copy").click()
    expect(page.locator(".st-key-place .told")).to_contain_text("Copied")
    page.get_by_test_id("stTopNavSection").first.click()
    links = page.get_by_test_id("stTopNavDropdownLink")
    expect(links.first).to_be_visible()
    page.keyboard.press("PageDown")
    settle(page, "example")
    expect(links).to_have_count(0)
    expect(page.locator(".st-key-place .told")).to_be_empty()


def read(sent: str | bytes) -> ForwardMsg:
    """A message from the server; other frames keep the connection up."""
    return ForwardMsg.FromString(sent) if isinstance(sent, bytes) else ForwardMsg()


def controls_of(page: Page) -> list[ElementHandle]:
    """What can be pressed or moved in the bar, and may change the screen: last what may take others their part in it."""
    found = []
    for shown in ("input[type=range]", ".next", ".option[aria-pressed=false]"):
        found += page.locator(f".st-key-bar .controls {shown}").element_handles()
    return [control for control in found if control.is_visible()]


@pytest.mark.parametrize("path", [path for path, screen in SCREENS.items() if not screen.has_controls])
def test_every_control_of_a_screen_changes_something_on_it(page, server, path):
    page.goto(f"{server.url}/{path}{'?arrays=this-batch' if 'arrays' in SCREENS[path].settings else ''}")
    settle(page, path)
    for control in controls_of(page):  # one after the other: each on what those before it have set
        before, url = page.evaluate(CONTENT), page.url
        if control.get_attribute("type") == "range":
            control.press("End" if control.input_value() != control.get_attribute("max") else "Home")
        else:
            control.click()
        page.wait_for_function(f"(before) => ({CONTENT})() !== before", arg=before, timeout=15_000)
        expect(page.locator(".st-key-screen[data-awaited]")).to_have_count(0)
        page.wait_for_function("(url) => location.href !== url", arg=url)  # the address says it
        page.locator(READY).wait_for()


def test_the_menu_shows_all_screens_and_opens_each(page, server):
    page.goto(server.url)
    settle(page, FIRST)
    menu = page.get_by_test_id("stTopNav")
    shown = []
    for group in dict.fromkeys(screen.group for screen in SCREENS.values()):
        menu.get_by_text(group, exact=True).click()
        links = page.locator("[data-testid=stTopNavPopover] a, [data-testid=stTopNavDropdownLink]")
        expect(links.first).to_be_visible()
        shown += [text.strip() for text in links.all_inner_texts()]
        page.keyboard.press("Escape")
    assert shown == [screen.title for screen in SCREENS.values()]


@pytest.mark.parametrize(
    ("first_version", "now"),
    [("indexing?p=0.1&delta=1e-3", "delta?delta=1e-3&p=0.1"), ("shapes?form=one-hot", "which-loss?form=one-hot"),
     ("batch-size?population=1000000&precision=0.05", "planner?population=1000000&precision=0.05"),
     ("parts?batch_size=20&draw=3", "?batch_size=20&draw=3"), ("Batch_Size?pin=untrained,0,true", "batch-size?pin=untrained")],
)  # fmt: skip
def test_an_address_of_the_first_version_opens_what_it_meant(page, server, first_version, now):
    page.goto(f"{server.url}/{first_version}")
    settle(page, now.partition("?")[0] or FIRST)
    for part in now.partition("?")[2].split("&"):
        expect(page).to_have_url(re.compile(re.escape(part)))
