"""What a draft's score is made of, each part with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.copywriting.checks.coverage import used_facts
from core.copywriting.draft import Note
from core.copywriting.writing.rank import WARNING_COST, full_from, weights_of
from core.i18n import N_

NAMES = {
    "phrasing": N_("Own words"),
    "facts": N_("Facts"),
    "fit": N_("Room used"),
    "readability": N_("Easy to read"),
    "brand": N_("Like your brand"),
    "learnt": N_("Learnt preference"),
    "writer": N_("The writer's own order"),
    "warnings": N_("Warnings"),
}


_PHRASING = N_(
    "A slogan that only repeats a fact scores low here; a phrase of its own in two beats scores"
    " high."
)
# They move the order of drafts and weigh nothing in the total.
_ORDER = {
    "learnt": N_("How likely you like it, by your thumbs so far. It decides the order alone."),
    "writer": N_("How early the writer brought it among its tries. It moves the order alone."),
}


@dataclass(frozen=True)
class ScoreLine:
    """One part: its name, value and weight in 0..1 (a cost is negative), and why.

    The learnt preference and the writer's own order weigh nothing in the total: they move the
    order of drafts.
    """

    id: str
    name: str
    value: float
    weight: float
    reason: Note


def score_lines(
    text: str,
    brief: Brief,
    channel: Channel,
    scores: Mapping[str, float],
    checks: Sequence[Check],
) -> list[ScoreLine]:
    """The parts of the total in the order of their weight; warnings, where there are, last."""
    weights = weights_of(scores)
    reasons = {
        "phrasing": (_PHRASING, {}),
        "facts": _facts(text, brief),
        "fit": _fit(text, channel),
        "readability": _reading(scores.get("readability", 0.0)),
        "brand": (N_("Compared with the texts you gave your brand."), {}),
    }
    lines = [
        ScoreLine(name, NAMES[name], scores[name], weights[name], reasons[name])
        for name in sorted(weights, key=lambda name: -weights[name])
    ]
    lines += [
        ScoreLine(name, NAMES[name], scores[name], 0.0, (why, {}))
        for name, why in _ORDER.items()
        if name in scores
    ]
    count = sum(check.level == "warning" for check in checks)
    if count:
        cost = -WARNING_COST * count
        why = (N_("Each warning takes {points} points off."), {"points": round(100 * WARNING_COST)})
        lines.append(ScoreLine("warnings", NAMES["warnings"], cost, 1.0, why))
    return lines


def _facts(text: str, brief: Brief) -> Note:
    used = used_facts(text, brief)
    if not used:
        return N_("Tells none of your facts."), {}
    return N_("Tells: {facts}."), {"facts": "; ".join(used)}


def _fit(text: str, channel: Channel) -> Note:
    if not channel.limit:
        return N_("This channel has no limit."), {}
    share = round(100 * channel.count(text) / channel.limit)
    full = round(100 * full_from(channel))
    said = N_("Uses {share} % of the room; from {full} % on it counts in full.")
    return said, {"share": share, "full": full}


def _reading(value: float) -> Note:
    if value >= 0.75:
        return N_("Short words and sentences."), {}
    if value >= 0.5:
        return N_("Reads well, with a longer sentence here and there."), {}
    return N_("Long words or sentences: shorten them."), {}
