"""When a server is left alone, for how long, and how it comes back."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from chat_server import running

from core.engines.added import Added
from core.engines.addresses import endpoint_id, parse
from core.engines.pool.circuits import BELIEVED, LONGEST_REST, Circuits
from core.engines.pool.health import check
from core.engines.pool.servers import endpoints
from core.engines.refusals import Refusals, ServerFault
from core.errors import InputRejected, NotFound

PATIENCE = 30.0


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Asked:
    """Servers by name; those in `down` are not up when asked."""

    def __init__(self, *names: str) -> None:
        self.down: set[str] = set()
        self.asked: list[str] = []
        self.checks = {name: lambda seconds, name=name: self._check(name) for name in names}

    def _check(self, name: str) -> None:
        self.asked.append(name)
        if name in self.down:
            raise ServerFault("down")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circuits(clock: Clock) -> Circuits:
    return Circuits(clock, PATIENCE)


def fails(circuits: Circuits, asked: Asked, rest: float | None = None) -> None:
    """A request that its server fails."""
    fault = ServerFault("down")
    fault.rest = rest
    with suppress(ServerFault), circuits.lease(asked.checks) as id:
        assert id
        raise fault


def test_each_fault_in_a_row_costs_twice_the_rest_up_to_the_longest(circuits, clock) -> None:
    asked, rests = Asked("a"), []
    for _ in range(9):
        fails(circuits, asked)
        rests.append(circuits.health("a").seconds)
        clock.now += rests[-1]
    assert rests == [1, 2, 4, 8, 16, 32, LONGEST_REST, LONGEST_REST, LONGEST_REST]


def test_an_answer_closes_the_circuit(circuits, clock) -> None:
    asked = Asked("a")
    for _ in range(3):
        fails(circuits, asked)
        clock.now += LONGEST_REST
    with circuits.lease(asked.checks) as id:
        circuits.answered(id)
    fails(circuits, asked)
    assert circuits.health("a").seconds == 1


def test_a_server_rests_at_least_for_what_it_cost_and_for_what_it_asked(circuits, clock) -> None:
    asked = Asked("a")
    with suppress(ServerFault), circuits.lease(asked.checks):
        clock.now += 30
        raise ServerFault("silent")
    assert circuits.health("a").seconds == 30
    clock.now += 30
    fails(circuits, asked, rest=200)
    assert circuits.health("a").seconds == 200
    clock.now += 200
    fails(circuits, asked, rest=1e9)
    assert circuits.health("a").seconds == 3600


def test_asking_by_hand_does_not_cut_a_rest_short_that_the_server_asked_for(
    circuits, clock
) -> None:
    asked = Asked("a")
    fails(circuits, asked, rest=200)
    for down in (set(), {"a"}, set()):
        asked.down = down
        circuits.check(asked.checks)
        assert circuits.health("a").state == "resting"
        assert circuits.health("a").seconds == 200
        with circuits.lease(asked.checks) as id:
            assert id is None
    clock.now += 200
    circuits.check(asked.checks)
    assert circuits.health("a").state == "up"


def test_asking_by_hand_ends_a_rest_that_only_we_chose(circuits) -> None:
    asked = Asked("a")
    fails(circuits, asked)
    circuits.check(asked.checks)
    assert circuits.health("a").state == "up"


def test_who_rests_is_neither_used_nor_asked(circuits, clock) -> None:
    asked = Asked("a")
    fails(circuits, asked)
    asked.asked.clear()
    with circuits.lease(asked.checks) as id:
        assert id is None
    assert asked.asked == []


def test_after_its_rest_a_server_is_asked_before_it_is_used(circuits, clock) -> None:
    asked = Asked("a")
    fails(circuits, asked)
    clock.now += 1
    asked.down.add("a")
    with circuits.lease(asked.checks) as id:
        assert id is None
    assert circuits.health("a").seconds == 2
    clock.now += 2
    asked.down.clear()
    with circuits.lease(asked.checks) as id:
        assert id == "a"


def test_what_was_heard_is_believed_for_a_while(circuits, clock) -> None:
    asked = Asked("a")
    for passed in (0, BELIEVED - 1, 2):
        clock.now += passed
        with circuits.lease(asked.checks):
            pass
    assert asked.asked == ["a", "a"]


def test_one_that_is_slow_to_say_so_holds_nobody_up(circuits) -> None:
    let_go = threading.Event()
    servers = {"slow": lambda seconds: let_go.wait(PATIENCE), "quick": lambda seconds: None}
    with circuits.lease(servers) as id:
        assert id == "quick"
    let_go.set()


def test_health_is_told_in_words_for_every_answer(settings) -> None:
    told = {}
    with running() as server:
        for health, models in ((200, 404), (404, 200), (501, 501), (503, 200), (404, 401)):
            server.up = {"/health": health, "/v1/models": models}
            address = parse(endpoint_id("tiny", server.url))
            try:
                check(Refusals(address, ""), PATIENCE)
                told[health, models] = "up"
            except ServerFault as fault:
                told[health, models] = str(fault)
    up = {answers for answers, words in told.items() if words == "up"}
    assert up == {(200, 404), (404, 200), (501, 501)}
    assert "fault of its own" in told[503, 200]
    assert "refused the key" in told[404, 401]


def test_a_server_that_takes_the_call_and_says_nothing_is_left_in_time() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/v1"
        words = Refusals(parse(endpoint_id("tiny", url)), "")
        with pytest.raises(ServerFault, match=r"did not answer for 0\.3 seconds"):
            check(words, 0.3)


def test_addresses_are_kept_one_a_line_and_checked_like_the_first(studio) -> None:
    id = studio.engines.add_endpoint("tiny", "http://a.example/v1\n\n http://b.example/v1/ ").id
    assert id == "endpoint:tiny@http://a.example/v1"
    assert urls(studio, id) == ["http://a.example/v1", "http://b.example/v1"]
    studio.servers.set_others(id, "http://c.example/v1\nhttp://a.example/v1\nhttp://c.example/v1")
    assert urls(studio, id) == ["http://a.example/v1", "http://c.example/v1"]
    for bad in ("c.example", "http://me:pw@c.example/v1", "http://c.example/v1?key=1"):
        with pytest.raises(InputRejected):
            studio.servers.set_others(id, bad)
    with pytest.raises(InputRejected, match="64 servers at most"):
        studio.servers.set_others(id, "\n".join(f"http://h{n}.example/v1" for n in range(64)))
    with pytest.raises(NotFound):
        studio.servers.set_others("endpoint:other@http://a.example/v1", "http://b.example/v1")
    assert urls(studio, id) == ["http://a.example/v1", "http://c.example/v1"]
    assert studio.servers.of("copybook") == studio.servers.check("copybook") == []


def urls(studio, id: str) -> list[str]:
    return [server.url for server in studio.servers.of(id)]


def test_an_engine_with_one_server_stays_one_endpoint(settings) -> None:
    (only,) = endpoints(Added("writer", "endpoint:tiny@http://a.example/v1"), settings)
    assert only.address.place == "http://a.example/v1"
