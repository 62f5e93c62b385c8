"""Claims without a number: materials, origin, awards, certificates, statistics, comparisons …

Each must be said by the brief: in the same words, in a word of the same group, or in one of
the words that support the group.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from core.copywriting.brief import Brief
from core.copywriting.checks.check import Check
from core.copywriting.checks.phrases import either, either_chinese
from core.i18n import N_
from core.settings import ASSETS

_MESSAGES = {
    "material": N_("The brief does not say “{word}”: it is a claim about what it is made of."),
    "quality": N_("The brief does not say “{word}”: it is a claim about the product."),
    "origin": N_("The brief does not say “{word}”: it is a claim about where it comes from."),
    "award": N_("The brief names no award like “{word}”."),
    "certificate": N_("The brief names no certificate or test like “{word}”."),
    "statistic": N_("The brief does not support “{word}”: it claims what many people do or think."),
    "testimonial": N_("“{word}” speaks for a customer, and the brief quotes none."),
    "comparison": N_("The brief does not support the comparison “{word}”."),
    "offer": N_("The brief makes no offer like “{word}”."),
    "guarantee": N_("The brief gives no guarantee like “{word}”."),
}


@dataclass(frozen=True)
class _Group:
    kind: str
    pattern: re.Pattern[str]
    support: re.Pattern[str]


@dataclass(frozen=True)
class _Kind:
    """All groups of one kind: `pattern` finds any, then the group is looked up."""

    kind: str
    level: str
    pattern: re.Pattern[str]
    groups: tuple[_Group, ...]


def check_claims(text: str, brief: Brief) -> list[Check]:
    """One error for each claim the brief does not support."""
    found = []
    for kind in _kinds(brief.lang):
        for match in kind.pattern.finditer(text):
            group = next((g for g in kind.groups if g.pattern.fullmatch(match[0])), None)
            if group is None or _supported(group, brief):
                continue
            if match[0].lower() in brief.product.lower():
                continue
            found.append(
                Check(
                    rule=f"facts.{kind.kind}",
                    level="error" if kind.level == "error" else "warning",
                    message=_MESSAGES[kind.kind],
                    params={"word": match[0].strip()},
                    span=match.span(),
                )
            )
    return found


@lru_cache(maxsize=4096)
def _supported(group: _Group, brief: Brief) -> bool:
    """Whether some text of the brief supports a group."""
    return any(group.support.search(claim) for claim in brief.claims)


@lru_cache(maxsize=2)
def _kinds(language: str) -> tuple[_Kind, ...]:
    with (ASSETS / "rules" / f"claims_{language}.toml").open("rb") as file:
        rows = tomllib.load(file)["claim"]
    join = either if language == "en" else either_chinese
    kinds = []
    for row in rows:
        support = row.get("support", {})
        groups = tuple(
            _Group(row["kind"], join(words), join([*words, *support.get(words[0], ())]))
            for words in row["groups"]
        )
        every = [word for words in row["groups"] for word in words]
        kinds.append(_Kind(row["kind"], row.get("level", "error"), join(every), groups))
    return tuple(kinds)
