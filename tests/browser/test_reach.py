"""It reaches everyone: fingers on a phone, a page at twice its size, and whoever wants to send a link on."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from mbviz.ui.deck import SCREENS
from tests.browser.test_walk import BOXES, address, settle

FINGER, LEAST = 44, 24  # pixels: what a finger wants, and the least that WCAG 2.2 AA allows
# How high what can be tapped is: a place above or below it that still belongs to it counts, but for buttons.
TARGETS = """() => {
  const found = [];
  const isOn = (element, x, y) => {
    let at = document.elementFromPoint(x, y);
    while (at?.shadowRoot) at = at.shadowRoot.elementFromPoint(x, y);
    return !!at && (element.contains(at) || at.contains(element) && at.matches("label"));
  };
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      if (!element.matches("a[href], button, input, select, summary, td[tabindex]") || element.closest("[data-testid=stSidebar], .mbviz-term")) continue;
      if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
      element.scrollIntoView({ block: "center" });
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const reach = !element.matches("button") && [-21, 21].every((by) => isOn(element, x, y + by)) ? 44 : height;
      found.push([`${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 20)}`, width, Math.max(height, reach)]);
    }
  };
  look(document.body);
  return found.filter(([, width, height]) => width > 1 && height > 1);
}"""


def walk(page: Page) -> Iterator[str]:
    """Each screen when it is there, from the first one on."""
    for path in SCREENS:
        settle(page, path)
        yield path
        page.keyboard.press("PageDown")


def unread(page: Page, *, is_whole: bool) -> list[str]:
    """What of a screen cannot be read; with `is_whole` it is not to scroll, either."""
    return page.evaluate(f"(() => {{ {BOXES}; return boxes({str(is_whole).lower()}) }})()")


def test_a_finger_hits_every_control_on_a_phone(fresh, server):
    page = fresh(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.goto(f"{server.url}/?batch_size=200")  # so many that a button shows all their indices
    small = {}
    for path in walk(page):
        targets = page.evaluate(TARGETS)
        assert len(targets) > 5  # the header alone has as many
        if found := [target for target in targets if target[1] < LEAST or target[2] < FINGER]:
            small[path] = found
    assert not small


# How far the menu above a page reaches into what stands beside it, pixels.
OVERLAP = """() => {
  const menu = [...document.querySelectorAll("[data-testid=stTopNavSection]")].map((part) => part.getBoundingClientRect().right);
  return Math.max(...menu) - document.querySelector(".st-key-place").getBoundingClientRect().left;
}"""


@pytest.mark.parametrize(("size", "lang"), [((1280, 720), "ko"), ((1024, 768), "en")])
def test_on_a_tablet_nothing_scrolls_though_its_controls_are_for_fingers_and_upright_the_menu_has_its_place(
    fresh, server, size, lang
):
    width, height = size
    page = fresh(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.goto(f"{server.url}/?lang={lang}")
    assert not {path: wrong for path in walk(page) if (wrong := unread(page, is_whole=True))}
    for across in (820, 900, 995):
        page.set_viewport_size({"width": across, "height": 1180})
        expect(page.get_by_test_id("stTopNavSection").first).to_be_visible()
        assert page.evaluate(OVERLAP) <= 0, across


ROWS = """(row) => {
  const middles = [...row.children].map((child) => child.getBoundingClientRect()).filter(({ height }) => height).map(({ top, height }) => top + height / 2);
  return new Set(middles.map((middle) => Math.round(middle / 20))).size;
}"""


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(("path", "rows"), [("mini-batch", 3), ("wrong", 1)])
def test_on_the_narrowest_phone_no_row_is_for_the_menu_alone_the_draw_is_named_and_the_articles_table_fits(
    fresh, server, path, rows, lang
):
    page = fresh(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(f"{server.url}/{address(path)}?lang={lang}")
    settle(page, path)
    controls = page.locator(f".st-key-{'stage' if path == 'mini-batch' else 'bar'} .controls")
    assert controls.evaluate(ROWS) == rows
    assert controls.locator("> :visible").count() > 1
    if path == "mini-batch":
        word, field = (controls.locator(part).bounding_box() for part in (".draw .name", ".draw-field"))
        assert (
            word["width"] > 15 and field["x"] <= word["x"] and word["x"] + word["width"] <= field["x"] + field["width"]
        )
    else:
        tables = page.locator(".mbviz-pair .mbviz-scroll")
        assert tables.count() == 2 and tables.evaluate_all(
            "all => all.every((one) => one.scrollWidth <= one.clientWidth)"
        )


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("ko", "dark")])
def test_at_twice_its_size_every_screen_can_be_read(page, server, lang, scheme):
    page.set_viewport_size({"width": 640, "height": 360})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{server.url}/?lang={lang}")
    found = {}
    for path in walk(page):
        if wrong := unread(page, is_whole=False):
            found[path] = wrong
        controls = page.locator(".st-key-bar .controls")
        if controls.count() and controls.bounding_box()["height"] > 360 / 3:
            found.setdefault(path, []).append("the bar takes more than a third of the window")
    assert not found


ONLY_HERE = {
    "en": "Only this computer can open this address. Ask whoever runs mbviz",
    "ko": "이 주소는 이 컴퓨터에서만 열립니다. 수업용 주소는 mbviz를 운영하는 사람에게",
}


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_that_only_this_machine_opens_says_what_to_do(fresh, server, width, lang):
    page = fresh(viewport={"width": width, "height": 720}, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server.url}/{address('draw')}?lang={lang}")
    settle(page, "draw")
    page.locator(".st-key-place .copy").click()
    told = page.locator(".st-key-place .told")
    expect(told).to_contain_text(ONLY_HERE[lang])
    box = told.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_wider_than_a_phone_scrolls_within_itself_and_shows_that_there_is_more(page, server, scheme):
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server.url}/wrong?arrays=this-batch")
    settle(page, "wrong")
    table = page.locator(".mbviz-scroll").last
    assert table.evaluate("(it) => it.scrollWidth > it.clientWidth + 20")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") == 390

    def shade(side: int) -> float:
        """How far the lowest pixels' edge on a side is from the page's ground, below all lines of the table."""
        shot = np.asarray(Image.open(BytesIO(table.screenshot())).convert("L"), dtype=float)
        row = shot[-40:-10].mean(axis=0)
        ground = 255 if scheme == "light" else 22
        return float(abs(row[[2, -3][side]] - ground))

    assert shade(1) > 20  # more to the right
    table.evaluate("(it) => it.scrollTo(it.scrollWidth, 0)")
    assert shade(1) < 20 < shade(0)
