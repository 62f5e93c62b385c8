"""Thumbs: who said what of which draft, and how much of the copy is approved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.errors import InputRejected, NotFound
from core.feedback.judged import Judged
from core.feedback.lessons import Lessons, learn
from core.i18n import N_
from core.intervals import wilson
from core.store import forgotten, outcomes, taste
from core.store import ratings as rows
from core.store.store import Store
from core.text import clean

REASONS = (
    "untrue",
    "off_brand",
    "too_long",
    "dull",
    "wrong_audience",
    "not_compliant",
    "wrong_language",
)
_LONGEST_COMMENT = 1000
_LONGEST_VOTER = 80
_VOTES_IN_A_STRETCH = 10


@dataclass(frozen=True)
class Vote:
    """One voter's word on one draft: value -1, 0 (taken back) or 1."""

    draft_id: int
    voter: str
    value: int
    reason: str
    comment: str
    created_at: str


@dataclass(frozen=True)
class Approval:
    """Standing votes, the share of thumbs up and its 95 % interval, all 0 without votes."""

    up: int
    down: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Stretch:
    """Votes given from one day (ISO) on, up to the next stretch: their share of thumbs up with
    its 95 % interval."""

    start: str
    up: int
    down: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Place:
    """Where something teaches: a brand (None: no brand, its name then ""), a channel, a
    language; `votes` may be 0 where only edits or tests do."""

    brand_id: int | None
    brand: str
    channel: str
    language: str
    votes: int


class Ratings:
    """Keeps votes. History is never changed, only added to."""

    def __init__(self, store: Store, workspace: int = 1) -> None:
        self.store = store
        self.workspace = workspace

    def rate(
        self, draft_id: int, value: int, voter: str = "me", reason: str = "", comment: str = ""
    ) -> Vote:
        """Give (1, -1) or take back (0) a vote; the vote as it now stands.

        Saying the same again stores nothing. Raises NotFound for an unknown draft,
        InputRejected for another value or reason.
        """
        value, reason, comment, voter = _validated(value, reason, comment, voter)
        with self.store.writing() as db:
            if not rows.draft_exists(db, self.workspace, draft_id):
                raise NotFound(
                    N_("There is no draft {id}."), N_("It may have been deleted."), id=draft_id
                )
            before = rows.vote(db, draft_id, voter)
            said = (before["value"], before["reason"], before["comment"]) if before else (0, "", "")
            if said != (value, reason, comment):
                rows.add_rating(db, draft_id, voter, value=value, reason=reason, comment=comment)
            now = rows.vote(db, draft_id, voter)
        return Vote(**now) if now else Vote(draft_id, voter, 0, "", "", "")

    def vote(self, draft_id: int, voter: str = "me") -> Vote | None:
        """The voter's standing word, None where they never gave one."""
        with self.store.open() as db:
            row = rows.vote(db, draft_id, voter)
        return Vote(**row) if row else None

    def history(self, draft_id: int) -> list[Vote]:
        """Everything ever said of a draft, oldest first."""
        with self.store.open() as db:
            return [Vote(**row) for row in rows.history(db, self.workspace, draft_id)]

    def approval(self, days: int | None = None) -> Approval:
        """The share of thumbs up among standing votes, of all time or of the last days."""
        since = None
        if days is not None:
            start = datetime.now(UTC) - timedelta(days=days)
            since = start.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        with self.store.open() as db:
            up, down = rows.totals(db, self.workspace, since)
        return _approval(up, down)

    def approval_by_persona(self) -> dict[int | None, Approval]:
        """The same of the drafts written for each persona, by its id (None: for everybody), most
        votes first; without those that nobody voted on."""
        with self.store.open() as db:
            found = rows.totals_by_persona(db, self.workspace)
        return {id: _approval(up, down) for id, up, down in found}

    def course(self) -> tuple[Stretch, ...]:
        """Approval over time, oldest first, in stretches of whole days that hold at least ten
        votes each; the last may hold fewer."""
        with self.store.open() as db:
            days = taste.votes_by_day(db, self.workspace)
        found: list[tuple[str, int, int]] = []
        for day, up, down in days:
            if found and found[-1][1] + found[-1][2] < _VOTES_IN_A_STRETCH:
                start, before_up, before_down = found.pop()
                found.append((start, before_up + up, before_down + down))
            else:
                found.append((day, up, down))
        return tuple(
            Stretch(start, up, down, up / (up + down), *wilson(up, up + down))
            for start, up, down in found
        )

    def places(self) -> tuple[Place, ...]:
        """Where votes, edits, redesigns or the winners of tests teach, the most votes first."""
        with self.store.open() as db:
            return tuple(Place(**row) for row in taste.places(db, self.workspace))

    def lessons(
        self,
        brand_id: int | None,
        channel: str,
        language: str,
        length: Callable[[str], int] | None = None,
        least: int | None = None,
    ) -> Lessons:
        """What standing votes on a brand's drafts of a channel and language teach the next.

        `length` measures a text as the channel does; without it "too long" teaches nothing.
        `least` is the least the channel takes (None: anything): what is learnt stays above it.
        """
        with self.store.open() as db:
            found = rows.judged(db, self.workspace, brand_id, (channel,), language)
            gone = forgotten.lessons(db, self.workspace, brand_id, channel, language)
            winners = outcomes.winners(db, self.workspace, brand_id, channel, language)
        return learn(
            [Judged.from_row(row) for row in found],
            language,
            length=length,
            least=least,
            forgotten=gone,
            winners=winners,
        )

    def forget(self, brand_id: int | None, channel: str, language: str, lesson: str) -> None:
        """Delete a lesson by its key: votes given up to now no longer teach it, later ones do."""
        with self.store.writing() as db:
            forgotten.forget(
                db, self.workspace, brand_id, channel, language=language, lesson=lesson
            )


def _validated(value: int, reason: str, comment: str, voter: str) -> tuple[int, str, str, str]:
    if value not in (-1, 0, 1) or isinstance(value, bool):
        raise InputRejected(N_("A vote is up, down or taken back."))
    if reason and reason not in REASONS:
        raise InputRejected(
            N_("“{reason}” is not a reason the studio knows."),
            N_("Choose one of: {known}."),
            reason=reason[:40],
            known=tuple(REASONS),
        )
    comment = clean(comment)
    if len(comment) > _LONGEST_COMMENT:
        raise InputRejected(
            N_("The comment has more than {limit} characters."),
            N_("Shorten it."),
            limit=_LONGEST_COMMENT,
        )
    voter = " ".join(clean(voter).split())[:_LONGEST_VOTER] or "me"
    # A reason explains a thumb down; the other votes carry none.
    return int(value), reason if value < 0 else "", comment if value else "", voter


def _approval(up: int, down: int) -> Approval:
    if not up + down:
        return Approval(0, 0, 0.0, 0.0, 0.0)
    return Approval(up, down, up / (up + down), *wilson(up, up + down))
