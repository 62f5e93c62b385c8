"""Reviews drawn by chance, put in row by row, with all that can hang on one."""

from __future__ import annotations

import random

from core.text import search_terms

LABELS = ("negative", "neutral", "positive")
WORDS = ("kettle", "lamp", "lid", "late", "fine", "质量", "物流")
ASPECTS = ("delivery", "quality", "price", "size")


def fill(db, rng: random.Random, count: int, first: int, workspace: int = 1) -> None:
    """Reviews with and without days, stars, readings (some read twice), labels and themes."""
    for id in range(first, first + count):
        words = rng.choices(WORDS, k=3)
        db.conn.execute(
            """INSERT INTO reviews (id, workspace_id, source_id, digest, text, language, posted_on,
                 rating, product, origin, country, customer_key)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                id, workspace, workspace, str(id), " ".join(words), rng.choice(("en", "zh")),
                rng.choice((None, f"2026-{rng.randint(1, 4):02}-{rng.randint(1, 28):02}")),
                rng.choice((None, 1.0, 2.5, 4.0, 5.0)), rng.choice(("", "Kettle", "Lamp")),
                rng.choice(("", "web")), rng.choice(("", "DE", "CN")), rng.choice(("", "a", "b")),
            ],
        )  # fmt: skip
        db.conn.execute(
            "INSERT INTO reviews_terms (rowid, terms) VALUES (?, ?)",
            [id, search_terms(" ".join(words))],
        )
        for version in rng.choice(((), ("v1",), ("v2",), ("v1", "v2"))):
            read(db, rng, id, version)
        if rng.random() < 0.4:
            db.conn.execute("INSERT INTO review_themes VALUES (?, ?, 0.5)", [id, workspace])
        for place in range(rng.randint(0, 2)):
            db.conn.execute(
                "INSERT INTO label_hits VALUES (?, ?, ?, 3, ?, 0.9, '[]')",
                [id, rng.choice((1, 2)), place, rng.choice(LABELS)],
            )


def read(db, rng: random.Random, id: int, version: str) -> None:
    db.conn.execute("UPDATE readings SET current = 0 WHERE review_id = ?", [id])
    label = rng.choice(LABELS)
    db.conn.execute(
        "INSERT INTO readings VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, '2026-01-01')",
        [
            id, version, label, label, rng.choice((-0.5, 0.0, 0.5)), rng.choice((0.5, 0.9)),
            rng.randint(0, 1), rng.choice(("joy", "anger", "neutral")),
        ],
    )  # fmt: skip
    for place, aspect in enumerate(rng.sample(ASPECTS, rng.randint(0, 3))):
        db.conn.execute(
            "INSERT INTO reading_aspects VALUES (?, ?, ?, ?, ?, ?, 0, 3, ?, 1)",
            [id, version, place, aspect, rng.choice(LABELS), rng.choice((0.3, 0.8)), aspect],
        )
