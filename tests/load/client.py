"""A visitor without a browser: speaks Streamlit's own websocket protocol, by Streamlit's own messages.

Nothing of the page is drawn; `Visitor` keeps what the last run sent, and sends what a browser would, or what none would.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

WAIT = 60.0  # seconds, on a busy machine


@dataclass
class Shown:
    """What a run has sent so far.

    Attributes
    ----------
    elements : dict
        By their places on the page.
    fragments : dict of str to str
        The fragment in which a component lies, by the component's key.
    bytes : int
        Received.
    runs : int
        That have ended.
    """

    elements: dict[tuple[int, ...], Element] = field(default_factory=dict)
    fragments: dict[tuple[int, ...], str] = field(default_factory=dict)
    bytes: int = 0
    runs: int = 0

    def all(self, kind: str) -> list[Any]:
        """The elements of a kind, such as "exception"."""
        return [getattr(one, kind) for one in self.elements.values() if one.WhichOneof("type") == kind]

    def texts(self) -> str:
        """What is read on the page, as far as it is text."""
        told = [one.body for kind in ("alert", "markdown", "html") for one in self.all(kind)]
        return "\n".join(
            [*told, *(one.text for one in self.all("progress")), *(one.message for one in self.all("exception"))]
        )


class Visitor:
    """One session; use it as an asynchronous context manager.

    Parameters
    ----------
    url : str
        Of the server, such as "http://127.0.0.1:8501".
    page : str
        The page's path; the first page where empty.
    query : str
        The address behind its question mark.
    trusted : ssl.SSLContext or None
        The certificates that are believed, where the address begins with https.
    headers : dict of str to str
        Beside those of every handshake. `Host` is the name under which the server is asked, wherever it is.
    """

    def __init__(
        self, url: str, page: str = "", query: str = "", *, trusted: ssl.SSLContext | None = None, **headers: str
    ) -> None:
        self._to = urlsplit(url)
        self._name = headers.pop("Host", self._to.netloc)
        self._trusted = trusted
        self._headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.page, self.query = page, query
        self.shown = Shown()
        self.session = ""
        self.closed = False
        self._news = asyncio.Condition()
        self._hash = ""
        self._sent: set[tuple[int, ...]] = set()

    async def __aenter__(self) -> Visitor:
        self.socket: ClientConnection = await connect(
            f"{self._to.scheme.replace('http', 'ws')}://{self._name}/_stcore/stream",
            host=self._to.hostname,
            port=self._to.port,
            subprotocols=["streamlit"],  # type: ignore[list-item]  # a name is enough
            additional_headers=self._headers,
            max_size=None,
            open_timeout=WAIT,
            compression=None,
            proxy=None,
            ssl=self._trusted,
            server_hostname=self._to.hostname if self._trusted else None,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reading.cancel()
        await self.socket.close()

    async def run(self, *states: WidgetState, fragment: str = "") -> None:
        """Ask for a run of the page, or of a fragment, with what some controls were set to."""
        message = BackMsg()
        client = message.rerun_script
        client.query_string, client.page_name, client.page_script_hash = self.query, self.page, self._hash
        client.fragment_id = fragment
        client.widget_states.widgets.extend(states)
        client.context_info.timezone, client.context_info.locale = "UTC", "en"
        await self.send(message)

    async def send(self, message: BackMsg | bytes) -> None:
        """Send a message, or bytes that are none."""
        await self.socket.send(message if isinstance(message, bytes) else message.SerializeToString())

    async def open(self) -> Shown:
        """Open the page, and wait until it is there."""
        before = self.shown.runs
        await self.run()
        return await self.ended(before)

    async def ended(self, before: int, seconds: float = WAIT) -> Shown:
        """Wait until more runs have ended than there were before."""

        def more() -> bool:
            return self.shown.runs > before or self.closed

        async with self._news:
            await asyncio.wait_for(self._news.wait_for(more), seconds)
        if self.closed:
            raise ConnectionError(f"The server has closed the connection ({self.socket.close_code}).")
        return self.shown

    async def settled(self, wanted: Callable[[str], bool], seconds: float = WAIT) -> str:
        """Ask for the page again and again, as its fragments would in a browser, until its texts are as wanted."""
        end = time.monotonic() + seconds
        while not wanted(self.shown.texts()):
            if time.monotonic() > end:
                raise TimeoutError(self.shown.texts()[-500:])
            await asyncio.sleep(0.3)
            await self.open()
        return self.shown.texts()

    async def until(self, wanted: Any, seconds: float = WAIT) -> float:
        """Wait until what is shown is as wanted; returns how long it took."""
        start = time.monotonic()
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: wanted(self.shown)), seconds)
        return time.monotonic() - start

    def tell(self, component: str, event: str, value: object) -> WidgetState:
        """What a component sends when its visitor does something; `value` is JSON, or a text that is sent as it is."""
        name = self.component(component).id
        return self.tell_to(name, event, value)

    @staticmethod
    def tell_to(name: str, event: str, value: object) -> WidgetState:
        """As `tell`, to the component of this number, on the page or not."""
        sent = value if isinstance(value, str) and value.startswith("raw:") else ""
        text = sent.removeprefix("raw:") or json.dumps([{"event": event, "value": value}])
        return WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{name}__events", json_trigger_value=text)

    def has(self, key: str) -> bool:
        """Whether the page has a component of this key."""
        return any(one.id.endswith(f"-{key}") for one in self.shown.all("bidi_component"))

    def component(self, key: str) -> Any:
        """A component by its key."""
        return next(one for one in self.shown.all("bidi_component") if one.id.endswith(f"-{key}"))

    def fragment(self, key: str) -> str:
        """The fragment in which a component lies; empty where in none."""
        place = next(
            place
            for place, one in self.shown.elements.items()
            if one.WhichOneof("type") == "bidi_component" and one.bidi_component.id.endswith(f"-{key}")
        )
        return self.shown.fragments.get(place, "")

    def press(self, label: str) -> WidgetState:
        """A press on the button with this label."""
        button = next(one for one in self.shown.all("button") if one.label.startswith(label))
        return WidgetState(id=button.id, trigger_value=True)

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for data in self.socket:
                assert isinstance(data, bytes)
                async with self._news:
                    self._take(ForwardMsg.FromString(data), len(data))
                    self._news.notify_all()
        async with self._news:
            self.closed = True
            self._news.notify_all()

    def _take(self, message: ForwardMsg, size: int) -> None:
        shown, kind = self.shown, message.WhichOneof("type")
        shown.bytes += size
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._sent.clear()
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            place = tuple(message.metadata.delta_path)
            self._sent.add(place)
            shown.elements[place] = message.delta.new_element
            shown.fragments[place] = message.delta.fragment_id
            self._follow(message.delta.new_element)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            if (
                message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):  # of the whole page: what was not sent is gone
                shown.elements = {place: one for place, one in shown.elements.items() if place in self._sent}
            shown.runs += 1

    def _follow(self, element: Element) -> None:
        """Let the address be what the stage says of it, as the page's own script does."""
        if element.WhichOneof("type") == "bidi_component" and element.bidi_component.id.endswith("-stage"):
            told = _header(element.bidi_component.bytes).get("address")
            self.query = self.query if told is None else urlencode(told)


def _header(block: bytes) -> dict[str, Any]:
    """What stands before the arrays in a block of the stage's."""
    header: dict[str, Any] = json.loads(block[4 : 4 + int.from_bytes(block[:4], "little")])
    return header


def settings_shown(visitor: Visitor) -> dict[str, object]:
    """What the page's settings are, as its bar or its stage is told them."""
    if visitor.has("bar"):
        (told,) = json.loads(visitor.component("bar").json)
        wish: dict[str, object] = told["wish"]
        return wish
    header = _header(visitor.component("stage").bytes)
    return {key: header[key] for key in ("size", "draw", "seed", "replace", "network", "order", "loss")}
