"""The stage in a browser: all in sight, its numbers NumPy's, its words the law's."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.stage import (
    PANELS,
    RECORD,
    RECORDED,
    SCROLLS,
    SIZES,
    choose,
    drag,
    expect_example,
    expect_pile,
    expect_stage,
    lower_boxes,
    name_of,
    nats,
    open_stage,
    pile_height,
    read,
    stage,
    thumb,
    type_into,
)

VIEWPORTS = [(1280, 720), (1366, 768), (1024, 768)]
LOOKED_AT = [1, 2, 10, 50, 100, 1000, 5000]
BOXES = """(stage, places) => places.map((place) => {
  const { left, top, right, bottom } = stage.querySelector(place).getBoundingClientRect();
  return [place, left, top, right, bottom];
})"""
INKED = """(stage) => [...stage.querySelectorAll("canvas")].map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, i) => i % 4 === 3 && value > 0).length;
})"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_all_panels_are_in_sight_without_scrolling_whatever_the_size(screen, server, oracle, language, theme):
    screen.emulate_media(color_scheme=theme)
    open_stage(screen, f"{server.url}/?lang={language}")
    for width, height in VIEWPORTS:
        screen.set_viewport_size({"width": width, "height": height})
        for size in LOOKED_AT:
            type_into(screen, ".size-field", str(size))
            expect_stage(screen, oracle.batch(size))
            for place, left, top, right, bottom in stage(screen).evaluate(BOXES, list(PANELS)):
                seen = 0 <= left < right <= width and 0 <= top < bottom <= height
                assert seen, f"{place} of B = {size} at {width} × {height}: {left} {top} {right} {bottom}"
            assert screen.evaluate(SCROLLS) == [0, 0, 0, 0], f"B = {size} at {width} × {height}"
            assert min(stage(screen).evaluate(INKED)) > 500


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [1280, 1024])
def test_no_text_of_head_and_controls_is_cut_off_or_covered(screen, server, width, language):
    screen.set_viewport_size({"width": width, "height": 768 if width == 1024 else 720})
    open_stage(screen, f"{server.url}/?lang={language}&batch_size=1000&network=10+epochs")
    hidden = stage(screen).evaluate(
        """(stage) => [...stage.querySelectorAll(".head > *, .controls > *, .controls button, .controls select")]
          .filter((part) => {
            const { left, top, right, bottom, width } = part.getBoundingClientRect();
            const outer = part.closest(".head, .controls").getBoundingClientRect();
            return width && (part.scrollWidth > part.clientWidth + 1 && part.clientWidth || left < outer.left - 1
              || right > outer.right + 1 || top < outer.top - 1 || bottom > outer.bottom + 1);
          }).map((part) => part.className)"""
    )
    assert hidden == []


@pytest.mark.parametrize(
    "query",
    [
        {}, {"batch_size": 37, "seed": 3, "draw": 5, "replace": False, "network": "40-epochs"},
        {"batch_size": 1000, "draw": 450}, {"batch_size": 5000, "replace": False}, {"batch_size": 1, "network": "untrained"},
    ],
)  # fmt: skip
def test_a_link_shows_numpys_numbers(screen, server, oracle, query):
    address = "&".join(f"{key}={str(value).lower().replace('-', '+')}" for key, value in query.items())
    open_stage(screen, f"{server.url}/?{address}")
    expected = oracle.batch(**query)
    expect_stage(screen, expected)
    expect_example(screen, expected, 0)


