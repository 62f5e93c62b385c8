"""One reader per file format; each gives rows of text cells and names its notes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from core.errors import InputRejected
from core.i18n import N_
from core.settings import Settings
from core.tables.limits import columns_within, unpack_limit, unpacks_too_far
from core.tables.rows import Ragged, Rows, cell_text, looks_like_data, unique_names
from core.tables.simple import SimpleRows, simple_rows
from core.tables.sniffing import ONE_COLUMN, Note, Opener, delimiter_of

_SAMPLE = 256 * 1024
_LONGEST_CELL = 16 * 1024 * 1024
_MOST_LINES_IN_A_CELL = 20_000
_LAST_ROW = 1_048_576  # of any workbook
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")

_PLAIN = ("utf-8", "utf-8-sig", "ascii")

csv.field_size_limit(_LONGEST_CELL)


def delimited(opener: Opener, name: str, encoding: str, whole: bool, hint: str) -> Delimited:
    """A CSV, TSV or plain list of lines. Raises InputRejected for an endless quotation."""
    return Delimited(opener, name, encoding, whole, hint)


class Delimited:
    """Rows of a delimited text file. Line ends may be mixed, rows may be ragged."""

    def __init__(self, opener: Opener, name: str, encoding: str, whole: bool, hint: str) -> None:
        self._opener = opener
        self._name = name
        self._encoding = encoding
        with self._text() as text:
            sample = text.read(_SAMPLE)
        complete = sample[: sample.rfind("\n") + 1] if len(sample) == _SAMPLE else sample
        self.delimiter = delimiter_of((complete or sample).lstrip("\ufeff\r\n"), hint)
        first = next(filter(any, self._parsed()), [])
        columns_within(name, len(first))
        self._headless = looks_like_data(first)
        names = [""] * len(first) if self._headless else first
        self.columns, self._notes = unique_names(names)
        if self._headless:
            self._notes.append((N_("The first row looks like data, so columns got numbers."), {}))
        self._notes += encoding_notes(encoding, whole)
        joint = "\n" if self.delimiter == ONE_COLUMN else self.delimiter
        self._ragged = Ragged(len(self.columns), joint)

    def __iter__(self) -> Iterator[list[str]]:
        ragged = Ragged(len(self.columns), self._ragged.joint)
        rows = self._parsed()
        if not self._headless:
            next(filter(any, rows), None)
        for row in rows:
            yield ragged.fit(row)
        self._ragged = ragged

    def simply(self) -> SimpleRows | None:
        """The rows after the header as a simpler parser may read them, None where it may not."""
        if self._headless or self._encoding.lower() not in _PLAIN or self.delimiter == ONE_COLUMN:
            return None
        return simple_rows(self._opener, self.columns, self.delimiter)

    def notes(self) -> list[Note]:
        return self._notes + self._ragged.notes()

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self._opener(), self._encoding, errors="replace", newline="")

    def _parsed(self) -> Iterator[list[str]]:
        with self._text() as text:
            reader = csv.reader(text, delimiter=self.delimiter)
            line = 0
            try:
                for row in reader:
                    if reader.line_num - line > _MOST_LINES_IN_A_CELL:
                        raise csv.Error("a quotation without an end")
                    if row and (len(row) > 1 or not row[0].isspace()):
                        yield row
                    line = reader.line_num
            except csv.Error as error:
                raise InputRejected(
                    N_("In {name}, a quotation mark opens after line {line} and never closes."),
                    N_("Close or remove it, or export the file again."),
                    name=self._name,
                    line=line,
                ) from error


def encoding_notes(encoding: str, whole: bool) -> list[Note]:
    """What a person should know of how the characters were read."""
    notes: list[Note] = []
    if not encoding.startswith("utf-8"):
        notes.append((N_("The file was read as {encoding}."), {"encoding": encoding.upper()}))
    if not whole:
        notes.append((N_("Some characters are damaged in the file and show as “\ufffd”."), {}))
    return notes


def json_lines(opener: Opener, name: str, encoding: str, whole: bool) -> Rows:
    """One JSON object a line. All lines are checked. Raises InputRejected naming a bad one."""
    return _JsonLines(opener, name, encoding, whole)


class _JsonLines:
    def __init__(self, opener: Opener, name: str, encoding: str, whole: bool) -> None:
        self._opener = opener
        self._name = name
        self._encoding = encoding
        self._notes = encoding_notes(encoding, whole)
        keys: dict[str, None] = {}
        for record in self._records():
            keys.update(dict.fromkeys(record))
            columns_within(name, len(keys))
        self._keys = list(keys)
        self.columns, doubled = unique_names(self._keys)
        self._notes += doubled

    def __iter__(self) -> Iterator[list[str]]:
        for record in self._records():
            yield [cell_text(record.get(key)) for key in self._keys]

    def notes(self) -> list[Note]:
        return list(self._notes)

    def _records(self) -> Iterator[dict[str, Any]]:
        with io.TextIOWrapper(self._opener(), self._encoding, errors="replace") as text:
            for line, content in enumerate(text, 1):
                if not content.strip():
                    continue
                try:
                    record = _whole(json.loads(content), content)
                except (ValueError, RecursionError):
                    record = None
                if not isinstance(record, dict):
                    raise InputRejected(
                        N_("Line {line} of {name} is not a JSON object."),
                        N_("JSON lines hold one object, {example}, on every line."),
                        name=self._name,
                        line=line,
                        example='{"text": "…"}',
                    )
                yield record


def _whole(record: Any, line: str) -> Any:
    """The record with half characters, which JSON can escape and nothing can write, replaced."""
    if "\\ud" not in line.lower():
        return record
    return json.loads(_HALF_CHARACTER.sub("\ufffd", json.dumps(record, ensure_ascii=False)))


def workbook(opener: Opener, name: str, settings: Settings) -> Rows:
    """The first sheet with rows of an XLSX file.

    Raises InputRejected when it is another kind of archive, damaged, or would unpack to
    more than the settings allow.
    """
    try:
        with opener() as stream, zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except Exception as error:  # a damaged directory raises whatever its fields lead to
        raise _damaged(name) from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise InputRejected(
            N_("{name} is an archive, not a table."),
            N_("Unpack it and choose the CSV, TSV, XLSX, JSON lines or Parquet file in it."),
            name=name,
        )
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    limit = unpack_limit(packed, settings.max_unpacked_bytes)
    if unpacked > limit:
        raise unpacks_too_far(name, limit)
    return _Workbook(opener, name)


class _Workbook:
    def __init__(self, opener: Opener, name: str) -> None:
        self._opener = opener
        self._name = name
        self._sheet = ""
        self._notes: list[Note] = []
        first = self._choose_sheet()
        self._headless = looks_like_data(first)
        names = [""] * len(first) if self._headless else first
        self.columns, doubled = unique_names(names)
        self._notes += doubled
        self._ragged = Ragged(len(self.columns), " ")

    def __iter__(self) -> Iterator[list[str]]:
        ragged = Ragged(len(self.columns), " ")
        rows = self._rows(self._sheet)
        if not self._headless:
            next(rows, None)
        for row in rows:
            yield ragged.fit(row)
        self._ragged = ragged

    def notes(self) -> list[Note]:
        return self._notes + self._ragged.notes()

    def _choose_sheet(self) -> list[str]:
        with self._opener() as stream:
            book = self._load(stream)
            names = [sheet.title for sheet in book.worksheets]
            book.close()
        for sheet in names:
            first = next(self._rows(sheet), None)
            if first is not None:
                self._sheet = sheet
                if len(names) > 1:
                    message = N_("The workbook has {count} sheets; “{sheet}” was read.")
                    self._notes.append((message, {"count": len(names), "sheet": sheet}))
                return first
        return []

    def _load(self, stream: IO[bytes]) -> Any:
        from openpyxl import load_workbook

        try:
            return load_workbook(stream, read_only=True, data_only=True)
        except Exception as error:  # a damaged archive raises whatever its XML leads to
            raise _damaged(self._name) from error

    def _rows(self, sheet: str) -> Iterator[list[str]]:
        with self._opener() as stream:
            book = self._load(stream)
            # A file may claim a million columns; only cells that are there are read.
            book[sheet].reset_dimensions()
            rows = book[sheet].iter_rows(max_row=_LAST_ROW, values_only=True)
            while True:
                try:
                    row = next(rows)
                except StopIteration:
                    break
                except Exception as error:
                    raise _damaged(self._name) from error
                columns_within(self._name, len(row))
                cells = [cell_text(value) for value in row]
                while cells and not cells[-1].strip():
                    cells.pop()
                if cells:
                    yield cells
            book.close()


def parquet(opener: Opener, name: str, settings: Settings) -> Rows:
    """A Parquet file. Raises InputRejected when damaged or too large unpacked."""
    import pyarrow

    try:
        return _Parquet(opener, name, settings.max_unpacked_bytes)
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise _damaged(name) from error


class _Parquet:
    def __init__(self, opener: Opener, name: str, limit: int) -> None:
        import pyarrow.parquet

        self._opener = opener
        self._name = name
        with opener() as stream:
            file = pyarrow.parquet.ParquetFile(stream)
            meta = file.metadata
            columns_within(name, meta.num_columns)
            groups = [meta.row_group(i) for i in range(meta.num_row_groups)]
            unpacked = sum(group.total_byte_size for group in groups)
            # Repeated values cost a file next to nothing, so cells are counted as well.
            if max(unpacked, meta.num_rows * meta.num_columns) > limit:
                raise unpacks_too_far(name, limit)
            self.columns, self._notes = unique_names(list(file.schema_arrow.names))

    def __iter__(self) -> Iterator[list[str]]:
        import pyarrow
        import pyarrow.parquet

        with self._opener() as stream:
            try:
                for batch in pyarrow.parquet.ParquetFile(stream).iter_batches(batch_size=10_000):
                    columns = [[cell_text(v) for v in c.to_pylist()] for c in batch.columns]
                    yield from (list(row) for row in zip(*columns, strict=True))
            except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
                raise _damaged(self._name) from error

    def notes(self) -> list[Note]:
        return list(self._notes)


def _damaged(name: str) -> InputRejected:
    return InputRejected(
        N_("The file {name} is damaged or not what its name says."),
        N_("Export it again, or save it as CSV."),
        name=name,
    )
