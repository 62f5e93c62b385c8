"""The files of the data folder as rows: what each set labels and how its labels are mapped."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.engines.types import EMOTIONS
from core.training.review_reader.rows import (
    NEGATIVE,
    NEUTRAL,
    POSITIVE,
    Row,
    Term,
    share,
    three_of_stars,
)

_SPACE = re.compile(r"\s+")
_BRACKETS = re.compile(r"\[[^\[\]]{1,8}\]")
_HELD_OUT = re.compile(
    r"(absa|en_sst|en_fdu|en_go|en_tweet|zh_chn|zh_smp)[^/]*/(test|dev|usual_test|virus_test|virus_eval)"
)
# Its development sentences are SemEval-14 training sentences.
_CUT_FROM_TRAIN = "absa_en_aste_restaurant14/dev.jsonl.gz"
_TEXT_COLUMNS = ("text", "sentence", "content", "reviewbody")
_POLARITY = {"neg": NEGATIVE, "neu": NEUTRAL, "pos": POSITIVE}
_GOEMOTIONS = {
    "joy": "joy amusement excitement optimism pride relief",
    "love": "love caring admiration gratitude approval desire",
    "surprise": "surprise realization confusion curiosity",
    "anger": "anger annoyance disgust disapproval",
    "sadness": "sadness grief remorse embarrassment",
    "fear": "fear nervousness",
    "disappointment": "disappointment",
    "neutral": "neutral",
}
_EMOTION_OF = {old: new for new, names in _GOEMOTIONS.items() for old in names.split()}
_EMOTION_OF |= {"happy": "joy", "angry": "anger", "sad": "sadness"}
_SENTIMENT_OF = {
    "joy": POSITIVE,
    "love": POSITIVE,
    "anger": NEGATIVE,
    "sadness": NEGATIVE,
    "fear": NEGATIVE,
    "disappointment": NEGATIVE,
    "neutral": NEUTRAL,
}


class Source:
    """Reads the files of the data folder; a file that is absent has no rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def lines(self, name: str) -> list[dict[str, Any]]:
        path = self.folder / name
        if not path.exists():
            return []
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            if name.endswith(".csv.gz"):
                return list(csv.DictReader(file))
            return [json.loads(line) for line in file]

    def all(self) -> Iterator[tuple[str, str, list[Row]]]:
        yield from self._two_class()
        yield from self._stars()
        yield from self._emotions()
        yield from self._aspects()

    def forbidden(self) -> Iterator[str]:
        """Texts of test and development files that no training part may hold."""
        for path in sorted(self.folder.glob("*/*.gz")):
            name = f"{path.parent.name}/{path.name}"
            if _HELD_OUT.match(name) and name != _CUT_FROM_TRAIN:
                for line in self.lines(name):
                    texts = (line.get(column) for column in _TEXT_COLUMNS)
                    yield str(next(filter(None, texts), ""))

    def _two_class(self) -> Iterator[tuple[str, str, list[Row]]]:
        for line in self.lines("zh_online_shopping_10_cats/train.csv.gz"):
            row = Row(line["review"], two=_two(line["label"]), group=line["cat"])
            yield "shopping", _part(row.text, test=0.05, dev=0.02), [row]
        for part in ("train", "dev", "test"):
            lines = self.lines(f"zh_chnsenticorp/{part}.jsonl.gz")
            yield "chnsenticorp", part, [Row(x["text"], two=_two(x["label"])) for x in lines]
            lines = self.lines(f"en_sst2/{part}.jsonl.gz")
            yield "sst2", part, [Row(x["sentence"], two=_two(x["label"])) for x in lines]
        for line in self.lines("en_fdu_mtl_reviews/train.jsonl.gz"):
            row = Row(line["text"], two=_two(line["label"]), group=line["domain"])
            yield "fdu_mtl", _part(row.text, dev=0.05), [row]
        lines = self.lines("en_fdu_mtl_reviews/test.jsonl.gz")
        yield (
            "fdu_mtl",
            "test",
            [Row(x["text"], two=_two(x["label"]), group=x["domain"]) for x in lines],
        )
        for line in self.lines("zh_weibo_senti_2400/weibo_senti_part.csv.gz"):
            text = _BRACKETS.sub("", line["review"])
            yield "weibo", _part(text, test=0.2), [Row(text, two=_two(line["label"]))]

    def _stars(self) -> Iterator[tuple[str, str, list[Row]]]:
        for line in self.lines("en_womens_clothing_reviews/train.csv.gz"):
            text = ". ".join(t for t in (line["Title"], line["Review Text"]) if t)
            if text:
                row = Row(text, three=three_of_stars(float(line["Rating"])))
                yield "clothing", _part(text, test=0.15, dev=0.07), [row]
        for part in ("train", "dev", "test"):
            lines = self.lines(f"absa_zh_asap_sample/{part}_sample.csv.gz")
            rows = [Row(x["reviewbody"], three=three_of_stars(float(x["star"]))) for x in lines]
            yield "asap", part, rows
        for line in self.lines("en_tweeteval_sentiment/val.jsonl.gz"):
            row = Row(line["text"], three=int(line["label"]))
            yield "tweeteval", _part(line["text"], dev=0.2), [row]
        lines = self.lines("en_tweeteval_sentiment/test.jsonl.gz")
        yield "tweeteval", "test", [Row(x["text"], three=int(x["label"])) for x in lines]
        for line in self.lines("en_amazon_review_one_product/amazon_review.csv.gz"):
            three = three_of_stars(float(line["overall"]))
            if three != POSITIVE or share(line["reviewText"]) < 0.2:
                yield "amazon", "train", [Row(line["reviewText"], three=three)]

    def _emotions(self) -> Iterator[tuple[str, str, list[Row]]]:
        for file in ("train", "dev"):
            for line in self.lines(f"en_goemotions/{file}.jsonl.gz"):
                names = {_EMOTION_OF[name] for name in line["labels"]}
                part = "test" if file == "dev" else _part(line["text"], dev=0.03)
                if len(names) == 1:
                    row = _emotional(line["text"], names.pop(), part == "train")
                    yield "goemotions", part, [row]
        for line in self.lines("zh_smp2020_ewect/virus_train.jsonl.gz"):
            yield "smp_virus", "train", [_emotional(line["content"], line["label"], True)]
        for line in self.lines("zh_smp2020_ewect/usual_eval_labeled.jsonl.gz"):
            part = _part(line["content"], dev=0.25)
            yield "smp_usual", part, [_emotional(line["content"], line["label"], part == "train")]
        for line in self.lines("zh_smp2020_ewect/usual_test_labeled.jsonl.gz"):
            yield "smp_usual", "test", [_emotional(line["content"], line["label"], False)]
        for line in self.lines("en_tweeteval_emotion/train.jsonl.gz"):
            yield "tweet_emotion", "train", [_emotional(line["text"], line["label_name"], True)]

    def _aspects(self) -> Iterator[tuple[str, str, list[Row]]]:
        for folder, complete, parts in (
            ("absa_en_restaurant14", True, ("train", "test")),
            ("absa_en_laptop14", True, ("train", "test")),
            ("absa_en_mams", True, ("train", "dev", "test")),
            ("absa_en_restaurant15", True, ("train", "test")),
            ("absa_en_television", True, ("train", "test")),
            ("absa_zh_camera", True, ("train", "test")),
            ("absa_zh_car", True, ("train", "test")),
            ("absa_zh_notebook", True, ("train", "test")),
            ("absa_zh_mooc", True, ("train", "test")),
            ("absa_zh_shampoo", False, ("train", "test")),
            ("absa_en_twitter14", False, ("train", "test")),
        ):
            for part in parts:
                lines = self.lines(f"{folder}/{part}.jsonl.gz")
                yield folder[5:], part, _by_sentence(lines, complete)
        for part in ("train", "dev", "test"):
            lines = self.lines(f"absa_zh_zhang_triplets/{part}.jsonl.gz")
            yield "zh_zhang", part, [_of_triplets(line) for line in lines]

    def plain(self) -> Iterator[tuple[str, list[str]]]:
        """Texts for the masked-language warm-up that carry no label used here."""
        yield "tnews", [x["headline"] for x in self.lines("zh_tnews_headlines/train.jsonl.gz")]
        yield (
            "fdu_unlabelled",
            [x["text"] for x in self.lines("en_fdu_mtl_reviews/unlabel.jsonl.gz")],
        )


