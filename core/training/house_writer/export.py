"""A trained writer as files: int8 shards, tokenizer and config.json with the checksums."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

from core.engines.house.pieces import TOKENIZER, Pieces
from core.engines.house.prompt import CHANNELS
from core.engines.house.shape import CONFIG
from core.engines.house.weights import write_weights
from core.training.house_writer.designs import Design, Network
from core.training.house_writer.encode import Source
from core.training.house_writer.llama import LlamaNetwork
from core.training.house_writer.pretrained import installed, layout_of

Lengths = dict[str, list[tuple[int, int, float]]]


def write_model(
    folder: Path, design: Design, pieces: Pieces, network: Network, lengths: Lengths
) -> None:
    """Make `folder` a complete writer; what is there is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("writer-*.safetensors"):
        old.unlink()
    (folder / TOKENIZER).write_text(pieces.tokenizer.to_str(pretty=False), "utf-8")
    shards = write_weights(folder, network.arrays())
    config: dict[str, Any] = {
        "design": design.name,
        "pieces": design.kind,
        "slots": design.slots,
        "languages": design.languages,
        "shape": network.shape.as_dict(),
        "shards": [asdict(shard) for shard in shards],
        "lengths": lengths,
    }
    if isinstance(network, LlamaNetwork):
        layout = layout_of(installed())
        config["pretrained"] = {name: astuple(stored) for name, stored in layout.items()}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")


def lengths_of(sources: Sequence[Source], pieces: Pieces) -> Lengths:
    """For each "language/task" the length controls seen in training: their id, how many texts
    had it, and the mean characters of those. The task is the head's last control."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    characters: dict[tuple[str, int], int] = Counter()
    tasks = {pieces.control(f"[channel:{name}]"): name for name in CHANNELS}
    tasks |= {pieces.control(f"[{name}]"): name for name in ("reply", "title", "meta")}
    tasks |= {pieces.control(f"[{name}]"): name for name in ("outline", "section")}
    for source in sources:
        if source.dev:
            continue
        for lesson in source.lessons:
            if lesson.head and lesson.head[0] in tasks:
                key = f"{source.language}/{tasks[lesson.head[0]]}"
                seen[key][lesson.ids[0]] += 1
                characters[key, lesson.ids[0]] += lesson.characters
    return {
        key: [(id, n, round(characters[key, id] / n, 1)) for id, n in sorted(found.items())]
        for key, found in sorted(seen.items())
    }
