"""Lessons in a browser: answered wrongly and rightly, kept through a reload and Back, fitting every window, and a teacher's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from mbviz.lessons.lesson import CHOICE, Lesson
from mbviz.ui.deck import FIRST
from mbviz.ui.lessons import library
from tests.app_server import AppServer
from tests.browser.test_language import english
from tests.browser.test_walk import BOXES, READY, SIZES
from tests.browser.view import open_at
from tests.lessons.files import lesson

SHIPPED = library._read(library.listed(library.SHIPPED))
OWN = {
    "01-mine.en.md": lesson(
        "Read **this** <script>document.title = 'hit'</script> [here](javascript:document.title='hit') <img src=x onerror=\"document.title='hit'\">",
        title="Mine <b>bold</b>", screen="trust", state="batch_size=64", question="How many <script>document.title='hit'</script> `<i>`?",
        answer="number", right="0.5 ± 10% | Half <img src=x onerror=\"document.title='hit'\">.", wrong="1 ± 1% | One.",
    ),
    "02-broken.en.md": lesson(state="", screen="plannr"),
    "03-no-text.md": "",
}  # fmt: skip


def strip(page: Page) -> Locator:
    return page.locator(".st-key-lesson .lesson")


def open_lesson(page: Page, url: str, name: str, query: str = "") -> None:
    page.goto(f"{url}/?lesson={name}{query}")
    expect_open(page, name)


def expect_open(page: Page, name: str) -> None:
    """Wait until a lesson is open on its screen, and all of that is there."""
    expect(page.locator(f'.st-key-lesson .lesson[data-painted="{name}"]')).to_be_visible()
    screen = SHIPPED.lessons[name]["en"].screen if name in SHIPPED.lessons else ".*"
    expect(page).to_have_url(re.compile(rf"/{'' if screen == 'mini-batch' else screen}\?"))
    page.locator(READY).wait_for()


def answer(page: Page, lesson: Lesson, *, right: bool) -> None:
    """Give the first right or wrong answer, and wait for what is said of it."""
    at, chosen = next((at, one) for at, one in enumerate(lesson.answers) if one.is_right is right)
    if lesson.kind == CHOICE:
        strip(page).locator(".offered button").nth(at).click()
    else:
        strip(page).locator(".number").fill(chosen.text)
        strip(page).locator(".number").press("Enter")
    expect(strip(page)).to_have_attribute("data-outcome", "right" if right else "wrong")


def test_a_wrong_answer_is_explained_and_tried_again_and_a_right_one_leads_on(screen, server):
    open_lesson(screen, server.url, "y-arange-t")
    here = strip(screen)
    here.locator(".number").fill("25")
    here.locator(".check").click()
    expect(here.locator(".told")).to_contain_text("That would be y[:, t]")
    expect(screen).not_to_have_url(re.compile("done="))
    expect(here.locator(".again")).to_be_focused()
    screen.keyboard.press("Enter")
    expect(here.locator(".number")).to_be_focused()
    expect(here.locator(".number")).to_have_value("")  # the wrong answer is gone: what is typed is another
    screen.keyboard.press("Enter")
    expect(here.locator(".told")).to_contain_text("Type a whole number")  # nothing is no answer
    screen.keyboard.type("five")
    screen.keyboard.press("Enter")
    expect(here.locator(".told")).to_contain_text("Type a whole number")
    screen.keyboard.press("Control+A")
    screen.keyboard.type("5")
    screen.keyboard.press("Enter")
    expect(here.locator(".told")).to_contain_text("walked through in pairs")
    expect(screen).to_have_url(re.compile("done=y-arange-t"))
    expect(here.locator(".on")).to_be_focused()
    here.locator(".read").click()
    expect(screen.locator(".st-key-lesson_text")).to_contain_text("fancy indexing")
    here.locator(".read").click()
    expect(screen.locator(".st-key-lesson_text")).to_have_count(0)
    here.locator(".on").click()
    expect_open(screen, "why-the-estimate-wobbles")


def test_a_choice_that_was_wrong_is_marked_and_the_others_can_be_taken(screen, server):
    open_lesson(screen, server.url, "what-is-a-batch")
    answer(screen, SHIPPED.lessons["what-is-a-batch"]["en"], right=False)
    strip(screen).locator(".again").click()
    expect(strip(screen).locator(".offered .tried")).to_have_count(1)
    answer(screen, SHIPPED.lessons["what-is-a-batch"]["en"], right=True)
    expect(strip(screen).locator(".place .done")).to_be_visible()


def test_the_screen_can_be_played_with_meanwhile_and_shows_the_answer_when_it_is_known(screen, server):
    name = "ten-times-the-precision"
    open_lesson(screen, server.url, name)
    field = screen.locator(".st-key-bar .size-field")
    field.fill("40")
    field.press("Enter")
    expect(screen).to_have_url(re.compile("batch_size=40"))
    expect(screen.locator(".st-key-screen")).to_contain_text("half of all batches of 40")
    answer(screen, SHIPPED.lessons[name]["en"], right=True)
    expect(field).to_have_value("40")  # what was played with stays
    strip(screen).locator(".solve").click()
    expect(field).to_have_value("1000")
    expect(screen.locator(".st-key-screen")).to_contain_text("half of all batches of 1,000")
    expect(screen).to_have_url(re.compile("batch_size=1000"))


def test_a_reload_keeps_what_is_done_and_asks_again(screen, server):
    name = "a-billion-examples"
    open_lesson(screen, server.url, name)
    answer(screen, SHIPPED.lessons[name]["en"], right=True)
    expect(screen).to_have_url(re.compile(f"done={name}"))
    screen.reload()
    expect_open(screen, name)
    expect(strip(screen).locator(".place .done")).to_be_visible()
    expect(strip(screen)).to_have_attribute("data-outcome", "open")
    strip(screen).locator(".list").click()
    expect(screen.locator(".st-key-lessons .done:visible")).to_have_count(1)
    expect(screen.locator("h1")).to_contain_text("What would you like to find out?")
    screen.locator(".st-key-lessons button").first.click()
    expect_open(screen, "what-is-a-batch")


def test_the_browsers_back_opens_the_lesson_before_and_forgets_nothing(screen, server):
    open_lesson(screen, server.url, "what-is-a-batch")
    strip(screen).locator(".next").click()
    expect_open(screen, "y-arange-t")
    answer(screen, SHIPPED.lessons["y-arange-t"]["en"], right=True)
    screen.go_back()
    expect_open(screen, "what-is-a-batch")
    expect(screen).to_have_url(re.compile("done=y-arange-t"))
    screen.go_forward()
    expect_open(screen, "y-arange-t")


def test_a_lesson_goes_along_to_other_screens_and_is_left_where_one_likes(screen, server):
    screen.set_viewport_size({"width": 1024, "height": 768})
    open_lesson(screen, server.url, "what-is-a-batch", "&lang=ko")
    title = screen.locator(".st-key-screen h1")
    expect(title).to_be_hidden()
    screen.keyboard.press("PageDown")
    expect(screen).to_have_url(re.compile(r"/pictures\?"))
    expect(title).to_be_visible()  # its own, beside which the lesson is a line
    expect(strip(screen).locator(".title")).to_be_visible()
    expect(strip(screen).locator(".question")).to_be_hidden()
    assert strip(screen).bounding_box()["height"] < 40
    assert look(screen, 1024) == []
    strip(screen).locator(".here").click()
    expect_open(screen, "what-is-a-batch")
    expect(title).to_be_hidden()
    strip(screen).locator(".close").click()
    expect(strip(screen)).to_have_count(0)
    expect(title).to_be_visible()
    expect(screen).not_to_have_url(re.compile("lesson="))


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_lesson_fits_with_its_screen_and_can_be_read_open_and_answered_in_one_language(page, server, size, lang):
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if lang == "ko" else "light", reduced_motion="reduce")
    open_lesson(page, server.url, SHIPPED.names[0], f"&lang={lang}")
    found = {}
    for name in SHIPPED.names:
        expect_open(page, name)
        wrong = look(page, width)
        if width == 1280 and lang == "ko":
            answer(page, SHIPPED.lessons[name][lang], right=False)
            wrong += foreign(page, lang)
            strip(page).locator(".again").click()
            wrong += foreign(page, lang)
        answer(page, SHIPPED.lessons[name][lang], right=True)
        wrong += look(page, width)
        if width < 640 and SHIPPED.lessons[name]["en"].screen == FIRST:  # the stage scrolls below its controls there
            wrong = [text for text in wrong if " lies on " not in text]
        if width == 1280:
            results = Axe().run(page, options={"resultTypes": ["violations"]})
            wrong += foreign(page, lang)
            wrong += [f["id"] for f in results.response["violations"] if f["impact"] in ("serious", "critical")]
        if wrong:
            found[name] = wrong
        strip(page).locator(".on").click()
    assert not found


def look(page: Page, width: int) -> list[str]:
    page.locator(READY).wait_for()
    page.wait_for_function("document.fonts.status === 'loaded'")
    return page.evaluate(f"(() => {{ {BOXES}; return boxes({str(width > 640).lower()}) }})()")


def foreign(page: Page, lang: str) -> list[str]:
    """What a Korean page says in English; what the strip of an English one says in Korean."""
    return english(page) if lang == "ko" else re.findall("[가-힣]+", strip(page).inner_text())


def test_on_a_phone_a_lesson_folds_to_its_title(page, server):
    page.set_viewport_size({"width": 390, "height": 844})
    open_lesson(page, server.url, "what-is-a-batch")
    strip(page).locator(".fold").click()
    expect(strip(page).locator(".question")).to_be_hidden()
    expect(strip(page).locator(".title")).to_be_visible()
    assert strip(page).bounding_box()["height"] < 100
    strip(page).locator(".fold").click()
    expect(strip(page).locator(".offered")).to_be_visible()


def test_on_a_phone_a_lesson_makes_room_for_what_plays(page, server):
    page.set_viewport_size({"width": 390, "height": 844})
    open_lesson(page, server.url, "why-the-estimate-wobbles")
    expect(strip(page).locator(".offered")).to_be_visible()
    page.locator(".stage .play").click()
    expect(strip(page).locator(".offered")).to_be_hidden()
    page.locator(".stage .play").click()


def test_a_lesson_that_is_opened_from_a_scrolled_page_is_in_sight_from_its_top(page, server):
    page.set_viewport_size({"width": 390, "height": 500})
    open_at(page, f"{server.url}/lessons", "lessons")
    lesson = page.locator("[data-name=a-billion-examples]")
    lesson.scroll_into_view_if_needed()
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    assert page.evaluate(scrolled) > 100
    lesson.click()
    expect_open(page, "a-billion-examples")
    assert page.evaluate(scrolled) == 0


@pytest.fixture(scope="module")
def own(server: AppServer, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A server with a teacher's folder: one lesson that would like to be a page of its own, and two broken ones."""
    folder = tmp_path_factory.mktemp("lessons")
    for file, text in OWN.items():
        (folder / file).write_text(text, encoding="utf-8")
    with AppServer(cache, MBVIZ_LESSONS=str(folder)) as running:
        yield running


