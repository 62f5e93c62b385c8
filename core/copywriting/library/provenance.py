"""Where a draft comes from and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils.db import Database

from core.copywriting.briefs.brief import Brief
from core.copywriting.briefs.heard import Heard
from core.copywriting.draft import Draft
from core.store import brands, outcomes, personas, ratings
from core.store import drafts as rows


@dataclass(frozen=True)
class Said:
    """One vote as it was given: value -1, 0 or 1."""

    voter: str
    value: int
    reason: str
    comment: str
    created_at: str


@dataclass(frozen=True)
class Results:
    """What the published draft brought to date."""

    impressions: int
    clicks: int
    conversions: int


@dataclass(frozen=True)
class Provenance:
    """Everything the studio knows of a draft.

    `brief`, `brand` and `persona` are None or "" where they were deleted or never named. `raw` is
    what the engine proposed before repair, "" for other origins; `avoided` the wordings it was
    told to avoid; `prompt_hash` is the digest of the whole request. `votes` is the history,
    oldest first; `results` None where none were entered. `heard` are the talking points that
    reviews gave to it or to the draft it was made from.
    """

    draft: Draft
    brief: Brief | None
    brand: str
    persona: str
    raw: str
    avoided: tuple[str, ...]
    prompt_hash: str
    votes: tuple[Said, ...]
    results: Results | None
    heard: tuple[Heard, ...] = ()


def provenance(db: Database, workspace: int, row: Mapping[str, Any], draft: Draft) -> Provenance:
    """The provenance of a stored draft, whose row is given."""
    content = rows.brief_content(db, workspace, draft.brief_id) if draft.brief_id else None
    parameters = row["parameters"]
    said = [
        Said(**{name: vote[name] for name in Said.__dataclass_fields__})
        for vote in ratings.history(db, workspace, draft.id)
    ]
    figures = outcomes.totals(db, workspace, draft.id)
    brand = brands.brand(db, workspace, draft.brand_id) if draft.brand_id else None
    persona = personas.get(db, workspace, draft.persona_id) if draft.persona_id else None
    return Provenance(
        draft=draft,
        brief=Brief.stored(content) if content else None,
        brand=brand["name"] if brand else "",
        persona=persona["name"] if persona else "",
        raw=str(parameters.get("proposed", "")),
        avoided=tuple(parameters.get("avoid", ())),
        prompt_hash=row["prompt_hash"],
        votes=tuple(said),
        results=Results(*figures) if figures else None,
        heard=_heard(db, workspace, row),
    )


def _heard(db: Database, workspace: int, row: Mapping[str, Any]) -> tuple[Heard, ...]:
    """What the nearest draft up the line was told that reviews said."""
    at: Mapping[str, Any] | None = row
    while at is not None:
        found = at["parameters"].get("heard")
        if found:
            return tuple(Heard.from_dict(item) for item in found)
        parent = at["parent_id"]
        at = rows.draft_row(db, workspace, parent) if parent else None
    return ()
