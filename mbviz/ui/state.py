"""The table of settings: everything that a visitor can set, each once.

Controls, address, reset and sentences read `SETTINGS`; nothing else names a setting's default, limits or options.
What a session has set is in `mbviz.ui.session`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st
from babel import negotiate_locale

from mbviz._messages import N_
from mbviz.article.slips import SLIPS
from mbviz.ui.hiding import ANSWERS, Hidden, is_hidden
from mbviz.ui.kinds import Changes, Choice, Code, Flag, Kind, Lessons, Limits, Pinned, Value, Whole

# They act on every screen, are in every address, and stay where everything goes back to its default.
EVERYWHERE = ("lang", "hide", "present", "lesson", "done", "code")
LANGUAGES = {"en": "English", "ko": "한국어"}  # English is the language of the code's own texts
DELTAS = ("0", "1e-15", "1e-12", "1e-10", "1e-9", "1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "0.01", "0.1")
PROBABILITIES = ("0", "1e-12", "1e-10", "1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "0.001", "0.01", "0.1", "0.2", "0.5",
                 "0.8", "0.9", "0.99", "1")  # fmt: skip
POPULATIONS = (*(digit * 10**power for power in range(3, 12) for digit in (1, 2, 5)), 10**12)
PRECISIONS = ("0.1", "0.05", "0.02", "0.01", "0.005", "0.002", "0.001", "0.0005", "0.0002", "0.0001")


def of_browser() -> str:
    """The language that the browser asks for: a key of `LANGUAGES`."""
    wanted = st.context.locale
    return negotiate_locale([wanted], list(LANGUAGES), sep="-") or "en" if wanted else "en"


@dataclass(frozen=True)
class Setting:
    """One thing that a visitor can set.

    Attributes
    ----------
    key : str
        Its name: in the address, in the session, and of its control.
    label : str
        What a visitor reads beside the control; marked for translation.
    kind : Kind
        What values it takes.
    default : Value, or a function that returns it
        Where the limits do not allow it, the nearest that they do.
    """

    key: str
    label: str
    kind: Kind
    default: Value | Callable[[], Value]

    def initial(self, limits: Limits) -> Value:
        """The default within the limits."""
        default = self.default() if callable(self.default) else self.default
        return self.kind.fit(default, default, limits)


def _words(labels: Mapping[str, str], telling: str = "") -> Choice:
    """A choice among names that are read as words; there is no `telling` one while answers are hidden."""

    def options(limits: Limits) -> list[str]:
        return [name for name in labels if name != telling or not is_hidden(ANSWERS, limits)]

    return Choice(options, labels)


def _numbers(*names: str) -> Choice:
    return Choice(lambda _: names)


SETTINGS = {
    setting.key: setting
    for setting in (
        Setting("lang", "Language · 언어", _words(LANGUAGES), of_browser),
        Setting("hide", N_("Hidden by the sender of the link"), Hidden(), ()),
        Setting("present", N_("Presenter mode"), Flag(), False),
        Setting("lesson", N_("Lesson"), Lessons(1), ""),
        Setting("done", N_("Lessons done"), Lessons(), ""),
        Setting("code", N_("Code of a class"), Code(), None),
        Setting("batch_size", N_("… or any whole number"), Whole(1, lambda limits: limits.examples), 10),
        Setting("draw", N_("Draw number"), Whole(), 0),
        Setting("seed", N_("Seed"), Whole(), 0),
        Setting("replace", N_("With replacement"), Flag(), True),
        Setting("network", N_("Network trained for"), Choice(lambda limits: limits.networks), "1-epoch"),
        Setting("n", N_("Example n"), Whole(0, lambda limits: limits.whole("batch_size") - 1), 0),
        Setting("order", N_("Order"),
                _words({"as-drawn": N_("as drawn"), "largest-loss-first": N_("largest loss first")},
                       telling="largest-loss-first"), "as-drawn"),
        Setting("cloud", N_("Cloud of draws"), Flag(), True),
        Setting("guess", N_("Guess first"),
                _words({"none": N_("nothing hidden"), "picks": N_("the picks"), "loss": N_("the loss"),
                        "off": N_("how far off")}), "none"),
        Setting("arrays", N_("Arrays"),
                _words({"five-rows": N_("The article’s five rows"), "selection": N_("The article’s selection"),
                        "one-example": N_("One example, no batch axis"), "one-example-one-hot": N_("One example, one-hot"),
                        "this-batch": N_("This batch")}, telling="this-batch"),
                "five-rows"),
        Setting("edited", N_("Changed cells"), Changes(), None),
        Setting("delta", "delta", _numbers(*DELTAS), "1e-7"),
        Setting("p", N_("probability of the true class, p"), _numbers(*PROBABILITIES), "0"),
        Setting("beside", N_("Beside it"),
                _words({"the-code": N_("the code"), "time": N_("the time"), "article": N_("the article’s code"),
                        "means": N_("the mean of means")}),
                "the-code"),
        Setting("line", N_("Line"), _numbers(*(slip.key for slip in SLIPS)), SLIPS[0].key),
        Setting("form", N_("Labels t"),
                _words({"integers": N_("integers"), "one-hot": N_("one-hot"), "two-classes": N_("two classes")}),
                "integers"),
        Setting("class", N_("Is it a …?"), Choice(lambda limits: map(str, range(limits.classes))), "0"),
        Setting("pin", N_("Pinned curve"), Pinned(), None),
        Setting("population", N_("number of examples, N"),
                Choice(lambda limits: map(str, sorted({*POPULATIONS, limits.examples}))), "1000000000"),
        Setting("precision", N_("wanted precision"), _numbers(*PRECISIONS), "0.01"),
        Setting("confidence", N_("confidence"), _numbers("0.8", "0.9", "0.95", "0.99"), "0.95"),
        Setting("target", N_("Wanted is"),
                _words({"these-examples": N_("the mean of these N"), "true-risk": N_("the true risk behind them")}),
                "these-examples"),
        Setting("rate", N_("learning rate η"), _numbers("0.03", "0.1", "0.3", "1", "3", "10"), "1"),
        Setting("scaling", N_("η is"),
                _words({"constant": N_("the same for all"), "linear": N_("larger for larger B")}), "constant"),
        Setting("momentum", N_("momentum"), _numbers("0", "0.5", "0.9"), "0"),
        Setting("axis", N_("against"),
                _words({"examples": N_("examples"), "steps": N_("steps"), "seconds": N_("seconds")}), "examples"),
        Setting("reach", N_("loss to reach"), _numbers("2", "1.5", "1", "0.7", "0.5", "0.3", "0.2"), "1"),
        Setting("score", N_("shown is"),
                _words({"train-loss": N_("loss"), "train-accuracy": N_("accuracy"), "test-loss": N_("test loss"),
                        "test-accuracy": N_("test accuracy")}), "train-loss"),
    )
}  # fmt: skip
