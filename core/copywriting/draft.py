"""What the copy desk hands out: drafts, checked texts and the report of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.copywriting.writing.planning import Plan
from core.i18n import N_, NN_

Origin = Literal["engine", "edit", "redesign"]
VoteFilter = Literal["any", "up", "down", "unrated"]
Note = tuple[str, dict[str, Any]]
"""A catalogue entry and what fills it, for a page to translate."""


@dataclass(frozen=True)
class Draft:
    """One stored piece of copy.

    `seconds` runs from the request to the moment this text was known to be usable. `scores`
    lie in 0..1 ("total" among them, always; "brand" only when the brand has examples).
    `position` is its place in its `request`, 0 for the best. `parent_id` is the draft it was
    edited from. `voter` edits have origin "edit" and engine "". `held` is the channel with the
    limits under which the draft was checked, None in drafts from before they were kept.
    `plan` is what a long piece was written from, None for copy written in one go.
    `change` is empty unless the draft is a redesign: then "wish", the "reason" of the thumb down
    that asked for it ("" without one) and "note", the sentence that says what is different.
    """

    id: int
    channel: str
    language: str
    text: str
    engine: str
    seconds: float
    usable: bool
    checks: tuple[Check, ...]
    scores: Mapping[str, float]
    brief_id: int | None
    persona_id: int | None
    brand_id: int | None
    parent_id: int | None
    origin: Origin
    request: str
    position: int
    created_at: str
    seed: int | None
    held: Channel | None = None
    plan: Plan | None = None
    change: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedText:
    """A text that was checked and not stored."""

    text: str
    usable: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class ScoredText(CheckedText):
    """A text that was checked and scored and not stored."""

    scores: Mapping[str, float] = field(default_factory=dict)


_NOTHING_PROPOSED = N_(
    "The engine proposed nothing: the facts may not fill what this channel asks for, or leave too "
    "little room."
)
_NOTHING_LEFT = N_("The engine had no more to propose for this brief.")


@dataclass(frozen=True)
class WriteReport:
    """How a request ended.

    `engine` is the id of the engine that wrote (the last one, where another took over).
    `usable` drafts were found of `asked`; `proposed` candidates were looked at, of which
    `fallen` counts those left out per rule id ("duplicate" and "lesson" among them) and
    `examples` shows up to five of them. `notes` say what else happened.
    """

    engine: str
    asked: int
    usable: int
    proposed: int
    fallen: Mapping[str, int]
    seconds: float
    notes: tuple[Note, ...] = ()
    examples: tuple[CheckedText, ...] = ()

    @property
    def shortfall(self) -> tuple[Note, ...]:
        """Why there are fewer drafts than were asked for, the commonest reason first; at least
        one where there are, none where there are not."""
        if self.usable >= self.asked:
            return ()
        counts = {"duplicate": 0, "lesson": 0, "quality": 0, "rules": 0}
        for rule, count in self.fallen.items():
            counts[rule if rule in counts else "rules"] += count
        found = sorted((kind for kind in counts if counts[kind]), key=lambda kind: -counts[kind])
        if not found:
            return ((_NOTHING_LEFT if self.proposed else _NOTHING_PROPOSED, {}),)
        return tuple((_left_out(kind, counts[kind]), {"count": counts[kind]}) for kind in found)


def _left_out(kind: str, count: int) -> str:
    return {
        "duplicate": NN_(
            "{count} more was left out because it was too much like another.",
            "{count} more were left out because they were too alike.",
            count,
        ),
        "lesson": NN_(
            "{count} was left out because of what you turned down before.",
            "{count} were left out because of what you turned down before.",
            count,
        ),
        "quality": NN_(
            "{count} was left out because it scored too low.",
            "{count} were left out because they scored too low.",
            count,
        ),
        "rules": NN_(
            "{count} time a check found fault: see what was left out, and why.",
            "{count} times a check found fault: see what was left out, and why.",
            count,
        ),
    }[kind]


@dataclass(frozen=True)
class LibraryRow:
    """A draft as the library lists it. `vote` and `pinned` are the asking voter's own."""

    draft: Draft
    product: str
    brand: str
    persona: str
    vote: int
    up: int
    down: int
    pinned: bool = False


@dataclass(frozen=True)
class Page:
    """Some rows and how many there are in all."""

    rows: tuple[LibraryRow, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Filters:
    """What a library search asks for; the defaults ask for every usable draft."""

    query: str = ""
    channel: str | None = None
    language: str | None = None
    engine: str | None = None
    persona_id: int | None = None
    brand_id: int | None = None
    vote: VoteFilter = "any"
    usable_only: bool = True
    voter: str = "me"
    ids: tuple[int, ...] | None = field(default=None)
    origin: Origin | None = None
    pinned: bool = False
    days: int | None = None
