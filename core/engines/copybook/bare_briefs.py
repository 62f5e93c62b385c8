"""What a brief that says little lacks, filled in with what is plainly so."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.engines.copybook.frames import Bank, Filler
from core.engines.types import CopyRequest

INVITE = "invite"
"""The section of a bank with calls to action that promise nothing."""

_SLOTS = {
    "A": "audience",
    "O": "offer",
    "K": "category",
    "aK": "category",
    "cK": "category",
    "K1": "category",
    "aK1": "category",
    "Ks": "category",
}


def empty_slots(request: CopyRequest) -> frozenset[str]:
    """The slots for which this request has nothing."""
    return frozenset(slot for slot, name in _SLOTS.items() if not getattr(request, name).strip())


def with_category(request: CopyRequest, folder: Path) -> CopyRequest:
    """The request with the sort of thing that its product's name ends in, where it names no
    category and things-<language>.txt in `folder` knows one: "kettle" of "Fernhill Kettle",
    水壶 of 蕨丘水壶."""
    if request.category.strip():
        return request
    things = read_things(folder / f"things-{request.language}.txt")
    found = _thing(request.product.strip(), request.language, things)
    return replace(request, category=found) if found else request


def with_invitation(
    request: CopyRequest, bank: Bank, tone: str, type_: str, rng: random.Random
) -> CopyRequest:
    """The request with a plain call to action where it has none."""
    if request.cta.strip():
        return request
    invite = Filler(bank, tone, type_, rng, lambda name, argument: None).choose(INVITE)
    return replace(request, cta=invite.shape) if invite else request


@lru_cache(maxsize=4)
def read_things(path: Path) -> frozenset[str]:
    """The words of a file, one a line; lines that begin with # say something of it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _thing(product: str, language: str, things: frozenset[str]) -> str:
    if language == "en":
        words = re.findall(r"[A-Za-z]+", product)
        last = words[-1].lower() if len(words) > 1 else ""
        return last if last in things else ""
    tails = (product[start:] for start in range(1, len(product) - 1))
    return next((tail for tail in tails if tail in things), "")
