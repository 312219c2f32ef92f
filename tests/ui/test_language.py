"""Sentences as Markdown: what they are filled with stays text, whatever it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mbviz._messages import Message, Verbatim
from mbviz.ui import language

HOSTILE = [
    "[log in](//host/x)",
    "![x](//host/p.png)",
    "a\n\n# heading",
    "**bold** _it_ ~~gone~~",
    "<b>x</b>",
    "https://host.example",
    "www.host.example",
    "me@host.example",
    ":material/home: :smile: :red[x]",
    "$x^2$",
    "`` ` ``` ",
    "`",
    "1. x",
    "a | b",
    "\\",
    "*",
]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(language, "current", lambda: "en")


def parsed(markdown: str) -> tuple[list[str], str]:
    """The kinds of tokens of a text, and what can be read of it."""
    (_, inline, _) = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)  # one paragraph, whatever it holds
    return [token.type for token in inline.children], "".join(token.content for token in inline.children)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_shown_as_text(text):
    kinds, read = parsed(language.markdown(Message("It asks for {it}.", it=text)))
    assert set(kinds) <= {"text", "code_inline"}
    assert "code_inline" in kinds
    assert read == f"It asks for {' '.join(text.split())}."


@given(st.text(max_size=60))
def test_any_text_stays_one_paragraph_of_text(text):
    kinds, read = parsed(language.markdown(Message("It asks for {it}.", it=Verbatim(text))))
    assert set(kinds) <= {"text", "code_inline"}
    printable = "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
    assert "".join(read.split()) == f"Itasksfor{printable or '“”'}."


def test_words_and_numbers_stay_as_they_are():
    said = language.markdown(
        Message("{key} is {n:,}, one of {names}", key="batch_size", n=1000, names="1-epoch, 10-epochs")
    )
    assert said == "batch_size is 1,000, one of 1-epoch, 10-epochs"


def test_a_sentence_within_a_sentence_is_treated_alike():
    inner = Message("which is {what}", what="[x](y)")
    assert language.markdown(Message("A file, {inner}.", inner=inner)) == "A file, which is `[x](y)`."


def test_a_long_text_is_cut():
    assert len(language.markdown(Verbatim("x" * 5000))) < 100
