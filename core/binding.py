"""Which addresses only this machine can reach, and when the server may listen on others."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from typing import Any

from core.errors import AccessDenied, InputRejected
from core.i18n import N_

ALLOW = "BRANDLOOP_ALLOW_PUBLIC"
"""The variable that lets the server listen for everybody with nobody signing in."""

_SHORTEST_SECRET = 32


def is_loopback(host: str | None) -> bool:
    """Whether only this machine can reach a host; a name other than "localhost" is not asked."""
    if host is None or not host.strip():
        return False  # a server without an address listens on all of them
    host = host.strip().lower().rstrip(".")
    if host.startswith("unix:") or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        found = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback


def may_bind(host: str | None, auth: Mapping[str, Any] | None, allowed: bool) -> None:
    """Raises AccessDenied where a server on `host` would let in whoever can reach it.

    `auth` is the section with which people sign in, None where nobody has to. Raises
    InputRejected for one whose cookie secret is too short to keep identities from being forged.
    """
    if auth is not None:
        if len(str(auth.get("cookie_secret", ""))) < _SHORTEST_SECRET:
            raise InputRejected(
                N_("cookie_secret in [auth] has fewer than {count} characters."),
                N_("Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"),
                count=_SHORTEST_SECRET,
            )
        return
    if not (allowed or is_loopback(host)):
        raise AccessDenied(
            N_("Brandloop does not listen on {field}: whoever reaches it could read everything."),
            N_(
                "Set up signing in (docs/signing_in.md), or listen on 127.0.0.1, or set "
                "{variable}=1 where something else keeps strangers out."
            ),
            field=(host or "").strip() or N_("every address"),
            variable=ALLOW,
        )
