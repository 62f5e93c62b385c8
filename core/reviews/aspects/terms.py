"""One form for what is one term: case, spelling, plural, articles, traditional characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_SPACE_BY_HAN = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")
_EDGES = re.compile(r"^[^\w$]+|[^\w$+#%]+$")
_LEADING = re.compile(
    r"^(?:(?:the|an?|my|our|your|his|her|its|their|this|that|these|those|some|any|all|"
    r"overall|actual|entire|whole)\s+)+(?=\S)"
)
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_SPLIT_POSSESSIVE = re.compile(r"\s+(?=['’]s?(?:\s|$))|\s*(?<=\w)\s+-\s+(?=\w)")
_HAN_LEADING = re.compile(
    r"^(?:的|了|很|太|都|也|这个|那个|这款|这家|他们家|他家|这|那|在|和|就是|以及)+(?=.{2})"
)
_HAN_TRAILING = re.compile(r"(?<=.{2})(?:的|了|也|都|很|太|是|方面|这块|这方面)+$")
_KEEPS_ITS_S = ("ss", "us", "is", "'s")
_TAKES_ES = ("ches", "shes", "sses", "xes", "zzes", "oes")


@dataclass(frozen=True)
class Forms:
    """What the vocabulary says of spellings, plurals and characters."""

    spelling: dict[str, str] = field(default_factory=dict)
    plurals: dict[str, str] = field(default_factory=dict)
    characters: dict[int, str] = field(default_factory=dict)

    def normal(self, term: str) -> str:
        """The term in its one form: "The Colours" is "color", "價格 " is "价格".

        Lower case; American spelling; the last English word in the singular; Chinese in
        simplified characters and without particles at its ends. Never "" for a term that
        holds a letter or digit.
        """
        folded = " ".join(unicodedata.normalize("NFKC", term).casefold().split())
        folded = _SPACE_BY_HAN.sub("", folded).translate(self.characters)
        folded = _EDGES.sub("", _SPLIT_POSSESSIVE.sub("", folded))
        if _HAN_CHARACTER.search(folded):
            return _HAN_TRAILING.sub("", _HAN_LEADING.sub("", folded))
        words = _POSSESSIVE.sub("", _LEADING.sub("", folded)).split()
        if not words:
            return folded
        words = [self.spelling.get(word, word) for word in words]
        words[-1] = self.singular(words[-1])
        return " ".join(words)

    def singular(self, word: str) -> str:
        """An English word in the singular, as the table or the usual endings have it."""
        if word in self.plurals:
            return self.plurals[word]
        found = word
        if len(word) > 3 and word.isalpha() and word.isascii():
            if word.endswith("ies") and len(word) > 4:
                found = word[:-3] + "y"
            elif word.endswith(_TAKES_ES):
                found = word[:-2]
            elif word.endswith("s") and not word.endswith(_KEEPS_ITS_S):
                found = word[:-1]
        return self.spelling.get(found, found)


def is_chinese(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return bool(_HAN_CHARACTER.search(text))
