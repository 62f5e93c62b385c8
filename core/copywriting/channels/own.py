"""The channels of a workspace: those that came, what it changed on them, those it added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from core.copywriting.channels.channels import Channel, bundled
from core.copywriting.channels.fields import merged, nearest_trained
from core.errors import InputRejected, NotFound
from core.i18n import N_
from core.store import channel_edits as rows
from core.store.store import Store

MOST_OWN = 100
SET_HERE = N_("Set in this workspace")
"""The source of a limit that a person set without naming one."""

_OWN = "own_"
_BLANK: dict[str, Any] = {
    "id": "",
    "name": "",
    "limit": 100,
    "source": "",
    "checked_on": "",
    "product": "optional",
    "own": True,
}


class Channels:
    """Reads and edits the channels of one workspace. Every method is one transaction."""

    def __init__(self, store: Store, workspace: int = 1) -> None:
        self.store = store
        self.workspace = workspace

    def list(self, language: str) -> tuple[Channel, ...]:
        """The channels a brief alone can be written for: bundled ones, then its own."""
        return tuple(entry for entry in self._all(language) if entry.from_brief)

    def get(self, id: str, language: str) -> Channel:
        """One channel as the workspace has it. Raises NotFound, naming those there are."""
        known = self._all(language)
        found = next((entry for entry in known if entry.id == id), None)
        if found is None:
            raise NotFound(
                N_("There is no channel “{name}” in this language."),
                N_("Choose one of: {known}."),
                name=id[:60],
                known=tuple(entry.id for entry in known if entry.from_brief),
            )
        return found

    def edit(self, id: str, language: str, fields: Mapping[str, Any]) -> Channel:
        """Change a channel; it as stored. `fields` as in `channel_fields.merged`.

        Without a date of its own the change is dated today, and without a source of its own
        another limit is noted as set here. Raises NotFound for an unknown
        channel, InputRejected for a value that cannot be.
        """
        now = self.get(id, language)
        fields = {"checked_on": date.today().isoformat(), **fields}
        changed = merged(now, fields)
        if changed.source == now.source and _room(changed) != _room(now):
            # What the platform was quoted for is no source of a limit the person set.
            changed = replace(changed, source=SET_HERE)
        kept = _settings(changed)
        self._name_is_free(changed.name, language, id)
        with self.store.writing() as db:
            if now.own:
                rows.change_own(db, self.workspace, _row_id(id), kept)
            else:
                rows.keep_edit(db, self.workspace, language, id, kept)
        return self.get(id, language)

    def add(
        self, language: Literal["en", "zh"], name: str, fields: Mapping[str, Any] | None = None
    ) -> Channel:
        """Add a channel of the workspace's own; it as stored.

        Its style comes from the trained channel `fields["like"]` names, else from the nearest.
        Raises InputRejected for a taken name, a value that cannot be, or one channel too many.
        """
        given = {"checked_on": date.today().isoformat(), **(fields or {}), "name": name}
        first = next(entry.id for entry in bundled(language) if entry.trained)
        base = Channel.from_dict(_BLANK | {"language": language, "like": first})
        made = merged(base, given | {"like": first})
        made = merged(made, {"like": given.get("like") or nearest_trained(made)})
        self._name_is_free(made.name, language)
        with self.store.writing() as db:
            if sum(row["bundled"] is None for row in self._rows(db, language)) >= MOST_OWN:
                raise InputRejected(
                    N_("There are {most} channels of your own already."),
                    N_("Remove one you no longer use."),
                    most=MOST_OWN,
                )
            stored = rows.add_own(db, self.workspace, language, _settings(made))
        return self.get(f"{_OWN}{stored}", language)

    def reset(self, id: str, language: str) -> Channel | None:
        """Put a bundled channel back as it came, and return it; remove an own one (None).

        Drafts stay and keep the limits they were written under. Raises NotFound for an
        unknown channel.
        """
        now = self.get(id, language)
        with self.store.writing() as db:
            for row in self._rows(db, language):
                if row["bundled"] == id or (now.own and row["id"] == _row_id(id)):
                    rows.delete_edit(db, self.workspace, row["id"])
        return None if now.own else self.get(id, language)

    def _all(self, language: str) -> tuple[Channel, ...]:
        with self.store.open() as db:
            found = self._rows(db, language)
        edits = {row["bundled"]: row["fields"] for row in found if row["bundled"]}
        changed = [
            replace(merged(entry, edits[entry.id]), edited=True) if entry.id in edits else entry
            for entry in bundled(language)
        ]
        return (*changed, *(_own(row, language) for row in found if row["bundled"] is None))

    def _rows(self, db: Any, language: str) -> Any:
        return rows.edits(db, self.workspace, language)

    def _name_is_free(self, name: str, language: str, id: str = "") -> None:
        for entry in self._all(language):
            if entry.id != id and entry.name.casefold() == name.casefold():
                raise InputRejected(
                    N_("There is already a channel called “{name}”."),
                    N_("Choose another name, or change that channel."),
                    name=name,
                )


def _own(row: Mapping[str, Any], language: str) -> Channel:
    blank = Channel.from_dict(_BLANK | {"id": f"{_OWN}{row['id']}", "language": language})
    return merged(blank, row["fields"])


def _room(channel: Channel) -> tuple[Any, ...]:
    limits = (channel.unit, channel.limit, channel.minimum)
    return (*limits, *((part.name, part.limit) for part in channel.parts))


def _settings(channel: Channel) -> dict[str, Any]:
    """What `merged` reads back, and nothing of a bundled channel that may improve with it."""
    fields = {
        "unit": channel.unit,
        "limit": channel.limit,
        "minimum": channel.minimum,
        "structure": channel.structure,
        "parts": {part.name: part.limit for part in channel.parts},
        "hashtags": list(channel.hashtags),
        "emoji": channel.emoji,
        "product": channel.product,
        "cta": channel.cta,
        "source": channel.source,
        "checked_on": channel.checked_on,
    }
    return fields | ({"name": channel.name, "like": channel.like} if channel.own else {})


def _row_id(id: str) -> int:
    return int(id.removeprefix(_OWN))
