"""Every check on one text."""

from __future__ import annotations

from core.copywriting.brand.voice import Voice
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.amounts import check_amounts
from core.copywriting.checks.check import Check
from core.copywriting.checks.claims import check_claims
from core.copywriting.checks.contents import check_contents
from core.copywriting.checks.coverage import check_coverage
from core.copywriting.checks.dates import check_dates
from core.copywriting.checks.editorial import check_editorial
from core.copywriting.checks.language import check_language
from core.copywriting.checks.law import check_law
from core.copywriting.checks.length import check_length
from core.copywriting.checks.manners import check_emoji, check_hashtags, check_markup
from core.copywriting.checks.memorised import check_memorised
from core.copywriting.checks.names import check_names
from core.copywriting.checks.numbers import check_numbers
from core.copywriting.checks.orders import check_orders
from core.copywriting.checks.product import check_product
from core.copywriting.checks.promises import check_promises
from core.copywriting.checks.reading import check_reading
from core.copywriting.checks.structure import check_structure
from core.copywriting.checks.voice import check_voice
from core.copywriting.checks.whole import check_whole

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(
    text: str,
    brief: Brief,
    channel: Channel,
    voice: Voice | None = None,
    *,
    proposed: bool = False,
    earlier: tuple[str, ...] = (),
) -> list[Check]:
    """What every rule says of a text: errors first, each level in the order of the text.

    `proposed` says that an engine wrote it: then what it copied out of its training is an
    error, in a person's own text a warning. `earlier` are drafts it should not repeat.

    Nothing is found twice: where two rules mean overlapping characters, the law's word stands
    and the claim's is dropped.
    """
    found = [
        *check_structure(text, brief, channel),
        *check_length(text, channel),
        *check_language(text, brief),
        *check_product(text, brief, channel),
        *check_numbers(text, brief, channel),
        *check_amounts(text, brief, channel),
        *check_dates(text, brief),
        *check_law(text, brief),
        *check_claims(text, brief),
        *check_contents(text, brief),
        *check_names(text, brief),
        *check_promises(text, brief, channel),
        *check_editorial(text, brief, channel),
        *check_hashtags(text, channel),
        *check_emoji(text, channel),
        *check_markup(text, brief),
        *check_orders(text, brief),
        *check_voice(text, voice),
        *check_reading(text, brief, channel),
        *check_coverage(text, brief, channel),
        *check_whole(text, brief, channel),
        *check_memorised(text, brief, earlier, "error" if proposed else "warning"),
    ]
    law = [item.span for item in found if item.rule.startswith("law.") and item.span]
    kept = [item for item in found if not _covered(item, law)]
    kept = [item for item in kept if not any(_inside(item, other) for other in kept)]
    return sorted(kept, key=lambda item: (_ORDER[item.level], item.span or (0, 0)))


def _inside(item: Check, other: Check) -> bool:
    """Whether another finding of the same rule means the same words and more."""
    if item.rule != other.rule or not item.span or not other.span or item.span == other.span:
        return False
    return other.span[0] <= item.span[0] and item.span[1] <= other.span[1]


def _covered(item: Check, law: list[tuple[int, int]]) -> bool:
    if not item.rule.startswith("facts.") or item.span is None:
        return False
    start, end = item.span
    return any(a < end and start < b for a, b in law)
