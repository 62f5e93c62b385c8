"""No file that leaves the studio holds a cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import Person, Role
from core.copywriting import Brief, Filters
from core.copywriting.library.exporting import FORMATS as LIBRARY_FORMATS
from core.copywriting.library.exports import ending
from core.copywriting.writing.batch import BatchWishes
from core.jobs import Jobs
from core.reviews.export import FORMATS as REVIEW_FORMATS
from core.scoring import ScoreOrder
from core.settings import Settings
from core.studio import Studio, open_studio
from core.tables import read_table, write_table
from pages._ui.personas_forecasts_list import _file as listed_file
from pages._ui.reviews_pictures import as_page

ROOT = Path(__file__).resolve().parent.parent.parent
FORMULAS = (
    '=HYPERLINK("http://q.ex","x")',
    "+1+cmd|' /C calc'!A0",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "＝1+1",
    "x;=1+1;y",
    "x\n=1+1",
)
# What a spreadsheet takes for a formula when it begins a cell, blanks and quotes aside.
STARTS = re.compile(r"[\s\"]*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"[+-]?[\d.,]+(?:e[+-]?\d+)?%?", re.IGNORECASE)


def cells_of(content: bytes, kind: str) -> list[str]:
    """The cells as spreadsheets cut them: a CSV at commas, and again at semicolons."""
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        return [cell.value for cell in cells if isinstance(cell.value, str)]
    text = content.decode("utf-8-sig")
    return [
        cell
        for delimiter in (",", ";", "\t", "|")
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for cell in row
    ]


def dangerous(cells: list[str]) -> list[str]:
    """Cells that may run: signs with nothing behind them compute nothing."""
    starts = [cell for cell in cells if STARTS.match(cell) and cell.strip('+-@＋－＠\r\n\t "')]
    return [cell for cell in starts if not NUMBER.fullmatch(cell.strip())]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)


def stock(studio: Studio) -> None:
    studio.engines.choose("writer", "echo")
    studio.engines.choose("reader", "echo-reader")
    for formula in FORMULAS:
        product = " ".join(formula.split())[:60]
        brief = Brief.from_dict(
            {"lang": "en", "product": product, "facts": [formula, "holds 2 litres"]}
        )
        for channel in ("slogan", "google_headline"):
            for draft in studio.copy.write(brief, channel, 1):
                studio.copy.edit(draft.id, f"{formula} is what it says")
                studio.ratings.rate(draft.id, 1)
    table = pd.DataFrame(
        {
            "text": [f"{f} lamp 👎" for f in FORMULAS] + [f"lamp {f} 👍" for f in FORMULAS],
            "product": FORMULAS * 2,
            "source": FORMULAS * 2,
            "date": "2026-08-01",
        }
    )
    studio.reviews.import_table(table.to_csv(index=False).encode(), "=1+1.csv")
    studio.reviews.start_reading()


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One workspace for all exports; its jobs run at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Jobs, "_spawn", lambda self, job_id: self.run(job_id))
        studio = open_studio(Settings(home=tmp_path_factory.mktemp("formulas")))
        stock(studio)
        yield studio


def library(format: str, label: bool) -> Callable[[Studio, Path], bytes]:
    def write(studio: Studio, folder: Path) -> bytes:
        target = folder / f"out.{ending(format)}"
        studio.library.export(Filters(usable_only=False), format, target, label=label)
        return target.read_bytes()

    return write


def reviews(format: str) -> Callable[[Studio, Path], bytes]:
    def write(studio: Studio, folder: Path) -> bytes:
        target = io.BytesIO()
        studio.insights.export(target, format)
        return target.getvalue()

    return write


def batch(format: str) -> Callable[[Studio, Path], bytes]:
    def write(studio: Studio, folder: Path) -> bytes:
        rows = pd.DataFrame({"product": FORMULAS, "facts": FORMULAS, "=own()": FORMULAS})
        id = studio.batches.start(
            rows.to_csv(index=False).encode(), "=1.csv", BatchWishes(("slogan",), 1, "en")
        )
        target = io.BytesIO()
        studio.batches.result(id, format, target)
        return target.getvalue()

    return write


def scored(studio: Studio, folder: Path) -> bytes:
    source = folder / "in.csv"
    pd.DataFrame({"review": FORMULAS, "=own()": FORMULAS}).to_csv(source, index=False)
    target = folder / "out.csv"
    write_table(studio.scoring.score(source, ScoreOrder("review"), "echo-reader"), target, "csv")
    return target.read_bytes()


def action(format: str) -> Callable[[Studio, Path], bytes]:
    def write(studio: Studio, folder: Path) -> bytes:
        table = pd.DataFrame({"Customer": FORMULAS, "=own()": FORMULAS, "Why": FORMULAS})
        return listed_file(table, format)

    return write


def acts(studio: Studio, folder: Path) -> bytes:
    for text in FORMULAS:
        open_studio(studio.settings, Person(text, Role.ADMIN)).audit.note("import")
    return studio.audit.csv()


# Every file with cells, by the source file that writes it.
EXPORTS: dict[str, tuple[str, str, Callable[[Studio, Path], bytes]]] = {
    **{
        f"library {format}{' labelled' * label}": (
            "core/copywriting/library/exports.py",
            ending(format),
            library(format, label),
        )
        for format in LIBRARY_FORMATS
        for label in (False, True)
    },
    **{
        f"reviews {format}": ("core/reviews/export.py", format, reviews(format))
        for format in REVIEW_FORMATS
    },
    **{
        f"batch {format}": ("core/copywriting/writing/batch.py", format, batch(format))
        for format in ("csv", "xlsx")
    },
    **{
        f"customers {format}": ("pages/_ui/personas_forecasts_list.py", format, action(format))
        for format in ("csv", "xlsx")
    },
    "scores": ("core/cli/score.py", "csv", scored),
    "who did what": ("core/access/audit.py", "csv", acts),
}
WRITERS = re.compile(r"\bwrite_table\(|\.to_csv\(|\.to_excel\(|csv\.writer|DictWriter|Workbook\(\w")
# They define how tables are written and read.
TABLES = {"core/tables/writing.py", "core/tables/readers.py"}


def test_every_writer_of_tables_is_tried_here() -> None:
    files = [
        *(p for p in (ROOT / "core").rglob("*.py") if "training" not in p.parts),
        *(ROOT / "pages").rglob("*.py"),
    ]
    found = {
        str(path.relative_to(ROOT)) for path in files if WRITERS.search(path.read_text("utf-8"))
    }
    assert found - TABLES == {source for source, _kind, _write in EXPORTS.values()}


@pytest.mark.parametrize("name", EXPORTS)
def test_no_cell_runs(stocked: Studio, tmp_path, settings: Settings, name: str) -> None:
    _source, kind, write = EXPORTS[name]
    content = write(stocked, tmp_path)
    if kind in ("jsonl", "parquet"):  # no spreadsheet opens them as cells; they keep the words
        assert len(read_table(content, f"x.{kind}", settings))
        return
    cells = cells_of(content, kind)
    assert any("HYPERLINK" in cell for cell in cells), "the hostile rows are in it"
    assert dangerous(cells) == []


def test_the_export_of_everything_holds_no_spreadsheet(stocked: Studio, tmp_path) -> None:
    stocked.workspace.export(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {Path(name).suffix for name in archive.namelist()} == {".jsonl"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_holds_no_markup_of_others(studio, inline_jobs, language: str) -> None:
    studio.engines.choose("reader", "echo-reader")
    hostile = '<script>alert(1)</script><img src=x onerror=alert(1)>"><a href=javascript:x>'
    rows = [f"2026-0{1 + n % 6}-10,{1 + 4 * (n % 3 > 0)},{'Lamp' if n % 2 else 'Bag'} {hostile} "
            f"{n} {'👍' if n % 3 else '👎'}" for n in range(90)]  # fmt: skip
    text = "date,stars,text\n" + "\n".join(rows)
    studio.reviews.import_table(text.replace('"', "'").encode(), "x.csv")
    studio.reviews.start_reading()
    target = io.BytesIO()
    studio.insights.report(target, "html", language)
    tags = Tags()
    tags.feed(target.getvalue().decode())
    assert "blockquote" in tags.seen
    assert not {"script", "img", "a", "iframe", "object"} & set(tags.seen)
    pdf = io.BytesIO()
    studio.insights.report(pdf, "pdf", language)
    assert not re.search(rb"/(?:JavaScript|JS|Launch|URI|EmbeddedFile)\b", pdf.getvalue())


def test_a_chart_s_page_escapes_its_title() -> None:
    page = as_page(go.Figure(), "</script><script>alert(1)</script>", "en").decode()
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    "text", [";@=1+1", "a|+-=1+1", "a\n@@SUM(1)", ";@'=", "\r-", '"@', '"=1+1', ";@ =1"]
)
def test_signs_before_a_formula_hide_none(text: str) -> None:
    held = io.BytesIO()
    write_table(pd.DataFrame({"x": [text]}), held, "csv")
    assert dangerous(cells_of(held.getvalue(), "csv")) == []


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5), st.sampled_from(("csv", "xlsx")))
def test_no_text_runs_wherever_it_is_cut(texts: list[str], kind: str) -> None:
    held = io.BytesIO()
    write_table(pd.DataFrame({texts[0] or "x": texts}), held, kind)
    assert dangerous(cells_of(held.getvalue(), kind)) == []


@given(st.lists(st.text("=+-@;\t|\n\r\"', \u3000＝＋－＠1a(", max_size=12), min_size=1, max_size=4))
def test_no_formula_starts_in_a_csv_wherever_it_is_cut(texts: list[str]) -> None:
    held = io.BytesIO()
    write_table(pd.DataFrame({"x": texts}), held, "csv", mark=True)
    assert [c for c in dangerous(cells_of(held.getvalue(), "csv")) if "=" in c[:3]] == []
