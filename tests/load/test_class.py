"""A class of sixty who come at once: every draw is another, no dot is lost, and one who floods has one seat."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator

import numpy as np
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.sampling import draw_batch
from mbviz.ui.classes import DRAWS
from tests.load.client import Visitor
from tests.load.site import Site, prepare, serve

N, STUDENTS, TICKS = 2_000, 60, 40
TYPES = {"float32": "<f4", "int32": "<i4"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("class")
    prepare(made, N)
    return made


@pytest.fixture(scope="module")
def site(folder) -> Iterator[Site]:
    with serve(folder) as served:
        yield served


def seen(visitor: Visitor) -> dict:
    """What the class's component was sent last, with its arrays."""
    data = visitor.component("class").bytes
    length = int.from_bytes(data[:4], "little")
    header, start = json.loads(data[4 : 4 + length]), 4 + length
    for name, kind, count in header["contents"]:
        header[name] = np.frombuffer(data, TYPES[kind], count, start)
        start += 4 * count
    return header


async def act(visitor: Visitor, name: str, done: str, value: object = None, **more: object) -> dict:
    """Do something in the class, and wait until the page says so: `done` of what it shows is `value`, or is there."""

    def is_done(_shown: object) -> bool:
        return visitor.has("class") and (seen(visitor).get(done) == value if value is not None else bool(seen(visitor).get(done)))  # fmt: skip

    await visitor.run(visitor.tell("class", "act", {"name": name, **more}), fragment=visitor.fragment("class"))
    await visitor.until(is_done)
    return seen(visitor)


async def opened(url: str) -> tuple[Visitor, str]:
    """A teacher with a class; the caller leaves."""
    teacher = await Visitor(url, "class").__aenter__()
    await teacher.open()
    return teacher, (await act(teacher, "open", "role", "teacher"))["code"]


async def attend(url: str, code: str, dots: int) -> list[tuple[int, float]]:
    """Come as a student, let so many dots fall, and return them."""
    async with Visitor(url, "class", f"code={code}") as student:
        await student.open()
        await act(student, "hello", "role", "student", text="")
        for k in range(dots):
            if k:
                await act(student, "again", "dropped", False)
            await act(student, "drop", "dropped", True)
        assert not student.shown.all("exception")
        return [(draw, loss) for draw, loss in seen(student)["mine"]]


async def look(teacher: Visitor) -> dict:
    """A tick of the teacher's screen."""
    before = teacher.shown.runs
    await teacher.run(fragment=teacher.fragment("class"))
    await teacher.ended(before)
    return seen(teacher)


def test_sixty_who_come_at_once_have_different_draws_and_the_pile_has_them_all(site, folder, monkeypatch):
    async def lesson() -> tuple[dict, list[list[tuple[int, float]]], float]:
        teacher, code = await opened(site.url)
        start = time.monotonic()
        students = await asyncio.gather(*(attend(site.url, code, dots=1 + k % 2) for k in range(STUDENTS)))
        took = time.monotonic() - start
        found = await look(teacher)
        await teacher.__aexit__(None, None, None)
        return found, students, took

    found, students, took = asyncio.run(asyncio.wait_for(lesson(), 120))
    dots = dict(dot for one in students for dot in one)
    assert len(dots) == sum(map(len, students)) == 3 * STUDENTS // 2
    assert found["seats"] == STUDENTS and dict(zip(found["draws"], found["losses"], strict=True)) == pytest.approx(dots)
    monkeypatch.setenv("MBVIZ_CACHE", str(folder / "mbviz"))
    losses = load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses
    for draw, loss in dots.items():
        assert loss == pytest.approx(losses[draw_batch(N, 10, draw=draw)].mean(), rel=1e-6)
    assert took < 60


def test_one_session_that_floods_has_one_seat_and_so_many_dots(site):
    async def flood() -> dict:
        teacher, code = await opened(site.url)
        async with Visitor(site.url, "class", f"code={code}") as student:
            await student.open()
            component, fragment = student.component("class").id, student.fragment("class")
            for k in range(40):
                for name in ("hello", "drop", "again"):
                    deed = {"name": name, "text": f"token {k}", "loss": 99.0, "number": k}
                    await student.run(student.tell_to(component, "act", deed), fragment=fragment)
            await student.open()
            assert not student.shown.all("exception")
            await act(student, "hello", "role", "student", text="")  # of what comes at once the server hears the last
            for _ in range(2 * DRAWS):
                for name in ("drop", "again"):
                    before = student.shown.runs
                    await student.run(student.tell("class", "act", {"name": name}), fragment=student.fragment("class"))
                    await student.ended(before)
        found = await look(teacher)
        await teacher.__aexit__(None, None, None)
        return found

    found = asyncio.run(asyncio.wait_for(flood(), 120))
    assert found["seats"] == 1 and len(found["draws"]) == DRAWS
    assert found["losses"].max() < 50


def test_who_empties_the_caches_ends_no_class_and_keeps_the_seat_by_its_token(site):
    async def clear() -> tuple[dict, dict, list[object]]:
        teacher, code = await opened(site.url)
        async with Visitor(site.url, "class", f"code={code}") as student:
            await student.open()
            token = (await act(student, "hello", "role", "student", text=""))["token"]
            await act(student, "drop", "dropped", True)
            component, fragment = student.component("class").id, student.fragment("class")
            await student.send(BackMsg(clear_cache=True))  # Streamlit empties this session's state with it
            await student.run(student.tell_to(component, "act", {"name": "drop"}), fragment=fragment)
            await student.until(lambda _shown: seen(student)["role"] == "unknown")
            again = await act(student, "hello", "role", "student", text=token)
            problems = student.shown.all("exception")
        found = await look(teacher)
        await teacher.__aexit__(None, None, None)
        return found, again, problems

    found, again, problems = asyncio.run(asyncio.wait_for(clear(), 120))
    assert not problems and len(again["mine"]) == 1
    assert (found["seats"], len(found["draws"])) == (1, 1)


def test_a_tick_of_the_teachers_screen_is_cheap_and_brings_only_what_is_new(site):
    async def ticks() -> tuple[dict, float]:
        teacher, code = await opened(site.url)
        await attend(site.url, code, dots=2)
        first = await look(teacher)
        assert (first["start"], len(first["draws"])) == (0, 2)
        before = site.cpu()
        for _ in range(TICKS):
            last = await look(teacher)
        took = (site.cpu() - before) / TICKS
        await teacher.__aexit__(None, None, None)
        return last, took

    last, took = asyncio.run(asyncio.wait_for(ticks(), 120))
    assert (last["start"], len(last["draws"])) == (2, 0)
    assert took < 0.02 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def test_a_server_that_was_started_anew_says_that_the_class_has_ended(site, folder):
    async def begin(url: str) -> str:
        teacher, code = await opened(url)
        await teacher.__aexit__(None, None, None)
        return code

    async def come(url: str, code: str) -> str:
        async with Visitor(url, "class", f"code={code}") as student:
            await student.open()
            return seen(student)["told"]

    code = asyncio.run(begin(site.url))
    with serve(folder) as after:  # it knows as little as that one would
        told = asyncio.run(come(after.url, code))
    assert f"There is no class {code} here, or no more" in told and "started anew" in told
