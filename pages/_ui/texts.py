"""Showing text that people and models wrote as exactly that text."""

from __future__ import annotations

import re
import string

_MARKUP = re.compile(f"([{re.escape(string.punctuation)}])")


def plain(text: str) -> str:
    """Markdown that renders as the text itself: no markup, links, icons, formulas or HTML.

    Line breaks stay. Works because every ASCII punctuation mark may be escaped.
    """
    return _MARKUP.sub(r"\\\1", text).replace("\n", "  \n")
