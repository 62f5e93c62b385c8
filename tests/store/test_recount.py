"""What is added up from the columns is what plain SQL counts, whatever the filter."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from random_reviews import ASPECTS, LABELS

from core.reviews import Filters
from core.reviews.selection import selection
from core.store import counts, insights, reviews

JOINED = "FROM reviews r LEFT JOIN readings d ON d.review_id = r.id AND d.current"
TESTS = {
    "since": "r.posted_on >= :since",
    "until": "r.posted_on <= :until",
    "product": "r.product = :product",
    "origin": "r.origin = :origin",
    "language": "r.language = :language",
    "country": "r.country = :country",
    "min_rating": "r.rating >= :min_rating",
    "max_rating": "r.rating <= :max_rating",
    "sentiment": "d.label = :sentiment",
    "emotion": "d.emotion = :emotion",
    "unsure": "d.unsure = :unsure",
    "customers": "r.customer_key IN (SELECT value FROM json_each(:customers))",
    "theme": "r.id IN (SELECT review_id FROM review_themes WHERE theme_id = :theme)",
    "aspect": """EXISTS (SELECT 1 FROM reading_aspects AS a WHERE a.review_id = r.id
                   AND a.version = d.version AND a.canonical = :aspect)""",
    "polarity": """EXISTS (SELECT 1 FROM reading_aspects AS a WHERE a.review_id = r.id
                     AND a.version = d.version AND a.canonical = :aspect AND a.worst
                     AND a.polarity = :polarity)""",
    "label": "r.id IN (SELECT review_id FROM label_hits WHERE label_id = :label)",
    "feeling": "r.id IN (SELECT review_id FROM label_hits WHERE label_id = :feeling)",
    "label_polarity": """r.id IN
        (SELECT review_id FROM label_hits WHERE label_id = :label GROUP BY review_id
         HAVING min((polarity = 'positive') - (polarity = 'negative')) = :label_polarity)""",
    "match": """r.id IN (SELECT rowid FROM reviews_terms WHERE :match <> ''
                  AND reviews_terms MATCH nullif(:match, ''))""",
}
STARTS = {
    "day": "r.posted_on",
    "week": "date(r.posted_on, '-6 days', 'weekday 1')",
    "month": "substr(r.posted_on, 1, 7) || '-01'",
}


def picked(filters: Filters, workspace: int = 1) -> tuple[str, dict[str, Any]]:
    """The same filters as SQL over `JOINED`."""
    asked = {name: value for name, value in filters.as_conditions().items() if value is not None}
    if str(asked.get("aspect", "")).startswith("label:"):
        asked["label"] = int(str(asked.pop("aspect")).removeprefix("label:"))
        if polarity := asked.pop("polarity", None):
            asked["label_polarity"] = LABELS.index(str(polarity)) - 1
    if "feeling" in asked:
        asked["feeling"] = int(str(asked["feeling"]).removeprefix("label:"))
    if "aspect" not in asked:
        asked.pop("polarity", None)
    tests = ["r.workspace_id = :workspace", *(TESTS[name] for name in asked)]
    return " AND ".join(tests), {**asked, "workspace": workspace}


def filters_by_chance(rng: random.Random) -> Filters:
    choices: dict[str, tuple[Any, ...]] = {
        "since": ("2026-02-01",),
        "until": ("2026-03-15", "2026-01-20"),
        "product": ("Kettle", "Lamp", "Bottle"),
        "origin": ("web",),
        "language": ("en", "zh"),
        "country": ("DE",),
        "sentiment": LABELS,
        "emotion": ("joy", "anger", "label:1"),
        "aspect": (*ASPECTS, "label:1", "label:2", "label:9"),
        "aspect_polarity": LABELS,
        "min_rating": (2.0,),
        "max_rating": (4.0,),
        "query": ("kettle", "质量", "lid la", "!?"),
        "unsure": (True, False),
        "theme": (1,),
        "customers": ('["a"]', '["a", "b"]'),
    }
    chosen = rng.sample(sorted(choices), rng.randint(0, 3))
    return replace(Filters(), **{name: rng.choice(choices[name]) for name in chosen})


def test_figures_are_those_of_a_plain_count(random_store) -> None:
    rng = random.Random(5)
    for filters in (Filters(), *(filters_by_chance(rng) for _ in range(120))):
        sql, params = picked(filters)
        chosen = selection(random_store, 1, filters)
        with random_store.open() as db:
            ask = db.conn.execute

            def rows(query: str, params=params, ask=ask) -> list[tuple[Any, ...]]:
                return ask(query, params).fetchall()

            ids = [id for (id,) in rows(f"SELECT r.id {JOINED} WHERE {sql} ORDER BY r.id")]
            assert chosen.ids.tolist() == ids, filters
            now = counts.totals(chosen)
            told = rows(
                f"""SELECT count(*), count(d.label), {_counted("d.label")}, sum(d.unsure),
                      count(r.posted_on), count(r.rating), coalesce(sum(r.rating), 0),
                      coalesce(sum(r.rating * r.rating), 0) {JOINED} WHERE {sql}"""
            )[0]
            assert tuple(now.values()) == pytest.approx(tuple(value or 0 for value in told))
            span = rows(f"SELECT min(r.posted_on), max(r.posted_on) {JOINED} WHERE {sql}")[0]
            assert (counts.span(chosen) or (None, None)) == span
            for unit, start in STARTS.items():
                found = [tuple(row.values()) for row in counts.by_period(chosen, unit)]
                assert found == rows(
                    f"""SELECT {start} AS start, count(*), {_counted("d.label")} {JOINED}
                        WHERE {sql} AND r.posted_on IS NOT NULL GROUP BY start ORDER BY start"""
                )
            for column in ("product", "origin", "country", "language", "emotion"):
                name = f"d.{column}" if column == "emotion" else f"r.{column}"
                found = [tuple(row.values()) for row in counts.segments(chosen, column, 12)]
                assert found == rows(
                    f"""SELECT {name} AS value, count(*) AS n, {_counted("d.label")} {JOINED}
                        WHERE {sql} AND d.label IS NOT NULL AND {name} <> ''
                        GROUP BY value ORDER BY n DESC, value"""
                )
            themes = [tuple(row.values()) for row in counts.theme_totals(chosen).values()]
            assert themes == rows(
                f"""SELECT t.theme_id, count(*), {_counted("d.label")} {JOINED}
                    JOIN review_themes AS t ON t.review_id = r.id WHERE {sql}
                    GROUP BY t.theme_id ORDER BY t.theme_id"""
            )


def test_aspects_are_those_of_a_plain_count(random_store) -> None:
    rng = random.Random(6)
    hits = f"""SELECT 'label:' || h.label_id AS aspect, r.id, d.label,
        min((h.polarity = 'positive') - (h.polarity = 'negative')) AS worst
        {JOINED} JOIN label_hits AS h ON h.review_id = r.id"""
    terms = f"""SELECT a.canonical AS aspect, r.id, d.label,
        (a.polarity = 'positive') - (a.polarity = 'negative') AS worst {JOINED}
        JOIN reading_aspects AS a ON a.review_id = r.id AND a.version = d.version AND a.worst"""
    for filters in (Filters(), *(filters_by_chance(rng) for _ in range(60))):
        sql, params = picked(filters)
        chosen = selection(random_store, 1, filters)
        mentions = f"""FROM ({terms} WHERE {sql} UNION ALL
            {hits} WHERE {sql} AND d.label IS NOT NULL GROUP BY r.id, h.label_id)"""
        with random_store.open() as db:
            spoken = db.conn.execute(
                f"""SELECT aspect, count(*) AS n, sum(worst < 0), sum(worst = 0), sum(worst > 0)
                    {mentions} GROUP BY aspect ORDER BY n DESC, aspect""",
                params,
            ).fetchall()
            own = db.conn.execute(
                f"""SELECT aspect, count(*) AS n, {_counted("label")}
                    {mentions} GROUP BY aspect HAVING n >= 3 ORDER BY n DESC, aspect""",
                params,
            ).fetchall()
        assert [tuple(row.values()) for row in counts.aspects(chosen, 99)] == spoken
        assert [tuple(row.values()) for row in counts.aspect_totals(chosen, 3)] == own


ORDERS = {
    "newest": "r.posted_on IS NULL, r.posted_on DESC, r.id DESC",
    "oldest": "r.posted_on IS NULL, r.posted_on, r.id",
    "worst": "d.polarity IS NULL, d.polarity, r.id DESC",
    "best": "d.polarity IS NULL, d.polarity DESC, r.id DESC",
    "least sure": "d.confidence IS NULL, d.confidence, r.id DESC",
}


@pytest.mark.parametrize("order", ORDERS)
def test_pages_are_those_of_a_plain_sort(random_store, order: str) -> None:
    rng = random.Random(7)
    for filters in (Filters(), *(filters_by_chance(rng) for _ in range(20))):
        sql, params = picked(filters)
        chosen = selection(random_store, 1, filters)
        with random_store.open() as db:
            told = db.conn.execute(
                f"SELECT r.id {JOINED} WHERE {sql} ORDER BY {ORDERS[order]}", params
            ).fetchall()
            for offset in (0, 7, 200):
                found = reviews.page(db, chosen, order, 7, offset)
                assert [(row["id"],) for row in found] == told[offset : offset + 7]


def test_quotes_samples_and_the_unhappiest_are_those_of_plain_sql(random_store) -> None:
    rng = random.Random(8)
    for filters in (Filters(), *(filters_by_chance(rng) for _ in range(30))):
        sql, params = picked(filters)
        chosen = selection(random_store, 1, filters)
        with random_store.open() as db:
            quoted = db.conn.execute(
                f"""SELECT DISTINCT r.id {JOINED} JOIN reading_aspects AS a
                      ON a.review_id = r.id AND a.version = d.version AND a.worst
                    WHERE {sql} AND d.label = 'negative' AND a.polarity = 'negative'
                      AND a.confidence >= 0.5 ORDER BY r.id DESC LIMIT 4""",
                params,
            ).fetchall()
            found = insights.quotes(db, chosen, "", "negative", 4)
            assert [(row["id"],) for row in found] == quoted
            sampled = db.conn.execute(
                f"""SELECT id FROM (SELECT r.id {JOINED} WHERE {sql}
                    ORDER BY (r.id * 2654435761) % 4294967296 LIMIT 9) ORDER BY id""",
                params,
            ).fetchall()
            assert [(id,) for id, _ in insights.sample(db, chosen, 9)] == sampled
            unhappy = db.conn.execute(
                f"""SELECT r.id {JOINED} WHERE {sql} AND d.label = 'negative'
                    ORDER BY d.confidence + 0.5 * (d.emotion IN ('anger', 'fear'))
                      - 0.1 * coalesce(r.rating, 3) DESC, r.id DESC LIMIT 6""",
                params,
            ).fetchall()
            assert [(row["id"],) for row in insights.unhappy(db, chosen, 6)] == unhappy


def test_nothing_of_another_workspace_counts(random_store) -> None:
    assert len(selection(random_store, 2, Filters())) == 20
    assert len(selection(random_store, 3, Filters())) == 0
    assert counts.aspects(selection(random_store, 3, Filters()), 5) == []


def _counted(column: str) -> str:
    """Counts by sentiment that are 0 where nothing is there."""
    return ", ".join(f"count(*) FILTER (WHERE {column} = '{label}')" for label in LABELS)
