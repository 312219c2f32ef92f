"""Addresses and widget states that nobody would think of, made from the tables of settings and of screens."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import quote_plus, urlencode

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mbviz.ui.deck import FIRST, SCREENS
from mbviz.ui.kinds import Limits, Pin
from mbviz.ui.lessons import strip
from mbviz.ui.screens.classroom import dots as classroom
from mbviz.ui.state import SETTINGS
from mbviz.ui.status import MOST_NOTES
from tests import house
from tests.load.client import Visitor, settings_shown
from tests.load.site import N, Site

ADDRESSES, STATES = 60, 16  # examples
LIMITS = Limits(N, ("untrained", "100-steps", "1-epoch", "10-epochs", "40-epochs"), 10)
ODD = [
    "", " ", "inf", "-inf", "nan", "NaN", "-1", "1e400", "1e-400", "9" * 400, "0x10", "1_000", "١٠", "1,000", "10.5", "true", "None",
    "<script>alert(1)</script>", "{draw}", "%s%n", "../../etc/passwd", "'; drop table", "\\u0000", "𝟙", "🙂" * 50, "a" * 5000, "`code` **bold** $x$",
]  # fmt: skip
# All that components tell, as the pages name it
EVENTS = sorted(
    {name for path in house.PYTHON for name in re.findall(r"on_([a-z]+)_change=", path.read_text(encoding="utf-8"))}
)
DEEP = "[" * 20_000 + "]" * 20_000
NAMES = [
    "number",
    "settings",
    "have",
    "block",
    "scene",
    "rests",
    "said",
    "id",
    "name",
    "kind",
    "cells",
    "text",
    "value",
    "lesson",
]
DEEDS = sorted({*classroom.ACTS, *strip.ACTS})
HOME = {"batch_size": 37, "draw": 11, "seed": 5}  # of the visitor who does nothing


def texts() -> SearchStrategy[str]:
    """What may stand in an address behind a name: odd texts, and any at all that can be sent."""
    return st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def written(key: str) -> SearchStrategy[str]:
    """Values that a setting takes, as the address has them."""
    kind = SETTINGS[key].kind
    if hasattr(kind, "options"):
        return st.sampled_from(list(kind.options(LIMITS))).map(kind.write)
    if key == "pin":
        network = st.sampled_from(LIMITS.networks)
        return st.builds(Pin, network, st.integers(0, 9), st.booleans()).map(kind.write)
    return (st.booleans() if key == "replace" else st.integers(0, 200)).map(str)


@st.composite
def addresses(draw: DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """A screen's path, and what stands behind the question mark: right, wrong, twice, or of no setting."""
    path = draw(st.sampled_from(list(SCREENS)))
    pairs = []
    for _ in range(draw(st.integers(1, 4))):
        key = draw(st.sampled_from([*SCREENS[path].settings, "lang", *SETTINGS]))
        pairs.append((key, draw(st.one_of(written(key), texts()))))
    if draw(st.booleans()):
        pairs.append((draw(texts()) or "x", draw(texts())))
    return path, pairs


def values() -> SearchStrategy[Any]:
    """What a component may send: anything that JSON holds, with names that the server looks at."""
    names = st.sampled_from([*NAMES, *SETTINGS])
    plain = st.none() | st.booleans() | st.integers() | st.floats() | texts() | st.sampled_from(list(SCREENS))
    return st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=8
    )


def presses() -> SearchStrategy[Any]:
    """What buttons send: of lessons, of a class, of what is taken along."""
    name = st.sampled_from(DEEDS) | texts()
    return st.fixed_dictionaries(
        {"id": st.integers(-1, 99) | texts(), "name": name},
        optional={"text": texts(), "value": texts(), "lesson": texts()},
    )


def wishes() -> SearchStrategy[Any]:
    """Questions as the bar and the stage ask them, with settings that are right in form and often wrong in value."""
    number = st.integers(-5, 70_000) | st.floats() | texts()
    wished = st.dictionaries(st.sampled_from(list(SETTINGS)), number | st.booleans() | st.none(), max_size=4)
    return st.fixed_dictionaries({"number": st.integers(0, 99), "settings": wished, "rests": st.booleans()})


def told_things() -> SearchStrategy[tuple[str, Any]]:
    """An event, and what is told with it."""
    return st.tuples(st.sampled_from(EVENTS), values() | presses()) | st.tuples(st.just("question"), wishes())


def refused(path: str, pairs: list[tuple[str, str]]) -> set[str]:
    """Settings whose last value in the address, standing alone, is none that there is."""
    last: dict[str, str] = {key.lower(): text for key, text in pairs if key.lower() in SETTINGS}
    last.pop("n", None)  # its limit hangs on the batch
    wrong = set()
    for key, text in last.items():
        try:
            SETTINGS[key].kind.read(text, LIMITS)
        except ValueError:
            wrong.add(key)
    return wrong


