"""The house writer: a small network of our own that writes copy from a brief.

Trained by `python -m core.training.house_writer`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.engines.copybook.english_forms import hashtags
from core.engines.house.adapter import Adapter
from core.engines.house.hashtags import with_own_tags
from core.engines.house.info import house_info
from core.engines.house.loading import Loaded, load
from core.engines.house.measures import Measures
from core.engines.house.prompt import (
    ASKS,
    END,
    GO,
    LENGTHS,
    MOST_TEXT,
    Context,
    context_of,
    head_ids,
    length_bucket,
    make_context,
    order_of,
    prefix_ids,
)
from core.engines.house.runner import Read
from core.engines.house.sampling import Manner, sample
from core.engines.house.slots import NUMBERS, OTHER, PRODUCT, TAG
from core.engines.types import CopyRequest

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "models" / "house_writer"
_AT_ONCE = 16
_CHARACTERS_PER_WORD = 5.6
_SPARE_TAGS = 5


@dataclass(frozen=True)
class Scored:
    """Token ids of a text under a brief: `prefix` and `head` are read, `text` begins with
    `given` ids (length and go) that are not learnt."""

    prefix: list[int]
    head: list[int]
    text: list[int]
    given: int = 2


class HouseWriter:
    """Writes copy, rewrites a draft and answers a review with the weights in `folder`.

    They are loaded by the first call, with what an `adapter` changes in them. A text whose number
    counts something else than in the brief is dropped, unless `raw` texts are wanted. Raises
    EngineFailed when a file is missing or damaged.
    """

    def __init__(
        self,
        folder: Path = FOLDER,
        manner: Manner | None = None,
        adapter: Adapter | None = None,
        *,
        raw: bool = False,
    ) -> None:
        self._folder = folder
        self._manner = manner or Manner()
        self._adapter = adapter
        self._raw = raw
        self._lock = threading.Lock()
        self._loaded: Loaded | None = None
        self.info = house_info(folder)

    def load(self) -> None:
        """Read the weights now instead of at the first text."""
        self._open()

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """See TextGenerator.propose. The same request brings the same texts."""
        like = request.exemplars[request.seed % len(request.exemplars)] if request.exemplars else ""
        order = order_of(request.channel, request.options.get("like", ""))
        if request.channel == "review_reply":
            return
        yield from self._write(request, context_of(request), order, count, like=like)

    def rewrite(
        self, request: CopyRequest, draft: str, instruction: str, count: int = 4
    ) -> Iterator[str]:
        """Up to `count` versions of a draft, changed as one of `house.prompt.ASKS` says.

        The request is the brief that the draft was written for. An instruction that is none
        of these is read as "less_dull".
        """
        ask = instruction if instruction in ASKS else "less_dull"
        channel = order_of(request.channel, request.options.get("like", ""))
        order = ("[rewrite]", f"[ask:{ask}]", *channel)
        # The corpus names no tone for its rewrites: they were all learnt under this one.
        context = context_of(replace(request, tone="friendly"))
        yield from self._write(request, context, order, count, given=draft)

    def reply(
        self,
        review: str,
        policy: Sequence[str],
        *,
        language: str,
        product: str = "",
        category: str = "",
        count: int = 4,
        seed: int = 0,
    ) -> Iterator[str]:
        """Up to `count` answers to a review; `policy` is all that the shop may promise."""
        fields = [("category", category), ("review", review), *(("policy", p) for p in policy)]
        context = make_context(language, "trustworthy", product, fields)
        request = CopyRequest(
            "zh" if language == "zh" else "en", "reply", product, tuple(policy), seed=seed
        )
        yield from self._write(request, context, ("[reply]",), count)

    def log_odds(self, request: CopyRequest, text: str) -> np.ndarray:
        """Natural-log probability of each token of `text`, its end included, under the brief.

        The length control is the one that fits the text. Their sum compares two texts for one
        brief; it is what preference training starts from.
        """
        ids = self.scored(request, text)
        return self._open().runner.score(ids.prefix, ids.head, ids.text)[ids.given - 1 :]

    def scored(self, request: CopyRequest, text: str) -> Scored:
        """The ids that `log_odds` is taken of. A text too long to be written is cut."""
        loaded = self._open()
        context = context_of(request)
        ids = loaded.pieces.encode(self._hidden(loaded, context, text), context.chinese)
        control = loaded.pieces.control
        ids = ids[: MOST_TEXT - 3]
        head = head_ids(control, order_of(request.channel, request.options.get("like", "")))
        written = [control(length_bucket(len(ids))), control(GO), *ids, control(END)]
        return Scored(self._prefix(loaded, context), head, written)

    def _write(
        self,
        request: CopyRequest,
        context: Context,
        order: Sequence[str],
        count: int,
        *,
        given: str = "",
        like: str = "",
    ) -> Iterator[str]:
        """Different texts in the order in which they are finished."""
        if count < 1 or request.language not in self.info.languages:
            return
        loaded = self._open()
        read = self._read(loaded, context, order, given, like)
        manner = self._manner_for(loaded, request, context, read)
        seen = {given, like, ""}
        said = [request.product, given, *(text for _, text in context.fields)]
        measures = Measures(said)
        spare = hashtags(request, _SPARE_TAGS).split()
        for round_ in range(2):
            wanted = count + len({given, like, ""}) - len(seen)
            if wanted <= 0:
                return
            seed = request.seed * 31 + round_
            for start in range(0, wanted, _AT_ONCE):
                starts = self._starts(
                    loaded, request, order, min(_AT_ONCE, wanted - start), seed + start
                )
                most = manner.most_tokens
                drawn = sample(
                    loaded.runner,
                    read,
                    starts,
                    end=loaded.pieces.control(END),
                    manner=replace(manner, most_tokens=min(most, _room(loaded, starts))),
                    seed=seed + start,
                )
                for text in drawn:
                    shown = loaded.pieces.decode(text.ids, context.chinese)
                    shown = context.slots.show(shown) if loaded.slots else shown
                    if shown in seen or _has_avoided(shown, request.avoid):
                        continue
                    seen.add(shown)
                    if self._raw:
                        yield shown
                    elif measures.kept_in(shown):
                        yield with_own_tags(shown, said, spare)

    def _read(
        self, loaded: Loaded, context: Context, order: Sequence[str], given: str, like: str
    ) -> Read:
        texts = [
            loaded.pieces.encode(self._hidden(loaded, context, text), context.chinese)
            for text in (given, like)
        ]
        prefix = self._prefix(loaded, context)
        copied = len(prefix) + len(head_ids(loaded.pieces.control, order, texts[0]))
        head = head_ids(loaded.pieces.control, order, *texts)
        return loaded.runner.read(prefix, head, copied)

    def _prefix(self, loaded: Loaded, context: Context) -> list[int]:
        pieces = loaded.pieces
        fields = [
            (name, pieces.encode(self._hidden(loaded, context, text), context.chinese))
            for name, text in context.fields
        ]
        name: list[int] = []
        if context.slots.product:
            shown = context.slots.product
            plain = pieces.encode(shown, context.chinese)
            name = [pieces.id(PRODUCT)] if loaded.slots else plain
        return prefix_ids(pieces.control, context.language, context.tone, name, fields)

    def _hidden(self, loaded: Loaded, context: Context, text: str) -> str:
        return context.slots.hide(text) if loaded.slots else text

    def _manner_for(
        self, loaded: Loaded, request: CopyRequest, context: Context, read: Read
    ) -> Manner:
        """What may not be written: controls, bare digits, letters of the other language that
        the brief does not have, and wordings disliked before."""
        pieces = loaded.pieces
        held = set(read.unique.tolist())
        end = pieces.control(END)
        banned = [id for id in pieces.never(context.chinese) if id != end]
        if not loaded.slots:
            banned = [id for id in banned if id not in held]
        if context.chinese:
            banned += [id for id in pieces.latin() if id not in held]
        signs = [pieces.id(s) for s in _unused_signs(context)] if loaded.slots else []
        avoided = {
            tuple(pieces.encode(form, context.chinese))
            for phrase in request.avoid
            for form in (phrase, phrase.capitalize())
        }
        return replace(
            self._manner,
            banned=tuple({*banned, *signs}),
            avoided=tuple(run for run in sorted(avoided) if run),
            apart=frozenset(pieces.id(sign) for sign in NUMBERS),
        )

    def _starts(
        self, loaded: Loaded, request: CopyRequest, order: Sequence[str], n: int, seed: int
    ) -> list[list[int]]:
        """Length and go for each text: lengths as training had them, within the limits."""
        task = re.sub(r"[\[\]]|channel:", "", order[-1])
        known = loaded.lengths.get(f"{request.language}/{task}") or loaded.lengths.get(
            f"{request.language}/product_description", []
        )
        control = loaded.pieces.control
        if not known:
            return [[control(length_bucket(24)), control(GO)]] * n
        scale = _CHARACTERS_PER_WORD if request.unit == "words" else 1.0
        least = (request.min_units or 0) * scale * 0.9
        most = (request.max_units or 10_000) * scale
        fit = [item for item in known if least <= item[2] <= most]
        if not fit:
            middle = most if min(item[2] for item in known) > most else least
            fit = [min(known, key=lambda item: abs(item[2] - middle))]
        rng = np.random.default_rng(seed)
        weights = np.array([item[1] for item in fit], float)
        drawn = rng.choice(len(fit), size=n, p=weights / weights.sum())
        return [[fit[i][0], control(GO)] for i in sorted(drawn)]

    def _open(self) -> Loaded:
        with self._lock:
            if self._loaded is None:
                self._loaded = load(self._folder, self._adapter)
            return self._loaded


def _has_avoided(text: str, avoid: Sequence[str]) -> bool:
    """Whether a wording that was asked not to come is there, spelled in other pieces say."""
    low = " ".join(text.casefold().split())
    return any(phrase.strip() and " ".join(phrase.casefold().split()) in low for phrase in avoid)


def _unused_signs(context: Context) -> list[str]:
    """Signs that stand for nothing in this brief."""
    unused = [OTHER, *NUMBERS[len(context.slots.numbers) :]]
    return unused if context.slots.product else [*unused, PRODUCT, TAG]


def _room(loaded: Loaded, starts: Sequence[Sequence[int]]) -> int:
    """The most tokens the longest of these lengths can take, a little over its bucket."""
    first = loaded.pieces.control("[length:0]")
    longest = max(start[0] - first for start in starts)
    edge = LENGTHS[longest] if longest < len(LENGTHS) else MOST_TEXT
    return min(MOST_TEXT, edge + edge // 4 + 4)
