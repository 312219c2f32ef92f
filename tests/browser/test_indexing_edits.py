"""Editing the table of the page "Indexing" in a browser: typed and pasted cells, undoing, a server that is started anew."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.app_server import AppServer
from tests.browser.table import PARTS, Y, button, cell, expect_numbers, paste, type_into
from tests.browser.view import open_at


@pytest.fixture
def stepper(page, server) -> Locator:
    open_at(page, f"{server.url}/indexing", *PARTS)
    return page.locator(".st-key-stepper")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("y[1, 3]", "much", "y[1, 3] must be a number"), ("t[0]", "12", "0 to 9"), ("t[4]", "-1", "0 to 9")],
)
def test_what_is_no_number_or_no_class_gets_a_sentence_keeps_its_text_and_loses_nothing(
    stepper, page, name, text, said
):
    type_into(page, cell(stepper, name), text)
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_contain_text(said)
    expect(alert).to_contain_text("last good arrays")
    expect(cell(stepper, name)).to_have_text(re.compile(text))
    expect(cell(stepper, name)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("main")).to_contain_text("array([0.8, 0. , 0.1, 0. , 0. ])")
    type_into(page, cell(stepper, name), "1")
    expect(alert).to_have_count(0)


def test_rows_are_pasted_from_a_spreadsheet_or_from_python(stepper, page):
    paste(page, cell(stepper, "y[0, 0]"), "0.2\t0.8\n0.6\t0.4")
    expect(stepper.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_test_id("stAlert")).to_contain_text("0 to 1")  # the labels are still those of ten classes
    paste(page, cell(stepper, "t[0]"), "[1, 0]")
    expect(page.get_by_role("main")).to_contain_text("array([0.8, 0.6])")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


@pytest.mark.parametrize("text", ["0.25", " 0,25\n", "\ufeff0.25", "np.float64(0.25)", "[0.25]", "25%"])
def test_one_value_goes_into_one_cell(stepper, page, text):
    y = Y.copy()
    y[1, 7] = 0.25
    paste(page, cell(stepper, "y[1, 7]"), text)
    expect_numbers(stepper, y, [2, 7, 0, 9, 8])
    paste(page, cell(stepper, "y[0, 0]"), "0.5")
    y[0, 0] = 0.5
    expect_numbers(stepper, y, [2, 7, 0, 9, 8])
    paste(page, cell(stepper, "t[3]"), "4")
    expect_numbers(stepper, y, [2, 7, 0, 4, 8])


def test_a_decimal_comma_is_said(stepper, page):
    paste(page, cell(stepper, "y[3, 1]"), "0,1\n0,7")
    y = Y.copy()
    y[3:, 1] = [0.1, 0.7]
    expect_numbers(stepper, y, [2, 7, 0, 9, 8])
    expect(page.get_by_test_id("stAlert")).to_contain_text("decimal points: 0,1 is 0.1")
    button(page, "Undo the last change").click()
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_a_block_goes_in_from_its_cell_on_and_the_table_grows(stepper, page):
    y = np.zeros((6, 11))
    y[:5, :10] = Y
    y[4:, 9:] = [[0.2, 0.4], [0.6, 0.8]]
    paste(page, cell(stepper, "y[4, 9]"), "0.2\t0.4\n0.6\t0.8")
    expect_numbers(stepper, y, [2, 7, 0, 9, 8, 0])
    paste(page, cell(stepper, "t[1]"), "3\n10")
    expect_numbers(stepper, y, [2, 3, 10, 9, 8, 0])
    paste(page, cell(stepper, "y[0, 5]"), "\t".join(["0.1"] * 16))
    expect(page.get_by_test_id("stAlert")).to_contain_text("needs 6 rows and 21 columns")
    expect(page.get_by_test_id("stAlert")).not_to_contain_text("Until it is mended")
    expect_numbers(stepper, y, [2, 3, 10, 9, 8, 0])


def test_changes_are_undone_one_at_a_time_and_made_again(stepper, page):
    undo, redo = button(page, "Undo the last change"), button(page, "Redo")
    expect(undo).to_have_attribute("aria-disabled", "true")
    type_into(page, cell(stepper, "y[0, 2]"), "0.5")
    paste(page, cell(stepper, "t[1]"), "3")
    button(page, "+ row").click()
    five, three = Y.copy(), [2, 3, 0, 9, 8]
    five[0, 2] = 0.5
    six = np.vstack([five, np.eye(10)[:1]])
    expect_numbers(stepper, six, [*three, 0])
    for y, t in ((five, three), (five, [2, 7, 0, 9, 8]), (Y, [2, 7, 0, 9, 8])):
        undo.click()
        expect_numbers(stepper, y, t)
    expect(undo).to_have_attribute("aria-disabled", "true")
    redo.click()
    expect_numbers(stepper, five, [2, 7, 0, 9, 8])
    redo.click()
    redo.click()
    expect_numbers(stepper, six, [*three, 0])
    page.get_by_role("button", name="Undo all changes").click()
    expect_numbers(stepper, Y, [2, 7, 0, 9, 8])
    undo.click()  # that as well
    expect_numbers(stepper, six, [*three, 0])


def test_numbers_are_pasted_and_undone_by_the_keyboard_alone(stepper, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cell(stepper, "y[0, 2]").focus()
    for text, key in (("0.5", "ArrowDown"), ("0.25\t0.125", "ArrowLeft")):
        page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        page.keyboard.press("Control+V")
        page.keyboard.press(key)
    y = Y.copy()
    y[0, 2], y[1, 2:4] = 0.5, [0.25, 0.125]
    expect_numbers(stepper, y, [2, 7, 0, 9, 8])
    expect(cell(stepper, "y[1, 1]")).to_be_focused()
    page.keyboard.press("Control+Z")
    y[1] = Y[1]
    expect_numbers(stepper, y, [2, 7, 0, 9, 8])
    page.keyboard.press("Control+Z")
    expect_numbers(stepper, Y, [2, 7, 0, 9, 8])
    page.keyboard.press("Control+Shift+Z")
    expect_numbers(stepper, y, [2, 7, 0, 9, 8])
    expect(cell(stepper, "y[1, 1]")).to_be_focused()


def test_changes_made_faster_than_answers_all_count_in_their_order(stepper, page):
    cell(stepper, "y[0, 0]").focus()
    page.keyboard.type("0.3")
    page.keyboard.press("Tab")
    page.keyboard.type("0.4")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Z")
    page.keyboard.type("0.6")
    page.keyboard.press("Enter")
    y = Y.copy()
    y[0, 0], y[1, 1] = 0.3, 0.6
    expect_numbers(stepper, y, [2, 7, 0, 9, 8])


def test_the_message_goes_when_nothing_is_wrong_any_more(stepper, page):
    alert = page.get_by_test_id("stAlert")
    type_into(page, cell(stepper, "y[1, 3]"), "much")
    expect(alert).to_contain_text("Until it is mended")
    button(page, "Undo the last change").click()
    expect(alert).to_have_count(0)
    paste(page, cell(stepper, "y[0, 0]"), "[[0.1, oops]]")
    expect(alert).to_contain_text("Nothing was changed")
    expect(alert).not_to_contain_text("Until it is mended")
    type_into(page, cell(stepper, "y[1, 3]"), "0.5")
    expect(alert).to_have_count(0)


@pytest.fixture
def other_tab(context):
    """A tab in whose console errors may stand: Streamlit writes there that its server is gone."""
    tab = context.new_page()
    yield tab
    tab.close()


@pytest.mark.parametrize("patient", [True, False], ids=["connected again", "before it is connected again"])
def test_a_server_that_is_started_anew_gets_the_arrays_as_they_stood_and_what_is_done_next(
    other_tab, server, cache, patient
):
    page = other_tab
    with AppServer(cache) as second:
        open_at(page, f"{second.url}/indexing", *PARTS)
        stepper = page.locator(".st-key-stepper")
        type_into(page, cell(stepper, "y[0, 2]"), "0.123456789")
        paste(page, cell(stepper, "t[1]"), "3")
        expect(page.get_by_role("main")).to_contain_text("array([0.12345679, 0.05")
        second.__exit__()
        with second:
            if patient:
                expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")
            type_into(page, cell(stepper, "t[4]"), "1")
            expect(page.get_by_role("main")).to_contain_text(
                "array([0.12345679, 0.05      , 0.1       , 0.        , 0.05      ])", timeout=30_000
            )
            expect(stepper.locator("[data-cell^='t,']")).to_have_text(["2", "3", "0", "9", "1"])
            button(page, "Undo the last change").click()
            expect(page.get_by_role("main")).to_contain_text("0.1       , 0.        , 0.        ])")
            page.get_by_role("button", name="Undo all changes").click()
            expect_numbers(stepper, Y, [2, 7, 0, 9, 8])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0.1\t0.9\n0.5", "different lengths"),
        ("0.1\t0.9\n" * 10_000, "10000 rows"),
        ("[[0.1, oops]]", "“oops”"),
        ("[]", "empty"),
    ],
)
def test_a_paste_that_can_not_be_read_gets_a_sentence_and_changes_nothing(stepper, page, text, said):
    paste(page, cell(stepper, "y[0, 0]"), text)
    expect(page.get_by_test_id("stAlert")).to_contain_text(said)
    expect(stepper.locator("tbody tr")).to_have_count(5)
    expect(page.get_by_role("main")).to_contain_text("array([0.8, 0. , 0.1, 0. , 0. ])")


def test_what_was_changed_comes_through_a_reload_and_another_screen_and_back(stepper, page):
    y = Y.copy()
    y[1, 7] = 0.25
    type_into(page, cell(stepper, "y[1, 7]"), "0.25")
    expect(page).to_have_url(re.compile(r"\?edited=y-1-7-0\.25$"))
    page.reload()
    expect_numbers(stepper, y, [2, 7, 0, 9, 8])
    type_into(page, cell(stepper, "t[0]"), "3")
    expect(page).to_have_url(re.compile(r"\?edited=y-1-7-0\.25_t-0-0-3$"))
    page.keyboard.press("PageDown")
    expect(page.get_by_role("main")).to_contain_text("-1.386")  # log 0.25
    expect(page).to_have_url(re.compile(r"/versions\?edited=y-1-7-0\.25_t-0-0-3$"))
    page.go_back()
    expect_numbers(stepper, y, [3, 7, 0, 9, 8])
    button(page, "Undo all changes").click()
    expect(page).to_have_url(re.compile(r"/indexing$"))
