"""Guess first: what is hidden is told by nothing, then both stand side by side and the score is kept."""

import numpy as np
from playwright.sync_api import expect

from tests.browser.stage import (
    SCROLLS,
    choose,
    expect_stage,
    heat_cell,
    height_of,
    lower_boxes,
    name_of,
    nats,
    open_stage,
    percent,
    read,
    stage,
    top_of,
)


def told(page) -> str:
    """All that the stage tells, also to those who do not see it."""
    return stage(page).evaluate(
        "(stage) => [...stage.querySelectorAll('*')].filter((part) => !part.closest('[hidden]'))"
        ".map((part) => `${part.getAttribute('aria-label') ?? ''} ${part.title ?? ''} ${part.children.length ? '' : part.textContent}`)"
        ".join(' ')"
    )


def test_the_picks_are_guessed_and_counted(screen, server, oracle):
    open_stage(screen, f"{server.url}/?batch_size=5")
    expected = oracle.batch(5)
    choose(screen, "guess", "picks")
    expect(screen.locator(".ask")).to_contain_text("np.arange(5)")
    for row, column in enumerate(expected.t):
        screen.mouse.click(*heat_cell(screen, 5, row, (column + (row == 4)) % 10))
    expect(screen.locator(".reveal")).to_be_enabled()  # a key waits for nothing
    screen.locator(".reveal").press("Enter")
    expect(screen.locator(".ask")).to_contain_text("4 of 5 rows right")
    expect(screen.locator(".ask")).to_be_focused()  # the button can be pressed no more
    expect(screen.locator(".score")).to_contain_text("4 of 5")
    screen.keyboard.press("n")
    expect_stage(screen, oracle.batch(5, draw=1))
    expect(screen.locator(".reveal")).to_be_disabled()  # nothing is guessed yet
    screen.mouse.click(*heat_cell(screen, 5, 0, (oracle.batch(5, draw=1).t[0] + 1) % 10))
    screen.locator(".reveal").click()
    expect(screen.locator(".score")).to_contain_text("4 of 10")


def test_the_loss_is_guessed_and_nothing_tells_it_before(screen, server, oracle):
    open_stage(screen, server.url)
    choose(screen, "guess", "loss")
    for draw, off in ((1, 1.0), (2, 0.5)):
        screen.keyboard.press("n")
        expected = oracle.batch(draw=draw)
        expect(screen.locator(f'.stage[data-painted="{name_of(expected)}"]')).to_be_attached()
        assert nats(expected.loss) not in told(screen)
        assert read(screen)["this"] == read(screen)["off"] == "?" and read(screen)["unusual"] == ""
        bars = lower_boxes(screen)["bars"]
        screen.mouse.click(bars.left + 30, height_of(bars, off * expected.loss, top_of(oracle)))
        screen.locator(".reveal").click()
        expect(screen.locator(".ask")).to_contain_text(f"It is {nats(expected.loss)}")
        expect_stage(screen, expected)
    expect(screen.locator(".score")).to_contain_text("1 of 2")


def test_how_far_off_is_guessed_by_a_step(screen, server, oracle):
    open_stage(screen, server.url)
    choose(screen, "guess", "off")
    expected, mean = oracle.batch(), oracle.snapshot("1-epoch").losses.mean()
    off = expected.loss - mean
    assert read(screen)["off"] == "?" and percent(off, mean) not in told(screen)
    right = next(i for i, step in enumerate((0.05, 0.2, 0.5, np.inf)) if abs(off) <= step * mean)
    screen.locator(".choices button").nth(right).click()
    expect(screen.locator(".choices button").nth(right)).to_have_attribute("aria-pressed", "true")
    screen.locator(".reveal").click()
    expect(screen.locator(".ask")).to_contain_text(percent(off, mean))
    expect(screen.locator(".score")).to_contain_text("1 of 1")
    assert screen.evaluate(SCROLLS) == [0, 0, 0, 0]
