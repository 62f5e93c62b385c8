"""A writer on an OpenAI-compatible server: vLLM, Ollama, llama.cpp, a cloud, transformers serve."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from core.engines.addresses import Address, host_of, key_variable, may_carry_a_key
from core.engines.answers import SCHEMA, texts_of
from core.engines.pool.health import check
from core.engines.prompts import messages, repeats_prompt
from core.engines.refusals import Refusals, retry_after
from core.engines.samples import with_samples
from core.engines.timely import Endless, Silent, timely
from core.engines.tokens import estimated_tokens
from core.engines.types import CopyRequest, EngineInfo, Usage
from core.errors import EngineFailed
from core.i18n import N_, NN_
from core.settings import Settings

if TYPE_CHECKING:
    import httpx2
    from openai import APIStatusError, OpenAI

_NO_KEY = "none"
_PAUSE = 0.5
_LONGEST_WAIT = 5.0
"""The most seconds of Retry-After that are waited out instead of told."""
_WHOLE = 10
"""A whole answer may take this many times the silence that is borne."""
_TRAVELLING = {"accept", "accept-encoding", "connection", "content-length", "content-type", "host"}
_OPENAIS_OWN = {"openai-organization", "openai-project"}
_WISHED: dict[str, Any] = {
    "response_format": SCHEMA,
    "stream_options": {"include_usage": True},
}
_NAMED_AS = {
    "response_format": ("response_format", "json_schema"),
    "stream_options": ("stream_options", "include_usage"),
}
_EXTRAS: dict[tuple[str, str], dict[str, Any]] = {}
"""What each server has answered to beside the messages: all that is wished for, or less."""


def key_for(url: str, settings: Settings) -> str:
    """The key that is meant for a server, "" where none is.

    OpenAI's goes to OpenAI alone, the other to the hosts it was entered with alone.
    """
    if key_variable(url) == "OPENAI_API_KEY":
        return settings.openai_key
    named = settings.endpoint_host.replace(",", " ").split()
    meant = {host_of(name if "//" in name else f"//{name}") for name in named} - {""}
    return settings.endpoint_key if host_of(url) in meant else ""


class _CutShort(EngineFailed):
    """The server's own length limit ended the answer in the middle of a text."""


