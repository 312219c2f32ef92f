"""The screens of the group "Indexing" in a browser: steps, edits, what stands beside, the quiz."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.table import cell, expect_printed, type_into
from tests.browser.view import ERRORS, expect_still, open_at


@pytest.fixture
def stepper(page, server) -> Locator:
    open_at(page, f"{server.url}/indexing", "stepper")
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
    open_at(page, f"{server.url}/indexing?arrays=one-example", "stepper")
    page.locator(".st-key-stepper [data-go=play]").click()
    expect(page.locator(".st-key-stepper [data-step]")).to_have_attribute("data-step", "5")
    expect(page.locator(".st-key-stepper .live")).to_contain_text("= 0.3567")


def test_a_typed_number_changes_all_that_follows_and_the_step_stays(stepper, page):
    step(stepper, 1)
    step(stepper, 2)
    type_into(page, cell(stepper, "y[0, 2]"), "0.5")
    expect_printed(stepper, "array([0.5, 0. , 0.1, 0. , 0. ])")
    expect(stepper.locator(".live")).to_contain_text("y[0, 2] = 0.5")
    expect(stepper.locator("[data-step]")).to_have_attribute("data-step", "2")
    page.get_by_role("button", name="Undo all changes").click()
    expect_printed(stepper, "array([0.8, 0. , 0.1, 0. , 0. ])")


@pytest.mark.parametrize(
    ("preset", "printed"),
    [
        ("The article’s selection", "array([0.8, 0. , 0.1])"),
        ("One example, no batch axis", "[[0.1 0.7 0.2]]"),
        ("One example, one-hot", "[[0 0 1 0 0]]"),
    ],
)
def test_every_preset_is_a_click_away(stepper, page, preset, printed):
    page.locator(".st-key-bar").get_by_role("button", name=preset, exact=True).click()
    expect(stepper.locator(".printed")).to_contain_text(printed)
    expect(page.locator(ERRORS)).to_have_count(0)


def test_this_batch_is_the_batch_of_the_first_page(page, server, oracle):
    batch = oracle.batch(7, draw=2)
    open_at(page, f"{server.url}/indexing?arrays=this-batch&batch_size=7&draw=2", "stepper")
    stepper = page.locator(".st-key-stepper")
    stepper.locator("[data-go=last]").click()
    expect(stepper.locator(".live")).to_contain_text(f"/ 7 = {batch.loss:.4g}")
    page.get_by_role("button", name="Next draw").click()
    expect(stepper.locator("[data-painted*='draw=3']")).to_be_attached()
    expect(stepper.locator(".live")).to_contain_text(f"/ 7 = {oracle.batch(7, draw=3).loss:.4g}")


def labels(oracle, number: int) -> list[int]:
    """The labels of one of the quiz's batches, which the page does not say before it was asked."""
    return oracle.batch(5, draw=number).t.tolist()


@pytest.fixture
def quiz(page, server) -> Locator:
    open_at(page, f"{server.url}/predict", "quiz")
    return page.locator(".st-key-quiz")


