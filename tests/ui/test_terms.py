"""Terms are explained where they first stand, in both languages, and nothing else of a text changes."""

import re

import pytest

from mbviz.ui import terms
from mbviz.ui.language import _catalogue
from mbviz.ui.terms import TERMS, _with_terms

PAIRS = tuple((term, f"About {term}.") for term in sorted(TERMS, key=len, reverse=True))


WORD = re.compile(r'<button type="button" class="mbviz-term" aria-expanded="false" data-told="[^"]*">(.*?)</button>')


def marked(html: str) -> list[str]:
    return WORD.findall(_with_terms(html, PAIRS)[0])


def bare(html: str) -> str:
    return WORD.sub(r"\1", html)


def test_a_term_is_explained_where_it_first_stands_and_not_again():
    assert marked("The loss of a network; another loss, in nats. Nats again.") == ["loss", "network", "nats"]


def test_several_of_a_term_are_explained_as_one_is():
    assert marked("Losses of two networks; a loss") == ["Losses", "networks"]


def test_a_word_that_only_holds_a_term_is_none():
    assert marked("glossy, lossless, networking and CVD") == []


def test_a_screen_explains_a_term_once_whatever_its_parts():
    terms.begin()
    first, second = terms.explained("a loss"), terms.explained("a loss in nats")
    terms.begin()
    assert WORD.findall(first + second) == ["loss", "nats"] and WORD.findall(terms.explained("a loss")) == ["loss"]


@pytest.mark.parametrize("html", ["<code>loss</code>", "<h1>What is a loss?</h1>", '<a href="loss">loss</a>',
                                  '<i title="a loss">this</i>', "<pre>nats <b>loss</b></pre>", "<summary>a loss</summary>"])  # fmt: skip
def test_code_headings_links_and_tags_stay_as_they_are(html):
    assert _with_terms(html, PAIRS)[0] == html


def test_after_code_the_text_goes_on():
    assert marked("<p><code>y</code> is a softmax</p>") == ["softmax"]


@pytest.mark.parametrize("text", ["a < b loss", "loss", "", "<p>no term here</p>", "the <b>standard error</b> of nats"])
def test_nothing_but_the_mark_is_added(text):
    assert bare(_with_terms(text, PAIRS)[0]) == text


def test_korean_terms_are_found_though_particles_hang_on_them(monkeypatch):
    korean = _catalogue("ko").gettext
    monkeypatch.setattr(terms, "_", korean)
    monkeypatch.setattr(terms, "current", lambda: "ko")
    terms._terms.cache_clear()
    shown = terms.explained("손실의 왜도와 표준오차는 nats로")
    terms._terms.cache_clear()
    assert WORD.findall(shown) == ["손실", "왜도", "표준오차", "nats"]


@pytest.mark.parametrize("term", TERMS)
def test_every_term_is_explained_in_korean_and_the_explanation_is_no_markup(term):
    told = _catalogue("ko").gettext(TERMS[term])
    assert re.search("[가-힣]", told) and not re.search("[<>&]", told + TERMS[term])


@pytest.mark.parametrize(
    ("text", "hangs"), [("손실은 얼마", "은"), ("a loss, or", ","), ("<b>loss</b>.", ""), ("the loss of", "")]
)
def test_what_hangs_on_a_term_stays_with_it_on_its_line(text, hangs):
    shown = _with_terms(text, (*PAIRS, ("손실", "About it.")))[0]
    assert re.sub("<[^>]*>", "", shown) == re.sub("<[^>]*>", "", text)
    whole = re.findall(r'<span class="mbviz-unbroken"><button[^>]*>[^<]*</button>([^<]*)</span>', shown)
    assert whole == ([hangs] if hangs else [])
