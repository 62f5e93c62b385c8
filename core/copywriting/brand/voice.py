"""How a brand speaks, as rules a program can check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from core.errors import InputRejected
from core.i18n import N_
from core.text import clean

Person = Literal["any", "we", "you"]
PERSONS: tuple[Person, ...] = ("any", "we", "you")
MAX_EXAMPLES = 50


@dataclass(frozen=True)
class GuideEdit:
    """What a person changed in one rule of the learnt style guide of one language.

    `words` replace the rule's wording ("" = as learnt), `low` and `high` the bounds of a rule
    that has some; a rule that is not `on` holds no more.
    """

    language: Literal["en", "zh"]
    rule: str
    words: str = ""
    on: bool = True
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Voice:
    """A brand's voice.

    `banned` words never appear; each `preferred` pair (from, to) is replaced. `person` "we"
    or "you" is a wish that a note watches over. `examples` are the brand's own texts; from five
    of a language on a style guide is learnt from them, `guide` being what a person changed in it.
    """

    notes: str = ""
    banned: tuple[str, ...] = ()
    preferred: tuple[tuple[str, str], ...] = ()
    exclamation_marks: bool = True
    emoji: bool = True
    person: Person = "any"
    examples: tuple[str, ...] = ()
    guide: tuple[GuideEdit, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the store."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Voice:
        """A voice from JSON-like data: cleaned, empty entries dropped.

        Raises InputRejected naming what is of a wrong kind or too long.
        """
        person = data.get("person") or "any"
        if person not in PERSONS:
            raise InputRejected(N_("The person must be any, we or you."))
        return cls(
            notes=_texts(N_("notes"), [data.get("notes") or ""], 1, 2000)[0]
            if data.get("notes")
            else "",
            banned=_texts(N_("banned words"), data.get("banned") or (), 200, 60),
            preferred=_pairs(data.get("preferred") or ()),
            exclamation_marks=bool(data.get("exclamation_marks", True)),
            emoji=bool(data.get("emoji", True)),
            person=person,
            examples=_texts(N_("examples"), data.get("examples") or (), MAX_EXAMPLES, 4000),
            guide=_guide(data.get("guide") or ()),
        )


def term_pattern(term: str) -> re.Pattern[str]:
    """A pattern that finds a term whole, in any case; inside words only where it is Chinese."""
    before = r"(?<![A-Za-z0-9])" if term[0].isascii() and term[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if term[-1].isascii() and term[-1].isalnum() else ""
    return re.compile(before + re.escape(term) + after, re.IGNORECASE)


def _texts(label: str, values: Any, most: int, longest: int) -> tuple[str, ...]:
    listed = isinstance(values, list | tuple)
    if not listed or not all(isinstance(value, str) for value in values):
        raise InputRejected(N_("The {field} must be a list of texts."), field=label)
    texts = tuple(dict.fromkeys(text for text in map(clean, values) if text))
    if len(texts) > most or any(len(text) > longest for text in texts):
        raise InputRejected(
            N_("The {field} may hold {most} texts of at most {longest} characters."),
            field=label,
            most=most,
            longest=longest,
        )
    return texts


def _guide(values: Any) -> tuple[GuideEdit, ...]:
    edits: dict[tuple[str, str], GuideEdit] = {}
    for value in values if isinstance(values, list | tuple) else (values,):
        edit = _guide_edit(asdict(value) if isinstance(value, GuideEdit) else value)
        edits[edit.language, edit.rule] = edit
    return tuple(edits.values())


def _guide_edit(value: Any) -> GuideEdit:
    wrong = InputRejected(N_("A rule of the style guide has bounds from 1 on, the lower first."))
    if not isinstance(value, Mapping) or value.get("language") not in ("en", "zh"):
        raise wrong
    low, high = value.get("low"), value.get("high")
    given = [bound for bound in (low, high) if bound is not None]
    if any(not isinstance(b, int) or isinstance(b, bool) or not 1 <= b <= 500 for b in given):
        raise wrong
    if len(given) == 2 and given[0] > given[1]:
        raise wrong
    words = _texts(N_("style guide"), [value.get("words") or ""], 1, 300)
    return GuideEdit(
        language=value["language"],
        rule=str(value.get("rule") or "")[:40],
        words=" ".join(words[0].split()) if words else "",
        on=bool(value.get("on", True)),
        low=low,
        high=high,
    )


def _pairs(values: Any) -> tuple[tuple[str, str], ...]:
    pairs = []
    for value in values if isinstance(values, list | tuple) else (values,):
        pair = isinstance(value, list | tuple) and len(value) == 2
        if not pair or not all(isinstance(word, str) for word in value):
            raise InputRejected(
                N_("Preferred terms are pairs: the word to replace and the word to use.")
            )
        wrong, right = clean(value[0]), clean(value[1])
        if wrong and right and wrong != right:
            pairs.append((wrong, right))
    if len(pairs) > 200:
        raise InputRejected(N_("There are more than 200 preferred terms."))
    return tuple(dict.fromkeys(pairs))