async def hostile_addresses(site: Site) -> str:
    """Addresses made up by hypothesis from the table of settings: right values, wrong ones, none at all, of every screen."""
    seen = {"pages": 0, "sentences": 0}
    async with _Neighbour(site) as neighbour:

        @_tried(ADDRESSES)
        @given(addresses())
        def look(asked: tuple[str, list[tuple[str, str]]]) -> None:
            path, pairs = asked
            neighbour.run(_look(site, path, pairs, seen))

        await asyncio.to_thread(look)
        await neighbour.is_as_it_was()
    assert "Traceback" not in site.log(), site.log()[-2000:]
    return f"{seen['pages']} pages, each comes; {seen['sentences']} times a sentence says which value there is not and what is shown"


async def _look(site: Site, path: str, pairs: list[tuple[str, str]], seen: dict[str, int]) -> None:
    async with Visitor(site.url, "" if path == FIRST else path, urlencode(pairs, quote_via=quote_plus)) as visitor:
        shown = await visitor.open()
        assert not shown.all("exception"), (path, pairs, shown.texts())
        assert shown.all("bidi_component"), (path, pairs)
        told = " ".join(one.body for one in shown.all("alert"))
        wrong = refused(path, pairs)
        said = sum(f"{key} = " in told for key in wrong)
        notes = told.count("The address asks ") + told.count(
            "The address names "
        )  # of both kinds together the first few
        assert notes >= min(len(wrong), MOST_NOTES), (path, pairs, told)
        seen["sentences"] += said
        seen["pages"] += 1


async def hostile_states(site: Site) -> str:
    """Widget states made up by hypothesis: whatever JSON holds, sent to every component of every screen, and questions with wrong values."""
    seen = {"states": 0}
    async with _Neighbour(site) as neighbour:

        @_tried(STATES)
        @given(st.sampled_from(list(SCREENS)), st.lists(told_things(), min_size=1, max_size=4))
        def send(path: str, told: list[tuple[str, Any]]) -> None:
            neighbour.run(_send(site, path, told, seen))

        await asyncio.to_thread(send)
        await neighbour.is_as_it_was()
        await _deep(site)
        await neighbour.is_as_it_was()
    assert len(site.log()) < 200_000, len(site.log())
    return f"{seen['states']:,} states: no error on a page, the senders' sessions go on, and what another visitor sees stays"


async def _send(site: Site, path: str, told: list[tuple[str, Any]], seen: dict[str, int]) -> None:
    async with Visitor(site.url, "" if path == FIRST else path) as visitor:
        await visitor.open()
        names = [one.id for one in visitor.shown.all("bidi_component")]
        for event, value in told:
            for name in names:
                before = visitor.shown.runs
                await visitor.run(visitor.tell_to(name, event, value))
                await visitor.ended(before)
                seen["states"] += 1
                assert not visitor.shown.all("exception"), (path, event, value)
        before = visitor.shown.runs
        await visitor.run()
        assert (await visitor.ended(before)).all("bidi_component"), (path, told)


async def _deep(site: Site) -> None:
    """What Streamlit itself cannot read costs the sender one run, and the log no more than a few lines."""
    async with Visitor(site.url) as visitor:
        await visitor.open()
        name = visitor.component("stage").id
        for _ in range(20):
            before = visitor.shown.runs
            await visitor.run(visitor.tell_to(name, "question", "raw:" + DEEP))
            await visitor.ended(before)
            assert all(not one.stack_trace for one in visitor.shown.all("exception"))
        before = visitor.shown.runs
        await visitor.run()
        assert not (await visitor.ended(before)).all("exception") and visitor.has("stage")


def _tried(examples: int) -> Any:
    """The settings of hypothesis: the same examples each time."""
    return settings(
        max_examples=examples, derandomize=True, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate],
    )  # fmt: skip


class _Neighbour:
    """A visitor who does nothing, and sees nothing of what others do; lends his loop to the thread of hypothesis."""

    def __init__(self, site: Site) -> None:
        self._visitor = Visitor(site.url, "draw", urlencode(HOME))

    async def __aenter__(self) -> _Neighbour:
        self._loop = asyncio.get_running_loop()
        await self._visitor.__aenter__()
        await self._visitor.open()
        self._saw = settings_shown(self._visitor)
        assert self._saw["size"] == HOME["batch_size"]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._visitor.__aexit__(None, None, None)

    def run(self, what: Any) -> None:
        """Have this done, from another thread."""
        asyncio.run_coroutine_threadsafe(what, self._loop).result(60)

    async def is_as_it_was(self) -> None:
        before = self._visitor.shown.runs
        await self._visitor.run()
        await self._visitor.ended(before)
        assert settings_shown(self._visitor) == self._saw, settings_shown(self._visitor)
