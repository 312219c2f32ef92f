"""Drives Firefox as it is, by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/): Playwright drives only a Firefox of its own."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.app_server import end, free_port

FIREFOX = os.environ.get("MBVIZ_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS = 60  # for whatever comes at once, on a machine that has much else to do
PAGE_DOWN = "\ue00f"  # as WebDriver names the key
# No first steps, no news, no updates: nothing that asks the net.
PREFERENCES = {
    "app.normandy.enabled": False, "app.update.auto": False, "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False, "browser.shell.checkDefaultBrowser": False, "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False, "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False, "services.settings.server": "data:,", "ui.prefersReducedMotion": 1,
}  # fmt: skip


class Firefox:
    """A Firefox with one tab; use it as a context manager.

    Parameters
    ----------
    folder : Path
        For its profile and its log.
    """

    def __init__(self, folder: Path) -> None:
        self._profile = folder / "profile"
        self._profile.mkdir(parents=True)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        (self._profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        self._log = folder / "firefox.log"
        self._numbers = itertools.count(1)
        self.errors: list[str] = []

    def __enter__(self) -> Firefox:
        assert FIREFOX
        port = free_port()
        command = [FIREFOX, "--headless", "--no-remote", "--profile", str(self._profile), "--remote-debugging-port", str(port)]  # fmt: skip
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        self._closing = ExitStack()
        try:
            self._socket = self._connected(f"ws://127.0.0.1:{port}/session")
            self._ask("session.new", capabilities={})
            (tab, *_) = self._ask("browsingContext.getTree")["contexts"]
            self._tab = tab["context"]
            self._ask("session.subscribe", events=["log.entryAdded"])
            self._ask("browsingContext.setViewport", context=self._tab, viewport={"width": 1280, "height": 720})
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()
        end(self._process)

    def open(self, url: str) -> None:
        """Go to an address, and wait until its document is there."""
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="interactive")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page: what JSON can say."""
        target = {"context": self._tab}
        found = self._ask(
            "script.evaluate", expression=f"JSON.stringify({expression})", target=target, awaitPromise=True
        )
        assert found["type"] == "success", found
        return json.loads(found["result"].get("value", "null"))

    def wait(self, expression: str) -> Any:
        """Wait until a JavaScript expression is true, and return its value."""
        end = time.monotonic() + SECONDS
        while not (found := self.evaluate(expression)):
            assert time.monotonic() < end, f"not within {SECONDS} seconds: {expression}"
            time.sleep(0.05)
        return found

    def press(self, *keys: str) -> None:
        """Press keys one after the other: single characters, or names such as `PAGE_DOWN`."""
        ups_and_downs = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": ups_and_downs})

    def click(self, x: float, y: float) -> None:
        """Click at a place of the window, in CSS pixels."""
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        self._act({"type": "pointer", "id": "mouse",
                   "actions": [move, *({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))]})  # fmt: skip

    def _act(self, source: dict[str, Any]) -> None:
        self._ask("input.performActions", context=self._tab, actions=[source])

    def _connected(self, address: str) -> ClientConnection:
        end = time.monotonic() + SECONDS
        while True:
            try:
                return self._closing.enter_context(connect(address, max_size=None, proxy=None))
            except (OSError, WebSocketException):
                if self._process.poll() is not None or time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _ask(self, method: str, **params: Any) -> Any:
        """The answer to a command; what the page logs meanwhile is kept, where it is an error."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(SECONDS))
            if message.get("method") == "log.entryAdded":
                self._note(message["params"])
            elif message.get("id") == number:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']} {message['message']}")
                return message["result"]

    def _note(self, entry: dict[str, Any]) -> None:
        if entry["level"] == "error":
            self.errors.append(f"{entry.get('text')} {entry.get('stackTrace')}")
