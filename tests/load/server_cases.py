"""What is sent to the server itself: uploads, messages without end, garbage, other names, more visitors than files."""

from __future__ import annotations

import asyncio
import base64
import http.client
import os
import random
import socket
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import WebSocketException

from tests.app_server import ROOT
from tests.load.client import Visitor
from tests.load.site import Site

MB = 10**6
HOSTILE = [
    None, True, -1, 1.5, 10**400, float("nan"), "10", "", [], [[]], {}, {"batch_size": "10", "draw": "1"},
    {"batch_size": -1, "draw": 2}, {"id": 1}, {"id": [], "name": []}, {"name": "code"}, {"number": "x", "settings": 7},
    {"name": "open", "text": 7},
    {"settings": {"seed": "x"}}, [{"id": 1, "kind": []}], {"painted": 1, "cells": 3}, "raw:{", "raw:7", "raw:[7]",
]  # fmt: skip
EVENTS = ("act", "pick", "press", "question", "edit", "answer", "again")


async def uploads(site: Site) -> str:
    """Six files put to the upload address of a session."""
    async with Visitor(site.url) as visitor:
        await visitor.open()
        before, answers = site.memory(), set()
        for number in range(6):
            answers.add(await asyncio.to_thread(_upload, site.port, f"{visitor.session}/{number}", 190 * MB))
        assert answers == {413}, answers
        grown = site.memory() - before
    assert grown < 40, grown
    return f"each answered 413; {grown:+.0f} MB"


