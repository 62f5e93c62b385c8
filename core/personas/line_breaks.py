"""Where a line of mixed Chinese and Latin text may end.

A Latin word stays whole, no line ends with an opening bracket or quote and none begins with a
closing one or a stop (the prohibition rules of W3C, Requirements for Chinese Text Layout, 3.1.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable

_OPENING = r"(\[{<“‘（《〈「『【"
_POINTS = ",.;:!?%’"
_CLOSING = rf")\]}}>”』）》〉」】，。：；！？、…·{_POINTS}"
_LATIN = rf"[^\s㐀-鿿　-〿＀-￯{_OPENING}{_CLOSING}]+"
# What stands together: opening marks, a Latin word or one other sign, closing marks, blanks.
_UNIT = re.compile(
    rf"[{_OPENING}]*(?:{_LATIN}(?:[{_POINTS}]+{_LATIN})*|.)?[{_CLOSING}]*\s*", re.DOTALL
)


def lines_of(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The text in lines that `measure` finds no wider than `width`, blanks at their ends aside.

    Joined they are the text again. A line of the text's own stays one; a word wider than a line is
    cut where it must be.
    """
    lines = [""]
    for unit in filter(None, _UNIT.findall(text)):
        for part in [unit] if measure(unit.rstrip()) <= width else unit:
            if measure((lines[-1] + part).rstrip()) > width:
                lines.append("")
            lines[-1] += part
        if "\n" in unit:
            lines.append("")
    return lines
