"""What to do next, told on Home."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.i18n import number
from core.overview import RECENT_DAYS, Overview
from pages._ui import services
from pages._ui.home_alerts import alert_steps
from pages._ui.texts import plain


@dataclass(frozen=True)
class Step:
    """A line, the page where it is done, and what the page's address says then."""

    text: str
    address: str
    query: dict[str, str] = field(default_factory=dict)


def next_steps(state: Overview) -> list[Step]:
    """What the state of the loop asks for, the most pressing first; never none."""
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    steps = [Step(*told) for told in alert_steps()]
    if state.unread and not services.studio().jobs.active("read_reviews"):
        waiting = ngettext(
            "Read {count} new review", "Read {count} new reviews", state.unread
        ).format(count=number(state.unread, language))
        steps.append(Step(waiting, "reviews"))
    if state.worst_aspect:
        steps.append(_complaint(state, state.worst_aspect))
    if state.customers and not state.personas:
        steps.append(Step(_("Find segments among your customers"), "personas"))
    if state.unrated:
        unrated = ngettext(
            "Give {count} draft a thumb: the next ones follow it",
            "Give {count} drafts a thumb: the next ones follow it",
            state.unrated,
        ).format(count=number(state.unrated, language))
        steps.append(Step(unrated, "library"))
    if not state.drafts:
        steps.append(Step(_("Write your first copy from a brief"), "copy_studio"))
    return steps or [Step(_("All caught up. Write something new."), "copy_studio")]


def _complaint(state: Overview, aspect: str) -> Step:
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    count = state.worst_aspect_negative
    told = (
        ngettext(
            "“{aspect}” draws the most complaints of the last {days} days: {count} review",
            "“{aspect}” draws the most complaints of the last {days} days: {count} reviews",
            count,
        )
        if state.dated
        else ngettext(
            "“{aspect}” draws the most complaints: {count} review",
            "“{aspect}” draws the most complaints: {count} reviews",
            count,
        )
    ).format(
        aspect=plain(services.studio().reviews.aspect_name(aspect, language)),
        days=RECENT_DAYS,
        count=number(count, language),
    )
    return Step(told, "reviews", {"period": str(RECENT_DAYS)} if state.dated else {})
