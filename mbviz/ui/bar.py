"""The control bar of a page: what acts on it, in a component of its own, so that no change is lost or undone by another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypedDict

from mbviz._numbers import named, percent
from mbviz.data.datasets import SOURCES
from mbviz.sampling import round_sizes
from mbviz.ui import acts, allowed, controls, data, session
from mbviz.ui.components import component
from mbviz.ui.data import Loaded
from mbviz.ui.deck import SCREENS, named_in_address
from mbviz.ui.hiding import hidden_settings
from mbviz.ui.jobs import Job
from mbviz.ui.kinds import Choice
from mbviz.ui.language import N_, _, current, say
from mbviz.ui.stage.question import read_question
from mbviz.ui.state import LANGUAGES, SETTINGS

# How people write the options of some settings that are numbers.
SPELLED: dict[str, Callable[[str], str]] = {
    "population": lambda n: named(int(n), current()),
    "precision": lambda share: f"±{percent(float(share))}",
    "confidence": lambda share: percent(float(share)),
}
APART = ("lang", "network", "beside", "line")  # they have places of their own


class _Choice(TypedDict):
    """See ``components/controls/choices.js``."""

    key: str
    label: str
    slides: bool
    options: list[str]
    spelled: list[str]


WORDS = {
    "size": N_("Batch size B"),
    "sizeField": N_("Batch size: any whole number"),
    "sizeSpoken": N_("a batch of {size}"),
    "draw": N_("draw"),
    "network": N_("network"),
    "example": N_("example n"),
    "earlier": N_("Previous example"),
    "later": N_("Next example"),
    "back": N_("Previous draw (P)"),
    "next": N_("Next draw (N)"),
    "more": N_("More settings"),
    "seed": N_("Seed"),
    "replace": N_("With replacement"),
    "theme": N_("Theme"),
    "themeSystem": N_("as on this device"),
    "themeLight": N_("light"),
    "themeDark": N_("dark"),
    "defaults": N_("Back to defaults"),
    "look": N_("Look for MNIST again"),
    "waiting": N_("The server has not answered yet; the page follows when it does."),
    "refused": N_("“{label}” must be a whole number from {least} to {most}. It stays {shown}."),
}


def show(path: str, load: Job[Loaded]) -> None:
    """Show the bar of the screen `path`."""
    kept = session.memory()
    networks = list(kept.limits.networks) if allowed.may_change("network") else []
    parts = allowed.taken(path)
    choices = _choices(parts)
    data = {
        "number": kept.bar,
        "epoch": kept.epoch,
        "session": kept.token,
        "place": session.place(path),
        "wish": {
            **_wish(),
            "others": {choice["key"]: session.word(choice["key"]) for choice in choices if choice["key"] != "order"},
        },
        "choices": choices,
        "sizes": round_sizes(kept.limits.examples) if allowed.may_change("batch_size") else [],
        "last": session.whole("batch_size") - 1 if "n" in parts else 0,
        "networks": networks,
        "names": {name: controls.spell(name) for name in networks},
        "words": {name: _(text) for name, text in WORDS.items()},
        "parts": parts,
        "around": kept.around if _is_sorted(path) else None,
        **source_of(load),
    }  # fmt: skip
    component("bar")(
        data=data,
        key="bar",
        on_question_change=lambda: _ask(path),
        on_reset_change=session.reset,
        on_look_change=_look,
        on_turn_change=lambda: _turn(path),
        on_act_change=lambda: _act(path),
    )


def _wish() -> dict[str, object]:
    """What is set of that which has a place of its own in the bar, but for what is hidden."""
    places = {"size": "batch_size", **{key: key for key in ("draw", "seed", "replace", "network", "order", "n")}}
    values, hidden = session.memory().values, hidden_settings(session.hidden())
    return {name: values[key] for name, key in places.items() if key not in hidden}


def _is_sorted(path: str) -> bool:
    """Whether the examples of the screen `path` are walked in another order than they were drawn in."""
    return "order" in SCREENS[path].settings and session.word("order") == "largest-loss-first"


def source_of(load: Job[Loaded]) -> dict[str, object]:
    """Which digits these are and why no better ones, in a sentence, and whether there may be better ones."""
    dataset = load.result().dataset
    source = SOURCES[dataset.source]
    said = [_(source.told, path=dataset.path.name, n=dataset.n), str(say(dataset.note))]
    return {"source": " ".join(filter(None, said)), "partial": source.is_part}


def speak() -> None:
    """The other language."""
    session.put(lang=next(lang for lang in LANGUAGES if lang != current()))


def _turn(path: str) -> None:
    """Open another screen than `path`."""
    turn_to(_named("turn", path))


def _act(path: str) -> None:
    """Do what a button among the words of the screen `path` does."""
    acts.press(_named("act", path))


def _named(event: str, path: str) -> object:
    """Take over what was wished on the screen `path` and not heard yet; returns the name that was told with it."""
    sent = session.sent("bar", event)
    with suppress(ValueError):
        session.follow(**read_question(sent, allowed.settings(path)).settings)
    return sent.get("name") if isinstance(sent, dict) else None


def turn_to(name: object) -> None:
    """Open the screen that an address names so; one that is hidden, or that there is not, changes nothing."""
    if isinstance(name, str) and (path := named_in_address(name)) in allowed.screens():
        session.memory().next_page = path


def _look() -> None:
    data.look_again()
    session.memory().whole_page = True


def _choices(parts: list[str]) -> list[_Choice]:
    """Of the settings `parts` those that are one of several values, but for the network, which has a place of its own."""
    kept = session.memory()
    found: list[_Choice] = []
    for key, setting in SETTINGS.items():
        if key in APART or not isinstance(setting.kind, Choice) or key not in parts:
            continue
        options, labels = list(setting.kind.options(kept.limits)), setting.kind.labels
        spell = SPELLED.get(key, str)
        spelled = [_(labels[name]) if labels else spell(name) for name in options]
        found.append(
            {"key": key, "label": _(setting.label), "slides": not labels, "options": options, "spelled": spelled}
        )
    return found


def _ask(path: str) -> None:
    """Take over what the bar wishes; what is none of the settings' values changes nothing."""
    question = read_question(session.sent("bar", "question"), allowed.settings(path))
    kept = session.memory()
    kept.bar, kept.rests = question.number, question.rests
    with suppress(ValueError):
        session.follow(**question.settings)
