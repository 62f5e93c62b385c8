"""The lists of who may come in, as the operator wrote them: everybody else stays outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.access.roles import Person, Role
from core.errors import AccessDenied, InputRejected
from core.i18n import N_

_ROLES = {"viewers": Role.VIEWER, "writers": Role.WRITER, "admins": Role.ADMIN}
_NUMBERS = {"idle_minutes": 480, "longest_hours": 168}
# Thirty days each: then the browser drops its cookie.
_MOST = {"idle_minutes": 43_200, "longest_hours": 720}
_UNSTATED = "issuers_without_email_verified"
_DOMAIN = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
_ENTRY = re.compile(rf"[^@\s]*@{_DOMAIN}")

Entries = tuple[tuple[str, Role], ...]


@dataclass(frozen=True)
class Policy:
    """Who has which role, and for how long a sign-in holds.

    An entry is an address or "@" and a domain; letter case aside it must be equal as a whole:
    neither a subdomain nor a longer domain is the same one. An address counts before its domain,
    a higher role before a lower one. A workspace with a list of its own goes by that alone, but
    administrators of the installation are in every workspace. An issuer in `trusts_unstated` need
    not say that it verified an address.
    """

    entries: Entries = ()
    apart: tuple[tuple[int, Entries], ...] = ()
    idle: timedelta = timedelta(minutes=_NUMBERS["idle_minutes"])
    longest: timedelta = timedelta(hours=_NUMBERS["longest_hours"])
    trusts_unstated: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, section: Mapping[str, Any]) -> Policy:
        """The policy that an [access] section says. Raises InputRejected for anything in it that
        is not understood, so that a slip of the pen opens no door."""
        known = {*_ROLES, *_NUMBERS, _UNSTATED, "workspaces"}
        _must_be_known(section, known)
        workspaces = section.get("workspaces", {})
        if not isinstance(workspaces, Mapping):
            raise _unclear("workspaces")
        apart = []
        for id, lists in workspaces.items():
            if not (str(id).isascii() and str(id).isdecimal() and isinstance(lists, Mapping)):
                raise _unclear(f"workspaces.{id}")
            _must_be_known(lists, set(_ROLES), f"workspaces.{id}.")
            apart.append((int(id), _entries(lists, f"workspaces.{id}.")))
        issuers = section.get(_UNSTATED, [])
        if not isinstance(issuers, list) or not all(isinstance(x, str) and x for x in issuers):
            raise _unclear(_UNSTATED)
        return cls(
            entries=_entries(section),
            apart=tuple(apart),
            idle=timedelta(minutes=_number(section, "idle_minutes")),
            longest=timedelta(hours=_number(section, "longest_hours")),
            trusts_unstated=tuple(issuers),
        )

    def admit(self, claims: Mapping[str, Any]) -> Person:
        """The person whom an identity provider vouches for with these claims.

        Raises AccessDenied, with the reason in words, for one without an address, with one that
        the provider did not verify, or who is on no list.
        """
        address = address_of(claims)
        if not address:
            raise AccessDenied(
                N_("Your account has no usable e-mail address."),
                N_("Sign in with another account."),
            )
        verified = claims.get("email_verified")
        unstated = verified is None and claims.get("iss") in self.trusts_unstated
        if verified is not True and not unstated:
            raise AccessDenied(
                N_("The e-mail address {address} is not verified."),
                N_("Verify it with whoever keeps your account, then sign in again."),
                address=address,
            )
        everywhere = _role(self.entries, address)
        apart = tuple((id, _role(entries, address)) for id, entries in self.apart)
        if everywhere is None and not any(role for _, role in apart):
            raise AccessDenied(
                N_("{address} is not on the list of people who may come in."),
                N_("Ask whoever runs this installation to add you."),
                address=address,
            )
        name = str(claims.get("name") or "")[:80]
        return Person(address, everywhere, apart, name)


def address_of(claims: Mapping[str, Any]) -> str:
    """The e-mail address of claims in small letters, "" where there is no sound one.

    Letters outside ASCII are left alone: small letters of some of them are those of others.
    """
    email = claims.get("email")
    if not isinstance(email, str) or len(email) > 254 or not email.isprintable():
        return ""
    local, at, domain = email.partition("@")
    if not (local and at and domain) or "@" in domain or " " in email:
        return ""
    return email.lower() if email.isascii() else email


def _role(entries: Entries, address: str) -> Role | None:
    domain = "@" + address.partition("@")[2]
    for wanted in (address, domain):
        roles = [role for entry, role in entries if entry == wanted]
        if roles:
            return max(roles)
    return None


def _entries(lists: Mapping[str, Any], where: str = "") -> Entries:
    found = []
    for name, role in _ROLES.items():
        written = lists.get(name, [])
        if not isinstance(written, list | tuple) or not all(isinstance(x, str) for x in written):
            raise _unclear(where + name)
        for text in written:
            entry = text.strip().lower() if text.isascii() else ""
            if not _ENTRY.fullmatch(entry):
                raise InputRejected(
                    N_("“{entry}” in [access] {name} is no e-mail address and no domain."),
                    N_('Write "ada@example.com" or "@example.com".'),
                    entry=text,
                    name=where + name,
                )
            found.append((entry, role))
    return tuple(found)


def _number(section: Mapping[str, Any], name: str) -> int:
    value = section.get(name, _NUMBERS[name])
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST[name]:
        raise InputRejected(
            N_("“{name}” in [access] is {value}, which is not a whole number from 1 to {most}."),
            N_("Correct it as docs/signing_in.md says; until then nobody may come in."),
            name=name,
            value=str(value)[:40],
            most=_MOST[name],
        )
    return value


def _must_be_known(section: Mapping[str, Any], known: set[str], where: str = "") -> None:
    for name in section:
        if name not in known:
            raise _unclear(f"{where}{name}")


def _unclear(name: str) -> InputRejected:
    return InputRejected(
        N_("“{name}” in the [access] section of the secrets is not understood."),
        N_("Correct it as docs/signing_in.md says; until then nobody may come in."),
        name=name,
    )
