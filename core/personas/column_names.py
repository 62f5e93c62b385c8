"""Columns, cells and figures of other people's tables, as a person would say them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from core.i18n import CURRENCY_SIGNS, N_
from core.personas.names import COMMON_COLUMNS, normal
from core.personas.phrases import INSIDE, Phrase

_SPENT = re.compile(r"^(?:mnt|amt|amount|spend|spent|spending|money)(?: (?:on|for|of|in))? (.+)$")
_COUNTED = re.compile(r"^(?:num|nbr|nr|number|count)(?: of)? (.+)$")
_AVERAGE = re.compile(r"^(?:avg|average|mean) (.+)$")
_OWNED = re.compile(r"^(?:has|have|is|with) (.+)$")
_TAKEN = re.compile(r"^accepted (?:cmp|campaign) ?(\d+)$")
_SAID = (
    (re.compile(r"^(?:year(?: of)? birth|birth ?year|year born)$"), N_("Year of birth")),
    (re.compile(r"^(?:(?:date|day)(?: of)? birth|birth ?(?:date|day)|dob)$"), N_("Date of birth")),
    (re.compile(r"^(?:dt|date) (?:customer|joined|enrol\w*|registration)$"), N_("Signup date")),
)
# What a shop adds to the name of a thing.
_ENDINGS = {
    "code": N_("{column} code"), "type": N_("{column} type"), "group": N_("{column} group"),
    "level": N_("{column} level"), "status": N_("{column} status"), "date": N_("{column} date"),
    "category": N_("{column} category"),
}  # fmt: skip
_SHORT = {
    "acct": "account", "act": "active", "amt": "amount", "avg": "average", "cmp": "campaign",
    "cr": "credit", "cred": "credit", "cust": "customer", "deals": "deal", "dt": "date",
    "est": "estimated", "kidhome": "kids at home", "mem": "member", "mnt": "amount",
    "mnth": "month", "mth": "month", "num": "number of", "pct": "percent", "prod": "product",
    "prods": "products", "qty": "quantity", "sup": "support", "teenhome": "teens at home",
    "yr": "year", "yrs": "years",
}  # fmt: skip
_SPELT = re.compile(rf"\b({'|'.join(_SHORT)})\b")
# What these columns are mostly about, so that they read in the language of the page.
_THINGS = (
    N_("wines"), N_("fruits"), N_("meat products"), N_("fish products"), N_("sweet products"),
    N_("gold products"), N_("deal purchases"), N_("web purchases"), N_("catalog purchases"),
    N_("store purchases"), N_("web visits month"), N_("credit card"), N_("active member"),
    N_("calls"), N_("calls weekdays"), N_("days delinquent"), N_("orders"), N_("visits"),
    N_("purchases"), N_("products"),
)  # fmt: skip
_COLUMNS = (
    N_("Credit card"), N_("Active member"), N_("Product number"), N_("Credit rate"),
    N_("Credit score"), N_("Estimated salary"), N_("Account age"), N_("Equipment age"),
    N_("Housing"), N_("Loan"), N_("Contact"), N_("Month"), N_("Day"), N_("Campaign"),
    N_("Previous"), N_("Default"), N_("Recency"), N_("Complain"), N_("Complaint code"),
    N_("Monthly charges"), N_("Total charges"), N_("Contract"), N_("Payment method"),
    N_("Current bill amount"), N_("Percent increase MOM"), N_("Kids at home"),
    N_("Teens at home"),
)  # fmt: skip
_KNOWN = frozenset((*COMMON_COLUMNS, *_COLUMNS))


@dataclass(frozen=True)
class ColumnName:
    """A column in words: `label` begins a sentence; `more`, `less` and `none` name people who have
    much, little or nothing of it; `having` and `lacking` those who have it or not."""

    label: Phrase
    more: Phrase
    less: Phrase
    none: Phrase
    having: Phrase
    lacking: Phrase


def column_name(column: str) -> ColumnName:
    """What a column is called; abbreviations of many shops' tables are written out."""
    words = normal(column)
    spent, counted = _SPENT.match(words), _COUNTED.match(words)
    average, owned = _AVERAGE.match(words), _OWNED.match(words)
    if spent:
        thing = {"thing": _thing(spent[1])}
        return ColumnName(
            Phrase(N_("Spending on {thing}"), thing),
            Phrase(N_("Big spenders on {thing}"), thing),
            Phrase(N_("Small spenders on {thing}"), thing),
            Phrase(N_("No spending on {thing}"), thing),
            *_owning(thing["thing"]),
        )
    if counted:
        thing = {"thing": _thing(counted[1])}
        return ColumnName(
            Phrase(N_("Number of {thing}"), thing),
            Phrase(N_("Many {thing}"), thing),
            Phrase(N_("Few {thing}"), thing),
            Phrase(N_("No {thing}"), thing),
            *_owning(thing["thing"]),
        )
    if taken := _TAKEN.match(words):
        campaign = {"n": taken[1]}
        inside = Phrase(N_("Accepted campaign {n}"), {**campaign, INSIDE: True})
        return _levels(Phrase(N_("Accepted campaign {n}"), campaign), inside)
    if average:
        said = {"thing": _thing(average[1])}
        inside = Phrase(N_("Average {thing}"), {**said, INSIDE: True})
        return _levels(Phrase(N_("Average {thing}"), said), inside)
    label = _label(owned[1] if owned else column)
    return _levels(label, Phrase(label.message, {**label.params, INSIDE: True}))


