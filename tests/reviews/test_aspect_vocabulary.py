"""Terms of reviews come together under aspects, in both languages."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from core.engines.types import AspectReading
from core.overview import overview
from core.reviews import Filters, Insights
from core.reviews.aspects import canonical, label_number, named, vocabulary
from core.reviews.aspects.grouping import aspect_in, regroup
from core.settings import ASSETS
from core.store import aspects as aspects_rows

DATA = tomllib.loads((ASSETS / "aspects.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("term", "id"),
    [
        ("delivery", "delivery"),
        ("The Shipping", "delivery"),
        ("物流", "delivery"),
        ("快递小哥", "delivery"),
        ("送货速度", "delivery"),
        ("colours", "color"),
        ("Color", "color"),
        ("battery life", "battery"),
        ("batteries", "battery"),
        ("customer service", "support"),
        ("service", "service"),
        ("服務態度", "service"),
        ("性價比", "price"),
        ("性价", "price"),
        ("price of the room", "price"),
        ("phone screen", "screen"),
        ("screen quality", "screen"),
        ("food quality", "quality"),
        ("手机屏幕", "screen"),
        ("早餐品种", "breakfast"),
        ("leather", "material"),
        ("停车场", "parking"),
        ("验证码", "login"),
        ("pop-up ads", "ads"),
    ],
)
def test_a_term_finds_its_aspect(term: str, id: str) -> None:
    assert canonical(term).id == id
    assert canonical(term).known


@pytest.mark.parametrize(
    ("term", "form"),
    [
        ("Pizzas", "pizza"),
        ("pad thai", "pad thai"),
        ("the dresses", "dress"),
        ("水果", "水果"),
        ("这款衣服", "衣服"),
        ("leather seats cover plate xyz", "leather seats cover plate xyz"),
        ("!!!", "!!!"),
    ],
)
def test_a_term_outside_the_groups_stays_itself(term: str, form: str) -> None:
    if term == "leather seats cover plate xyz":
        assert canonical(term).id != "material"
        return
    assert canonical(term).id == form
    assert not canonical(term).known
    assert canonical(term).label("zh") == form


def test_every_term_belongs_to_one_aspect() -> None:
    normal = vocabulary().forms.normal
    owners: dict[str, set[str]] = {}
    for row in DATA["aspect"]:
        for term in (row["id"], *row["terms_en"], *row["terms_zh"]):
            owners.setdefault(normal(term), set()).add(row["id"])
    assert {term: ids for term, ids in owners.items() if len(ids) > 1} == {}


def test_ids_and_names_are_unique_and_domains_are_covered() -> None:
    for key in ("id", "en", "zh"):
        assert max(Counter(row[key] for row in DATA["aspect"]).values()) == 1
    domains = Counter(domain for row in DATA["aspect"] for domain in row["domains"])
    assert set(domains) == {"restaurant", "retail", "hotel", "electronics", "app"}
    assert min(domains.values()) >= 8
    assert all(row["terms_en"] and row["terms_zh"] for row in DATA["aspect"])


def test_characters_are_paired() -> None:
    characters = DATA["characters"]
    assert len(characters["traditional"]) == len(characters["simplified"])


def test_an_id_leads_back_to_its_name() -> None:
    assert named("delivery").label("zh") == "物流配送"
    assert named("delivery").label("en") == "Delivery"
    assert named("pizza").label("en") == "pizza"
    assert canonical(canonical("beans").id) == canonical("beans")


@pytest.mark.parametrize(
    ("id", "number"), [("label:7", 7), ("label:x", None), ("delivery", None), (None, None)]
)
def test_label_ids(id: str | None, number: int | None) -> None:
    assert label_number(id) == number


def test_a_term_cut_inside_a_chinese_word_is_made_whole() -> None:
    text = "这家店的员工素质很高，颜值也不错"
    at = text.index("素质")
    assert aspect_in(text, AspectReading("素质", "positive", 0.9, at, at + 2)).id != ""
    at = text.index("颜")
    assert aspect_in(text, AspectReading("颜", "positive", 0.9, at, at + 1)).id == "design"


def test_reading_groups_terms_of_both_languages(shop) -> None:
    found = {f.aspect: f for f in shop.aspects()}
    assert set(found) == {"delivery", "quality"}
    assert (found["delivery"].reviews, found["delivery"].negative) == (4, 2)
    assert found["delivery"].label("en") == "Delivery"
    assert shop.figures(Filters(aspect="delivery")).volume == 4
    assert shop.figures(Filters(aspect="delivery", language="zh")).volume == 2


def test_what_was_read_before_is_grouped_once(shop, store) -> None:
    with store.writing() as db:
        db.conn.execute("UPDATE reading_aspects SET canonical = '', worst = 0")
        db.conn.execute("DELETE FROM preferences")
    assert regroup(store)
    assert not regroup(store)
    assert {f.aspect: f.reviews for f in shop.aspects()} == {"delivery": 4, "quality": 2}


def test_a_review_counts_once_and_by_its_worst(reviews, engines, store) -> None:
    reviews.import_paste("good delivery and 物流 and delivery")
    reviews.start_reading()
    with store.writing() as db:
        db.conn.execute("UPDATE reading_aspects SET polarity = 'negative' WHERE aspect = '物流'")
        db.conn.execute("DELETE FROM preferences")
    [found] = reviews.aspects()
    assert (found.aspect, found.reviews, found.negative, found.positive) == ("delivery", 1, 1, 0)
    with store.open() as db:
        mentions = db.conn.execute("SELECT aspect, term FROM mentions").fetchall()
    assert sorted(mentions) == [("delivery", "delivery"), ("delivery", "物流")]


def test_terms_are_grouped_once_for_all_workspaces(shop, store) -> None:
    with store.writing() as db:
        db.table("workspaces").insert({"id": 2, "name": "other", "pseudonym_key": "k"})
    shop.aspects()
    assert not regroup(store)
    other = Insights(store, shop._jobs, 2)
    with store.writing() as db:
        db.conn.execute("UPDATE reading_aspects SET canonical = 'kept'")
    assert other.impacts().aspects == ()
    with store.open() as db:
        assert db.conn.execute("SELECT DISTINCT canonical FROM reading_aspects").fetchall() == [
            ("kept",)
        ]


def test_others_write_while_the_groups_are_found_and_one_is_enough(
    shop, store, monkeypatch
) -> None:
    found = aspects_rows.terms
    answers = []

    def another_process_first(db):
        monkeypatch.setattr(aspects_rows, "terms", found)
        assert not db.conn.in_transaction
        answers.append(regroup(store))
        return found(db)

    with store.writing() as db:
        db.conn.execute("DELETE FROM preferences")
    monkeypatch.setattr(aspects_rows, "terms", another_process_first)
    assert not regroup(store)
    assert answers == [True]


@pytest.mark.parametrize("asked", ["reviews", "insights"])
def test_an_aspect_filter_groups_first(shop, store, asked: str) -> None:
    with store.writing() as db:
        db.conn.execute("UPDATE reading_aspects SET canonical = '', worst = 0")
        db.conn.execute("DELETE FROM preferences")
    delivery = Filters(aspect="delivery")
    if asked == "reviews":
        assert shop.figures(delivery).volume == 4
    else:
        segments = Insights(store, shop._jobs, 1).segments("language", delivery)
        assert sum(segment.reviews for segment in segments) == 4


def test_home_names_the_worst_aspect_before_anything_is_grouped(shop, store) -> None:
    assert (overview(store, 1).worst_aspect, overview(store, 1).worst_aspect_negative) == (
        "delivery",
        2,
    )
    with store.writing() as db:
        db.conn.execute("UPDATE reading_aspects SET canonical = '', worst = 0")
        db.conn.execute("DELETE FROM preferences")
    assert overview(store, 1).worst_aspect == "delivery"


@pytest.mark.parametrize(
    ("text", "term", "id"),
    [
        ("A blend of cotton and wool, soft on the skin.", "blend", "blend"),
        ("It is a wool blend and it keeps its shape.", "wool blend", "material"),
        ("Their coffee is fresh, the house blend above all.", "house blend", "drinks"),
        ("I wore it with boots, the buttons are pretty.", "boots", "boot"),
        (
            "The laptop takes a minute to boot and the battery is flat by noon.",
            "boot",
            "performance",
        ),
        ("I wore it with boots, the buttons are pretty.", "buttons", "button"),
        ("Two buttons of the touchpad stick, the screen is fine.", "buttons", "keyboard"),
        ("It looks nothing like the picture.", "picture", "picture"),
        ("和照片一样好看，布料也软", "照片", "照片"),
        ("屏幕很好，照片也清晰", "照片", "camera"),
    ],
)
def test_a_homonym_counts_where_the_review_speaks_of_such_things(
    text: str, term: str, id: str
) -> None:
    at = text.index(term)
    reading = AspectReading(term, "positive", 0.9, at, at + len(term))
    assert aspect_in(text, reading).id == id
