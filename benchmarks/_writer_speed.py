"""How fast the house writer is: warm, cold, and against a network of its size called per text."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks._shown import request_of
from core.copywriting.channels.channels import channel
from core.copywriting.checks.check import usable
from core.copywriting.checks.run import check
from core.engines.copybook.corpus import read_briefs
from core.engines.house.llama_shape import LlamaShape
from core.engines.house.shape import CONFIG
from core.engines.house_writer import HouseWriter
from core.training.copybook_card import Language
from core.tuning.exam import brief_of


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
            start, good, first = time.perf_counter(), 0, name == short
            for text in writer.propose(request_of(piece, name, 5), 24):
                good += usable(check(text, brief, target))
                if good and first:
                    times["first"].append(time.perf_counter() - start)
                    first = False
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
