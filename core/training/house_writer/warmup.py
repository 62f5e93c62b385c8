"""Public texts as first lessons: pick phrases out of a text and write the text from them."""

from __future__ import annotations

import csv
import gzip
import html
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.training.house_writer.material import Material, Target, plain

# Advertisements that claim what a law forbids or nobody can know teach the wrong thing.
_ABSOLUTE = re.compile(
    r"\b(?:best|no\.? ?1|number one|world.?class|leading|leader|perfect|guarantee\w*|cheapest"
    r"|lowest|greatest|ultimate|unbeatable|premier|finest|top|most|only|ever|cure\w*)\b|#1|100 ?%"
    r"|最|第一|国家级|顶级|唯一|永久|万能|绝对|根治|极致|百分百|神器|完美|首选",
    re.IGNORECASE,
)
_ODD = re.compile(r"https?:|www\.|@\w|[\[\]{}<>_=|\\^~]|(.)\1{3}|[a-z]\.[a-z]{2,}", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")
_ENGLISH_END = re.compile(r"(?<=[.!?])\s+")
_CHINESE_END = re.compile(r"(?<=[。！？!?；])")

LICENCES = {
    "clothing": ("Women's E-Commerce Clothing Reviews", "unstated here, open upstream"),
    "upworthy": ("Upworthy Research Archive, headlines", "unstated here, open upstream"),
    "slogans": ("Slogan generation set, validation part (not the curated test)", "GPL-3"),
    "amazon": ("Amazon reviews of one product", "none stated"),
    "television": ("Amazon TV reviews", "MIT repository, upstream research use"),
    "shopping": ("online_shopping_10_cats (Chinese shop reviews)", "none stated"),
    "chnsenticorp": ("ChnSentiCorp train", "none stated"),
    "tnews": ("TNEWS headlines, train", "Apache repository"),
    "advertisegen": ("AdvertiseGen, development file", "none stated"),
}
"""The sets of the data folder that are read, each with its licence class."""


def read_warmup(folder: Path, seed: int = 7) -> list[Material]:
    """Lessons from every set of the data folder; a set that is absent has none.

    No text is in twice. Raises nothing for a folder without any of them.
    """
    rng = random.Random(seed)
    seen: set[str] = set()
    found: list[Material] = []
    for item in [*_advertisements(folder), *_slogans(folder), *_plain(folder, rng)]:
        key = item.targets[0].text
        if key not in seen:
            seen.add(key)
            found.append(item)
    return found


def spans(text: str, chinese: bool, rng: random.Random) -> list[str]:
    """Up to four phrases of a text in another order, about two fifths of it, every number in."""
    if chinese:
        parts = [p for p in re.split(r"[，。！？；：、,!?;:\s]+", text) if p]
        units = [p[i : i + 7] for p in parts for i in range(0, len(p), 7)]
    else:
        words = text.split()
        units, at = [], 0
        while at < len(words):
            n = rng.randint(2, 5)
            units.append(" ".join(words[at : at + n]).strip(" .,!?;:\"'"))
            at += n
    units = [unit for unit in units if unit]
    few = rng.sample(range(len(units)), min(4, max(1, len(units) * 2 // 5)))
    chosen = set(few) | {i for i, unit in enumerate(units) if re.search(r"\d", unit)}
    picked = [units[i] for i in sorted(chosen)]
    rng.shuffle(picked)
    return picked


def _lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    path = folder / name
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        if name.endswith(".csv.gz"):
            yield from csv.DictReader(file)
        else:
            yield from (json.loads(line) for line in file)


def _advertisements(folder: Path) -> Iterator[Material]:
    for row in _lines(folder, "zh_advertisegen_dev/dev.jsonl.gz"):
        text = row["summary"].replace("BRAND", "").replace("  ", " ").strip()
        if "<UNK>" in text or _ABSOLUTE.search(text):
            continue
        values = dict.fromkeys(pair.split("#")[-1] for pair in row["content"].split("*"))
        fields = tuple(("fact", value) for value in values)
        order = ("[channel:product_description]",)
        yield Material("advertisegen", "zh", "friendly", "", fields, (Target(order, text),))


def _slogans(folder: Path) -> Iterator[Material]:
    for row in _lines(folder, "en_slogan_generation/valid.csv.gz"):
        name = row["alias"] or row["company"].title()
        slogan = row["output"].replace("<company>", name).strip()
        about = row["desc"].replace("<company>", name)
        if _ABSOLUTE.search(slogan) or _ODD.search(slogan) or len(slogan) < 8 or not about:
            continue
        facts = [part for part in re.split(r"(?<=[.!?])\s+|, ", about) if 8 < len(part) < 120]
        fields = (("category", row["industry"]), *(("fact", fact) for fact in facts[:5]))
        target = Target(("[channel:slogan]",), plain(slogan))
        yield Material("slogans", "en", "friendly", name, fields, (target,))


def _plain(folder: Path, rng: random.Random) -> Iterator[Material]:
    for name, language, text in _texts(folder):
        chinese = language == "zh"
        for part in _windows(_SPACE.sub(" ", plain(text)), chinese):
            if _ODD.search(part):
                continue
            facts = spans(part, chinese, rng)
            if facts and sum(map(len, facts)) < 160:
                fields = tuple(("fact", fact) for fact in facts)
                target = Target(("[plain]",), part)
                yield Material(name, language, "friendly", "", fields, (target,))


def _texts(folder: Path) -> Iterator[tuple[str, str, str]]:
    for row in _lines(folder, "en_womens_clothing_reviews/train.csv.gz"):
        yield "clothing", "en", row["Review Text"] or ""
    for row in _lines(folder, "en_upworthy_headlines/packages.csv.gz"):
        yield "upworthy", "en", row["headline"]
        yield "upworthy", "en", html.unescape(_TAGS.sub("", row["lede"] or ""))
    for row in _lines(folder, "en_amazon_review_one_product/amazon_review.csv.gz"):
        yield "amazon", "en", row["reviewText"]
    for row in _lines(folder, "absa_en_television/train.jsonl.gz"):
        yield "television", "en", row["text"]
    for row in _lines(folder, "zh_online_shopping_10_cats/train.csv.gz"):
        yield "shopping", "zh", row["review"]
    for row in _lines(folder, "zh_chnsenticorp/train.jsonl.gz"):
        yield "chnsenticorp", "zh", row["text"]
    for row in _lines(folder, "zh_tnews_headlines/train.jsonl.gz"):
        yield "tnews", "zh", row["headline"]


def _windows(text: str, chinese: bool) -> Iterator[str]:
    """Runs of whole sentences of 12 to 220 characters (English) or 8 to 80 (Chinese)."""
    least, most = (8, 80) if chinese else (12, 220)
    run = ""
    for sentence in (_CHINESE_END if chinese else _ENGLISH_END).split(text):
        joined = run + ("" if chinese or not run else " ") + sentence
        if len(joined) <= most:
            run = joined
            continue
        if least <= len(run) <= most:
            yield run
        run = sentence
    if least <= len(run) <= most:
        yield run
