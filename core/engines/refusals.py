"""What a server's faults are called on the screen: what happened, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING

from core.engines.addresses import Address, key_variable
from core.errors import EngineFailed
from core.i18n import N_, NN_

if TYPE_CHECKING:
    from openai import APIStatusError

_LONGEST_PROBLEM = 200


class ServerFault(EngineFailed):
    """A failure that another server with the same model need not share.

    `rest` is for how many seconds the server asked to be left alone, None where it did not.
    """

    rest: float | None = None


@dataclass(frozen=True)
class Refusals:
    """The failures of one server in words. The key is in none of them."""

    address: Address
    key: str

    def refused(self, error: APIStatusError) -> EngineFailed:
        """A status that is no answer; a ServerFault where that may be this server's alone."""
        return self.by_status(error.status_code, retry_after(error)) or self.failed(
            N_("The server at {url} refused the request (status {status}): {problem}"),
            N_("Check the model's name, or choose another model."),
            status=error.status_code,
            problem=self.problem(error, told(error)),
        )

    def by_status(self, status: int, wait: float | None = None) -> ServerFault | None:
        """The fault that a status stands for, None where the request itself was at fault."""
        if status in (401, 403):
            return self._key_refused(status)
        if status == 404:
            return self.fault(
                N_("The server at {url} knows no model “{model}” (status 404)."),
                N_("Check the model's name and the address; it often ends in /v1."),
                model=self.address.model,
            )
        if status == 429:
            return self._busy(wait)
        if 300 <= status < 400:
            return self.fault(
                N_("The server at {url} sends on to another address (status {status})."),
                N_("Your brief goes nowhere you did not enter: add that address if you trust it."),
                status=status,
            )
        if status >= 500:
            found = self.fault(
                N_("The server at {url} has a fault of its own (status {status})."),
                N_("Try again later, or choose another engine."),
                status=status,
            )
            found.rest = wait
            return found
        return None

    def unreachable(self) -> ServerFault:
        """No connection could be made."""
        return self.fault(
            N_("The server at {url} cannot be reached."),
            N_("Check the address and that the server runs."),
        )

    def broken_off(self) -> ServerFault:
        """The connection ended before the answer did."""
        return self.fault(
            N_("The server at {url} broke off in the middle of its answer."),
            N_("Try again; what had arrived is kept."),
        )

    def silent(self, seconds: float) -> ServerFault:
        """Nothing came for so long."""
        return self.fault(
            NN_(
                "The server at {url} did not answer for {seconds} second.",
                "The server at {url} did not answer for {seconds} seconds.",
                seconds,
            ),
            N_("Try again, or give it longer with BRANDLOOP_ENDPOINT_TIMEOUT."),
            seconds=f"{seconds:g}",
        )

    def fault(self, message: str, hint: str, **params: object) -> ServerFault:
        """A failure that may be this server's alone; `url` is filled in."""
        return ServerFault(message, hint, url=self.address.place, **params)

    def failed(self, message: str, hint: str, **params: object) -> EngineFailed:
        """A failure of this server; `url` is filled in."""
        return EngineFailed(message, hint, url=self.address.place, **params)

    def problem(self, error: Exception, said: str = "") -> str:
        """What an error says, short, on one line and without the key."""
        text = " ".join((said or str(error)).split())
        if self.key:
            text = text.replace(self.key, "…")
        return text[:_LONGEST_PROBLEM]

    def _key_refused(self, status: int) -> ServerFault:
        variable = key_variable(self.address.place)
        if self.key:
            hint = N_("Check the key in {variable}.")
        elif variable == "OPENAI_API_KEY":
            hint = N_("Put its key into {variable} and start the studio again.")
        else:
            hint = N_(
                "Put its key into {variable} and its host into BRANDLOOP_ENDPOINT_HOST, "
                "then start the studio again."
            )
        return self.fault(
            N_("The server at {url} refused the key (status {status})."),
            hint,
            status=status,
            variable=variable,
        )

    def _busy(self, seconds: float | None) -> ServerFault:
        if seconds is None:
            return self.fault(
                N_("The server at {url} is busy or your allowance is used up (status 429)."),
                N_("Wait a little and try again, or check your plan there."),
            )
        found = self.fault(
            N_("The server at {url} is busy or your allowance is used up (status 429)."),
            NN_(
                "It asks you to wait {seconds} second before you try again.",
                "It asks you to wait {seconds} seconds before you try again.",
                round(seconds),
            ),
            seconds=f"{seconds:.0f}",
        )
        found.rest = seconds
        return found


def told(error: APIStatusError) -> str:
    """What a refusal says, be it in OpenAI's form, which the client reads, or in another."""
    bare = str(error) == f"Error code: {error.status_code}"
    return error.response.text if bare else str(error)


def retry_after(error: APIStatusError) -> float | None:
    """The seconds a server asks to wait for, from Retry-After's number or date (RFC 9110,
    10.2.3); None where it asks for none."""
    value = error.response.headers.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time()
        except (TypeError, ValueError):
            return None
    return max(0.0, seconds) if seconds < float("inf") else None