def test_a_teachers_own_lesson_is_text_and_never_markup(screen, own):
    open_lesson(screen, own.url, "mine")
    here = strip(screen)
    expect(here.locator(".title")).to_have_text("Mine <b>bold</b>.")
    expect(here.locator(".question")).to_have_text("How many <script>document.title='hit'</script> <i>?")
    expect(screen.locator(".st-key-bar .size-field")).to_have_value("64")
    here.locator(".number").fill(".52")
    here.locator(".check").click()
    expect(here.locator(".told")).to_contain_text("Half <img src=x")
    here.locator(".read").click()
    text = screen.locator(".st-key-lesson_text")
    expect(text).to_contain_text("Read this")
    expect(text.locator("script, img, [href^='javascript']")).to_have_count(0)
    expect(screen).not_to_have_title("hit")


def test_a_teachers_broken_lessons_are_reported_with_their_lines_and_the_others_are_there(screen, own):
    screen.goto(f"{own.url}/lessons")
    expect(screen.locator(".st-key-lessons button")).to_have_count(1)
    told = screen.get_by_test_id("stAlert")
    expect(told).to_contain_text("02-broken.en.md, line 3: There is no screen plannr; there are planner.")
    expect(told).to_contain_text("03-no-text.md, line 1: A lesson begins with a line ---")
    screen.goto(f"{own.url}/lessons?lang=ko")
    expect(told).to_contain_text("02-broken.en.md, 3번째 줄: ")
    screen.goto("about:blank")
