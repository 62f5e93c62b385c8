"""A house writer small enough to train and export within a test."""

from __future__ import annotations

from dataclasses import replace

from core.engines.house.pieces import Pieces
from core.training.house_writer.designs import DESIGNS, Design
from core.training.house_writer.encode import Source, encode
from core.training.house_writer.material import Material, Target
from core.training.house_writer.network import WriterNetwork
from core.training.house_writer.vocabulary import byte_vocabulary, marked_vocabulary

_WORDS = ("kettle", "lamp", "bottle", "chair", "radio", "mug", "scarf", "torch")
_FACTS = (
    "boils in {n} minutes",
    "weighs {n} g",
    "comes in {n} colours",
    "fits a small desk",
    "charges in {n} hours",
    "folds in half",
)
_THINGS = ("水壶", "台灯", "杯子", "椅子")
DESIGN = replace(DESIGNS["prefix"], norm_first=True, rates=(4e-3, 4e-3, 4e-3))


def tiny_material(count: int = 48) -> list[Material]:
    """Briefs of two languages whose copy tells a fact and, in English, names the product."""
    found = []
    for i in range(count):
        thing = _WORDS[i % len(_WORDS)]
        facts = tuple(f.format(n=7 + i * 3 + j) for j, f in enumerate(_FACTS[i % 3 :][:4]))
        product = f"{['Aurora', 'Tessel', 'Birch', 'Comet'][i % 4]} {thing.capitalize()}"
        fields = (("category", thing), *(("fact", fact) for fact in facts), ("cta", "Shop now"))
        targets = (
            Target(("[channel:slogan]",), f"{product} {facts[0]}."),
            Target(("[channel:sms]",), f"{product}: {facts[1]}, {facts[2]}. Shop now."),
        )
        near = ("home", thing)
        dev = i % 8 == 7
        found.append(Material("briefs", "en", "friendly", product, fields, targets, dev, near))
    for i in range(count // 2):
        thing = _THINGS[i % len(_THINGS)]
        fields = (("category", thing), ("fact", f"容量{i + 2}升"), ("fact", "三分钟烧开"))
        targets = (Target(("[channel:slogan]",), f"晨光{thing}，容量{i + 2}升。"),)
        found.append(Material("briefs", "zh", "minimal", f"晨光{thing}", fields, targets))
    return found


def tiny_writer(
    design: Design = DESIGN, count: int = 48
) -> tuple[Pieces, WriterNetwork, list[Source]]:
    """Pieces, an untrained network and sources of the tiny material."""
    material = tiny_material(count)
    if design.kind == "bytes":
        pieces = byte_vocabulary(material, 400, design.slots)
    else:
        letters = "abcdefghijklmnopqrstuvwxyz"
        names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *".,:'-!", *letters]
        names += [f"##{c}" for c in letters]
        words = {w for text in (*_WORDS, *_FACTS, "shop now") for w in text.split()}
        names += sorted(w for w in words if w.isalpha() and w not in names)
        minilm = {name: row for row, name in enumerate(names)}
        vocabulary = marked_vocabulary(material, minilm, 400, 200)
        pieces = Pieces(vocabulary.tokenizer, "marked")
    shape = design.shape(len(pieces), hidden=48, layers=2, heads=4, feed_forward=96)
    return pieces, WriterNetwork(shape, dropout=0.0), encode(material, pieces, design.slots)
