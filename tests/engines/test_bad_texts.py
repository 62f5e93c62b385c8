"""Whatever people put into a text field is read or called unsure, and stops nobody's run."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from core.cli.main import main
from core.engines.bundled import BundledReader
from core.engines.types import EMOTIONS, Reading
from core.settings import ASSETS

pytestmark = pytest.mark.slow

WORDLESS = {
    "empty": "",
    "spaces": " \t\r\n\u3000\xa0 ",
    "address only": "https://shop.example/p?id=7&u=%F0%9F%98%80#top",
    "null bytes": "\x00\x00\x00",
    "half a character": "\ud83d",
    "zero width": "\u200b\u200d\ufeff\u2060",
    "control characters": "".join(map(chr, range(32))),
    "ten thousand line breaks": "\n" * 10_000,
    "signs": "?!?! ... --- ///",
}
ODD = {
    "emoji": "😀😀🎉👍🏽👨‍👩‍👧",
    "a hundred thousand letters": "x" * 100_000,
    "a hundred thousand characters": "这个水壶很好用，" * 12_500,
    "a hundred thousand signs": "!" * 100_000,
    "ten thousand emoji": "😡" * 10_000,
    "one word without end": "Donaudampfschiffahrt" * 500,
    "a line of marks": "e" + "\u0301" * 5_000,
    "two languages": "这个 kettle 真的 very good，but 物流 too slow!!!",
    "arabic": "المنتج رائع جدا ولكن التوصيل متأخر",
    "hebrew": "המוצר נהדר אבל המשלוח איטי מאוד",
    "turned round": "\u202eskcor elttek siht\u202c good",
    "code": "def f(x):\n    return {k: v for k, v in x.items() if v is not None}  # <b>&amp;</b>",
    "markup": "<script>alert('x')</script><p style='color:red'>bad</p>",
    "query": "'; DROP TABLE reviews; --",
    "nulls within": "great\x00kettle\x00\x00broke",
    "half characters within": "great \ud83d kettle \udc4d broke",
    "zero width within": "g\u200br\u200be\u200ba\u200bt kettle",
    "private and unassigned": "\ue000\U000e0001\U0010ffff good",
    "marks of the tokenizer": "[CLS] [SEP] [PAD] [MASK] [UNK] good",
    "numbers": "0 1 2 3 -4 5e10 NaN inf 1/0 ٣ ½ ⅷ",
    "spreadsheet formula": '=HYPERLINK("http://x.example","good")',
    "two thousand addresses": "www.shop.example/a " * 2_000,
    "ten thousand short lines": "ok\n" * 10_000,
}
ALL = {**WORDLESS, **ODD}
PLAIN = "The kettle broke on day two. Waste of money."


@pytest.fixture(scope="module")
def reader() -> BundledReader:
    return BundledReader(ASSETS / "models" / "review_reader")


def check(text: str, reading: Reading) -> None:
    assert reading.sentiment in ("negative", "neutral", "positive")
    assert -1 <= reading.polarity <= 1
    assert 0 < reading.confidence <= 1
    assert math.isfinite(reading.polarity)
    assert reading.emotion in EMOTIONS
    for aspect in reading.aspects:
        assert 0 <= aspect.start < aspect.end <= len(text)
        assert aspect.aspect == text[aspect.start : aspect.end]
        assert 0 < aspect.confidence <= 1


@pytest.mark.parametrize("text", ALL.values(), ids=ALL.keys())
def test_there_is_a_reading(reader: BundledReader, text: str) -> None:
    (reading,) = reader.read([text])
    check(text, reading)


@pytest.mark.parametrize("text", WORDLESS.values(), ids=WORDLESS.keys())
def test_what_says_nothing_is_neutral_and_unsure(reader: BundledReader, text: str) -> None:
    (reading,) = reader.read([text])
    assert (reading.sentiment, reading.unsure, reading.aspects) == ("neutral", True, ())


def test_one_call_takes_them_all_and_a_plain_review_stays_what_it_is(
    reader: BundledReader,
) -> None:
    texts = [text for text in ALL.values() if len(text) < 20_000]
    (alone,) = reader.read([PLAIN])
    readings = reader.read([*texts, PLAIN])
    assert len(readings) == len(texts) + 1
    assert readings[-1].sentiment == alone.sentiment == "negative"
    assert readings[-1].polarity == pytest.approx(alone.polarity, abs=0.02)
    assert reader.read([*texts, PLAIN]) == readings


def rows_of(folder: Path) -> Path:
    """A file of the odd texts between plain ones; JSON keeps what no other format can."""
    path = folder / "reviews.jsonl"
    texts = [text for text in ALL.values() if len(text) < 20_000]
    lines = [{"text": text} for odd in texts for text in (PLAIN, odd)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_bad_rows_stop_no_scoring(tmp_path: Path, suffix: str, capsys) -> None:
    import pandas as pd

    path, out = rows_of(tmp_path), tmp_path / f"out.{suffix}"
    assert main(["score", str(path), "--text", "text", "--out", str(out)]) == 0, capsys.readouterr()
    read = {
        "csv": lambda: pd.read_csv(out, dtype=str, keep_default_na=False, encoding="utf-8-sig"),
        "jsonl": lambda: pd.read_json(out, lines=True, dtype=False),
        "parquet": lambda: pd.read_parquet(out),
    }
    scored = read[suffix]()
    assert len(scored) == len(path.read_text("utf-8").splitlines())
    assert set(scored["sentiment"][::2]) == {"negative"}


def test_bad_rows_stop_no_reading_job(studio, tmp_path: Path, inline_jobs) -> None:
    path = rows_of(tmp_path)
    report = studio.reviews.import_table(path, path.name)
    done = studio.reviews.read_job({}, lambda *step: None)
    assert done["read"] == report.added > len(ODD) // 2
    assert studio.reviews.unread() == 0
    with studio.store.open() as db:
        texts = db.conn.execute(
            """SELECT r.text, a.start, a."end", a.aspect FROM reading_aspects a
               JOIN reviews r ON r.id = a.review_id"""
        ).fetchall()
    assert all(text[start:end].lower() == aspect for text, start, end, aspect in texts)
