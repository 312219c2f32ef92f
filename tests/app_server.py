"""Starts a Streamlit server as a user would, on 127.0.0.1, and ends it."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CHROMIUM = {
    # None is the browser that `playwright install chromium` fetches
    "executable_path": os.environ.get("MBVIZ_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser"),
    # no sandbox, since tests may run as root; no background traffic, since there may be no network
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
}

# Below the ports that the system gives away: between the look and the server's start nobody else is given ours.
# Each process has its own to look through, so that two workers do not find the same.
_PORTS = itertools.count(20_000 + 10 * (os.getpid() % 1_000))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    while True:
        with socket.socket() as here:
            port = next(_PORTS)
            try:
                here.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, and wait for it; one that does not end by itself is killed."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Served:
    """A server in a process of its own, from its start until it is no longer needed.

    What is one sets `port`, and where it writes its log.
    """

    port: int
    process: subprocess.Popen[bytes] | None = None
    _log: Path

    def _start(self, command: list[str], **how: Any) -> None:
        """Start it, and wait until it answers."""
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **how)
        deadline = time.monotonic() + 120
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"The server did not start:\n{self.log()}")
            time.sleep(0.02)

    def __exit__(self, *_: object) -> None:
        assert self.process
        end(self.process)

    def log(self) -> str:
        """What the server printed."""
        return self._log.read_text(errors="replace")

    def _answers(self) -> bool:
        raise NotImplementedError


class AppServer(Served):
    """A server of `script` with its own cache; use it as a context manager.

    Parameters
    ----------
    cache : Path
        Folder for everything the app and Keras keep, so that nothing of the user's is read or written.
    script : str
        The Streamlit script, relative to the repository.
    options : tuple of str
        Further ones for Streamlit.
    files : str
        How many files the server may have open, as prlimit takes it: "256" for a limit that it cannot raise, "128:900"
        for one that it can. Empty for that of this process.
    environment : str
        Further environment variables, over the defaults that keep the server from the network and from
        the user's own data.
    """

    def __init__(
        self, cache: Path, script: str = "app.py", *, options: tuple[str, ...] = (), files: str = "", **environment: str
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            script,
            "--server.port",
            str(self.port),
            "--server.address",
            "127.0.0.1",
            "--server.headless",
            "true",
            *options,
        ]
        if files:
            self._command = ["prlimit", f"--nofile={files}", "--", *self._command]
        self._environment = {
            **os.environ,
            "MBVIZ_CACHE": str(cache / "mbviz"),
            "KERAS_HOME": str(cache / "keras"),
            "MBVIZ_MNIST": "",
            "MBVIZ_MNIST_URL": "http://127.0.0.1:9/mnist.npz",
            "NO_PROXY": "127.0.0.1",
            **environment,
        }
        self._log = cache / f"server-{self.port}.log"

    def __enter__(self) -> AppServer:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self.started = time.perf_counter()
        self._start(self._command, cwd=ROOT, env=self._environment)
        return self

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False