class Endpoint:
    """One model on one server. Nothing is sent before `propose`, and then only the brief's
    prompt, with the key in the header. The key stays in memory.

    `timeout` is how many seconds the server may stay silent; a whole answer may take ten times
    that. `usage` is what the last call took. Where the server can, it is asked for JSON.
    """

    def __init__(
        self, address: Address, info: EngineInfo, key: str, timeout: float, retries: int = 1
    ) -> None:
        self.info = info
        self.usage: Usage | None = None
        self._model = address.model
        self._url = address.place
        self._key = key.strip()
        self._timeout = timeout
        self._retries = retries
        self._words = Refusals(address, self._key)
        self._counted: Usage | None = None

    @property
    def address(self) -> Address:
        """Where the model is served, and its name there."""
        return self._words.address

    def check(self, seconds: float) -> None:
        """Ask whether the server is up, nothing else; see `health.check`. Raises ServerFault."""
        check(self._words, seconds)

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """Ask once for all texts and yield each as soon as it is complete.

        Raises EngineFailed, after the texts that did arrive, when the server cannot be
        reached, refuses, stays silent, goes on without end, breaks off, or answers nothing;
        and before anything is sent when a key would travel over plain http to another machine.
        """
        if self._key and not may_carry_a_key(self._url):
            raise self._words.fault(
                N_("The key is not sent to {url}: over plain http others could read it."),
                N_("Use an https address, or unset {variable} if the server needs no key."),
                variable=key_variable(self._url),
            )
        request = with_samples(request)
        said: list[str] = []
        self._counted = None
        nothing = True
        try:
            with closing(self._said(request, count, said)) as pieces:
                for text in texts_of(pieces, count):
                    if self._tells(text, request.language):
                        continue
                    nothing = False
                    yield text
        except _CutShort:
            # The whole texts before the cut are an answer, only fewer than asked for.
            if nothing:
                raise
            return
        finally:
            self.usage = self._counted or _estimated(request, count, said)
        if nothing:
            raise self._words.fault(
                N_("The server at {url} sent an empty answer."),
                N_("Try again, or choose another model."),
            )

    def _tells(self, text: str, language: str) -> bool:
        """Whether a text gives away the key or what the writer was told."""
        return bool(self._key and self._key in text) or repeats_prompt(text, language)

    def _said(
        self, request: CopyRequest, count: int, said: list[str]
    ) -> Generator[str, None, None]:
        """The pieces of the answer, each kept in `said` too; faults become EngineFailed."""
        import openai

        finish = None
        try:
            with (
                self._client() as client,
                closing(self._chunks(client, request, count)) as chunks,
            ):
                for chunk in chunks:
                    self._count(getattr(chunk, "usage", None))
                    for choice in getattr(chunk, "choices", None) or []:
                        finish = choice.finish_reason or finish
                        if choice.delta and choice.delta.content:
                            said.append(choice.delta.content)
                            yield choice.delta.content
        except openai.APIStatusError as error:
            raise self._words.refused(error) from error
        except (openai.APITimeoutError, Silent) as error:
            raise self._words.silent(self._timeout) from error
        except Endless as error:
            raise self._words.failed(
                NN_(
                    "The server at {url} was still answering after {seconds} second.",
                    "The server at {url} was still answering after {seconds} seconds.",
                    self._timeout * _WHOLE,
                ),
                N_("Ask for fewer drafts, or give it longer with BRANDLOOP_ENDPOINT_TIMEOUT."),
                seconds=f"{self._timeout * _WHOLE:g}",
            ) from error
        except openai.APIConnectionError as error:
            raise (self._words.broken_off() if said else self._words.unreachable()) from error
        except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
            # The client hands an answer in another shape on as it is.
            raise self._words.fault(
                N_("The answer of the server at {url} cannot be understood: {problem}"),
                N_("Check that the address is an OpenAI-compatible one; it often ends in /v1."),
                problem=self._words.problem(error),
            ) from error
        if said and finish is None:
            raise self._words.broken_off()
        self._must_be_whole(finish)

    def _chunks(
        self, client: OpenAI, request: CopyRequest, count: int
    ) -> Generator[Any, None, None]:
        """The answer's chunks. What the server does not know is left out and asked again; a
        fault that may pass is tried once more, where that needs no long wait."""
        import openai

        create: Any = client.chat.completions.create
        deadline = time.monotonic() + self._timeout * _WHOLE
        extras = _EXTRAS.get((self._url, self._model), _WISHED)
        tries = self._retries
        while True:
            begun = False
            try:
                chat = messages(request, count, as_json="response_format" in extras)
                ask = partial(create, model=self._model, messages=chat, stream=True, **extras)
                left = deadline - time.monotonic()
                with closing(timely(ask, self._timeout, left)) as chunks:
                    for chunk in chunks:
                        if not begun:
                            begun = True
                            _EXTRAS[self._url, self._model] = extras
                        yield chunk
                return
            except openai.APIStatusError as error:
                if extras and error.status_code in (400, 422):
                    extras = _left(extras, error)
                    continue
                pause = _pause(error)
                if pause is None or not tries:
                    raise
            except openai.APIConnectionError as error:
                if begun or not tries or isinstance(error, openai.APITimeoutError):
                    raise
                pause = _PAUSE
            tries -= 1
            time.sleep(pause)

    def _client(self) -> OpenAI:
        from openai import DefaultHttpx2Client, OpenAI

        # The library retries by its own clock, follows servers elsewhere and sends what it
        # finds in OPENAI_* variables; here the clock, the place and the headers are ours.
        return OpenAI(
            base_url=self._url,
            api_key=self._key or _NO_KEY,
            timeout=self._timeout,
            max_retries=0,
            http_client=DefaultHttpx2Client(
                timeout=self._timeout,
                follow_redirects=False,
                event_hooks={"request": [self._only_what_is_meant]},
            ),
        )

    def _only_what_is_meant(self, request: httpx2.Request) -> None:
        own = _OPENAIS_OWN if key_variable(self._url) == "OPENAI_API_KEY" else set()
        for name in set(request.headers) - _TRAVELLING - own:
            del request.headers[name]
        request.headers["user-agent"] = "Brandloop"
        if self._key:
            request.headers["authorization"] = f"Bearer {self._key}"

    def _count(self, usage: Any) -> None:
        given = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
        if all(isinstance(tokens, int) and tokens >= 0 for tokens in given):
            self._counted = Usage(given[0], given[1], estimated=False)  # type: ignore[arg-type]

    def _must_be_whole(self, finish: str | None) -> None:
        if finish == "length":
            raise _CutShort(
                N_("The server at {url} cut its answer at its own length limit."),
                N_("Ask for fewer drafts, or raise the server's limit."),
                url=self._url,
            )
        if finish == "content_filter":
            raise self._words.failed(
                N_("The server at {url} withheld its answer: its content filter fired."),
                N_("Change the brief, or choose another engine."),
            )


def _left(extras: dict[str, Any], error: APIStatusError) -> dict[str, Any]:
    """The extras without those that a refusal names, without any where it names none."""
    said = error.response.text
    named = {name for name in extras if any(word in said for word in _NAMED_AS[name])}
    return {name: value for name, value in extras.items() if named and name not in named}


def _pause(error: APIStatusError) -> float | None:
    """Seconds after which a refused request is worth another try, None where it is not."""
    asked = retry_after(error)
    if error.status_code == 429:
        return asked if asked is not None and asked <= _LONGEST_WAIT else None
    if error.status_code >= 500:
        return min(_PAUSE if asked is None else asked, _LONGEST_WAIT)
    return None


def _estimated(request: CopyRequest, count: int, said: list[str]) -> Usage | None:
    if not said:
        return None
    asked = "".join(message["content"] for message in messages(request, count))
    return Usage(estimated_tokens(asked), estimated_tokens("".join(said)), estimated=True)