def _part(text: str, test: float = 0.0, dev: float = 0.0) -> str:
    at = share(text)
    return "test" if at < test else "dev" if at < test + dev else "train"


def _two(label: object) -> int:
    return POSITIVE if str(label) in ("1", "positive") else NEGATIVE


def _emotional(text: str, label: str, weak_sentiment: bool) -> Row:
    name = _EMOTION_OF.get(label, label)
    three = _SENTIMENT_OF.get(name, -1) if weak_sentiment else -1
    return Row(text, three=three, emotion=EMOTIONS.index(name))


def _by_sentence(lines: Iterable[dict[str, Any]], complete: bool) -> list[Row]:
    """One row per sentence with all its terms; a sentence with a term not found is left out."""
    found: dict[str, list[Term] | None] = {}
    for line in lines:
        text, aspect = line["text"], line["aspect"]
        polarity = _POLARITY.get(line["polarity"].lower()[:3])
        start = _aspect_start(text, aspect, line["masked"])
        terms = found.setdefault(text, [])
        if polarity is None or start < 0:
            found[text] = None
        elif terms is not None:
            terms.append(Term(start, start + len(aspect), polarity))
    rows = (
        Row(t, terms=tuple(dict.fromkeys(x)), all_terms=complete) for t, x in found.items() if x
    )
    return [_with_sentence_sentiment(row) for row in rows]


def _aspect_start(text: str, aspect: str, masked: str) -> int:
    """Where the masked term starts: as many non-space characters before it as in `masked`."""
    before = len(_SPACE.sub("", masked.partition("$T$")[0]))
    at = 0
    while at < len(text) and (before or text[at].isspace()):
        before -= not text[at].isspace()
        at += 1
    return at if text.startswith(aspect, at) else text.find(aspect)


def _of_triplets(line: dict[str, Any]) -> Row:
    starts, at = [], 0
    for token in line["tokens"]:
        at = max(line["text"].find(token, at), at)
        starts.append((at, at + len(token)))
        at += len(token)
    terms = []
    for triplet in line["triplets"]:
        first, last = triplet["aspect_span"]
        polarity = _POLARITY[triplet["polarity"].lower()[:3]]
        terms.append(Term(starts[first][0], starts[last][1], polarity))
    row = Row(line["text"], terms=tuple(dict.fromkeys(terms)), all_terms=True)
    return _with_sentence_sentiment(row)


def _with_sentence_sentiment(row: Row) -> Row:
    """A sentence whose two or more aspects agree has that sentiment (a weak label)."""
    polarities = {term.polarity for term in row.terms or ()}
    if len(row.terms or ()) >= 2 and len(polarities) == 1:
        return replace(row, three=polarities.pop())
    return row
