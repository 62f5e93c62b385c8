"""What the insights of the reviews page find of a planted truth, and how long they take.

    python -m benchmarks.review_insights [--only impact,spikes,themes,timings]
        [--data FOLDER] [--rows 100000,1000000] [--runs 300]

impact: Spearman's rank correlation of the impact ranking with the planted drivers of generated
sets. spikes: series without a change that raise an alarm, and rises by half that are found
within three periods. themes: NPMI coherence of the themes against TF-IDF with NMF as the peer,
same k, on the same texts and on texts neither has seen; needs --data or $BRANDLOOP_DATA.
timings: seconds of each question over generated reviews with readings put in directly, median
of three, wall clock and processor.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

LABELS = ("negative", "neutral", "positive")


def planted_set(rng: np.random.Generator, reviews: int, aspects: int) -> tuple[Any, Any]:
    """(true strength of each aspect, its impact as found) of one generated set.

    An aspect is mentioned at a rate of its own and praised at another; a review's mood is the
    sign of what it praises less what it complains of, with noise; the reader errs on one in ten.
    """
    rates = rng.uniform(0.01, 0.25, aspects)
    praised = rng.uniform(0.05, 0.95, aspects)
    mentioned = rng.random((reviews, aspects)) < rates
    said = np.where(rng.random((reviews, aspects)) < praised, 1, -1) * mentioned
    mood = np.sign(said.sum(axis=1) + rng.normal(0.3, 0.7, reviews).round())
    wrong = rng.random(reviews) < 0.1
    mood[wrong] = rng.integers(-1, 2, wrong.sum())
    from core.reviews.analysis.impact import impacts

    def counts(rows: Any) -> dict[str, Any]:
        return {
            "reviews": int(rows.sum()),
            "negative": int((mood[rows] < 0).sum()),
            "neutral": int((mood[rows] == 0).sum()),
            "positive": int((mood[rows] > 0).sum()),
        }

    rows = [{"aspect": str(i), **counts(mentioned[:, i])} for i in range(aspects)]
    found = {item.aspect: item.impact for item in impacts(counts(np.ones(reviews, bool)), rows)}
    return rates * (2 * praised - 1), np.array([found[str(i)] for i in range(aspects)])


def impact(runs: int) -> None:
    from scipy.stats import spearmanr

    rng = np.random.default_rng(7)
    for reviews in (1000, 5000, 20_000):
        ranks = [
            spearmanr(*planted_set(rng, reviews, 20)).statistic for _ in range(max(10, runs // 10))
        ]
        print(
            f"impact ranking, {reviews:>6,} reviews, 20 drivers: Spearman median "
            f"{statistics.median(ranks):.3f}, lowest {min(ranks):.3f} of {len(ranks)} sets"
        )


def generated(rng: Any, periods: int, volume: float, share: Any, dispersion: float) -> Any:
    means = np.full(periods, volume, float)
    if dispersion > 1:
        size = volume / (dispersion - 1)
        means = rng.gamma(size, means / size)
    volumes = rng.poisson(means)
    return volumes, rng.binomial(volumes, share)


def spikes(runs: int) -> None:
    from core.reviews.analysis.spikes import NEGATIVES, find_spikes

    rng = np.random.default_rng(8)
    for periods in (20, 26, 52, 104):
        for volume, share, dispersion in (
            (20, 0.2, 1), (100, 0.25, 1), (400, 0.2, 1), (100, 0.25, 3), (1000, 0.1, 10),
        ):  # fmt: skip
            alarms = sum(
                bool(find_spikes(*generated(rng, periods, volume, share, dispersion)))
                for _ in range(runs)
            )
            print(
                f"stationary, {periods:>3} periods of {volume * share:>4.0f} negatives, "
                f"dispersion {dispersion:>2}: alarms in {alarms / runs:.1%} of {runs}"
            )
    for volume in (100, 160, 200, 400):
        for dispersion in (1, 3):
            found = 0
            for _ in range(runs):
                shares = np.full(40, 0.25)
                shares[-3:] *= 1.5
                series = generated(rng, 40, volume, shares, dispersion)
                found += any(s.kind == NEGATIVES and s.last >= 37 for s in find_spikes(*series))
            print(
                f"+50 % in the last 3 of 40 periods of {volume / 4:>4.0f} negatives, "
                f"dispersion {dispersion}: found in {found / runs:.1%} of {runs}"
            )


def read_sets(folder: Path) -> dict[str, list[str]]:
    import pandas as pd

    def column(path: str, name: str) -> list[str]:
        read = pd.read_csv if path.endswith("csv.gz") else lambda p: pd.read_json(p, lines=True)
        texts = read(folder / path)[name].dropna().astype(str).drop_duplicates()
        return texts.sample(min(6000, len(texts)), random_state=0).tolist()

    return {
        "zh shopping": column("zh_online_shopping_10_cats/train.csv.gz", "review"),
        "en clothing": column("en_womens_clothing_reviews/train.csv.gz", "Review Text"),
        "en products": column("en_fdu_mtl_reviews/unlabel.jsonl.gz", "text"),
    }


def coherence(topics: Iterable[Sequence[str]], texts: Sequence[set[str]]) -> float:
    """Mean normalised pointwise mutual information of the word pairs of each topic."""
    scores = []
    for words in topics:
        holding = [{i for i, text in enumerate(texts) if word in text} for word in words]
        for i, one in enumerate(holding):
            for other in holding[:i]:
                both = len(one & other) / len(texts)
                if not both:
                    scores.append(-1.0)
                    continue
                lift = both * len(texts) ** 2 / (len(one) * len(other))
                scores.append(float(np.log(lift) / -np.log(both)))
    return float(np.mean(scores))


def diversity(topics: Sequence[Sequence[str]]) -> float:
    return len({word for words in topics for word in words}) / sum(map(len, topics))


def nmf_topics(texts: Sequence[str], themes: int, cut: Callable[[str], list[str]]) -> list[Any]:
    """The peer: TF-IDF with NMF (scikit-learn's defaults for topics, NNDSVD start)."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer=cut, min_df=3, max_df=1 / 3, sublinear_tf=True)
    weights = NMF(themes, init="nndsvd", random_state=0, max_iter=300).fit(
        vectors.fit_transform(texts)
    )
    names = vectors.get_feature_names_out()
    return [[names[i] for i in np.argsort(-row)[:10]] for row in weights.components_]


def themes(folder: Path) -> None:
    from core.reviews.analysis.themes import find_themes
    from core.vocabulary import words_in_order

    for name, texts in read_sets(folder).items():
        half = len(texts) // 2
        seen, unseen = texts[:half], texts[half:]
        cut = [[set(words_in_order(text)) for text in part] for part in (seen, unseen)]
        model = find_themes(seen, 15)
        assert model is not None
        covered = float((model.assign(unseen)[0] >= 0).mean())
        peer = nmf_topics(seen, 15, words_in_order)
        for who, topics in (("themes", model.words), ("TF-IDF + NMF", peer)):
            print(
                f"{name}, k=15, {who:<12}: NPMI {coherence(topics, cut[0]):+.3f}, on unseen texts "
                f"{coherence(topics, cut[1]):+.3f}, diversity {diversity(topics):.2f}"
                + (f", {covered:.0%} of texts in a theme" if who == "themes" else "")
            )


def fill(store: Any, reviews: int) -> None:
    """Generated reviews with readings, put in without an engine.

    Indexes and triggers are put aside meanwhile and what they keep up is made at once after, as
    a migration does: a million reviews take a minute or two, not ten.
    """
    rng = np.random.default_rng(1)
    with store.writing() as db:
        db.conn.execute(
            """INSERT INTO sources (id, workspace_id, kind, name, digest)
               VALUES (1, 1, 'reviews', 'generated', 'generated')"""
        )
        aside = db.conn.execute(
            """SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')
                 AND sql IS NOT NULL AND tbl_name IN
                   ('reviews', 'readings', 'reading_aspects', '_review_facts')"""
        ).fetchall()
        for kind, name, _ in aside:
            db.conn.execute(f"DROP {kind} {name}")
        for begin in range(0, reviews, 50_000):
            _put(db, rng, begin + 1, min(50_000, reviews - begin))
        for _, _, sql in aside:
            db.conn.execute(sql)
        db.conn.execute(
            """INSERT INTO _review_facts SELECT r.id, workspace_id, source_id, posted_on, rating,
                 product, origin, language, country, customer_key, version, label, polarity,
                 confidence, unsure, emotion
               FROM reviews AS r JOIN readings AS d ON d.review_id = r.id"""
        )


def _put(db: Any, rng: Any, first: int, count: int) -> None:
    from core.text import search_terms

    names = [f"part {i}" for i in range(200)]
    odds = 1 / np.arange(1, 201)
    odds /= odds.sum()
    days = np.datetime_as_string(np.datetime64("2024-01-01") + rng.integers(0, 730, count)).tolist()
    moods = rng.choice(3, count, p=[0.25, 0.15, 0.6]).tolist()
    sure = rng.random(count).round(3).tolist()
    products = rng.integers(0, 20, count).tolist()
    chosen = [
        list(dict.fromkeys(row[:n]))
        for row, n in zip(
            rng.choice(200, (count, 4), p=odds).tolist(),
            rng.integers(0, 5, count).tolist(),
            strict=True,
        )
    ]
    texts = [
        " ".join(f"The {names[a]} was not what I hoped for." for a in row) or "Fine."
        for row in chosen
    ]
    ids = range(first, first + count)
    db.conn.executemany(
        """INSERT INTO reviews (id, workspace_id, source_id, digest, text, language,
             posted_on, rating, product)
           VALUES (?, 1, 1, printf('%012d', ?1), ?, 'en', ?, ?, ?)""",
        (
            (id, text, day, 1.0 + 2 * mood, f"Product {product}")
            for id, text, day, mood, product in zip(ids, texts, days, moods, products, strict=True)
        ),
    )
    db.conn.executemany(
        "INSERT INTO reviews_terms (rowid, terms) VALUES (?, ?)",
        ((id, search_terms(text)) for id, text in zip(ids, texts, strict=True)),
    )
    db.conn.executemany(
        """INSERT INTO readings (review_id, version, current, sentiment, label, polarity,
             confidence, unsure, emotion) VALUES (?, 'v1', 1, ?2, ?2, ?3, ?4, 0, 'joy')""",
        (
            (id, LABELS[mood], (mood - 1) * p, p)
            for id, mood, p in zip(ids, moods, sure, strict=True)
        ),
    )
    db.conn.executemany(
        """INSERT INTO reading_aspects (review_id, version, position, aspect, polarity,
             confidence, start, "end", canonical, worst)
           VALUES (?, 'v1', ?, ?3, ?, 0.9, 4, 8, ?3, 1)""",
        (
            (id, place, names[a], LABELS[mood])
            for id, mood, row in zip(ids, moods, chosen, strict=True)
            for place, a in enumerate(row)
        ),
    )


def timings(sizes: Sequence[int]) -> None:
    from core.jobs import Jobs
    from core.reviews import Filters, Insights
    from core.reviews.aspects.grouping import regroup
    from core.settings import Settings
    from core.store.store import Store

    for size in sizes:
        with tempfile.TemporaryDirectory() as home:
            settings = Settings(home=Path(home))
            store = Store(settings.database)
            regroup(store)
            fill(store, size)
            insights = Insights(store, Jobs(store, settings, {}, 1), 1)
            insights.save_alert_rule("negative_share", 30, 0.1)
            year = Filters(since="2025-01-01", until="2025-12-31")
            one = Filters(product="Product 3")
            for name, ask in questions(insights, year, one).items():
                report_time(f"{size:>9,} reviews, {name}", ask)


def questions(insights: Any, year: Any, one: Any) -> dict[str, Callable[[], Any]]:
    return {
        "headline with change": lambda: insights.headline(year),
        "impacts": insights.impacts,
        "impacts of one product": lambda: insights.impacts(one),
        "spikes, explained": insights.spikes,
        "words": insights.words,
        "segments": lambda: insights.segments("product"),
        "quotes": lambda: insights.quotes("part 5", "negative"),
        "urgent": insights.urgent,
        "alerts": insights.alerts,
    }


def report_time(name: str, ask: Callable[[], Any]) -> None:
    wall, processor = [], []
    for _ in range(3):
        started, used = time.perf_counter(), time.process_time()
        ask()
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    print(
        f"{name:<42} {statistics.median(wall):6.2f} s, "
        f"processor {statistics.median(processor):6.2f} s",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="impact,spikes,themes,timings")
    parser.add_argument("--data", type=Path, default=os.environ.get("BRANDLOOP_DATA"))
    parser.add_argument("--rows", default="100000")
    parser.add_argument("--runs", type=int, default=300)
    arguments = parser.parse_args()
    wanted = arguments.only.split(",")
    if "impact" in wanted:
        impact(arguments.runs)
    if "spikes" in wanted:
        spikes(arguments.runs)
    if "themes" in wanted:
        if arguments.data:
            themes(Path(arguments.data))
        else:
            print("themes: skipped, neither --data nor BRANDLOOP_DATA names the data sets")
    if "timings" in wanted:
        timings([int(rows) for rows in arguments.rows.split(",")])
