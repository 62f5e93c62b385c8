"""Blocks of columns as they are kept in the file, so that a new process need not read each row.

A pack is dropped with the first change of its block (core.store.block_tables): where there is
one, it holds what the rows say.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Mapping

import numpy as np
from sqlite_utils.db import Database

from core.store.blocks import NAMED, Arrays, Words

FORMAT = 1
"""Goes up with every change of what a block holds; a pack of another format is read by nobody."""

_LENGTH = struct.Struct("<I")
_QUICK = 1
_CODES = {f"mention_{name}" if name == "aspect" else name: name for name in NAMED}


def packed_blocks(db: Database, workspace: int) -> set[int]:
    """The blocks of a workspace that have a pack."""
    rows = db.conn.execute("SELECT block FROM _block_packs WHERE workspace_id = ?", [workspace])
    return {block for (block,) in rows}


def unpacked(db: Database, workspace: int, block: int, words: Words) -> Arrays | None:
    """The columns of a block that has a pack; None for one of another format. New words are
    added to `words`."""
    content = db.conn.execute(
        "SELECT content FROM _block_packs WHERE workspace_id = ? AND block = ?", [workspace, block]
    ).fetchone()[0]
    raw = zlib.decompress(content)
    at = _LENGTH.size
    (length,) = _LENGTH.unpack_from(raw)
    head = json.loads(raw[at : at + length])
    if head.get("format") != FORMAT:
        return None
    at += length
    found: Arrays = {}
    for name, kind, stored, count in head["columns"]:
        held = np.frombuffer(raw, dtype=stored, count=count, offset=at)
        at += held.nbytes
        if name in _CODES:
            known = words[_CODES[name]]
            codes = [known.setdefault(word, len(known)) for word in head["words"][name]]
            held = np.array([*codes, -1], dtype=kind)[held]
        found[name] = held.astype(kind)
    return found


def keep_packs(
    db: Database,
    workspace: int,
    parts: Mapping[int, tuple[int, Arrays]],
    words: Mapping[str, Mapping[str, int]],
) -> None:
    """Keep the columns of blocks, by block with the version that was read. A block that changed
    since is left out, and so is the rest where another process is writing or nothing can be."""
    names = {name: list(known) for name, known in words.items()}
    db.conn.execute("PRAGMA busy_timeout = 0")
    for block, (version, part) in parts.items():
        content = _packed(part, names)
        try:
            db.conn.execute(
                """INSERT OR REPLACE INTO _block_packs (block, workspace_id, content)
                   SELECT block, ?, ? FROM _review_blocks WHERE block = ? AND version = ?""",
                [workspace, content, block, version],
            )
        except sqlite3.OperationalError:
            return


def _packed(part: Arrays, names: Mapping[str, list[str]]) -> bytes:
    columns, words, contents = [], {}, []
    for name, array in part.items():
        held = array
        if name in _CODES:
            # -1, for none, is the last place of the list of words.
            used, places = np.unique(array, return_inverse=True)
            here = used[used >= 0]
            words[name] = [names[_CODES[name]][code] for code in here.tolist()]
            held = np.where(array < 0, len(here), places - (len(used) - len(here)))
        if held.dtype.kind in "iu" and len(held):
            held = held.astype(np.promote_types(*map(np.min_scalar_type, (held.min(), held.max()))))
        columns.append([name, array.dtype.str, held.dtype.str, len(held)])
        contents.append(held.tobytes())
    head = json.dumps(
        {"format": FORMAT, "columns": columns, "words": words}, ensure_ascii=False
    ).encode()
    return zlib.compress(b"".join([_LENGTH.pack(len(head)), head, *contents]), _QUICK)
