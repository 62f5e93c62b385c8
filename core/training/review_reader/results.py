"""metrics.json: every held-out set, int8 against fp32, speed, slices, sizes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from core.engines import windows
from core.engines.bundled import BundledReader
from core.engines.reader_settings import ReaderSettings
from core.training.review_reader.explaining import deletion_test
from core.training.review_reader.export import BATCH_TOKENS, OVERLAP, WINDOW
from core.training.review_reader.fairness import fairness
from core.training.review_reader.model import ReaderNetwork
from core.training.review_reader.rows import Corpus, Row, key, sample_texts
from core.training.review_reader.scoring import (
    Scored,
    aspects,
    emotions,
    sample,
    score,
    three_class,
    two_class,
)
from core.training.review_reader.vocabulary import Vocabulary

_Judge = Callable[[Scored, ReaderSettings], dict[str, Any]]
_ROUNDS = 3
_LONG = 200


def measure(
    reader: BundledReader,
    full: BundledReader,
    corpus: Corpus,
    most: int,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Scores of `reader` on every test set (at most `most` rows of each, 0 = all), and what
    it loses against `full`, the same network in fp32, on the same rows."""
    sets: dict[str, Any] = {}
    lost: dict[str, Any] = {}
    for name, rows in corpus.test.items():
        picked = sample(rows, most)
        done = score(reader, picked)
        sets[name] = _judge(name, done, reader)
        lost[name] = _compare(name, done, score(full, picked), reader)
        say(f"{name}: {_short(sets[name])}")
    if "chnsenticorp" in sets:
        sets["chnsenticorp"]["clean"] = _clean_part(reader, corpus.test["chnsenticorp"], corpus)
    return {
        "sets": sets,
        "int8_against_fp32": lost,
        "explanation": deletion_test(reader, sample_texts(), seed=1),
        "fairness": fairness(reader),
    }


def _judge(name: str, done: Scored, reader: BundledReader) -> dict[str, Any]:
    """All heads that the set speaks of; by group where rows have one; short against long."""
    result: dict[str, Any] = {}
    first = done.rows[0]
    settings = reader.settings
    if first.two >= 0 or (first.three >= 0 and first.terms is None):
        judge = two_class if first.two >= 0 else three_class
        result |= judge(done, settings)
        result["alone"] = _halves(done, settings, judge)
        groups = sorted({row.group for row in done.rows if row.group})
        if groups:
            parts = {g: _part(done, [row.group == g for row in done.rows]) for g in groups}
            by_group = {group: judge(part, settings) for group, part in parts.items()}
            result["groups"] = {group: _brief(judged) for group, judged in by_group.items()}
            result["mean_of_groups"] = float(np.mean([v["accuracy"] for v in by_group.values()]))
        long = _part(done, [len(row.text) > _LONG for row in done.rows])
        short = _part(done, [len(row.text) <= _LONG for row in done.rows])
        if len(long.rows) >= 50 and len(short.rows) >= 50:
            result["over_200_characters"] = _brief(judge(long, settings))
            result["up_to_200_characters"] = _brief(judge(short, settings))
    if first.emotion >= 0:
        result["emotion"] = emotions(name, done)
    if first.terms is not None:
        result["aspects"] = aspects(done)
    return result


def _halves(
    done: Scored,
    settings: ReaderSettings,
    judge: Callable[[Scored, ReaderSettings], dict[str, Any]],
) -> dict[str, dict[str, Any]]:
    """What the network and the n-grams reach each without the other."""
    halves = {}
    for name, network, ngrams in (("network", 1.0, 0.0), ("ngrams", 0.0, 1.0)):
        scores = []
        for row, s in zip(done.rows, done.scores, strict=True):
            mixed = settings.mix(row.text).sentiment(
                network * s.parts.sentiment, ngrams * s.parts.ngrams
            )
            scores.append(replace(s, sentiment=mixed))
        halves[name] = _brief(judge(Scored(done.rows, done.encoded, scores), settings))
    return halves


