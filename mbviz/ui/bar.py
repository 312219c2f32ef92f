"""The control bar of a page: what acts on it, in a component of its own, so that no change is lost or undone by another."""

from __future__ import annotations

from contextlib import suppress

from mbviz.data.datasets import SOURCES
from mbviz.sampling import round_sizes
from mbviz.ui import controls, session
from mbviz.ui.components import component
from mbviz.ui.data import Loaded
from mbviz.ui.jobs import Job
from mbviz.ui.language import N_, _, current, say
from mbviz.ui.stage.question import read_question
from mbviz.ui.state import LANGUAGES, SETTINGS

CONTROLS = ("batch_size", "draw", "seed", "replace", "network")  # the bar may change these and no others
WORDS = {
    "size": N_("Batch size B"),
    "sizeField": N_("Batch size: any whole number"),
    "sizeSpoken": N_("a batch of {size}"),
    "draw": N_("draw"),
    "network": N_("network"),
    "back": N_("Previous draw (P)"),
    "next": N_("Next draw (N)"),
    "more": N_("More settings"),
    "seed": N_("Seed"),
    "replace": N_("With replacement"),
    "language": "EN · 한국어",
    "defaults": N_("Back to defaults"),
    "look": N_("Look for MNIST again"),
    "waiting": N_("The server has not answered yet; the page follows when it does."),
    "refused": N_("{key} must be a whole number from {least} to {most}. It stays {shown}."),
}


def show(path: str, load: Job[Loaded]) -> None:
    """Show the bar of the page `path`."""
    kept = session.memory()
    networks = list(kept.limits.networks)
    data = {
        "number": kept.bar,
        "epoch": kept.epoch,
        "wish": {
            "size": session.whole("batch_size"), "draw": session.whole("draw"), "seed": session.whole("seed"),
            "replace": session.flag("replace"), "network": session.word("network"), "order": session.word("order"),
        },
        "sizes": round_sizes(kept.limits.examples),
        "networks": networks,
        "names": {name: controls.spell(name) for name in networks},
        "words": {name: _(text) for name, text in WORDS.items()},
        "parts": [key for key, setting in SETTINGS.items() if setting.acts_on(path, kept.values)],
        **source_of(load),
    }  # fmt: skip
    css = ("controls/controls.css", "controls/bar.css")
    mount = component("bar", "controls/bar.js", html="controls/bar.html", css=css)
    mount(
        data=data,
        key="bar",
        on_question_change=_ask,
        on_language_change=speak,
        on_reset_change=session.reset,
        on_look_change=load.forget,
    )


def source_of(load: Job[Loaded]) -> dict[str, object]:
    """Which digits these are and why no better ones, in a sentence, and whether there may be better ones."""
    dataset = load.result().dataset
    source = SOURCES[dataset.source]
    said = [_(source.told, path=dataset.path.name, n=dataset.n), str(say(dataset.note))]
    return {"source": " ".join(filter(None, said)), "partial": source.is_part}


def speak() -> None:
    """The other language."""
    session.put(lang=next(lang for lang in LANGUAGES if lang != current()))


def _ask() -> None:
    """Take over what the bar wishes; what is none of the settings' values changes nothing."""
    question = read_question(session.sent("bar", "question"))
    kept = session.memory()
    kept.bar, kept.rests = question.number, question.rests
    with suppress(ValueError):
        session.follow(**{key: value for key, value in question.settings.items() if key in CONTROLS})
