"""The class's dots in browsers of their own: a teacher and two students, live."""

from __future__ import annotations

import io
import math
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from mbviz.stats.law import sampling_law
from tests.browser.test_walk import BOXES, SIZES, violations

ROOM = ".classroom"


@pytest.fixture
def teacher(fresh, server) -> Page:
    """The screen before a class is opened."""
    page = fresh(viewport={"width": 1280, "height": 720}, locale="en", reduced_motion="reduce")
    page.goto(f"{server.url}/class?batch_size=20&seed=3")
    expect(page.locator(f"{ROOM} [data-painted]")).to_be_attached()
    return page


@pytest.fixture
def student(fresh, server):
    """Opens a class's link in a browser of its own, as a phone does."""

    def come(code: str, **settings) -> Page:
        page = fresh(viewport={"width": 390, "height": 844}, locale="en", reduced_motion="reduce", **settings)
        page.goto(f"{server.url}/class?code={code}")
        expect(page.locator(f"{ROOM}[data-role=student] .drop")).to_be_visible()
        return page

    return come


def opened(teacher: Page) -> str:
    """Open the class, and read its code."""
    teacher.locator(f"{ROOM} .open").click()
    expect(teacher.locator(f"{ROOM}[data-role=teacher] .qr")).to_be_visible()
    return teacher.locator(f"{ROOM} .code").inner_text()


def expect_dots(page: Page, count: int, law: str = "") -> None:
    expect(page.locator(f'{ROOM} [data-painted$=" {count}{law}"]')).to_be_attached()


def test_dots_arrive_live_and_the_law_is_revealed_to_all_at_once(teacher, student, oracle):
    code = opened(teacher)
    expect(teacher).to_have_url(re.compile(f"code={code}"))
    assert "token" not in teacher.url
    students = [student(code), student(code)]
    for draw, page in enumerate(students, start=1):
        expect(page.locator("h1")).to_have_text(f"Your batch: draw {draw} of class {code}")
        page.locator(".guess input").press("ArrowRight")
        guess = page.locator(".guess output").inner_text()
        below = page.locator(f"{ROOM} .chart").bounding_box()["y"]
        page.locator(".drop").press("Enter")
        loss = oracle.batch(20, seed=3, draw=draw).loss
        expect(page.locator(".yours")).to_have_text(f"Your dot: {loss:.4f} nats. You guessed {guess}.")
        expect(page.locator(".yours")).to_be_focused()  # where the button was
        assert page.locator(f"{ROOM} .chart").bounding_box()["y"] == below
        expect_dots(teacher, draw)  # by itself
        expect_dots(page, 1)
    expect(teacher.locator(".count")).to_have_text(re.compile("^2dots · students: 2"))
    mean = np.mean([oracle.batch(20, seed=3, draw=draw).loss for draw in (1, 2)])
    expect(teacher.locator(".mean dd")).to_have_text(f"{mean:.3f}")  # on an axis that is less than one nat long
    teacher.locator(".reveal").click()
    (law,) = sampling_law(oracle.snapshot("1-epoch").losses, [20])
    low, high = law.quantile([0.25, 0.75])
    inside = sum(low <= oracle.batch(20, seed=3, draw=draw).loss <= high for draw in (1, 2))
    digits = 1 - math.floor(math.log10(high - low))
    told = f"Half of all batches of 20 lie between {low:.{digits}f} and {high:.{digits}f} nats: here {inside} of 2."
    for page in (teacher, *students):
        expect_dots(page, 2, " law")
        expect(page.locator(f"{ROOM} .told")).to_have_text(told)
    end_after_all(teacher, 2)
    expect(students[0].locator(f"{ROOM}[data-role=gone] .told")).to_contain_text(f"There is no class {code} here")
    expect(students[0].locator(".typed")).to_be_visible()  # for another code


