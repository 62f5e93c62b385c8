"""What a marketer asks for: one product, its facts and how to speak of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any, Literal

from core.errors import InputRejected
from core.i18n import N_
from core.text import clean

# What a person reads of a field in a message, and the most characters it may hold.
_FIELDS = {
    "product": (N_("product name"), 80),
    "category": (N_("category"), 120),
    "audience": (N_("audience"), 300),
    "tone": (N_("tone"), 60),
    "offer": (N_("offer"), 200),
    "cta": (N_("call to action"), 60),
    "industry": (N_("industry"), 120),
}
MAX_FACTS = 20
MAX_FACT = 300
MAX_KEYWORDS = 10
MAX_KEYWORD = 60


@dataclass(frozen=True)
class Brief:
    """A validated brief; build one from user input with `from_dict`.

    `tone` is one of `engines.types.TONES` or free words. Texts are composed Unicode without control
    characters; HTML and markdown are kept as the plain text they are.
    """

    lang: Literal["en", "zh"]
    product: str
    facts: tuple[str, ...]
    category: str = ""
    audience: str = ""
    tone: str = ""
    offer: str = ""
    cta: str = ""
    keywords: tuple[str, ...] = ()
    industry: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Brief:
        """A brief from JSON-like data; keys it does not know are ignored.

        Raises InputRejected naming the first field that is missing, of a wrong kind, empty
        or too long. Facts and keywords without a letter or a digit, and repeated ones, are dropped.
        """
        if not isinstance(data, Mapping):
            raise InputRejected(
                N_("A brief is an object with named fields."),
                N_("Give at least lang, product and one fact."),
            )
        words = {name: _text(data, name) for name in _FIELDS}
        if not words["product"]:
            raise InputRejected(
                N_("The product name is missing."), N_("Say what the product is called.")
            )
        if not _has_words(words["product"]):
            raise InputRejected(
                N_("The product name has no letters or digits."),
                N_("Say what the product is called."),
            )
        facts = _list(data, "facts", N_("facts"), MAX_FACTS, MAX_FACT)
        if not facts:
            raise InputRejected(
                N_("There are no facts."),
                N_("Give at least one in words: copy may only say what the facts say."),
            )
        keywords = _list(data, "keywords", N_("keywords"), MAX_KEYWORDS, MAX_KEYWORD)
        return cls(lang=_language(data), facts=facts, keywords=keywords, **words)

    @classmethod
    def stored(cls, data: Mapping[str, Any]) -> Brief:
        """A brief as `to_dict` gave it, by whatever rules it was accepted then."""
        kept = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """The fields of BRIEF.json."""
        data = asdict(self)
        return data | {"facts": list(self.facts), "keywords": list(self.keywords)}

    @cached_property
    def digest(self) -> str:
        """32 hex digits that two briefs share only when every field is the same."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """Every text of the brief that may support a claim, facts first."""
        rest = (self.offer, self.product, self.category, self.audience, self.cta, *self.keywords)
        return tuple(text for text in (*self.facts, *rest) if text)


def _language(data: Mapping[str, Any]) -> Literal["en", "zh"]:
    value = data.get("lang")
    if value in (None, ""):
        raise InputRejected(
            N_("The language (lang) is missing."), N_("Choose en for English or zh for Chinese.")
        )
    if value == "en":
        return "en"
    if value == "zh":
        return "zh"
    raise InputRejected(
        N_("The language (lang) “{value}” is not one the studio writes."),
        N_("Choose en for English or zh for Chinese."),
        value=str(value)[:40],
    )


def _text(data: Mapping[str, Any], name: str) -> str:
    label, limit = _FIELDS[name]
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputRejected(N_("The {field} must be text."), field=label)
    value = " ".join(clean(value).split())
    if len(value) > limit:
        raise too_long(label, len(value), limit)
    return value


def _list(
    data: Mapping[str, Any], name: str, label: str, most: int, longest: int
) -> tuple[str, ...]:
    values = data.get(name)
    if values is None:
        return ()
    if isinstance(values, str) or not isinstance(values, list | tuple):
        raise InputRejected(N_("The {field} must be a list of texts."), field=label)
    if not all(isinstance(value, str) for value in values):
        raise InputRejected(N_("Each of the {field} must be text."), field=label)
    texts = [" ".join(clean(value).split()) for value in values]
    texts = list(dict.fromkeys(text for text in texts if _has_words(text)))
    if len(texts) > most:
        raise InputRejected(
            N_("There are {count} {field}; {limit} is the most."),
            N_("Keep those that matter for this product."),
            count=len(texts),
            field=label,
            limit=most,
        )
    for text in texts:
        if len(text) > longest:
            raise InputRejected(
                N_("One of the {field} has {count} characters; {limit} is the most: “{start}…”"),
                N_("Make it one short phrase, or split it."),
                field=label,
                count=len(text),
                limit=longest,
                start=text[:30],
            )
    return tuple(texts)


def _has_words(text: str) -> bool:
    """Whether anything can be said of a text: signs and emoji alone state nothing."""
    return any(sign.isalnum() for sign in text)


def too_long(label: str, count: int, limit: int) -> InputRejected:
    """The refusal of a field with more characters than fit."""
    return InputRejected(
        N_("The {field} has {count} characters; {limit} is the most."),
        N_("Shorten it."),
        field=label,
        count=count,
        limit=limit,
    )
