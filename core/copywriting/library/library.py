"""Everything that was written: found again, followed through its edits, taken out, deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.copywriting.draft import Draft, Filters, LibraryRow, Page, VoteFilter
from core.copywriting.library.exports import Exports
from core.copywriting.library.provenance import Provenance, provenance
from core.copywriting.writing.planning import Plan
from core.errors import NotFound
from core.i18n import N_
from core.store import desk
from core.store import drafts as rows
from core.store.store import Store


class Library:
    """Reads and deletes the drafts of a workspace."""

    def __init__(self, store: Store, workspace: int = 1) -> None:
        self.store = store
        self.workspace = workspace

    def search(
        self,
        query: str = "",
        *,
        channel: str | None = None,
        language: str | None = None,
        engine: str | None = None,
        persona_id: int | None = None,
        brand_id: int | None = None,
        vote: VoteFilter = "any",
        usable_only: bool = True,
        voter: str = "me",
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """The drafts that meet every filter, newest request first, best first within it.

        `query` looks in drafts and product names; its last word may be unfinished. `vote` asks
        for the voter's own: "up", "down", "unrated" or "any".
        """
        filters = Filters(
            query, channel, language, engine, persona_id, brand_id, vote, usable_only, voter
        )
        return self.find(filters, limit, offset)

    def find(self, filters: Filters, limit: int = 50, offset: int = 0) -> Page:
        """`search` with its filters in one piece."""
        with self.store.open() as db:
            found, total = rows.find_drafts(
                db,
                self.workspace,
                asdict(filters),
                limit=max(0, limit),
                offset=max(0, offset),
            )
        return Page(tuple(_library_row(row) for row in found), total)

    def get(self, draft_id: int) -> Draft:
        """One draft. Raises NotFound."""
        with self.store.open() as db:
            row = rows.draft_row(db, self.workspace, draft_id)
        if row is None:
            raise no_draft(draft_id)
        return draft_from_row(row)

    def request(self, request: str) -> list[Draft]:
        """The drafts of one request, best first; empty where there are none."""
        with self.store.open() as db:
            found = rows.request_drafts(db, self.workspace, request)
        return [draft_from_row(row) for row in found]

    def versions(self, draft_id: int) -> list[Draft]:
        """The draft with all it was edited from and into, oldest first. Raises NotFound."""
        with self.store.open() as db:
            family = rows.draft_family(db, self.workspace, draft_id)
        if not family:
            raise no_draft(draft_id)
        return [draft_from_row(row) for row in family]

    def provenance(self, draft_id: int) -> Provenance:
        """Where a draft comes from and what became of it. Raises NotFound."""
        with self.store.open() as db:
            row = rows.draft_row(db, self.workspace, draft_id)
            if row is None:
                raise no_draft(draft_id)
            return provenance(db, self.workspace, row, draft_from_row(row))

    def pin(self, draft_id: int, voter: str = "me", pinned: bool = True) -> None:
        """Keep a draft in sight, or no longer; saying so twice changes nothing. Raises NotFound."""
        with self.store.writing() as db:
            if not desk.pin(db, self.workspace, draft_id, voter, pinned):
                raise no_draft(draft_id)

    def delete(self, ids: Iterable[int]) -> int:
        """Delete drafts with their votes for good; how many there were."""
        with self.store.writing() as db:
            return rows.delete_drafts(db, self.workspace, ids)

    def export(
        self,
        what: Sequence[int] | Filters,
        format: str,
        target: Path | IO[bytes],
        *,
        label: bool = False,
    ) -> int:
        """Write drafts to a file or stream; the number of rows. See Exports.write."""
        if not isinstance(what, Filters):
            what = Filters(ids=tuple(what), usable_only=False)
        return Exports(self).write(what, format, target, label=label)

    def empty_exports(self, filters: Filters) -> frozenset[str]:
        """The training formats that would hold nothing. See Exports.empty."""
        return Exports(self).empty(filters)


def draft_from_row(row: Mapping[str, Any]) -> Draft:
    """The draft of a row as `store.drafts` decodes it."""
    held, plan = row["parameters"].get("channel"), row["parameters"].get("plan")
    return Draft(
        id=row["id"],
        channel=row["channel"],
        language=row["language"],
        text=row["text"],
        engine=row["engine"],
        seconds=row["seconds"] or 0.0,
        usable=bool(row["usable"]),
        checks=tuple(Check.from_dict(check) for check in row["checks"]),
        scores=row["scores"],
        brief_id=row["brief_id"],
        persona_id=row["persona_id"],
        brand_id=row["brand_id"],
        parent_id=row["parent_id"],
        origin=row["origin"],
        request=row["request"],
        position=row["position"],
        created_at=row["created_at"],
        seed=row["seed"],
        held=Channel.from_dict(held) if held else None,
        plan=Plan.from_dict(plan) if plan else None,
        change=row["parameters"].get("change", {}),
    )


def no_draft(draft_id: int) -> NotFound:
    """The error for a draft that is not there."""
    return NotFound(N_("There is no draft {id}."), N_("It may have been deleted."), id=draft_id)


def _library_row(row: Mapping[str, Any]) -> LibraryRow:
    return LibraryRow(
        draft=draft_from_row(row),
        product=row["product"],
        brand=row["brand"],
        persona=row["persona"],
        vote=row["vote"],
        up=row["up"],
        down=row["down"],
        pinned=bool(row["pinned"]),
    )
