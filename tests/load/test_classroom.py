"""A small class beside the same class on a bare page, and whether the server keeps anything of reruns and of visitors."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mbviz.ui.deck import SCREENS
from tests.app_server import AppServer
from tests.load import classroom, memory
from tests.load.classroom import Counted, measure, misses, screens, warm
from tests.load.site import Site, prepare

VISITORS, SECONDS = 24, 3.0
RERUNS, SESSIONS, FIRST_SESSIONS = 600, 200, 40
FEW = 8  # moves of who comes first on a screen
SENT = 0.04  # MB that a rerun sends at least: whoever kept it would be seen


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("class")
    prepare(made, 5000)
    return made


@pytest.fixture(scope="module")
def site(folder) -> Iterator[tuple[Site, int]]:
    """A server that everybody has visited, and how many files it had open before."""
    with memory.server(folder) as served:
        files = served.files()
        asyncio.run(warm(served.url, list(SCREENS), FEW))
        yield served, files


def test_a_class_costs_a_small_multiple_of_a_bare_page_and_has_no_errors(site, folder):
    ours = measure(site[0].server, screens(VISITORS, random.Random(0)), SECONDS)
    with AppServer(folder, "tests/bench/bare.py") as server:
        asyncio.run(warm(server.url, ["bare"], FEW))
        bare = measure(server, ["bare"] * VISITORS, SECONDS)
    assert not ours.errors and not bare.errors
    assert len(ours.joins) == len(bare.joins) == VISITORS and len(ours.moves) > VISITORS
    assert ours.cost["ms a move"] < classroom.TIMES * bare.cost["ms a move"], (ours.cost, bare.cost)


def test_reruns_leave_nothing_behind(site):
    looks = asyncio.run(memory.reruns(site[0], RERUNS))
    assert looks[-1].count >= RERUNS
    assert memory.grown(looks) < SENT * RERUNS / 2, looks
    assert looks[-1].threads <= looks[0].threads + 4, looks


def test_two_hundred_tabs_that_are_opened_and_closed_leave_nothing_behind(site):
    served, files = site
    looks = asyncio.run(memory.sessions(served, SESSIONS, files, first=FIRST_SESSIONS))
    before, after = looks[0], looks[-1]
    assert after.count >= SESSIONS
    assert after.files <= before.files + memory.SPARE, looks
    assert after.threads <= before.threads + 4, looks
    assert after.megabytes - before.megabytes < 0.1 * SESSIONS, looks


def test_what_is_not_as_wanted_is_said():
    cost = {"MB a visitor": 0.1}
    bare, good = Counted([0.1], [0.02] * 20, [], cost), Counted([0.2], [0.1] * 20, [], cost)
    assert misses(bare, good) == []
    assert misses(bare, Counted([0.2], [0.155] * 20, [], cost)) == ["p95 of a move 155 ms, not 150"]
    slow = misses(bare, Counted([3.0], [0.2] * 20, ["x"], {"MB a visitor": 0.5}))
    assert len(slow) == 5 and slow[1].startswith("p95 10.0 times")


def test_growth_is_from_the_first_third_to_the_last():
    def looks(*megabytes: float) -> list[memory.Held]:
        return [memory.Held(k, one, 1, 1) for k, one in enumerate(megabytes)]

    assert memory.grown(looks(1, 2, 99, 5, 5, 5, 7, 8, 9)) == 6
    assert memory.grown(looks(3, 4)) == 1