def _label(column: str) -> Phrase:
    """A column as it is called: one that everybody knows, one made of such a one and what it tells
    of it ("Education code"), else the user's own words."""
    words = normal(column)
    for pattern, said in _SAID:
        if pattern.match(words):
            return Phrase(said)
    written = readable(column) or " "
    thing, _blank, ending = written.rpartition(" ")
    if written not in _KNOWN and thing in _KNOWN and ending in _ENDINGS:
        return Phrase(_ENDINGS[ending], {"column": Phrase(thing)})
    return Phrase(written)


def _levels(label: Phrase, inside: Phrase) -> ColumnName:
    said = {"column": inside}
    return ColumnName(
        label,
        Phrase(N_("High {column}"), said),
        Phrase(N_("Low {column}"), said),
        Phrase(N_("No {column}"), said),
        *_owning(inside),
    )


def _owning(inside: Phrase) -> tuple[Phrase, Phrase]:
    said = {"column": inside}
    return Phrase(N_("With {column}"), said), Phrase(N_("Without {column}"), said)


def _thing(words: str) -> Phrase:
    return Phrase(_SPELT.sub(lambda found: _SHORT[found[0]], words))


def value_phrase(value: object) -> Phrase:
    """A cell in words; yes and no, and values that many shops use, are in the catalogue."""
    text = str(value).strip()
    lowered = text.lower()
    if lowered in ("yes", "no", "true", "false"):
        return Phrase("yes" if lowered in ("yes", "true") else "no")
    return Phrase(text or " ")


def readable(column: str) -> str:
    """A column name as a person writes it: "EstimatedSalary" is "Estimated salary"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])|[_]+", " ", column).strip()
    if spaced.isupper() and len(spaced) > 4:
        spaced = spaced.lower()
    words = [_SHORT.get(word.lower(), word) for word in spaced.split()]
    rest = [w if w.isupper() or len(words) < 2 else w[:1].lower() + w[1:] for w in words[1:]]
    return " ".join([words[0][:1].upper() + words[0][1:], *rest]) if words else column


def figure(value: float, currency: str = "") -> str:
    """A number at three significant digits with grouping, the same in every language; as money
    with the sign of its currency."""
    if value == 0 or not np.isfinite(value):
        return f"{CURRENCY_SIGNS.get(currency, '')}0"
    digits = max(0, 2 - int(np.floor(np.log10(abs(value)))))
    text = f"{round(value, digits):,.{min(digits, 4)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return (
        text.replace("-", "-" + CURRENCY_SIGNS.get(currency, ""), 1)
        if value < 0
        else (CURRENCY_SIGNS.get(currency, "") + text)
    )
