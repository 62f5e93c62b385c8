"""Drafts out of the studio: tables, Google Ads Editor, and preference data for training."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from core.copywriting.channels.channels import Channel
from core.copywriting.channels.parts import split_parts
from core.copywriting.draft import Draft, LibraryRow
from core.copywriting.library.ai_label import labelled, metadata

TABLES = ("csv", "xlsx", "jsonl")
FORMATS = (*TABLES, "google_ads", "kto", "dpo")
"""Table formats, Google Ads Editor's CSV, and TRL's two JSON lines."""

HEADLINES, DESCRIPTIONS = 15, 4

# A headline or description and the id of its draft.
_Piece = tuple[str, int]


def table_row(row: LibraryRow | None, label: bool = False, workspace: int = 1) -> dict[str, Any]:
    """A draft as the columns of a table; for None the names with nothing in them."""
    names = "id product channel language text engine origin usable score brand persona up down"
    columns = [*names.split(), "parent_id", "seed", "created_at", *(["AIGC"] if label else [])]
    if row is None:
        return dict.fromkeys(columns)
    draft = row.draft
    values = {
        "id": draft.id,
        "product": row.product,
        "channel": draft.channel,
        "language": draft.language,
        "text": labelled(draft) if label else draft.text,
        "engine": draft.engine,
        "origin": draft.origin,
        "usable": draft.usable,
        "score": draft.scores.get("total"),
        "brand": row.brand,
        "persona": row.persona,
        "up": row.up,
        "down": row.down,
        "parent_id": draft.parent_id,
        "seed": draft.seed,
        "created_at": draft.created_at,
    }
    return values | ({"AIGC": metadata(draft, workspace)} if label else {})


def ads_columns() -> list[str]:
    """The columns of Google Ads Editor for responsive search ads, in English as it asks.

    Source: Google Ads Editor Help, "CSV file columns" (answer 57747) and "Responsive search
    ads", looked up 2026-11-22. A blank cell means no change.
    """
    return [
        *("Campaign", "Ad group", "Ad type", "Status"),
        *(f"Headline {i}" for i in range(1, HEADLINES + 1)),
        *(f"Description {i}" for i in range(1, DESCRIPTIONS + 1)),
        *("Path 1", "Path 2", "Final URL", "Comment"),
    ]


def ads_rows(
    rows: Iterable[LibraryRow],
    channel: Callable[[Draft], Channel],
    label: bool = False,
) -> list[dict[str, Any]]:
    """Ads for Google Ads Editor: one row an ad set; single headlines and descriptions of one
    brief and persona together make one. Other channels give nothing.

    An ad holds 15 headlines and 4 descriptions. What is more goes into further ads, as evenly
    as it can; where only one kind needs them, the other stands in each again, since an ad needs
    both. Ads come paused: a person adds the final URL and switches them on. With `label` the
    comment says that the words are generated; inside an ad no label has room.
    """
    word = "AI-generated, Brandloop" if label else "Brandloop"
    found: list[dict[str, Any]] = []
    singles: dict[tuple[Any, ...], tuple[list[_Piece], list[_Piece]]] = {}
    for row in rows:
        draft = row.draft
        if draft.channel in ("google_headline", "google_description"):
            key = (row.product, draft.language, draft.brief_id, draft.persona_id)
            single = singles.setdefault(key, ([], []))
            single[draft.channel == "google_description"].append((draft.text, draft.id))
            continue
        kind = channel(draft)
        if kind.structure == "ad_set":
            heads: list[_Piece] = []
            lines: list[_Piece] = []
            for part, piece, _start in split_parts(draft.text, kind):
                (heads if part.name == "headline" else lines).append((piece, draft.id))
            found += _ads(row.product, heads, lines, word)
    for (product, *_rest), (tops, bottoms) in singles.items():
        found += _ads(product, tops, bottoms, word)
    return found


def _ads(
    product: str, heads: list[_Piece], lines: list[_Piece], word: str
) -> Iterator[dict[str, Any]]:
    """As many ads as the pieces need; each comment has the ids of the drafts in its ad."""
    tops, bottoms = _shared_out(heads, HEADLINES), _shared_out(lines, DESCRIPTIONS)
    for i in range(max(len(tops), len(bottoms))):
        top, bottom = tops[i % len(tops)], bottoms[i % len(bottoms)]
        ids = dict.fromkeys(str(id) for _text, id in (*top, *bottom))
        yield _ad(product, [t for t, _ in top], [t for t, _ in bottom], f"{word} {' '.join(ids)}")


def _shared_out(pieces: list[_Piece], most: int) -> list[list[_Piece]]:
    """The pieces in as few groups of at most so many as hold them, none much larger."""
    groups = max(1, -(-len(pieces) // most))
    cuts = [len(pieces) * i // groups for i in range(groups + 1)]
    return [pieces[start:end] for start, end in pairwise(cuts)]


def _ad(product: str, heads: Sequence[str], lines: Sequence[str], comment: str) -> dict[str, Any]:
    ad = dict.fromkeys(ads_columns(), "") | {
        "Campaign": product,
        "Ad group": product,
        "Ad type": "Responsive search ad",
        "Status": "Paused",
        "Comment": comment,
    }
    ad |= {f"Headline {i}": text for i, text in enumerate(heads, 1)}
    return ad | {f"Description {i}": text for i, text in enumerate(lines, 1)}


def prompt_of(brief: Mapping[str, Any], channel: str) -> str:
    """The request behind a draft as a plain prompt, its fields in a fixed order."""
    lines = [f"Write copy for this channel: {channel}"]
    names = ("lang", "product", "category", "audience", "tone", "offer", "cta", "industry")
    lines += [f"{name}: {brief[name]}" for name in names if brief.get(name)]
    lines += [f"fact: {fact}" for fact in brief.get("facts") or ()]
    lines += [f"keyword: {word}" for word in brief.get("keywords") or ()]
    return "\n".join(lines) + "\n\n"


def kto_rows(rows: list[LibraryRow], brief: Callable[[int], Mapping[str, Any]]) -> Iterator[dict]:
    """TRL's unpaired preference format: prompt, completion, label (true for liked).

    Source: TRL documentation, "Dataset formats and types". Drafts without a majority of
    thumbs, or whose brief is gone, give nothing.
    """
    for row in rows:
        if row.up != row.down and row.draft.brief_id is not None:
            prompt = prompt_of(brief(row.draft.brief_id), row.draft.channel)
            yield {"prompt": prompt, "completion": row.draft.text, "label": row.up > row.down}


def dpo_rows(pairs: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """TRL's preference format: prompt, chosen, rejected, from `store.desk.pairs`."""
    for pair in pairs:
        if pair["brief"]:
            prompt = prompt_of(json.loads(pair["brief"]), pair["channel"])
            yield {"prompt": prompt, "chosen": pair["chosen"], "rejected": pair["rejected"]}
