"""Valid files of every kind that can be uploaded, and ways to damage them."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import openpyxl
import pandas as pd
from hypothesis import strategies as st

_TEXT = (
    "review,date,rating,name\n很好 good,2026-08-01,5,Ann\n"
    '"bad, ""really""\nx",2026-08-02,1,Bo\nneutral,,3,\n'
)
# What readers trip over, put anywhere.
_TRAPS = (
    *(b'"', b"\n", b"\r", b"\0", b"{", b"[", b"\xff", b",", b"\t", b"1e999", b"NaN", b"\\ud800"),
    *(b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x1f\x8b", b"PK\x03\x04", b"&#x110000;", b"]]>"),
)


def workbook() -> bytes:
    """A small XLSX with text, a number, a day and a formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["review", "n", "day"])
    sheet.append(["good", 1, pd.Timestamp("2026-01-01")])
    sheet.append(["坏", "=1+1", None])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parquet(**options: object) -> bytes:
    """A small Parquet file with text, numbers, times and nested values."""
    frame = pd.DataFrame(
        {
            "review": ["good", "坏", None],
            "n": [1.5, 2, None],
            "day": pd.to_datetime(["2026-01-01", "2026-01-02", None]),
            "tags": [[{"a": 1}], None, [{"a": 2}]],
        }
    )
    stream = io.BytesIO()
    frame.to_parquet(stream, **options)  # type: ignore[call-overload]
    return stream.getvalue()


def repacked(content: bytes, part: str, changed: bytes) -> bytes:
    """A workbook with one part replaced, its check sums right again."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for item in source.infolist():
            archive.writestr(item.filename, changed if item.filename == part else source.read(item))
    return target.getvalue()


WORKBOOK = workbook()
SHEET = "xl/worksheets/sheet1.xml"
with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as _archive:
    PARTS = {item.filename: _archive.read(item) for item in _archive.infolist()}

VALID = {
    "x.csv": _TEXT.encode(),
    "gb.csv": _TEXT.encode("gb18030"),
    "wide.csv": _TEXT.encode("utf-16"),
    "x.tsv": _TEXT.replace(",", "\t").encode(),
    "x.jsonl": "\n".join(
        json.dumps({"review": f"好 {n}", "n": [n, {"a": None}], "x": 1e308}) for n in range(3)
    ).encode(),
    "x.csv.gz": gzip.compress(_TEXT.encode(), mtime=0),
    "x.xlsx": WORKBOOK,
    "x.parquet": parquet(),
    "plain.parquet": parquet(compression=None),
}


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """The bytes with some of them changed, cut out, doubled or put in."""
    content = bytearray(whole)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        size = draw(st.integers(1, 40))
        match draw(st.sampled_from(("change", "cut", "double", "insert", "trap", "end"))):
            case "change":
                content[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del content[at : at + size]
            case "double":
                content[at:at] = content[at : at + size]
            case "insert":
                content[at:at] = draw(st.binary(min_size=1, max_size=8))
            case "trap":
                content[at:at] = draw(st.sampled_from(_TRAPS))
            case "end":
                del content[at:]
    return bytes(content)


@st.composite
def damaged_workbooks(draw: st.DrawFn) -> bytes:
    """Workbooks damaged inside one of their parts, so that the archive around it is sound."""
    part = draw(st.sampled_from(sorted(PARTS)))
    return repacked(WORKBOOK, part, draw(damaged(PARTS[part])))
