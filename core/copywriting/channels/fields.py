"""What a person may set on a channel, checked before it is kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from core.copywriting.briefs.brief import too_long
from core.copywriting.channels.channels import Channel, bundled
from core.errors import InputRejected
from core.i18n import N_, NN_
from core.text import clean

STRUCTURES = {
    "line": N_("One line"),
    "text": N_("Text"),
    "headline_subhead": N_("Headline and a line under it"),
    "title_body_tags": N_("Title, body and hashtags"),
    "email": N_("E-mail with greeting and call to action"),
}
"""The structures a person may choose, by what a page calls them."""

UNITS = {
    "characters": N_("Characters"),
    "words": N_("Words"),
    "width": N_("Columns, where a Chinese character counts two"),
}
"""The units a person may count in; messages of a carrier are a limit beside them."""

LONGEST_LIMIT = 10_000
MOST_TAGS = 30
MOST_EMOJI = 50
LONGEST_NAME = 60
LONGEST_SOURCE = 200

_FIXED = frozenset({"ad_set", "article"})
# Where the parts of a structure are new: the share of the whole limit that the first may take.
_PARTS: dict[str, tuple[tuple[str, float], tuple[str, float]]] = {
    "headline_subhead": (("headline", 0.4), ("subhead", 0.75)),
    "title_body_tags": (("title", 0.2), ("body", 0.9)),
}
_LIMIT = N_("limit")
_LEAST = N_("minimum")
_CHARACTERS_A_WORD = 6
_STRUCTURE_COST = 2.0


def merged(base: Channel, fields: Mapping[str, Any]) -> Channel:
    """The channel with what a person set on it.

    Keys: name (own channels), unit, limit, minimum, structure, parts (name -> limit),
    hashtags, emoji, product, cta, source, checked_on, like (own channels). Those that are
    absent stay. Raises InputRejected naming the first value that cannot be.
    """
    row = base.to_dict()
    if base.own:
        row["name"] = _name(fields.get("name", base.name))
        row["like"] = _like(fields.get("like", base.like), base.language)
    row["unit"] = _one_of(fields.get("unit", base.unit), {*UNITS, base.unit})
    row["structure"] = structure = _structure(fields.get("structure", base.structure), base)
    if structure != "ad_set":
        row["limit"] = _whole(fields.get("limit", base.limit), _LIMIT, 1, LONGEST_LIMIT)
        least = fields.get("minimum", base.minimum)
        row["minimum"] = _whole(least, _LEAST, 1, LONGEST_LIMIT) if least else None
        if row["minimum"] and row["minimum"] > row["limit"]:
            raise InputRejected(
                N_("The minimum of {least} is above the limit of {limit}."),
                N_("Lower the one or raise the other."),
                least=row["minimum"],
                limit=row["limit"],
            )
    row["parts"] = _parts(row, base, fields.get("parts") or {})
    row["hashtags"] = _tags(fields.get("hashtags", base.hashtags))
    row["emoji"] = _whole(fields.get("emoji", base.emoji), N_("number of emoji"), 0, MOST_EMOJI)
    row["product"] = _one_of(fields.get("product", base.product), {"required", "optional"})
    row["cta"] = bool(fields.get("cta", base.cta))
    row["source"] = _text(fields.get("source", base.source), N_("source"), LONGEST_SOURCE)
    row["checked_on"] = _day(fields.get("checked_on", base.checked_on))
    changed = Channel.from_dict(row)
    if base.own or structure == base.structure:
        return changed
    return replace(changed, like=nearest_trained(changed))


def nearest_trained(target: Channel) -> str:
    """The channel with training copy that is most like another in structure, room and tags.

    Room is compared by the logarithm of the limit in characters, an English word counting six.
    """

    def distance(other: Channel) -> float:
        away = _STRUCTURE_COST * (other.structure != target.structure)
        away += abs(math.log(_room(other) / _room(target)))
        away += 0.5 * (bool(other.hashtags[1]) != bool(target.hashtags[1]))
        return away + 0.3 * (other.cta != target.cta)

    return min((c for c in bundled(target.language) if c.trained), key=distance).id


def _room(channel: Channel) -> float:
    limit = channel.limit or sum(part.limit * part.count for part in channel.parts) or 100
    narrow = 2 if channel.unit == "width" and channel.language == "zh" else 1
    return limit * (_CHARACTERS_A_WORD if channel.unit == "words" else 1) / narrow


def _name(value: Any) -> str:
    name = _text(value, N_("name"), LONGEST_NAME)
    if not name:
        raise InputRejected(N_("The channel has no name."), N_("Give it one."))
    return name


def _like(value: Any, language: str) -> str:
    trained = [entry.id for entry in bundled(language) if entry.trained]
    if value not in trained:
        raise InputRejected(
            N_("There is no training copy for “{name}”."),
            N_("Choose one of: {known}."),
            name=str(value)[:60],
            known=tuple(trained),
        )
    return str(value)


def _structure(value: Any, base: Channel) -> str:
    if base.structure in _FIXED:
        return base.structure
    return _one_of(value, set(STRUCTURES))


def _parts(row: Mapping[str, Any], base: Channel, wanted: Any) -> list[dict]:
    """The parts of the structure with the limits asked for, else those there are."""
    if not isinstance(wanted, Mapping):
        raise InputRejected(N_("Give the limits of the parts by their names."))
    if row["structure"] == base.structure:
        known = [(part.name, part.limit, part.unit, part.count) for part in base.parts]
    else:
        shares = _PARTS.get(row["structure"], ())
        known = [(n, max(1, int(row["limit"] * s)), row["unit"], 1) for n, s in shares]
    return [
        {
            "name": name,
            "limit": _whole(wanted.get(name, limit), name, 1, LONGEST_LIMIT),
            "unit": row["unit"] if unit == base.unit else unit,
            "count": count,
        }
        for name, limit, unit, count in known
    ]


def _tags(value: Any) -> tuple[int, int]:
    try:
        low, high = value
    except (TypeError, ValueError):
        raise InputRejected(N_("Give the least and the most number of hashtags.")) from None
    low = _whole(low, N_("number of hashtags"), 0, MOST_TAGS)
    high = _whole(high, N_("number of hashtags"), 0, MOST_TAGS)
    if low > high:
        raise InputRejected(
            NN_(
                "At least {low} hashtag cannot be asked where {high} is the most.",
                "At least {low} hashtags cannot be asked where {high} is the most.",
                low,
            ),
            N_("Lower the one or raise the other."),
            low=low,
            high=high,
        )
    return low, high


def _whole(value: Any, field: str, low: int, high: int) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not low <= value <= high:
        raise InputRejected(
            N_("The {field} must be a whole number from {low} to {high}."),
            N_("It was “{value}”."),
            field=field,
            low=low,
            high=high,
            value=str(value)[:40],
        )
    return int(value)


def _one_of(value: Any, known: set[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise InputRejected(
            N_("“{value}” cannot be chosen here."),
            N_("Choose one of: {known}."),
            value=str(value)[:40],
            known=tuple(sorted(known)),
        )
    return str(value)


def _text(value: Any, field: str, longest: int) -> str:
    if not isinstance(value, str):
        raise InputRejected(N_("The {field} must be text."), field=field)
    text = " ".join(clean(value).split())
    if len(text) > longest:
        raise too_long(field, len(text), longest)
    return text


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise InputRejected(
            N_("“{value}” is no date."), N_("Write it as 2026-11-30."), value=str(value)[:20]
        ) from None
