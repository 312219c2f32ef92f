"""The page "Indexing" in a browser: steps, edits, the quiz."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.table import PARTS, cell, type_into
from tests.browser.view import ERRORS, open_at


@pytest.fixture
def stepper(page, server) -> Locator:
    open_at(page, f"{server.url}/indexing", *PARTS)
    return page.locator(".st-key-stepper")


def step(stepper: Locator, number: int) -> None:
    """Go one step forward and wait until it is shown."""
    stepper.locator("[data-go=forward]").click()
    expect(stepper.locator("[data-step]")).to_have_attribute("data-step", str(number))


def lit_code(stepper: Locator) -> str:
    return "".join(stepper.locator(".formula .lit").all_inner_texts())


def test_code_and_picture_move_together_from_the_pair_to_the_mean(stepper):
    step(stepper, 1)
    assert lit_code(stepper) == "np.arange(batch_size)t"
    expect(stepper.locator(".live")).to_contain_text("np.arange(5)[0], t[0] = 0, 2")
    step(stepper, 2)
    expect(cell(stepper, "y[0, 2]")).to_have_attribute("aria-selected", "true")
    expect(stepper.locator(".live")).to_contain_text("y[0, 2] = 0.8")
    step(stepper, 3)
    assert lit_code(stepper) == "np.log(+ delta)"
    expect(stepper.locator(".live")).to_contain_text("log(0.8 + 1e-7) = -0.2231")
    step(stepper, 4)
    assert lit_code(stepper) == "np.sum()"
    expect(stepper.locator(".live")).to_contain_text("sum = -0.2231")
    stepper.locator("[data-go=last]").click()
    assert lit_code(stepper) == "-/ batch_size"
    loss = -(np.log(0.8 + 1e-7) + np.log(0.1 + 1e-7) + 3 * np.log(1e-7)) / 5
    expect(stepper.locator(".live")).to_contain_text(f"/ 5 = {loss:.4g}")
    expect(stepper.locator("[aria-selected=true]")).to_have_count(5)
    stepper.locator("[data-go=back]").click()
    expect(stepper.locator("[data-step]")).to_have_attribute("data-step", "20")


def test_the_steps_go_by_the_keyboard_alone(stepper, page):
    stepper.locator("[data-go=forward]").focus()
    page.keyboard.press("Enter")
    for number in (2, 3):
        page.keyboard.press("ArrowRight")
        expect(stepper.locator("[data-step]")).to_have_attribute("data-step", str(number))
    page.keyboard.press("ArrowLeft")
    expect(stepper.locator("[data-step]")).to_have_attribute("data-step", "2")


def test_play_runs_to_the_end_by_itself(page, server):
    open_at(page, f"{server.url}/indexing?arrays=one-example", *PARTS)
    page.locator(".st-key-stepper [data-go=play]").click()
    expect(page.locator(".st-key-stepper [data-step]")).to_have_attribute("data-step", "5")
    expect(page.locator(".st-key-stepper .live")).to_contain_text("= 0.3567")


def test_a_typed_number_changes_all_that_follows_and_the_step_stays(stepper, page):
    step(stepper, 1)
    step(stepper, 2)
    type_into(page, cell(stepper, "y[0, 2]"), "0.5")
    expect(page.get_by_role("main")).to_contain_text("array([0.5, 0. , 0.1, 0. , 0. ])")
    expect(stepper.locator(".live")).to_contain_text("y[0, 2] = 0.5")
    expect(stepper.locator("[data-step]")).to_have_attribute("data-step", "2")
    page.get_by_role("button", name="Undo all changes").click()
    expect(page.get_by_role("main")).to_contain_text("array([0.8, 0. , 0.1, 0. , 0. ])")


@pytest.mark.parametrize(
    ("preset", "printed"),
    [
        ("The article’s selection", "array([0.8, 0. , 0.1])"),
        ("One example, no batch axis", "[[0.1 0.7 0.2]]"),
        ("One example, one-hot", "[[0 0 1 0 0]]"),
    ],
)
def test_every_preset_is_a_click_away(stepper, page, preset, printed):
    page.locator(".st-key-arrays").get_by_role("radio", name=preset).click()
    expect(page.get_by_role("main")).to_contain_text(printed)
    expect(page.locator(ERRORS)).to_have_count(0)


def test_this_batch_is_the_batch_of_the_first_page(page, server, oracle):
    batch = oracle.batch(7, draw=2)
    open_at(page, f"{server.url}/indexing?arrays=this-batch&batch_size=7&draw=2", *PARTS)
    stepper = page.locator(".st-key-stepper")
    stepper.locator("[data-go=last]").click()
    expect(stepper.locator(".live")).to_contain_text(f"/ 7 = {batch.loss:.4g}")
    page.get_by_role("button", name="Next draw").click()
    expect(stepper.locator("[data-painted*='draw=3']")).to_be_attached()
    expect(stepper.locator(".live")).to_contain_text(f"/ 7 = {oracle.batch(7, draw=3).loss:.4g}")


def labels(page: Page) -> list[int]:
    """The labels in the quiz's line of code."""
    code = page.locator(".st-key-quiz .formula").inner_text()
    return json.loads(code.split(", ", 1)[1].rstrip("]") + "]")


