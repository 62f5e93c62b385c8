"""The faster parser of large plain files reads what the slower one reads."""

from __future__ import annotations

import pandas as pd
import pytest

from core.errors import InputRejected
from core.tables import open_table, read_table, simple

ROWS = [["C1", "2025-01-01", " 12.50 ", "Tee, grün"], ["C2", "", "", "茶"], ["", "x", "1", "NA"]]


@pytest.fixture
def plain(monkeypatch):
    monkeypatch.setattr(simple, "_WORTHWHILE", 1)


def written(rows, end="\n", joint=";", start="id;day;money;what"):
    return (start + end + "".join(joint.join(row) + end for row in rows)).encode()


def slowly(content, settings, monkeypatch):
    with monkeypatch.context() as other:
        other.setattr(simple, "_WORTHWHILE", 10**12)
        return read_table(content, "a.csv", settings)


@pytest.mark.parametrize(
    "content",
    [
        written(ROWS * 7),
        written(ROWS * 7, end="\r\n"),
        b"\xef\xbb\xbf" + written(ROWS * 7),
        written([*ROWS * 5, [], *ROWS * 5]),
        written([*ROWS * 5, ["   "], *ROWS * 5]),
        written([*ROWS * 5, ["one too", "many", "cells", "in", "it"], *ROWS]),
        written([*ROWS * 5, ["too", "few"], *ROWS]),
        written([*ROWS * 5, ['a "quoted" word', "b", "c", "d"], *ROWS]),
        written([*ROWS * 5, ["a\rb", "b", "c", "d"], *ROWS]),
        b"\n\n" + written(ROWS * 5),
        b";;;\n" + written(ROWS * 5),
        written(ROWS * 5).rstrip(b"\n"),
    ],
)
def test_both_parsers_read_alike(plain, settings, monkeypatch, content):
    found = pd.concat(open_table(content, "a.csv", settings).chunks(4), ignore_index=True)
    pd.testing.assert_frame_equal(found, slowly(content, settings, monkeypatch))


def test_it_is_used_for_what_is_plain_and_goes_on_where_it_is_not(plain):
    from io import BytesIO

    names = ["id", "day", "money", "what"]
    rows = simple.simple_rows(lambda: BytesIO(written(ROWS)), names, ";")
    assert sum(len(frame) for frame in rows.frames(2)) == 3
    assert rows.whole
    ragged = simple.simple_rows(lambda: BytesIO(written([*ROWS, ["x"]])), names, ";")
    list(ragged.frames(2))
    assert not ragged.whole
    assert simple.simple_rows(lambda: BytesIO(written([['"', "", "", ""]])), names, ";") is None


def test_a_quotation_without_an_end_is_still_told(plain, settings):
    content = written([*ROWS * 5, ['"open', "b", "c", "d"], *ROWS * 9000])
    with pytest.raises(InputRejected):
        read_table(content, "a.csv", settings)