def _part(done: Scored, wanted: list[bool]) -> Scored:
    pick = [i for i, yes in enumerate(wanted) if yes]
    return Scored(
        [done.rows[i] for i in pick],
        [done.encoded[i] for i in pick],
        [done.scores[i] for i in pick],
    )


def _brief(judged: dict[str, Any]) -> dict[str, Any]:
    return {k: judged[k] for k in ("n", "accuracy", "macro_f1") if k in judged}


def _clean_part(reader: BundledReader, rows: list[Row], corpus: Corpus) -> dict[str, Any]:
    """The ChnSentiCorp test rows that are not in the set's own train file."""
    clean = [row for row in rows if key(row.text) not in corpus.leaked]
    return two_class(score(reader, clean), reader.settings)


def _compare(name: str, small: Scored, large: Scored, reader: BundledReader) -> dict[str, Any]:
    """The main figure of the set by both networks on the same rows, and how much int8 loses."""
    figures = [_short(_judge(name, done, reader)) for done in (small, large)]
    return {
        "n": len(small.rows),
        "int8": figures[0],
        "fp32": figures[1],
        "lost": {k: figures[1][k] - figures[0][k] for k in figures[0]},
    }


def _short(judged: dict[str, Any]) -> dict[str, float]:
    """The figures that a set is known by."""
    short: dict[str, float] = {}
    if "accuracy" in judged:
        short["accuracy"] = judged["accuracy"]
    if "macro_f1" in judged:
        short["macro_f1"] = judged["macro_f1"]
    if "emotion" in judged:
        short["emotion_macro_f1"] = judged["emotion"]["macro_f1"]
    if "aspects" in judged:
        short["polarity_accuracy"] = judged["aspects"]["polarity_accuracy"]
        if "terms" in judged["aspects"]:
            short["terms_f1"] = judged["aspects"]["terms"]["f1"]
    return {k: round(v, 4) for k, v in short.items()}


def speed(
    reader: BundledReader, network: ReaderNetwork, vocabulary: Vocabulary, corpus: Corpus
) -> dict[str, Any]:
    """Reviews a second at about 50 tokens, tokenising included, on two threads: the served
    reader against PyTorch fp32 in the same batches, the best of three rounds in turn."""
    texts = list(dict.fromkeys(r.text for rows in corpus.test.values() for r in rows if r.two >= 0))
    lengths = [len(e.ids) for e in windows.encode(vocabulary.tokenizer, texts)]
    texts = [text for text, n in zip(texts, lengths, strict=True) if 40 <= n <= 60][:600]
    network = network.to("cpu").eval()
    torch.set_num_threads(2)
    served, plain = 0.0, 0.0
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        reader.read(texts)
        served = max(served, len(texts) / (time.perf_counter() - begun))
        begun = time.perf_counter()
        _read_with_torch(network, vocabulary, texts)
        plain = max(plain, len(texts) / (time.perf_counter() - begun))
    tokens = float(np.mean([n for n in lengths if 40 <= n <= 60])) if texts else 0.0
    return {
        "texts": len(texts),
        "mean_tokens": tokens,
        "reviews_per_second": served,
        "torch_fp32_per_second": plain,
        "ratio": served / max(plain, 1e-9),
    }


def _read_with_torch(network: ReaderNetwork, vocabulary: Vocabulary, texts: list[str]) -> None:
    encoded = windows.encode(vocabulary.tokenizer, texts)
    cut = windows.cut([len(e.ids) for e in encoded], WINDOW, OVERLAP)
    with torch.inference_mode():
        for batch in windows.batches(cut, BATCH_TOKENS):
            network(torch.from_numpy(windows.padded(batch, encoded)))


def sizes(folder: Path) -> dict[str, int]:
    """Bytes of each file of the reader."""
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.is_file()}
