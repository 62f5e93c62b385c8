"""One row of an export made into one review: cleaned, masked, dated and recognisable again."""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from unicodedata import category

from core import privacy
from core.reviews.dates import parse_day
from core.text import clean, detect_language, search_terms

_STARS = re.compile(r"[★⭐🌟]")
_FRACTION = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|out of|of|/\s)\s*(\d+)")
_FIRST_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_WORDS_FOR_STARS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
    "一": 1.0, "二": 2.0, "两": 2.0, "三": 3.0, "四": 4.0, "五": 5.0,
}  # fmt: skip
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|li|ul|b|i|u|em|strong|span)(?:\s[^<>]*)?>", re.IGNORECASE)
_LONGEST_LABEL = 120
# A file's products and shops come again and again; its free notes need not be kept.
_MOST_LABELS = 10_000


@dataclass(frozen=True)
class Cleaned:
    """What is stored of a row. `posted_on` is an ISO day or None, `rating` as it stood."""

    digest: str
    text: str
    language: str
    posted_on: str | None
    rating: float | None
    product: str
    origin: str
    country: str
    customer_key: str
    terms: str


class Cleaner:
    """Cleans the rows of one file with a workspace's key and counts what it masked, by kind.

    A digest is what a row is known by again. Of one customer, equal words about the same
    product on the same day are one review. Without a customer, rows that are also equal in
    rating and origin may be of different people: the digest of the n-th of them in the file
    is that of the n-th in another, so an overlapping export repeats them and adds none.
    """

    def __init__(self, pseudonym_key: str, day_first: bool) -> None:
        self._key = pseudonym_key
        self._day_first = day_first
        self.masked: dict[str, int] = {}
        self._labels: dict[str, privacy.Masked] = {}
        self._seen: Counter[str] = Counter()

    def clean(self, cells: Mapping[str, str]) -> Cleaned | None:
        """The review in a row, whose cells come by role; None without a word or an emoji."""
        text = self._mask(clean(_unmarked(cells.get("text", ""))))
        if not any(char.isalnum() or category(char) == "So" for char in text):
            return None
        posted_on = parse_day(cells.get("date", ""), self._day_first) or None
        product = self._label(cells.get("product", ""))
        customer_key = privacy.pseudonym(self._key, cells.get("customer", ""))
        rating = parse_rating(cells.get("rating", ""))
        origin = self._label(cells.get("origin", ""))
        parts = (text, posted_on or "", product)
        if customer_key:
            digest = _digest(*parts, customer_key)
        else:
            digest = self._nth(*parts, str(rating), origin)
        return Cleaned(
            digest=digest,
            text=text,
            language=detect_language(text),
            posted_on=posted_on,
            rating=rating,
            product=product,
            origin=origin,
            country=self._label(cells.get("country", "")),
            customer_key=customer_key,
            terms=search_terms(text),
        )

    def _nth(self, *parts: str) -> str:
        """The digest of a row by nobody known, which tells it from equal rows before it."""
        row = _digest(*parts)
        self._seen[row] += 1
        return _digest(row, str(self._seen[row]))

    def _label(self, value: str) -> str:
        if not value:
            return ""
        masked = self._labels.get(value)
        if masked is None:
            masked = privacy.mask(" ".join(clean(value).split())[:_LONGEST_LABEL])
            if len(self._labels) < _MOST_LABELS:
                self._labels[value] = masked
        return self._counted(masked)

    def _mask(self, text: str) -> str:
        return self._counted(privacy.mask(text))

    def _counted(self, masked: privacy.Masked) -> str:
        for kind, count in masked.counts.items():
            self.masked[kind] = self.masked.get(kind, 0) + count
        return masked.text


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def _unmarked(text: str) -> str:
    """The words of a text that a web shop exported with its markup."""
    if "&" in text:
        text = html.unescape(text)
    return _TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text


def parse_rating(text: str) -> float | None:
    """The number a rating cell states, on whatever scale: "4", "4,5", "★★★★☆", "4 stars".

    "8/10" is brought to five stars. None where there is no number.
    """
    text = text.strip()
    if not text:
        return None
    try:
        return _finite(float(text))
    except ValueError:
        pass
    if stars := len(_STARS.findall(text)):
        return float(stars)
    if match := _FRACTION.search(text):
        value, scale = float(match[1].replace(",", ".")), float(match[2])
        return _finite(round(5 * value / scale, 2)) if scale and value <= scale else None
    if match := _FIRST_NUMBER.search(text):
        return _finite(float(match[0].replace(",", ".")))
    word = re.match(r"[a-z]+|[一二两三四五]", text.lower())
    return _WORDS_FOR_STARS.get(word[0]) if word else None


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
