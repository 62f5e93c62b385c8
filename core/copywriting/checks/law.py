"""Absolutes, medical and financial promises, guarantees: what advertising law forbids."""

from __future__ import annotations

from functools import lru_cache

from core.copywriting.briefs.brief import Brief
from core.copywriting.checks.check import Check
from core.copywriting.checks.phrases import either, phrase_rules
from core.i18n import N_

_MESSAGES = {
    "law.absolute": N_("“{word}” is an absolute claim that advertising rules do not allow."),
    "law.medical": N_("“{word}” promises a medical or bodily effect."),
    "law.promise": N_("“{word}” promises a result that nobody can promise."),
    "law.guarantee": N_("“{word}” is a guarantee that the brief does not give."),
    "law.risk": N_("“{word}” says there is no risk."),
    "law.superstition": N_("“{word}” promises luck, which advertising may not."),
}

# Words of a brief that make a wording of the family true.
_SUPPORT = {
    "guarantee": either(
        [
            "guarantee[ds]?",
            "warrant(?:y|ies)",
            "refund(?:s|ed)?",
            "money[- ]back",
            "returns?",
            "replaced?",
        ]
    ),
    "risk": either(["risk[- ]?free", "no risk", "no catch", "no strings(?: attached)?"]),
}


def check_law(text: str, brief: Brief) -> list[Check]:
    """Every forbidden wording; the product's own name is nobody's claim."""
    names = _spans(text, brief.product)
    found = []
    for rule in phrase_rules(f"law_{brief.lang}"):
        if rule.supported and _supported(rule.supported, brief):
            continue
        for match in rule.find(text):
            if any(a <= match.start() and match.end() <= b for a, b in names):
                continue
            found.append(
                Check(
                    rule=rule.id,
                    level=rule.level,
                    message=_MESSAGES[rule.id],
                    params={"word": match[0]},
                    span=match.span(),
                    source=rule.source,
                    fix=rule.fix(match[0]),
                )
            )
    return found


def forbidden(text: str, brief: Brief) -> str:
    """The first wording of a fact or offer that no copy may use, "" when there is none."""
    checks = [check for check in check_law(text, brief) if check.rule != "law.guarantee"]
    return str(checks[0].params["word"]) if checks else ""


@lru_cache(maxsize=256)
def _supported(family: str, brief: Brief) -> bool:
    return any(_SUPPORT[family].search(claim) for claim in brief.claims)


def _spans(text: str, product: str) -> list[tuple[int, int]]:
    spans = []
    start = text.find(product)
    while start >= 0:
        spans.append((start, start + len(product)))
        start = text.find(product, start + len(product))
    return spans
