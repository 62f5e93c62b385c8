"""Tables out to CSV, JSON lines, Parquet and XLSX, safe to open in a spreadsheet."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import isnan
from pathlib import Path
from typing import IO, Any

import pandas as pd

from core.errors import InputRejected
from core.i18n import N_
from core.tables.rows import cell_text

FORMATS = ("csv", "jsonl", "parquet", "xlsx")

# Spreadsheets read the full-width forms of the signs as formulas too, drop control marks, and some
# drop a quote that is not closed where they expect it.
_FORMULA_START = re.compile(r"[\s\x00-\x1f\"]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
# A spreadsheet set to semicolons cuts a comma file inside its cells, and then a formula may start
# there. A dash or sign before a blank is punctuation.
_FORMULA_WITHIN = re.compile(
    r"([;\t|\n\r])"
    r"(?=[\s\"'+\-@\uff0b\uff0d\uff20]*[=\uff1d]|[\s\"']*[+\-@\uff0b\uff0d\uff20]\S)"
)
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?%?", re.IGNORECASE)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def spreadsheet_safe(value: object) -> object:
    """A cell that no spreadsheet runs as a formula: "'" before a text that would start one.

    Numbers, also as text ("-5"), and everything else come back as they are.
    """
    if not isinstance(value, str) or not _FORMULA_START.match(value):
        return value
    return value if _PLAIN_NUMBER.fullmatch(value) else "'" + value


def _csv_safe(value: object) -> object:
    """The same for a CSV, whose cells a spreadsheet may cut at another sign than the comma."""
    value = spreadsheet_safe(value)
    return _FORMULA_WITHIN.sub(r"\1'", value) if isinstance(value, str) else value


def format_of(path: Path) -> str:
    """The format that a file name asks for. Raises InputRejected for an unknown one."""
    suffix = path.suffix.lower().lstrip(".")
    if suffix == "ndjson":
        suffix = "jsonl"
    if suffix not in FORMATS:
        raise InputRejected(
            N_("{name} has no ending that can be written."),
            N_("Use one of: {formats}."),
            name=path.name,
            formats=tuple(f".{f}" for f in FORMATS),
        )
    return suffix


def write_table(
    frames: pd.DataFrame | Iterable[pd.DataFrame],
    target: Path | IO[bytes],
    format: str,
    *,
    safe: bool = True,
    mark: bool = False,
) -> int:
    """Write frames with equal columns to one file or stream, as they come; the row count.

    Lists and dicts stay as they are in JSON lines and become JSON text elsewhere. With
    `safe`, CSV and XLSX cells pass through `spreadsheet_safe`, those of a CSV also where
    a spreadsheet set to semicolons would cut them; with `mark` a CSV begins with the
    byte order mark without which Excel misreads Chinese. A file appears under its
    name only when it is complete. Raises InputRejected when it cannot be written.
    """
    parts = [frames] if isinstance(frames, pd.DataFrame) else frames
    if format == "csv" and mark:
        writer = _marked_csv
    else:
        writer = {"csv": _csv, "jsonl": _jsonl, "parquet": _parquet, "xlsx": _xlsx}[format]
    if not isinstance(target, Path):
        return writer(parts, target, safe)
    partial = target.with_name(target.name + ".partial")
    with writable(target):
        try:
            with partial.open("wb") as stream:
                count = writer(parts, stream, safe)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return count


@contextmanager
def writable(target: Path | IO[bytes]) -> Iterator[None]:
    """Raises InputRejected, saying why, where the file cannot be written within the block."""
    try:
        yield
    except OSError as error:
        raise InputRejected(
            N_("The file {path} could not be written: {problem}."),
            N_("Check the folder and the free space."),
            path=target,
            problem=error.strerror or error,
        ) from error


def _flat(frame: pd.DataFrame, defuse: Callable[[object], object] | None) -> pd.DataFrame:
    def cell(value: Any) -> Any:
        if isinstance(value, list | dict | tuple):
            value = json.dumps(value, ensure_ascii=False)
        return defuse(value) if defuse else value

    texts = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    flat = frame.copy()
    for name in texts:
        flat[name] = frame[name].map(cell)
    if defuse:
        flat.columns = pd.Index([str(cell(name)) for name in frame.columns])
    return flat


def _marked_csv(frames: Iterable[pd.DataFrame], stream: IO[bytes], safe: bool) -> int:
    stream.write(codecs.BOM_UTF8)
    return _csv(frames, stream, safe)


def _csv(frames: Iterable[pd.DataFrame], stream: IO[bytes], safe: bool) -> int:
    count = 0
    for position, frame in enumerate(frames):
        text = _flat(frame, _csv_safe if safe else None).to_csv(
            index=False, header=position == 0, lineterminator="\n"
        )
        stream.write(text.encode())
        count += len(frame)
    return count


def _jsonl(frames: Iterable[pd.DataFrame], stream: IO[bytes], safe: bool) -> int:
    count = 0
    for frame in frames:
        for record in _records(frame):
            stream.write(json.dumps(record, ensure_ascii=False, default=cell_text).encode() + b"\n")
        count += len(frame)
    return count


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    columns = [frame[name].astype(object).tolist() for name in frame.columns]
    for values in zip(*columns, strict=True):
        yield {
            name: None if isinstance(value, float) and isnan(value) else value
            for name, value in zip(names, values, strict=True)
        }


def _parquet(frames: Iterable[pd.DataFrame], stream: IO[bytes], safe: bool) -> int:
    import pyarrow
    import pyarrow.parquet

    count = 0
    writer: pyarrow.parquet.ParquetWriter | None = None
    for frame in frames:
        flat = _flat(frame, None)
        schema = writer.schema if writer else None
        table = pyarrow.Table.from_pandas(flat, schema=schema, preserve_index=False)
        if writer is None:
            writer = pyarrow.parquet.ParquetWriter(stream, table.schema)
        writer.write_table(table)
        count += len(frame)
    if writer is not None:
        writer.close()
    return count


def _xlsx(frames: Iterable[pd.DataFrame], stream: IO[bytes], safe: bool) -> int:
    with _sheet(stream) as sheet:
        count = 0
        for position, frame in enumerate(frames):
            flat = _flat(frame, spreadsheet_safe if safe else None)
            if position == 0:
                sheet.append([_sheet_cell(name) for name in flat.columns])
            for row in flat.itertuples(index=False, name=None):
                sheet.append([_sheet_cell(value) for value in row])
            count += len(frame)
    return count


@contextmanager
def _sheet(stream: IO[bytes]) -> Iterator[Any]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    yield book.create_sheet()
    book.save(stream)


def _sheet_cell(value: Any) -> Any:
    if isinstance(value, str):
        return _NOT_IN_XML.sub("", value)
    if value is None or value is pd.NaT or (isinstance(value, float) and isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value
