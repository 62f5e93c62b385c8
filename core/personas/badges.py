"""Characters that stand for a persona where others have a picture."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count


def badges(titles: Mapping[int, str]) -> dict[int, str]:
    """One or two characters for each title, all different; the same titles give the same ones."""
    found: dict[int, str] = {}
    for id, title in sorted(titles.items()):
        taken = set(found.values())
        choices = badge_choices(title)
        free = (one for one in choices if one not in taken)
        numbered = (f"{choices[0][:1]}{n}" for n in count(2))
        found[id] = next(free, "") or next(one for one in numbered if one not in taken)
    return found


def badge_choices(title: str) -> list[str]:
    """What may stand for a title, the usual initials first; "?" where it has no letter."""
    words = [word for word in title.split() if word[0].isalnum()]
    if not words:
        return ["?"]
    first = words[0]
    if not first[0].isascii():
        signs = [sign for sign in title if sign.isalnum()]
        return [first[:2], *(signs[0] + sign for sign in signs[2:])]
    initials = "".join(word[0] for word in words[:2]).upper()
    letters = [letter for letter in first[1:] if letter.isalnum()]
    return [initials, *(first[0].upper() + letter for letter in letters)]
