"""Text to token ids and back, for the two kinds of vocabulary a writer may have.

"marked": word pieces without capitals, Chinese words and characters, marks for case and
spacing; "bytes": byte-level pairs. Signs of slots are one token each in both. The controls'
ids follow those of the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.engines.house.marks import CAPITAL, TIGHT, UPPER, mark, unmark
from core.engines.house.prompt import CONTROLS, GO
from core.engines.house.slots import OTHER, SIGNS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Kind = Literal["marked", "bytes"]
TOKENIZER = "tokenizer.json"
PADDING, UNKNOWN = 0, 1
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(r"(##)?[^\W\d_]+")
# Byte-level pieces write a byte from 0xAE on as the character of that number: these begin all
# scripts but Latin and its punctuation.
_FOREIGN_BYTES = re.compile("[\u00c4-\u00e1\u00e3-\u00f4]")
_ORDER = re.compile(r"<[^<> ]+>")
_FRAME = ("[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]")


class Pieces:
    """A tokenizer and the names of all ids, pieces first and controls after them.

    Tokens of the tokenizer that name the same Chinese piece share one id.
    """

    def __init__(self, tokenizer: Tokenizer, kind: Kind) -> None:
        self.tokenizer = tokenizer
        self.kind = kind
        self._rows, names = shared_rows(tokenizer)
        self.names = [*names, *CONTROLS]
        self._controls = {name: len(names) + i for i, name in enumerate(CONTROLS)}
        self._ids = {name: i for i, name in enumerate(names)}
        self._never: dict[bool, tuple[int, ...]] = {}

    @classmethod
    def load(cls, folder: Path, kind: Kind) -> Pieces:
        """The pieces of a model's folder. Raises what the tokenizer's file makes it raise."""
        from tokenizers import Tokenizer

        return cls(Tokenizer.from_file(str(folder / TOKENIZER)), kind)

    def __len__(self) -> int:
        return len(self.names)

    def encode(self, text: str, chinese: bool) -> list[int]:
        """Ids of a text, which may hold signs of slots.

        A byte-level text begins with a space, so that a phrase is the same pieces everywhere.
        """
        if not text.strip():
            return []
        shown = mark(text, chinese) if self.kind == "marked" else " " + text.strip()
        return [self._rows[id] for id in self.tokenizer.encode(shown).ids]

    def decode(self, ids: Sequence[int], chinese: bool) -> str:
        """The text of ids; controls and unknown pieces are left out."""
        first = len(self._ids)
        if self.kind == "bytes":
            kept = [id for id in ids if id < first]
            return self.tokenizer.decode(kept, skip_special_tokens=False).strip()
        names = (self.names[id] for id in ids if id < first)
        return unmark((name for name in names if name not in _FRAME), chinese).strip()

    def control(self, name: str) -> int:
        """The id of a control. Raises KeyError for one there is not."""
        return self._controls[name]

    def id(self, name: str) -> int:
        """The id of a piece or sign. Raises KeyError for one there is not."""
        return self._ids[name]

    def never(self, chinese: bool) -> tuple[int, ...]:
        """Ids that no text may hold: controls but the end, digits, frames and, in English,
        pieces of other scripts. The end is the caller's to allow."""
        if chinese not in self._never:
            foreign = _FOREIGN_BYTES if self.kind == "bytes" else _HAN
            self._never[chinese] = (
                *self._controls.values(),
                *self._barred(None if chinese else foreign),
            )
        return self._never[chinese]

    def _barred(self, foreign: re.Pattern[str] | None) -> Iterator[int]:
        for name, id in self._ids.items():
            digit = any(c.isdigit() for c in name) and name not in SIGNS
            frame = name in _FRAME or name == OTHER or _ORDER.fullmatch(name)
            if digit or frame or (foreign and foreign.search(name)):
                yield id

    def latin(self) -> list[int]:
        """Ids of pieces with Latin letters."""
        if self.kind == "bytes":
            return []
        marks = {CAPITAL, UPPER, TIGHT}
        return [
            id
            for name, id in self._ids.items()
            if name not in marks and _LATIN.fullmatch(name) and not _HAN.search(name)
        ]

    @property
    def go(self) -> int:
        return self._controls[GO]


def shared_rows(tokenizer: Tokenizer) -> tuple[list[int], list[str]]:
    """The id of each of the tokenizer's tokens, and the name of each id.

    A Chinese word at the start of a run and the same one inside it ("##…") are one.
    """
    tokens = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    ids: dict[str, int] = {}
    rows = []
    for token, _ in tokens:
        bare = token.removeprefix("##")
        name = bare if _HAN.match(bare) else token
        rows.append(ids.setdefault(name, len(ids)))
    return rows, list(ids)
