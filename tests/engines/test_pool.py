"""Several servers asked like one: who is asked, who goes on, and what nobody gets twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest
from chat_server import Handler, Server, running

from core.copywriting import Brief
from core.engines.added import Added
from core.engines.addresses import endpoint_id
from core.engines.catalogue import added_info
from core.engines.endpoint import Endpoint
from core.engines.pool.circuits import CIRCUITS, Circuits
from core.engines.pool.pool import Pool
from core.engines.pool.servers import endpoints
from core.engines.types import CopyRequest
from core.errors import EngineFailed
from core.settings import Settings
from core.studio import Studio, open_studio

REQUEST = CopyRequest("en", "slogan", "Aurora Kettle", ("boils in three minutes",))
BRIEF = Brief.from_dict(
    {
        "lang": "en",
        "product": "Aurora Kettle",
        "category": "electric kettle",
        "facts": ["boils one litre in three minutes", "keeps water hot for an hour", "$39"],
    }
)
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def _slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers stay known and rest for long, and are asked with patience, however slow this is."""
    monkeypatch.setattr("core.engines.pool.circuits.BELIEVED", 1e6)
    monkeypatch.setattr("core.engines.pool.circuits.SHORTEST_REST", 1000.0)
    monkeypatch.setattr("core.engines.pool.circuits.LONGEST_REST", 2000.0)
    monkeypatch.setattr(CIRCUITS, "_patience", PATIENCE)


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    """Three servers that are up and say who they are."""
    with ExitStack() as stack:
        three = [stack.enter_context(running()) for _ in range(3)]
        for n, server in enumerate(three):
            server.answer = writes(f"Text of {n}.")
        yield three


@pytest.fixture
def circuits() -> Circuits:
    """Circuits of a test's own, patient with a slow machine."""
    return Circuits(patience=PATIENCE)


def writes(*texts: str) -> Callable[[Handler], None]:
    return lambda handler: handler.whole("\n===\n".join(texts))


