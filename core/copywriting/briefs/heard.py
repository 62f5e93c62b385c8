"""Talking points that reviews gave: the words, what they praise, and who said them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_REVIEWS = 50


@dataclass(frozen=True)
class Heard:
    """One talking point with where it comes from.

    `point` is a customer's own phrase, `aspect` the id of what it praises ("" where it was picked
    from no aspect) and `about` its name as the person saw it. `reviews` are the ids of the
    reviews behind it, at most 50, those that say it in these words first.
    """

    point: str
    aspect: str
    about: str
    reviews: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data that `from_dict` reads back."""
        return {
            "point": self.point,
            "aspect": self.aspect,
            "about": self.about,
            "reviews": list(self.reviews[:MOST_REVIEWS]),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Heard:
        """What `to_dict` wrote."""
        return cls(
            str(data["point"]),
            str(data.get("aspect", "")),
            str(data.get("about", "")),
            tuple(int(id) for id in data.get("reviews", ())),
        )


def kept(heard: Iterable[Heard], points: Sequence[str]) -> tuple[Heard, ...]:
    """Those of `heard` whose words are among the talking points that reach the writer."""
    return tuple(item for item in heard if item.point in points)
