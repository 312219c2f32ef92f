"""Two servers behind nginx, by the configuration that the README names: visitors stay with theirs, and survive its loss."""

from __future__ import annotations

import asyncio
import os
import re
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from mbviz.ui.classes import LETTERS
from tests.app_server import ROOT, AppServer
from tests.load.client import Visitor, settings_shown
from tests.load.proxy import CONFIGURATION, NGINX, Nginx
from tests.load.site import prepare
from tests.ui.stage.work import unpacked

VISITORS = 12
HOST = "class.example.org"
HOSTS = ("--server.allowedHosts", HOST, "--server.allowedHosts", "127.0.0.1")  # as the README says, and this machine
PAGES = (
    ("draw", "batch_size=50&draw={k}&seed=3"),
    ("", "batch_size=20&draw={k}"),
    ("indexing", "arrays=this-batch&draw={k}"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("nginx")
    prepare(made)
    return made


@pytest.fixture(scope="module")
def servers(folder) -> Iterator[tuple[AppServer, AppServer]]:
    with (
        AppServer(folder, options=HOSTS, MBVIZ_MNIST=str(folder / "digits.npz"), MBVIZ_CODES=LETTERS[:7]) as first,
        AppServer(folder, options=HOSTS, MBVIZ_MNIST=str(folder / "digits.npz"), MBVIZ_CODES=LETTERS[7:]) as second,
    ):
        yield first, second


@pytest.fixture(scope="module")
def nginx(servers, folder) -> Iterator[Nginx]:
    if NGINX is None and not os.environ.get("CI"):
        pytest.skip("nginx is not installed")
    for server in servers:
        asyncio.run(wait_for(server))
    with Nginx(folder / "nginx", servers[0].port, servers[1].port) as running:
        yield running
        assert not [line for line in running.log().splitlines() if "[emerg]" in line or "[alert]" in line]


async def wait_for(server: AppServer) -> None:
    """Wait until the server has its digits and networks."""
    async with Visitor(server.url) as visitor:
        await visitor.settled(lambda _: visitor.has("stage"))


def sockets(server: AppServer) -> int:
    """How many connections a server has; none when it is not there."""
    assert server.process
    try:
        found = psutil.Process(server.process.pid).net_connections("tcp")
    except psutil.Error:
        return 0
    return sum(one.status == psutil.CONN_ESTABLISHED and one.laddr.port == server.port for one in found)


def visitors(nginx: Nginx) -> list[Visitor]:
    """Each with an address and a seat of its own."""
    pages = [(page, query.format(k=k)) for k in range(VISITORS) for page, query in (PAGES[k % len(PAGES)],)]
    return [comer(nginx, page, query, Cookie=nginx.seat()) for page, query in pages]


def comer(nginx: Nginx, page: str = "", query: str = "", **headers: str) -> Visitor:
    """A visitor who comes by TLS, under the class's name."""
    return Visitor(
        nginx.url, page, query, trusted=nginx.trusted, **{"Host": HOST, "Origin": f"https://{HOST}", **headers}
    )


async def come(everybody: list[Visitor]) -> list[dict[str, object]]:
    """All of them open their pages: what each is shown."""
    for visitor in everybody:
        await visitor.__aenter__()
    await asyncio.gather(*(visitor.open() for visitor in everybody))
    assert not any(visitor.shown.all("exception") for visitor in everybody)
    return [settings_shown(visitor) for visitor in everybody]


async def wait_for_both(nginx: Nginx, servers: tuple[AppServer, AppServer]) -> None:
    """Wait until new visitors come to both servers: one that was lost is left in peace for a while."""
    missing, end = set(servers), time.monotonic() + 30
    while missing:
        assert time.monotonic() < end, "nginx leaves one of them out"
        before = {server: sockets(server) for server in missing}
        async with comer(nginx, Cookie=nginx.seat()):
            missing = {server for server in missing if sockets(server) == before[server]}


async def leave(everybody: list[Visitor]) -> None:
    for visitor in everybody:
        await visitor.__aexit__(None, None, None)


def test_visitors_are_spread_and_each_stays_with_his_server(nginx, servers):
    async def run() -> None:
        before = [sockets(server) for server in servers]
        everybody = visitors(nginx)
        await come(everybody)
        both = [sockets(server) - count for server, count in zip(servers, before)]
        assert sum(both) == VISITORS and min(both) > 0, both
        again = [comer(nginx, Cookie=visitor._headers["Cookie"]) for visitor in everybody]  # a second tab of each
        await come(again)
        assert [sockets(server) - count for server, count in zip(servers, before)] == [2 * count for count in both]
        await leave([*everybody, *again])

    asyncio.run(run())


@pytest.mark.parametrize(("code", "which"), [("BCDFGH", 0), ("jjjjjj", 0), ("KLMNPQ", 1), ("ZZZZZZ", 1)])
def test_who_opens_the_link_of_a_class_comes_to_its_server_and_stays(nginx, servers, code, which):
    async def run() -> None:
        before = [sockets(server) for server in servers]
        cookies = [nginx.seat(f"/class?code={code}") for _ in range(6)]
        assert {*cookies} == {f"mbviz_seat={('one', 'two')[which]}"}
        everybody = [comer(nginx, "class", f"code={code.upper()}", Cookie=cookie) for cookie in cookies]
        await come(everybody)
        assert [sockets(server) - count for server, count in zip(servers, before)] == [6 * (1 - which), 6 * which]
        await leave(everybody)
        _, other = nginx.get(f"/class?code={code}", Cookie=f"mbviz_seat={('two', 'one')[which]}")  # who sat elsewhere
        assert other

    asyncio.run(run())


@pytest.mark.parametrize("typed", ["bcd fgh", "KLM-NPQ"])
def test_a_code_that_is_typed_on_the_server_without_the_class_leads_to_the_other(nginx, servers, typed):
    async def run() -> dict[str, object]:
        seat = f"mbviz_seat={'two' if typed[0] == 'b' else 'one'}"
        async with comer(nginx, "class", Cookie=seat) as visitor:
            await visitor.settled(lambda _: visitor.has("class"))
            act, before = visitor.tell("class", "act", {"name": "join", "text": typed}), visitor.shown.runs
            await visitor.run(act, fragment=visitor.fragment("class"))
            await visitor.ended(before)
            await visitor.settled(lambda _: class_of(visitor)["role"] == "gone")
            return class_of(visitor)

    told = asyncio.run(run())
    assert told["elsewhere"] is True and "is on another server" in str(told["told"])
    code = typed.upper().replace(" ", "").replace("-", "")
    assert told["code"] == code and nginx.seat(f"/class?code={code}").endswith("one" if typed[0] == "b" else "two")


def class_of(visitor: Visitor) -> dict[str, object]:
    """What the screen of a class is told."""
    return unpacked(visitor.component("class").bytes)[0]


@pytest.mark.parametrize("letters", [("BCDFGHJ", "KLMNPQRSTVWXZ")])
def test_the_letters_of_the_configuration_are_all_there_are(letters):
    told = re.findall(r"MBVIZ_CODES=([A-Z]+)", CONFIGURATION.read_text())
    assert tuple(told) == letters and "".join(letters) == LETTERS


@pytest.mark.parametrize("lost", [0, 1])
def test_when_a_server_is_lost_its_visitors_come_to_the_other_and_see_the_same(nginx, servers, lost):
    async def run() -> None:
        await wait_for_both(nginx, servers)
        everybody = visitors(nginx)
        other = servers[1 - lost]
        before = sockets(other)
        shown = await come(everybody)
        stays = sockets(other) - before
        servers[lost].__exit__()
        try:
            async with asyncio.timeout(30):
                while sum(visitor.closed for visitor in everybody) < VISITORS - stays:
                    await asyncio.sleep(0.02)
            gone = [k for k, visitor in enumerate(everybody) if visitor.closed]
            stayed = [k for k, visitor in enumerate(everybody) if not visitor.closed]
            assert gone and stayed
            for k in stayed:
                await everybody[k].open()  # nobody else noticed anything
            back = [
                comer(nginx, old.page, old.query, Cookie=old._headers["Cookie"]) for old in (everybody[k] for k in gone)
            ]
            assert await come(back) == [shown[k] for k in gone]
            await leave([*back, *everybody])
        finally:
            servers[lost].__enter__()
            await wait_for(servers[lost])

    asyncio.run(run())


def test_what_can_be_compressed_is_and_the_headers_are_there(nginx):
    headers, _ = nginx.get("/", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    for name, value in (("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "SAMEORIGIN")):
        assert headers[name] == value
    script = re.search(r'src="\.(/static/js/[^"]+)"', nginx.get("/")[1].decode())
    assert script
    plain, packed = nginx.get(script[1]), nginx.get(script[1], Accept_Encoding="gzip")
    assert packed[0]["Content-Encoding"] == "gzip" and len(packed[1]) < 0.4 * len(plain[1])
    assert any(file.is_file() for file in (nginx.folder / "cache").rglob("*")), "nginx does not keep it"


@pytest.mark.parametrize("host", ["evil.example", HOST])
def test_a_page_of_another_name_is_refused_behind_nginx_too(nginx, host):
    async def run() -> None:
        async with comer(nginx, Host=host, Origin="https://evil.example") as visitor:
            await visitor.open()

    with pytest.raises(Exception, match="HTTP 4|closed"):
        asyncio.run(run())


def test_cookies_are_for_tls_alone_and_who_does_not_show_theirs_changes_nothing(nginx):
    _, headers, _ = nginx.ask("GET", "/_stcore/health", Host=HOST)
    cookies = headers.get_all("Set-Cookie") or []
    assert {cookie.split("=")[0] for cookie in cookies} == {"mbviz_seat", "_streamlit_xsrf"}
    assert all("secure" in cookie.lower().split("; ") for cookie in cookies)
    token = next(cookie.split(";")[0] for cookie in cookies if "xsrf" in cookie)
    upload = "/_stcore/upload_file/nobody/nothing"
    assert nginx.ask("PUT", upload, Host=HOST, Cookie=token)[0] == 403
    status, _, body = nginx.ask("PUT", upload, Host=HOST, Cookie=token, X_Xsrftoken=token.partition("=")[2].strip('"'))
    assert status == 400 and b"session" in body  # the token is right; there is no session "nobody"


def test_no_page_of_another_site_may_read_what_the_server_answers(nginx):
    theirs = nginx.ask("GET", "/_stcore/health", Host=HOST, Origin="https://evil.example")[1]
    assert theirs["Access-Control-Allow-Origin"] is None


def test_who_does_not_trust_the_certificate_is_not_let_in_unseen(nginx):
    async def run() -> None:
        async with Visitor(nginx.url, trusted=ssl.create_default_context()):
            pass

    with pytest.raises(ssl.SSLCertVerificationError, match="self.signed"):
        asyncio.run(run())


@pytest.mark.parametrize("host", [HOST, "evil.example"])
def test_who_comes_without_tls_is_led_to_the_same_page_with_it(nginx, host):
    status, to, body = nginx.ask_plainly("/class?code=BCDFGH&lang=ko", host)
    assert (status, to) == (301, f"https://{HOST}/class?code=BCDFGH&lang=ko") and b"mbviz" not in body


def test_the_readme_names_this_configuration():
    assert str(CONFIGURATION.relative_to(ROOT)) in (ROOT / "README.md").read_text(encoding="utf-8")
