"""Claims about one download: whole, or one sentence in bounded time."""

import hashlib
import socket
import threading
import time

import pytest

from mbviz.data.download import CHUNK, DownloadError, fetch
from tests.local_server import refuses, sends, serve, stalls

BODY = bytes(range(256)) * 1000  # four chunks, the last one short
SHA256 = hashlib.sha256(BODY).hexdigest()
SOON = 10  # seconds; far below any hang, far above a slow machine's delays


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def attempt(tmp_path):
    def run(url, *, sha256=SHA256, progress=None, connect_seconds=5, read_seconds=5):
        limits = {"connect_seconds": connect_seconds, "read_seconds": read_seconds}
        fetch(url, tmp_path / "got", sha256=sha256, progress=progress, **limits)
        return (tmp_path / "got").read_bytes()

    return run


def test_the_file_comes_whole_and_progress_rises_to_the_total(attempt):
    reports = []
    with serve(sends(BODY)) as (url, _):
        assert attempt(url, sha256=SHA256.upper(), progress=lambda *report: reports.append(report)) == BODY
    received = [done for done, _ in reports]
    assert received == sorted(received)
    assert received[0] == CHUNK
    assert received[-1] == len(BODY)
    assert {total for _, total in reports} == {len(BODY)}


def test_an_unknown_total_is_reported_as_none(attempt):
    reports = []
    with serve(sends(BODY, sized=False)) as (url, _):
        assert attempt(url, progress=lambda *report: reports.append(report)) == BODY
    assert reports[-1][0] >= len(BODY)
    assert {total for _, total in reports} == {None}


@pytest.mark.parametrize(
    ("behaviour", "sentence"),
    [
        (refuses(404), "the server answered 404 Not Found"),
        (refuses(503), "the server answered 503 Service Unavailable"),
        (sends(BODY[:-1], announced=len(BODY)), "broke off before the whole file had come"),
        (sends(BODY[:-1]), "another SHA-256"),
        (sends(b""), "another SHA-256"),
    ],
    ids=["404", "503", "truncated", "wrong hash", "empty"],
)
def test_a_bad_answer_is_one_sentence_that_names_the_host(attempt, behaviour, sentence):
    with serve(behaviour) as (url, _), pytest.raises(DownloadError, match=f"No download from 127.0.0.1: .*{sentence}"):
        attempt(url)


@pytest.mark.parametrize(
    "behaviour", [stalls(), stalls(sends(BODY[:CHUNK], announced=len(BODY)))], ids=["never answers", "stalls mid-body"]
)
def test_a_silent_server_is_given_up_after_the_read_limit(attempt, behaviour):
    start = time.monotonic()
    with serve(behaviour) as (url, _), pytest.raises(DownloadError, match="no byte came for 0.5 seconds"):
        attempt(url, connect_seconds=60, read_seconds=0.5)
    assert 0.5 <= time.monotonic() - start < SOON


def test_a_refused_port_is_no_connection(attempt):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound but not listening, so nobody else can take it
        port = unused.getsockname()[1]
        with pytest.raises(DownloadError, match="No download from 127.0.0.1: no connection"):
            attempt(f"http://127.0.0.1:{port}/mnist.npz")


def test_an_unknown_host_is_no_connection(attempt, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(DownloadError, match=r"No download from mirror.test: no connection \(.*not known\)"):
        attempt("https://mirror.test/mnist.npz")


@pytest.mark.parametrize("hangs", ["getaddrinfo", "create_connection"])
def test_a_name_lookup_or_a_connection_that_hangs_is_given_up_in_total_time(attempt, monkeypatch, hangs):
    over = threading.Event()
    monkeypatch.setattr(socket, hangs, lambda *_, **__: over.wait(30) and None)
    start = time.monotonic()
    with pytest.raises(DownloadError, match="no connection within 0.5 seconds"):
        attempt("https://mirror.test/mnist.npz", connect_seconds=0.5, read_seconds=60)
    over.set()
    assert 0.5 <= time.monotonic() - start < SOON


def test_the_proxy_of_the_environment_is_used_so_the_host_itself_need_not_be_known(attempt, monkeypatch):
    real = socket.getaddrinfo

    def only_local(host, *rest, **named):
        if host != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", only_local)
    with serve(sends(BODY)) as (url, asked):
        monkeypatch.setenv("HTTP_PROXY", url.removesuffix("/mnist.npz"))
        monkeypatch.setenv("http_proxy", url.removesuffix("/mnist.npz"))
        assert attempt("http://mirror.test/mnist.npz") == BODY
    assert asked == ["http://mirror.test/mnist.npz"]


@pytest.mark.parametrize("url", ["mnist.npz", "ftp://mirror.test/x", "http://", "http://h:99999/x", "http://[::1/x"])
def test_an_address_that_is_no_web_address_gets_a_sentence(attempt, url):
    with pytest.raises(DownloadError, match="No download: the url "):
        attempt(url)


def test_a_password_in_the_address_is_not_shown(attempt):
    with serve(refuses(403)) as (url, _), pytest.raises(DownloadError) as caught:
        attempt(url.replace("http://", "http://teacher:secret@"))
    assert "secret" not in str(caught.value)


def test_an_error_in_the_progress_callback_is_not_taken_for_a_failed_download(attempt):
    def stop(*_):
        raise KeyError("the page was closed")

    with serve(sends(BODY)) as (url, _), pytest.raises(KeyError, match="the page was closed"):
        attempt(url, progress=stop)
