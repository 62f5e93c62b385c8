"""An import stores all of a file or nothing, masks people, and adds nothing twice."""

from __future__ import annotations

import pytest
from word_reader import SHOP

from core.errors import InputRejected, NotFound
from core.reviews import Filters, Mapping
from core.store import reviews as rows


def count(store, table: str) -> int:
    with store.open() as db:
        return db.table(table).count


def test_the_report_accounts_for_every_row(reviews, table) -> None:
    report = reviews.import_table(
        table(
            "user,text,date",
            "u1,fine,2026-08-01",
            "u1,fine,2026-08-01",
            "u1,!!!,",
            ",,",
            "u2,bad one,soon",
        ),
        "x.csv",
        Mapping(text="text", date="date", customer="user"),
    )
    assert (report.read, report.added, report.duplicates, report.empty) == (5, 2, 1, 2)
    assert report.undated == 1
    assert not report.already_imported


def test_the_same_file_again_adds_nothing(reviews, store, table) -> None:
    content = table(*SHOP)
    first = reviews.import_table(content, "shop.csv")
    again = reviews.import_table(content, "renamed.csv")
    assert again.already_imported
    assert (again.source_id, again.added, again.read) == (first.source_id, 0, 7)
    assert count(store, "sources") == 1
    assert count(store, "reviews") == 7


def test_the_same_rows_in_another_file_add_nothing(reviews, store, table) -> None:
    reviews.import_table(table(*SHOP), "shop.csv")
    other = table(SHOP[0], *reversed(SHOP[1:]), "2026-09-01,5,Lamp,app,u9,good lamp")
    report = reviews.import_table(other, "other.csv")
    assert (report.added, report.duplicates) == (1, 7)
    assert count(store, "reviews") == count(store, "reviews_terms") == 8


def test_the_same_words_of_another_customer_are_another_review(reviews, table) -> None:
    report = reviews.import_table(table("user,text", "u1,good one", "u2,good one"), "x.csv")
    assert report.added == 2


def test_equal_words_of_nobody_known_are_counted_by_row(reviews, store, table) -> None:
    ten = table("stars,text", *["5,Good"] * 10)
    assert reviews.import_table(ten, "ten.csv").added == 10
    assert reviews.import_table(ten, "ten.csv").already_imported
    more = table("stars,text", "1,Good", *["5,Good"] * 12)
    report = reviews.import_table(more, "more.csv")
    assert (report.added, report.duplicates) == (3, 10)
    assert count(store, "reviews") == count(store, "reviews_terms") == 13


def test_equal_words_of_one_customer_on_one_day_are_one_review(reviews, table) -> None:
    rows = ("u1,web,5,2026-08-01,Good", "u1,app,4,2026-08-01,Good", "u1,web,5,2026-08-02,Good")
    report = reviews.import_table(table("user,shop,stars,date,text", *rows), "x.csv")
    assert (report.added, report.duplicates) == (2, 1)


def test_rows_that_went_with_another_import_come_back(reviews, store, table) -> None:
    reviews.import_table(table(*SHOP), "a.csv")
    more = table(*SHOP, "2026-09-01,5,Lamp,app,u9,good lamp")
    second = reviews.import_table(more, "b.csv")
    reviews.remove_source(reviews.sources()[-1].id)
    assert count(store, "reviews") == 1
    again = reviews.import_table(more, "b.csv")
    assert (again.source_id, again.added, again.already_imported) == (second.source_id, 7, False)
    assert count(store, "reviews") == count(store, "reviews_terms") == 8
    assert reviews.figures(Filters(query="lamp")).volume > 1
    assert reviews.import_table(more, "b.csv").already_imported


def test_the_same_file_under_other_columns_is_another_import(reviews, table) -> None:
    content = table("title,text", "quite nice,the lid broke after a week")
    reviews.import_table(content, "x.csv", Mapping(text="title"))
    report = reviews.import_table(content, "x.csv", Mapping(text="text"))
    assert report.added == 1


def test_personal_data_never_reaches_the_file(reviews, store, settings, table) -> None:
    report = reviews.import_table(
        table(
            "user,product,text",
            "jane@example.com,Lamp,call 13812345678 or jane@example.com",
            "Jane Doe,lamp for bob@example.com,order 12345678 is late",
        ),
        "x.csv",
    )
    assert report.masked == {"phone": 1, "email": 2, "order": 1}
    with store.open() as db:
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = settings.database.read_bytes()
    for word in (b"13812345678", b"example.com", b"Jane", b"12345678"):
        assert word not in content
    assert {row.text for row in reviews.rows().rows} == {
        "call [phone] or [email]",
        "order [order] is late",
    }


def test_markup_and_control_characters_are_cleaned(reviews, table) -> None:
    cell = "<p>good<br/>lamp &amp; <b>shade</b>\u200b\x07 < 3</p>"
    reviews.import_table(table("text", cell), "x.csv")
    assert reviews.rows().rows[0].text == "good\nlamp & shade < 3"


