"""The servers of the engines that a person added: their addresses, and how each is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.engines.added import Added, added, keep, stored
from core.engines.addresses import endpoint_id, parse
from core.engines.catalogue import added_info
from core.engines.endpoint import Endpoint, key_for
from core.engines.pool.circuits import CIRCUITS, Circuits, Health
from core.engines.pool.pool import Pool
from core.errors import InputRejected, NotFound
from core.i18n import N_
from core.settings import Settings
from core.store.store import Store

MOST = 64
"""How many servers one engine may have."""


@dataclass(frozen=True)
class Server:
    """One server of an engine: its address, and how it is."""

    url: str
    health: Health


class Servers:
    """The servers of one workspace's engines."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        workspace: int = 1,
        circuits: Circuits = CIRCUITS,
    ) -> None:
        self._store = store
        self._settings = settings
        self._workspace = workspace
        self._circuits = circuits

    def of(self, engine: str) -> list[Server]:
        """An engine's servers and how they are, from what happened so far; asks nothing.

        The first is the one in the engine's id. Empty for an engine that is no server's.
        """
        if parse(engine).backend != "endpoint":
            return []
        return [
            Server(endpoint.address.place, self._circuits.health(endpoint.address.id))
            for endpoint in endpoints(self._added(engine), self._settings)
        ]

    def check(self, engine: str) -> list[Server]:
        """Ask every server of an engine whether it is up, and say how they are then."""
        if parse(engine).backend == "endpoint":
            found = endpoints(self._added(engine), self._settings)
            self._circuits.check({server.address.id: server.check for server in found})
        return self.of(engine)

    def set_others(self, engine: str, text: str) -> None:
        """Remember the addresses, one a line, that serve the model beside the engine's first.

        Raises InputRejected for an address that is none or that carries a secret, or for too
        many; NotFound for an engine that was not added.
        """
        address = parse(engine)
        others = others_in(address.model, text, address.place)
        with self._store.writing() as db:
            items = stored(db, self._workspace)
            if engine not in {item.id for item in items}:
                raise NotFound(N_("There is no engine “{id}” here."), id=engine[:80])
            keep(
                db,
                self._workspace,
                [replace(item, others=others) if item.id == engine else item for item in items],
            )

    def _added(self, engine: str) -> Added:
        with self._store.open() as db:
            return added(db, self._workspace, "writer", engine)


def named_by(model: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The engine that addresses, one a line, make: its id after the first, and the others.

    Raises InputRejected like `set_others`.
    """
    first, _, more = text.strip().partition("\n")
    id = endpoint_id(model, first)
    return id, others_in(model, more, parse(id).place)


def others_in(model: str, text: str, first: str = "") -> tuple[str, ...]:
    """The different addresses of a text, one a line, without `first`; checked like an id."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if len(lines) >= MOST:
        raise InputRejected(
            N_("An engine has {most} servers at most."),
            N_("Put a load balancer before more and enter its address."),
            most=MOST,
        )
    urls = [parse(endpoint_id(model, line)).place for line in lines]
    return tuple(url for url in dict.fromkeys(urls) if url != first)


def endpoints(item: Added, settings: Settings, retries: int = 0) -> list[Endpoint]:
    """The endpoints of an added engine, each with the key that is meant for its host."""
    address, info = parse(item.id), added_info(item)
    return [
        Endpoint(
            parse(endpoint_id(address.model, url)),
            info,
            key_for(url, settings),
            settings.endpoint_timeout,
            retries,
        )
        for url in (address.place, *item.others)
    ]


def served(item: Added, settings: Settings) -> Endpoint | Pool:
    """The writer that an added server engine is: one endpoint, or a pool of them."""
    if item.others:
        return Pool(added_info(item), endpoints(item, settings))
    return endpoints(item, settings, retries=1)[0]
