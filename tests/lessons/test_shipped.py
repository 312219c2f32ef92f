"""The lessons that come along say what is true: their answers by the app's own functions, on the offline sample and on MNIST."""

import math
import os
import re
from functools import cache

import numpy as np
import pytest

from mbviz.article.arrays import PRESETS
from mbviz.batch import open_batch
from mbviz.data.datasets import Dataset, load_file, load_sample
from mbviz.lessons.folder import Library
from mbviz.lessons.judge import judge
from mbviz.lessons.lesson import Lesson, fill
from mbviz.model.sgd import full_loss, replay
from mbviz.model.snapshots import Milestone, Snapshot, take_snapshot
from mbviz.sampling import draw_batch
from mbviz.stats.estimates import standard_error
from mbviz.stats.law import sampling_law
from mbviz.stats.planner import required_batch_size
from mbviz.stats.summary import LossSummary, summarize
from mbviz.ui.deck import SCREENS
from mbviz.ui.lessons import library
from mbviz.ui.races import EXAMPLES, Plan
from mbviz.ui.state import LANGUAGES

NAMES = ("what-is-a-batch", "y-arange-t", "why-the-estimate-wobbles", "ten-times-the-precision", "a-billion-examples", "who-learns-more")  # fmt: skip
# MNIST itself where it is at hand: the machine that tests a change may have no network.
AT_HAND = os.environ.get("MBVIZ_MNIST", "")
DATA = ["sample", pytest.param("mnist", marks=pytest.mark.skipif(not AT_HAND, reason="MBVIZ_MNIST names no file"))]


@pytest.fixture(scope="module")
def shipped() -> Library:
    return library._read(library.listed(library.SHIPPED))


@cache
def dataset(name: str) -> Dataset:
    return load_sample() if name == "sample" else load_file(AT_HAND)


@cache
def learned(name: str, size: int, steps: int, rate: float = 1.0) -> list[np.ndarray]:
    """The weights of the race's runner of a batch size after so many steps."""
    return replay(Plan(10, rate, False, 0.0, 0).recipe(dataset(name), size), dataset(name), [steps])[0]


@cache
def snapshot(name: str) -> Snapshot:
    """A network that has looked at each digit once."""
    steps = dataset(name).n // 10
    return take_snapshot(dataset(name), Milestone("1-epoch", steps, 1), learned(name, 10, steps))


def right(lesson: Lesson) -> str:
    """The right answer of a choice."""
    [answer] = [answer.text for answer in lesson.answers if answer.is_right]
    return answer


def verdict(lesson: Lesson, given: object) -> bool | None:
    return judge(lesson, str(given), {}).is_right