def _upload(port: int, where: str, size: int) -> int:
    """The answer to a file of this size; no more of it is sent than the server takes before it answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/_stcore/health")
    given = connection.getresponse()
    cookie = (given.getheader("Set-Cookie") or "").split(";")[0]
    given.read()
    connection.putrequest("PUT", f"/_stcore/upload_file/{where}")
    connection.putheader("Cookie", cookie)
    connection.putheader("X-Xsrftoken", cookie.partition("=")[2])
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    answer = connection.getresponse().status
    connection.close()
    return answer


async def unfinished(site: Site) -> str:
    """Eight messages that announce 190 MB and do not end, and eight that stay below the limit."""
    before, refused = site.memory(), 0
    sockets = [_handshake(site.port) for _ in range(16)]
    for number, one in enumerate(sockets):
        refused += not await asyncio.to_thread(_begin_message, one, 190 * MB if number < 8 else 9 * MB)
    grown = site.memory() - before
    for one in sockets:
        one.close()
    assert refused == 8 and grown < 250, (refused, grown)
    return f"those of 190 MB are refused at once; eight of 9 MB that stay open: {grown:+.0f} MB"


def _handshake(port: int) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=30)
    key = base64.b64encode(os.urandom(16)).decode()
    one.sendall(
        f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    assert b" 101 " in one.recv(4096)
    return one


def _begin_message(one: socket.socket, size: int) -> bool:
    """Send a frame's head and all of its body but the last byte; whether the server has taken it."""
    one.sendall(b"\x82\xff" + size.to_bytes(8, "big") + bytes(4))
    try:
        for _ in range(min(size, 20 * MB) // MB):
            one.sendall(bytes(MB - 1))
        one.settimeout(0.3)
        return one.recv(1)[:1] != b"\x88"  # a frame that closes
    except TimeoutError:
        return True
    except OSError:
        return False


async def garbage(site: Site) -> str:
    """Bytes that are no message, and text, by fifty connections."""
    chance = random.Random(0)
    for number in range(50):
        async with Visitor(site.url) as visitor:
            try:
                await (visitor.socket.send("text") if number % 2 else visitor.send(chance.randbytes(200)))
                await asyncio.wait_for(visitor.socket.wait_closed(), 20)
            except WebSocketException:
                pass
            assert visitor.socket.close_code, "still open"
    await _answers(site)
    return "each connection is closed, and the next visitor is answered"


async def components(site: Site) -> str:
    """From every component of four screens what no page sends: the wrong kinds, numbers too large, broken JSON."""
    sent = 0
    for page in ("", "indexing", "batch-size", "class"):
        async with Visitor(site.url, page) as visitor:
            await visitor.open()
            names = [one.id for one in visitor.shown.all("bidi_component")]
            for value in HOSTILE:
                states = [visitor.tell_to(name, event, value) for name in names for event in EVENTS]
                for state in states:
                    await visitor.run(state)
                    sent += 1
                before = visitor.shown.runs
                await visitor.run()
                await visitor.ended(before)
                assert not visitor.shown.all("exception"), (page, value)
            async with Visitor(site.url, page) as other:
                assert not (await other.open()).all("exception")
            before = visitor.shown.runs
            await visitor.run()
            assert (await visitor.ended(before)).elements, "the session is broken"
    return f"{sent:,} messages: no error on the page, and the sender's session goes on"


async def other_names(site: Site) -> str:
    """A page of another name that points to this server: Host and Origin both of that name."""
    for name in ("evil.example", f"evil.example:{site.port}"):
        try:
            async with Visitor(site.url, Host=name, Origin=f"http://{name}") as visitor:
                await visitor.open()
        except (WebSocketException, ConnectionError):
            continue
        raise AssertionError(f"{name} was let in")
    return "refused"


async def paths(site: Site) -> str:
    """Addresses that are none, of the app's folder and beyond, and what they answer."""
    asked = ("/app/", "/app/static/", "/app/static/../app.py", "/media/x", "/component/x/y", "/static/..%2f..%2fapp.py",
             "/_stcore/bidi-components/x/y", "/_stcore/upload_file/x/y", "/%2e%2e/app.py", "//etc/passwd")  # fmt: skip
    for path in asked:
        answer = await asyncio.to_thread(_get, site.port, path)
        assert str(ROOT).encode() not in answer and b"Traceback" not in answer and b"import streamlit" not in answer, (
            path
        )
    return f"{len(asked)} addresses: no path of the server, no traceback, no file"


def _get(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse().read()
    connection.close()
    return answer


async def largest(site: Site) -> str:
    """The largest that is asked for in earnest: notebooks and tables of 1,000 digits, and of all 60,000."""
    most = 0
    for size in (1000, 60_000):
        async with Visitor(site.url, "draw", f"batch_size={size}") as visitor:
            await visitor.open()
            for number, name in enumerate(("notebook", "csv", "code")):
                state = visitor.tell("take", "press", {"id": number, "name": name})
                before, received = visitor.shown.runs, visitor.shown.bytes
                await visitor.run(state, fragment=visitor.fragment("take"))
                await visitor.ended(before)
                assert f'"answer": {{"id": {number}, "text": ' in visitor.component("take").json, (size, name)
                most = max(most, visitor.shown.bytes - received)
    assert most < 10 * MB
    return f"all come; the largest has {most / MB:.1f} MB, 10 are allowed"


async def clear_cache(site: Site) -> str:
    """Eight times the message that empties Streamlit's caches, with the screen that asks Keras."""
    message = BackMsg()
    message.clear_cache = True
    most = 0
    async with Visitor(site.url, "which-loss") as visitor:
        await visitor.open()
        for _ in range(8):
            await visitor.send(message)
            before = visitor.shown.runs
            await visitor.run()
            await visitor.ended(before)
            most = max(most, sum("--losses" in one for one in site.children()))
    assert most <= 1, most
    return f"{most} process for Keras, {len(site.children())} children in all"


async def many_files(site: Site) -> str:
    """More visitors than the server may have files open, where the system lets it have no more."""
    start = time.monotonic()
    async with Visitor(site.url) as first:
        await first.open()
        before, come = site.files(), []
        for _ in range(150):
            visitor = Visitor(site.url)
            try:
                await asyncio.wait_for(visitor.__aenter__(), 1)
            except (OSError, TimeoutError, WebSocketException):
                break
            come.append(visitor)
        for visitor in come:
            await visitor.__aexit__(None, None, None)
        after = await _settled(site, before + 5)
        await _answers(site)
    assert after <= before + 5, (before, after)
    assert len(site.log()) < 100_000 * (1 + (time.monotonic() - start) // 60)  # of each kind so many lines a minute
    return f"{len(come)} come in; afterwards {after} files are open as before ({before}), {len(site.log()) // 1000} kB of log"


async def _settled(site: Site, wanted: int) -> int:
    end = time.monotonic() + 20
    while site.files() > wanted and time.monotonic() < end:
        await asyncio.sleep(0.2)
    return site.files()


async def _answers(site: Site) -> None:
    """A new visitor gets the page."""
    async with Visitor(site.url) as visitor:
        shown = await visitor.open()
        assert shown.all("bidi_component") and not shown.all("exception")
