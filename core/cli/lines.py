"""What the commands write: one JSON object a line, and notes beside it."""

from __future__ import annotations

import json
import sys
from typing import Any


def put(record: dict[str, Any]) -> None:
    """One JSON object on a line of its own on standard output, at once."""
    print(json.dumps(record, ensure_ascii=False), flush=True)


def note(text: str) -> None:
    """One line for the person on standard error."""
    print(" ".join(text.split()), file=sys.stderr, flush=True)
