"""The house writer on held-out briefs: the bars of its issue, beside its peers in the same run.

    python -m benchmarks.house_writer [--model DIR] [--briefs N] [--keep]

Raw samples are what the network writes before anything is repaired or dropped. The peers are
the copybook and, for speed, `model.generate` of a network of the same size called once per
variant. The SLOGAN set is read
from BRANDLOOP_DATA and left out where it is absent. --keep writes the table into the model's
metrics.json and card.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks._slogans import slogan_rouge
from core.copywriting.channels.channels import channel
from core.copywriting.checks.check import usable
from core.copywriting.checks.run import check
from core.copywriting.measures.similarity import jaccard
from core.engines.copybook import Copybook
from core.engines.copybook.corpus import Brief as Piece
from core.engines.copybook.corpus import read_briefs
from core.engines.copybook.engine import LONG
from core.engines.house.llama_shape import LlamaShape
from core.engines.house.shape import CONFIG
from core.engines.house_writer import FOLDER, HouseWriter
from core.engines.types import CopyRequest, TextGenerator
from core.training.copybook_card import Language, invents, request_for, runs, tells
from core.training.house_writer.card import write_card
from core.tuning.exam import brief_of

VARIANTS = 4
_NEAR_PIECE = 0.5
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{3,}")

Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Sample:
    """One raw text for a held-out brief and channel, and its variants' number."""

    piece: Piece
    channel: str
    text: str
    passed: bool
    rules: tuple[str, ...]


def request_of(piece: Piece, channel_id: str, seed: int) -> CopyRequest:
    """The request with the channel's limits, as the desk makes it."""
    target = channel(channel_id, piece.language)
    return CopyRequest(
        **{
            **request_for(piece, channel_id, seed).__dict__,
            "min_units": target.minimum,
            "max_units": target.limit,
            "unit": "words" if target.unit == "words" else "characters",
        }
    )


def samples(writer: TextGenerator, pieces: Sequence[Piece]) -> list[Sample]:
    """VARIANTS raw texts for every brief and channel."""
    found = []
    for number, piece in enumerate(pieces):
        brief = brief_of(piece)
        for name in piece.copies:
            target = channel(name, piece.language)
            for text in writer.propose(request_of(piece, name, number), VARIANTS):
                checks = check(text, brief, target)
                rules = tuple({c.rule for c in checks if c.level == "error"})
                found.append(Sample(piece, name, text, usable(checks), rules))
    return found


def name_slips(found: Iterable[Sample]) -> tuple[int, int]:
    """(texts that use the product's name, those that do not write it exactly).

    A use is the exact name, or a word of the name that the rest of the brief does not have.
    """
    used = wrong = 0
    for item in found:
        piece = item.piece
        rest = " ".join([piece.category, piece.audience, piece.offer, *piece.facts]).casefold()
        left = item.text.replace(piece.product, " ").casefold()
        tag = re.sub(r"[\W_]+", "", piece.product).casefold()
        left = left.replace("#" + tag, " ")
        if piece.language == "en":
            parts = {w for w in _WORD.findall(piece.product.casefold()) if w not in rest}
            slip = any(re.search(rf"\b{re.escape(w)}\b", left) for w in parts)
        else:
            slip = len(piece.product) > 2 and piece.product[:2] not in rest
            slip = slip and piece.product[:2].casefold() in left
        used += piece.product in item.text or slip
        wrong += slip
    return used, wrong


def trained_pieces(language: Language) -> tuple[set[str], dict[str, list[str]]]:
    """All long runs of training pieces, and the pieces by channel."""
    known: set[str] = set()
    by_channel: dict[str, list[str]] = defaultdict(list)
    for piece in read_briefs(language, "train"):
        for name, texts in piece.copies.items():
            by_channel[name] += texts
            for text in texts:
                known.update(runs(text, language))
    return known, by_channel