def test_the_quiz_hides_its_picks_until_compare_and_goes_on_with_another_batch(quiz, page, oracle):
    first = labels(oracle, 0)
    expect(quiz.locator(".formula")).to_have_text("y[np.arange(5), t]")
    for n, k in enumerate(first[:4]):
        cell(quiz, f"y[{n}, {k}]").click()
    cell(quiz, f"y[4, {(first[4] + 1) % 10}]").click()
    expect(quiz.locator(".score")).to_have_text("chosen in 5 of 5 rows")
    cell(quiz, f"y[0, {(first[0] + 1) % 10}]").click()
    cell(quiz, f"y[0, {first[0]}]").click()  # another one in the row: the choice moves
    expect(quiz.locator(".chosen")).to_have_count(5)
    expect(quiz.locator(".right.mark:visible")).to_have_count(0)
    quiz.get_by_role("button", name="Compare").click()
    expect(quiz.locator(".score")).to_contain_text("4 of 5 cells right")
    expect(quiz.locator(".formula")).to_contain_text(f"t = {first}")
    expect(quiz.locator("td.right")).to_have_count(4)
    expect(quiz.locator("td.wrong")).to_have_count(1)
    expect(quiz.locator("td.missed")).to_have_count(1)
    quiz.get_by_role("button", name="Again").click()
    expect(quiz.locator("td.right")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("So far 4 of 5 cells")
    for n, k in enumerate(labels(oracle, 1)):
        cell(quiz, f"y[{n}, {k}]").focus()
        page.keyboard.press("Space")
    quiz.get_by_role("button", name="Compare").press("Enter")
    expect(quiz.locator(".score")).to_contain_text("5 of 5 cells right")
    expect(page.get_by_role("main")).to_contain_text("So far 9 of 10 cells")


def test_each_row_of_the_quiz_shows_its_digit(quiz, oracle):
    pictures = quiz.get_by_role("img")
    names = [picture.get_attribute("aria-label") for picture in pictures.all()]
    assert names == [f"its picture: {label}" for label in labels(oracle, 0)]
    assert all(picture.bounding_box()["height"] >= 30 for picture in pictures.all())


def test_the_mark_of_an_emptied_cell_stands_in_its_middle(stepper, page):
    type_into(page, cell(stepper, "y[1, 2]"), " ")
    bad = stepper.locator("td.bad")
    expect(bad).to_have_count(1)
    top = bad.evaluate("cell => parseFloat(getComputedStyle(cell, '::before').top) / cell.clientHeight")
    assert abs(top - 0.5) < 0.05


CUT = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"


@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_the_reveal_cuts_no_number_off(quiz, page, oracle, width):
    page.set_viewport_size({"width": width, "height": 768})
    for n, k in enumerate(labels(oracle, 0)):
        cell(quiz, f"y[{n}, {(k + n % 2) % 10}]").click()
    quiz.get_by_role("button", name="Compare").click()
    expect(quiz.locator("td.mark")).to_have_count(5)
    assert quiz.locator("td").evaluate_all(CUT) == []


def test_no_number_with_its_mark_is_cut_off(stepper, page):
    for k, text in enumerate(("-0.25", "-0.12345", "much", "0.1.2")):
        type_into(page, cell(stepper, f"y[{k}, {k}]"), text)
    expect(stepper.locator("td.bad")).to_have_count(4)
    assert stepper.locator("td").evaluate_all(CUT) == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_a_table_is_about_is_seen_whole(page, server, language):
    for path in ("versions?beside=time&", "wrong?"):
        page.goto(f"{server.url}/{path}lang={language}")
        page.get_by_role("table").filter(has_text="60,000" if "time" in path else "t[4]").wait_for(timeout=60_000)
        for width in (1024, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            expect_still(page)
            for caption in page.locator(".mbviz-table caption span").all():
                caption.scroll_into_view_if_needed()
                box = caption.bounding_box()
                assert box["x"] >= 0 and box["x"] + box["width"] <= width
                assert caption.evaluate("span => span.scrollWidth <= span.clientWidth")


def test_what_python_prints_stays_open_through_a_change(stepper, page):
    fold = stepper.locator(".fold")
    expect(fold.locator(".panel")).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator(".panel")).to_be_visible()
    page.get_by_role("slider", name="delta").press("ArrowLeft")
    expect(page).to_have_url(re.compile("delta=1e-8"))
    expect(fold.locator(".panel")).to_be_visible()


def test_a_wrong_line_is_chosen_by_a_click_and_stands_in_the_address(page, server):
    page.goto(f"{server.url}/wrong")
    main = page.get_by_role("main")
    expect(main).to_contain_text("shape (5, 5)")
    expect(main.locator(".mbviz-slip table").first.locator(".mbviz-pick")).to_have_count(5)
    page.get_by_role("button", name="np.arrange(batch_size)").click()
    expect(main).to_contain_text("AttributeError: module 'numpy' has no attribute 'arrange'")
    expect(page).to_have_url(re.compile("line=arrange"))
    page.reload()
    expect(page.get_by_role("button", name="np.arrange(batch_size)")).to_have_attribute("aria-pressed", "true")
    expect(main).to_contain_text("np.arange(batch_size) \xa0→")


def test_delta_moves_every_step(stepper, page):
    page.get_by_role("slider", name="delta").press("End")
    expect(page).to_have_url(re.compile("delta=0.1"))
    loss = -(np.log(0.9) + np.log(0.2) + 3 * np.log(0.1)) / 5
    stepper.locator("[data-go=last]").click()
    expect(stepper.locator(".live")).to_contain_text(f"= {loss:.4g}")


# After each move of a slider: what it says, what the numbers' heads and the chart say at once, and what the frame that
# follows is painted with.
SLIDING = """(key) => {
  const root = (part) => document.querySelector(`.st-key-${part} [data-testid=stBidiComponentIsolated]`).shadowRoot;
  const [slider, delta] = [root("bar").querySelector(`[data-key=${key}]`), root("delta")];
  const said = () => [...delta.querySelectorAll("thead th")].map((head) => head.textContent).join(" ");
  return Array.from({ length: Number(slider.max) + 1 }, (_, at) => {
    slider.value = String(at);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return [slider.getAttribute("aria-valuetext"), said(), delta.querySelector("canvas").dataset.painted, delta.querySelector("canvas").ariaLabel];
  });
}"""


@pytest.mark.parametrize(("key", "heads", "mark"), [("delta", "p = 0 without delta delta = {}", "delta={} p=0"), ("p", "p = {} without delta delta = 1e-7", "delta=1e-7 p={}")])  # fmt: skip
def test_delta_and_p_move_numbers_and_chart_together_without_the_server(page, server, key, heads, mark):
    page.goto(f"{server.url}/delta")
    expect(page.locator(".st-key-delta canvas")).to_have_attribute("data-painted", "delta=1e-7 p=0")
    for value, said, painted, told in page.evaluate(SLIDING, key):
        assert said == heads.format(value) and painted == mark.format(value)
        assert f"delta = {value} " in told or f"p = {value} " in told


def test_delta_caps_the_loss_and_says_so_in_numbers_and_words(page, server):
    page.goto(f"{server.url}/delta")
    table = page.locator(".st-key-delta table")
    expect(table.get_by_role("row", name="slope in the logit")).to_contain_text("−10")
    expect(table.get_by_role("row", name="loss")).to_contain_text("∞ nats16.118 nats")
    expect(table.get_by_role("columnheader")).to_have_text(["p = 0", "without delta", "delta = 1e-7"])
    expect(page.locator(".st-key-delta .told")).to_contain_text("Here delta rules")
    page.get_by_role("slider", name="delta").press("End")
    expect(page.get_by_role("cell", name="2.303 nats")).to_have_count(2)
    page.get_by_role("slider", name="probability").press("End")
    expect(page.locator(".st-key-delta .told")).to_contain_text("Here p rules")
    expect(page.get_by_role("cell", name="0.000 nats")).to_be_visible()
    page.get_by_role("slider", name="delta").press("Home")
    expect(page.locator(".st-key-delta .told")).to_contain_text("Without delta the loss has no cap")
    expect(page).to_have_url(re.compile("delta=0&p=1"))


def test_the_versions_are_timed_on_this_machine(page, server):
    page.goto(f"{server.url}/versions")
    page.get_by_role("button", name="the time").click()
    table = page.get_by_role("table").filter(has_text="60,000")
    expect(table).to_contain_text("1.0×", timeout=60_000)
    expect(table.get_by_role("row", name="double loop")).to_contain_text(re.compile(r"\d\d+\.\d×"))


HEIGHT = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth];
}"""


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_screen_of_the_group_fits_the_window_that_it_opens_in_and_another(page, server, lang):
    windows = [{"width": 1280, "height": 720}, {"width": 1024, "height": 768}]
    for k, path in enumerate(("indexing?", "indexing?arrays=this-batch&", "indexing?arrays=selection&", "versions?", "versions?beside=article&",
                 "versions?beside=means&",
                 "versions?arrays=this-batch&beside=article&", "wrong?", "wrong?arrays=this-batch&", "delta?", "predict?")):  # fmt: skip
        opens_in, other = (windows[k % 2], windows[1 - k % 2]) if lang == "en" else (windows[1 - k % 2], windows[k % 2])
        page.set_viewport_size(opens_in)
        page.goto(f"{server.url}/{path}lang={lang}")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".st-key-bar [data-painted]")).to_be_attached()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        assert page.evaluate(HEIGHT) == [0, 0], (path, opens_in)
        page.set_viewport_size(other)
        expect_still(page)
        assert page.evaluate(HEIGHT) == [0, 0], (path, other)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_has_the_pages_own_background(page, server, theme):
    page.emulate_media(color_scheme=theme)
    page.goto(f"{server.url}/versions?beside=article")
    page.locator(".mbviz-fold summary").click()
    ground = "element => getComputedStyle(element).backgroundColor"
    assert page.locator(".mbviz-fold > div").evaluate(ground) == page.get_by_test_id("stApp").evaluate(ground)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_both_tables_of_the_wrong_way_are_whole_in_a_narrow_window(page, server, lang):
    page.set_viewport_size({"width": 1024, "height": 768})
    for query in ("arrays=this-batch", "arrays=this-batch&line=one-hot-as-index", "line=all-rows"):
        page.goto(f"{server.url}/wrong?{query}&lang={lang}")
        pair = page.locator(".mbviz-pair")
        expect(pair.locator("table")).to_have_count(2)
        expect(page.locator(".st-key-bar [data-painted]")).to_be_attached()
        assert pair.evaluate("pair => pair.scrollHeight - pair.clientHeight") <= 0
        assert page.evaluate(HEIGHT) == [0, 0]


def test_on_a_phone_the_quiz_has_all_its_classes_in_sight(quiz, page):
    page.set_viewport_size({"width": 390, "height": 844})
    expect(cell(quiz, "y[0, 0]")).to_have_text(re.compile(r"^\d\.\d\d$"), use_inner_text=True)
    boxes = quiz.locator("td.choice").evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().toJSON())")
    assert all(box["left"] >= 0 and box["right"] <= 390 and box["width"] >= 24 and box["height"] >= 44 for box in boxes)


def test_a_table_beyond_its_frame_fades_out_until_its_end_is_reached(stepper, page):
    page.set_viewport_size({"width": 390, "height": 844})
    frame = stepper.locator(".frame")
    expect(frame).to_have_class(re.compile(r"\bgoes-on\b"))
    frame.evaluate("frame => { frame.scrollLeft = frame.scrollWidth; }")
    expect(frame).not_to_have_class(re.compile(r"\bgoes-on\b"))
