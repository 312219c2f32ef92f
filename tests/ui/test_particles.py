"""Korean particles follow the word that a text was filled with."""

import re

import pytest
from babel.messages.pofile import read_po

from mbviz.ui.language import FOLDER
from mbviz.ui.particles import chosen

KOREAN = FOLDER / "ko" / "LC_MESSAGES" / "mbviz.po"
# What stands right behind a value: a particle in one form, which some values do not have.
FIXED = re.compile(r"\}[)\]”’\"']*(</?\w+>)*(은|는|이|가|을|를|과|와|으로|로)(?![가-힣(])")
BOTH = re.compile(r"[을은이과]\([를는가와]\)|\(으\)로")
IN_THE_BROWSER = ("stage/words.py", "ui/bar.py", "ui/navigation.py", "ui/components/")


@pytest.mark.parametrize(
    ("word", "object_", "topic", "by"),
    [
        ("10", "을", "은", "으로"), ("60,000", "을", "은", "으로"), ("1", "을", "은", "로"), ("2", "를", "는", "로"),
        ("3", "을", "은", "으로"), ("0.24", "를", "는", "로"), ("0.6", "을", "은", "으로"), ("7", "을", "은", "로"), ("30%", "를", "는", "로"),
        ("배치", "를", "는", "로"), ("신경망", "을", "은", "으로"), ("확률", "을", "은", "로"), ("batch_size", "를", "는", "로"),
        ("n", "을", "은", "으로"), ("label", "을", "은", "로"), ("draw", "를", "는", "로"), ("x_train[3]", "을", "은", "으로"),
        ("<code>t</code>", "를", "는", "로"), ("“10 에폭”", "을", "은", "으로"), ("(5, 2)", "를", "는", "로"), ("`seed`", "를", "는", "로"),
    ],
)  # fmt: skip
def test_the_particle_is_the_one_that_the_word_asks_for(word, object_, topic, by):
    assert chosen(f"{word}을(를)") == word + object_
    assert chosen(f"{word}은(는)") == word + topic
    assert chosen(f"{word}(으)로") == word + by


def test_nothing_else_is_touched_and_what_nobody_can_read_keeps_both():
    assert chosen("형상 (5, 10)과 (3,)을 봅니다.") == "형상 (5, 10)과 (3,)을 봅니다."
    assert chosen("…을(를)") == "…을(를)"


def texts():
    return [message for message in read_po(KOREAN.open("rb"), "ko") if message.id and message.string]


def test_no_particle_of_the_catalogue_hangs_on_a_value():
    wrong = [message.string for message in texts() if FIXED.search(str(message.string))]
    assert wrong == []


def test_what_the_browser_fills_in_has_no_particle_to_be_chosen():
    wrong = [
        message.string
        for message in texts()
        if BOTH.search(str(message.string))
        and any(part in place for place, _ in message.locations for part in IN_THE_BROWSER)
    ]
    assert wrong == []


def test_one_thing_has_one_name():
    # a network of machines is another thing than a neural one
    for wrong in (
        "복원 추출",
        "비복원 추출",
        "첫 화면",
        "미니 배치",
        "네트워크(?!에서 쓰는)",
        "에포크",
        "라벨",
        "원핫",
    ):
        assert [message.string for message in texts() if re.search(wrong, str(message.string))] == []
