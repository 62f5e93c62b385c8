"""Whatever is uploaded is read as rows of text or refused in words; nothing else comes out."""

from __future__ import annotations

import gzip
import warnings
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from upload_files import PARTS, SHEET, VALID, WORKBOOK, damaged, damaged_workbooks, repacked

from core.errors import InputRejected
from core.settings import MEGABYTE, Settings
from core.tables import open_table
from core.tables.limits import MOST_COLUMNS

# A fixture that lasts for all cases of a test is meant.
LASTING = profile(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def small(settings: Settings) -> Settings:
    return replace(settings, max_upload_bytes=MEGABYTE, max_unpacked_bytes=4 * MEGABYTE)


def refused_in_words(error: InputRejected, name: str) -> None:
    assert error.hint
    assert "{" not in error.text().replace('{"text": "…"}', "").replace(name, "")


def read_or_refused(content: bytes, name: str, settings: Settings) -> int:
    """The rows read, 0 when refused; checks what the readers promise of either."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, of damaged parts
            table = open_table(content, name, settings)
            rows = 0
            for frame in table.chunks():
                rows += len(frame)
                for cell in frame.to_numpy().ravel():
                    assert isinstance(cell, str)
                    cell.encode()
        for message, params in table.notes:
            message.format_map(params)
    except InputRejected as error:
        refused_in_words(error, name)
        return 0
    assert len(set(table.columns)) == len(table.columns) <= MOST_COLUMNS
    return rows


@pytest.mark.parametrize("name", VALID)
def test_the_files_that_get_damaged_are_sound(small: Settings, name: str) -> None:
    assert read_or_refused(VALID[name], name, small) >= 2


@LASTING
@given(content=st.binary(max_size=2000), name=st.sampled_from(sorted(VALID)))
def test_bytes_of_any_kind(small: Settings, content: bytes, name: str) -> None:
    read_or_refused(content, name, small)


@LASTING
@given(content=st.binary(max_size=2000))
def test_bytes_of_any_kind_packed(small: Settings, content: bytes) -> None:
    read_or_refused(gzip.compress(content, 1), "x.csv.gz", small)


@LASTING
@given(text=st.text(max_size=500), encoding=st.sampled_from(("utf-8", "utf-16", "gb18030")))
def test_text_of_any_kind(small: Settings, text: str, encoding: str) -> None:
    read_or_refused(text.encode(encoding, "replace"), "x.csv", small)


@pytest.mark.parametrize("name", VALID)
@LASTING
@given(data=st.data())
def test_damaged_files(small: Settings, name: str, data: st.DataObject) -> None:
    read_or_refused(data.draw(damaged(VALID[name])), name, small)


@LASTING
@given(content=damaged_workbooks())
def test_workbooks_damaged_inside(small: Settings, content: bytes) -> None:
    read_or_refused(content, "x.xlsx", small)


def sheet(old: bytes, new: bytes) -> bytes:
    assert old in PARTS[SHEET]
    return repacked(WORKBOOK, SHEET, PARTS[SHEET].replace(old, new))


ENTITIES = b'<!DOCTYPE z [<!ENTITY a0 "%s">' % (b"x" * 1000) + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9)
)
OUTSIDE = b'<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
FULL_OF = {
    "names in JSON lines": ("\n".join(f'{{"k{n}": 1}}' for n in range(30_000)).encode(), "x.jsonl"),
    "names in a CSV": (b"a," * 400_000 + b"\n" + b"x\n" * 40_000, "x.csv"),
    "equal names": (b",".join([b"a"] * 100_000) + b"\nx\n", "x.csv"),
    "cells in the last column of a workbook": (
        sheet(b"</row>", b"</row>" + b'<row r="9"><c r="XFD9"><v>1</v></c></row>' * 50_000),
        "x.xlsx",
    ),
    "entities that multiply": (
        repacked(WORKBOOK, SHEET, ENTITIES + b"]>" + PARTS[SHEET].replace(b"good", b"&a8;")),
        "x.xlsx",
    ),
    "entities from outside": (
        repacked(WORKBOOK, SHEET, OUTSIDE + PARTS[SHEET].replace(b"good", b"&a;")),
        "x.xlsx",
    ),
    "brackets": (b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n", "x.jsonl"),
    "digits": (b'{"a":' + b"9" * 5000 + b"}\n", "x.jsonl"),
}


@pytest.mark.parametrize("what", FULL_OF)
def test_a_small_file_that_would_grow_is_refused(settings: Settings, what: str) -> None:
    content, name = FULL_OF[what]
    assert len(content) < 2 * MEGABYTE
    assert read_or_refused(content, name, settings) == 0


def test_a_row_beyond_the_last_of_any_workbook_ends_it(settings: Settings) -> None:
    content = sheet(b'<row r="3"', b'<row r="99999999999"')
    table = open_table(content, "x.xlsx", settings)
    assert [row for frame in table.chunks() for row in frame["review"]] == ["good"]


def test_an_archive_of_a_version_to_come_is_damage(settings: Settings) -> None:
    at = WORKBOOK.index(b"PK\x01\x02") + 6
    content = WORKBOOK[:at] + bytes([240]) + WORKBOOK[at + 1 :]
    with pytest.raises(InputRejected, match="damaged"):
        open_table(content, "x.xlsx", settings)


def test_a_column_that_no_workbook_has_is_damage(settings: Settings) -> None:
    with pytest.raises(InputRejected, match="damaged"):
        open_table(sheet(b'r="B2"', b'r="ZZZZZZZ2"'), "x.xlsx", settings)
