"""The one way to get an engine: by id or by the workspace's choice, loaded once per process."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from core.engines.added import Added, added, keep, stored
from core.engines.addresses import BUNDLED, ECHO, Address, Kind, parse
from core.engines.catalogue import (
    added_info,
    bundled_folder,
    bundled_info,
    find_out,
    house_folder,
    known_since_download,
    trial_speed,
)
from core.engines.copybook import Copybook
from core.engines.describe import Speed, describe_folder, must_suit
from core.engines.echo import EchoReader, EchoWriter
from core.engines.heads import HeadOffsets, TextScores, taught, text_scores
from core.engines.house.adapter import Adapter
from core.engines.house.info import house_info, house_version
from core.engines.learnt import Learnt
from core.engines.loaded import LoadedEngines, SharedReader, SharedWriter
from core.engines.pool.servers import named_by, served
from core.engines.types import (
    HOUSE_WRITER,
    CopyRequest,
    Describer,
    EngineInfo,
    ReviewReader,
    TextGenerator,
)
from core.errors import EngineFailed, InputRejected, NotFound
from core.i18n import N_
from core.settings import Settings
from core.store import workspaces as rows
from core.store.store import Store

log = logging.getLogger(__name__)

LOADED = LoadedEngines()

_OWN_KIND: dict[str, Kind] = {id: kind for ids in (BUNDLED, ECHO) for kind, id in ids.items()}
_OWN_KIND[HOUSE_WRITER] = "writer"
_TRIAL = CopyRequest("en", "google_headline", "Aurora Kettle", ("boils in three minutes",))
_TRIAL_REVIEW = "The kettle is quick, but the lid broke after {n} weeks."
_TRIAL_REVIEWS = 16


@dataclass(frozen=True)
class Trial:
    """How an engine answered once: seconds to load it, seconds to answer, and the answer.

    A reader's seconds are per review, measured on 16 short ones after the first.
    """

    load_seconds: float
    seconds: float
    answer: str


class EngineRegistry:
    """The engines of one installation. Those in memory are shared by the whole process."""

    def __init__(self, settings: Settings, store: Store, loaded: LoadedEngines = LOADED) -> None:
        self._settings = settings
        self._store = store
        self._loaded = loaded
        self.learnt = Learnt(settings.home, store)

    def reader(self, id: str | None = None, workspace: int = 1) -> ReviewReader:
        """The reader with this id, or the workspace's choice.

        The bundled reader comes with what the workspace's corrections taught it. Where the
        choice cannot be loaded it comes instead, as its `info` says. Raises NotFound for an
        unknown id, InputRejected for a badly formed one, and EngineFailed when one that was
        asked for by id, or the bundled one, cannot be loaded.
        """
        chosen = self.chosen("reader", workspace)
        try:
            return self._taught(self._named("reader", id or chosen), workspace)
        except EngineFailed as error:
            if id or chosen == BUNDLED["reader"]:
                raise
            log.warning("%s reads in place of %s: %s", BUNDLED["reader"], chosen, error)
            return self._taught(self._named("reader", BUNDLED["reader"]), workspace)

    def writer(self, id: str | None = None, workspace: int = 1) -> TextGenerator:
        """The writer with this id, or the workspace's choice.

        The house writer comes with what the workspace's ratings taught it. Raises what `reader`
        does, and EngineFailed for a choice too: who asks for copy takes the bundled writer then
        and tells the reason.
        """
        chosen = id or self.chosen("writer", workspace)
        adapter = None
        if chosen == HOUSE_WRITER and (base := self.house_version()):
            adapter = self.learnt.adapter(workspace, base)
        if adapter is None:
            return cast(TextGenerator, self._named("writer", chosen, workspace))
        key = (*self._key("writer", parse(chosen)), adapter.digest)
        return cast(TextGenerator, self._loaded.get(key, lambda: self._house(adapter)))

    def house_version(self) -> str:
        """The version of the house writer as it came, "" where it is not installed."""
        return house_version(self._folder("writer", HOUSE_WRITER))

    def describer(self) -> Describer:
        """The bundled reader as it came, whose features no workspace's corrections change.
        Raises EngineFailed where it cannot be loaded."""
        return cast(SharedReader, self._named("reader", BUNDLED["reader"]))

    def version(self, workspace: int = 1) -> str | None:
        """The version that `reader` would read with, as far as it is known without loading
        weights: that of the bundled or the echo reader, else None."""
        chosen = self.chosen("reader", workspace)
        return self.reader(chosen, workspace).version if chosen in _OWN_KIND else None

    def shipped_version(self) -> str:
        """The version of the bundled reader as it came. Raises EngineFailed where it is not."""
        return cast(SharedReader, self._named("reader", BUNDLED["reader"])).version

    def shipped_scores(self, texts: Sequence[str]) -> TextScores:
        """What the bundled reader as it came makes of texts. Raises EngineFailed."""
        reader = cast(SharedReader, self._named("reader", BUNDLED["reader"]))
        return reader.used(lambda engine: text_scores(engine, texts))

    def heads(self, workspace: int = 1) -> HeadOffsets | None:
        """What the workspace's corrections taught the bundled reader, where that is in force."""
        return self.learnt.heads(workspace, self.shipped_version())

    def chosen(self, kind: Kind, workspace: int = 1) -> str:
        """The id of the engine the workspace chose, the bundled one's where it chose none."""
        with self._store.open() as db:
            return rows.preference(db, workspace, f"{kind}-engine") or BUNDLED[kind]

    def choose(self, kind: Kind, id: str, workspace: int = 1) -> None:
        """Use an engine from now on. Raises NotFound unless it is bundled, echo or added."""
        with self._store.writing() as db:
            known = {item.id for item in stored(db, workspace) if item.kind == kind}
            missing = id == HOUSE_WRITER and not self.house_version()
            if id not in known and (missing or _OWN_KIND.get(id) != kind):
                raise _unknown(id)
            rows.set_preference(db, workspace, f"{kind}-engine", id)

    def available(self, kind: Kind, workspace: int = 1) -> list[EngineInfo]:
        """What can be chosen, the bundled engine first. Reads no weights and asks no network.

        The echo engine is listed only where it is in use.
        """
        with self._store.open() as db:
            items = [item for item in stored(db, workspace) if item.kind == kind]
        infos = [bundled_info(self._settings.assets, kind), *map(added_info, items)]
        if kind == "writer" and self.house_version():
            infos.insert(1, house_info(house_folder(self._settings.assets)))
        if self.chosen(kind, workspace) == ECHO[kind]:
            infos.append(EchoReader.info if kind == "reader" else EchoWriter.info)
        return infos

    def speed(self, kind: Kind, id: str, workspace: int = 1) -> Speed | None:
        """What was measured of an engine: of an added one by its last `probe` on this
        machine, of a bundled one by its recipe; None where nothing was."""
        if id in (BUNDLED[kind], HOUSE_WRITER):
            return describe_folder(self._folder(kind, id)).speed
        with self._store.open() as db:
            return trial_speed(added(db, workspace, kind, id))

    def add_engine(
        self, kind: Kind, id: str, workspace: int = 1, others: tuple[str, ...] = ()
    ) -> EngineInfo:
        """Remember a folder, hub model or endpoint so that it can be chosen; loads nothing.

        A hub is asked for the model's size and licence. `others` are more servers of an
        endpoint's model. Raises InputRejected for a model that cannot do this work, NotFound
        where the hub has none of that name.
        """
        facts = find_out(parse(id), kind)
        item = Added(kind, id, facts.size_mb, facts.licence, others=others)
        with self._store.writing() as db:
            rest = [x for x in stored(db, workspace) if (x.kind, x.id) != (kind, id)]
            keep(db, workspace, [*rest, item])
        return added_info(item)

    def add_endpoint(self, model: str, base_urls: str, workspace: int = 1) -> EngineInfo:
        """Remember a model on OpenAI-compatible servers, one address a line; nothing is sent.

        The first names the engine. Raises InputRejected for an address that is none or that
        carries a secret.
        """
        id, others = named_by(model, base_urls)
        return self.add_engine("writer", id, workspace, others)

    def remove_engine(self, kind: Kind, id: str, workspace: int = 1) -> None:
        """Forget an added engine; where it was chosen, the bundled one is used again.

        Its files stay where they are. Raises NotFound for one that was not added.
        """
        with self._store.writing() as db:
            before = stored(db, workspace)
            after = [item for item in before if (item.kind, item.id) != (kind, id)]
            if len(after) == len(before):
                raise _unknown(id)
            keep(db, workspace, after)
            if rows.preference(db, workspace, f"{kind}-engine") == id:
                rows.set_preference(db, workspace, f"{kind}-engine", BUNDLED[kind])
        self._loaded.drop(self._key(kind, parse(id)))

    def probe(self, kind: Kind, id: str, workspace: int = 1) -> Trial:
        """Load an engine and let it answer one short request of the project's own.

        The seconds are kept with an added engine. Raises what `reader` and `writer` raise
        for an id, and EngineFailed when there is no answer.
        """
        begun = time.perf_counter()
        engine = self._named(kind, id, workspace)
        loaded = time.perf_counter()
        if isinstance(engine, TextGenerator):
            answer = next(iter(engine.propose(_TRIAL, 1)), "")
            seconds = time.perf_counter() - loaded
            if not answer:
                raise EngineFailed(
                    N_("{engine} gave no answer."), N_("Choose another engine."), engine=id
                )
        else:
            texts = [_TRIAL_REVIEW.format(n=n) for n in range(_TRIAL_REVIEWS + 1)]
            answer = engine.read(texts[:1])[0].sentiment
            loaded = time.perf_counter()
            engine.read(texts[1:])
            seconds = (time.perf_counter() - loaded) / _TRIAL_REVIEWS
        self._remember_trial(kind, id, seconds, workspace)
        return Trial(loaded - begun, seconds, answer)

    def _named(self, kind: Kind, id: str, workspace: int = 1) -> ReviewReader | TextGenerator:
        address = parse(id)
        own = address.backend in ("bundled", "echo")
        if (own and _OWN_KIND[id] != kind) or (address.backend == "endpoint" and kind == "reader"):
            raise NotFound(
                N_("The engine “{id}” does other work."),
                N_("Choose one that is listed for this work."),
                id=id,
            )
        if address.backend == "echo":
            return EchoReader() if kind == "reader" else EchoWriter()
        if address.backend == "endpoint":
            with self._store.open() as db:
                return served(added(db, workspace, kind, id), self._settings)
        load = self._load_bundled if own else self._load_model
        shared = self._loaded.get(self._key(kind, address), lambda: load(kind, address))
        return cast("ReviewReader | TextGenerator", shared)

    def _taught(self, reader: ReviewReader | TextGenerator, workspace: int) -> ReviewReader:
        if not isinstance(reader, SharedReader) or reader.info.id != BUNDLED["reader"]:
            return cast(ReviewReader, reader)
        heads = self.heads(workspace)
        return taught(reader, heads) if heads else reader

    def _load_model(self, kind: Kind, address: Address) -> SharedReader | SharedWriter:
        from core.engines.hub import HubReader, HubWriter

        if address.backend == "folder":
            try:
                must_suit(Path(address.place).expanduser(), kind)
            except InputRejected as error:
                raise EngineFailed(error.message, error.hint, **error.params) from error
        info = added_info(Added(kind, address.id))
        if kind == "reader":
            return SharedReader(HubReader(address, info))
        return SharedWriter(HubWriter(address, info))

    def _load_bundled(self, kind: Kind, address: Address) -> SharedReader | SharedWriter:
        folder = self._folder(kind, address.id)
        if not folder.is_dir():
            raise EngineFailed(
                N_("The files of the bundled engine are missing: {folder}."),
                N_("Fetch the program again; its models come with it."),
                folder=folder,
            )
        if kind == "reader":
            from core.engines.bundled import BundledReader

            return SharedReader(BundledReader(folder))
        return self._house() if address.id == HOUSE_WRITER else SharedWriter(Copybook(folder))

    def _house(self, adapter: Adapter | None = None) -> SharedWriter:
        from core.engines.house_writer import HouseWriter

        folder = self._folder("writer", HOUSE_WRITER)
        return SharedWriter(HouseWriter(folder, adapter=adapter))

    def _folder(self, kind: Kind, id: str) -> Path:
        assets = self._settings.assets
        return house_folder(assets) if id == HOUSE_WRITER else bundled_folder(assets, kind)

    def _key(self, kind: Kind, address: Address) -> tuple[str, str, str]:
        place = address.place
        if address.backend == "bundled":
            place = str(self._folder(kind, address.id).resolve())
        return kind, address.id, place

    def _remember_trial(self, kind: Kind, id: str, seconds: float, workspace: int) -> None:
        with self._store.writing() as db:
            items = stored(db, workspace)
            for place, item in enumerate(items):
                if (item.kind, item.id) == (kind, id):
                    facts = known_since_download(item)
                    items[place] = replace(
                        item,
                        seconds=seconds,
                        size_mb=facts.size_mb if facts else item.size_mb,
                        licence=item.licence or (facts.licence if facts else ""),
                    )
                    keep(db, workspace, items)


def _unknown(id: str) -> NotFound:
    return NotFound(
        N_("There is no engine “{id}” here."),
        N_("Choose one of the list on the Engines page, or add it there first."),
        id=id[:80],
    )
