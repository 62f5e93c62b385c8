"""The ranker: what standing votes and edits say of drafts that nobody has rated yet.

One taste for each brand and language; votes of another channel count, but less. It weighs in
from the first vote, as little as that vote is worth. Its score is named only once held-out
votes show that it beats chance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np

from core.feedback.material import Material
from core.feedback.preference import WORD, Example, Features, Preference, Text
from core.feedback.style import style
from core.feedback.wording import words
from core.intervals import right_order
from core.store import desk
from core.store import taste as rows
from core.store.store import Store

MOST_VOTES = 300
"""The latest rated drafts that are learnt from; older ones count no more."""

MOST_EDITS = 100
LEAST_OF_EACH = 5
"""Fewer liked or disliked drafts than this prove nothing."""

_FOLDS = 10
_REMEMBERED = 16
_MOST_WAITING = 200
_TELLING = 0.25
_SELDOM = 0.25
_EMPTY = Preference(())


@dataclass(frozen=True)
class RankerState:
    """How far a taste can be trusted.

    `up` and `down` drafts and `edits` (and redesigns that a thumb down asked for) were learnt
    from. `accuracy` is how often, of a liked and
    a disliked draft that were held out, it puts the liked one first, with its 95 % interval;
    None below LEAST_OF_EACH of either. `earned` is true where even the 99 % interval lies above
    a half: it is looked at after every vote, and a random voter must not earn it by and by.
    `likes` and `dislikes` are names of habits and wordings ("word " before them) that weigh
    most, the strongest first.
    """

    up: int = 0
    down: int = 0
    edits: int = 0
    accuracy: float | None = None
    low: float = 0.0
    high: float = 1.0
    earned: bool = False
    likes: tuple[str, ...] = ()
    dislikes: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeldOut:
    """Accuracy on pairs of held-out votes with its 95 % interval; `sure` where the 99 % one lies
    above a half."""

    accuracy: float | None = None
    low: float = 0.0
    high: float = 1.0
    sure: bool = False


@dataclass(frozen=True)
class Taste:
    """A fitted preference for one brief and channel. `earned` says whether it may be shown;
    `hope` is the credit given to what is unlike anything rated (0 none)."""

    preference: Preference
    material: Material
    channel: str
    language: str
    earned: bool
    hope: float = 0.0

    @property
    def silent(self) -> bool:
        """Whether nothing was learnt, so that every text has the same chance."""
        return not self.preference.examples

    def likes(self, text: str) -> float:
        """The probability, in 0..1, that a text is liked: 0.5 where nothing is known."""
        return self._likes([text], 0.0)[0]

    def promise(self, text: str) -> float:
        """The same with `hope`: what drafts are put in order by."""
        return self._likes([text], self.hope)[0]

    def promises(self, texts: Sequence[str]) -> list[float]:
        """The promise of each text, all weighed at once."""
        return self._likes(texts, self.hope)

    def _likes(self, texts: Sequence[str], hope: float) -> list[float]:
        if self.silent:
            return [0.5] * len(texts)
        known = [Text(features(text, self.material, self.language), self.channel) for text in texts]
        return [float(one) for one in self.preference.likes(known, hope)]


NO_TASTE = Taste(_EMPTY, Material(), "", "en", False)


@dataclass(frozen=True)
class Waiting:
    """A draft without a thumb, and the probability that it is liked: near 0.5 a thumb would
    teach most."""

    draft_id: int
    liked: float


class Ranker:
    """Learns from a workspace's votes, anew whenever they changed; a fit takes well under a
    second and is kept in memory."""

    def __init__(self, store: Store, workspace: int = 1) -> None:
        self._store = store
        self._workspace = workspace
        self._known: dict[tuple[Any, ...], tuple[Preference, RankerState]] = {}
        self._lock = Lock()

    def taste(
        self, brand_id: int | None, channel: str, language: str, brief: Mapping[str, Any]
    ) -> Taste:
        """The taste that ranks drafts for a brief (its BRIEF.json fields) and channel."""
        preference, state = self._learnt(brand_id, language)
        # Where nearly everything was turned down, what is wanted has not been seen yet.
        share = (state.up + 1) / (state.up + state.down + 2)
        hope = max(0.0, 1 - share / _SELDOM) if state.down else 0.0
        return Taste(preference, Material.from_brief(brief), channel, language, state.earned, hope)

    def state(self, brand_id: int | None, language: str) -> RankerState:
        """What was learnt of a brand (None: of no brand) and language, and how sure it is."""
        return self._learnt(brand_id, language)[1]

    def next_to_rate(
        self, brand_id: int | None, language: str, count: int = 6
    ) -> tuple[Waiting, ...]:
        """Drafts without a thumb from which most would be learnt, the most telling first.

        That is where the belief is widest, each next one unlike those before it: the latest
        drafts where there is no vote yet.
        """
        preference, _ = self._learnt(brand_id, language)
        with self._store.open() as db:
            found = rows.waiting(db, self._workspace, brand_id, language, _MOST_WAITING)
        if preference is _EMPTY or not found:
            return tuple(Waiting(row["id"], 0.5) for row in found[:count])
        texts = [Text(_features(row["text"], row, language), row["channel"]) for row in found]
        variance = preference.judged(texts)[1]
        liked = preference.likes(texts)
        # Variance where the outcome is open: the expected change of belief, to first order.
        worth = variance * liked * (1 - liked)
        chosen: list[int] = []
        for i in np.argsort(-worth):
            if len(chosen) < count and not any(_alike(texts[i], texts[j]) for j in chosen):
                chosen.append(int(i))
        return tuple(Waiting(found[i]["id"], float(liked[i])) for i in chosen)

    def _learnt(self, brand_id: int | None, language: str) -> tuple[Preference, RankerState]:
        with self._store.open() as db:
            rated = rows.rated(db, self._workspace, brand_id, language, MOST_VOTES)
            edited = desk.answers(db, self._workspace, brand_id, language, MOST_EDITS)
        if not rated and not edited:
            return _EMPTY, RankerState()
        key = (
            brand_id,
            language,
            tuple((row["id"], row["ups"], row["downs"]) for row in rated),
            tuple((row["rejected_id"], row["chosen_id"]) for row in edited),
        )
        with self._lock:
            if key not in self._known:
                if len(self._known) >= _REMEMBERED:
                    self._known.pop(next(iter(self._known)))
                self._known[key] = _fitted(rated, edited, language)
            return self._known[key]


def features(text: str, material: Material, language: str) -> Mapping[str, float]:
    """Everything the ranker sees of a text, by name. Not to be changed by the caller."""
    return _kept_features(text, material, language)


@lru_cache(maxsize=8192)
def _kept_features(text: str, material: Material, language: str) -> dict[str, float]:
    return style(text, material) | words(text, material, language)


def _features(text: str, row: Mapping[str, Any], language: str) -> Mapping[str, float]:
    return features(text, _material(row["brief"]), language)


@lru_cache(maxsize=256)
def _material(brief: str | None) -> Material:
    return Material.from_brief(json.loads(brief)) if brief else Material()


def _fitted(
    rated: Sequence[Mapping[str, Any]], edited: Sequence[Mapping[str, Any]], language: str
) -> tuple[Preference, RankerState]:
    thumbs = [
        Example(
            _features(row["text"], row, language),
            up=bool(row["ups"] > row["downs"]),
            weight=float(abs(row["ups"] - row["downs"])),
            channel=row["channel"],
        )
        for row in rated
        if row["ups"] != row["downs"]
    ]
    pairs = [
        Example(
            _features(row["chosen"], row, language),
            channel=row["channel"],
            worse=_features(row["rejected"], row, language),
        )
        for row in edited
    ]
    if not thumbs and not pairs:
        return _EMPTY, RankerState()
    preference = Preference((*thumbs, *pairs))
    up = sum(example.up for example in thumbs)
    proof = held_out(thumbs, pairs)
    channels = [example.channel for example in (*thumbs, *pairs)]
    likes, dislikes = _telling(preference, max(set(channels), key=channels.count))
    state = RankerState(
        up,
        len(thumbs) - up,
        len(pairs),
        proof.accuracy,
        proof.low,
        proof.high,
        proof.sure,
        likes,
        dislikes,
    )
    return preference, state


def held_out(thumbs: Sequence[Example], pairs: Sequence[Example] = ()) -> HeldOut:
    """How often a taste puts a liked draft before a disliked one when it has learnt from neither,
    nor from a pair that has one of them (10-fold cross-validation); unknown with too few of
    either.

    The interval is that of `right_order`.
    """
    ups = sum(example.up for example in thumbs)
    if min(ups, len(thumbs) - ups) < LEAST_OF_EACH:
        return HeldOut()
    order = np.random.default_rng(len(thumbs)).permutation(len(thumbs))
    liked = np.array([example.up for example in thumbs])
    fold = np.zeros(len(thumbs), int)
    # Both sides are dealt out evenly, so that no fold learns from one of them alone.
    for side in (True, False):
        members = order[liked[order] == side]
        fold[members] = np.arange(len(members)) % _FOLDS
    scores = np.zeros(len(thumbs))
    for k in range(_FOLDS):
        rest = [example for i, example in enumerate(thumbs) if fold[i] != k]
        out = [i for i in range(len(thumbs)) if fold[i] == k]
        if out:
            seen = {_same(thumbs[i].features) for i in out}
            apart = [
                pair for pair in pairs if not seen & {_same(pair.features), _same(pair.worse or {})}
            ]
            texts = [Text(thumbs[i].features, thumbs[i].channel) for i in out]
            scores[out] = Preference((*rest, *apart)).judged(texts)[0]
    return HeldOut(*right_order(scores[liked], scores[~liked]))


def _same(features: Features) -> frozenset[tuple[str, float]]:
    """Equal for the same text."""
    return frozenset(features.items())


def _telling(preference: Preference, channel: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    weights = preference.weights(channel)
    styles = sorted((w, name) for name, w in weights.items() if abs(w) >= _TELLING)
    likes = tuple(name for w, name in reversed(styles) if w > 0)
    return likes[:8], tuple(name for w, name in styles if w < 0)[:8]


def _alike(one: Text, other: Text) -> bool:
    a = {name for name in one.features if name.startswith(WORD)}
    b = {name for name in other.features if name.startswith(WORD)}
    return bool(a | b) and len(a & b) / len(a | b) > 0.5
