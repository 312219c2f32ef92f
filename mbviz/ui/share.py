"""The link builder: what the class may touch, as a short address and a QR code to project.

Nothing is kept on the server but what the open dialog shows: the address says everything, and holds after a restart.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import streamlit as st

from mbviz.ui import allowed, bar, session
from mbviz.ui.controls import labels
from mbviz.ui.deck import FIRST, SCREENS
from mbviz.ui.hiding import ANSWERS, CONTROLS, NAMES, SILENT, named
from mbviz.ui.kinds import Choice, Limits, Value
from mbviz.ui.language import N_, _
from mbviz.ui.qr import qr_picture
from mbviz.ui.sent import Share, read_share
from mbviz.ui.state import SETTINGS

LONGEST = 1000  # characters of an address whose code a phone still reads from the back row
# What the controls are called among those of all screens, where their own labels are not enough.
CALLED = {
    "batch_size": bar.WORDS["size"],
    "draw": bar.WORDS["draw"],
    "network": bar.WORDS["network"],
    "n": bar.WORDS["example"],
    "class": N_("class that is asked for"),
    "edited": N_("numbers in the arrays"),
    "beside": N_("what stands beside the versions"),
    "line": N_("line of code"),
    "pin": N_("pinning a curve"),
    "target": N_("what the planner is to estimate"),
    "scaling": N_("η: the same or larger for larger B"),
    "axis": N_("axis: examples, steps or seconds"),
    "score": N_("score: loss or accuracy"),
}
WORDS = {
    "share": N_("Share"),
    "shareTitle": N_("A link for your class"),
    "controls": N_("The class can change"),
    "noControls": N_("Nothing on this screen can be changed."),
    "elsewhere": N_("On other screens: {open} of {all}"),
    "screens": N_("The class can see"),
    "onlyThis": N_("only this screen"),
    "allScreens": N_("all screens"),
    "answers": N_("The class can reveal answers"),
    "answersTold": N_("Unticked, no screen tells the picks and losses of a drawn batch, nor what it asks one to guess; no code to take along does."),
    "guess": N_("Guess first"),
    "large": N_("Show large"),
    "small": N_("Back"),
    "close": N_("Close"),
    "code": N_("QR code of the address"),
    "noCode": N_("The address is too long for a QR code."),
    "lesson": N_("An aid to a lesson, no lock: who changes the address sees everything."),
    "everything": N_("Show everything"),
}  # fmt: skip


def ask(path: str) -> None:
    """Take over what the dialog on the screen `path` asks for; what none could ask changes nothing."""
    asked = read_share(session.sent("place", "share"), NAMES, labels("guess"))
    if asked is None or path in asked.hide:
        return
    with suppress(ValueError):  # all screens
        hide = named(SETTINGS["hide"].kind.check([*session.hidden(), *asked.hide], session.memory().limits))
        session.memory().link = path, Share(asked.id, hide, asked.guess)


def shown(path: str) -> dict[str, object] | None:
    """What the dialog shows, where it is open on the screen `path`; it waits until the data are there."""
    kept = session.memory()
    opened = kept.link
    if opened is None or opened[0] != path or not kept.limits.examples:
        return None
    link = opened[1]
    address = address_of(path, link, st.context.url or "")
    hidden = set(link.hide)
    return {
        "id": link.id,
        "address": address,
        "code": qr_picture(address) if len(address) <= LONGEST else "",
        "controls": [[name, label, name not in hidden, screens] for name, label, screens in _controls()],
        "screens": [[other, _(SCREENS[other].group), _(SCREENS[other].title), other not in hidden] for other in allowed.screens()],
        "here": path,
        "answers": [ANSWERS, ANSWERS not in hidden] if allowed.has_answers() else None,
        "guesses": [[name, _(label)] for name, label in labels("guess").items()] if "guess" in SCREENS[path].settings else [],
        "guess": link.guess,
    }  # fmt: skip


def _controls() -> list[tuple[str, str, list[str]]]:
    """The controls that there are: their names in `hide`, what the bar calls them, and the screens that have them."""
    there = {path: set(allowed.settings(path)) for path in allowed.screens()}
    found = []
    for name, key in CONTROLS.items():
        if screens := [path for path, keys in there.items() if key in keys]:
            label = CALLED.get(key, SETTINGS[key].label)
            found.append((name, _(label), screens))
    return found


def told(path: str) -> str:
    """What the sender of the link has hidden where the screen `path` is open, in a sentence; empty where it is nothing."""
    parts = []
    if any(allowed.changes(path, CONTROLS[name]) for name in session.hidden() if name in CONTROLS):
        parts.append(_("controls of this screen"))
    if len(allowed.screens()) < len(SCREENS):
        parts.append(_("other screens"))
    if not allowed.has_answers() and (path not in SILENT or session.word("lesson")):
        parts.append(_("answers"))
    if not parts:
        return ""
    *first, last = parts
    what = _("{first} and {last}", first=", ".join(first), last=last) if first else last
    return _("Whoever sent this link has hidden {what}.", what=what)


def address_of(path: str, link: Share, url: str) -> str:
    """The address of a link, as short as can be: what differs from the defaults, but for what its sender has learned.

    Parameters
    ----------
    path : str
        The screen that it opens.
    link : Share
        What it hides.
    url : str
        What the browser shows now: where the server is for it.
    """
    asked, limits = session.wanted(path), session.memory().limits
    changes: dict[str, Value] = {"hide": link.hide, "guess": link.guess, "present": False, "done": ""}
    for key, value in changes.items():
        setting = SETTINGS[key]
        asked.pop(key, None)
        if value != setting.initial(limits) and (key != "guess" or key in SCREENS[path].settings):
            asked[key] = setting.kind.write(value)
    left = replace(limits, values={**limits.values, "hide": link.hide})
    asked = {key: text for key, text in asked.items() if _is_left(key, text, left)}
    page = _home(url) + ("" if path == FIRST else path)
    query = urlencode({key: asked[key] for key in SETTINGS if key in asked}, safe=",")
    return f"{page}?{query}" if query else page


def _is_left(key: str, text: str, limits: Limits) -> bool:
    """Whether a setting may have this value still, where answers are hidden."""
    kind = SETTINGS[key].kind
    return not isinstance(kind, Choice) or text in kind.options(limits)


def _home(url: str) -> str:
    """Where the first screen is, as the browser reaches it.

    Examples
    --------
    >>> _home("http://192.168.1.5:8501/draw?lang=ko"), _home("https://class.example.org/mbviz/"), _home("http://[::1")
    ('http://192.168.1.5:8501/', 'https://class.example.org/mbviz/', '/')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    folder = parts.path.rpartition("/")[0]
    return f"{parts.scheme}://{parts.netloc}{folder}/"
