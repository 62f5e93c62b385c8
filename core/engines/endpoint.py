"""A writer on an OpenAI-compatible server: vLLM, Ollama, llama.cpp, a cloud, transformers serve."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.engines.addresses import Address, key_variable, may_carry_a_key
from core.engines.prompts import messages, split_drafts
from core.engines.types import CopyRequest, EngineInfo
from core.errors import EngineFailed
from core.i18n import N_
from core.settings import Settings

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

_RETRIES = 1
_NO_KEY = "none"
_LONGEST_PROBLEM = 200


def key_for(url: str, settings: Settings) -> str:
    """The key that is meant for a server, "" where none is set."""
    openai = key_variable(url) == "OPENAI_API_KEY"
    return settings.openai_key if openai else settings.endpoint_key


class _CutShort(EngineFailed):
    """The server's own length limit ended the answer in the middle of a text."""


class Endpoint:
    """One model on one server. Nothing is sent before `propose`, and then only the brief's
    prompt, with the key in the header. The key stays in memory.

    `timeout` is how many seconds the server may stay silent.
    """

    def __init__(
        self,
        address: Address,
        info: EngineInfo,
        key: str,
        timeout: float,
        retries: int = _RETRIES,
    ) -> None:
        self.info = info
        self._model = address.model
        self._url = address.place
        self._key = key.strip()
        self._timeout = timeout
        self._retries = retries

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """Ask once for all texts and yield each as soon as it is complete.

        Raises EngineFailed, after the texts that did arrive, when the server cannot be
        reached, refuses, stays silent, breaks off, or answers nothing; and before anything is
        sent when a key would travel over plain http to another machine.
        """
        if self._key and not may_carry_a_key(self._url):
            raise self._failed(
                N_("The key is not sent to {url}: over plain http others could read it."),
                N_("Use an https address, or unset {variable} if the server needs no key."),
                variable=key_variable(self._url),
            )
        nothing = True
        try:
            with closing(self._stream(messages(request, count))) as pieces:
                for text in split_drafts(pieces, count):
                    nothing = False
                    yield text
        except _CutShort:
            # The whole texts before the cut are an answer, only fewer than asked for.
            if nothing:
                raise
            return
        if nothing:
            raise self._failed(
                N_("The server at {url} sent an empty answer."),
                N_("Try again, or choose another model."),
            )

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI

        return OpenAI(
            base_url=self._url,
            api_key=self._key or _NO_KEY,
            timeout=self._timeout,
            max_retries=self._retries,
        )

    def _stream(self, chat: Any) -> Generator[str, None, None]:
        import openai

        finish, spoken = None, False
        completions = self._client.chat.completions
        try:
            with completions.create(model=self._model, messages=chat, stream=True) as stream:
                for chunk in stream:
                    for choice in getattr(chunk, "choices", None) or []:
                        finish = choice.finish_reason or finish
                        if choice.delta and choice.delta.content:
                            spoken = True
                            yield choice.delta.content
        except openai.APIStatusError as error:
            raise self._refused(error) from error
        except openai.APITimeoutError as error:
            raise self._failed(
                N_("The server at {url} did not answer for {seconds} seconds."),
                N_("Try again, or give it longer with BRANDLOOP_ENDPOINT_TIMEOUT."),
                seconds=f"{self._timeout:g}",
            ) from error
        except openai.APIConnectionError as error:
            raise (self._broken_off() if spoken else self._unreachable()) from error
        except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
            # The client hands an answer in another shape on as it is.
            raise self._failed(
                N_("The answer of the server at {url} cannot be understood: {problem}"),
                N_("Check that the address is an OpenAI-compatible one; it often ends in /v1."),
                problem=self._problem(error),
            ) from error
        if spoken and finish is None:
            raise self._broken_off()
        self._must_be_whole(finish)

    def _must_be_whole(self, finish: str | None) -> None:
        if finish == "length":
            raise _CutShort(
                N_("The server at {url} cut its answer at its own length limit."),
                N_("Ask for fewer drafts, or raise the server's limit."),
                url=self._url,
            )
        if finish == "content_filter":
            raise self._failed(
                N_("The server at {url} withheld its answer: its content filter fired."),
                N_("Change the brief, or choose another engine."),
            )

    def _unreachable(self) -> EngineFailed:
        return self._failed(
            N_("The server at {url} cannot be reached."),
            N_("Check the address and that the server runs."),
        )

    def _broken_off(self) -> EngineFailed:
        return self._failed(
            N_("The server at {url} broke off in the middle of its answer."),
            N_("Try again; what had arrived is kept."),
        )

    def _refused(self, error: APIStatusError) -> EngineFailed:
        status = error.status_code
        if status in (401, 403):
            hint = (
                N_("Check the key in {variable}.")
                if self._key
                else N_("Put its key into {variable} and start the studio again.")
            )
            return self._failed(
                N_("The server at {url} refused the key (status {status})."),
                hint,
                status=status,
                variable=key_variable(self._url),
            )
        if status == 404:
            return self._failed(
                N_("The server at {url} knows no model “{model}” (status 404)."),
                N_("Check the model's name and the address; it often ends in /v1."),
                model=self._model,
            )
        if status == 429:
            return self._failed(
                N_("The server at {url} is busy or your allowance is used up (status 429)."),
                N_("Wait a little and try again, or check your plan there."),
            )
        if status >= 500:
            return self._failed(
                N_("The server at {url} has a fault of its own (status {status})."),
                N_("Try again later, or choose another engine."),
                status=status,
            )
        return self._failed(
            N_("The server at {url} refused the request (status {status}): {problem}"),
            N_("Check the model's name, or choose another model."),
            status=status,
            problem=self._problem(error),
        )

    def _failed(self, message: str, hint: str, **params: object) -> EngineFailed:
        return EngineFailed(message, hint, url=self._url, **params)

    def _problem(self, error: Exception) -> str:
        """What an error says, short, on one line and without the key."""
        text = " ".join(str(error).split())
        if self._key:
            text = text.replace(self._key, "…")
        return text[:_LONGEST_PROBLEM]
