"""Opening a table somebody exported: checked first, then read in chunks of text cells."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, cast

import pandas as pd

from core.errors import InputRejected
from core.i18n import N_
from core.settings import Settings
from core.tables.limits import printable_size, unpack_limit, unpacks_too_far
from core.tables.readers import Delimited, delimited, json_lines, parquet, workbook
from core.tables.rows import Rows
from core.tables.sniffing import ONE_COLUMN, Kind, Note, Opener, encoding_of, kind_of

Source = Path | bytes | IO[bytes]

_HEAD = 64 * 1024
_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".json", ".xlsx", ".parquet")


class TableFile:
    """A readable table: `columns` in order and rows of text cells, read as often as asked.

    `kind` is csv, jsonl, xlsx or parquet. `encoding` and `delimiter` are "" where the format
    has none. `digest` is the SHA-256 of the file as it came. `notes` says what was taken
    differently from how it stands; reading all chunks may add to it.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        rows: Rows,
        digest: str,
        *,
        encoding: str = "",
        delimiter: str = "",
    ) -> None:
        self.name = name
        self.kind = kind
        self.digest = digest
        self.encoding = encoding
        self.delimiter = delimiter
        self._rows = rows

    @property
    def columns(self) -> list[str]:
        return list(self._rows.columns)

    @property
    def notes(self) -> list[Note]:
        return self._rows.notes()

    def chunks(self, rows: int = 10_000) -> Iterator[pd.DataFrame]:
        """The rows in order, in frames of at most `rows`; every cell a string, "" for empty.

        Raises InputRejected where the file turns out to be damaged further on.
        """
        simple = self._rows.simply() if isinstance(self._rows, Delimited) else None
        if simple is not None:
            yield from simple.frames(rows)
        done = simple.done if simple is not None else 0
        if simple is None or not simple.whole:
            source = islice(self._rows, done, None)
            while batch := list(islice(source, rows)):
                yield pd.DataFrame(batch, columns=self.columns, dtype="str")

    def head(self, rows: int = 5) -> pd.DataFrame:
        """The first rows, for a preview."""
        return pd.DataFrame(list(islice(self._rows, rows)), columns=self.columns, dtype="str")


def open_table(source: Source, name: str, settings: Settings) -> TableFile:
    """Look at a csv, tsv, xlsx, jsonl or parquet file (text formats also .gz).

    The content decides, not the name. Raises InputRejected when the file is empty, larger
    than the settings allow (also when unpacked), no table, damaged, or has no rows.
    """
    opener, size = _plain_opener(source, name)
    if size == 0:
        raise InputRejected(
            N_("The file {name} is empty."), N_("Export it again and check its size."), name=name
        )
    if size > settings.max_upload_bytes:
        raise InputRejected(
            N_("The file {name} is larger than {limit}."),
            N_("Split it, or raise BRANDLOOP_MAX_UPLOAD_MB."),
            name=name,
            limit=printable_size(settings.max_upload_bytes),
        )
    digest = _digest(opener)
    if _head(opener, name).startswith(b"\x1f\x8b"):
        opener = _unpacking(opener, name, size, settings.max_unpacked_bytes)
        name = name.removesuffix(".gz")
    table = _open(opener, name, kind_of(_head(opener, name)), digest, settings)
    if not table.columns or next(iter(table._rows), None) is None:
        raise InputRejected(
            N_("The file {name} has no rows under its column names."),
            N_("Export it again with the rows you want to use."),
            name=name,
        )
    return table


def read_table(source: Source, name: str, settings: Settings) -> pd.DataFrame:
    """All rows of a table at once, every cell a string. Raises what `open_table` raises."""
    return pd.concat(open_table(source, name, settings).chunks(), ignore_index=True)


def _open(opener: Opener, name: str, kind: Kind, digest: str, settings: Settings) -> TableFile:
    if kind == "xlsx":
        return TableFile(name, "xlsx", workbook(opener, name, settings), digest)
    if kind == "parquet":
        return TableFile(name, "parquet", parquet(opener, name, settings), digest)
    if kind != "text":
        raise _no_table(name, kind)
    encoding, whole = encoding_of(opener)
    with io.TextIOWrapper(opener(), encoding, errors="replace") as text:
        start = text.read(_HEAD).lstrip()
    if not start:
        raise InputRejected(
            N_("The file {name} is empty."), N_("Export it again and check its size."), name=name
        )
    suffix = Path(name).suffix.lower()
    if start.startswith("{") or (suffix in (".jsonl", ".ndjson", ".json")):
        rows = json_lines(opener, name, encoding, whole)
        return TableFile(name, "jsonl", rows, digest, encoding=encoding)
    table = delimited(opener, name, encoding, whole, "\t" if suffix in (".tsv", ".tab") else "")
    delimiter = "" if table.delimiter == ONE_COLUMN else table.delimiter
    return TableFile(name, "csv", table, digest, encoding=encoding, delimiter=delimiter)


def _no_table(name: str, kind: Kind) -> InputRejected:
    if kind == "old-office":
        return InputRejected(
            N_("{name} is an old or password-protected Excel file."),
            N_("Open it in Excel and save it as .xlsx without a password."),
            name=name,
        )
    if kind == "picture":
        what = N_("{name} is a picture, not a table.")
    elif kind == "pdf":
        what = N_("{name} is a PDF, not a table.")
    else:
        what = N_("{name} is not a table.")
    return InputRejected(
        what, N_("Choose a CSV, TSV, XLSX, JSON lines or Parquet file."), name=name
    )


def _plain_opener(source: Source, name: str) -> tuple[Opener, int]:
    if isinstance(source, Path):
        if not source.is_file():
            raise InputRejected(
                N_("There is no file at {path}."), N_("Check the name."), path=source
            )
        path = source
        return lambda: path.open("rb"), path.stat().st_size
    if isinstance(source, bytes):
        content = source
    else:
        source.seek(0)
        content = source.read()
    return lambda: io.BytesIO(content), len(content)


def _digest(opener: Opener) -> str:
    with opener() as stream:
        return hashlib.file_digest(cast(io.BufferedReader, stream), "sha256").hexdigest()


def _head(opener: Opener, name: str) -> bytes:
    with opener() as stream:
        return stream.read(_HEAD)


def _unpacking(opener: Opener, name: str, packed: int, limit: int) -> Opener:
    def unpacked() -> IO[bytes]:
        return cast(IO[bytes], io.BufferedReader(_Unpacked(opener(), name, packed, limit)))

    return unpacked


class _Unpacked(io.RawIOBase):
    """A gzip stream that refuses to grow beyond what an honest export would."""

    def __init__(self, packed_stream: IO[bytes], name: str, packed: int, limit: int) -> None:
        self._stream = gzip.GzipFile(fileobj=packed_stream)
        self._source = packed_stream
        self._name = name
        self._limit = unpack_limit(packed, limit)
        self._grown = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        try:
            block = self._stream.read(len(view))
        except (OSError, EOFError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
            raise InputRejected(
                N_("The compressed file {name} is damaged."),
                N_("Download or pack it again."),
                name=self._name,
            ) from error
        self._grown += len(block)
        if self._grown > self._limit:
            raise unpacks_too_far(self._name, self._limit)
        view[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._stream.close()
        self._source.close()
        super().close()
