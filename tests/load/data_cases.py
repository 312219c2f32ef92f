"""The data and the disk: a mirror that is silent, a cache that is full, a file that unpacks to more than there is room for."""

from __future__ import annotations

import asyncio
import resource
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import numpy as np

from mbviz.data.datasets import load_sample
from tests.load.client import Visitor
from tests.load.site import serve, with_networks
from tests.local_server import refuses, stalls
from tests.local_server import serve as serve_file

MB = 10**6


async def silent_mirror(folder: Path) -> str:
    """One visitor presses "Look for MNIST again" while the mirror is silent; others come and move."""
    with_networks(folder, load_sample)
    silent = threading.Event()

    def mirror(request: BaseHTTPRequestHandler, over: threading.Event) -> None:
        (stalls() if silent.is_set() else refuses(404))(request, over)

    with serve_file(mirror) as (url, asked), serve(folder, MBVIZ_MNIST="", MBVIZ_MNIST_URL=url) as site:
        async with Visitor(site.url) as visitor, Visitor(site.url) as other:
            await visitor.settled(lambda _: visitor.has("stage"))
            await other.open()
            silent.set()
            before, so_far = visitor.shown.runs, len(asked)
            await visitor.run(visitor.tell("stage", "look", 1), fragment=visitor.fragment("stage"))
            await visitor.ended(before)
            start = time.monotonic()
            await other.open()
            async with Visitor(site.url, "draw") as newcomer:
                assert (await newcomer.open()).all("bidi_component")
            took = time.monotonic() - start
            await visitor.settled(lambda text: "Looking for MNIST" in text)  # who pressed is told
            assert len(asked) > so_far, "nobody looked"
    assert took < 5, took
    return f"the digits stay; a visitor who is there and a new one have their pages after {took:.1f} s"


async def full_disk(folder: Path) -> str:
    """The cache has room for files of 1 MB only, so that the sample of 4 MB cannot be saved; then there is room."""
    with serve(folder, MBVIZ_MNIST="") as site:
        resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (MB, resource.RLIM_INFINITY))
        async with Visitor(site.url) as visitor:
            told = await visitor.settled(lambda text: "The cache folder can not be used" in text)
            assert "File too large" in told, told[-500:]
            assert str(folder) not in told and "--data" not in told
            resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            before = visitor.shown.runs
            await visitor.run(visitor.press("Train again"))
            await visitor.ended(before)
            assert "can not be used" not in visitor.shown.texts()
            assert any("mbviz.model.train" in one for one in site.children())
    return "the page says so in a sentence (“File too large”); with room again one press on “Train again” begins the training"


async def bomb(folder: Path) -> str:
    """MBVIZ_MNIST names a file of a few MB that unpacks to 1.3 GB."""
    path, n = folder / "bomb.npz", 1_700_000
    header = np.lib.format
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("x_train.npy", "w", force_zip64=True) as file:
            header.write_array_header_1_0(file, {"descr": "|u1", "fortran_order": False, "shape": (n, 28, 28)})
            for _ in range(n // 10_000):
                file.write(bytes(10_000 * 784))
        with archive.open("y_train.npy", "w") as file:
            header.write_array(file, np.zeros(n, np.uint8))
    with_networks(folder, load_sample)
    with serve(folder, MBVIZ_MNIST=str(path)) as site:
        async with Visitor(site.url) as visitor:
            told = await visitor.settled(lambda text: "are allowed" in text and visitor.has("stage"))
            assert "at most 1,000 MB" in told and str(folder) not in told, told[-800:]
        used = site.memory()
    assert used < 600, used
    return f"{path.stat().st_size / MB:.1f} MB are refused with a sentence, the sample is shown; the server has {used:.0f} MB"


async def more_files(folder: Path) -> str:
    """Two hundred visitors, where the soft limit is 128 open files and the hard one 4,096."""
    with serve(folder, files="128:4096") as site:
        async with Visitor(site.url) as first:
            await first.open()
            visitors = [Visitor(site.url) for _ in range(200)]
            for visitor in visitors:
                await visitor.__aenter__()
            most = site.files()
            for visitor in visitors:
                await visitor.__aexit__(None, None, None)
            await asyncio.sleep(1)
            async with Visitor(site.url) as last:
                assert (await last.open()).all("bidi_component")
    assert most > 200, most
    return f"all come in: {most} files are open"
