"""The copybook: a writer without weights that adapts phrase patterns to a brief."""

from core.engines.copybook.engine import Copybook

__all__ = ["Copybook"]
