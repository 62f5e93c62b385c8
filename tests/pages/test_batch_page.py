"""A table of briefs on the Copy studio page: what came of it, row by row."""

from __future__ import annotations

from core.copywriting import BatchWishes


def test_rows_with_a_problem_are_named_with_their_reason(
    open_page, echo_writer, inline_jobs
) -> None:
    table = "product,facts\nAurora Kettle,boils in three minutes\n,no name\nBare _Lamp_,\n"
    echo_writer.batches.start(table.encode(), "briefs.csv", BatchWishes(("slogan",), 1))
    app = open_page("copy_studio")
    app.segmented_control(key="copy_studio-mode").set_value("table").run()
    assert not app.exception
    (folded,) = [one for one in app.expander if "2 rows with a problem" in one.label]
    (words,) = [str(one.value) for one in folded.markdown]
    assert "Row 3** — The product name is missing" in words
    assert "Row 4 · Bare \\_Lamp\\_** — There are no facts" in words


def test_a_table_without_a_problem_says_nothing_of_any(open_page, echo_writer, inline_jobs) -> None:
    table = "product,facts\nAurora Kettle,boils in three minutes\n"
    echo_writer.batches.start(table.encode(), "briefs.csv", BatchWishes(("slogan",), 1))
    app = open_page("copy_studio")
    app.segmented_control(key="copy_studio-mode").set_value("table").run()
    assert not [one for one in app.expander if "problem" in one.label]
