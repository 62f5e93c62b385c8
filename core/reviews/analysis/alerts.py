"""Rules that a person set, and what trips them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.errors import InputRejected
from core.i18n import N_
from core.reviews.analysis.urgent import DANGER, Urgent, match_expression, rank
from core.reviews.filters import Filters
from core.reviews.selection import selection
from core.store import counts, insight_rows, insights
from core.store.selections import Selection
from core.store.store import Store

NEGATIVE_SHARE, URGENT = "negative_share", "urgent"
_LEAST_READ = 10
_MOST_DAYS = 365
_CANDIDATES = 200
_SHOWN = 20


@dataclass(frozen=True)
class AlertRule:
    """What a person wants to hear of, about a product or (product "") all of them.

    "negative_share": more than `share` (0..1) of the reviews of the last `days` days are
    negative; "urgent": one of the last `days` days speaks of danger, the law or money back.
    """

    id: int
    kind: str
    share: float
    days: int
    product: str


@dataclass(frozen=True)
class Alert:
    """A rule that tripped, over the days `since` to `until` (ISO).

    `negative` of `read` reviews are negative; `urgent` are the most urgent ones, for a rule
    that asks for them.
    """

    rule: AlertRule
    since: str
    until: str
    read: int
    negative: int
    urgent: tuple[Urgent, ...] = ()

    @property
    def share(self) -> float:
        return self.negative / self.read if self.read else 0.0


def checked(kind: str, share: float, days: int) -> None:
    """Raise InputRejected for a rule that cannot be kept."""
    if kind not in {NEGATIVE_SHARE, URGENT}:
        raise InputRejected(
            N_("“{value}” is no kind of alert."),
            N_("Use one of: {formats}."),
            value=kind,
            formats=f"{NEGATIVE_SHARE}, {URGENT}",
        )
    if not 1 <= days <= _MOST_DAYS:
        raise InputRejected(
            N_("An alert looks back 1 to 365 days."), N_("Choose another number of days.")
        )
    if kind == NEGATIVE_SHARE and not 0 < share < 1:
        raise InputRejected(
            N_("The share of an alert lies between 0 and 100 %."), N_("Choose another share.")
        )


def tripped(store: Store, workspace: int) -> list[Alert]:
    """The rules that trip now, a few milliseconds each.

    "The last days" are those up to the newest review, since an export is as old as it is. A
    share counts once ten reviews of those days were read.
    """
    with store.open() as db:
        rules = [AlertRule(**row) for row in insight_rows.rules(db, workspace)]
    span = counts.span(selection(store, workspace, Filters())) if rules else None
    if span is None:
        return []
    found = (_tripped(store, workspace, rule, span[1]) for rule in rules)
    return [alert for alert in found if alert]


def _tripped(store: Store, workspace: int, rule: AlertRule, newest: str) -> Alert | None:
    since = (date.fromisoformat(newest) - timedelta(days=rule.days - 1)).isoformat()
    filters = Filters(since=since, until=newest, product=rule.product or None)
    chosen = selection(store, workspace, filters)
    found = counts.totals(chosen)
    alert = Alert(rule, since, newest, found["read"], found["negative"])
    if rule.kind == NEGATIVE_SHARE:
        return alert if alert.read >= _LEAST_READ and alert.share > rule.share else None
    urgent = tuple(
        item
        for item in most_urgent(chosen, _CANDIDATES)
        if any(reason.kind in DANGER for reason in item.reasons)
    )
    return replace(alert, urgent=urgent[:_SHOWN]) if urgent else None


def most_urgent(chosen: Selection, limit: int) -> list[Urgent]:
    """The most urgent reviews of a selection. See core.reviews.analysis.urgent.rank.

    Candidates are the unhappiest ones by their reading and the newest with an urgent word.
    """
    candidates = max(_CANDIDATES, 2 * limit)
    worded = insights.newest(chosen.matching(match_expression()), candidates)
    with chosen.store.open() as db:
        rows = {row["id"]: row for row in insights.unhappy(db, chosen, candidates)}
        missing = [id for id in worded if id not in rows]
        rows |= {row["id"]: row for row in insights.unhappy_among(db, missing)}
        texts = insights.texts(db, rows)
    newest = max((row["posted_on"] for row in rows.values() if row["posted_on"]), default=None)
    return rank(rows.values(), texts, newest, limit)