def test_ratings_come_to_five_stars(reviews, table) -> None:
    report = reviews.import_table(table("text,rating", "good one,10", "bad one,5"), "x.csv")
    assert reviews.figures().mean_rating == pytest.approx(3.75)
    assert report.notes[0][1] == {"top": 10}
    columns = Mapping(text="text", rating="rating")
    odd = reviews.import_table(table("text,rating", "so so,1000"), "y.csv", columns)
    assert odd.notes[0][1] == {"top": 1000}


def test_a_slip_rescales_nothing(reviews, table) -> None:
    rows = [f"review {n},4" for n in range(20)]
    report = reviews.import_table(table("text,rating", *rows, "a slip,45"), "x.csv")
    assert [params for _, params in report.notes] == [{"top": 5, "n": "1"}]
    now = reviews.figures()
    assert (now.volume, now.rated, now.mean_rating) == (21, 20, 4)


def test_day_first_dates_are_seen_from_the_column(reviews, table) -> None:
    reviews.import_table(table("text,date", "good one,01/08/2026", "bad one,31/08/2026"), "x.csv")
    assert reviews.span() == ("2026-08-01", "2026-08-31")


def test_a_gbk_file(reviews) -> None:
    report = reviews.import_table("评论\n质量很好，物流很快\n".encode("gbk"), "x.csv")
    assert report.added == 1
    assert report.notes[0][1] == {"encoding": "GB18030"}
    assert reviews.figures(Filters(query="质量")).volume == 1


@pytest.mark.parametrize(
    ("content", "mapping", "words"),
    [
        (b"id,price\n1,2\n", None, "No column reads like review texts"),
        (b"text\nfine\n", Mapping(text="nope"), "There is no column"),
        (b"id,text\nA-1,fine\nA-2,bad\n", Mapping(text="id"), "numbers or codes"),
        (b"text,b\nfine,1\n", Mapping(text="text", product="text"), "for two things"),
        (b"text\nfine\n", Mapping(), "No column reads like review texts"),
        (b"", None, "empty"),
    ],
)
def test_unfit_input_stores_nothing(reviews, store, content, mapping, words) -> None:
    with pytest.raises(InputRejected, match=words):
        reviews.import_table(content, "x.csv", mapping)
    assert count(store, "sources") == count(store, "reviews") == 0


def test_a_file_damaged_further_on_stores_nothing(reviews, store) -> None:
    content = b"text\n" + b"good one\n" * 12_000 + b'"endless\n' + b"x\n" * 30_000
    with pytest.raises(InputRejected, match="never closes"):
        reviews.import_table(content, "x.csv")
    assert count(store, "sources") == count(store, "reviews") == 0


def test_a_fault_while_storing_stores_nothing(reviews, store, table, monkeypatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("no more memory")

    monkeypatch.setattr(rows, "set_report", fail)
    with pytest.raises(RuntimeError):
        reviews.import_table(table(*SHOP), "shop.csv")
    for name in ("sources", "reviews", "reviews_terms"):
        assert count(store, name) == 0


def test_pasted_lines_and_paragraphs(reviews) -> None:
    assert reviews.import_paste("good one\nbad one\r\n\nlast one").added == 2
    assert reviews.import_paste("first line\nof a review\n\n另一条评论").added == 2
    assert reviews.import_paste("one\ntwo\nthree").added == 3
    texts = {row.text for row in reviews.rows(limit=99).rows}
    assert {"good one\nbad one", "last one", "另一条评论", "one"} <= texts
    assert reviews.import_paste("one\ntwo\nthree").already_imported


@pytest.mark.parametrize("text", ["", "  \n\n", "!!! ??"])
def test_pasting_nothing(reviews, text: str) -> None:
    with pytest.raises(InputRejected, match="no text"):
        reviews.import_paste(text)


def test_a_preview_stores_nothing(reviews, store, table) -> None:
    seen = reviews.preview(table(*SHOP), "shop.csv")
    assert seen.mapping == Mapping("text", "day", "stars", "product", "shop", "user")
    assert len(seen.head) == 5
    assert count(store, "sources") == 0


def test_an_import_can_be_taken_back(shop, store, table) -> None:
    source = shop.sources()[0]
    assert (source.name, source.reviews) == ("shop.csv", 7)
    shop.remove_source(source.id)
    for name in ("sources", "reviews", "reviews_terms", "readings", "reading_aspects"):
        assert count(store, name) == 0
    assert shop.import_table(table(*SHOP), "shop.csv").added == 7
    with pytest.raises(NotFound):
        shop.remove_source(999)


def test_an_emoji_is_a_review_and_mere_dots_are_none(reviews, table) -> None:
    rows = ("It works well", "The lid leaks", "Too slow for me", "👍👍☕", "...", "！！")
    report = reviews.import_table(table("text", *rows), "emoji.csv", Mapping(text="text"))
    assert (report.added, report.empty) == (4, 2)
