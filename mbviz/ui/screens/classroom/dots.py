"""The class's dots: each student draws another batch of the same experiment, and the dots of all fall onto one pile."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz._messages import Message
from mbviz.batch import open_batch
from mbviz.figures import palette
from mbviz.model.trainer import Training
from mbviz.sampling import draw_batch
from mbviz.stats.estimates import loss_estimates
from mbviz.ui import allowed, controls, data, session
from mbviz.ui.attending import Attending, Role
from mbviz.ui.classes import CLASSES_HERE, ClassView, Experiment, is_ours
from mbviz.ui.components import component
from mbviz.ui.components.gallery import gallery
from mbviz.ui.components.packing import pack
from mbviz.ui.kinds import Limits, Value
from mbviz.ui.language import N_, _, say
from mbviz.ui.qr import qr_picture
from mbviz.ui.screens.classroom.pile import law_of_class, sentence, summary
from mbviz.ui.screens.mini_batch.draw import drawing_line
from mbviz.ui.sent import read_deed
from mbviz.ui.settings import Settings
from mbviz.ui.stage.scene import levels
from mbviz.ui.state import SETTINGS
from mbviz.ui.text import code as code_block
from mbviz.ui.text import head

TEACHER, STUDENT = 1.0, 5.0  # seconds between two looks at a class
SHOWN = 40  # digits of a student's batch that are drawn
HEIGHT, FEW = 330, 12  # pixels of many digits; so few share a row and are drawn large
LOCAL = {"localhost", "127.0.0.1", "::1"}
COLORS = {"batch": palette.BATCH, "data": palette.DATA, "other": palette.FAINT}
ACTS = (
    "hello", "open", "join", "leave", "reveal", "hide", "clear", "end", "drop", "again", "more", "dot",
)  # fmt: skip
WORDS = {
    "open": N_("Open a class"),
    "code": N_("Or enter the code of a class"),
    "join": N_("Join"),
    "leave": N_("Leave the class"),
    "other": N_("Enter another code"),
    "start": N_("Back to the start"),
    "back": N_("Back to class {code}"),
    "address": N_("or the code, at"),
    "here": N_("Only this machine opens this address."),
    "reveal": N_("Reveal the law"),
    "hide": N_("Hide the law"),
    "clear": N_("Clear the pile"),
    "end": N_("End the class"),
    "sureClear": N_("Clear the pile? Its dots ({dots}) are gone then."),
    "sureEnd": N_("End the class? Its dots ({dots}) are gone then."),
    "yes": N_("Yes"),
    "no": N_("No"),
    "dots": N_("dots · students: {seats}"),
    "mean": N_("mean of the dots"),
    "all": N_("loss of all"),
    "axis": N_("mean loss of a batch, nats"),
    "magnified": N_("axis × {times}"),
    "dot": N_("draw {draw}: {loss} nats"),
    "dotOpens": N_("draw {draw}: {loss} nats. Click to open"),
    "guess": N_("My guess of their mean loss"),
    "mine": N_("my guess"),
    "drop": N_("Drop my dot"),
    "yours": N_("Your dot: {loss} nats."),
    "guessed": N_("You guessed {guess}."),
    "again": N_("Draw again ({left} left)"),
    "opens": N_("Open this batch on the stage"),
}


def show(settings: Settings) -> None:
    """Show the screen: before a class is opened, to its teacher, or to a student."""
    kept, code, training = session.memory().attending, _code(), data.training(settings.dataset)
    role, shared = _shared(settings, training, code)
    every = {"teacher": TEACHER, "student": STUDENT}.get(role)
    live = st.fragment(_live, run_every=every)
    if role == "student" and code:
        seat = CLASSES_HERE.seat(code, kept.token(code))
        mine = replace(shared, draw=seat.draw if seat else 0)
        st.html(head(_("Your batch: draw {draw:,} of class {code}", draw=mine.draw, code=code), _lead(mine)))
        with st.container(key="pair_6_5"):
            with st.container(key="left"):
                _digits(mine)
                st.html(code_block(drawing_line(mine)))
            live(settings, training, (role, code, mine.draw))
    else:
        st.html(
            head(
                _("Where do the dots of a whole class fall?"),
                _lead(shared) if role == "teacher" or _founds(role) else "",
            )
        )
        live(settings, training, (role, code, 0))


def _code() -> str | None:
    """The code of the class that is open, if one is."""
    code = session.memory().values.get("code")
    return str(code) if code else None


def _lead(shared: Settings) -> str:
    return _(
        "Each student draws another batch of {size:,} of the same {n:,} digits; network: {network}, seed {seed}, {way}.",
        size=shared.batch_size,
        n=shared.dataset.n,
        network=controls.spell(shared.snapshot.name),
        seed=shared.seed,
        way=_("with replacement") if shared.replace else _("without replacement"),
    )


def _digits(mine: Settings) -> None:
    """The student's digits, as the stage has them."""
    mask = draw_batch(mine.dataset.n, mine.batch_size, seed=mine.seed, draw=mine.draw, replace=mine.replace)[:SHOWN]
    shown = open_batch(mask, mine.dataset.labels, mine.snapshot.y)
    gallery(
        mine.dataset.images[mask],
        shown.y,
        shown.t,
        np.arange(len(mask)),
        selected=-1,
        summary=_("The first {count} digits of your batch with their softmax bars", count=len(mask)),
        painted=mine.name,
        key="class_digits",
        on_pick=lambda: None,
        whole=HEIGHT,
        row=len(mask) <= FEW,
    )


