"""A class on one small server: ``python -m tests.load.classroom [--visitors 100] [--seconds 60]``.

A hundred visitors join within five seconds and then each moves a control every three seconds (exponential), over all
screens, a tenth of them dragging; beside them the same of a bare Streamlit page, in the same run. Bounded in time, on
127.0.0.1, everything in one process on this machine, which the generator shares with the server.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
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
from tests.load.hostile import digits

JOIN, EVERY, DRAGGING = 5.0, 3.0, 0.1  # seconds within which all join; between two moves; the share that drags
DRAG = 8  # questions of one drag, each asked when the one before is answered
STAGE = 0.4  # the share that is on the stage; the others are spread evenly
HEAVY = {"race", "one-step", "large-batch"}  # where nothing is computed before somebody presses a button
SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]


@dataclass
class Counted:
    """What a class has met.

    Attributes
    ----------
    joins, moves : list of float
        Seconds from the question to the end of the answer.
    errors : list of str
    """

    joins: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


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
                await self.visitor.open()
                counted.joins.append(time.monotonic() - start)
                while time.monotonic() < until:
                    await asyncio.sleep(self.chance.expovariate(1 / EVERY))
                    for _ in range(DRAG if self.drags else 1):
                        counted.moves.append(await self._move())
                if problems := self.visitor.shown.all("exception"):
                    counted.errors.append(f"{self.path}: {problems[0].message}")
        except (TimeoutError, OSError) as error:
            counted.errors.append(f"{self.path}: {type(error).__name__} {error}")

    async def _move(self) -> float:
        """Seconds of one move."""
        before, start = self.visitor.shown.runs, time.monotonic()
        state, fragment = self._wanted()
        await self.visitor.run(state, fragment=fragment)
        await self.visitor.ended(before)
        return time.monotonic() - start

    def _wanted(self) -> tuple[WidgetState, str]:
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
        question = {"number": self.number, "settings": settings, "rests": True}
        return self.visitor.tell(key, "question", question), self.visitor.fragment(key)


def screens(count: int, chance: random.Random) -> list[str]:
    """Which screen each of so many visitors is on."""
    others = [path for path in SCREENS if path != FIRST and path not in HEAVY]
    return [FIRST if chance.random() < STAGE else chance.choice(others) for _ in range(count)]


async def attend(url: str, paths: list[str], seconds: float, counted: Counted) -> None:
    """Let a class take place."""
    until = time.monotonic() + JOIN + seconds
    pupils = [Pupil(url, path, random.Random(k)) for k, path in enumerate(paths)]
    await asyncio.gather(*(pupil.learn(JOIN * k / len(pupils), until, counted) for k, pupil in enumerate(pupils)))


def measure(server: AppServer, paths: list[str], seconds: float) -> tuple[Counted, dict[str, float]]:
    """A class, and what it cost the server."""
    assert server.process
    process = psutil.Process(server.process.pid)
    asyncio.run(_warm(server.url, sorted(set(paths))))
    counted, memory, cpu = Counted(), _pss(process), _cpu(process)
    start = time.monotonic()
    asyncio.run(attend(server.url, paths, seconds, counted))
    took = time.monotonic() - start
    return counted, {
        "moves/s": len(counted.moves) / took,
        "CPU a move, ms": 1000 * (_cpu(process) - cpu) / max(len(counted.moves), 1),
        "MB a visitor": (_pss(process) - memory) / len(paths),
    }


async def _warm(url: str, paths: list[str]) -> None:
    """One visitor everywhere first: what a server computes once, it has."""
    for path in paths:
        async with Visitor(url, page="" if path in (FIRST, "bare") else path) as visitor:
            await visitor.open()


def _cpu(process: psutil.Process) -> float:
    return sum(process.cpu_times()[:2])


def _pss(process: psutil.Process) -> float:
    return process.memory_full_info().pss / 2**20


def row(name: str, counted: Counted, cost: dict[str, float]) -> str:
    """A line of the table."""
    joins, moves = np.array(counted.joins or [math.nan]), np.array(counted.moves or [math.nan])
    times = [1000 * float(np.percentile(moves, p)) for p in (50, 95, 99)]
    cells = [f"{len(counted.joins)}", f"{np.percentile(joins, 95):.2f} s", f"{cost['moves/s']:.1f}",
             *(f"{ms:.0f} ms" for ms in times), f"{cost['CPU a move, ms']:.1f} ms", f"{cost['MB a visitor']:.2f} MB",
             f"{len(counted.errors)}"]  # fmt: skip
    return f"| {name} | " + " | ".join(cells) + " |"


def run(folder: Path, visitors: int, seconds: float, told: Callable[[str], object] = print) -> list[Counted]:
    """Both classes one after the other, and the table."""
    told("| page | visitors | join p95 | moves/s | p50 | p95 | p99 | CPU a move | memory a visitor | errors |")
    told("|---|---|---|---|---|---|---|---|---|---|")
    found = []
    for name, script, paths in (
        ("bare Streamlit page", "tests/bench/bare.py", ["bare"] * visitors),
        ("all screens", "app.py", screens(visitors, random.Random(0))),
    ):
        with AppServer(folder, script, MBVIZ_MNIST=str(folder / "digits.npz")) as server:
            counted, cost = measure(server, paths, seconds)
        told(row(name, counted, cost))
        for error in counted.errors[:5]:
            told(f"  {error}")
        found.append(counted)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.classroom", description=__doc__)
    parser.add_argument("--visitors", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    with digits() as folder:
        run(folder, options.visitors, options.seconds)


if __name__ == "__main__":
    main()
