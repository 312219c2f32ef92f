"""What breaks by itself: a server in mid-class, a process that computes, and visitors who come and go."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from pathlib import Path

import psutil

from tests.load.classroom import Pupil, screens
from tests.load.client import Visitor, settings_shown
from tests.load.site import Site, serve

PUPILS = 16


async def restarted(folder: Path) -> str:
    """The server is killed in the middle of a class of sixteen, and started anew; every page asks again, as browsers do."""
    with serve(folder) as site:
        pupils = [Pupil(site.url, path, random.Random(k)) for k, path in enumerate(screens(PUPILS, random.Random(1)))]
        for pupil in pupils:
            await pupil.visitor.__aenter__()
        await asyncio.gather(*(pupil.come() for pupil in pupils))
        for _ in range(3):
            await asyncio.gather(*(pupil.move(rests=True) for pupil in pupils))
        shown = [settings_shown(pupil.visitor) for pupil in pupils]
        assert site.server.process
        site.server.process.kill()
        site.server.process.wait()
        async with asyncio.timeout(30):
            while not all(pupil.visitor.closed for pupil in pupils):
                await asyncio.sleep(0.02)
        site.server.__enter__()
        back = [Visitor(site.url, pupil.visitor.page, pupil.visitor.query) for pupil in pupils]
        for visitor in back:
            await visitor.__aenter__()
            await visitor.settled(lambda _, visitor=visitor: visitor.has("bar") or visitor.has("stage"))  # type: ignore[misc]
        again = [settings_shown(visitor) for visitor in back]
        for visitor in back:
            await visitor.__aexit__(None, None, None)
    assert again == shown, [(old, new) for old, new in zip(shown, again) if old != new][:3]
    assert len({str(one) for one in shown}) > PUPILS / 2, "hardly anybody had moved"
    return f"all {PUPILS} have the settings that they had"


async def killed_workers(site: Site) -> str:
    """The process that computes for a visitor is killed, once, and then whenever there is one; then it is left in peace."""
    async with Visitor(site.url, query="replace=false&seed=9001") as visitor:
        once = asyncio.create_task(_kill(site, 1))
        shown = await visitor.open()
        await _stopped(once)
        assert visitor.has("stage") and not shown.all("exception")
    always = asyncio.create_task(_kill(site, 1000))
    for seed in range(9002, 9007):  # one that is quick may have answered before it is killed
        visitor = Visitor(site.url, query=f"replace=false&seed={seed}")
        async with visitor:
            told = (await visitor.open()).texts()
            assert not visitor.shown.all("exception")
            if "was ended from outside" not in told:
                continue
            await _stopped(always)
            await asyncio.sleep(1.5)  # so long the answer stays the same
            await visitor.run(visitor.press("Try again"))
            await visitor.until(lambda _, visitor=visitor: visitor.has("stage"))  # type: ignore[misc]
            break
    else:
        raise AssertionError(told[-500:])
    return "another process takes over; where that is killed too, a sentence says so, and one press on “Try again” brings the page"


async def _kill(site: Site, times: int) -> None:
    """Kill processes that compute, so many, as soon as there are any."""
    while times > 0:
        for child in psutil.Process(site.process.pid).children():
            try:
                if times > 0 and "mbviz._worker" in child.cmdline():
                    os.kill(child.pid, signal.SIGKILL)
                    times -= 1
            except (psutil.Error, ProcessLookupError):
                continue
        await asyncio.sleep(0.005)


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
