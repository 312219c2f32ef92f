"""The race in a browser: from the start to a pause, a stop, going on, and what a click on a curve opens."""

import re

from playwright.sync_api import expect

from tests.browser.view import ERRORS


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_race_is_started_paused_stopped_and_gone_on_with_and_says_so_each_time(page, server):
    page.goto(f"{server.url}/race?seed=77&batch_size=100")
    state = page.locator(".st-key-racing")
    expect(state).to_contain_text("Guess first")
    expect(page.locator(".st-key-screen .mbviz-ranking")).to_contain_text("B = 100: 1,800 steps of η = 1")
    press(page, "Start")
    expect(page.locator(".st-key-screen .mbviz-ranking")).to_contain_text(
        re.compile(r"B = 10 \d.*After [\d,]+ examples")
    )
    press(page, "Pause")
    expect(state).to_contain_text("Paused")
    press(page, "Go on")
    expect(state).to_contain_text("have arrived, the others still learn")
    press(page, "Stop")
    expect(state).to_contain_text("Stopped")
    press(page, "Go on")
    expect(state).to_contain_text("have arrived")
    press(page, "Stop")
    expect(state).to_contain_text("Stopped")
    page.get_by_role("button", name="steps", exact=True).click()
    expect(page.locator(".st-key-screen")).to_contain_text(re.compile(r"After [\d,]+ step"))
    expect(page.locator(ERRORS)).to_have_count(0)


def test_other_settings_begin_another_race_and_a_finished_one_is_watched_again(page, server):
    page.goto(f"{server.url}/race?seed=78&batch_size=5000&rate=0.3")
    state = page.locator(".st-key-racing")
    press(page, "Start")
    expect(state).to_contain_text("have arrived")
    slider = page.locator(".st-key-bar").get_by_role("slider", name="learning rate")
    slider.press("ArrowRight")
    expect(state).to_contain_text("Guess first")
    expect(page.locator(".st-key-screen .mbviz-ranking")).to_contain_text("steps of η = 1,")
    slider.press("ArrowLeft")
    expect(state).to_contain_text(re.compile("have arrived, the others|is ahead"))
    expect(state).to_contain_text("is ahead", timeout=120_000)
    press(page, "Watch again")
    expect(state).to_contain_text("A replay")
    press(page, "To the end")
    expect(state).to_contain_text("is ahead")
    button, said = (state.locator(part).last.bounding_box() for part in ("button", "p"))
    assert 0 < said["x"] - button["x"] - button["width"] < 40, "the sentence stands beside the buttons"
    expect(page.locator(ERRORS)).to_have_count(0)
