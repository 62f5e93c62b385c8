"""A persona: a segment with a name, its evidence and what follows from it for copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from core.i18n import N_, translation
from core.personas.advice import Line
from core.personas.badges import badge_choices
from core.personas.drift import Change
from core.personas.evidence import Trait
from core.personas.leanings import Message
from core.personas.phrases import Phrase, Translate
from core.personas.prices import PriceSensitivity
from core.personas.voices import Quote, Voices
from core.personas.words import Word

_JOINT = " · "


@dataclass(frozen=True)
class Top:
    """A product or channel and how many of the segment's customers use it; share of the segment."""

    name: str
    n: int
    share: float


@dataclass(frozen=True)
class Grouping:
    """How the segments were found: see core.personas.segments.Segmentation, and for `wishes`
    core.personas.segments.divide."""

    method: str = ""
    verdict: str = ""
    stability: float = 0.0
    notes: tuple[Phrase, ...] = ()
    wishes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Persona:
    """`name` is the user's own, else the English one; `title` translates the latter.

    `share` is the part of all customers, `value` the money of the segment (returns taken off,
    None where no amounts are known) and `value_share` its part of all money. `weekdays` (from
    Monday) and `hours` (0..23) are shares of the segment's orders, empty where unknown.
    `typical` holds medians as far as known: orders, spend, recency in days.
    `assumed` marks a persona written by hand: its `description` is opinion, not evidence.
    `files` are the imports its customers come from, oldest first, and `currency` the code of its
    money, "" unknown. `prices` says how much the price matters to them. `messages` are drafts that
    were suggested for them. `note` is what a person added; `locked` keeps the card as it is when
    groups are formed anew; `changes` says what moved since the version before.
    """

    id: int
    name: str
    segment: str
    size: int
    share: float
    value: float | None
    traits: tuple[Trait, ...] = ()
    parts: tuple[Phrase, ...] = ()
    renamed: bool = False
    value_share: float | None = None
    say: tuple[Line, ...] = ()
    avoid: tuple[Line, ...] = ()
    voices: Voices = field(default_factory=Voices)
    products: tuple[Top, ...] = ()
    channels: tuple[Top, ...] = ()
    weekdays: tuple[float, ...] = ()
    hours: tuple[float, ...] = ()
    typical: dict[str, float] = field(default_factory=dict)
    signature: dict[str, float] = field(default_factory=dict)
    grouping: Grouping = Grouping()
    base: str = ""
    files: tuple[str, ...] = ()
    currency: str = ""
    prices: PriceSensitivity = field(default_factory=PriceSensitivity)
    messages: tuple[Message, ...] = ()
    description: dict[str, str] = field(default_factory=dict)
    assumed: bool = False
    note: str = ""
    locked: bool = False
    changes: tuple[Change, ...] = ()
    version: int = 1
    created_at: str = ""
    updated_at: str = ""

    @property
    def words(self) -> tuple[Word, ...]:
        return self.voices.words

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """What its customers wrote, praise first."""
        themes = (*self.voices.praise, *self.voices.pains)
        return tuple(quote for theme in themes for quote in theme.quotes) + self.voices.needs

    @property
    def strongest(self) -> tuple[Trait, ...]:
        """Up to three traits for a card: reliable ones that are more frequent than usual first;
        what segments by recency and value were cut by later, for their names say it, and
        protected ones last."""
        cut = self.grouping.method == "rfm"
        channels = {trait.value for trait in self.traits if trait.kind == "channel"}
        ranked = sorted(
            # A channel known from purchases and from a customer file is one trait to a reader.
            (t for t in self.traits if t.kind != "attribute" or t.value not in channels),
            key=lambda t: (t.protected, not t.reliable, cut and t.defining, not t.more),
        )
        return tuple(ranked[:3])

    def title(self, translate: Translate = str) -> str:
        """The name in the language of `translate`; one given by a person stays as it is."""
        if self.renamed or not self.parts:
            return self.name
        return _JOINT.join(part.text(translate) for part in self.parts)

    def initials(self, translate: Translate = str) -> str:
        """One or two characters for a badge; see core.personas.badges for different ones."""
        return badge_choices(self.title(translate))[0]

    def brief_hints(self, language: str = "en") -> str:
        """What a writer should know, in one paragraph of English or Chinese.

        Only reliable traits that are neither protected nor outcomes are named, and nothing
        that is not on the card.
        """
        translate = translation(language).gettext
        sentences = [self.title(translate)]
        if self.assumed:
            sentences += [text for text in self.description.values() if text]
        if self.note:
            sentences.append(self.note.strip().rstrip(".。"))
        usable = [t for t in self.traits if t.reliable and not (t.protected or t.outcome)]
        sentences += [trait.text(translate) for trait in usable[:4]]
        for message, items in (
            (N_("They praise {things}"), [theme.aspect for theme in self.voices.praise]),
            (N_("They complain about {things}"), [theme.aspect for theme in self.voices.pains]),
            (N_("Their words: {things}"), [word.word for word in self.words[:6]]),
        ):
            if items:
                joint = "、" if language == "zh" else ", "
                sentences.append(translate(message).format(things=joint.join(items)))
        sentences += [line.text(translate).rstrip(".。") for line in self.say[:3]]
        stop = "。" if language == "zh" else ". "
        return (stop.join(sentences) + stop).strip()

    def content(self) -> dict[str, Any]:
        """What the table personas keeps beside name, segment, size and times."""
        return {
            "share": self.share,
            "value": self.value,
            "value_share": self.value_share,
            "traits": [trait.to_dict() for trait in self.traits],
            "parts": [part.to_json() for part in self.parts],
            "renamed": self.renamed,
            "say": [line.to_dict() for line in self.say],
            "avoid": [line.to_dict() for line in self.avoid],
            "voices": self.voices.to_dict(),
            "products": [[top.name, top.n, top.share] for top in self.products],
            "channels": [[top.name, top.n, top.share] for top in self.channels],
            "weekdays": list(self.weekdays),
            "hours": list(self.hours),
            "typical": self.typical,
            "signature": self.signature,
            "grouping": {
                "method": self.grouping.method,
                "verdict": self.grouping.verdict,
                "stability": self.grouping.stability,
                "notes": [note.to_json() for note in self.grouping.notes],
                "wishes": self.grouping.wishes,
            },
            "base": self.base,
            "files": list(self.files),
            "currency": self.currency,
            "prices": self.prices.to_dict(),
            "messages": [message.to_dict() for message in self.messages],
            "description": self.description,
            "note": self.note,
            "locked": self.locked,
            "changes": [change.to_json() for change in self.changes],
        }

    @classmethod
    def from_row(cls, row: dict[str, Any], content: dict[str, Any]) -> Persona:
        """The persona of a stored row and its parsed content."""
        grouping = content["grouping"]
        return cls(
            id=row["id"],
            name=row["name"],
            segment=row["segment"],
            size=row["size"],
            share=content["share"],
            value=content["value"],
            value_share=content["value_share"],
            traits=tuple(Trait.from_dict(trait) for trait in content["traits"]),
            parts=tuple(Phrase.from_json(part) for part in content["parts"]),
            renamed=content["renamed"],
            say=tuple(Line.from_dict(line) for line in content["say"]),
            avoid=tuple(Line.from_dict(line) for line in content["avoid"]),
            voices=Voices.from_dict(content["voices"]),
            products=tuple(Top(*top) for top in content["products"]),
            channels=tuple(Top(*top) for top in content["channels"]),
            weekdays=tuple(content["weekdays"]),
            hours=tuple(content["hours"]),
            typical=content["typical"],
            signature=content["signature"],
            grouping=replace(
                Grouping(**{**grouping, "notes": ()}),
                notes=tuple(Phrase.from_json(note) for note in grouping["notes"]),
            ),
            base=content["base"],
            files=tuple(content.get("files", ())) or _file_of(content["base"]),
            currency=content.get("currency", ""),
            prices=PriceSensitivity.from_dict(content["prices"])
            if "prices" in content
            else PriceSensitivity(),
            messages=tuple(Message.from_dict(one) for one in content.get("messages", ())),
            description=content["description"],
            assumed=bool(row["assumed"]),
            note=content.get("note", ""),
            locked=content.get("locked", False),
            changes=tuple(Change.from_json(change) for change in content.get("changes", ())),
            version=row["version"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
        )

    def to_dict(self) -> dict[str, Any]:
        """The persona for other programs, in English."""
        return {
            "id": self.id,
            "name": self.title(),
            "size": self.size,
            "share": self.share,
            "value": self.value,
            "segment": self.segment,
            "assumed": self.assumed,
            "method": self.grouping.method,
            "verdict": self.grouping.verdict,
            "stability": self.grouping.stability,
            "notes": [note.text() for note in self.grouping.notes],
            "traits": [
                {
                    "name": trait.name,
                    "value": trait.value,
                    "label": trait.text(),
                    "n": trait.n,
                    "share": trait.share,
                    "low": trait.low,
                    "high": trait.high,
                    "lift": trait.lift,
                    "lift_low": trait.lift_low,
                    "lift_high": trait.lift_high,
                    "reliable": trait.reliable,
                    "protected": trait.protected,
                    "defining": trait.defining,
                }
                for trait in self.traits
            ],
            "files": list(self.files),
            "prices": {
                "verdict": self.prices.verdict,
                "signs": [
                    sign.to_dict() | {"label": sign.label.text(), "reliable": sign.reliable}
                    for sign in self.prices.signs
                ],
                "missing": list(self.prices.missing),
            },
            "words": [word.word for word in self.words],
            "say": [line.text() for line in self.say],
            "avoid": [line.text() for line in self.avoid],
        }


def name_parts(candidates: Iterable[Trait], taken: set[str], number: int) -> tuple[Phrase, ...]:
    """Two short traits, each of at least 40 % of a group, that name it, or else a letter.

    Neither protected nor rarer-than-usual traits make names; a name in `taken` is not used again.
    The second says another kind of thing than the first where there is one.
    """
    short: dict[str, Phrase] = {}
    for t in candidates:
        fits = t.more and t.share >= 0.4 and not (t.protected or t.outcome)
        if t.short and fits:
            short.setdefault(t.name, t.short)
    kinds: set[str] = set()
    first: list[Phrase] = []
    later: list[Phrase] = []
    for phrase in short.values():
        kind = phrase.message.removesuffix(" on {thing}")
        (later if kind in kinds else first).append(phrase)
        kinds.add(kind)
    for count in (2, 3, 4):
        parts = tuple([*first, *later][:count])
        if parts and _JOINT.join(part.text() for part in parts) not in taken:
            return parts
    return (Phrase(N_("Group {letter}"), {"letter": "ABCDEFGHIJ"[number % 10]}),)


def _file_of(base: str) -> tuple[str, ...]:
    """The file of a card from before cards named theirs; those from purchases named none."""
    return (base.removeprefix("file:"),) if base.startswith("file:") else ()
