"""Whether the server's memory stays flat: ``python -m tests.load.memory [--reruns 20000] [--sessions 300]``.

First reruns of all screens, with sizes and draws by chance; then sessions that are opened, move, and leave.
Prints what the server has every so often; takes some minutes. On 127.0.0.1, and bounded.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

from mbviz.ui.deck import SCREENS
from tests.load.classroom import Pupil, warm
from tests.load.site import Site, digits, serve

AT_ONCE = 20  # sessions, and visitors that ask for reruns
LOOKS = 10  # at the memory, in each part
SPARE, CHILD = 8, 3  # files: of connections that are just being closed, and of each process that computes
LEAVE = 2  # seconds after which Streamlit gives a visitor up who has left; 120 by default
SWEPT = 30.0  # seconds within which the server has swept up: these, and a round of its own housekeeping


@dataclass(frozen=True)
class Held:
    """What the server has after so many reruns or sessions.

    Attributes
    ----------
    count : int
    megabytes : float
        Its own memory, that of its children left out.
    threads, files : int
    """

    count: int
    megabytes: float
    threads: int
    files: int


def held(site: Site, count: int) -> Held:
    """What it has now."""
    return Held(count, site.process.memory_full_info().uss / 1e6, site.threads(), site.files())


def grown(looks: list[Held]) -> float:
    """MB by which the memory grew from the first third of the looks to the last: medians, since it comes and goes."""
    third = max(len(looks) // 3, 1)
    first, last = (sorted(look.megabytes for look in part)[third // 2] for part in (looks[:third], looks[-third:]))
    return last - first


async def reruns(site: Site, count: int, told: Callable[[Held], object] = lambda look: None) -> list[Held]:
    """So many reruns, by visitors of all screens; what the server has meanwhile."""
    pupils = [Pupil(site.url, path, random.Random(k)) for k, path in enumerate((list(SCREENS) * 2)[:AT_ONCE])]
    looks, done = [], 0
    for pupil in pupils:
        await pupil.visitor.__aenter__()
        await pupil.come()
    for part in range(1, LOOKS + 1):
        while done < count * part // LOOKS:
            await asyncio.gather(*(pupil.move(rests=True) for pupil in pupils))
            done += len(pupils)
        looks.append(held(site, done))
        told(looks[-1])
    for pupil in pupils:
        await pupil.visitor.__aexit__(None, None, None)
    return looks


async def sessions(
    site: Site, count: int, files: int, told: Callable[[Held], object] = lambda look: None, *, first: int = 0
) -> list[Held]:
    """So many sessions, which open a page, move twice and leave; what the server has before, meanwhile and in the end.

    `files` is how many it has open when nobody was there yet. Before all that come `first` others: what a server takes for
    the first visitors who are there at once, it keeps for the next.
    """
    for done in range(0, first, AT_ONCE):
        await _visits(site, done)
    await swept(site, files)
    looks, done = [held(site, 0)], 0
    told(looks[-1])
    while done < count:
        await _visits(site, done)
        done += AT_ONCE
        if done % max(count // LOOKS // AT_ONCE * AT_ONCE, AT_ONCE) == 0:
            looks.append(held(site, done))
            told(looks[-1])
    await swept(site, files)
    looks.append(held(site, done))
    told(looks[-1])
    return looks


async def swept(site: Site, files: int) -> None:
    """Wait until hardly more files are open than those and its children's, or long enough."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SWEPT):
            while site.files() > files + SPARE + CHILD * len(site.children()):
                await asyncio.sleep(0.2)


async def _visits(site: Site, done: int) -> None:
    """As many sessions as there are at once, of the screens in their order, after so many."""
    paths = list(SCREENS)
    await asyncio.gather(*(_visit(site, paths[k % len(paths)], k) for k in range(done, done + AT_ONCE)))


async def _visit(site: Site, path: str, seed: int) -> None:
    pupil = Pupil(site.url, path, random.Random(seed))
    async with pupil.visitor:
        await pupil.come()
        for _ in range(2):
            await pupil.move(rests=True)


def server(folder: Path) -> AbstractContextManager[Site]:
    """A server that gives up after two seconds who has left."""
    return serve(folder, options=("--server.disconnectedSessionTTL", str(LEAVE)))


HEAD = "\n| {what} | memory | threads | open files |\n|---|---|---|---|"


def show(look: Held) -> None:
    """A line of the table."""
    print(f"| {look.count:,} | {look.megabytes:.1f} MB | {look.threads} | {look.files} |", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.memory", description=__doc__)
    parser.add_argument("--reruns", type=int, default=20_000)
    parser.add_argument("--sessions", type=int, default=300)
    options = parser.parse_args()
    with digits() as folder, server(folder) as site:
        files = site.files()
        asyncio.run(warm(site.url, list(SCREENS)))
        print(HEAD.format(what="reruns"))
        looks = asyncio.run(reruns(site, options.reruns, show))
        print(f"\nFrom the first third to the last: {grown(looks):+.1f} MB")
        print(HEAD.format(what="sessions"))
        looks = asyncio.run(sessions(site, options.sessions, files, show))
        print(f"\nFrom the first to the last: {looks[-1].megabytes - looks[0].megabytes:+.1f} MB")


if __name__ == "__main__":
    main()
