"""Train the review reader that ships: one bilingual encoder, three classes, emotions, aspects.

    python -m core.training.review_reader --data DIR --out DIR --minutes-mlm 14 --minutes 60

Phase 1 guesses masked tokens of mostly Chinese reviews, phase 2 trains all heads together;
each ends by the clock and --resume goes on from its checkpoint in --out. Then the
weights are exported, calibrated on development rows and scored on the test rows: OUT/model
holds what assets/models/review_reader ships, metrics.json and MODEL_CARD.md included.
On a shared machine set OMP_WAIT_POLICY=passive: threads that wait by spinning cost a third.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from core.engines.bundled import BundledReader
from core.engines.ngrams import NgramTable, load_ngrams
from core.engines.types import EMOTIONS
from core.training.review_reader import export, results, start
from core.training.review_reader.batches import Mixture, encode_rows, plain_rows
from core.training.review_reader.calibration import calibrate
from core.training.review_reader.card import card
from core.training.review_reader.exported import INT8, load_weights
from core.training.review_reader.learn import (
    Pace,
    Phase,
    heads_loss,
    masked_loss,
    seed_everything,
    train,
)
from core.training.review_reader.model import ReaderNetwork
from core.training.review_reader.ngrams import fit_ngrams
from core.training.review_reader.rows import SHOP, Corpus, read_corpus, sample_shop
from core.training.review_reader.vocabulary import Vocabulary

MASKED, HEADS, COMMAND = "masked.pt", "heads.pt", "command.txt"
_PACE = Pace(old=2e-4, new=1e-3, rest=2e-4)
_REPEATED = (
    "minutes_mlm",
    "minutes",
    "batch_tokens",
    "length",
    "rows",
    "latin_rows",
    "seed",
    "pace",
    "dropout",
    "hide",
)
_WARM_UP_SETS = (
    "shopping",
    "chnsenticorp",
    "weibo",
    "smp_virus",
    "smp_usual",
    "zh_zhang",
    "zh_shampoo",
    "zh_camera",
    "zh_mooc",
    "clothing",
)


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line. --data falls back on BRANDLOOP_DATA."""
    parser = argparse.ArgumentParser(
        prog="python -m core.training.review_reader",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=os.environ.get("BRANDLOOP_DATA"))
    parser.add_argument("--out", type=Path, required=True, help="checkpoints and results")
    parser.add_argument("--init", type=Path, help="a reader's folder to start from")
    parser.add_argument("--keep-layers", type=int, nargs="+", help="of --init, from 0; default all")
    parser.add_argument(
        "--pull-back", type=float, default=0.0, help="share of --init's weights in what ships"
    )
    parser.add_argument("--resume", action="store_true", help="go on from checkpoints in --out")
    parser.add_argument("--minutes-mlm", type=float, default=14.0)
    parser.add_argument("--minutes", type=float, default=60.0, help="0 = only score what is there")
    parser.add_argument("--batch-tokens", type=int, default=1536)
    parser.add_argument("--length", type=int, default=80, help="longest window in training")
    parser.add_argument("--rows", type=int, default=33_000, help="embedding rows at most")
    parser.add_argument("--latin-rows", type=int, default=17_000, help="rows from MiniLM at most")
    parser.add_argument("--score-rows", type=int, default=0, help="most rows per test set, 0 = all")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pace", type=float, default=1.0, help="learning rates times this")
    parser.add_argument("--dropout", type=float, default=0.05, help="of hidden states")
    parser.add_argument("--hide", type=float, default=0.0, help="share of words masked in texts")
    chosen = parser.parse_args(argv)
    if chosen.data is None:
        parser.error("give --data or set BRANDLOOP_DATA")
    if chosen.pull_back and (chosen.init is None or chosen.keep_layers):
        parser.error("--pull-back needs --init with all its layers")
    return chosen


def main(argv: list[str] | None = None) -> None:
    chosen = arguments(argv)
    chosen.out.mkdir(parents=True, exist_ok=True)
    if not chosen.resume:
        for name in (MASKED, HEADS):
            (chosen.out / name).unlink(missing_ok=True)
    seed_everything(chosen.seed)
    corpus = read_corpus(Path(chosen.data))
    vocabulary, network = _begin(chosen, corpus)
    say(f"{len(vocabulary.names)} rows, {vocabulary.old_rows} of them from MiniLM")
    if chosen.minutes > 0:
        (chosen.out / COMMAND).write_text(_command(chosen) + "\n", "utf-8")
        network.drop_out(chosen.dropout)
        network.to("cuda" if torch.cuda.is_available() else "cpu")
        learn(chosen, corpus, vocabulary, network)
    else:
        network.load_state_dict(_state(chosen.out / HEADS)["network"])
    network = network.to("cpu").eval()
    if chosen.pull_back:
        start.pull_back(network, chosen.init, chosen.pull_back)
    finish(chosen, corpus, vocabulary, network)


def _begin(chosen: argparse.Namespace, corpus: Corpus) -> tuple[Vocabulary, ReaderNetwork]:
    if chosen.resume and (chosen.out / start.SHAPE).exists():
        return start.load_frame(chosen.out)
    if chosen.init:
        vocabulary, network = start.load_frame(chosen.init)
        load_weights(network, chosen.init / INT8)
        if chosen.keep_layers:
            network.keep_layers(chosen.keep_layers)
    else:
        vocabulary, network = start.fresh_start(corpus, chosen.rows, chosen.latin_rows)
    start.save_frame(vocabulary, network, chosen.out)
    return vocabulary, network


