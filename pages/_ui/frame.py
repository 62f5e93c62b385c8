"""What stands between a page's faults and its visitor."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from core.errors import AccessDenied, StoreDamaged, StudioError
from core.i18n import N_
from core.logs import incident
from core.settings import Settings
from pages._ui import nav, recovery, services
from pages._ui.texts import plain

P = ParamSpec("P")


def run(page: st.Page) -> None:
    """Run a page; show what went wrong in words, never a stack trace. The first page of a day
    starts the day's work in the background."""
    guarded(services.studio().upkeep.start_if_due)()
    guarded(page.run if services.may(nav.entry(page.url_path or "home").needs) else _not_yours)()


def guarded(function: Callable[P, None]) -> Callable[P, None]:
    """The same shelter for callbacks and fragments, which run outside their page.

    A StudioError becomes its message, anything else an apology with the id under which
    the log holds the details.
    """

    @functools.wraps(function)
    def sheltered(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except StoreDamaged as error:
            _tell(error)
            recovery.offer()
        except StudioError as error:
            _tell(error)
        except Exception as error:
            _apologise(error)

    return sheltered


def _not_yours() -> None:
    raise AccessDenied(
        N_("Your role does not include this page."),
        N_("Ask an administrator of this installation if you need it."),
    )


def _tell(error: StudioError) -> None:
    st.error(plain(error.text(services.gettext())), icon=":material/error:")


def _apologise(error: Exception) -> None:
    _ = services.gettext()
    number = incident(error, Settings.from_environment())
    st.error(
        _(
            "Something went wrong on our side; nothing you saved is lost. Try again, and if it "
            "happens twice, report it with the number {number}."
        ).format(number=number),
        icon=":material/sentiment_dissatisfied:",
    )
