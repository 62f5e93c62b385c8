"""Scores of a usable text, and which of several to show next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.copywriting.brand.likeness import brand_likeness
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.copywriting.checks.coverage import used_facts
from core.copywriting.measures.readability import readability
from core.copywriting.measures.similarity import NEAR_DUPLICATE, nearest
from core.copywriting.writing.phrasing import phrasing
from core.feedback import Taste
from core.text import first_sentences

WEIGHTS = {"phrasing": 0.5, "facts": 0.35, "fit": 0.2, "readability": 0.2, "brand": 0.25}
"""What "total" weighs, see `weights_of`."""
# A slogan is a phrase; the facts stand elsewhere.
_FACTS_IN_A_PHRASE = 0.1

_SLOGAN = "slogan"
WARNING_COST = 0.08
_NOVELTY = 0.3
# More than what usually lies between two usable texts.
SAME_OPENING = 0.4
# One of the two may fall.
_OF_AN_OPENING = 2
# Between a text that is surely liked and one that surely is not: more than any other score.
_LIKED = 2.0
# Writers bring their best first: between that and what they bring from the twelfth on.
_FIRST = 0.3
_LAST_PLACE = 12

# Of the limit of a channel without a minimum.
_FULL = 0.7
# How many facts a text of a channel can carry without becoming a list.
_ROOM = {"line": 1, "headline_subhead": 2, "ad_set": 4}


@dataclass(frozen=True)
class Candidate:
    """A text that may be shown, with what the checks and the scores say of it.

    Beside those of `score`, "writer" is how early its writer brought it, see `early`."""

    text: str
    raw: str
    engine: str
    checks: tuple[Check, ...]
    scores: dict[str, float]
    avoided: str = ""
    liked: float = 0.5

    @property
    def worth(self) -> float:
        """What candidates are compared by: the total, moved by what is known of the taste
        (`liked`, the probability of a thumb up; 0.5 moves nothing) and by the writer's order."""
        moved = _LIKED * (self.liked - 0.5) + _FIRST * self.scores.get("writer", 0.0)
        return self.scores["total"] + moved


def early(place: int) -> float:
    """1 for what a writer brought first (place 0), 0 from the thirteenth on."""
    return 1 - min(place, _LAST_PLACE) / _LAST_PLACE


def most_promising(texts: Sequence[str], taste: Taste) -> list[str]:
    """A writer's texts by what is known of the taste, those it brought first a little ahead: a
    few thumbs say little of most texts. Where nearly everything was turned down its order counts
    for less, for nothing where all was."""
    trusted = _FIRST * (1 - taste.hope)
    worth = [
        _LIKED * promise + trusted * early(place)
        for place, promise in enumerate(taste.promises(texts))
    ]
    return [texts[place] for place in sorted(range(len(texts)), key=lambda i: -worth[i])]


def weights_of(names: Iterable[str]) -> dict[str, float]:
    """What each of these scores weighs, 1 together; those that weigh nothing are left out.

    Without brand examples the others share its weight; only a slogan is judged by its phrasing,
    and then little by its facts."""
    known = {name: WEIGHTS[name] for name in names if name in WEIGHTS}
    if "phrasing" in known:
        known["facts"] = _FACTS_IN_A_PHRASE
    return {name: weight / sum(known.values()) for name, weight in known.items()}


def score(
    text: str,
    brief: Brief,
    channel: Channel,
    checks: Sequence[Check],
    examples: Sequence[str] = (),
) -> dict[str, float]:
    """Each score in 0..1.

    "phrasing" only for a slogan, see `phrasing`;
    "facts": facts used of those the channel has room for; "fit": use of the room up to the
    limit; "readability"; "brand" only with five examples or more; "total": their weighted mean less
    WARNING_COST for each warning.
    """
    room = min(len(brief.facts), _ROOM.get(channel.structure, 3 if channel.minimum else 2))
    scores = {
        "facts": min(1.0, len(used_facts(text, brief)) / max(1, room)),
        "fit": _fit(text, channel),
        "readability": readability(text, brief.lang),
    }
    if channel.id == _SLOGAN:
        scores["phrasing"] = phrasing(text, brief)
    likeness = brand_likeness(text, examples)
    if likeness is not None:
        scores["brand"] = likeness.score
    total = sum(weight * scores[name] for name, weight in weights_of(scores).items())
    total -= WARNING_COST * sum(check.level == "warning" for check in checks)
    scores["total"] = max(0.0, total)
    return {name: round(value, 4) for name, value in scores.items()}


def best_next(pool: Sequence[Candidate], shown: Sequence[str], language: str) -> Candidate | None:
    """The candidate with the highest maximal marginal relevance; None when all are repeats.

    Relevance is the worth, novelty the Jaccard distance to what is shown. Source:
    Carbonell and Goldstein, SIGIR 1998. Near-duplicates of what is shown are never chosen, and
    one that begins with a sentence shown before loses SAME_OPENING.
    """
    begun = frozenset[str]().union(*map(first_sentences, shown))
    best: tuple[float, Candidate] | None = None
    for candidate in pool:
        likeness = nearest(candidate.text, shown, language)
        if likeness >= NEAR_DUPLICATE:
            continue
        value = (1 - _NOVELTY) * candidate.worth - _NOVELTY * likeness
        if begun & first_sentences(candidate.text):
            value -= SAME_OPENING
        if best is None or value > best[0]:
            best = (value, candidate)
    return best[1] if best else None


def openings_mixed(texts: Iterable[str]) -> Iterator[str]:
    """The texts in their order, but those that begin as two before them did after all others."""
    begun: Counter[str] = Counter()
    later = []
    for text in texts:
        firsts = first_sentences(text)
        if any(begun[first] >= _OF_AN_OPENING for first in firsts):
            later.append(text)
            continue
        begun.update(firsts)
        yield text
    yield from later


def full_from(channel: Channel) -> float:
    """The share of a channel's limit from which its room counts as used, 0..1: its minimum where
    it has one, so that a short text that says enough is not beaten by a padded one."""
    return channel.minimum / channel.limit if channel.minimum and channel.limit else _FULL


def _fit(text: str, channel: Channel) -> float:
    """1 from `full_from` to the limit; less for a text that leaves more of the room empty."""
    if not channel.limit:
        return 1.0
    share = channel.count(text) / channel.limit
    if share > 1:
        return 0.0
    return min(1.0, share / full_from(channel))
