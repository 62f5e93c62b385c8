"""One model on several servers, asked like one writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from core.engines.endpoint import Endpoint
from core.engines.pool.circuits import CIRCUITS, Circuits
from core.engines.refusals import ServerFault
from core.engines.types import CopyRequest, EngineInfo, Usage
from core.errors import EngineFailed
from core.i18n import N_


class Pool:
    """A request goes to the server that is up and has the fewest under way.

    Where that one fails before it has given a whole text, the next one is asked, each once;
    a text that was given is never asked for again. `usage` is what the last call took at all
    of them together. It serves one caller at a time; the circuits are shared.
    """

    def __init__(
        self, info: EngineInfo, servers: Sequence[Endpoint], circuits: Circuits = CIRCUITS
    ) -> None:
        self.info = info
        self.usage: Usage | None = None
        self._servers = {server.address.id: server for server in servers}
        self._circuits = circuits

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """See TextGenerator.propose.

        Raises EngineFailed when no server is up, when the last one that is fails too, after
        the texts that did arrive when a server fails behind its first, and at once for what is
        the request's own fault.
        """
        self.usage = None
        left = {id: server.check for id, server in self._servers.items()}
        last: ServerFault | None = None
        while True:
            given = False
            try:
                with self._circuits.lease(left) as id:
                    if id is None:
                        raise self._none_is_up() from last
                    server = self._servers[id]
                    try:
                        with closing(server.propose(request, count)) as texts:  # type: ignore[type-var]
                            for text in texts:
                                if not given:
                                    given = True
                                    self._circuits.answered(id)
                                yield text
                        return
                    finally:
                        self.usage = _sum(self.usage, server.usage)
            except ServerFault as fault:
                if given:
                    raise
                last = fault
                del left[server.address.id]

    def _none_is_up(self) -> EngineFailed:
        return EngineFailed(
            N_("None of the {count} servers of “{engine}” answers now."),
            N_("The Engines page says what is wrong with each."),
            count=len(self._servers),
            engine=self.info.name,
        )


def _sum(before: Usage | None, now: Usage | None) -> Usage | None:
    if before is None or now is None:
        return now or before
    return Usage(
        before.input_tokens + now.input_tokens,
        before.output_tokens + now.output_tokens,
        before.estimated or now.estimated,
    )
