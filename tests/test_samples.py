"""The demo data keeps what its README promises, in both languages."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

SAMPLES = Path(__file__).resolve().parent.parent / "assets" / "samples"
FIRST, LAST = "2025-11-01", "2026-10-31"
SPIKE = ("2026-08-10", "2026-08-20")
BLEND = {"en": "Fernhill Blend", "zh": "蕨丘咖啡"}
TONES = {
    *("friendly", "playful", "professional", "luxurious", "urgent"),
    *("inspiring", "witty", "minimal", "trustworthy"),
}
BRIEF_KEYS = {
    *("lang", "product", "category", "facts", "audience"),
    *("tone", "offer", "cta", "keywords", "industry"),
}
CONTACT = re.compile(r"[\w.]+@[\w.]+\.\w+|\d[\d() -]{6,}\d")

each_language = pytest.mark.parametrize("language", ["en", "zh"])


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo", SAMPLES / "generate_customers.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shop(generator: ModuleType) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    return generator.generate()


def in_spike(row: dict[str, str], language: str) -> bool:
    """A bad review of the coffee in the bad days of August."""
    bad = row["product"] == BLEND[language] and row["rating"] in "12"
    return bad and SPIKE[0] <= row["date"] <= SPIKE[1]


@each_language
def test_reviews_are_many_different_and_complete(language: str) -> None:
    reviews = rows(f"reviews-{language}.csv")
    columns = ["review_id", "date", "product", "rating", "source", "customer_id", "country", "text"]
    assert list(reviews[0]) == columns
    assert len(reviews) >= 330
    assert len({row["text"].strip().lower() for row in reviews}) == len(reviews)
    assert len({row["review_id"] for row in reviews}) == len(reviews)
    assert all(row["text"].strip() and row["rating"] in "12345" for row in reviews)
    assert len({row["product"] for row in reviews}) == 4
    sources = {
        "en": {"web shop", "marketplace", "survey", "support e-mail"},
        "zh": {"官网商城", "电商平台", "问卷", "客服邮件"},
    }
    assert {row["source"] for row in reviews} == sources[language]
    assert all(re.fullmatch(r"(C0[0-7]\d\d|C0800)?", row["customer_id"]) for row in reviews)


@each_language
def test_ratings_are_mixed(language: str) -> None:
    reviews = rows(f"reviews-{language}.csv")
    stars = Counter(row["rating"] for row in reviews)
    assert 0.50 <= (stars["4"] + stars["5"]) / len(reviews) <= 0.60
    assert 0.12 <= stars["3"] / len(reviews) <= 0.18
    assert min(stars.values()) >= 40


@each_language
def test_reviews_spread_evenly_but_for_the_spike(language: str) -> None:
    reviews = rows(f"reviews-{language}.csv")
    assert min(row["date"] for row in reviews) >= FIRST
    assert max(row["date"] for row in reviews) <= LAST
    months = Counter(row["date"][:7] for row in reviews if not in_spike(row, language))
    assert len(months) == 12
    assert min(months.values()) >= 20
    assert max(months.values()) <= 32


@each_language
def test_one_spike_and_no_other(language: str) -> None:
    """No other eleven days hold a fifth as many bad reviews of any product."""
    reviews = rows(f"reviews-{language}.csv")
    assert 30 <= sum(in_spike(row, language) for row in reviews) <= 36
    bad = Counter(
        (row["product"], date.fromisoformat(row["date"]))
        for row in reviews
        if row["rating"] in "12" and not in_spike(row, language)
    )
    starts = [date.fromisoformat(FIRST) + timedelta(days=n) for n in range(355)]
    for product in {row["product"] for row in reviews}:
        windows = [
            sum(bad[product, start + timedelta(days=n)] for n in range(11)) for start in starts
        ]
        assert max(windows) <= 6


def test_no_english_sentence_is_written_twice() -> None:
    texts = [row["text"] for name in ("reviews-en.csv", "gate-en.csv") for row in rows(name)]
    sentences = Counter(
        " ".join(re.findall(r"[\w']+", sentence.lower()))
        for text in texts
        for sentence in re.split(r"[.!?\n]+", text)
    )
    del sentences[""]
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_the_awkward_english_rows_are_there() -> None:
    texts = [row["text"] for row in rows("reviews-en.csv")]
    assert sum(bool(CONTACT.search(text)) for text in texts) == 2
    assert any("\n" in text for text in texts)
    assert any('"' in text and "," in text for text in texts)
    assert sum(bool(re.search(r"[\u4e00-\u9fff]", text)) for text in texts) == 1
    assert any(not re.search(r"\w", text) for text in texts)
    words = [len(text.split()) for text in texts]
    assert min(words) <= 3
    assert 80 <= max(words) <= 130


@each_language
def test_gate_is_balanced_and_apart_from_the_reviews(language: str) -> None:
    gate = rows(f"gate-{language}.csv")
    assert list(gate[0]) == ["text", "sentiment"]
    assert len(gate) >= 210
    assert len({row["text"].strip().lower() for row in gate}) == len(gate)
    labels = Counter(row["sentiment"] for row in gate)
    assert set(labels) == {"negative", "neutral", "positive"}
    assert max(labels.values()) - min(labels.values()) <= 6
    reviews = {row["text"] for row in rows(f"reviews-{language}.csv")}
    assert not reviews & {row["text"] for row in gate}


def test_twelve_briefs() -> None:
    lines = (SAMPLES / "briefs.jsonl").read_text("utf-8").splitlines()
    briefs = [json.loads(line) for line in lines]
    assert Counter(brief["lang"] for brief in briefs) == {"en": 6, "zh": 6}
    assert all(set(brief) == BRIEF_KEYS for brief in briefs)
    assert all(4 <= len(set(brief["facts"])) <= 6 for brief in briefs)
    assert {brief["tone"] for brief in briefs} <= TONES
    assert len({brief["product"] for brief in briefs}) == 12
    assert sum(brief["product"].startswith(("Fernhill", "蕨丘")) for brief in briefs) == 4


def test_customers_and_transactions() -> None:
    customers, transactions = rows("customers.csv"), rows("transactions.csv")
    ids = [row["customer_id"] for row in customers]
    assert ids == [f"C{n:04d}" for n in range(1, 801)]
    assert len({row["transaction_id"] for row in transactions}) == len(transactions) == 6000
    assert {row["customer_id"] for row in transactions} == set(ids)
    assert len({row["product"] for row in transactions}) == 4
    assert all(FIRST <= row["date"] <= LAST for row in transactions)
    assert all(re.fullmatch(r"\d+\.\d\d", row["amount"]) for row in transactions)
    assert all(0 <= int(row["hour"]) <= 23 and int(row["quantity"]) >= 1 for row in transactions)
    joined = {row["customer_id"]: row["signup_date"] for row in customers}
    assert all(joined[row["customer_id"]] <= row["date"] for row in transactions)


def test_the_generator_writes_the_same_files_again(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["generate_customers.py", "--out", str(tmp_path)])
    generator.main()
    for name in ("customers.csv", "transactions.csv"):
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_planted_groups_can_be_read(shop: tuple[pd.DataFrame, pd.DataFrame, pd.Series]) -> None:
    _, transactions, groups = shop
    frame = transactions.assign(
        group=transactions["customer_id"].map(groups), date=pd.to_datetime(transactions["date"])
    )
    frame["weekend"] = frame["date"].dt.day_of_week >= 5
    of = dict(list(frame.groupby("group")))
    loyal = of["subscribers"]
    blends = loyal[loyal["product"] == "Fernhill Blend"]
    assert blends.groupby("customer_id")["date"].agg(lambda d: d.dt.month.nunique()).min() >= 9
    assert loyal["hour"].quantile(0.9) <= 10
    assert (loyal["channel"] == "app").mean() >= 0.6
    assert of["gifters"]["date"].dt.month.isin([11, 12]).mean() >= 0.75
    assert of["gifters"]["product"].isin(["Fernhill Lamp", "Fernhill Kettle"]).mean() >= 0.85
    assert of["hikers"]["weekend"].mean() >= 0.75
    assert (of["hikers"]["product"] == "Fernhill Daypack").mean() >= 0.75
    assert of["bargains"]["amount"].median() < frame["amount"].median() < 40
    assert (of["bargains"]["discount"] > 0).mean() >= 0.85
    assert of["lapsed"]["date"].max() < pd.Timestamp("2026-03-01")


def test_english_reviewers_lean_to_their_group(
    shop: tuple[pd.DataFrame, pd.DataFrame, pd.Series],
) -> None:
    customers, _, groups = shop
    reviews = [row for row in rows("reviews-en.csv") if row["customer_id"]]
    spike = [groups[row["customer_id"]] for row in reviews if in_spike(row, "en")]
    assert spike.count("subscribers") / len(spike) >= 0.9
    packs = [groups[r["customer_id"]] for r in reviews if r["product"] == "Fernhill Daypack"]
    assert packs.count("hikers") / len(packs) >= 0.5
    home = dict(zip(customers["customer_id"], customers["country"], strict=True))
    assert all(row["country"] in ("", home[row["customer_id"]]) for row in reviews)
