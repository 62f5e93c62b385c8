"""What is known of the chosen writer before it is loaded."""

from __future__ import annotations

from core.engines.types import EngineInfo
from pages._ui import services


def chosen_writer() -> EngineInfo:
    """The writer that the next request goes to; "persona" is among what it obeys where it is told
    of the persona."""
    studio = services.studio()
    workspace = studio.workspace.id
    offered = studio.engines.available("writer", workspace)
    chosen = studio.engines.chosen("writer", workspace)
    return next((info for info in offered if info.id == chosen), offered[0])