def figures(found: Sequence[Sample], language: Language) -> dict[str, float]:
    """The shares and means that the table shows; empty where nothing was written."""
    if not found:
        return {}
    known, by_channel = trained_pieces(language)
    long = [s for s in found if s.channel in LONG]
    short = [s for s in found if s.channel not in LONG]
    used, wrong = name_slips(found)
    told = {id(s): sum(tells(s.text, f, language) for f in s.piece.facts) for s in found}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for s in found:
        groups[s.piece.id, s.channel].append(s.text)
    pairs = [
        jaccard(a, b, language)
        for texts in groups.values()
        for i, a in enumerate(texts)
        for b in texts[:i]
    ]
    drawn = found[:: max(1, len(found) // 150)]
    memory = [
        any(jaccard(s.text, text, language) >= _NEAR_PIECE for text in by_channel[s.channel])
        for s in drawn
    ]
    return {
        "texts": len(found),
        "name exact when used": 1 - wrong / max(1, used),
        "numbers copied right": _share(not invents(s.text, s.piece) for s in found),
        "pass every check, short": _share(s.passed for s in short),
        "pass every check, long": _share(s.passed for s in long),
        "facts told, long (mean)": _share(told[id(s)] for s in long),
        "tell a fact, short": _share(told[id(s)] > 0 for s in short),
        "runs copied, shown": _share(
            any(run in known for run in runs(s.text, language)) for s in found if s.passed
        ),
        "likeness of variants (mean)": _share(pairs),
        "near a training piece": _share(memory),
    }


def fallen(found: Sequence[Sample]) -> list[tuple[str, int]]:
    """How many raw texts each rule dropped, most first."""
    count: dict[str, int] = defaultdict(int)
    for item in found:
        for rule in item.rules:
            count[rule] += 1
    return sorted(count.items(), key=lambda pair: -pair[1])


def speeds(folder: Path, language: Language) -> dict[str, float]:
    """Seconds with the engine warm: 8 checked headlines, the first usable, 8 descriptions."""
    writer = HouseWriter(folder)
    pieces = list(read_briefs(language, "dev"))[:5]
    short = "google_headline" if language == "en" else "search_title"
    list(writer.propose(request_of(pieces[0], short, 1), 2))
    times: dict[str, list[float]] = defaultdict(list)
    for piece in pieces:
        for name, label in ((short, "headlines"), ("product_description", "descriptions")):
            brief, target = brief_of(piece), channel(name, language)
            start, good = time.perf_counter(), 0
            for text in writer.propose(request_of(piece, name, 5), 24):
                good += usable(check(text, brief, target))
                if good == 1 and name == short and len(times["first"]) < len(times[label]) + 1:
                    times["first"].append(time.perf_counter() - start)
                if good == 8:
                    break
            times[label].append(time.perf_counter() - start)
    return {
        "8 checked headlines, s": statistics.median(times["headlines"]),
        "first usable, s": statistics.median(times["first"] or [float("nan")]),
        "8 product descriptions, s": statistics.median(times["descriptions"]),
    }


def against_generate(folder: Path) -> float:
    """How many times faster 24 headlines come than from `model.generate` called for each."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    shape = LlamaShape(**json.loads((folder / CONFIG).read_text("utf-8"))["shape"])
    config = LlamaConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        intermediate_size=shape.feed_forward,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.key_heads,
        tie_word_embeddings=True,
        bos_token_id=0,
        eos_token_id=None,
    )
    peer = LlamaForCausalLM(config).eval()
    piece = next(read_briefs("en", "dev"))
    writer = HouseWriter(folder)
    request = request_of(piece, "google_headline", 3)
    list(writer.propose(request, 2))
    start = time.perf_counter()
    texts = list(writer.propose(request, 24))
    own = (time.perf_counter() - start) / max(1, len(texts))
    prompt = torch.randint(1, shape.vocabulary, (1, 100))
    start = time.perf_counter()
    with torch.inference_mode():
        for _ in range(6):
            peer.generate(
                prompt,
                attention_mask=torch.ones_like(prompt),
                do_sample=True,
                max_new_tokens=9,
                pad_token_id=0,
            )
    return (time.perf_counter() - start) / 6 / own


def cold_seconds(folder: Path) -> tuple[float, float]:
    """Of a fresh process: seconds to load the writer, and from the start to its first text."""
    code = (
        "import sys, time; from pathlib import Path\n"
        "from core.engines.house_writer import HouseWriter\n"
        "from core.engines.types import CopyRequest\n"
        "r = CopyRequest('en', 'google_headline', 'Ada Cup', ('holds 300 ml', 'dishwasher-safe'))\n"
        "start = time.perf_counter(); writer = HouseWriter(Path(sys.argv[1])); writer.load()\n"
        "print(time.perf_counter() - start)\n"
        "next(writer.propose(r, 1), None)"
    )
    start = time.perf_counter()
    command = [sys.executable, "-c", code, str(folder)]
    load = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return load, time.perf_counter() - start


def _share(values: Iterable[float | bool]) -> float:
    found = [float(value) for value in values]
    return sum(found) / max(1, len(found))


BARS = {
    "name exact when used": "≥ 0.99",
    "numbers copied right": "≥ 0.99",
    "pass every check, short": "≥ 0.60",
    "pass every check, long": "≥ 0.40",
    "facts told, long (mean)": "≥ 2",
    "tell a fact, short": "≥ 0.80",
    "runs copied, shown": "≤ 0.01",
    "8 checked headlines, s": "≤ 1.5",
    "first usable, s": "≤ 0.5",
    "8 product descriptions, s": "≤ 5",
}


def table(folder: Path, most: int) -> list[Row]:
    """All figures by language, the house writer's and in brackets the copybook's; nothing for a
    language that it does not write."""
    both: dict[str, dict[str, str]] = defaultdict(dict)
    every: tuple[Language, ...] = ("en", "zh")
    for language in (one for one in every if one in HouseWriter(folder).info.languages):
        pieces = list(read_briefs(language, "dev"))[:most]
        found = samples(HouseWriter(folder, raw=True), pieces)
        own, peer = figures(found, language), figures(samples(Copybook(), pieces), language)
        for name, value in own.items():
            both[name][language] = f"{value:.3g} (copybook {peer.get(name, 0):.3g})"
        for name, value in speeds(folder, language).items():
            both[name][language] = f"{value:.2f}"
        print(f"{language}: dropped by", fallen(found)[:8])
    both["times faster than model.generate"]["en"] = f"{against_generate(folder):.1f}"
    load, whole = cold_seconds(folder)
    both["load, cold, s"]["en"] = f"{load:.2f}"
    both["start of Python to the first text, s"]["en"] = f"{whole:.2f}"
    for name, value in slogan_rouge(HouseWriter(folder), most * 8).items():
        both[name]["en"] = value
    bars = BARS | {
        "times faster than model.generate": "≥ 3",
        "load, cold, s": "≤ 2.5",
    }
    return [(n, bars.get(n, ""), v.get("en", ""), v.get("zh", "")) for n, v in both.items()]


def main() -> None:
    """Print the table; with --keep write it beside the weights."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.house_writer", description=__doc__)
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument(
        "--briefs", type=int, default=99, help="held-out briefs a language, at most"
    )
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    if not (chosen.model / CONFIG).exists():
        print(f"nothing measured: no house writer in {chosen.model}")
        return
    rows = table(chosen.model, chosen.briefs)
    for row in rows:
        print(f"{row[0]:34} {row[1]:8} {row[2]:28} {row[3]}")
    if chosen.keep:
        path = chosen.model / "metrics.json"
        metrics = json.loads(path.read_text("utf-8")) | {"bars": rows}
        long = next(row for row in rows if row[0].startswith("8 product"))
        metrics["seconds_per_draft"] = round(float(long[2]) / 8, 3)
        path.write_text(json.dumps(metrics, indent=1, ensure_ascii=False) + "\n", "utf-8")
        write_card(chosen.model)


if __name__ == "__main__":
    main()
