"""The first look at the stage, small screens, and what axe finds."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import PANELS, SCROLLS, choose, expect_stage, lower_boxes, open_stage, stage
from tests.browser.test_looks import serious

LOOKS = """(stage) => new Promise((done) => {
  const canvas = stage.querySelector(".lower canvas");
  const [seen, start] = [[], performance.now()];
  const look = () => {
    const image = canvas.toDataURL();
    if (seen.at(-1) !== image) seen.push(image);
    if (performance.now() - start < 2500) requestAnimationFrame(look); else done(seen.length);
  };
  look();
})"""
CLOUD = """(stage, [left, width]) => {
  const canvas = stage.querySelector(".lower canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const { data } = canvas.getContext("2d").getImageData(left * ratio, 0, width * ratio, canvas.height);
  return data.filter((value, i) => i % 4 === 3 && value > 0).length;
}"""

# Writes down from now on what fades anywhere around the stage, and how much of its pictures can be seen.
FADES = """(stage) => {
  window.fadesOfStage = [];
  const look = () => {
    const around = document.getAnimations().filter(({ effect }) => effect.target.contains(stage.getRootNode().host));
    const shown = [...stage.querySelectorAll("canvas")].map((canvas) => Number(getComputedStyle(canvas).opacity));
    window.fadesOfStage.push([around.length, stage.dataset.painted !== "", Math.min(...shown)]);
    window.lookAtFades = requestAnimationFrame(look);
  };
  look();
}"""
FADED = "() => { cancelAnimationFrame(window.lookAtFades); return window.fadesOfStage; }"


def cloud_ink(page) -> int:
    """How many pixels of the cloud's part are painted, the bands switched off."""
    choose(page, "law", False)
    box, canvas = lower_boxes(page)["cloud"], page.locator(".lower canvas").bounding_box()
    return stage(page).evaluate(CLOUD, [box.left - canvas["x"], box.width])


def test_the_cloud_draws_itself_in_on_the_first_visit_only(fresh, server):
    page = fresh(viewport={"width": 1280, "height": 720})
    open_stage(page, server.url)
    assert stage(page).evaluate(LOOKS) > 10
    page.reload()
    open_stage(page, server.url)
    assert stage(page).evaluate(LOOKS) <= 3  # the first draw falls onto the pile


def test_with_reduced_motion_the_cloud_is_there_at_once(fresh, server):
    page = fresh(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    open_stage(page, server.url)
    assert stage(page).evaluate(LOOKS) <= 3


def test_a_link_can_ask_for_no_cloud(fresh, server):
    page = fresh(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    open_stage(page, server.url)
    full = cloud_ink(page)
    open_stage(page, f"{server.url}/?cloud=false")
    assert cloud_ink(page) < full - 2000  # pixels; axis, grid and their labels stay
    choose(page, "cloud", True)
    choose(page, "law", False)
    expect(page).not_to_have_url(re.compile("cloud"))


def test_a_move_fades_nothing_but_pictures_that_stay_away(screen, server, oracle):
    open_stage(screen, server.url)
    expect_stage(screen, oracle.batch())
    stage(screen).evaluate(FADES)
    for draw in (1, 2, 3):
        screen.keyboard.press("n")
        expect_stage(screen, oracle.batch(draw=draw))
    screen.evaluate("() => { WebSocket.prototype.send = () => {}; }")  # no question leaves, and no answer comes
    screen.keyboard.press("n")
    expect(screen.locator(".digits.late")).to_be_attached()
    expect(screen.locator(".digits canvas")).to_have_css("opacity", "0.35")
    frames = screen.evaluate(FADED)
    screen.goto("about:blank")
    assert {around for around, _, _ in frames} == {0}
    assert len(frames) > 5 and frames[-1] == [0, False, 0.35]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(screen, server, theme, width):
    screen.emulate_media(color_scheme=theme)
    screen.set_viewport_size({"width": width, "height": 720 if width == 1280 else 844})
    open_stage(screen, f"{server.url}/?batch_size=20")
    assert serious(screen) == []
    screen.locator(".more").click()
    expect(screen.locator(".menu")).to_be_visible()
    assert serious(screen) == []


def test_on_a_phone_controls_lie_at_the_bottom_edge_and_the_lower_panel_is_in_sight(fresh, server, oracle):
    page = fresh(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2)
    open_stage(page, server.url)
    for draw in (1, 2):
        page.locator(".next").tap()
        expect_stage(page, oracle.batch(draw=draw))
        controls, lower = page.locator(".stage .controls").bounding_box(), page.locator(".lower canvas").bounding_box()
        assert abs(controls["y"] + controls["height"] - 844) <= 1
        assert controls["height"] < 844 / 4  # three rows, each high enough for a finger
        assert lower["y"] >= 0 and lower["y"] + lower["height"] <= controls["y"]
    small = stage(page).evaluate(
        "(stage) => [...stage.querySelectorAll('.controls :is(button, select, input)')]"
        ".filter((part) => part.getBoundingClientRect().height < 43).map((part) => part.className)"
    )
    assert small == []
    assert page.evaluate(SCROLLS)[::2] == [0, 0]  # not sideways


def test_at_200_percent_nothing_is_lost(fresh, server, oracle):
    page = fresh(viewport={"width": 640, "height": 360}, device_scale_factor=2)
    open_stage(page, server.url)
    assert page.evaluate(SCROLLS)[::2] == [0, 0]
    for place in (*PANELS, ".play", ".more", ".size-slider", ".next", ".network-slider"):
        part = page.locator(place).filter(visible=True).first
        part.scroll_into_view_if_needed()
        box = part.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 640.5, place
    # what is scrolled to is seen: the fixed parts leave room for it
    for place in (".digits canvas", ".picks canvas", ".lower canvas", ".worked"):
        seen = page.locator(place).evaluate(
            """(part) => {
              part.scrollIntoView({ block: "center" });
              const { left, top, width, height } = part.getBoundingClientRect();
              const root = part.getRootNode();
              const at = (y) => root.elementFromPoint(left + width / 2, y);
              let free = 0;
              for (let y = Math.max(0, top); y < Math.min(innerHeight, top + height); y++) free += at(y) === part;
              return free;
            }"""
        )
        assert seen >= (72 if "canvas" in place else 16), f"{place}: {seen} pixels"
    page.locator(".next").click()
    expect_stage(page, oracle.batch(draw=1))
