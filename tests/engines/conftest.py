"""Tiny models, made once for all tests of the engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_models import save_reader, save_writer

from core.engines.loaded import LoadedEngines
from core.engines.registry import EngineRegistry


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the models writer, plain-writer, stars, two and topics."""
    root = tmp_path_factory.mktemp("models")
    save_writer(root / "writer")
    save_writer(root / "plain-writer", chat=False)
    save_reader(root / "stars", ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"])
    save_reader(root / "two", ["LABEL_0", "LABEL_1"])
    save_reader(root / "topics", ["sports", "politics"])
    return root


@pytest.fixture
def registry(settings, store) -> EngineRegistry:
    """A registry with nothing loaded yet."""
    return EngineRegistry(settings, store, LoadedEngines())
