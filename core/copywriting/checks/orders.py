"""Orders to a machine: what a pasted page or a review slipped into the brief is no copy."""

from __future__ import annotations

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.check import Check
from core.copywriting.measures.orders import KEY_IN_COPY, ORDER_IN_COPY, is_order
from core.i18n import N_


def check_orders(text: str, brief: Brief) -> list[Check]:
    """An error for each stretch that speaks to the machine that writes, not to a customer.

    API keys may be spoken of where the brief does, other than in what reads like an order.
    """
    sound = "\n".join(claim for claim in brief.claims if not is_order(claim)).lower()
    stretches = [
        *ORDER_IN_COPY.finditer(text),
        *(key for key in KEY_IN_COPY.finditer(text) if _singular(key["what"]) not in sound),
    ]
    return [
        Check(
            "words.order",
            "error",
            N_("“{word}” is an order to a machine, not copy."),
            {"word": found[0]},
            found.span(),
        )
        for found in stretches
    ]


def _singular(what: str) -> str:
    return what.lower().removesuffix("s")
