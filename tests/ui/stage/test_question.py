"""Whatever a browser sends, a question is read from it that holds values of the right kinds."""

from hypothesis import given
from hypothesis import strategies as st

from mbviz.ui.deck import SCREENS
from mbviz.ui.stage.question import Question, read_question
from mbviz.ui.state import SETTINGS as TABLE

SETTINGS = SCREENS["mini-batch"].settings

FIELDS = ["number", "settings", "have", "block", "scene", "rests", "said", "language"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
LIKELY = st.dictionaries(
    st.sampled_from(FIELDS), JSON | st.dictionaries(st.sampled_from([*SETTINGS, "lang", "pin"]), JSON, max_size=4)
)


def is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**53


@given(JSON | LIKELY)
def test_anything_at_all_is_read_and_holds_values_of_the_right_kinds(sent):
    read = read_question(sent, SETTINGS)
    assert is_count(read.number) and is_count(read.block)
    assert isinstance(read.settings, dict) and set(read.settings) <= set(SETTINGS)
    assert type(read.have) is tuple and all(type(name) is str for name in read.have)
    assert type(read.scene) is str and type(read.said) is str
    assert type(read.rests) is bool and read.whole_page is False


@given(st.dictionaries(st.sampled_from(SETTINGS), SCALARS), st.integers(0, 2**53 - 1), st.integers(0, 10**6))
def test_a_right_question_is_taken_as_it_is(settings, number, block):
    sent = {"number": number, "settings": settings, "have": ["a", "b"], "block": block, "scene": "x", "rests": False,
            "said": "ko"}  # fmt: skip
    assert read_question(sent, SETTINGS) == Question(number, settings, ("a", "b"), block, "x", False, "ko")


def test_what_is_no_question_asks_for_what_is_shown():
    for sent in (None, 3, "?", [], [{}], {}):
        assert read_question(sent, SETTINGS) == Question()


def test_a_flag_is_no_number_and_a_number_is_no_flag():
    read = read_question(
        {"number": True, "block": False, "rests": 0, "have": "abc", "scene": 3, "said": ["en"]}, SETTINGS
    )
    assert read == Question()


def test_only_the_settings_that_may_be_asked_for_are_read():
    assert read_question({"settings": {"n": 3, "draw": 2}}, ["draw"]).settings == {"draw": 2}


def test_every_setting_that_can_be_asked_for_is_in_the_table():
    assert set(SETTINGS) <= set(TABLE)
