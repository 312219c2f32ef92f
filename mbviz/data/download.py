"""One file over http or https: whole and with the right hash, or a sentence why not.

pooch and requests are imported inside functions: most starts find MNIST on the disk, and the
two would add 0.2 s to each.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from mbviz._messages import Message

__all__ = ["DownloadError", "fetch"]

CHUNK = 1 << 16  # bytes between two progress reports
PORTS = {"http": 80, "https": 443}
SOCKS_PORT = 1080


class DownloadError(OSError):
    """A download came to nothing; its text is one sentence that says from where and why."""


class _Progress:
    """What pooch drives while a file comes in: it sets `total`, calls `update`, then `reset` and `close`."""

    def __init__(self, report: Callable[[int, int | None], None]) -> None:
        self.report = report
        self.received = 0
        self.total = 0  # pooch sets the Content-Length, or 0 when the server does not tell

    def update(self, size: int) -> None:
        # pooch counts a full chunk for the last, shorter one, hence the cap.
        self.received = min(self.received + size, self.total) if self.total else self.received + size
        self.report(self.received, self.total or None)

    def reset(self) -> None:
        """Pooch fills the bar once more at the end; the cap in `update` makes that harmless."""

    def close(self) -> None:
        pass


def fetch(
    url: str,
    target: Path,
    *,
    sha256: str,
    progress: Callable[[int, int | None], None] | None = None,
    connect_seconds: float,
    read_seconds: float,
) -> None:
    """Write what `url` serves to `target` and check its SHA-256.

    Parameters
    ----------
    url : str
        An http or https address; the proxies of the environment are honoured.
    target : pathlib.Path
        The file to write. On an error it may hold a part: give a temporary path.
    sha256 : str
        The hash wanted, 64 hexadecimal digits.
    progress : callable, optional
        Called as ``progress(received_bytes, total_bytes_or_None)``.
    connect_seconds : float
        Given up when no connection comes within this time, name look-up included.
    read_seconds : float
        Given up when no byte comes for this long.

    Raises
    ------
    DownloadError
        For every way in which a download can fail.

    Examples
    --------
    >>> fetch("file:///etc/hosts", Path("x"), sha256="", connect_seconds=5, read_seconds=20)
    Traceback (most recent call last):
    mbviz.data.download.DownloadError: No download: the url must start with http:// or https:// and name a host.
    """
    import pooch
    import requests

    host = _host(url)
    _await_connection(url, host, connect_seconds)
    bar = _Progress(progress) if progress else False
    get = pooch.HTTPDownloader(progressbar=bar, chunk_size=CHUNK, timeout=(connect_seconds, read_seconds))
    try:
        get(url, str(target), None)
        came = pooch.file_hash(str(target))
    except requests.HTTPError as error:
        assert error.response is not None  # it is what says so
        answer = f"{error.response.status_code} {error.response.reason}"
        raise DownloadError(
            Message("No download from {host}: the server answered {answer}.", host=host, answer=answer)
        ) from error
    except (OSError, ValueError) as error:  # requests' other errors are OSErrors; pooch lets ValueErrors through
        raise DownloadError(
            Message("No download from {host}: {reason}.", host=host, reason=_reason(error, read_seconds))
        ) from error
    if came != sha256.lower():
        raise DownloadError(
            Message(
                "No download from {host}: the file has another SHA-256 ({came}) than wanted ({wanted}).",
                host=host,
                came=came,
                wanted=sha256,
            )
        )


def _host(url: str) -> str:
    """The host that `url` names; shown instead of the url, which may hold a password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # a bad port raises here
    except ValueError as error:
        raise DownloadError(Message("No download: the url can not be read ({reason}).", reason=str(error))) from error
    if parts.scheme not in PORTS or not host:
        raise DownloadError(Message("No download: the url must start with http:// or https:// and name a host."))
    return host


def _first_hop(url: str) -> tuple[str, int]:
    """The address that requests will connect to for `url`: its proxy if there is one, else its host."""
    from requests.utils import get_environ_proxies, prepend_scheme_if_needed, select_proxy

    proxy = select_proxy(url, get_environ_proxies(url))
    parts = urlsplit(prepend_scheme_if_needed(proxy, "http") if proxy else url)
    return parts.hostname or "", parts.port or PORTS.get(parts.scheme, SOCKS_PORT)


def _await_connection(url: str, host: str, seconds: float) -> None:
    """Raise DownloadError unless a connection can be made within `seconds`, whatever hangs.

    A name look-up knows no time limit, and a host with many addresses gets the whole limit
    for each, so the trial runs in a thread that is left alone when its time is over.
    """
    outcome: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

    def connect() -> None:
        try:
            socket.create_connection(_first_hop(url), timeout=seconds).close()
            outcome.put(None)
        except Exception as error:  # an odd host name raises more than OSError; the caller wants one sentence
            outcome.put(error)

    threading.Thread(target=connect, name="mbviz-connect", daemon=True).start()
    try:
        error = outcome.get(timeout=seconds)
    except queue.Empty:
        error = TimeoutError()
    if isinstance(error, TimeoutError):
        raise DownloadError(
            Message("No download from {host}: no connection within {seconds:g} seconds.", host=host, seconds=seconds)
        )
    if error is not None:
        raise DownloadError(
            Message("No download from {host}: no connection ({reason}).", host=host, reason=str(error))
        ) from error


def _reason(error: Exception, read_seconds: float) -> str:
    """Why a download that had a connection failed, in words."""
    from requests.exceptions import ChunkedEncodingError, ReadTimeout, RequestException

    if isinstance(error, ReadTimeout) or "Read timed out" in str(error):  # mid-body: a ConnectionError
        return Message("no byte came for {seconds:g} seconds", seconds=read_seconds)
    if isinstance(error, ChunkedEncodingError):
        return Message("the connection broke off before the whole file had come")
    if isinstance(error, RequestException):
        return Message("the connection failed ({kind})", kind=type(error).__name__)
    return str(error)
