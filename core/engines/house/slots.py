"""Names and numbers of a brief as signs: the network writes the sign, code fills it in.

So a product's name and every number come out exactly as the brief has them, and no number
can come out that the brief does not hold. The signs are Braille patterns, which copy has
no use for; any in a person's text are taken out first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

PRODUCT, TAG, OTHER = "\u2801", "\u2802", "\u2803"
"""The product's name, its name as a hashtag, and a number of somebody else."""

NUMBERS = tuple(chr(0x2810 + i) for i in range(16))
SIGNS = (PRODUCT, TAG, OTHER, *NUMBERS)

_BRAILLE = re.compile("[\u2800-\u28ff]")
DIGITS = r"\d+(?:[.,:/]\d+)*"
"""A number as copy writes it: 12, 1,000, 3.5, 24/7, 9:30."""
_NUMBER = re.compile(DIGITS)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f0-9]")


@dataclass(frozen=True)
class Slots:
    """What the signs of one brief stand for; number i is `numbers[i]`, at most 16 of them."""

    product: str
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, product: str, texts: Iterable[str]) -> Slots:
        """The slots of a brief: numbers in the order in which its texts first have them."""
        found: dict[str, None] = {}
        for text in texts:
            found.update(dict.fromkeys(_NUMBER.findall(_without(text, product, " "))))
        return cls(_BRAILLE.sub("", product), tuple(found)[: len(NUMBERS)])

    @property
    def tag(self) -> str:
        """The product's name as a hashtag writes it, without the hash."""
        return re.sub(r"[\W_]+", "", self.product).lower()

    def hide(self, text: str) -> str:
        """The text with signs; a number that is not the brief's becomes OTHER."""
        text = _BRAILLE.sub("", text)
        if self.tag:
            text = re.sub(rf"(?<=#){re.escape(self.tag)}(?!\w)", TAG, text, flags=re.IGNORECASE)
        text = _without(text, self.product, PRODUCT)
        signs = dict(zip(self.numbers, NUMBERS, strict=False))
        return _NUMBER.sub(lambda found: signs.get(found[0], OTHER), text)

    def show(self, text: str) -> str:
        """The text with the signs filled in; signs that stand for nothing vanish."""
        values = dict(zip(NUMBERS, self.numbers, strict=False))
        values |= {PRODUCT: self.product, TAG: self.tag}
        return _BRAILLE.sub(lambda found: values.get(found[0], ""), text)


def without_signs(text: str) -> str:
    """A person's text without Braille patterns."""
    return _BRAILLE.sub("", text)


def _without(text: str, product: str, sign: str) -> str:
    """The text with `sign` wherever the product is named as it is written, as a whole word."""
    if not product:
        return text
    before = r"(?<![A-Za-z0-9])" if _LATIN.match(product[0]) else ""
    after = r"(?![A-Za-z0-9])" if _LATIN.match(product[-1]) else ""
    return re.sub(before + re.escape(product) + after, sign, text)
