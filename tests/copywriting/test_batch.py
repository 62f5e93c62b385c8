"""A table of briefs comes back with copy beside each row, whatever happens in between."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from core.copywriting import Batches, BatchWishes
from core.errors import InputRejected, NotFound
from core.i18n import translation
from core.jobs import JobCancelled, Jobs

TABLE = """product,facts,material,channel,price
Aurora Kettle,boils one litre in three minutes; keeps water hot,steel,,$39
,no name,,,
Tinder Lamp,shines for nine hours,,"slogan, X post",$20
Bare Lamp,,,nowhere,
"""


@pytest.fixture
def batches(studio, inline_jobs) -> Batches:
    studio.engines.choose("writer", "echo", workspace=1)
    return studio.batches


def result(batches: Batches, id: int) -> list[dict[str, str]]:
    stream = io.BytesIO()
    batches.result(id, "csv", stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))


def test_every_row_gets_copy_or_the_reason_why_not(batches) -> None:
    id = batches.start(TABLE.encode(), "briefs.csv", BatchWishes(("slogan",), 2))
    state = batches.get(id)
    assert (state.total, state.waiting, state.done, state.failed) == (4, 0, 2, 2)
    rows = result(batches, id)
    assert [row["product"] for row in rows] == ["Aurora Kettle", "", "Tinder Lamp", "Bare Lamp"]
    assert rows[0]["Slogan 1"]
    assert "product name" in rows[1]["Problem"]
    assert rows[2]["X post 1"]
    assert rows[3]["Problem"].startswith("There are no facts")
    assert list(rows[0])[:5] == TABLE.splitlines()[0].split(",")


def test_rows_with_a_problem_are_named_by_their_place_in_the_file(batches) -> None:
    id = batches.start(TABLE.encode(), "briefs.csv", BatchWishes(("slogan",), 2))
    first, second = batches.problems(id, translation("zh").gettext)
    assert (first.row, first.product) == (3, "")
    assert (second.row, second.product) == (5, "Bare Lamp")
    assert "缺少产品名称" in first.reason
    lines = b'{"product": "Aurora Kettle", "facts": "steel"}\n{"product": "Bare Lamp"}\n'
    (only,) = batches.problems(batches.start(lines, "b.jsonl", BatchWishes(("slogan",), 1)))
    assert only.row == 2
    with pytest.raises(NotFound):
        batches.problems(99)


def test_what_a_problem_lists_reads_as_a_list_in_both_languages(batches) -> None:
    table = "product,facts,channel\nAurora Kettle,boils in three minutes,nowhere\n"
    id = batches.start(table.encode(), "briefs.csv", BatchWishes(("slogan",), 1))
    (row,) = result(batches, id)
    assert "x_post, " in row["Problem"]
    assert not set("'()[]") & set(row["Problem"])
    zh = io.BytesIO()
    batches.result(id, "csv", zh, translation("zh").gettext)
    assert "x_post、" in zh.getvalue().decode("utf-8-sig")


def test_the_files_own_columns_keep_their_words_beside_what_is_written(batches) -> None:
    table = "product,facts,Slogan 1,Problem\nAurora Kettle,boils in three minutes,Mine.,None.\n"
    id = batches.start(table.encode(), "again.csv", BatchWishes(("slogan",), 1))
    (row,) = result(batches, id)
    assert (row["Slogan 1"], row["Problem"]) == ("Mine.", "None.")
    assert row["Slogan 1 (2)"] not in ("", "Mine.")
    assert "Problem (2)" in row


def test_the_same_file_twice_is_one_batch(batches, studio) -> None:
    wishes = BatchWishes(("slogan",), 1)
    first = batches.start(TABLE.encode(), "briefs.csv", wishes)
    assert batches.start(TABLE.encode(), "again.csv", wishes) == first
    assert batches.start(TABLE.encode(), "other.csv", BatchWishes(("slogan",), 2)) != first
    batches.delete(first)
    with pytest.raises(NotFound):
        batches.get(first)


def test_a_stopped_job_goes_on_with_what_waits(batches, studio, monkeypatch) -> None:
    monkeypatch.setattr(Jobs, "_spawn", lambda self, job_id: None)
    id = batches.start(TABLE.encode(), "briefs.csv", BatchWishes(("slogan",), 1))
    steps = []

    def stops(done: int, total: int | None = None, message: str = "") -> None:
        steps.append((done, total))
        if len(steps) == 3:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        batches.write_job({}, stops)
    assert batches.get(id).waiting == 2
    assert steps == [(0, 4), (1, 4), (2, 4)]
    assert batches.write_job({}, lambda *given: None) == {"rows": 2}
    assert batches.get(id).waiting == 0
    assert batches.go_on() is None


def test_columns_in_chinese_and_a_workbook_out(batches, tmp_path) -> None:
    table = "商品名称,卖点,材质\n半盏水壶,三分钟烧开；容量0.6升,不锈钢\n=1+1,三分钟烧开,\n"
    id = batches.start(table.encode("gbk"), "简报.csv", BatchWishes(("weibo",), 1))
    path = tmp_path / "out.xlsx"
    assert batches.result(id, "xlsx", path, translation("zh").gettext) == 2
    sheet = openpyxl.load_workbook(path).active
    names = [cell.value for cell in sheet[1]]
    assert names[:3] == ["商品名称", "卖点", "材质"]
    assert names[3] == f"{translation('zh').gettext('Weibo post')} 1"
    assert "半盏水壶" in sheet.cell(2, 4).value
    assert sheet.cell(3, 1).value == "'=1+1"


@pytest.mark.parametrize(
    ("table", "wishes"),
    [
        ("colour,size\nred,4\n", BatchWishes(("slogan",))),
        ("product\n" + "lamp\n" * 2001, BatchWishes(("slogan",))),
        (TABLE, BatchWishes(())),
        (TABLE, BatchWishes(("slogan",), 13)),
    ],
)
def test_what_is_no_table_of_briefs_is_refused(batches, table: str, wishes: BatchWishes) -> None:
    with pytest.raises(InputRejected):
        batches.start(table.encode(), "briefs.csv", wishes)
    assert batches.list() == []
