"""Writing drafts to files, page by page, in one of the formats of `exporting`."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from core.copywriting.channels.channels import Channel
from core.copywriting.channels.own import Channels
from core.copywriting.draft import Draft, Filters, LibraryRow, Page
from core.copywriting.library.ai_label import file_metadata
from core.copywriting.library.exporting import (
    FORMATS,
    TABLES,
    ads_columns,
    ads_rows,
    dpo_rows,
    kto_rows,
    table_row,
)
from core.errors import InputRejected
from core.i18n import N_
from core.store import desk
from core.store import drafts as rows
from core.store.store import Store
from core.tables.writing import writable

if TYPE_CHECKING:
    import pandas as pd

_CHUNK = 2000
_ENDS = ("chosen_id", "rejected_id")
_FILES = {"google_ads": "csv", "kto": "jsonl", "dpo": "jsonl"}


class _Shelf(Protocol):
    """What an export reads from: the library."""

    store: Store
    workspace: int

    def find(self, filters: Filters, limit: int = 50, offset: int = 0) -> Page: ...


def ending(format: str) -> str:
    """The file ending of an export format."""
    return _FILES.get(format, format)


class Exports:
    """Exports of one library."""

    def __init__(self, library: _Shelf) -> None:
        self._library = library

    def write(
        self, filters: Filters, format: str, target: Path | IO[bytes], *, label: bool = False
    ) -> int:
        """Write what the filters find to a file or stream; the number of rows.

        With `label` texts in tables carry the AI-content label and each row its metadata
        (`ai_label`). Cells that a spreadsheet would run as a formula are defused. Raises
        InputRejected for an unknown format or when the file cannot be written.
        """
        from core.tables import write_table

        if format not in FORMATS:
            raise InputRejected(
                N_("“{format}” is no export format."),
                N_("Use one of: {formats}."),
                format=format[:20],
                formats=tuple(FORMATS),
            )
        frames = self._frames(filters, format, label)
        if format == "xlsx" and label:
            return self._marked_workbook(frames, target)
        return write_table(frames, target, ending(format), mark=ending(format) == "csv")

    def empty(self, filters: Filters) -> frozenset[str]:
        """The training formats that would hold nothing of what the filters find."""
        library = self._library
        with library.store.open() as db:
            decided = desk.decided(db, library.workspace)
            pairs = [pair for pair in desk.pairs(db, library.workspace) if pair["brief"]]
        shown = self._shown(filters, {pair[end] for pair in pairs for end in _ENDS})
        whole = any(shown.issuperset(pair[end] for end in _ENDS) for pair in pairs)
        held = {"kto": bool(self._shown(filters, set(decided))), "dpo": whole}
        return frozenset(format for format, some in held.items() if not some)

    def _shown(self, filters: Filters, ids: set[int]) -> set[int]:
        """Those of the drafts that the filters find."""
        wanted = ids if filters.ids is None else ids & set(filters.ids)
        if not wanted:
            return set()
        found = self._library.find(replace(filters, ids=tuple(sorted(wanted))), len(wanted))
        return {row.draft.id for row in found.rows}

    def _frames(self, filters: Filters, format: str, label: bool) -> Iterator[pd.DataFrame]:
        import pandas as pd

        names, made = self._kind(filters, format, label)
        first = True
        for chunk in self._chunks(filters, format):
            frame = pd.DataFrame(made(chunk), columns=names)
            if first or len(frame):
                yield frame
            first = False

    def _kind(
        self, filters: Filters, format: str, label: bool
    ) -> tuple[list[str], Callable[[Iterable[LibraryRow]], list[dict[str, Any]]]]:
        workspace = self._library.workspace
        if format in TABLES:
            return list(table_row(None, label)), lambda chunk: [
                table_row(row, label, workspace) for row in chunk
            ]
        if format == "google_ads":
            return ads_columns(), lambda chunk: ads_rows(chunk, self._channel, label)
        if format == "kto":
            return ["prompt", "completion", "label"], lambda chunk: list(
                kto_rows(chunk, lru_cache(maxsize=256)(self._brief))
            )
        return ["prompt", "chosen", "rejected"], lambda chunk: list(dpo_rows(self._pairs(chunk)))

    def _chunks(self, filters: Filters, format: str) -> Iterator[Iterable[LibraryRow]]:
        """Page by page; in one piece where drafts that belong together may be pages apart."""
        pages = self._pages(filters)
        if format in ("google_ads", "dpo"):
            yield chain.from_iterable(pages)
        else:
            yield from pages

    def _pages(self, filters: Filters) -> Iterator[list[LibraryRow]]:
        offset = 0
        while True:
            page = self._library.find(filters, _CHUNK, offset)
            yield list(page.rows)
            offset += len(page.rows)
            if offset >= page.total or not page.rows:
                return

    def _channel(self, draft: Draft) -> Channel:
        library = self._library
        return draft.held or Channels(library.store, library.workspace).get(
            draft.channel, draft.language
        )

    def _brief(self, brief_id: int) -> Mapping[str, Any]:
        with self._library.store.open() as db:
            return rows.brief_content(db, self._library.workspace, brief_id) or {}

    def _pairs(self, found: Iterable[LibraryRow]) -> list[dict[str, Any]]:
        ids = [row.draft.id for row in found]
        with self._library.store.open() as db:
            return desk.pairs(db, self._library.workspace, ids)

    def _marked_workbook(self, frames: Iterator[pd.DataFrame], target: Path | IO[bytes]) -> int:
        """A workbook whose own properties say that its texts are generated."""
        from openpyxl import load_workbook
        from openpyxl.packaging.custom import StringProperty

        from core.tables import write_table

        plain = io.BytesIO()
        count = write_table(frames, plain, "xlsx")
        plain.seek(0)
        book = load_workbook(plain)
        book.custom_doc_props.append(
            StringProperty(name="AIGC", value=file_metadata(self._library.workspace))
        )
        with writable(target):
            book.save(target)
        return count
