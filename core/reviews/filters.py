"""Which reviews a figure or a list is about."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from core.errors import InputRejected
from core.i18n import N_
from core.reviews.aspects import label_number
from core.text import search_query

SENTIMENTS = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class Filters:
    """A selection of reviews; what is None does not restrict it.

    `aspect` is the id of one (core.reviews.aspects), "label:7" for a person's own label 7;
    `emotion` may be such a label too.
    `since` and `until` are ISO days, both included, and leave out undated reviews.
    `aspect_polarity` is the sentiment with which a review speaks of `aspect`, the worst where it
    does so twice; `unsure` is whether the reader doubts its own reading, `theme` a theme's id.
    `customers` are pseudonyms (core.privacy.pseudonym) as a JSON list: reviews by these.
    `query` is what a person typed to search the texts. Raises InputRejected for days that
    are none and for an unknown sentiment.
    """

    since: str | None = None
    until: str | None = None
    product: str | None = None
    origin: str | None = None
    language: str | None = None
    sentiment: str | None = None
    emotion: str | None = None
    aspect: str | None = None
    min_rating: float | None = None
    max_rating: float | None = None
    query: str = ""
    aspect_polarity: str | None = None
    unsure: bool | None = None
    theme: int | None = None
    country: str | None = None
    customers: str | None = None

    def __post_init__(self) -> None:
        for value in (self.since, self.until):
            if value is not None:
                _day(value)
        for value in (self.sentiment, self.aspect_polarity):
            if value is not None and value not in SENTIMENTS:
                raise InputRejected(
                    N_("“{value}” is no sentiment."),
                    N_("Use negative, neutral or positive."),
                    value=value,
                )

    def as_conditions(self) -> dict[str, object]:
        """What core.store.selections.select takes."""
        conditions: dict[str, object] = asdict(self)
        query = conditions.pop("query").strip()  # type: ignore[attr-defined]
        conditions["match"] = search_query(query) if query else None
        conditions["polarity"] = conditions.pop("aspect_polarity")
        if label_number(self.emotion) is not None:
            conditions |= {"emotion": None, "feeling": self.emotion}
        return conditions

    def before(self) -> Filters | None:
        """The same selection over the period of equal length just before; None without both
        a first and a last day."""
        if self.since is None or self.until is None:
            return None
        first, last = _day(self.since), _day(self.until)
        if last < first:
            return None
        until = first - timedelta(days=1)
        return replace(self, since=(until - (last - first)).isoformat(), until=until.isoformat())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputRejected(
            N_("“{value}” is not a day."), N_("Write days as 2026-08-01."), value=text
        ) from error