def learn(
    chosen: argparse.Namespace, corpus: Corpus, vocabulary: Vocabulary, network: ReaderNetwork
) -> None:
    """Both phases, each from its checkpoint where there is one."""
    labelled = {n: encode_rows(vocabulary.tokenizer, rows) for n, rows in corpus.train.items()}
    if chosen.minutes_mlm > 0 and not (chosen.out / HEADS).exists():
        plain = {
            name: encode_rows(vocabulary.tokenizer, plain_rows(texts))
            for name, texts in corpus.plain.items()
        }
        unlabelled = {n: labelled[n] for n in labelled if n in _WARM_UP_SETS} | plain
        mixture = Mixture(unlabelled, chosen.length, chosen.batch_tokens, chosen.seed)
        phase = Phase("masked", chosen.minutes_mlm, _PACE.times(chosen.pace), masked_loss)
        train(network, phase, iter(mixture), chosen.out / MASKED, say)
    mixture = Mixture(labelled, chosen.length, chosen.batch_tokens, chosen.seed + 1)
    loss = heads_loss(emotion_weights(corpus), chosen.hide)
    phase = Phase("heads", chosen.minutes, _PACE.times(chosen.pace), loss)
    train(network, phase, iter(mixture), chosen.out / HEADS, say)


def finish(
    chosen: argparse.Namespace, corpus: Corpus, vocabulary: Vocabulary, network: ReaderNetwork
) -> None:
    """Export, calibrate, score; OUT/model is complete afterwards."""
    folder, full_folder = chosen.out / "model", chosen.out / "fp32"
    table = ngram_table(chosen, corpus, vocabulary)
    export.write_reader(network, vocabulary, folder, small=True, ngrams=table)
    export.write_reader(network, vocabulary, full_folder, small=False, ngrams=table)
    reader = BundledReader(folder)
    dev = corpus.dev | {SHOP: sample_shop()}
    settings = calibrate(reader, dev, chosen.score_rows)
    say(f"calibrated {settings}")
    export.write_config(folder, settings)
    export.write_config(full_folder, export.with_files_of(settings, full_folder))
    reader = BundledReader(folder)
    speed = results.speed(reader, network, vocabulary, corpus)
    states = {p.stem: _state(p) for p in (chosen.out / MASKED, chosen.out / HEADS) if p.exists()}
    metrics: dict[str, Any] = {
        "command": (chosen.out / COMMAND).read_text("utf-8").strip(),
        "seed": chosen.seed,
        "minutes": sum(state["spent"] for state in states.values()) / 60,
        "steps": {name: state["step"] for name, state in states.items()},
        "earlier": earlier_runs(chosen.init),
        "device": _device(),
        "layers": network.shape.layers,
        "parameters": sum(p.numel() for p in network.parameters()),
        "ngrams": len(table.keys),
        "reviews_per_second": speed["reviews_per_second"],
        "settings": asdict(settings),
        "speed": speed,
        "rows": {name: len(rows) for name, rows in corpus.train.items()}
        | {name: len(texts) for name, texts in corpus.plain.items()},
        "version": reader.version,
        "score_rows": chosen.score_rows,
        **results.measure(reader, BundledReader(full_folder), corpus, chosen.score_rows, say),
    }
    metrics["bytes"] = results.sizes(folder)
    (folder / "metrics.json").write_text(json.dumps(rounded(metrics), indent=1) + "\n", "utf-8")
    (folder / "MODEL_CARD.md").write_text(card(metrics), "utf-8")


def ngram_table(chosen: argparse.Namespace, corpus: Corpus, vocabulary: Vocabulary) -> NgramTable:
    """The n-gram part: fitted once, then kept in --out for --resume."""
    path = chosen.out / export.NGRAMS
    if chosen.resume and path.exists():
        return load_ngrams(path.read_bytes())
    table = fit_ngrams(vocabulary.tokenizer, vocabulary.rows, corpus, chosen.seed, say=say)
    table.save(path)
    return table


def earlier_runs(init: Path | None) -> list[dict[str, Any]]:
    """The command and minutes of each run that a start folder comes from, oldest first."""
    if init is None or not (init / "metrics.json").exists():
        return []
    before = json.loads((init / "metrics.json").read_text("utf-8"))
    run = {"command": before["command"], "minutes": before["minutes"]}
    return [*before.get("earlier", []), run]


def _device() -> str:
    """What a run here trains on, in words."""
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"{os.cpu_count()} shared processor cores"


def _state(checkpoint: Path) -> dict[str, Any]:
    return torch.load(checkpoint, weights_only=True)


def _command(chosen: argparse.Namespace) -> str:
    """The command that would repeat this run, its folders left out."""
    words = ["python", "-m", "core.training.review_reader", "--data", "DIR", "--out", "DIR"]
    for name in _REPEATED:
        words += ["--" + name.replace("_", "-"), str(getattr(chosen, name))]
    if chosen.init:
        words += ["--init", "DIR"]
    if chosen.pull_back:
        words += ["--pull-back", str(chosen.pull_back)]
    if chosen.keep_layers:
        words += ["--keep-layers", *map(str, chosen.keep_layers)]
    return shlex.join(words)


def rounded(value: Any) -> Any:
    """The same tree with floats cut to four decimals."""
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(v) for v in value]
    return round(value, 4) if isinstance(value, float) else value


def emotion_weights(corpus: Corpus) -> torch.Tensor:
    """Class weights, 0.4 to 3, falling with the root of the class's rows: rare ones count."""
    counts = Counter(r.emotion for rows in corpus.train.values() for r in rows if r.emotion >= 0)
    rows = torch.tensor([max(counts[i], 1) for i in range(len(EMOTIONS))], dtype=torch.float)
    weights = (rows.mean() / rows).sqrt()
    return weights.clamp(0.4, 3.0)


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