def end_after_all(teacher: Page, dots: int) -> None:
    """End the class, but not at once; a wrong code is answered beside the chart then."""
    teacher.locator(".end").click()
    expect(teacher.locator(".question")).to_have_text(f"End the class? Its dots ({dots}) are gone then.")
    expect(teacher.locator(".no")).to_be_focused()
    teacher.locator(".no").click()
    expect(teacher.locator(".question")).to_be_hidden()
    teacher.locator(".end").click()
    teacher.locator(".yes").press("Enter")
    expect(teacher.locator(f"{ROOM}[data-role=nobody]")).to_be_visible()
    expect(teacher.locator("h1")).to_be_focused()
    teacher.locator(".typed").fill("bcd")
    teacher.locator(".join").click()
    problem, chart = teacher.locator(".problem"), teacher.locator(f"{ROOM} .chart")
    expect(problem).to_contain_text("A code is the 6 letters")
    assert problem.bounding_box()["x"] >= chart.bounding_box()["x"] + chart.bounding_box()["width"]


def test_who_loads_the_page_anew_is_the_same_and_another_tab_is_another(teacher, student):
    code = opened(teacher)
    pupil = student(code)
    pupil.locator(".drop").click()
    expect_dots(pupil, 1)
    pupil.reload()
    expect(pupil.locator("h1")).to_have_text(f"Your batch: draw 1 of class {code}")
    expect_dots(pupil, 1)
    teacher.reload()
    expect(teacher.locator(f"{ROOM}[data-role=teacher]")).to_be_visible()
    expect_dots(teacher, 1)
    second = teacher.context.new_page()  # its address alone makes nobody a teacher
    second.goto(teacher.url)
    expect(second.locator(f"{ROOM}[data-role=student]")).to_be_visible()
    expect(teacher.locator(".count dt")).to_have_text("dots · students: 2")


def test_a_dot_is_clicked_and_its_batch_opens_on_the_stage(teacher, student):
    code = opened(teacher)
    pupil = student(code)
    pupil.locator(".drop").click()
    pupil.locator(".again").click()
    expect(pupil.locator("h1")).to_have_text(f"Your batch: draw 2 of class {code}")
    pupil.locator(".drop").click()
    expect(pupil.locator(".yours")).to_be_visible()
    pupil.locator(".opens").click()
    expect(pupil.locator('.stage[data-painted="1-epoch 3 with 20 2"]')).to_be_attached()
    pupil.go_back()
    expect(pupil.locator(f"{ROOM}[data-role=student] .yours")).to_be_visible()
    expect_dots(pupil, 2)


def has_thumb(slider: Locator) -> bool:
    """Whether above the slider's track something is seen at its low end that is not at its middle."""
    picture = np.asarray(Image.open(io.BytesIO(slider.screenshot())).convert("RGB")).astype(int)
    above = picture[len(picture) // 2 - 6]
    return bool(np.abs(above[8] - above[len(above) // 2]).max() > 40)


@pytest.mark.parametrize(("scheme", "lang"), [("light", "en"), ("dark", "ko")])
def test_teacher_and_student_see_everything_at_every_size(teacher, student, scheme, lang):
    code = opened(teacher)
    pupil = student(code)
    assert has_thumb(pupil.locator(".guess input"))  # though nothing was guessed yet
    assert pupil.locator("canvas[data-painted]").last.bounding_box()["height"] < 150  # an axis, and no room for nothing
    found = {}
    for page, name in ((teacher, "teacher"), (pupil, "student")):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(f"{page.url.partition('?')[0]}?code={code}&lang={lang}")
        expect(page.locator(f"{ROOM}[data-role={name}]")).to_be_visible()
    pupil.locator(".drop").click()
    teacher.locator(".reveal").click()
    for page, name in ((teacher, "teacher"), (pupil, "student")):
        expect_dots(page, 1, " law")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            expect_dots(page, 1, " law")
            if wrong := page.evaluate(f"(() => {{ {BOXES}; return boxes({str(width > 640).lower()}) }})()"):
                found[name, width] = wrong
        page.set_viewport_size({"width": 1280, "height": 720})
        if wrong := violations(page):
            found[name, "axe"] = wrong
    assert not found
