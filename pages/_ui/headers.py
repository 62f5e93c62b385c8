"""What every answer of the server carries, and which requests it does not answer at all."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.binding import is_loopback

_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"


def _inline_scripts() -> str:
    """The scripts that stand in Streamlit's own page, by their hash: no other one may."""
    found = re.findall(r"<script>(.*?)</script>", _PAGE.read_text("utf-8"), re.DOTALL)
    return " ".join(f"'sha256-{b64encode(sha256(x.encode()).digest()).decode()}'" for x in found)


# Streamlit writes its styles into the document, and WebAssembly reads its tables.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' 'wasm-unsafe-eval' blob: {_inline_scripts()}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "object-src 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SafeHeaders:
    """Adds the headers to every answer; with `secure` no cookie travels without encryption."""

    def __init__(self, app: ASGIApp, secure: bool = False) -> None:
        self._app = app
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if self._secure:
                    message["headers"] = list(_secured(message["headers"]))
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)


class LoopbackOnly:
    """Answers nobody but this machine: for a server that asks nobody to sign in.

    The address the request came in at must be this machine's own, so that no other way of starting
    the server opens it to the network; and the name it was asked for, and the page that asks over a
    WebSocket, so that no page on the web reads what is here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not _from_here(scope):
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
            refusal = PlainTextResponse("Only this machine may ask.", status_code=403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _from_here(scope: Scope) -> bool:
    server: Sequence[object] | None = scope.get("server")
    if server and server[1] is not None and not is_loopback(str(server[0])):
        return False
    headers = Headers(scope=scope)
    host = headers.get("host", "localhost")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if scope["type"] == "websocket" and "origin" in headers:
        return is_loopback(name) and is_loopback(_host_of(headers["origin"]))
    return is_loopback(name)


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


def _secured(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[bytes, bytes]]:
    for name, value in headers:
        parts = [part.strip().lower() for part in value.split(b";")]
        bare = name.lower() == b"set-cookie" and b"secure" not in parts
        yield name, value + b"; Secure" if bare else value
