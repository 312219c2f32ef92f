"""The catalogues: every text has its Korean form, and that says the same things."""

import ast
import re
from string import Formatter

import pytest
from babel.messages.catalog import Message

from mbviz.ui import language
from tests.app_server import ROOT
from tests.catalogue import CALLS, collect, load

TEXTS = [message for message in collect() if message.id]
NAMES = {"3 · Pick y[n, t]"}  # nothing in them but numbers and names of the code
SOURCES = [
    path for path in (ROOT / "app.py", *sorted((ROOT / "mbviz").rglob("*.py"))) if path.name != "language.py"
]  # it looks them up


@pytest.fixture(scope="module")
def korean():
    return load("ko")


def fields(text: str) -> list[tuple[str, str | None]]:
    return sorted((name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None)


def test_there_are_texts():
    assert len(TEXTS) > 200


def test_the_catalogue_holds_the_texts_of_the_code_and_no_others(korean):
    assert {message.id for message in korean if message.id} == {message.id for message in TEXTS}, (
        "run: python -m tests.catalogue"
    )


@pytest.mark.parametrize("message", TEXTS, ids=lambda message: message.id[:40])
def test_every_text_has_a_korean_form_with_the_same_fields_and_marks(korean, message: Message):
    translated = korean[message.id].string
    assert translated
    assert not korean[message.id].fuzzy
    assert fields(translated) == fields(message.id)
    assert sorted(re.findall(r"<[^>]+>", translated)) == sorted(re.findall(r"<[^>]+>", message.id))
    assert (
        message.id in NAMES
        or re.search("[가-힣]", translated)
        or not re.search("[a-z]{3}", re.sub(r"<code>.*?</code>|\{.*?\}", "", message.id))
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_text_is_put_together_before_it_is_looked_up(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
            looked_up = (ast.Name, ast.Subscript, ast.Attribute)  # of texts that N_ has marked where they stand
            wanted = (ast.Constant, *(looked_up if node.func.id not in ("Message", "N_") else ()))
            assert isinstance(node.args[0], wanted), f"line {node.lineno}"


def test_a_text_without_translation_stays_english(monkeypatch):
    monkeypatch.setattr(language, "current", lambda: "ko")
    assert language.say(language.Message("no such text {n}", n=3)) == "no such text 3"


def test_a_sentence_within_a_sentence_is_translated_too(monkeypatch):
    outer = language.Message("one of {names}", names=language.Message("nothing"))
    assert language.say(outer) == "one of nothing"
    monkeypatch.setattr(language, "current", lambda: "ko")
    assert "nothing" not in language.say(outer)
