"""Where a run starts: its vocabulary and network, new from MiniLM or from saved weights."""

from __future__ import annotations

import json
import re
from pathlib import Path

import torch
from tokenizers import Tokenizer

from core.training.minilm import minilm_folder
from core.training.review_reader.batches import texts_of
from core.training.review_reader.exported import GUESSING, INT8, load_weights
from core.training.review_reader.model import ReaderNetwork, Shape, load_minilm
from core.training.review_reader.rows import Corpus
from core.training.review_reader.vocabulary import (
    Vocabulary,
    build_vocabulary,
    shared_rows,
    starting_rows,
)

TOKENIZER, SHAPE = "tokenizer.json", "shape.json"
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def save_frame(vocabulary: Vocabulary, network: ReaderNetwork, folder: Path) -> None:
    """Write tokenizer.json and shape.json: all but the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TOKENIZER).write_text(vocabulary.tokenizer.to_str(pretty=False), "utf-8")
    (folder / SHAPE).write_text(json.dumps(network.shape.as_dict(), indent=1) + "\n", "utf-8")


def load_frame(folder: Path) -> tuple[Vocabulary, ReaderNetwork]:
    """What `save_frame` wrote: the vocabulary and an untrained network.

    Raises FileNotFoundError where there is none.
    """
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    shape = Shape(**json.loads((folder / SHAPE).read_text("utf-8")))
    rows, names = shared_rows(tokenizer)
    vocabulary = Vocabulary(tokenizer, rows, names, shape.old_rows)
    return vocabulary, _network(vocabulary, shape)


def fresh_start(corpus: Corpus, limit: int, latin_limit: int) -> tuple[Vocabulary, ReaderNetwork]:
    """A vocabulary cut to the corpus, and MiniLM's encoder over it."""
    from safetensors.numpy import load_file

    texts = texts_of(corpus.train) + [t for part in corpus.plain.values() for t in part]
    chinese = [text for text in texts if _HAN.search(text)]
    english = [text for text in texts if not _HAN.search(text)]
    lines = (minilm_folder() / "vocab.txt").read_text("utf-8").splitlines()
    minilm = {piece: row for row, piece in enumerate(lines)}
    vocabulary = build_vocabulary(english, chinese, minilm, limit, latin_limit)
    network = empty_network(vocabulary)
    old = vocabulary.old_rows
    load_minilm(network, [minilm[name] for name in vocabulary.names[:old]])
    like = load_file(minilm_folder() / "model.safetensors")["embeddings.word_embeddings.weight"]
    start = starting_rows(vocabulary, chinese, like)
    with torch.no_grad():
        network.new.copy_(torch.from_numpy(start[old:]))
    return vocabulary, network


def pull_back(network: ReaderNetwork, folder: Path, share: float) -> None:
    """Take the mean of a trained network and the one in `folder` that it started from, which
    counts for `share` (0..1): it keeps what either does well. Source: Wortsman et al., Robust
    fine-tuning of zero-shot models, CVPR 2022."""
    _, first = load_frame(folder)
    load_weights(first, folder / INT8)
    own = dict(network.named_parameters())
    with torch.no_grad():
        for name, weights in first.named_parameters():
            if not name.startswith(GUESSING):
                own[name].lerp_(weights, share)


def empty_network(vocabulary: Vocabulary, **sizes: int) -> ReaderNetwork:
    """An untrained network over this vocabulary, of the default sizes but for `sizes`."""
    new = len(vocabulary.names) - vocabulary.old_rows
    shape = Shape(len(vocabulary.rows), vocabulary.old_rows, new, **sizes)
    return _network(vocabulary, shape)


def _network(vocabulary: Vocabulary, shape: Shape) -> ReaderNetwork:
    network = ReaderNetwork(shape)
    network.row_of.copy_(torch.tensor(vocabulary.rows))
    return network
