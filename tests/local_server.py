"""A web server on 127.0.0.1 that tests tell how to behave, good or bad."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[[BaseHTTPRequestHandler, threading.Event], None]


def sends(body: bytes, *, announced: int | None = None, sized: bool = True) -> Behaviour:
    """Answer with `body`, under a Content-Length of `announced` bytes (default: the true one) or none."""

    def behave(request: BaseHTTPRequestHandler, over: threading.Event) -> None:
        request.send_response(200)
        if sized:
            request.send_header("Content-Length", str(len(body) if announced is None else announced))
        request.end_headers()
        request.wfile.write(body)

    return behave


def refuses(status: int) -> Behaviour:
    """Answer with an error."""

    def behave(request: BaseHTTPRequestHandler, over: threading.Event) -> None:
        request.send_error(status)

    return behave


def stalls(before: Behaviour | None = None) -> Behaviour:
    """Do `before`, then keep the connection open and silent until the test is over."""

    def behave(request: BaseHTTPRequestHandler, over: threading.Event) -> None:
        if before is not None:
            before(request, over)
            request.wfile.flush()
        over.wait(30)

    return behave


@contextmanager
def serve(behave: Behaviour) -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server's mnist.npz and the growing list of what was asked for."""
    asked: list[str] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server looks for
            asked.append(self.path)
            behave(self, over)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/mnist.npz", asked
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()
