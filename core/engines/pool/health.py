"""Whether a server is up, asked without sending it anything of a brief."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial

from core.engines.addresses import may_carry_a_key
from core.engines.refusals import Refusals
from core.engines.timely import Endless, Silent, timely

_UP = 200
_WRONG = 500
_UNKNOWN_THERE = 501
"""What a server answers that cannot be asked at all; it may serve models all the same."""


def check(words: Refusals, seconds: float) -> None:
    """Return once the server says that it is up.

    /health beside /v1 is asked first, as vLLM, SGLang and llama.cpp have it, without the key;
    where there is none the list of models, with the key if it is for this server. Raises
    ServerFault when the server cannot be reached, stays silent for `seconds`, is not ready or
    refuses the key.
    """
    url, until = words.address.place, time.monotonic() + seconds
    status = _status(words, f"{url.removesuffix('/v1')}/health", {}, seconds)
    if status == _UP:
        return
    if status < _WRONG or status == _UNKNOWN_THERE:
        carried = words.key and may_carry_a_key(url)
        headers = {"authorization": f"Bearer {words.key}"} if carried else {}
        status = _status(words, f"{url}/models", headers, max(0.1, until - time.monotonic()))
    if status in (404, _UNKNOWN_THERE):
        return  # it lists no models; whether it has this one shows when it is asked to write
    fault = words.by_status(status)
    if fault:
        raise fault


def _status(words: Refusals, url: str, headers: Mapping[str, str], seconds: float) -> int:
    import httpx2

    try:
        with closing(timely(partial(_asked, url, headers, seconds), seconds, seconds)) as answer:
            return next(answer)
    except (Silent, Endless, httpx2.TimeoutException) as error:
        raise words.silent(seconds) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise words.unreachable() from error


@contextmanager
def _asked(url: str, headers: Mapping[str, str], seconds: float) -> Iterator[list[int]]:
    import httpx2

    asked = {"user-agent": "Brandloop", **headers}
    with (
        httpx2.Client(timeout=seconds, follow_redirects=False) as client,
        client.stream("GET", url, headers=asked) as answer,
    ):
        yield [answer.status_code]
