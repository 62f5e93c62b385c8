"""The one jieba of a process, and how much of a text it is given at once."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

LONGEST_RUN = 400
"""jieba copies its path at every character of a run: a run without end would take forever."""


@lru_cache(maxsize=1)
def segmenter() -> Any:
    """The jieba module, silent; it loads its dictionary at the first cut."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba
