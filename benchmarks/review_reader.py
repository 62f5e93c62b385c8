"""The review reader beside what people would use in its place, measured in one run.

python -m benchmarks.review_reader --data DIR [--rows 200] [--million] [--out FILE]

Needs requirements-bench.txt. Rows come from --data or BRANDLOOP_DATA; without either there
is nothing to measure. Accuracy counts every row, unsure ones too. TF-IDF with logistic
regression is fitted on the rows that the reader trained on: once on the set's own and, where
the set has two classes, once on all of its language; the better one stands in the table.
Takeaway reviews are kept aside and not in the data folder: they are not in the table.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import _reader_peers as peers  # noqa: E402
from core.engines.bundled import BundledReader  # noqa: E402
from core.engines.spans import SENTIMENTS  # noqa: E402
from core.settings import ASSETS  # noqa: E402
from core.training.review_reader.measures import macro_f1, recalls, span_f1  # noqa: E402
from core.training.review_reader.rows import Corpus, Row, key, read_corpus, share  # noqa: E402

READER = ASSETS / "models" / "review_reader"
CHINESE = ("shopping", "chnsenticorp")
TWO_CLASS = ("chnsenticorp", "shopping", "sst2", "fdu_mtl")
THREE_CLASS = {"clothing": "macro-F1", "tweeteval": "macro recall"}
TERMS = ("en_restaurant14", "en_laptop14", "zh_zhang")
_TOKENS = (40, 60)
_SPEED_TEXTS, _PIPELINE_TEXTS, _ROUNDS = 400, 40, 5
_STREAM, _MILLION, _AT_ONCE = 200_000, 1_000_000, 2048
_SHORT = ("The kettle is quick, but the lid broke after {n} days.", "用了{n}天，水壶很好，物流慢。")
_SKIPPED = "nothing measured: give --data or set BRANDLOOP_DATA"


def sample(rows: Sequence[Row], most: int) -> list[Row]:
    """At most `most` rows, always the same ones; all where it is 0."""
    return sorted(rows, key=lambda row: share(row.text))[: most or None]


def two_class(reader: BundledReader, corpus: Corpus, name: str, most: int) -> dict[str, Any]:
    """Accuracy by the sign of the polarity; the mean over groups where the set has domains."""
    rows, chinese = sample(corpus.test[name], most), name in CHINESE
    texts, truth = [row.text for row in rows], np.array([row.two for row in rows])
    polarity = [reading.polarity for reading in reader.read(texts)]
    said = {"ours": np.where(np.array(polarity) > 0, 2, 0)}
    said |= (
        {"SnowNLP": peers.snownlp(texts)} if chinese else {"VADER": peers.vader(texts, three=False)}
    )
    language = [n for n in corpus.train if n in TWO_CLASS and (n in CHINESE) == chinese]
    fitted = [_linear(corpus, names, "two", chinese, most)(texts) for names in ([name], language)]
    said["TF-IDF + LR"] = max(fitted, key=lambda guess: float((guess == truth).mean()))
    result: dict[str, Any] = {"n": len(rows), "measure": "accuracy"}
    groups = np.array([row.group if name == "fdu_mtl" else "" for row in rows])
    for peer, guess in said.items():
        right = guess == truth
        result[peer] = float(np.mean([right[groups == g].mean() for g in np.unique(groups)]))
    if name == "chnsenticorp":
        clean = np.array([key(row.text) not in corpus.leaked for row in rows])
        result["clean"] = {"n": int(clean.sum())} | {
            peer: float((guess == truth)[clean].mean()) for peer, guess in said.items()
        }
    return result


def three_class(reader: BundledReader, corpus: Corpus, name: str, most: int) -> dict[str, Any]:
    """Macro-F1 or macro recall of the label."""
    rows = sample(corpus.test[name], most)
    texts, truth = [row.text for row in rows], np.array([row.three for row in rows])
    said = {
        "ours": np.array([SENTIMENTS.index(r.sentiment) for r in reader.read(texts)]),
        "VADER": peers.vader(texts, three=True),
        "TF-IDF + LR": _linear(corpus, [name], "three", False, most)(texts),
    }
    score: Callable[[np.ndarray], float] = (
        (lambda guess: macro_f1(truth, guess))
        if THREE_CLASS[name] == "macro-F1"
        else (lambda guess: float(np.mean(recalls(truth, guess))))
    )
    scores = {peer: score(guess) for peer, guess in said.items()}
    return {"n": len(rows), "measure": THREE_CLASS[name]} | scores


def terms(reader: BundledReader, corpus: Corpus, name: str, most: int) -> dict[str, Any]:
    """Exact-span F1 of aspect terms."""
    rows = sample(corpus.test[name], most)
    find = peers.term_list(corpus.train[name], name.startswith("zh"))
    truth = [{(term.start, term.end) for term in row.terms or ()} for row in rows]
    ours = [{(a.start, a.end) for a in r.aspects} for r in reader.read([r.text for r in rows])]
    return {
        "n": sum(map(len, truth)),
        "measure": "F1 of spans",
        "ours": span_f1(truth, ours)["f1"],
        "term list": span_f1(truth, [find(row.text) for row in rows])["f1"],
    }


def _linear(
    corpus: Corpus, names: Sequence[str], label: str, chinese: bool, most: int
) -> Callable[[Sequence[str]], np.ndarray]:
    rows = [row for name in names for row in sample(corpus.train[name], 20 * most)]
    labelled = [row for row in rows if getattr(row, label) >= 0]
    labels = [getattr(row, label) for row in labelled]
    return peers.linear([row.text for row in labelled], labels, chinese)


def speed(reader: BundledReader, corpus: Corpus, most: int) -> dict[str, Any]:
    """Reviews a second of about 50 tokens, tokenising included, two threads, in turn; ratios
    are taken round by round: median, least and greatest."""
    import torch
    from tokenizers import Tokenizer

    torch.set_num_threads(2)
    texts = list(dict.fromkeys(r.text for name in TWO_CLASS for r in corpus.test.get(name, [])))
    tokenizer = Tokenizer.from_file(str(READER / "tokenizer.json"))
    lengths = {text: len(tokenizer.encode(text).ids) for text in sorted(texts, key=share)[:6000]}
    texts = [text for text, n in lengths.items() if _TOKENS[0] <= n <= _TOKENS[1]]
    texts = texts[: most or _SPEED_TEXTS]
    runs = {
        "ours": (reader.read, texts),
        "default pipeline": (peers.default_pipeline(), texts[:_PIPELINE_TEXTS]),
        "PyTorch fp32": (peers.torch_reader(READER), texts),
    }
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(_ROUNDS + 1):
        for name, (read, some) in runs.items():
            begun = time.perf_counter()
            read(some)
            if number:  # the first round warms up
                rates[name].append(len(some) / (time.perf_counter() - begun))
    result: dict[str, Any] = {
        "texts": len(texts),
        "mean tokens": statistics.mean(lengths[text] for text in texts),
        "per second": {name: statistics.median(values) for name, values in rates.items()},
    }
    for peer in list(runs)[1:]:
        ratios = [a / b for a, b in zip(rates["ours"], rates[peer], strict=True)]
        result[f"ratio to {peer}"] = [statistics.median(ratios), min(ratios), max(ratios)]
    return result


def stream(count: int) -> dict[str, Any]:
    """Resident megabytes while `count` short texts, no two alike, are read and dropped."""
    reader = BundledReader(READER)
    memory = []
    begun = time.perf_counter()
    for start in range(0, count, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, count))
        reader.read([_SHORT[n % 2].format(n=n) for n in numbers])
        memory.append(_resident())
    quarter = max(len(memory) // 4, 1)
    return {
        "texts": count,
        "megabytes after a quarter": memory[quarter - 1],
        "megabytes at the end": memory[-1],
        "megabytes at most": max(memory),
        "per second": count / (time.perf_counter() - begun),
    }


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def in_own_process(code: str) -> Any:
    """What a fresh Python prints as JSON for an expression over this module as `b`."""
    program = f"import json; from benchmarks import review_reader as b; print(json.dumps({code}))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def cold() -> float:
    """Seconds to load the reader and read one text, imports of this file done."""
    begun = time.perf_counter()
    BundledReader(READER).read(["The kettle broke on day two."])
    return time.perf_counter() - begun


def show(figures: dict[str, Any]) -> None:
    """The table on the screen."""
    columns = ("ours", "TF-IDF + LR", "SnowNLP", "VADER", "term list")
    print(f"{'':26}{'n':>7}  {'measure':14}" + "".join(f"{c:>13}" for c in columns))
    for name, row in figures["sets"].items():
        cells = "".join(f"{row[c]:13.3f}" if c in row else f"{'':13}" for c in columns)
        print(f"{name:26}{row['n']:7,}  {row['measure']:14}{cells}")
    print("takeaway                  kept aside, not in the data folder")
    for part in ("speed", "memory"):
        print(part)
        for name, value in figures[part].items():
            print(f"  {name:28} {_plain(value)}")
    print(f"cold load to the first reading, median of three: {figures['cold']:.2f} s")


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {_plain(v)}" for k, v in value.items())
    if isinstance(value, list):
        return f"{value[0]:.1f} ({value[1]:.1f} to {value[2]:.1f})"
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


def measure(data: Path, most: int, count: int) -> dict[str, Any]:
    """Every figure of the table."""
    reader, corpus = BundledReader(READER), read_corpus(data)
    sets: dict[str, Any] = {}
    for names, judge in ((TWO_CLASS, two_class), (THREE_CLASS, three_class), (TERMS, terms)):
        for name in names:
            if name in corpus.test:
                sets[name] = judge(reader, corpus, name, most)
                if "clean" in sets[name]:
                    clean = sets[name].pop("clean")
                    sets[f"{name}, clean"] = {"measure": "accuracy"} | clean
    return {
        "version": reader.version,
        "rows": most,
        "sets": sets,
        "speed": speed(reader, corpus, most),
        "memory": in_own_process(f"b.stream({count})"),
        "cold": statistics.median(in_own_process("b.cold()") for _ in range(3)),
    }


def main() -> None:
    """Measure, print, write --out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=os.environ.get("BRANDLOOP_DATA"))
    parser.add_argument("--rows", type=int, default=0, help="most rows per test set, 0 = all")
    parser.add_argument("--stream", type=int, default=_STREAM, help="texts for the memory test")
    parser.add_argument("--million", action="store_true", help="a million texts for it")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    chosen = parser.parse_args()
    if chosen.data is None:
        print(_SKIPPED)
        return
    count = _MILLION if chosen.million else chosen.stream
    figures = measure(Path(chosen.data), chosen.rows, count)
    show(figures)
    if chosen.out:
        chosen.out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
