"""Hands on the stage: dots, digits and keys, any order of them, and what the address makes of it."""

import random
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.app_server import AppServer
from tests.browser.stage import (
    SIZES,
    choose,
    cloud_dots,
    expect_example,
    expect_pile,
    expect_stage,
    heat_cell,
    lower_boxes,
    open_stage,
    pile_height,
    read,
    stage,
    top_of,
    type_into,
)

SLOW_SOCKET = """
  window.WebSocket = class extends WebSocket {
    send(data) {
      setTimeout(() => this.readyState === 1 && super.send(data), 200);
    }
  };"""


def test_a_click_on_a_dot_of_the_cloud_brings_its_digits_back(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=500")
    dots = cloud_dots(screen, oracle, top_of(oracle))
    places = np.array(list(dots.values()))
    apart = [np.sort(np.hypot(*(places - place).T))[1] for place in places]
    chosen = list(dots)[int(np.argmax(apart))]
    screen.mouse.move(*dots[chosen])
    expect(screen.locator(".lower canvas")).to_have_css("cursor", "pointer")
    screen.mouse.click(*dots[chosen])
    expect_stage(screen, oracle.batch(chosen[0], draw=chosen[1]))


def test_a_click_on_a_dot_of_the_pile_brings_its_digits_back(screen, server, oracle):
    open_stage(screen, server.url)
    expect_pile(screen, 1)
    for draw in range(1, 6):
        screen.keyboard.press("n")
        expect_stage(screen, oracle.batch(draw=draw))
    expect_pile(screen, 6)
    box = lower_boxes(screen)["pile"]
    heights = [pile_height(box, oracle, 10, oracle.batch(draw=draw).loss) for draw in range(6)]
    lonely = max(
        range(5), key=lambda draw: min(abs(heights[draw] - other) for k, other in enumerate(heights) if k != draw)
    )
    screen.mouse.click(box.left + 3, heights[lonely])
    expect_stage(screen, oracle.batch(draw=lonely))
    expect_pile(screen, 6)


def test_digit_row_and_bar_select_the_same_example(screen, server, oracle):
    open_stage(screen, server.url)
    expected = oracle.batch()
    screen.mouse.click(*heat_cell(screen, 10, 3, 5))
    expect_example(screen, expected, 3)
    bars = lower_boxes(screen)["bars"]
    screen.mouse.click(bars.left + bars.width * 0.75, bars.top + 20)
    expect_example(screen, expected, 7)
    screen.locator(".digits canvas").click(position={"x": 40, "y": 40})
    expect_example(screen, expected, 0)


def test_the_keyboard_alone_selects_draws_and_plays(screen, server, oracle):
    open_stage(screen, server.url)
    for _ in range(40):
        screen.keyboard.press("Tab")
        if stage(screen).evaluate("(stage) => stage.getRootNode().activeElement?.closest('.digits') !== null"
                                " && stage.getRootNode().activeElement !== null"):  # fmt: skip
            break
    screen.keyboard.press("ArrowRight")
    expect_example(screen, oracle.batch(), 1)
    screen.keyboard.press("ArrowDown")
    expect_example(screen, oracle.batch(), 2)
    screen.keyboard.press("ArrowLeft")
    expect_example(screen, oracle.batch(), 1)
    screen.keyboard.press("n")
    expect_stage(screen, oracle.batch(draw=1))
    expect_example(screen, oracle.batch(draw=1), 1)
    screen.keyboard.press("Space")
    expect(screen.locator(".play")).to_have_text(re.compile("Pause"))
    screen.keyboard.press("Space")
    expect(screen.locator(".play")).to_have_text(re.compile("Play"))
    screen.locator(".size-slider").focus()
    screen.keyboard.press("ArrowRight")
    expect_stage(screen, oracle.batch(20, draw=int(read(screen)["draw"])))


def test_the_largest_losses_come_first_when_asked_for(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=5000")
    expected = oracle.batch(5000)
    choose(screen, "order", "largest-loss-first")
    expect(screen).to_have_url(re.compile("order="))
    screen.locator(".digits canvas").click(position={"x": 4, "y": 4})
    expect_example(screen, expected, int(np.argsort(-expected.losses, kind="stable")[0]))


def slow_hand(rng: random.Random, count: int):
    """Random acts, and where they end when each is waited for."""
    wish = {"batch_size": 10, "draw": 0, "network": "1-epoch"}
    networks = ["untrained", "1-epoch", "100-steps", "10-epochs", "40-epochs"]
    acts = []
    for _ in range(count):
        act = rng.choice(["n", "p", "next", "back", "size", "draw", "smaller", "larger", "hundred", "network"])
        value = None
        if act in ("n", "next"):
            wish["draw"] += 1
        elif act in ("p", "back"):
            wish["draw"] = max(0, wish["draw"] - 1)
        elif act == "hundred":
            wish["draw"] += 100
        elif act == "size":
            value = wish["batch_size"] = rng.choice([1, 7, 10, 64, 300, 1000, 4999, 5000])
        elif act == "draw":
            value = wish["draw"] = rng.choice([0, 3, 250, 10_000])
        elif act == "network":
            value = rng.choice([-1, 1])
            at = networks.index(wish["network"]) + value
            wish["network"] = networks[min(max(at, 0), 4)]
        else:
            steps = sorted({*SIZES, wish["batch_size"]})
            at = steps.index(wish["batch_size"]) + (1 if act == "larger" else -1)
            wish["batch_size"] = steps[min(max(at, 0), len(steps) - 1)]
        acts.append((act, value, rng.randrange(200)))
    return acts, wish


def act_out(page, act, value):
    if act in ("n", "p"):
        page.locator(".room").first.focus()
        page.keyboard.press(act)
    elif act in ("next", "hundred"):
        page.locator(f".{act}").click()
    elif act == "back":
        page.locator(".back").click(force=True)
    elif act in ("size", "draw"):
        type_into(page, f".{act}-field", str(value))
    elif act == "network":
        page.locator(".network-slider").focus()
        page.keyboard.press("ArrowRight" if value > 0 else "ArrowLeft")
    else:
        page.locator(".size-slider").focus()
        page.keyboard.press("ArrowRight" if act == "larger" else "ArrowLeft")


@pytest.mark.parametrize("slow", [False, True], ids=["", "200 ms to the server"])
@pytest.mark.parametrize("seed", range(4))
def test_any_hand_ends_where_a_slow_hand_ends(fresh, server, oracle, seed, slow):
    page = fresh(SLOW_SOCKET if slow else "", viewport={"width": 1280, "height": 720})
    open_stage(page, server.url)
    acts, wish = slow_hand(random.Random(seed), 25)
    for act, value, gap in acts:
        act_out(page, act, value)
        page.wait_for_timeout(gap)  # the hand's own pause
    expect_stage(page, oracle.batch(**wish))
    expect(page).to_have_url(re.compile(rf"draw={wish['draw']}\b") if wish["draw"] else re.compile(r"^((?!draw=).)*$"))


def test_a_move_asks_for_no_file_though_the_address_changes(screen, server, oracle):
    open_stage(screen, server.url)
    expect_stage(screen, oracle.batch())
    asked: list[str] = []
    screen.on("request", lambda request: asked.append(request.url))
    for draw in (1, 2):  # with a new address the browser looks for the page's icon again
        screen.keyboard.press("n")
        expect_stage(screen, oracle.batch(draw=draw))
        expect(screen).to_have_url(re.compile(f"draw={draw}"))
    screen.evaluate("() => fetch('/_stcore/health')")
    assert [url.rpartition("/")[2] for url in asked] == ["health"]


def test_a_reload_keeps_what_the_address_says(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=50&seed=2")
    screen.keyboard.press("n")
    expect(screen).to_have_url(re.compile("draw=1"))
    screen.reload()
    expect_stage(screen, oracle.batch(50, seed=2, draw=1))
    screen.keyboard.press("n")
    expect_stage(screen, oracle.batch(50, seed=2, draw=2))


def test_the_way_back_from_another_screen_leads_to_the_same_batch(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=50&draw=4")
    screen.get_by_role("link", name="Next: The draw").click()
    expect(screen.locator(".st-key-drawn")).to_be_visible()
    expect(screen).to_have_url(re.compile(r"/draw\?.*draw=4"))
    screen.get_by_role("link", name="Back: The stage").click()
    expect_stage(screen, oracle.batch(50, draw=4))
    expect(screen).to_have_url(re.compile(r"/\?.*draw=4"))
    screen.keyboard.press("n")
    expect_stage(screen, oracle.batch(50, draw=5))


def test_the_language_changes_in_place(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=50&draw=4")
    screen.locator(".st-key-place .language").click()
    expect(screen.locator(".st-key-place .copy")).to_have_accessible_name("링크 복사")
    expect_stage(screen, oracle.batch(50, draw=4))
    screen.keyboard.press("n")
    expect_stage(screen, oracle.batch(50, draw=5))
    screen.locator(".st-key-place .language").click()
    expect(screen.locator(".st-key-place .copy")).to_have_accessible_name("Copy link")
    expect_stage(screen, oracle.batch(50, draw=5))


@pytest.mark.parametrize("while_away", [False, True], ids=["pressed after", "pressed while it is away"])
def test_after_the_server_started_anew_the_first_next_counts(browser, server, oracle, cache, while_away):
    page = browser.new_page(viewport={"width": 1280, "height": 720})  # its console complains while the server is away
    one_port = AppServer(cache)
    with one_port:
        open_stage(page, f"{one_port.url}/?batch_size=50&draw=3&n=20")
        expect_stage(page, oracle.batch(50, draw=3))
    if while_away:
        page.keyboard.press("n")
    with one_port:
        if not while_away:
            page.keyboard.press("n")
        expect_stage(page, oracle.batch(50, draw=4), seconds=40)
        page.keyboard.press("n")
        expect_stage(page, oracle.batch(50, draw=5), seconds=20)
        expect(page).to_have_url(re.compile("draw=5"))
        page.close()
