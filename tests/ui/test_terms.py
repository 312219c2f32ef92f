"""Terms are explained where they first stand, in both languages, and nothing else of a text changes."""

import re

import pytest

from mbviz.ui import terms
from mbviz.ui.language import _catalogue
from mbviz.ui.terms import TERMS, _with_terms

PAIRS = tuple((term, f"About {term}.") for term in sorted(TERMS, key=len, reverse=True))


def marked(html: str) -> list[str]:
    return re.findall(r'class="mbviz-term" tabindex="0">(.*?)<span', _with_terms(html, PAIRS))


def bare(html: str) -> str:
    return re.sub(
        r'<span class="mbviz-term" tabindex="0">(.*?)<span class="mbviz-explained">.*?</span></span>', r"\1", html
    )


def test_a_term_is_explained_where_it_first_stands_and_not_again():
    assert marked("The loss of a network; another loss, in nats. Nats again.") == ["loss", "network", "nats"]


def test_a_word_that_only_holds_a_term_is_none():
    assert marked("losses, glossy, networks and CVs") == []


@pytest.mark.parametrize("html", ["<code>loss</code>", "<h1>What is a loss?</h1>", '<a href="loss">loss</a>',
                                  '<i title="a loss">this</i>', "<pre>nats <b>loss</b></pre>"])  # fmt: skip
def test_code_headings_links_and_tags_stay_as_they_are(html):
    assert _with_terms(html, PAIRS) == html


def test_after_code_the_text_goes_on():
    assert marked("<p><code>y</code> is a softmax</p>") == ["softmax"]


@pytest.mark.parametrize("text", ["a < b loss", "loss", "", "<p>no term here</p>", "the <b>standard error</b> of nats"])
def test_nothing_but_the_mark_is_added(text):
    assert bare(_with_terms(text, PAIRS)) == text


def test_korean_terms_are_found_though_particles_hang_on_them(monkeypatch):
    korean = _catalogue("ko").gettext
    monkeypatch.setattr(terms, "_", korean)
    monkeypatch.setattr(terms, "current", lambda: "ko")
    terms._terms.cache_clear()
    shown = terms.explained("손실의 왜도와 표준오차는 nats로")
    terms._terms.cache_clear()
    assert re.findall(r'tabindex="0">(.*?)<span', shown) == ["손실", "왜도", "표준오차", "nats"]


@pytest.mark.parametrize("term", TERMS)
def test_every_term_is_explained_in_korean_and_the_explanation_is_no_markup(term):
    told = _catalogue("ko").gettext(TERMS[term])
    assert re.search("[가-힣]", told) and not re.search("[<>&]", told + TERMS[term])
