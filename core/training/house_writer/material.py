"""The copy corpus as things to learn: briefs, rewrites, replies and long pieces, split by brief."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.engines.copybook.corpus import ROOT, is_dev
from core.engines.house.prompt import ASKS, CHANNELS

_EMOJI = re.compile(
    "[\u203c\u20e3\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff"
    "\ufe0f\u200d]+ ?"
)


@dataclass(frozen=True)
class Target:
    """One text to learn: the controls of its order, the text given (a draft, say), the text."""

    order: tuple[str, ...]
    text: str
    given: str = ""


@dataclass(frozen=True)
class Material:
    """One context with the texts written for it. `set` names where it is from; `dev` rows are
    never learnt from. `near` are words by which a like one is found."""

    set: str
    language: str
    tone: str
    product: str
    fields: tuple[tuple[str, str], ...]
    targets: tuple[Target, ...]
    dev: bool = False
    near: tuple[str, ...] = ()


def read_material(root: Path = ROOT) -> list[Material]:
    """All of the corpus folder. A row of one language that retells one of the other has the
    same number: both are on one side of the split."""
    return [*_briefs(root), *_rewrites(root), *_replies(root), *_long(root)]


def plain(text: str) -> str:
    """A text as the network may write it: without emoji, which are rarer than they are odd."""
    return re.sub(r" +(?=[\n,.!?]|$)", "", _EMOJI.sub("", text)).strip()


def _rows(root: Path, name: str) -> Iterator[dict[str, Any]]:
    for language in ("en", "zh"):
        with gzip.open(root / f"{name}-{language}.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


def _briefs(root: Path) -> Iterator[Material]:
    for row in _rows(root, "briefs"):
        comma = "、" if row["lang"] == "zh" else ", "
        fields = [("category", row["category"]), *(("fact", fact) for fact in row["facts"])]
        fields += [(name, row[name]) for name in ("audience", "offer", "cta")]
        fields.append(("keywords", comma.join(row["keywords"])))
        targets = tuple(
            Target((f"[channel:{channel}]",), plain(text))
            for channel, texts in row["copies"].items()
            if channel in CHANNELS
            for text in texts
        )
        near = (
            row["industry"],
            row["tone"],
            *re.findall(r"[a-z]+|[\u4e00-\u9fff]", row["category"]),
        )
        yield Material(
            "briefs",
            row["lang"],
            row["tone"],
            row["product"],
            tuple(fields),
            targets,
            is_dev(row["id"]),
            near,
        )


def _rewrites(root: Path) -> Iterator[Material]:
    for row in _rows(root, "rewrite"):
        ask, _, who = row["ask"].partition(":")
        if ask not in ASKS or row["channel"] not in CHANNELS:
            continue
        fields = [("category", row["category"]), *(("fact", fact) for fact in row["facts"])]
        fields.append(("audience", who or row["audience"]))
        order = ("[rewrite]", f"[ask:{ask}]", f"[channel:{row['channel']}]")
        target = Target(order, plain(row["after"]), plain(row["before"]))
        yield _other("rewrite", row, row.get("tone", "friendly"), fields, (target,))


def _replies(root: Path) -> Iterator[Material]:
    for row in _rows(root, "reply"):
        fields = [("category", row["industry"]), ("review", row["review"])]
        fields += [("policy", rule) for rule in row["policy"]]
        targets = (Target(("[reply]",), plain(row["reply"])),)
        yield _other("reply", row, "trustworthy", fields, targets)


def _long(root: Path) -> Iterator[Material]:
    for row in _rows(root, "long"):
        fields = [("category", row["category"]), *(("fact", fact) for fact in row["facts"])]
        fields += [("audience", row["audience"]), ("keywords", " ".join(row["keywords"]))]
        outline = "\n".join(row["outline"])
        targets = [
            Target(("[title]",), row["title"]),
            Target(("[meta]",), row["meta"]),
            Target(("[outline]",), outline),
        ]
        for heading, text in zip(row["outline"], row["sections"], strict=True):
            targets.append(Target(("[section]",), plain(text), heading))
        yield _other("long", row, row["tone"], fields, tuple(targets))


def _other(
    name: str,
    row: dict[str, Any],
    tone: str,
    fields: list[tuple[str, str]],
    targets: tuple[Target, ...],
) -> Material:
    kept = tuple((field, text) for field, text in fields if text)
    alike = row["id"].replace("-en-", "-").replace("-zh-", "-")
    return Material(name, row["lang"], tone, row["product"], kept, targets, is_dev(alike))
