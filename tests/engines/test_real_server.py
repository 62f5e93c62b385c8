"""The endpoint against `transformers serve`, a server that is none of ours, on a tiny model."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from chat_server import endpoint
from tiny_models import save_reciter

from core.engines.added import Added
from core.engines.addresses import endpoint_id
from core.engines.catalogue import added_info
from core.engines.pool.circuits import Circuits
from core.engines.pool.pool import Pool
from core.engines.pool.servers import endpoints
from core.engines.types import CopyRequest
from core.errors import EngineFailed
from core.settings import Settings

pytestmark = pytest.mark.slow

REQUEST = CopyRequest("en", "slogan", "Aurora Kettle", ("boils in three minutes",))
FIRST, SECOND = "Aurora Kettle boils in three minutes.", "Three minutes, then tea."
# The class behind the command `transformers serve`. Only to place a model on a device would it
# need the library accelerate; without a device the model stays where it is loaded.
_START = """
from transformers.cli.serve import Serve
from transformers.cli.serving.model_manager import ModelManager
ModelManager.device = property(lambda manager: None, lambda manager, device: None)
Serve(host="127.0.0.1", port={port})
"""


@dataclass
class Served:
    process: subprocess.Popen
    url: str
    folder: Path

    def writer(self, name: str, timeout: float = 60.0):
        return endpoint(self.url, timeout=timeout, model=str(self.folder / name))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    pytest.importorskip("fastapi")
    folder = tmp_path_factory.mktemp("served")
    save_reciter(folder / "two", [FIRST[:12], FIRST[12:], "\n===\n", SECOND])
    save_reciter(folder / "endless", [FIRST, "\n===\n", *(f"la{n} " for n in range(400))], True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-c", _START.format(port=port)],
        stdout=log,
        stderr=log,
        env=os.environ | {"HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""},
    )
    try:
        _wait_for(port, process, folder / "log")
        yield Served(process, f"http://127.0.0.1:{port}/v1", folder)
    finally:
        process.kill()
        process.wait()
        log.close()


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 240
    while time.monotonic() < until:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        assert process.poll() is None, log.read_text()
        time.sleep(0.2)
    pytest.fail(log.read_text())


def test_texts_tokens_and_the_form_it_refuses(served: Served) -> None:
    engine = served.writer("two")
    assert list(engine.propose(REQUEST, 2)) == [FIRST, SECOND]
    assert engine.usage is not None
    assert not engine.usage.estimated
    assert engine.usage.output_tokens == 5
    assert engine.usage.input_tokens > 500


def test_the_first_text_comes_while_the_model_still_writes_and_leaving_stops_it(
    served: Served,
) -> None:
    drafts = served.writer("endless").propose(REQUEST, 2)
    assert next(drafts) == FIRST
    drafts.close()
    assert list(served.writer("two").propose(REQUEST, 1)) == [FIRST]


def test_a_model_it_does_not_have_is_told(served: Served) -> None:
    with pytest.raises(EngineFailed, match=r"status [45]") as raised:
        list(served.writer("nowhere").propose(REQUEST, 1))
    assert served.url in str(raised.value)


def test_in_a_pool_it_says_that_it_is_up_and_goes_on_for_one_that_is_down(
    served: Served, settings: Settings
) -> None:
    model, circuits = str(served.folder / "two"), Circuits(patience=60.0)
    item = Added("writer", endpoint_id(model, "http://127.0.0.1:9/v1"), others=(served.url,))
    engine = Pool(added_info(item), endpoints(item, settings), circuits)
    assert list(engine.propose(REQUEST, 2)) == [FIRST, SECOND]
    servers = {server.address.id: server.check for server in endpoints(item, settings)}
    circuits.check(servers)
    states = [circuits.health(id).state for id in servers]
    assert states == ["resting", "up"]


def test_a_server_that_dies_midway_loses_nothing_that_came(served: Served) -> None:
    drafts = served.writer("endless").propose(REQUEST, 2)
    assert next(drafts) == FIRST
    served.process.kill()
    with pytest.raises(EngineFailed, match="broke off"):
        next(drafts)
    with pytest.raises(EngineFailed, match="cannot be reached"):
        list(served.writer("two").propose(REQUEST, 1))
