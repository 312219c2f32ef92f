"""A class on one small server: ``python -m tests.load.classroom [--visitors 100] [--seconds 60]``.

A hundred visitors join within five seconds and then each moves a control every three seconds (exponential), over all
screens, a tenth of them dragging; beside them the same of a bare Streamlit page, in the same run. Bounded in time, on
127.0.0.1; the generator shares the machine with the server. With ``--grow`` the class is made larger until a move takes
too long: how many visitors one core carries, since one server has one interpreter.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil
from streamlit.proto.WidgetStates_pb2 import WidgetState

from mbviz.ui.deck import FIRST, SCREENS
from tests.app_server import AppServer
from tests.load.client import Visitor
from tests.load.site import digits

JOIN, EVERY, DRAGGING = 5.0, 3.0, 0.1  # seconds within which all join; between two moves; the share that drags
DRAG = 8  # questions of one drag, each asked when the one before is answered
STAGE = 0.4  # the share that is on the stage; the others are spread evenly
P95, TIMES, JOINED, MEMORY = 150.0, 8.0, 2.0, 0.3  # wanted at most: ms, times the bare page's, seconds, MB a visitor
CLASSES = (50, 100, 150, 200, 250, 300, 400, 500)  # of these sizes one after the other, with --grow
WARM = 40  # moves of who comes first
SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]


@dataclass
class Counted:
    """What a class has met.

    Attributes
    ----------
    joins, moves : list of float
        Seconds from the question to the end of the answer.
    errors : list of str
    cost : dict of str to float
        What it took of the server: "cpu" in seconds, "cores", "ms a move", "MB" in all, "MB a visitor", "moves/s".
    """

    joins: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cost: dict[str, float] = field(default_factory=dict)

    def milliseconds(self, percentile: float) -> float:
        """Of a move."""
        return 1000 * float(np.percentile(self.moves or [math.nan], percentile))

    @property
    def joined(self) -> float:
        """Seconds within which 95% had joined."""
        return float(np.percentile(self.joins or [math.nan], 95))


class Pupil:
    """One visitor of one screen, who moves what there is to move.

    Parameters
    ----------
    url, path : str
        Of the server, and of the screen; "bare" is the bare page.
    chance : random.Random
        What is moved, and when.
    """

    def __init__(self, url: str, path: str, chance: random.Random) -> None:
        self.path, self.chance, self.number = path, chance, 0
        self.visitor = Visitor(url, page="" if path in (FIRST, "bare") else path)
        self.drags = chance.random() < DRAGGING

    async def learn(self, join_after: float, until: float, counted: Counted) -> None:
        """Join, move until it is over, and leave."""
        await asyncio.sleep(join_after)
        try:
            async with self.visitor:
                start = time.monotonic()
                await self.come()
                counted.joins.append(time.monotonic() - start)
                while time.monotonic() < until:
                    await asyncio.sleep(self.chance.expovariate(1 / EVERY))
                    for left in reversed(range(DRAG if self.drags else 1)):
                        counted.moves.append(await self.move(rests=not left))
                if problems := self.visitor.shown.all("exception"):
                    counted.errors.append(f"{self.path}: {problems[0].message}")
        except (TimeoutError, OSError) as error:
            counted.errors.append(f"{self.path}: {type(error).__name__} {error}")

    async def come(self) -> None:
        """Open the page, and wait until there is something to move: a server that has just started loads its digits first."""
        await self.visitor.open()
        if self.path != "bare":
            await self.visitor.settled(lambda _: self.visitor.has("stage" if self.path == FIRST else "bar"))

    async def move(self, rests: bool) -> float:
        """Seconds of one move; whether the hand comes to rest with it."""
        before, start = self.visitor.shown.runs, time.monotonic()
        state, fragment = self._wanted(rests)
        await self.visitor.run(state, fragment=fragment)
        await self.visitor.ended(before)
        return time.monotonic() - start

    def _wanted(self, rests: bool) -> tuple[WidgetState, str]:
        """What is sent: another size or draw, or another of the choices that the screen has."""
        self.number += 1
        if self.path == "bare":
            (slider,) = self.visitor.shown.all("slider")
            state = WidgetState(id=slider.id)
            state.string_array_value.data.append(f"{self.chance.choice(SIZES):,}")
            return state, ""
        key = "stage" if self.path == FIRST else "bar"
        settings: dict[str, object] = {}
        if "batch_size" in SCREENS[self.path].settings:
            settings["batch_size"] = self.chance.choice(SIZES)
        if "draw" in SCREENS[self.path].settings:
            settings["draw"] = self.chance.randrange(200)
        if not settings:
            settings["network"] = self.chance.choice(["untrained", "100-steps", "1-epoch", "10-epochs", "40-epochs"])
        question = {"number": self.number, "settings": settings, "rests": rests}
        return self.visitor.tell(key, "question", question), self.visitor.fragment(key)


def screens(count: int, chance: random.Random) -> list[str]:
    """Which screen each of so many visitors is on."""
    others = [path for path in SCREENS if path != FIRST]
    return [FIRST if chance.random() < STAGE else chance.choice(others) for _ in range(count)]


async def attend(url: str, paths: list[str], seconds: float, counted: Counted) -> None:
    """Let a class take place."""
    until = time.monotonic() + JOIN + seconds
    pupils = [Pupil(url, path, random.Random(k)) for k, path in enumerate(paths)]
    await asyncio.gather(*(pupil.learn(JOIN * k / len(pupils), until, counted) for k, pupil in enumerate(pupils)))


def measure(server: AppServer, paths: list[str], seconds: float) -> Counted:
    """A class, and what it cost the server."""
    assert server.process
    process = psutil.Process(server.process.pid)
    counted, memory, cpu, start = Counted(), _pss(process), _cpu(process), time.monotonic()
    asyncio.run(attend(server.url, paths, seconds, counted))
    took, cpu, used = time.monotonic() - start, _cpu(process) - cpu, _pss(process)
    counted.cost = {
        "cpu": cpu, "cores": cpu / took, "ms a move": 1000 * cpu / max(len(counted.moves), 1), "MB": used,
        "MB a visitor": (used - memory) / len(paths), "moves/s": len(counted.moves) / took,
    }  # fmt: skip
    return counted


async def warm(url: str, paths: list[str], moves: int = WARM) -> None:
    """One visitor everywhere first, who moves a little: what is computed once for all is there, for the most part."""
    for k, path in enumerate(sorted(set(paths))):
        pupil = Pupil(url, path, random.Random(k))
        async with pupil.visitor:
            await pupil.come()
            for _ in range(moves):
                await pupil.move(rests=True)


def _cpu(process: psutil.Process) -> float:
    return sum(process.cpu_times()[:2])


def _pss(process: psutil.Process) -> float:
    return process.memory_full_info().pss / 2**20


HEAD = """\
| page | visitors | join p95 | moves/s | p50 | p95 | p99 | cores | CPU a move, joins included | memory | a visitor | errors |
|---|---|---|---|---|---|---|---|---|---|---|---|"""


def row(name: str, counted: Counted) -> str:
    """A line of the table."""
    cost = counted.cost
    cells = [f"{len(counted.joins)}", f"{counted.joined:.2f} s", f"{cost['moves/s']:.1f}",
             *(f"{counted.milliseconds(p):.0f} ms" for p in (50, 95, 99)), f"{cost['cores']:.2f}",
             f"{cost['ms a move']:.1f} ms", f"{cost['MB']:.0f} MB", f"{cost['MB a visitor']:.2f} MB",
             f"{len(counted.errors)}"]  # fmt: skip
    return f"| {name} | " + " | ".join(cells) + " |"


def misses(bare: Counted, ours: Counted) -> list[str]:
    """What is not as it is wanted."""
    p95 = ours.milliseconds(95)
    found = {
        f"p95 of a move {p95:.0f} ms, not {P95:.0f}": p95 > P95,
        f"p95 {p95 / bare.milliseconds(95):.1f} times the bare page's, not {TIMES:.0f}": p95 > TIMES * bare.milliseconds(95),
        f"95% have joined after {ours.joined:.1f} s, not {JOINED:.0f}": ours.joined > JOINED,
        f"{ours.cost['MB a visitor']:.2f} MB a visitor, not {MEMORY}": ours.cost["MB a visitor"] > MEMORY,
        f"{len(ours.errors)} errors, such as {ours.errors[:1]}": bool(ours.errors),
    }  # fmt: skip
    return [said for said, is_so in found.items() if is_so]


def run(folder: Path, visitors: int, seconds: float, told: Callable[[str], object] = print) -> list[Counted]:
    """Both classes one after the other, and the table."""
    told(HEAD)
    found = []
    for name, script, paths in (
        ("bare Streamlit page", "tests/bench/bare.py", ["bare"] * visitors),
        ("all screens", "app.py", screens(visitors, random.Random(0))),
    ):
        with AppServer(folder, script, MBVIZ_MNIST=str(folder / "digits.npz")) as server:
            asyncio.run(warm(server.url, paths))
            found.append(measure(server, paths, seconds))
        told(row(name, found[-1]))
    return found


def grow(folder: Path, seconds: float, told: Callable[[str], object] = print) -> int:
    """Ever larger classes on one server, until a move takes too long: the largest that did well."""
    told(HEAD)
    most = 0
    with AppServer(folder, MBVIZ_MNIST=str(folder / "digits.npz")) as server:
        asyncio.run(warm(server.url, list(SCREENS)))
        for visitors in CLASSES:
            counted = measure(server, screens(visitors, random.Random(0)), seconds)
            told(row("all screens", counted))
            if counted.milliseconds(95) > P95 or counted.joined > JOINED or counted.errors:
                break
            most = visitors
    return most


def main() -> int:
    """Print the table; 1 when something is not as it is wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.classroom", description=__doc__)
    parser.add_argument("--visitors", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--grow", action="store_true", help="ever larger classes instead, until a move takes too long")
    options = parser.parse_args()
    with digits() as folder:
        if options.grow:
            print(f"\nOne core carries a class of {grow(folder, options.seconds)}.")
            return 0
        bare, ours = run(folder, options.visitors, options.seconds)
    wrong, full = misses(bare, ours), options.visitors / ours.cost["cores"]
    print(f"\nOne core is full at about {full:.0f} visitors, by what these take of it.")
    print("\n".join(["", *wrong]) if wrong else "\nAll is as it is wanted.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
