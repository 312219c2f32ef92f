"""What the sender of a link may hide, and how an address names it: controls, screens, and answers.

It is an aid to a lesson and no security: whoever takes `hide` out of the address sees everything. But what is hidden is
not sent either, and what a browser wishes for it is not heard.

Answers are the picks and losses of every batch that is drawn, and whatever a screen or a lesson asks one to guess: what a
step, a race or the runs to a loss come to, the quiz's cells, a class's dots and their law. While they are hidden, no screen
tells them, no code that is taken along gives them, and nothing stands in their order. What is known of all the data, and of
all batches at once, is no answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mbviz._messages import Message, Verbatim
from mbviz.ui.deck import SCREENS
from mbviz.ui.kinds import Limits, Partly, Value

# The controls by their names in `hide`: short ones, and none that is a screen's.
CONTROLS = {
    "b": "batch_size", "d": "draw", "seed": "seed", "r": "replace", "net": "network", "n": "n", "order": "order",
    "arrays": "arrays", "eps": "delta", "p": "p", "form": "form", "isa": "class", "population": "population",
    "precision": "precision", "confidence": "confidence", "target": "target", "rate": "rate", "scaling": "scaling",
    "momentum": "momentum", "axis": "axis", "reach": "reach", "score": "score", "cloud": "cloud", "guess": "guess",
    "pin": "pin", "cells": "edited", "beside": "beside", "line": "line",
}  # fmt: skip
ANSWERS = "answers"
SILENT = ("delta", "lessons")  # the screens that tell none
TELLING = ("order", "cloud")  # settings that do nothing but tell answers: hidden with them
NAMES = (*CONTROLS, *SCREENS, ANSWERS)
# Where more screens are hidden than not, it is shorter to name the others: ``screens.not-draw`` hides all but one.
ALL_SCREENS, BUT = "screens", "not-"


@dataclass(frozen=True)
class Hidden:
    """What is hidden: a tuple of `NAMES`, in their order; at least one screen is left.

    Examples
    --------
    >>> Hidden().read("spread.b.seed", Limits())
    ('b', 'seed', 'spread')
    >>> Hidden().write(Hidden().read("screens.not-draw.not-example", Limits()))
    'screens.not-draw.not-example'
    """

    def read(self, text: str, limits: Limits) -> Value:
        asked = [name for name in text.strip().lower().split(".") if name]
        wanted = {name for name in asked if name in NAMES}
        if ALL_SCREENS in asked:
            wanted |= SCREENS.keys() - {name.removeprefix(BUT) for name in asked if name.startswith(BUT)}
        unknown = [name for name in asked if not _is_known(name)]
        if wanted >= SCREENS.keys():
            wanted -= SCREENS.keys()
            raise Partly(
                _ordered(wanted),
                Message("The address asks to hide all screens. One at least must be left; none is hidden."),
            )
        if unknown:
            names = Verbatim(", ".join(unknown))
            raise Partly(
                _ordered(wanted),
                Message("The address asks to hide {names}; no control and no screen is called so. For example {example} hides "
                        "two controls and a screen.", names=names, example=Verbatim("hide=b.seed.spread")),
            )  # fmt: skip
        return _ordered(wanted)

    def check(self, value: object, limits: Limits) -> Value:
        names = list(value) if isinstance(value, (list, tuple)) else [None]
        if not all(isinstance(name, str) and name in NAMES for name in names) or SCREENS.keys() <= set(names):
            raise ValueError(self.wanted(limits))
        return _ordered(names)

    def fit(self, value: Value, default: Value, limits: Limits) -> Value:
        return value

    def write(self, value: Value) -> str:
        names = named(value)
        left = screens_left(names)
        if len(left) >= len(SCREENS) / 2:
            return ".".join(names)
        others = [name for name in names if name not in SCREENS]
        return ".".join([*others, ALL_SCREENS, *(f"{BUT}{path}" for path in left)])

    def wanted(self, limits: Limits) -> Message:
        return Message("names of controls and screens, but not of all screens")


def _is_known(name: str) -> bool:
    return name in NAMES or name == ALL_SCREENS or (name.startswith(BUT) and name.removeprefix(BUT) in SCREENS)


def _ordered(names: Iterable[object]) -> tuple[str, ...]:
    chosen = set(names)
    return tuple(name for name in NAMES if name in chosen)


def named(value: Value) -> tuple[str, ...]:
    """The value of the setting `hide`, as what it is."""
    assert isinstance(value, tuple)
    return tuple(map(str, value))


def hidden_settings(names: Collection[str]) -> set[str]:
    """The settings whose controls are hidden.

    Examples
    --------
    >>> hidden_settings(["b", "spread"]), sorted(hidden_settings(["b", "answers"]))
    ({'batch_size'}, ['batch_size', 'cloud', 'order'])
    """
    found = {CONTROLS[name] for name in names if name in CONTROLS}
    return found | set(TELLING) if ANSWERS in names else found


def is_hidden(name: str, limits: Limits) -> bool:
    """Whether the setting `hide` names this, where others have the values of `limits`.

    Examples
    --------
    >>> is_hidden("answers", Limits(values={"hide": ("b", "answers")})), is_hidden("answers", Limits())
    (True, False)
    """
    return name in named(limits.values.get("hide", ()))


def screens_left(names: Iterable[str]) -> list[str]:
    """The paths of the screens that are not hidden, in their order."""
    hidden = set(names)
    return [path for path in SCREENS if path not in hidden]