def refuses(status: int, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.refuse(status, "{}", **headers)


def hangs(handler: Handler) -> None:
    handler.server.release.wait(60)


def half(handler: Handler) -> None:
    handler.begin()
    handler.piece("Half of a te")
    handler.close_connection = True


def gone(server: Server) -> None:
    """Nobody listens there any more."""
    server.shutdown()
    server.server_close()


def pool(servers: list[Server], circuits: Circuits, settings: Settings) -> Pool:
    first, *others = (server.url for server in servers)
    item = Added("writer", endpoint_id("tiny", first), others=tuple(others))
    return Pool(added_info(item), endpoints(item, settings), circuits)


def asked(servers: list[Server]) -> list[int]:
    return [len(server.requests) for server in servers]


def state(server: Server, circuits: Circuits) -> str:
    return circuits.health(endpoint_id("tiny", server.url)).state


def test_requests_one_after_another_go_round(servers, circuits, settings) -> None:
    circuits.check(checks(servers, settings))
    engine = pool(servers, circuits, settings)
    said = [next(iter(engine.propose(REQUEST, 1))) for _ in range(6)]
    assert asked(servers) == [2, 2, 2]
    assert said[:3] == said[3:]
    assert sorted(set(said)) == ["Text of 0.", "Text of 1.", "Text of 2."]


def test_the_server_with_the_fewest_requests_under_way_is_next(servers, circuits, settings) -> None:
    circuits.check(checks(servers, settings))
    servers[0].answer = hangs
    streams = [pool(servers, circuits, settings).propose(REQUEST, 1) for _ in range(5)]
    waiting = threading.Thread(target=lambda: list(streams[0]))
    waiting.start()
    while not servers[0].requests:
        assert waiting.is_alive()
    for stream in streams[1:]:
        list(stream)
    assert asked(servers) == [1, 2, 2]
    servers[0].answer = writes("Late.")
    servers[0].release.set()
    waiting.join()


def checks(servers: list[Server], settings: Settings):
    return {
        endpoint.address.id: endpoint.check
        for server in servers
        for endpoint in endpoints(Added("writer", endpoint_id("tiny", server.url)), settings)
    }


@pytest.mark.parametrize(
    "fault",
    [refuses(429), refuses(429, retry_after="90"), refuses(503), refuses(500, retry_after="0")],
    ids=["429", "429 with a time", "503", "500"],
)
def test_another_goes_on_where_one_refuses(servers, circuits, settings, fault) -> None:
    circuits.check(checks(servers, settings))
    servers[0].answer = fault
    engine = pool(servers, circuits, settings)
    said = [list(engine.propose(REQUEST, 1)) for _ in range(4)]
    assert all(len(texts) == 1 for texts in said)
    assert asked(servers)[0] == 1, "its circuit is open"
    assert state(servers[0], circuits) == "resting"


def test_a_server_that_asks_for_time_gets_it(servers, circuits, settings) -> None:
    circuits.check(checks(servers, settings))
    servers[0].answer = refuses(429, retry_after="3000")
    list(pool(servers, circuits, settings).propose(REQUEST, 1))
    assert 2000 < circuits.health(endpoint_id("tiny", servers[0].url)).seconds <= 3000


def test_another_goes_on_where_nobody_listens_any_more(servers, circuits, settings) -> None:
    circuits.check(checks(servers, settings))
    gone(servers[0])
    engine = pool(servers, circuits, settings)
    assert [len(list(engine.propose(REQUEST, 1))) for _ in range(4)] == [1] * 4
    problem = circuits.health(endpoint_id("tiny", servers[0].url)).problem
    assert "cannot be reached" in str(problem)


def test_another_goes_on_where_one_takes_the_call_and_never_answers(
    servers, circuits, settings
) -> None:
    circuits.check(checks(servers, settings))
    servers[0].answer = hangs
    engine = pool(servers, circuits, settings)
    engine._servers[endpoint_id("tiny", servers[0].url)]._timeout = 0.4
    (text,) = engine.propose(REQUEST, 1)
    assert text.startswith("Text of")
    assert state(servers[0], circuits) == "resting"


def test_another_goes_on_where_one_breaks_off_within_its_first_text(
    servers, circuits, settings
) -> None:
    circuits.check(checks(servers, settings))
    servers[0].answer = half
    engine = pool(servers, circuits, settings)
    (text,) = engine.propose(REQUEST, 1)
    assert text in {"Text of 1.", "Text of 2."}
    assert asked(servers)[0] == 1
    assert engine.usage is not None
    assert engine.usage.input_tokens > 2 * 50, "what the first took counts too"


def test_nobody_is_asked_again_for_what_was_given(servers, circuits, settings) -> None:
    def dies(handler: Handler) -> None:
        handler.begin()
        handler.piece("One.\n===\nHalf of a te")
        handler.close_connection = True

    for server in servers:
        server.answer = dies
    given = pool(servers, circuits, settings).propose(REQUEST, 2)
    assert next(given) == "One."
    with pytest.raises(EngineFailed, match="broke off"):
        next(given)
    assert sum(asked(servers)) == 1


def test_what_is_the_requests_own_fault_is_asked_once(servers, circuits, settings) -> None:
    for server in servers:
        server.answer = lambda handler: handler.refuse(413, "too long")
    with pytest.raises(EngineFailed, match="too long"):
        list(pool(servers, circuits, settings).propose(REQUEST, 1))
    assert sum(asked(servers)) == 1
    assert "resting" not in {state(server, circuits) for server in servers}


def test_each_is_asked_once_and_then_nobody_is_left(servers, circuits, settings) -> None:
    for server in servers:
        server.answer = refuses(500)
    engine = pool(servers, circuits, settings)
    for _ in range(2):
        with pytest.raises(EngineFailed, match="None of the 3 servers of “tiny” answers now"):
            list(engine.propose(REQUEST, 1))
    assert asked(servers) == [1, 1, 1]


def test_a_server_that_is_not_ready_is_sent_nothing(servers, circuits, settings) -> None:
    servers[0].up["/health"] = 503
    gone(servers[1])
    engine = pool(servers, circuits, settings)
    assert [list(engine.propose(REQUEST, 1)) for _ in range(3)] == [["Text of 2."]] * 3
    assert asked(servers) == [0, 0, 3]


def test_who_leaves_early_has_left_the_server(servers, circuits, settings) -> None:
    engine = pool(servers[:2], circuits, settings)
    with closing(engine.propose(REQUEST, 2)) as texts:
        next(iter(texts))
    under_way = [circuits.health(endpoint_id("tiny", s.url)).under_way for s in servers]
    assert under_way == [0, 0, 0]


def test_a_key_goes_to_its_own_hosts_alone_and_no_check_of_health_has_it(
    servers, circuits, settings
) -> None:
    keyed = replace(settings, endpoint_key="a-key", endpoint_host="127.0.0.1, gpu.example")
    here, there = servers[0].url, servers[1].url.replace("127.0.0.1", "localhost")
    item = Added("writer", endpoint_id("tiny", here), others=(there,))
    servers[0].up = {"/v1/models": 200}
    engine = Pool(added_info(item), endpoints(item, keyed), circuits)
    circuits.check({server.address.id: server.check for server in endpoints(item, keyed)})
    for _ in range(2):
        list(engine.propose(REQUEST, 1))
    assert (servers[0].keys, servers[1].keys) == (["Bearer a-key"], [None])
    assert servers[0].asked_up == [("/health", None), ("/v1/models", "Bearer a-key")]
    assert servers[1].asked_up == [("/health", None)]


def test_a_server_over_plain_http_elsewhere_gets_neither_key_nor_brief(
    servers, circuits, settings
) -> None:
    keyed = replace(settings, endpoint_key="a-key", endpoint_host="192.0.2.7")
    item = Added("writer", endpoint_id("tiny", "http://192.0.2.7/v1"), others=(servers[0].url,))
    info = added_info(item)
    far, near = endpoints(item, keyed)
    assert isinstance(far, Endpoint)
    circuits.answered(far.address.id)
    engine = Pool(info, [far, near], circuits)
    assert list(engine.propose(REQUEST, 1)) == ["Text of 0."]
    problem = circuits.health(far.address.id).problem
    assert "The key is not sent" in str(problem)


def choosing(servers: list[Server], settings: Settings) -> Studio:
    studio = open_studio(settings)
    urls = "\n".join(server.url for server in servers)
    studio.engines.choose("writer", studio.engines.add_endpoint("tiny", urls).id)
    return studio


def test_one_is_gone_one_dies_one_is_busy_and_the_bundled_writer_takes_over(
    servers, settings
) -> None:
    studio = choosing(servers, settings)
    gone(servers[0])
    servers[1].answer = half
    servers[2].answer = refuses(429, retry_after="60")
    run = studio.copy.write(BRIEF, "x_post", 2, seed=3)
    assert len(list(run)) == 2
    assert run.report.engine == "copybook"
    reasons = [params.get("reason", "") for _, params in run.report.notes]
    assert any("None of the 3 servers" in str(reason) for reason in reasons)
    problems = [str(server.health.problem) for server in studio.servers.of(chosen(studio))]
    for problem, words in zip(problems, ("reached", "broke off", "busy"), strict=True):
        assert words in problem


def test_drafts_of_a_pool_are_its_engines_whoever_wrote_them(servers, settings) -> None:
    text = "Aurora Kettle boils one litre in three minutes, so breakfast is on time."
    studio = choosing(servers, settings)
    servers[0].answer = refuses(503)
    servers[1].answer = servers[2].answer = writes(text)
    drafts = list(studio.copy.write(BRIEF, "x_post", 1, seed=3))
    assert {draft.engine for draft in drafts} == {chosen(studio)}


def chosen(studio: Studio) -> str:
    return studio.engines.chosen("writer")