def test_after_a_drag_the_numbers_are_numpys(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=1")
    drag(screen, 0, 9)
    screen.mouse.up()
    expect_stage(screen, oracle.batch(1000))


def test_while_dragging_what_is_shown_together_belongs_together_in_every_frame(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=1&draw=2")
    stage(screen).evaluate(RECORD)
    drag(screen, 0, len(SIZES) - 1, moves=120)
    x1, y = thumb(screen, 3, len(SIZES))
    screen.mouse.move(x1, y, steps=60)
    screen.mouse.up()
    expect_stage(screen, oracle.batch(10, draw=2))
    frames = screen.evaluate(RECORDED)
    batches = {f"{size:,}": oracle.batch(size, draw=2) for size in SIZES}
    assert len({frame["wish"] for frame in frames}) == len(SIZES)  # the hand passed them all
    for frame in frames:
        size = frame["question"].split(" ")[4].rstrip(".")
        expected = batches[size]
        assert frame["wish"] == name_of(expected) and frame["size"] == size.replace(",", "")
        by_scene = nats(float(np.float32(expected.loss)))
        assert frame["this"] in ((nats(expected.loss),) if frame["painted"] else (by_scene, nats(expected.loss)))
        assert frame["painted"] in ("", frame["wish"])
        assert frame["mean"].endswith(frame["this"])
        if frame["painted"]:
            assert f"choice(5000, {size.replace(',', '')})" in frame["code"]


def test_nothing_on_the_screen_shifts_while_dragging(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=1")
    expect_pile(screen, 1)
    stage(screen).evaluate(RECORD)
    drag(screen, 0, len(SIZES) - 1, moves=100)
    screen.mouse.up()
    expect_stage(screen, oracle.batch(5000))
    frames = screen.evaluate(RECORDED)
    assert len({frame["boxes"] for frame in frames}) == 1


def test_draws_by_keys_and_buttons_are_numpys(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=20")
    screen.keyboard.press("n")
    expect_stage(screen, oracle.batch(20, draw=1))
    screen.locator(".next").click()
    expect_stage(screen, oracle.batch(20, draw=2))
    screen.keyboard.press("p")
    expect_stage(screen, oracle.batch(20, draw=1))
    screen.locator(".back").click()
    expect_stage(screen, oracle.batch(20))
    expect(screen.locator(".back")).to_be_disabled()
    screen.keyboard.press("p")
    screen.keyboard.press("N")
    expect_stage(screen, oracle.batch(20, draw=1))


def test_ten_presses_at_fifty_milliseconds_are_ten_draws(screen, server, oracle):
    open_stage(screen, server.url)
    expect_pile(screen, 1)
    for _ in range(10):
        screen.keyboard.press("n", delay=50)
    expect_stage(screen, oracle.batch(draw=10))
    expect_pile(screen, 11)


@pytest.mark.parametrize(("place", "text", "expected"), [
    (".size-field", "1,000", {"batch_size": 1000}), (".size-field", "2e2", {"batch_size": 200}),
    (".size-field", "37", {"batch_size": 37}), (".draw-field", "12345", {"draw": 12345}),
])  # fmt: skip
def test_typed_values_are_taken(screen, server, oracle, place, text, expected):
    open_stage(screen, server.url)
    type_into(screen, place, text)
    expect_stage(screen, oracle.batch(**expected))


@pytest.mark.parametrize(("place", "label"), [(".size-field", "Batch size B"), (".draw-field", "draw")])
@pytest.mark.parametrize("text", ["abc", "2.7", "-1", "9007199254740992", ""])
def test_a_wrong_value_is_refused_beside_the_controls_and_nothing_changes(screen, server, oracle, place, label, text):
    open_stage(screen, f"{server.url}/?batch_size=20&draw=4")
    expect_pile(screen, 1)
    before = read(screen)
    type_into(screen, place, text or " ")
    refused = screen.locator(".refused")
    expect(refused).to_be_visible()
    expect(refused).to_contain_text(f"“{label}” must be a whole number from")
    controls, box = screen.locator(".stage .controls").bounding_box(), refused.bounding_box()
    assert abs(box["y"] + box["height"] - controls["y"]) < 60
    assert read(screen) == before
    screen.locator(".next").click()
    expect_stage(screen, oracle.batch(20, draw=5))
    expect(refused).to_be_hidden()


def test_play_draws_one_after_the_other_and_loses_none(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=50")
    expect_pile(screen, 1)
    screen.locator(".pace").select_option("20")
    screen.locator(".pace").blur()
    screen.keyboard.press("Space")
    expect(screen.locator(".play")).to_have_text(re.compile("Pause"))
    stage(screen).evaluate(
        "(stage) => new Promise((done) => { const look = () => Number(stage.querySelector('.draw-field').value) >= 20"
        " ? done() : requestAnimationFrame(look); look(); })"
    )
    screen.keyboard.press("Space")
    expect(screen.locator(".play")).to_have_text(re.compile("Play"))
    draw = int(read(screen)["draw"])
    expect_stage(screen, oracle.batch(50, draw=draw))
    expect_pile(screen, draw + 1)


@pytest.mark.parametrize("draw", [0, 150, 100_000])
def test_a_hundred_draws_fall_at_once_and_none_is_lost(screen, server, oracle, draw):
    open_stage(screen, f"{server.url}/?draw={draw}")
    expect_pile(screen, 1)
    screen.locator(".hundred").click()
    expect_stage(screen, oracle.batch(draw=draw + 100))
    expect_pile(screen, 101)
    screen.locator(".clear").click()
    expect_pile(screen, 1)  # the batch that is still shown
    screen.keyboard.press("n")
    expect_stage(screen, oracle.batch(draw=draw + 101))
    expect_pile(screen, 2)


def test_another_size_has_its_own_pile_and_the_old_one_comes_back(screen, server, oracle):
    open_stage(screen, server.url)
    screen.locator(".hundred").click()
    expect_pile(screen, 101)
    type_into(screen, ".size-field", "40")
    expect_stage(screen, oracle.batch(40, draw=100))
    expect(screen.locator(".unusual")).to_contain_text("4 times the digits, half the wobble")
    expect_pile(screen, 1)
    type_into(screen, ".size-field", "10")
    expect_pile(screen, 101)


def test_the_words_are_those_of_the_law(screen, server, oracle):
    open_stage(screen, server.url)
    losses = oracle.snapshot("1-epoch").losses
    means = losses[np.random.default_rng(5).integers(len(losses), size=(40_000, 10))].mean(axis=1)
    low, high = (
        float(number) for number in re.search(r"between ([\d.]+) and ([\d.]+)", read(screen)["unusual"]).groups()
    )
    for edge, level in ((low, 0.25), (high, 0.75)):
        assert abs((means <= edge).mean() - level) < 4.5 * np.sqrt(level * (1 - level) / len(means)) + 1e-3
    further = (np.abs(means - losses.mean()) > abs(oracle.batch().loss - losses.mean())).mean()
    said = read(screen)["unusual"]
    count, tens = re.search(r"1 in ([\d,]+) such", said), re.search(r"(\d) of 10 such", said)
    told = 1 / int(count[1]) if count else int(tens[1]) / 10 if tens else 0.5 if said.startswith("Half of such") else 1
    assert abs(told - further) < 0.06  # the words round to tenths, or to one in so many


def test_pointing_at_any_height_of_the_pile_says_how_unusual_a_batch_with_that_loss_would_be(screen, server, oracle):
    open_stage(screen, server.url)
    losses, box = oracle.snapshot("1-epoch").losses, lower_boxes(screen)["pile"]
    means = losses[np.random.default_rng(6).integers(len(losses), size=(40_000, 10))].mean(axis=1)
    for wanted in np.quantile(means, [0.1, 0.6, 0.99]).tolist():
        screen.mouse.move(box.left + box.width - 4, pile_height(box, oracle, 10, wanted))
        expect(stage(screen)).to_have_attribute("data-pointed", re.compile("at B = 10: "))
        said = stage(screen).get_attribute("data-pointed")
        loss = float(said.split()[0])
        assert abs(loss - wanted) < 0.1 * means.std()  # less than three pixels
        further = (np.abs(means - losses.mean()) > abs(loss - losses.mean())).mean()
        count, tens = re.search(r"1 in ([\d,]+) such", said), re.search(r"(\d) of 10 such", said)
        told = (
            1 / int(count[1].replace(",", "")) if count else int(tens[1]) / 10 if tens else 0.5 if "Half" in said else 1
        )
        assert abs(told - further) < 0.06  # the words round to tenths, or to one in so many
        screen.mouse.move(5, 5)
        expect(stage(screen)).to_have_attribute("data-pointed", "")


def test_one_digit_alone_is_asked_about_in_the_singular(screen, server):
    open_stage(screen, f"{server.url}/?batch_size=1")
    expect(screen.locator(".question")).to_have_text(re.compile("How far off is its loss"))
    expect(screen.locator(".digits .drawing")).to_have_text("batch_mask = ….choice(5000, 1)")
    expect(screen.locator(".digits .taking")).to_have_text("x_batch = x_train[batch_mask]")


def test_what_drawing_with_replacement_did_is_told(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=1000")
    values, counts = np.unique(oracle.batch(1000).batch_mask, return_counts=True)
    again = values[counts > 1]
    expect(screen.locator(".worked")).to_contain_text(
        f"{len(again)} came more than once, such as x_train[{again[0]}]; {len(values)} different ones"
    )
    choose(screen, "replace", False)
    expect_stage(screen, oracle.batch(1000, replace=False))
    expect(screen.locator(".worked")).to_contain_text("no image comes twice")
