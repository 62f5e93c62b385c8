"""What one rule says about one text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.errors import filled

Level = Literal["error", "warning", "note"]

SOURCES = {
    "en": "FTC Policy Statement on Advertising Substantiation (1984); EU Directive 2005/29/EC,"
    " Article 6 (2026-11-20)",
    "zh": "《中华人民共和国广告法》（2021年修正）第四、十一、二十八条 (2026-11-20)",
}
"""Why a claim that the brief does not support may not be made, by language."""


@dataclass(frozen=True)
class Check:
    """One finding. An "error" makes a draft unusable; a "warning" or "note" does not.

    `rule` is a stable id such as "facts.number". `message` is an English catalogue entry
    that `params` fill. `span` holds the start and end of the characters meant, None for the
    whole text. `source` cites the law, policy or list behind the rule with its date. `fix` is
    what the span could be replaced with ("" to delete it), None where code knows no cure.
    """

    rule: str
    level: Level
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    span: tuple[int, int] | None = None
    source: str = ""
    fix: str | None = None

    def reason(self, translate: Callable[[str], str] = str) -> str:
        """The finding as a sentence in the language of `translate`."""
        return filled(translate(self.message), self.params, translate)

    def to_dict(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """Plain data for the store, the command line and exports."""
        return {
            "rule": self.rule,
            "level": self.level,
            "span": list(self.span) if self.span else None,
            "reason": self.reason(translate),
            "fix": self.fix,
            "source": self.source,
            "message": self.message,
            "params": dict(self.params),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Check:
        """The check that `to_dict` wrote."""
        span = data.get("span")
        return cls(
            rule=data["rule"],
            level=data["level"],
            message=data["message"],
            params=dict(data.get("params") or {}),
            span=(span[0], span[1]) if span else None,
            source=data.get("source", ""),
            fix=data.get("fix"),
        )


def usable(checks: tuple[Check, ...] | list[Check]) -> bool:
    """Whether no check forbids the text."""
    return all(check.level != "error" for check in checks)
