"""What the alerts of the reviews page have to say on Home."""

from __future__ import annotations

from core.i18n import day, number, percent
from core.reviews.analysis.alerts import NEGATIVE_SHARE, Alert
from pages._ui import services
from pages._ui.texts import plain


def alert_steps() -> list[tuple[str, str]]:
    """A line and the address of its page for each alert that trips now."""
    return [(_told(alert), "reviews") for alert in services.studio().insights.alerts()]


def _told(alert: Alert) -> str:
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    if alert.rule.kind == NEGATIVE_SHARE:
        told = ngettext(
            "Alert: {share} of {count} review since {day} are negative",
            "Alert: {share} of {count} reviews since {day} are negative",
            alert.read,
        ).format(
            share=percent(alert.share, language),
            count=number(alert.read, language),
            day=day(alert.since, language),
        )
    else:
        told = ngettext(
            "Alert: {count} urgent review since {day}",
            "Alert: {count} urgent reviews since {day}",
            len(alert.urgent),
        ).format(count=number(len(alert.urgent), language), day=day(alert.since, language))
    return told + (f" · {plain(alert.rule.product)}" if alert.rule.product else "")
