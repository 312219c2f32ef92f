"""The terms of the field, each explained in a sentence where it first stands: a word to tap.

`TERMS` is the one list, in both languages. `explained` finds them in a text.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import lru_cache
from html import escape

from mbviz.ui.language import N_, _, current

NOT_IN = r"code|pre|h\d|a|button|summary"
TERMS = {
    N_("loss"): N_("How wrong the network is on an example: −log of the probability that it gives the true class. 0 is the best there is."),
    N_("network"): N_("Layers of weighted sums, from the pixels of a digit to one probability for each class; training finds the weights."),
    "nats": N_("The unit of a loss that is taken with the natural logarithm: 1 nat is what a probability of 1/e ≈ 0.37 costs."),
    N_("softmax"): N_("Makes probabilities of any numbers, one for each class: e to the power of each, divided by the sum of all these."),
    N_("epoch"): N_("One pass of the training through all the data."),
    N_("logit"): N_("What goes into the softmax: a number for each class, before it becomes a probability."),
    N_("standard error"): N_("The standard deviation of an estimate: how far off it typically is. For the mean of a batch it is σ/√B."),
    N_("skewness"): N_("How lopsided a distribution is: 0 where both sides are alike, above 0 where the right tail is the long one."),
    "CV": N_("The coefficient of variation σ/μ: the standard deviation as a multiple of the mean."),
    "Cochran": N_("A rule of thumb (Cochran, Sampling Techniques, 1977): the mean of a batch is close enough to a normal distribution for ± 2 s/√B from 25 γ² examples on."),
    N_("gradient"): N_("How the loss changes with each weight, for all weights at once; a step goes against it, downhill."),
    "Hall": N_("An interval (Hall, 1992) that transforms t so that the skewness of the losses shifts it no more."),
}  # fmt: skip


_told: ContextVar[set[str] | None] = ContextVar("told", default=None)  # what is explained on the screen that runs


def begin() -> None:
    """A screen begins: from here on each term is explained where it first stands on it, and not again."""
    _told.set(set())


def explained(html: str) -> str:
    """HTML with each term explained where it first stands in it, or on the screen if that has begun.

    What is code, a heading, a link or a button stays as it is.

    Examples
    --------
    >>> from mbviz.ui.terms import _with_terms
    >>> _with_terms("<b>Nats</b> and <code>nats</code>", (("nats", "A unit."),))[0]
    '<b><button type="button" class="mbviz-term" aria-expanded="false" data-told="A unit.">Nats</button></b> and <code>nats</code>'
    """
    told = _told.get()
    terms = tuple(term for term in in_language() if not told or term[0] not in told)
    marked, found = _with_terms(html, terms)
    if told is not None:
        told.update(found)
    return marked


def in_language() -> tuple[tuple[str, str], ...]:
    """The terms and what they mean in the visitor's language, the longest first: one may hold another."""
    return _terms(current())


@lru_cache
def _terms(_language: str) -> tuple[tuple[str, str], ...]:
    """What `in_language` gives, kept: a screen asks for it many times."""
    said = [(_(term), _(told)) for term, told in TERMS.items()]
    return tuple(sorted(said, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=512)
def _with_terms(html: str, terms: tuple[tuple[str, str], ...]) -> tuple[str, tuple[str, ...]]:
    """HTML with the terms explained, and those of them that are."""
    if not terms:
        return html, ()
    told = {term.lower(): (term, text) for term, text in terms}
    found: list[str] = []
    words = "|".join(re.escape(term) for term, _told in terms)
    # whole words in Latin script, or several of what they name; Korean hangs its particles on
    word = re.compile(rf"(?<![^\W\d])({words})((?:es|s)?)(?![A-Za-z])([^\s<]*)", re.IGNORECASE)
    depth = 0

    def mark(match: re.Match[str]) -> str:
        term, said = told.pop(match[1].lower(), ("", ""))
        if not term:
            return match[0]
        found.append(term)
        button = f'<button type="button" class="mbviz-term" aria-expanded="false" data-told="{escape(said)}">{match[1]}{match[2]}</button>'
        return (
            f'<span class="mbviz-unbroken">{button}{match[3]}</span>' if match[3] else button
        )  # a line may break after a button

    parts = []
    for part in re.split(r"(<[^>]*>)", html):
        if re.match(rf"<({NOT_IN})\b", part):
            depth += 1
        elif re.match(rf"</({NOT_IN})>", part):
            depth -= 1
        parts.append(part if part.startswith("<") or depth else word.sub(mark, part))
    return "".join(parts), tuple(found)
