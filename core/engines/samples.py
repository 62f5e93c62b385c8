"""Corpus texts of the asked form, for a model that has never seen ours."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from core.engines.copybook.corpus import Brief, read_briefs
from core.engines.types import CopyRequest

_MOST = 3


def with_samples(request: CopyRequest) -> CopyRequest:
    """The request with up to three texts of its channel, written for other products.

    Those of the same industry and tone come first; the seed chooses among equals. Texts that a
    person liked count: with three of them nothing is added. The request itself where it has a
    source, or no text of its channel is there.
    """
    wanted = _MOST - len(request.exemplars)
    if wanted <= 0 or request.source:
        return request
    channel = request.options.get("like", request.channel)
    shuffle = random.Random(request.seed)
    ranked = sorted(
        (brief for brief in _briefs(request.language) if brief.copies.get(channel)),
        key=lambda brief: (-_nearness(brief, request), shuffle.random()),
    )
    texts = [shuffle.choice(brief.copies[channel]) for brief in ranked[:wanted]]
    return replace(request, samples=tuple(texts))


def _nearness(brief: Brief, request: CopyRequest) -> int:
    told = f"{request.industry} {request.category}".lower()
    words = {word for word in brief.category.lower().split() if len(word) > 2}
    near = 2 * bool(request.industry and brief.industry == request.industry)
    near += 2 * any(word in told for word in words)
    return near + (brief.tone == request.tone)


@lru_cache(maxsize=2)
def _briefs(language: Literal["en", "zh"]) -> tuple[Brief, ...]:
    return tuple(read_briefs(language))
