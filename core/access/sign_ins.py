"""Sign-ins: for how long one holds, and that one which ended stays ended.

The browser keeps its identity cookie for a month and may hand a copy to anybody, so what counts is
kept here: a sign-in that was idle for too long, is too old, or was signed out of is over, in every
tab and for every copy of its cookie.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from core.access.policy import Policy, address_of
from core.errors import SignedOut
from core.i18n import N_
from core.store import audit
from core.store import sign_ins as rows
from core.store.audit import Entry
from core.store.store import Store

_SEEN_EVERY = timedelta(minutes=1)
_IDENTITY = ("iss", "sub", "aud", "iat", "nonce", "jti", "sid", "at_hash")


class SignIns:
    """The sign-ins of an installation under a policy."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store.own
        self._policy = policy

    def act(self, claims: Mapping[str, Any], now: datetime | None = None) -> None:
        """Note that somebody acts under a sign-in. Its first time is put on record.

        Raises SignedOut where it is over: signed out of, idle or old beyond what the policy
        allows. One that is over stays so.
        """
        now = now or datetime.now(UTC)
        key, person = key_of(claims), address_of(claims)
        issued = _issued_at(claims)
        with self._store.open() as db:
            row = rows.get(db, key)
            if row is None:
                # Known only to its cookie: a fresh one, or one from before this was kept.
                if issued is None or now - issued > self._policy.idle:
                    raise _idle()
                if rows.begin(db, key, person, now.isoformat()):
                    audit.insert(db, Entry(person, "sign_in", "done"))
                return
            if row["ended_at"]:
                raise SignedOut(N_("This sign-in is over."), N_("Sign in to go on."))
            seen = datetime.fromisoformat(row["seen_at"])
            begun = datetime.fromisoformat(row["begun_at"])
            if now - seen > self._policy.idle or now - begun > self._policy.longest:
                if rows.end(db, key):
                    audit.insert(db, Entry(person, "time_out", "done"))
                raise _idle() if now - seen > self._policy.idle else _old()
            # A clock that was set back must not make a sign-in hold longer.
            if abs(now - seen) > _SEEN_EVERY:
                rows.see(db, key, now.isoformat())

    def end(self, claims: Mapping[str, Any]) -> None:
        """Sign out, on record. Ending what has ended does nothing."""
        with self._store.open() as db:
            if rows.end(db, key_of(claims)):
                audit.insert(db, Entry(address_of(claims), "sign_out", "done"))

    def refused(self, claims: Mapping[str, Any]) -> None:
        """Put on record that somebody whom the provider vouched for was not let in, once for
        each sign-in."""
        now = datetime.now(UTC).isoformat()
        with self._store.open() as db:
            rows.begin(db, key_of(claims), address_of(claims), now)
            if rows.end(db, key_of(claims)):
                audit.insert(db, Entry(address_of(claims) or "?", "sign_in", "refused"))


def key_of(claims: Mapping[str, Any]) -> str:
    """What tells one sign-in from every other: a digest of what its identity token says."""
    told = json.dumps([claims.get(name) for name in _IDENTITY], default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _issued_at(claims: Mapping[str, Any]) -> datetime | None:
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return None
    try:
        return datetime.fromtimestamp(issued, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _idle() -> SignedOut:
    return SignedOut(
        N_("You were signed out because nothing was done for a while."), N_("Sign in to go on.")
    )


def _old() -> SignedOut:
    return SignedOut(N_("Your sign-in has run out."), N_("Sign in to go on."))
