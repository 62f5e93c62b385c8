"""Files as people export them: read whole, or refused in words before anything happens."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from core.errors import InputRejected
from core.settings import Settings
from core.tables import (
    FORMATS,
    TableFile,
    format_of,
    open_table,
    read_table,
    spreadsheet_safe,
    write_table,
)

CHINESE = "评论,评分\n物流很快，质量很好，下次还会再买,5\n包装破损，客服态度差,1\n"


def rows(table: TableFile) -> list[list[str]]:
    return [row for frame in table.chunks() for row in frame.to_numpy().tolist()]


def xlsx(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for content in sheets:
        sheet = book.create_sheet()
        for row in content:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings_of_chinese_files(settings: Settings, encoding: str, found: str) -> None:
    table = open_table(CHINESE.encode(encoding), "x.csv", settings)
    assert table.encoding == found
    assert table.columns == ["评论", "评分"]
    assert rows(table) == [["物流很快，质量很好，下次还会再买", "5"], ["包装破损，客服态度差", "1"]]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Très bien café à côté"),
        ("big5", "物流很快，質量很好，包裝破損"),
        ("cp1251", "Очень хорошее качество"),
    ],
)
def test_other_legacy_encodings(settings: Settings, encoding: str, text: str) -> None:
    table = open_table(f"review\n{text}\n".encode(encoding), "x.csv", settings)
    assert rows(table) == [[text]]
    assert table.notes[0][1] == {"encoding": encoding.upper()}


def test_chinese_far_behind_an_english_start_is_found(settings: Settings) -> None:
    lines = ["review,n"] + ["good,1"] * 60_000 + ["质量很好，物流也很快,2"]
    table = open_table("\n".join(lines).encode("gbk"), "x.csv", settings)
    assert rows(table)[-1] == ["质量很好，物流也很快", "2"]


def test_a_few_damaged_bytes_do_not_spoil_a_file(settings: Settings) -> None:
    content = ("review\n" + "质量很好，物流也很快\n" * 50).encode() + b"\xff\xfe bad\n"
    table = open_table(content, "x.csv", settings)
    assert table.encoding == "utf-8"
    assert rows(table)[0] == ["质量很好，物流也很快"]
    assert any("damaged" in message for message, _ in table.notes)


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2\n2,7;3\n", ";"),
        ("a\tb\nx, y, z\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("review\nGood, cheap\nBad, bad, bad\n", ""),
    ],
)
def test_delimiters(settings: Settings, content: str, delimiter: str) -> None:
    assert open_table(content.encode(), "x.csv", settings).delimiter == delimiter


def test_mixed_line_ends_and_blank_lines(settings: Settings) -> None:
    table = open_table(b'a,b\r\n1,2\n3,4\r\n\n5,"x\r\ny"\r6,7', "x.csv", settings)
    assert rows(table) == [["1", "2"], ["3", "4"], ["5", "x\r\ny"], ["6", "7"]]


def test_rows_of_empty_cells_are_rows(settings: Settings) -> None:
    table = open_table(b"\n,,\na,b\n1,2\n,\n\n3,4\n", "x.csv", settings)
    assert table.columns == ["a", "b"]
    assert rows(table) == [["1", "2"], ["", ""], ["3", "4"]]


def test_duplicate_and_missing_column_names(settings: Settings) -> None:
    table = open_table(b"text,text,,text\na,b,c,d\n", "x.csv", settings)
    assert table.columns == ["text", "text (2)", "Column 3", "text (3)"]
    assert table.notes[0][1] == {"names": "text"}


def test_ragged_rows_lose_no_cell_and_are_counted(settings: Settings) -> None:
    table = open_table(b"a,b\n1\n1,2,3\n1,2,,\n4,5\n", "x.csv", settings)
    assert rows(table) == [["1", ""], ["1", "2,3"], ["1", "2"], ["4", "5"]]
    assert table.notes[-1][1] == {"count": 2}


def test_a_megabyte_cell(settings: Settings) -> None:
    cell = "y" * 1_500_000
    assert rows(open_table(f'text,n\n"{cell}",1\n'.encode(), "x.csv", settings)) == [[cell, "1"]]


def test_a_file_without_column_names(settings: Settings) -> None:
    table = open_table(b"2026-08-01,fine\n2026-08-02,bad\n", "x.csv", settings)
    assert table.columns == ["Column 1", "Column 2"]
    assert len(rows(table)) == 2


def test_chunks_are_bounded_and_text(settings: Settings) -> None:
    content = "a,b\n" + "1,\n" * 25
    frames = list(open_table(content.encode(), "x.csv", settings).chunks(10))
    assert [len(frame) for frame in frames] == [10, 10, 5]
    assert frames[0]["b"].tolist() == [""] * 10


def test_json_lines_keep_every_key(settings: Settings) -> None:
    lines = [{"text": "好", "n": 4.0}, {"text": None, "tags": ["a"], "ok": True}]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    table = open_table(content, "x.jsonl", settings)
    assert table.columns == ["text", "n", "tags", "ok"]
    assert rows(table) == [["好", "4", "", ""], ["", "", '["a"]', "true"]]


def test_a_workbook_reads_its_first_filled_sheet(settings: Settings) -> None:
    content = xlsx(
        [],
        [["text", "day", "n"], ["fine", date(2026, 8, 1), 4.0], [None, None, None],
         ["bad", datetime(2026, 8, 2, 9, 30), 1.5]],
    )  # fmt: skip
    table = open_table(content, "x.xlsx", settings)
    assert rows(table) == [["fine", "2026-08-01", "4"], ["bad", "2026-08-02 09:30:00", "1.5"]]
    assert table.notes[0][1]["count"] == 2


def test_parquet(settings: Settings) -> None:
    stream = io.BytesIO()
    frame = pd.DataFrame({"t": ["a", None], "n": [1.0, 2.5], "d": [date(2026, 1, 2), None]})
    frame.to_parquet(stream)
    table = open_table(stream.getvalue(), "x.parquet", settings)
    assert rows(table) == [["a", "1", "2026-01-02"], ["", "2.5", ""]]


def test_sources_may_be_paths_bytes_and_streams(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    stream = io.BytesIO(path.read_bytes())
    stream.read(3)
    tables = [open_table(s, "x.csv.gz", settings) for s in (path, path.read_bytes(), stream)]
    assert all(rows(table) == [["1", "2"]] for table in tables)
    assert len({table.digest for table in tables}) == 1
    assert read_table(path, "x.csv.gz", settings)["a"].tolist() == ["1"]


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
UNFIT = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n", "empty"),
    "names only": (b"a,b\n", "no rows"),
    "a renamed picture": (PNG, "a picture"),
    "a PDF": (b"%PDF-1.7", "a PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old or password-protected"),
    "bytes of no kind": (bytes(range(256)) * 4, "not a table"),
    "an archive": (zipped(a=b"x"), "an archive"),
    "a broken workbook": (b"PK\x03\x04" + b"0" * 100, "damaged"),
    "a hollow workbook": (zipped(xl__workbook=b"", **{"xl__workbook.xml": b"<x/>"}), "damaged"),
    "broken parquet": (b"PAR1" + b"0" * 50, "damaged"),
    "a cut gzip": (gzip.compress(b"a,b\n1,2\n" * 999)[:-20], "damaged"),
    "an endless quotation": (
        b'a,b\n1,"x\n' + b"x,y\n" * 30_000,
        "quotation mark opens after line 1",
    ),
    "a JSON list": (b'{"a": 1}\n[1]\n', "Line 2"),
}


@pytest.mark.parametrize("what", UNFIT)
def test_unfit_files_are_refused_in_words(settings: Settings, what: str) -> None:
    content, words = UNFIT[what]
    with pytest.raises(InputRejected, match=words) as caught:
        rows(open_table(content, "export.csv", settings))
    assert caught.value.hint
    assert "{" not in caught.value.text().replace('{"text": "…"}', "")


def test_a_file_over_the_limit(settings: Settings) -> None:
    with pytest.raises(InputRejected, match=r"larger than 1 KB"):
        open_table(b"a,b\n" + b"1,2\n" * 999, "x.csv", replace(settings, max_upload_bytes=1024))


@pytest.mark.parametrize(
    "bomb",
    [
        zipped(**{"xl__workbook.xml": b"x" * 60_000_000}),
        gzip.compress(b"a,b\n" + b"x,y\n" * 15_000_000),
    ],
    ids=["xlsx", "gzip"],
)
def test_bombs_are_not_unpacked(settings: Settings, bomb: bytes) -> None:
    with pytest.raises(InputRejected, match="unpacks to more than"):
        rows(open_table(bomb, "x", settings))


def test_a_parquet_file_of_one_value_a_million_times_is_bounded(settings: Settings) -> None:
    stream = io.BytesIO()
    pd.DataFrame({"t": ["x"] * 200_000}).to_parquet(stream)
    small = replace(settings, max_unpacked_bytes=100_000)
    with pytest.raises(InputRejected, match="unpacks to more than"):
        open_table(stream.getvalue(), "x.parquet", small)


def test_a_workbook_that_claims_a_million_columns_is_read_by_its_cells(settings: Settings) -> None:
    content = xlsx([["a", "b"], ["1", "2"]])
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for item in source.infolist():
            part = source.read(item.filename)
            archive.writestr(item, part.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert rows(open_table(target.getvalue(), "x.xlsx", settings)) == [["1", "2"]]


def test_a_missing_path(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="no file at"):
        open_table(tmp_path / "nowhere.csv", "nowhere.csv", settings)


FRAME = pd.DataFrame(
    {
        "text": ["=1+1", "-5", "- bad", "@x", "好\x07", ""],
        "n": [1, 2, 3, 4, 5, 6],
        "list": [[{"a": "é"}], [], [], [], [], []],
    }
)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_can_be_read_again(settings: Settings, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"out.{kind}"
    assert write_table(iter([FRAME, FRAME]), target, kind) == 12
    back = read_table(target, target.name, settings)
    assert back.columns.tolist() == ["text", "n", "list"]
    assert len(back) == 12
    assert json.loads(back["list"][0]) == [{"a": "é"}]
    neutral = kind in ("csv", "xlsx")
    assert back["text"].tolist()[:4] == (
        ["'=1+1", "-5", "'- bad", "'@x"] if neutral else ["=1+1", "-5", "- bad", "@x"]
    )
    assert not list(tmp_path.glob("*.partial"))


def test_an_unsafe_csv_keeps_its_cells() -> None:
    stream = io.BytesIO()
    write_table(FRAME, stream, "csv", safe=False, mark=True)
    assert stream.getvalue().startswith(b"\xef\xbb\xbftext,n,list\n=1+1,")


def test_a_target_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="could not be written"):
        write_table(FRAME, tmp_path / "no" / "out.csv", "csv")


@pytest.mark.parametrize(
    ("value", "safe"),
    [("=A1", "'=A1"), ("+1 555", "'+1 555"), ("+3.5%", "+3.5%"), (" @x", "' @x"),
     ("a=b", "a=b"), (-5, -5), ("-1,234.5", "-1,234.5"), ("\tx", "'\tx"),
     ("＝A1", "'＝A1"), ("＋1+1", "'＋1+1"), ("－A1", "'－A1"), ("＠x", "'＠x"),
     (" \t＝A1", "' \t＝A1"), ("\u3000＝A1", "'\u3000＝A1"), ("甲＝乙", "甲＝乙")],
)  # fmt: skip
def test_no_cell_starts_a_formula(value: object, safe: object) -> None:
    assert spreadsheet_safe(value) == safe


def test_formats_by_name() -> None:
    assert format_of(Path("a.NDJSON")) == "jsonl"
    with pytest.raises(InputRejected, match="no ending"):
        format_of(Path("a.doc"))
