"""The time of a write, as every table keeps it: UTC, ISO 8601, milliseconds."""

from __future__ import annotations

NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
"""An SQL expression."""
