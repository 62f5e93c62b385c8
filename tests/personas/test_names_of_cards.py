"""Cards have names that people read, badges of their own, and say where they come from."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pypdfium2
import pytest
from PIL import Image

from core.i18n import translation
from core.personas.advice import Line
from core.personas.badges import badges
from core.personas.card_extras import CardExtras
from core.personas.card_pdf import as_pdf
from core.personas.column_names import column_name, figure
from core.personas.phrases import INSIDE, Phrase
from tests.personas.conftest import csv, shop


@pytest.mark.parametrize(
    ("column", "label", "more", "less"),
    [
        ("MntWines", "Spending on wines", "Big spenders on wines", "Small spenders on wines"),
        ("NumWebPurchases", "Number of web purchases", "Many web purchases", "Few web purchases"),
        ("EstimatedSalary", "Estimated salary", "High estimated salary", "Low estimated salary"),
        ("Avg Calls", "Average calls", "High average calls", "Low average calls"),
        ("MOM", "MOM", "High MOM", "Low MOM"),
        ("a{b}", "A{b}", "High a{b}", "Low a{b}"),
    ],
)
def test_columns_become_names(column, label, more, less):
    name = column_name(column)
    assert (name.label.text(), name.more.text(), name.less.text()) == (label, more, less)
    assert Phrase.from_json(name.more.to_json()) == name.more
    assert name.more.text(translation("zh").gettext)


def test_what_one_has_reads_without_the_has():
    assert column_name("HasCrCard").having.text() == "With credit card"
    assert Phrase("Income", {INSIDE: True}).text() == "income"


def test_money_has_its_sign():
    assert (figure(1234.5, "USD"), figure(-3.0, "EUR"), figure(0, "")) == ("$1,234", "-€3", "0")


def test_badges_differ_even_where_initials_do_not():
    found = badges(
        {1: "Lapsed customers", 2: "Loyal customers", 3: "忠诚顾客", 4: "忠诚新客", 5: "<!>"}
    )
    assert len(set(found.values())) == 5
    assert found[1] == "LC"
    assert found[3] == "忠诚"
    assert badges(dict.fromkeys(range(9), "A"))[0] == "A"
    assert len(set(badges(dict.fromkeys(range(30), "A")).values())) == 30


def test_files_that_share_nobody_stay_apart(personas):
    """The demo's shop and one's own are two populations, each with cards of its own."""
    own = shop(seed=1, customers=120)[0]
    own["customer_id"] = "X" + own["customer_id"]
    personas.import_table(csv(shop(customers=200)[0]), "demo.csv")
    first = personas.make()
    personas.import_table(csv(own), "own.csv")
    second = personas.make()
    assert personas.population().size == 120
    assert {p.files for p in first} == {("demo.csv",)}
    assert {p.files for p in second} == {("own.csv",)}
    assert {p.id for p in first} < {p.id for p in personas.list()}
    assert sum(p.size for p in second) == 120


def test_purchases_of_the_same_customers_go_together(personas):
    frame = shop(customers=200)[0]
    half = len(frame) // 2
    personas.import_table(csv(frame[:half]), "june.csv")
    before = personas.make()
    personas.import_table(csv(frame[half:]), "july.csv")
    after = personas.make()
    assert {p.files for p in after} == {("june.csv", "july.csv")}
    assert {p.id for p in after} & {p.id for p in before}
    assert len(personas.list()) == len(after)


def test_the_card_is_a_picture_in_both_languages(personas):
    personas.import_table(csv(shop(customers=120)[0]), "shop.csv")
    persona = personas.make()[0]
    for language in ("en", "zh"):
        words = translation(language).gettext
        assert personas.card(persona.id, "png", language, words)[:8] == b"\x89PNG\r\n\x1a\n"
        assert b"shop.csv" in personas.card(persona.id, "html", language, words)


def test_a_card_from_before_files_were_named_is_known_again(personas, store):
    personas.import_table(csv(shop(customers=120)[0]), "shop.csv")
    made = personas.make()
    with store.writing() as db:
        db.execute("UPDATE personas SET content = json_remove(content, '$.files', '$.prices')")
    assert personas.list()[0].files == ()
    again = personas.make()
    assert {p.id for p in again} == {p.id for p in made}
    assert all(p.version == 2 for p in again)
    assert pd.notna(again[0].size)


def test_a_picture_holds_the_whole_card(personas):
    personas.import_table(csv(shop(customers=120)[0]), "shop.csv")
    persona = personas.make()[0]
    heights = []
    for note in ("", "A promise. " * 45):
        personas.update(persona.id, note=note)
        made = personas.card(persona.id, "png", "en", str)
        heights.append(Image.open(io.BytesIO(made)).height)
    assert heights[0] < heights[1]
    long = tuple(Line(Phrase(f"Line {n} of many."), "size") for n in range(80))
    pdf = as_pdf(replace(persona, say=long), "en", str, height=1200)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert len(pypdfium2.PdfDocument(as_pdf(replace(persona, say=long), "en", str))) > 1


def test_a_printed_card_begins_with_its_badge_and_a_long_name_stays_beside_it(personas):
    personas.import_table(csv(shop(customers=120)[0]), "shop.csv")
    persona = replace(personas.make()[0], name="早起喝咖啡的老顾客 " * 7, renamed=True)
    extras = CardExtras(badge="早起")
    pages = pypdfium2.PdfDocument(as_pdf(persona, "zh", str, extras))
    page = pages[0]
    text = page.get_textpage()
    assert text.get_text_range().startswith("早起")
    right = max(text.get_rect(place)[2] for place in range(text.count_rects()))
    assert right <= page.get_width() - 50