def test_all_six_are_there_in_both_languages_and_nothing_is_wrong_with_them(shipped):
    assert shipped.names == NAMES and not shipped.problems
    assert all(set(shipped.lessons[name]) == set(LANGUAGES) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_ask_the_same(shipped, name):
    english, korean = (shipped.lessons[name][language] for language in ("en", "ko"))
    for part in ("screen", "kind", "state", "solution"):
        assert getattr(english, part) == getattr(korean, part), part
    assert [answer.is_right for answer in english.answers] == [answer.is_right for answer in korean.answers]
    assert [answer.number for answer in english.answers] == [answer.number for answer in korean.answers]
    for mine, other in zip(english.answers, korean.answers, strict=True):
        assert re.findall(r"`[^`]*`", mine.text) == re.findall(r"`[^`]*`", other.text)
    assert bool(english.do) == bool(korean.do)
    assert all(re.search("[가-힣]", text) for text in (korean.question, korean.body, *(a.told for a in korean.answers)))
    assert english.body and all(answer.told != other.told for answer, other in zip(english.answers, korean.answers))


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_opens_a_screen_with_settings_that_show_the_answer_on_it(shipped, name):
    lesson = shipped.get(name, "en")
    assert {*lesson.state, *lesson.solution} <= set(SCREENS[lesson.screen].settings)
    assert not lesson.solution or {**lesson.state, **lesson.solution} != lesson.state


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_fit_their_places(shipped, name, language):
    """Two lines of the strip at 1280 px hold so many letters, those of Hangul twice as wide."""
    lesson = shipped.get(name, language)

    def width(text: str) -> int:
        return sum(2 if "가" <= sign <= "힣" else 1 for sign in text)

    assert width(f"{lesson.title} {lesson.question} {lesson.do}") <= 230
    assert all(width(answer.text + answer.told) <= 260 for answer in lesson.answers)


# --- what is a batch? ---


@pytest.mark.parametrize("name", DATA)
def test_a_hundred_pictures_give_a_hundred_rows(shipped, name):
    data = dataset(name)
    batch = open_batch(draw_batch(data.n, 100, seed=0, draw=0), data.labels, snapshot(name).y)
    lesson = shipped.get("what-is-a-batch", "en")
    texts = [fill(answer.text, {"classes": str(data.schema.n_classes)}).strip("`") for answer in lesson.answers]
    assert fill(right(lesson), {"classes": str(data.schema.n_classes)}).strip("`") == str(batch.y.shape)
    # what the other answers are said to be the shapes of
    assert str(batch.t.shape) == str(batch.losses.shape) == texts[3]
    assert str(data.images[batch.batch_mask].reshape(100, -1).shape) == texts[2]
    assert f"of {data.schema.pixels} pixels" in lesson.question
    one = open_batch(batch.batch_mask[7:8], data.labels, snapshot(name).y)
    np.testing.assert_array_equal(one.y[0], batch.y[7])  # row n is what picture n would have got by itself


# --- y[arange, t] ---


def test_the_index_picks_one_number_for_each_row(shipped):
    arrays = PRESETS["five-rows"]
    y, t = arrays.y, arrays.t
    for language in LANGUAGES:
        lesson = shipped.get("y-arange-t", language)
        assert f"t = {t.tolist()}" in lesson.question and y.shape == (5, 10)
        told = {given: judge(lesson, str(given), {}) for given in (5, y[:, t].size, y.size, y[0, 2].size)}
        assert y[np.arange(5), t].size == 5 and [found.is_right for found in told.values()] == [
            True,
            False,
            False,
            False,
        ]
        assert "y[:, t]" in told[25].told
        assert re.findall(r"y\[(\d), (\d)\]", told[5].told) == [(str(n), str(k)) for n, k in enumerate(t)]


# --- why the estimate wobbles ---


@pytest.mark.parametrize("name", DATA)
def test_only_what_is_drawn_changes_from_draw_to_draw(shipped, name):
    data, losses = dataset(name), snapshot(name).losses
    masks = [draw_batch(data.n, 10, seed=0, draw=draw) for draw in range(200)]
    means = [losses[mask].mean() for mask in masks]
    assert len(set(means)) > 190  # it wobbles
    again = losses[draw_batch(data.n, 10, seed=0, draw=3)].mean()
    assert again == means[3]  # the computation is exact: the same draw has the same loss to the last digit
    batch = open_batch(masks[0], data.labels, snapshot(name).y)
    np.testing.assert_array_equal(batch.t, data.labels[masks[0]])  # each keeps its label
    assert abs(np.mean(means) - losses.mean()) < 4 * losses.std() / math.sqrt(10 * 200)  # right on average
    below = np.mean([mean < losses.mean() for mean in means])
    assert (
        below > 0.5
    )  # "most batches lie below the line": 200 draws of at least 55% are so, but for one time in twenty
    assert right(shipped.get("why-the-estimate-wobbles", "en")) == "Every draw picks other digits"


# --- ten times the precision ---


@pytest.mark.parametrize("name", DATA)
def test_a_hundred_times_the_digits_are_off_by_a_tenth(shipped, name):
    losses, lesson = snapshot(name).losses, shipped.get("ten-times-the-precision", "en")
    assert lesson.state == {"batch_size": 10} and dataset(name).n >= 1000  # the answer can be seen on any data
    wanted = float(standard_error(losses.std(), 10)) / 10
    sizes = np.arange(1, 20_001)
    enough = int(sizes[standard_error(losses.std(), sizes) <= wanted * (1 + 1e-12)][0])
    assert enough == 1000 == lesson.solution["batch_size"]
    ten, hundred, thousand = sampling_law(losses, [10, 100, 1000])  # the law that the screen draws
    assert ten.std / thousand.std == pytest.approx(10, rel=1e-6)
    assert ten.std / hundred.std == pytest.approx(3.16, abs=0.005)  # "√10 ≈ 3.2 times"
    assert [verdict(lesson, given) for given in (enough, 100, 10_000)] == [True, False, False]


# --- a billion examples ---


@pytest.mark.parametrize("name", DATA)
def test_of_a_billion_less_than_a_thousandth_is_enough(shipped, name):
    lesson = shipped.get("a-billion-examples", "en")
    summary = summarize(snapshot(name).losses)
    few, many = (required_batch_size(summary, 0.01, population=n) for n in (1000, 10**9))
    assert many < 10**9 / 1000 and right(lesson) == "Less than a thousandth"
    assert few / 1000 * 10**9 > 2e8  # "the same share would be hundreds of millions"
    assert required_batch_size(summary, 0.01, population=10**12) < 1.001 * many  # "hardly more"


@pytest.mark.parametrize("spread", [0.2, 0.5, 1.0, 2.0, 5.0])
def test_that_holds_for_networks_from_untrained_to_ten_epochs(spread):
    summary = LossSummary(60_000, 1.0, spread, 1.0, 1.0, 0.0, 10.0)
    assert required_batch_size(summary, 0.01, population=10**9) < 10**6
    assert required_batch_size(summary, 0.01, population=1000) > 500


# --- who learns more ---


@pytest.mark.parametrize("name", DATA)
def test_at_the_end_of_the_race_the_smallest_batches_have_learned_most(shipped, name):
    lesson, data = shipped.get("who-learns-more", "en"), dataset(name)
    rate = float(lesson.state["rate"])
    plan = Plan(10, rate, False, 0.0, 0)  # the race that is below the question
    sizes = plan.sizes(data.n)
    ends = {size: plan.recipe(data, size).steps for size in sizes}
    losses = {size: full_loss(data, learned(name, size, steps, rate))[0] for size, steps in ends.items()}
    assert sorted(losses, key=losses.__getitem__) == sizes  # B = 100 is second, and so on
    assert right(lesson) == "B = 10" and losses[10] < 0.5 * losses[100]
    start = full_loss(data, learned(name, data.n, 0, rate))[0]
    assert losses[data.n] > losses[10] + 0.7 * (start - losses[10])  # "have hardly moved"


def test_the_question_and_its_answers_are_about_the_race_on_the_screen(shipped):
    for language in LANGUAGES:
        lesson = shipped.get("who-learns-more", language)
        assert f"{EXAMPLES:,}" in lesson.question
        *small, large, _same = [
            [int(size) for size in re.findall(r"\d+", answer.text.replace(",", ""))] for answer in lesson.answers
        ]
        named = [size for sizes in (*small, large) for size in sizes]
        assert named == Plan(10, 0.3, False, 0.0, 0).sizes(60_000)[: len(named)]  # "or larger" are all the others
