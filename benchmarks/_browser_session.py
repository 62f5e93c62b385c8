"""A visit to the running app in the browser's own protocol, without a browser.

Streamlit's page talks to its server in protocol buffers over one WebSocket; their definitions
come with the pinned package. A visit sends what the page would send (open a page, type into a
field, click) and keeps what the page would show.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

_ID = "$$ID-"
_OVER = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class NotThere(Exception):
    """What was to be used is not on the page."""


@dataclass
class Screen:
    """What one run of the script drew: widgets by their key, faults in words."""

    widgets: dict[str, tuple[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def take(self, element: Any) -> None:
        """Put an element on the screen."""
        kind = element.WhichOneof("type")
        shown = getattr(element, kind)
        if kind == "exception":
            self.faults.append(f"{shown.type}: {shown.message}")
        elif kind == "alert" and shown.format == Alert.ERROR:
            self.faults.append(shown.body)
        id = getattr(shown, "id", "")
        if isinstance(id, str) and id.startswith(_ID):
            self.widgets[id.removeprefix(_ID).split("-", 1)[1]] = (id, shown)


class Visit:
    """One open page. Every action ends when its run has ended; its seconds come back."""

    def __init__(self, socket: ClientConnection) -> None:
        self.screen = Screen()
        self._socket = socket
        self._pages: dict[str, str] = {}
        self._page = ""
        self._query = ""
        self._kept: dict[str, ForwardMsg] = {}

    @classmethod
    async def begin(cls, address: str, cookie: str = "") -> Visit:
        """Connect as a browser does, with a cookie it was given, and open the home page."""
        url = address.replace("http", "ws", 1) + "/_stcore/stream"
        socket = await connect(
            url,
            subprotocols=["streamlit"],
            origin=address,
            additional_headers={"cookie": cookie} if cookie else None,
            max_size=None,
            open_timeout=60,
        )
        visit = cls(socket)
        await visit._run([], name="")
        return visit

    async def end(self) -> None:
        """Close the tab."""
        await self._socket.close()

    async def open(self, page: str, query: str = "") -> float:
        """Go to a page by its address."""
        self._page, self._query = self._pages[page], query
        return await self._run([])

    async def fill(self, texts: dict[str, str]) -> float:
        """Fill in text fields by their keys, all at once."""
        return await self._run([self._state(key, string_value=text) for key, text in texts.items()])

    async def click(self, key: str) -> float:
        """Press a button."""
        return await self._run([self._state(key, trigger_value=True)])

    async def thumb(self, key: str, up: bool) -> float:
        """Give a thumb."""
        return await self._run([self._state(key, string_value=str(int(up)))])

    def _state(self, key: str, **value: Any) -> WidgetState:
        if key not in self.screen.widgets:
            raise NotThere(key)
        return WidgetState(id=self.screen.widgets[key][0], **value)

    async def _run(self, states: list[WidgetState], name: str | None = None) -> float:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self._query
        asked.page_script_hash = self._page
        if name is not None:
            asked.page_name = name
        asked.widget_states.widgets.extend(states)
        asked.cached_message_hashes.extend(self._kept)
        asked.context_info.timezone = "UTC"
        asked.context_info.locale = "en-US"
        begun = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            data = await self._socket.recv()
            if self._take(ForwardMsg.FromString(data)):
                return time.perf_counter() - begun

    def _take(self, message: ForwardMsg) -> bool:
        """Draw a message; true when it says that the run is over."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message, kind = self._kept[message.ref_hash], "delta"
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        if kind == "new_session":
            self.screen = Screen()
        elif kind == "navigation":
            self._pages = {
                page.url_pathname: page.page_script_hash for page in message.navigation.app_pages
            }
            self._page = message.navigation.page_script_hash or self._page
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self.screen.take(message.delta.new_element)
        return kind == "script_finished" and message.script_finished in _OVER
