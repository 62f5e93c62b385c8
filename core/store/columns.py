"""The facts of a workspace's reviews as arrays, one a column: what figures are added up from.

SQLite holds the facts; these are a copy in memory, some 100 bytes a review, brought up to date
block by block (core.store.block_tables) before each use. Whatever a million reviews are
filtered by, adding them up takes milliseconds so.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlite_utils.db import Database

from core.store.blocks import NAMED, Arrays, Words, block_versions, empty_block, read_block
from core.store.packs import keep_packs, packed_blocks, unpacked
from core.store.store import Store

_MOST_WORKSPACES = 4
_MOST_REMEMBERED = 8
# Fewer blocks than these are read again sooner than packed.
_PACKED = 4

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Columns:
    """Reviews by id, a column an array of their number, to be asked for as columns["day"].

    id, day (a proleptic ordinal of datetime.date, 0 for none), label and unsure (-1 where
    unread, else an index of LABELS and 0 or 1), theme (an id, 0 for none); rating, polarity and
    confidence (NaN for none). product, origin, country, language, version and emotion are codes:
    places in `words`, -1 for none. The three columns of mentions have a length of their own, one
    for each review and aspect: mention_row is a place in the others, mention_aspect a code,
    mention_polarity an index of LABELS, the worst where a review speaks of it twice. What a
    person's label 7 was found in mentions "label:7".
    """

    workspace: int
    arrays: Mapping[str, NDArray[Any]]
    words: Mapping[str, Mapping[str, int]]
    blocks: Mapping[int, tuple[int, slice, slice]]
    _memory: OrderedDict[Any, Any] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.arrays[name]

    def __len__(self) -> int:
        return len(self.arrays["id"])

    def code(self, column: str, word: object) -> int:
        """The code of a word in a column, -2 where no review has it."""
        return self.words[column].get(str(word), -2)

    def names(self, column: str) -> list[str]:
        """The words of a column in the order of their codes."""
        return list(self.words[column])

    def rows_of(self, ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """The places of those ids that are there, in the order given."""
        wanted = np.asarray(ids, dtype=np.int64)
        if not len(self) or not len(wanted):
            return wanted[:0]
        places = np.minimum(np.searchsorted(self["id"], wanted), len(self) - 1)
        return places[self["id"][places] == wanted]

    def remembered(self, key: object, make: Callable[[], T]) -> T:
        """What `make` makes, made once for the latest keys."""
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
        made = make()
        with self._lock:
            self._memory[key] = made
            while len(self._memory) > _MOST_REMEMBERED:
                self._memory.popitem(last=False)
        return made


class _Held:
    """The columns of a store's workspaces, those used last."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.columns: OrderedDict[int, Columns] = OrderedDict()


_HELD: WeakKeyDictionary[Store, _Held] = WeakKeyDictionary()
_HOLDING = threading.Lock()


def columns(store: Store, workspace: int) -> Columns:
    """The columns as the store has them now; only blocks that changed are read again."""
    with _HOLDING:
        held = _HELD.setdefault(store.own, _Held())
    with held.lock, store.own.open() as db:
        # One state of the file for the versions and for what they are of.
        db.conn.execute("BEGIN")
        old = held.columns.get(workspace)
        found, read = _renewed(db, workspace, old)
        db.conn.execute("COMMIT")
        if len(read) >= _PACKED:
            keep_packs(db, workspace, read, found.words)
        held.columns[workspace] = found
        held.columns.move_to_end(workspace)
        while len(held.columns) > _MOST_WORKSPACES:
            held.columns.popitem(last=False)
    return found


def _renewed(
    db: Database, workspace: int, old: Columns | None
) -> tuple[Columns, dict[int, tuple[int, Arrays]]]:
    """The columns as they are, and by block with its version what was read from rows."""
    versions = block_versions(db)
    known = old.blocks if old else {}
    if old and {block: version for block, (version, _, _) in known.items()} == versions:
        return old, {}
    words: Words = {name: dict(old.words[name]) if old else {} for name in NAMED}
    kept = packed_blocks(db, workspace)
    parts: list[Arrays] = [empty_block()]
    read: dict[int, tuple[int, Arrays]] = {}
    blocks: dict[int, tuple[int, slice, slice]] = {}
    rows = mentions = 0
    for block, version in versions.items():
        part: Arrays | None = None
        if old and block in known and known[block][0] == version:
            part = _part(old, *known[block][1:])
        elif block in kept:
            part = unpacked(db, workspace, block, words)
        if part is None:
            part = read_block(db, workspace, block, words)
            if len(part["id"]):
                read[block] = version, part
        first, first_mention = rows, mentions
        rows, mentions = rows + len(part["id"]), mentions + len(part["mention_row"])
        blocks[block] = version, slice(first, rows), slice(first_mention, mentions)
        parts.append(part | {"mention_row": part["mention_row"] + first})
    arrays = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return Columns(workspace, arrays, words, blocks), read


def _part(old: Columns, rows: slice, mentions: slice) -> Arrays:
    part = {
        name: array[mentions if name.startswith("mention_") else rows]
        for name, array in old.arrays.items()
    }
    return part | {"mention_row": part["mention_row"] - rows.start}