def _live(settings: Settings, training: Training, before: tuple[Role, str | None, int]) -> None:
    """The pile and what there is to press, as the class is now; `before` is what the screen was made for."""
    kept, code = session.memory().attending, _code()
    role, shared = _shared(settings, training, code)
    seat = CLASSES_HERE.seat(code, kept.token(code)) if role == "student" and code else None
    if (role, code, seat.draw if seat else 0) != before or session.memory().next_page:
        st.rerun()
    view = CLASSES_HERE.look(code) if code and role in ("teacher", "student") else None
    quantiles, axis = law_of_class(shared)
    header: dict[str, object] = {
        "role": role, "code": code or "", "token": kept.token(code), "session": session.memory().token,
        "axis": [axis.low, axis.high], "times": axis.times, "colors": COLORS, "back": kept.last() if role == "nobody" else "",
        "refused": str(say(kept.problem)) if kept.problem else "", "elsewhere": role == "gone" and not is_ours(code or ""),
        "founds": _founds(role), "words": _words(), "told": _told(role, code, has_dropped=bool(seat and seat.has_dropped)),
    }  # fmt: skip
    arrays: dict[str, NDArray[np.float32] | NDArray[np.int32]] = {}
    if view and code:
        header |= {"seats": view.seats, "revealed": view.revealed, **(_invitation() if role == "teacher" else {})}
        if view.revealed:
            header |= {"levels": levels(), "all": float(shared.snapshot.losses.mean())}
            arrays["law"] = quantiles
        header["opens"] = allowed.opens_on_stage(**_batch(shared, 0))
        if seat:
            mine = seat.mine if view.revealed or allowed.has_answers() else ()
            header |= {"mine": mine, "draw": seat.draw, "dropped": seat.has_dropped, "left": seat.left}
        if role == "teacher" or view.revealed:
            _add_dots(kept, view, shared, quantiles, header, arrays)
    header["place"] = session.place("class")
    component("classroom")(data=pack(header, **arrays), key="class", on_act_change=lambda: _act(settings, training))


def _founds(role: Role) -> bool:
    """Whether this visitor may open a class: who does sees its dots and its law, which are answers."""
    return role == "nobody" and allowed.has_answers()


def _words() -> dict[str, str]:
    words = {name: _(text) for name, text in WORDS.items()}
    return words if allowed.has_answers() else words | {"code": _("Enter the code of a class")}


def _add_dots(
    kept: Attending,
    view: ClassView,
    shared: Settings,
    quantiles: NDArray[np.float32],
    header: dict[str, object],
    arrays: dict[str, NDArray[np.float32] | NDArray[np.int32]],
) -> None:
    """The dots that the browser has not been sent yet, and what is said of all of them; `quantiles` is the law's, (k,), in nats."""
    draws, losses = CLASSES_HERE.dots(view.code)
    stream = f"{view.code} {view.round}"
    start = kept.sent if kept.stream == stream else 0
    kept.stream, kept.sent = stream, len(draws)
    arrays["draws"], arrays["losses"] = draws[start:], losses[start:]
    header |= {"stream": stream, "start": start, "summary": summary(losses)}
    if view.revealed:
        header["told"] = sentence(shared, quantiles, losses)


def _shared(settings: Settings, training: Training, code: str | None) -> tuple[Role, Settings]:
    """What this visitor is in the class, and the class's experiment; where there is no class, what the bar has chosen."""
    role = session.memory().attending.role(code)
    view = CLASSES_HERE.look(code) if code else None
    if view is None:
        return role, settings
    one = view.experiment
    snapshot = training.snapshot(one.network)
    if one.data != settings.dataset.fingerprint or snapshot is None:
        return "gone", settings  # better digits have come since it was opened
    return role, replace(
        settings, snapshot=snapshot, batch_size=one.batch_size, seed=one.seed, replace=one.replace, draw=0
    )


