"""Briefs in both languages, and a desk whose writer says what the test tells it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.copywriting import Brief, CopyDesk
from core.engines.types import CopyRequest, EngineInfo, ReviewReader, TextGenerator
from core.errors import EngineFailed, NotFound
from core.feedback import Ratings
from core.settings import Settings
from core.store.store import Store


class Says:
    """A writer that proposes the same lines every round and remembers what it was asked."""

    def __init__(self, lines: list[str], id: str = "says", fails_after: int | None = None) -> None:
        self.info = EngineInfo(id, "writer", id, "")
        self.lines = lines
        self.fails_after = fails_after
        self.requests: list[CopyRequest] = []

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        self.requests.append(request)
        for given, line in enumerate(self.lines):
            if given == self.fails_after:
                raise EngineFailed("The server hung up.")
            yield line


class Writers:
    """An EngineSource with one chosen writer and the bundled one."""

    def __init__(self, chosen: TextGenerator, bundled: TextGenerator | None = None) -> None:
        self.chosen = chosen
        self.bundled = bundled

    def writer(self, id: str | None = None, workspace: int = 1) -> TextGenerator:
        if id == "copybook":
            if self.bundled is None:
                raise EngineFailed("There is no bundled writer here.")
            return self.bundled
        if id == "nobody":
            raise NotFound("There is no engine “nobody” here.")
        if id == "broken":
            raise EngineFailed("Its files are gone.")
        return self.chosen

    def reader(self, id: str | None = None, workspace: int = 1) -> ReviewReader:
        raise NotImplementedError


@pytest.fixture
def says() -> type[Says]:
    """The class of writers that say what they are told to."""
    return Says


@pytest.fixture
def kettle() -> Brief:
    return Brief.from_dict(
        {
            "lang": "en",
            "product": "Aurora Kettle",
            "category": "electric kettle",
            "facts": [
                "boils one litre in three minutes",
                "keeps water hot for an hour",
                "BPA-free",
                "$39",
            ],
            "audience": "new parents who make bottles at night",
            "tone": "friendly",
            "offer": "15% off until Sunday",
            "cta": "Shop now",
        }
    )


@pytest.fixture
def hu() -> Brief:
    return Brief.from_dict(
        {
            "lang": "zh",
            "product": "半盏水壶",
            "category": "电热水壶",
            "facts": ["容量0.6升", "三分钟烧开", "316不锈钢内胆", "可定温55度", "129元"],
            "audience": "独自租房的上班族",
            "tone": "minimal",
            "cta": "去看看",
        }
    )


@pytest.fixture
def desk(store: Store, settings: Settings) -> Callable[..., CopyDesk]:
    """Make a desk for a writer and, where the test needs one, a bundled writer."""

    def make(writer: TextGenerator, bundled: TextGenerator | None = None, **extra) -> CopyDesk:
        return CopyDesk(store, settings, Writers(writer, bundled), Ratings(store), **extra)

    return make
