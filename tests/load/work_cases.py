"""Much work asked for at once, or for nobody: seeds, checks, first visitors."""

from __future__ import annotations

import asyncio
import statistics
import time

from tests.load.client import Visitor
from tests.load.site import Site


async def seeds_in_a_row(site: Site) -> str:
    """A visitor sends another seed every 0.1 s for three seconds, without replacement, and leaves."""
    before, most = site.threads(), 0
    async with Visitor(site.url, query="replace=false") as visitor:
        await visitor.open()
        for seed in range(30):
            question = {"number": seed + 1, "settings": {"seed": 1000 + seed}, "rests": True}
            await visitor.run(visitor.tell("stage", "question", question), fragment=visitor.fragment("stage"))
            await asyncio.sleep(0.1)
            most = max(most, site.threads())
    await asyncio.sleep(3)  # the lease of what nobody waits for, and a beat
    start = site.cpu()
    await asyncio.sleep(2)
    after = (site.cpu() - start) / 2
    assert most - before <= 15, (before, most)
    assert after < 0.2, after
    return f"{most - before} more threads; three seconds after it left {100 * after:.0f}% of a core"


async def seeds_at_once(site: Site) -> str:
    """Ten visitors want new seeds without replacement at once, while another one moves."""
    async with Visitor(site.url) as other:
        await other.open()
        moves = asyncio.create_task(_moves(other, 12))
        start, cpu = time.monotonic(), site.cpu()
        await asyncio.gather(*(_open(site, query=f"replace=false&seed={2000 + k}") for k in range(10)))
        took, cpu = time.monotonic() - start, site.cpu() - cpu
        slowest = sorted(await moves)
    assert cpu < 8 and statistics.median(slowest) < 1, (cpu, slowest)
    return f"{cpu:.1f} s of CPU; the last has its page after {took:.1f} s; a move of another takes {statistics.median(slowest):.2f} s, at most {slowest[-1]:.2f}"


async def _moves(visitor: Visitor, count: int) -> list[float]:
    """Seconds of each of so many moves of the draw."""
    times = []
    for number in range(count):
        before, start = visitor.shown.runs, time.monotonic()
        question = {"number": number + 1, "settings": {"draw": number + 1}, "rests": True}
        await visitor.run(visitor.tell("stage", "question", question), fragment=visitor.fragment("stage"))
        await visitor.ended(before)
        times.append(time.monotonic() - start)
        await asyncio.sleep(0.1)
    return times


async def checks(site: Site) -> str:
    """Twenty visitors press "Check" in the planner at once."""
    visitors = [Visitor(site.url, "planner") for _ in range(20)]
    for visitor in visitors:
        await visitor.__aenter__()
    await asyncio.gather(*(visitor.open() for visitor in visitors))
    start, cpu = time.monotonic(), site.cpu()
    await asyncio.gather(*(_check(visitor) for visitor in visitors))
    took, cpu = time.monotonic() - start, site.cpu() - cpu
    for visitor in visitors:
        await visitor.__aexit__(None, None, None)
    assert cpu < 5, cpu
    return f"drawn once, {cpu:.1f} s of CPU; all twenty have the answer after {took:.1f} s"


async def _check(visitor: Visitor) -> None:
    press = visitor.tell("bar", "act", {"name": "check_plan", "settings": {}})
    await visitor.run(press, fragment=visitor.fragment("bar"))
    await visitor.until(lambda shown: "were within" in shown.texts())


async def first_visitors(site: Site) -> str:
    """A hundred visitors open "Batch size" at once on a server that nobody has visited."""
    start, cpu = time.monotonic(), site.cpu()
    took = sorted(await asyncio.gather(*(_open(site, "batch-size") for _ in range(100))))
    whole, cpu = time.monotonic() - start, site.cpu() - cpu
    assert cpu < 20, cpu
    return f"{cpu:.1f} s of CPU; all have the page after {whole:.1f} s, half of them after {took[50]:.1f} s; {len(site.children())} children"


async def _open(site: Site, page: str = "", query: str = "") -> float:
    """How long it takes until a new visitor has the page."""
    start = time.monotonic()
    async with Visitor(site.url, page, query) as visitor:
        shown = await visitor.open()
        assert not shown.all("exception")
    return time.monotonic() - start
