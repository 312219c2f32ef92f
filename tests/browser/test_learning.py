"""One step and how large a batch pays, in a browser: the plane follows the hand by itself, and its dots open batches."""

import re

import numpy as np
from playwright.sync_api import expect

import mbviz
from tests.browser.stage import expect_stage
from tests.browser.view import ERRORS

# In the same frame as the slider's own event, before the server can have answered.
AT_ONCE = """() => new Promise((resolve) => {
  const root = (name) => document.querySelector(`.st-key-${name} [data-testid=stBidiComponentIsolated]`).shadowRoot;
  const slider = root("bar").querySelector("input[type=range]");
  slider.value = Number(slider.value) + 1;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => resolve({
    size: root("plane").querySelector("canvas").dataset.size,
    alt: root("plane").querySelector("canvas").getAttribute("aria-label"),
    expected: root("plane").querySelector(".expected dd").textContent,
    cosine: root("plane").querySelector(".cosine dd").textContent,
  }));
})"""


def open_plane(page, server, query=""):
    page.goto(f"{server.url}/one-step?{query}")
    expect(page.locator(".st-key-plane canvas").first).to_have_attribute("data-painted", re.compile("B="))


def test_the_plane_shows_another_size_in_the_same_frame_and_the_cosine_follows(page, server):
    open_plane(page, server, "batch_size=100")
    panel = page.locator(".st-key-plane .panel")
    scale = float(re.search(r"[\d,]+", panel.locator(".scale dd").inner_text())[0].replace(",", ""))
    seen = page.evaluate(AT_ONCE)
    assert seen["size"] == "200" and seen["cosine"] == "…"
    assert "batches of 200 " in seen["alt"] and "At B = 200" in seen["alt"]
    pictured = panel.locator(".tiles").get_attribute("aria-label")
    assert re.fullmatch(
        r"The \d digits with the longest gradients: (\d(, recognised| taken for \d)(, |\.$))+", pictured
    )
    assert float(seen["expected"]) == round(float(mbviz.expected_cosine(scale, 200)), 2)
    page.locator(".st-key-bar input[type=range]").first.dispatch_event("change")
    expect(panel.locator(".cosine dd")).to_have_text(re.compile(r"^−?\d\.\d\d$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("200")
    expect(page.locator(ERRORS)).to_have_count(0)


def test_the_view_comes_nearer_when_the_hand_rests(page, server):
    open_plane(page, server, "batch_size=1")
    canvas, slider = page.locator(".st-key-plane canvas").first, page.locator(".st-key-bar input[type=range]").first
    expect(canvas).to_have_attribute("data-rest", "1")
    slider.press("End")
    expect(canvas).to_have_attribute("data-size", "5000")
    before = canvas.screenshot()
    expect(canvas).to_have_attribute("data-rest", "1")
    expect(page.locator(".st-key-screen[data-awaited]")).to_have_count(0)
    assert canvas.screenshot() != before


def test_a_click_on_a_dot_opens_its_batch_on_the_stage(page, server, oracle):
    open_plane(page, server, "batch_size=20&network=100-steps&replace=false")
    canvas = page.locator(".st-key-plane canvas").first
    box = canvas.bounding_box()
    grid = [(x, y) for y in np.linspace(0.1, 0.7, 25) for x in np.linspace(0.15, 0.95, 40)]
    for x, y in grid:  # until the pointer is at a dot
        canvas.hover(position={"x": x * box["width"], "y": y * box["height"]})
        if canvas.evaluate("(canvas) => canvas.style.cursor") == "pointer":
            break
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url(re.compile("draw="))
    draw = int(re.search(r"draw=(\d+)", page.url)[1])
    expect_stage(page, oracle.batch(20, draw=draw, network="100-steps"))


def test_a_step_tells_the_loss_before_and_after_it(page, server):
    open_plane(page, server, "network=untrained&rate=0.1")
    page.get_by_role("button", name="Take the step").click()
    told = page.locator(".st-key-step")
    expect(told).to_contain_text(
        re.compile(r"before\. After a step of η = 0\.1 along this batch: \d\.\d+\s[↓↑=]; along all: \d\.\d+\s↓")
    )


def test_on_a_phone_the_step_is_in_sight_while_the_learning_rate_moves(fresh, server):
    page = fresh(viewport={"width": 390, "height": 844})
    open_plane(page, server)
    slider, told = page.get_by_role("slider", name="learning rate"), page.locator(".st-key-step p").last
    slider.press("ArrowRight")
    expect(page.locator(".st-key-step")).to_contain_text("η = 3")
    box, bar = told.bounding_box(), slider.bounding_box()
    assert box and bar and box["y"] >= 0 and box["y"] + box["height"] < bar["y"]


def test_how_large_a_batch_pays_shows_its_charts_and_says_up_to_where(page, server):
    page.goto(f"{server.url}/large-batch?network=untrained")
    for chart in ("chart_scales", "chart_gain"):
        expect(page.locator(f".st-key-{chart} [data-painted]").first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(
        re.compile(r"up to about [\d,]+ examples a batch|even in a batch of all")
    )
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(main) => [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth]") == [
        0,
        0,
    ]
    expect(page.locator(ERRORS)).to_have_count(0)
