"""Showing text that people and models wrote as exactly that text."""

from __future__ import annotations

import html
import re
import string

_MARKUP = re.compile(f"([{re.escape(string.punctuation)}])")
# Four blanks begin a block of code.
_INDENT = re.compile(r"^(?: {4,}| {0,3}\t)[ \t]*", re.MULTILINE)
# What turns the reading direction, so that a name can pretend to be another.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Streamlit looks for these in the finished text, where no escape is left: icons and its own sign,
# addresses, and signs standing alone that it would replace (-> by an arrow).
_LOOKED_FOR = re.compile(
    r"(?<=:)(?=[a-z][\w-]*:)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\w)"
    r"|(?<=(?<!\S)[<>~-])(?=[-=>]>?(?!\S))",
    re.IGNORECASE,
)
_JOINER = "\u2060"  # has no width and breaks no line


def plain(text: str) -> str:
    """Markdown that renders as the text itself: no markup, links, icons, formulas or HTML.

    Line breaks stay; marks that turn the reading direction go. Every ASCII punctuation mark is
    escaped; where Streamlit would find something all the same, an invisible word joiner parts it.
    """
    text = _TURNING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _INDENT.sub(lambda found: "\u00a0" * len(found[0]), text)
    return _MARKUP.sub(r"\\\1", _LOOKED_FOR.sub(_JOINER, text)).replace("\n", "  \n")


def charted(text: str) -> str:
    """The same for texts in charts, where Plotly takes a few HTML tags for markup."""
    return html.escape(_TURNING.sub("", text))
