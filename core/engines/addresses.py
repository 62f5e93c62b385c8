"""What an engine's id says: which kind of backend it is and where its model lies."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from core.engines.types import BUNDLED_READER, BUNDLED_WRITER, HOUSE_WRITER
from core.errors import InputRejected, NotFound
from core.i18n import N_

Backend = Literal["bundled", "echo", "folder", "hub", "endpoint"]
Kind = Literal["writer", "reader"]

BUNDLED: dict[Kind, str] = {"reader": BUNDLED_READER, "writer": BUNDLED_WRITER}
ECHO: dict[Kind, str] = {"reader": "echo-reader", "writer": "echo"}

_ENDPOINT = re.compile(r"(?P<model>.+)@(?P<url>https?://.+)", re.IGNORECASE)
_HUB_NAME = re.compile(r"[\w.-]{1,96}(/[\w.-]{1,96})?")
_LONGEST = 500


@dataclass(frozen=True)
class Address:
    """An engine id taken apart. `place` is a folder, a hub name or a server's base URL."""

    id: str
    backend: Backend
    place: str = ""
    model: str = ""


def parse(id: str) -> Address:
    """Take an engine id apart.

    Known are "bundled-reader", "copybook", "house-writer", "echo", "echo-reader", "folder:<path>",
    "hub:<org/name>" and "endpoint:<model>@<base url>". Raises NotFound for any other and
    InputRejected for one of these that is badly formed or carries a secret.
    """
    if id in (*BUNDLED.values(), HOUSE_WRITER):
        return Address(id, "bundled")
    if id in ECHO.values():
        return Address(id, "echo")
    scheme, _, rest = id.partition(":")
    if scheme not in ("folder", "hub", "endpoint") or len(id) > _LONGEST:
        raise NotFound(
            N_("There is no engine “{id}”."),
            N_("Choose one of the list on the Engines page, or add it there first."),
            id=id[:80],
        )
    if scheme == "folder":
        return _folder(id, rest)
    return _hub(id, rest) if scheme == "hub" else _endpoint(id, rest)


def endpoint_id(model: str, base_url: str) -> str:
    """The id of a model on an OpenAI-compatible server. Raises InputRejected like `parse`."""
    return parse(f"endpoint:{model.strip()}@{base_url.strip().rstrip('/')}").id


def key_variable(url: str) -> Literal["OPENAI_API_KEY", "BRANDLOOP_ENDPOINT_KEY"]:
    """The environment variable whose key a server gets: OpenAI's own goes to OpenAI alone."""
    return "OPENAI_API_KEY" if host_of(url) == "api.openai.com" else "BRANDLOOP_ENDPOINT_KEY"


def may_carry_a_key(url: str) -> bool:
    """Whether nobody on the way can read a key: over https, or without leaving this machine."""
    if urlsplit(url).scheme == "https":
        return True
    host = host_of(url)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _folder(id: str, path: str) -> Address:
    if not path.strip():
        raise InputRejected(
            N_("The folder's name is missing."), N_("Write folder: and the path of the model.")
        )
    return Address(id, "folder", path)


def _hub(id: str, name: str) -> Address:
    if not _HUB_NAME.fullmatch(name) or ".." in name:
        raise InputRejected(
            N_("“{name}” is not the name of a model on a hub."),
            N_("A name reads organisation/model."),
            name=name[:80],
        )
    return Address(id, "hub", name)


def _endpoint(id: str, rest: str) -> Address:
    found = _ENDPOINT.fullmatch(rest)
    host = host_of(found["url"]) if found else ""
    if not found or not host:
        raise InputRejected(
            N_("A server needs a model name and an address that begins with http:// or https://."),
            N_("For example the model “llama3” at http://localhost:11434/v1."),
        )
    address = urlsplit(found["url"])
    if address.username or address.password or address.query or address.fragment:
        raise InputRejected(
            N_("The address must not carry a name, a password, a key or parameters."),
            N_("Put the key into the environment variable {variable}."),
            variable=key_variable(found["url"]),
        )
    return Address(id, "endpoint", found["url"], found["model"])


def host_of(url: str) -> str:
    """The lower-case name of the machine in an address, "" where it has none."""
    try:
        address = urlsplit(url)
        return (address.hostname or "") if address.port != 0 else ""
    except ValueError:
        return ""
