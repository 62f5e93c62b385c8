"""A visitor's place in the queue for an engine, shown where the work is awaited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.engines.turns import Place, called_by
from core.i18n import number
from pages._ui import services


class _Labelled(Protocol):
    def update(self, *, label: str) -> object: ...


@contextmanager
def in_turn(status: _Labelled, label: str) -> Iterator[None]:
    """Within the block this visit's requests queue as one caller's. While one waits, the status
    says its place; a visitor who stops, leaves or closes the tab has left the queue."""
    ngettext = services.ngettext()
    _, language = services.gettext(), services.language()

    def tell(place: Place | None) -> None:
        if place is None:
            status.update(label=label)
            return
        words = ngettext(
            "Waiting for the engine: {count} request before yours",
            "Waiting for the engine: {count} requests before yours",
            place.place,
        ).format(count=number(place.place, language))
        if place.seconds is not None:
            words += " · " + _("about {count} s left").format(
                count=number(max(1, place.seconds), language)
            )
        status.update(label=words)

    context = get_script_run_ctx()
    caller = context.session_id if context else services.voter()
    with called_by(caller, tell):
        yield