def test_the_quiz_hides_its_picks_until_compare_and_goes_on_with_another_batch(stepper, page):
    quiz = page.locator(".st-key-quiz")
    first = labels(page)
    for n, k in enumerate(first[:4]):
        cell(quiz, f"y[{n}, {k}]").click()
    cell(quiz, f"y[4, {(first[4] + 1) % 10}]").click()
    expect(quiz.locator(".right.mark:visible")).to_have_count(0)
    quiz.get_by_role("button", name="Compare").click()
    expect(quiz.locator(".score")).to_contain_text("4 of 5 cells right")
    expect(quiz.locator("td.right")).to_have_count(4)
    expect(quiz.locator("td.wrong")).to_have_count(1)
    expect(quiz.locator("td.missed")).to_have_count(1)
    quiz.get_by_role("button", name="Again").click()
    expect(quiz.locator("td.right")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("So far 4 of 5 cells")
    for n, k in enumerate(labels(page)):
        cell(quiz, f"y[{n}, {k}]").focus()
        page.keyboard.press("Space")
    quiz.get_by_role("button", name="Compare").press("Enter")
    expect(quiz.locator(".score")).to_contain_text("5 of 5 cells right")
    expect(page.get_by_role("main")).to_contain_text("So far 9 of 10 cells")


CUT = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"


def test_no_number_with_its_mark_is_cut_off(stepper, page):
    quiz = page.locator(".st-key-quiz")
    for n, k in enumerate(labels(page)):
        cell(quiz, f"y[{n}, {(k + n % 2) % 10}]").click()
    quiz.get_by_role("button", name="Compare").click()
    expect(quiz.locator("td.mark")).to_have_count(5)
    assert quiz.locator("td").evaluate_all(CUT) == []
    for k, text in enumerate(("-0.25", "-0.12345", "much", "0.1.2")):
        type_into(page, cell(stepper, f"y[{k}, {k}]"), text)
    expect(stepper.locator("td.bad")).to_have_count(4)
    assert stepper.locator("td").evaluate_all(CUT) == []


@pytest.mark.parametrize("width", [1024, 390, 320])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_a_table_is_about_is_seen_whole(page, server, width, language):
    page.set_viewport_size({"width": width, "height": 800})
    open_at(page, f"{server.url}/indexing?lang={language}", *PARTS)
    page.get_by_role("table").filter(has_text="60,000").wait_for(timeout=60_000)
    for caption in page.locator(".mbviz-table caption span").all():
        caption.scroll_into_view_if_needed()
        box = caption.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert caption.evaluate("span => span.scrollWidth <= span.clientWidth")


def test_delta_moves_the_whole_page(stepper, page):
    page.get_by_role("slider", name="delta").press("End")
    expect(page).to_have_url(re.compile("delta=0.1"))
    loss = -(np.log(0.9) + np.log(0.2) + 3 * np.log(0.1)) / 5
    stepper.locator("[data-go=last]").click()
    expect(stepper.locator(".live")).to_contain_text(f"= {loss:.4g}")
    expect(page.locator("dd", has_text="2.303 nats").first).to_be_visible()


def test_the_versions_are_timed_on_this_machine(stepper, page):
    table = page.get_by_role("table").filter(has_text="60,000")
    expect(table).to_contain_text("1.0×", timeout=60_000)
    expect(table.get_by_role("row", name="double loop")).to_contain_text(re.compile(r"\d\d+\.\d×"))