def _told(role: Role, code: str | None, *, has_dropped: bool) -> str:
    """What there is to do, in a sentence."""
    if role == "nobody" and not _founds(role):
        return _("Your teacher has the code of the class.")
    if role == "nobody":
        return _("Choose the experiment in the bar below, and open a class: its students need no account, and nothing of them is kept but their dots.")  # fmt: skip
    if role == "gone" and not is_ours(code or ""):
        return _("Class {code} is on another server, and this page goes there. If it still says so in a moment, that server does not answer: ask for a new code.", code=code)  # fmt: skip
    if role == "gone":
        return _("There is no class {code} here, or no more: it was ended, its day is over, or the server was started anew. Ask for its new code.", code=code)  # fmt: skip
    if role == "teacher":
        return _("Each dot is the mean loss of one student’s batch. Before you reveal the law: how wide will the pile be, and where its middle?")  # fmt: skip
    if role == "student" and has_dropped:
        return _("Your dot lies on the pile of the class. Once the law is revealed, you see the dots of all here.")
    if role == "student":
        return _("Look at your digits, guess their mean loss, and let your dot fall onto the pile of the class.")
    return _("Entering class {code} …", code=code)


def _invitation() -> dict[str, object]:
    """The address for the students, as a text and as a picture."""
    url = urlsplit(st.context.url or "http://localhost/class")
    wanted = session.wanted("class")
    query = urlencode(
        [(key, wanted[key]) for key in ("code", "hide") if key in wanted]
    )  # each has a language of their own
    address = url._replace(query=query, fragment="").geturl()
    shown = url._replace(query="", fragment="").geturl()
    is_local = (url.hostname or "") in LOCAL
    return {
        "address": shown,
        "link": address,
        "is_local": is_local,
        "qr": qr_picture(address) if len(address) <= 500 else "",
    }


def _act(settings: Settings, training: Training) -> None:
    """Do what was pressed; what is none of the acts, or not this visitor's to do, changes nothing."""
    kept, code = session.memory().attending, _code()
    act = read_deed(session.sent("class", "act"), ACTS)
    if act is None or not session.memory().values:  # who empties Streamlit's caches empties the session, too
        return
    kept.problem = None
    role, shared = _shared(settings, training, code)
    try:
        if act.name == "open" and _founds(role):
            session.put(code=kept.open(_experiment(settings)))
        elif act.name == "join":
            session.put(code=SETTINGS["code"].kind.read(act.text, Limits()))
        elif act.name == "leave" or (act.name == "end" and role == "teacher"):
            if act.name == "end":
                kept.end(code)
            session.put(code=None)
        elif act.name == "more":
            kept.stream = ""
        elif act.name == "dot" and role in ("teacher", "student"):
            allowed.open_on_stage(**_batch(shared, act.number))
        elif code:
            _act_in(code, act.name, act.text, shared)
    except ValueError as error:
        kept.problem = error.args[0] if act.name != "join" else Message("A code is {wanted}.", wanted=error.args[0])


def _act_in(code: str, name: str, text: str, shared: Settings) -> None:
    """Do something in a class."""
    kept = session.memory().attending
    token = kept.token(code)
    if name == "hello":
        kept.stream = ""  # the browser has begun anew
        kept.greet(code, text)
    elif name in ("reveal", "hide"):
        CLASSES_HERE.reveal(code, token, shown=name == "reveal")
    elif name == "clear":
        CLASSES_HERE.clear(code, token)
    elif name == "again":
        CLASSES_HERE.again(code, token)
    elif name == "drop":
        losses = shared.snapshot.losses
        CLASSES_HERE.drop(
            code,
            token,
            lambda one, draw: float(
                loss_estimates(losses, [one.batch_size], 1, seed=one.seed, replace=one.replace, first=draw)[0, 0]
            ),
        )


def _experiment(settings: Settings) -> Experiment:
    network = settings.snapshot.name
    return Experiment(settings.dataset.fingerprint, network, settings.batch_size, settings.seed, settings.replace)


def _batch(shared: Settings, draw: int) -> dict[str, Value]:
    """What the stage has to be set to for a batch of the class."""
    network = shared.snapshot.name
    return {"batch_size": shared.batch_size, "seed": shared.seed, "replace": shared.replace, "network": network, "draw": draw}  # fmt: skip
