"""What each column of a customer or purchase file most likely is.

A guess is made from the column's name (English or Chinese) and from its cells. It is shown
and may be changed before anything is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from core.errors import InputRejected
from core.i18n import N_
from core.personas.names import (
    BIRTH,
    IDENTIFIER_NAME,
    OUTCOME,
    PERSONAL_NAME,
    ROLE_NAMES,
    SPENDING,
    TABLE_DATE,
    normal,
)
from core.personas.values import (
    CURRENCIES,
    currency_of,
    date_share,
    number_share,
    read_discounts,
)

_OF_PURCHASES = ("product", "channel", "quantity", "discount")
ROLES = ("id", "date", "time", "amount", *_OF_PURCHASES)

# Reasons for leaving a column out, as a person reads them.
PERSONAL = N_("names, addresses and other personal details are not kept")
IDENTIFIER = N_("an identifier says nothing about a customer")
CONSTANT = N_("the same everywhere")
EMPTY = N_("empty")
FREE_TEXT = N_("free text: import it as reviews")
SAME_AS = N_("says the same as another column")
CHANGING = N_("changes from purchase to purchase")
UNCHOSEN = N_("not chosen")

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(?=.*[+\s()-])\+?\(?\d[\d\s().-]{7,}\d|1[3-9]\d{9}")


@dataclass(frozen=True)
class Mapping:
    """Which column plays which part.

    `kind` is "transactions" (one purchase a row) or "customers" (one customer a row).
    `attributes` describe a customer, `outcomes` are what happened (churned, responded): they
    are described but never used to form groups. `left_out` gives a reason for each column
    that is not read. `currency` is the code the amounts are in, "" where nobody knows.
    `discount` is above 0 (or, in shares of the price such as 0.9, below the usual 1) where a
    purchase was reduced. `spending` are attributes that together are the money of a customer,
    where the file has no single column for it.
    """

    kind: str
    id: str | None = None
    date: str | None = None
    time: str | None = None
    amount: str | None = None
    product: str | None = None
    channel: str | None = None
    quantity: str | None = None
    discount: str | None = None
    attributes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    left_out: AnyMapping[str, str] = field(default_factory=dict)
    currency: str = ""
    spending: tuple[str, ...] = ()

    def roles(self) -> dict[str, str]:
        """The single columns by role, those without one left out."""
        return {role: getattr(self, role) for role in ROLES if getattr(self, role)}

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            **self.roles(),
            "attributes": list(self.attributes),
            "outcomes": list(self.outcomes),
            "left_out": dict(self.left_out),
            **({"currency": self.currency} if self.currency else {}),
            **({"spending": list(self.spending)} if self.spending else {}),
        }

    def checked(self, columns: list[str]) -> Mapping:
        """The mapping for a file with these columns; every column ends in one place.

        Raises InputRejected for a column the file lacks, one used twice, an unknown kind, or
        purchases without a customer or without anything else to read.
        """
        if self.kind not in ("customers", "transactions"):
            raise InputRejected(
                N_("“{kind}” is neither customers nor transactions."),
                N_("Choose one of the two."),
                kind=self.kind,
            )
        if self.currency and self.currency not in CURRENCIES:
            raise InputRejected(
                N_("“{currency}” is no currency that can be chosen."),
                N_("Choose one of: {known}."),
                currency=self.currency,
                known=", ".join(CURRENCIES),
            )
        used = [*self.roles().values(), *self.attributes, *self.outcomes]
        for column in used:
            if column not in columns:
                raise InputRejected(
                    N_("The file has no column “{column}”."),
                    N_("Choose one of: {columns}."),
                    column=column,
                    columns=", ".join(columns),
                )
            if used.count(column) > 1:
                raise InputRejected(
                    N_("The column “{column}” was chosen twice."),
                    N_("Give each column one part."),
                    column=column,
                )
        if not set(self.spending) <= set(self.attributes):
            raise InputRejected(
                N_("Money that is added up has to be among what describes customers: {columns}."),
                N_("Add those columns to the description, or leave them out of the sum."),
                columns=", ".join(c for c in self.spending if c not in self.attributes),
            )
        if self.kind == "transactions" and not self.id:
            raise InputRejected(
                N_("Purchases need a column that says who bought."),
                N_("Choose the customer id, or read the file as customers."),
            )
        if self.kind == "transactions" and not (self.date or self.amount or self.product):
            raise InputRejected(
                N_("Purchases need a date, an amount or a product."),
                N_("Choose at least one such column, or read the file as customers."),
            )
        left_out = {
            column: self.left_out.get(column, UNCHOSEN) for column in columns if column not in used
        }
        return replace(self, left_out=left_out)


def guess_mapping(columns: list[str], sample: pd.DataFrame) -> Mapping:
    """The most likely mapping of a file, from its column names and some of its rows (text)."""
    cells = {column: _filled(sample[column]) for column in columns}
    left_out = {column: EMPTY for column in columns if cells[column].empty}
    rest = [column for column in columns if column not in left_out]
    chosen: dict[str, str] = {}
    chosen["id"] = (
        _best("id", rest, cells) or _personal_key(rest, cells) or _only_customer(rest, cells) or ""
    )
    repeats = bool(chosen["id"]) and cells[chosen["id"]].duplicated().mean() > 0.05
    for role in ("date", "time", "amount", *_OF_PURCHASES):
        taken = set(chosen.values())
        chosen[role] = _best(role, [c for c in rest if c not in taken], cells) or ""
    purchases = bool(chosen["id"]) and (
        (repeats and any(chosen[role] for role in ("date", "amount", "product")))
        or bool(chosen["date"] and (chosen["amount"] or chosen["product"]))
    )
    if not purchases:
        # Of a customer table only the money is more than an attribute.
        for role in ("date", "time", *_OF_PURCHASES):
            chosen[role] = ""
    taken = set(chosen.values())
    attributes, outcomes = [], []
    for column in (c for c in rest if c not in taken):
        reason = _reason_against(column, cells[column], len(sample))
        if reason:
            left_out[column] = reason
        elif OUTCOME.search(normal(column)):
            outcomes.append(column)
        else:
            attributes.append(column)
    for column in _repeated([*attributes, *outcomes], cells):
        left_out[column] = SAME_AS
    attributes = [column for column in attributes if column not in left_out]
    money = [] if purchases or chosen["amount"] else _spending(attributes, cells)
    paid = [chosen["amount"]] if chosen["amount"] else money
    return Mapping(
        "transactions" if purchases else "customers",
        **{role: column or None for role, column in chosen.items()},
        attributes=tuple(attributes),
        outcomes=tuple(c for c in outcomes if c not in left_out),
        left_out=left_out,
        currency=currency_of(paid[0], cells[paid[0]]) if paid else "",
        spending=tuple(money),
    )


def _spending(columns: list[str], cells: dict[str, pd.Series]) -> list[str]:
    """Columns that each tell what a customer spent on something."""
    return [c for c in columns if SPENDING.search(normal(c)) and _cells_fit("amount", c, cells[c])]


def _filled(cells: pd.Series) -> pd.Series:
    text = cells.astype(str).str.strip()
    return text[text != ""]


def _best(role: str, columns: list[str], cells: dict[str, pd.Series]) -> str | None:
    """The first column whose name and cells fit; of products the finest that still repeats."""
    fitting = [
        c for c in columns if ROLE_NAMES[role].search(normal(c)) and _cells_fit(role, c, cells[c])
    ]
    if role == "product" and len(fitting) > 1:
        # Traits need products that many customers share; too fine a name says nothing.
        few = [c for c in fitting if 1 < cells[c].nunique() <= 100]
        return max(few, key=lambda c: cells[c].nunique()) if few else fitting[0]
    return fitting[0] if fitting else None


def _cells_fit(role: str, column: str, cells: pd.Series) -> bool:
    if role == "id":
        return cells.nunique() > 1 or len(cells) == 1
    if role == "date":
        return not TABLE_DATE.search(normal(column)) and date_share(cells) > 0.8
    if role == "time":
        return cells.str.fullmatch(r"([01]?\d|2[0-3])([:.]\d\d){0,2}").mean() > 0.95
    if role == "discount":
        return cells.nunique() > 1 and float(read_discounts(cells).notna().mean()) > 0.9
    if role in ("amount", "quantity"):
        return number_share(cells) > 0.9 and cells.nunique() > 1
    return number_share(cells) < 0.5


def _personal_key(columns: list[str], cells: dict[str, pd.Series]) -> str | None:
    """An e-mail or phone column may tell customers apart; only its pseudonym is kept."""
    for column in columns:
        if cells[column].str.fullmatch(_EMAIL).mean() > 0.8:
            return column
    return None


def _only_customer(columns: list[str], cells: dict[str, pd.Series]) -> str | None:
    """The customer id of a file in which one customer made every dated and paid purchase."""
    if not (_best("date", columns, cells) and _best("amount", columns, cells)):
        return None
    named = (c for c in columns if ROLE_NAMES["id"].search(normal(c)) and cells[c].nunique() == 1)
    return next(named, None)


def _reason_against(column: str, cells: pd.Series, rows: int) -> str:
    """Why a column is no attribute, or "" where it is one."""
    name = normal(column)
    if PERSONAL_NAME.search(name) and not BIRTH.search(name):
        return PERSONAL
    if cells.str.fullmatch(_EMAIL).mean() > 0.3:
        return PERSONAL
    if cells.str.fullmatch(_PHONE).mean() > 0.5 and date_share(cells) < 0.5:
        return PERSONAL
    numeric = number_share(cells) > 0.9
    if IDENTIFIER_NAME.search(name):
        return IDENTIFIER
    different = cells.nunique()
    if different == 1 and rows > 1 and len(cells) == rows:
        return CONSTANT
    if not numeric and cells.str.len().mean() > 60:
        return FREE_TEXT
    if rows >= 20 and different == len(cells) and _numbers_label(cells, numeric):
        return IDENTIFIER
    if not numeric and rows >= 20 and different > 0.5 * len(cells) and date_share(cells) < 0.8:
        return IDENTIFIER
    return ""


def _numbers_label(cells: pd.Series, numeric: bool) -> bool:
    """Whether cells that are all different are labels: text, or whole numbers that count up
    or all have as many digits, which measurements seldom do."""
    if not numeric:
        return date_share(cells) < 0.8
    if not cells.str.fullmatch(r"\d+").all():
        return False
    values = cells.astype("float64")
    dense = values.max() - values.min() < 1.5 * len(values)
    return bool(dense or (cells.str.len().nunique() == 1 and cells.str.len().iloc[0] >= 6))


def _repeated(columns: list[str], cells: dict[str, pd.Series]) -> list[str]:
    """Columns that only spell another one in other words, such as a code beside its label."""
    found: list[str] = []
    few = [c for c in columns if cells[c].nunique() <= 50]
    for position, column in enumerate(few):
        for other in few[:position]:
            if other in found or cells[other].nunique() != cells[column].nunique():
                continue
            if len(cells[other]) == len(cells[column]) > 1 and _one_to_one(
                cells[other], cells[column]
            ):
                found.append(column)
                break
    return found


def _one_to_one(one: pd.Series, other: pd.Series) -> bool:
    if not one.index.equals(other.index):
        return False
    pairs = pd.DataFrame({"one": one, "other": other}).drop_duplicates()
    return len(pairs) == one.nunique() == other.nunique() and len(pairs) > 1
