"""Bringing customers in: choose a file, confirm what its columns are, see what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from core.i18n import N_, NN_, listed, number
from core.personas import CURRENCIES, Mapping, Preview
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.personas_own_ids import remember_ids
from pages._ui.personas_sources import find_now
from pages._ui.texts import plain
from pages._ui.upload import TABLES, column_for, first_rows, previewed

_KINDS = {
    "customers": N_("One customer a row"),
    "transactions": N_("One purchase a row"),
}
_ROLES = {
    "id": N_("Customer id"),
    "date": N_("Date"),
    "time": N_("Hour"),
    "amount": N_("Money"),
    "product": N_("Product"),
    "channel": N_("Channel"),
    "quantity": N_("Quantity"),
    "discount": N_("Discount"),
}
_OF_CUSTOMERS = ("id", "amount")
_HELP = {
    "id": N_("Stored as a pseudonym, never as it stands."),
    "quantity": N_("Of it and the money comes the price of a piece."),
    "discount": N_("Above zero where a purchase was reduced. It tells who looks at the price."),
}


@guarded
@services.for_writers
def import_panel() -> None:
    """An upload, then a confirmation of the columns; the page then shows the report."""
    _ = services.gettext()
    uploaded = st.file_uploader(
        _("A table of customers or of purchases"),
        type=TABLES,
        key="personas-file",
        help=_(
            "CSV, TSV, XLSX, JSON lines or Parquet, also packed with gzip. Columns are recognised; "
            "you confirm them before anything is stored. Bring customers and purchases one after "
            "the other: they are joined by the customer id."
        ),
    )
    if uploaded is None:
        return
    seen = previewed(uploaded, "personas-preview", services.studio().personas.preview)
    mapping = _mapping(seen, uploaded.file_id)
    st.button(
        _("Import these rows"),
        key="personas-import",
        type="primary",
        icon=":material/check:",
        on_click=_ask,
    )
    if st.session_state.pop("personas-asked", False):
        with st.spinner(_("Reading, leaving personal details out and storing…"), show_time=True):
            report = services.studio().personas.import_table(uploaded, uploaded.name, mapping)
        st.session_state["personas-report"] = report
        remember_ids(uploaded, mapping)
        st.session_state.pop("personas-preview", None)
        st.rerun()


def _ask() -> None:
    st.session_state["personas-asked"] = True


def _mapping(seen: Preview, file: str) -> Mapping:
    _ = services.gettext()
    st.caption(
        _(NN_("{count} row:", "{count} rows. The first of them:", seen.rows)).format(
            count=number(seen.rows, services.language())
        )
    )
    first_rows(seen.head, "personas-head")
    for note in seen.notes:
        st.caption(plain(note.text(_)))
    st.markdown(_("**Which column holds what?** Guessed from names and contents; correct it here."))
    guessed = seen.mapping
    kind = st.segmented_control(
        _("What is a row?"),
        list(_KINDS),
        format_func=lambda kind: _(_KINDS[kind]),
        default=guessed.kind,
        required=True,
        key=f"personas-kind-{file}",
    )
    roles = list(_ROLES) if kind == "transactions" else list(_OF_CUSTOMERS)
    chosen: dict[str, str | None] = dict.fromkeys(_ROLES)
    places = [place for _row in range(0, len(roles) + 1, 3) for place in st.columns(3)]
    for role, place in zip(roles, places, strict=False):
        chosen[role] = column_for(
            _(_ROLES[role]),
            seen.columns,
            getattr(guessed, role),
            key=f"personas-map-{role}-{file}",
            help=_(_HELP[role]) if role in _HELP else None,
            place=place,
        )
    currency = ""
    if chosen["amount"] or guessed.spending:
        currency = places[len(roles)].selectbox(
            _("Currency"),
            CURRENCIES,
            index=CURRENCIES.index(guessed.currency) if guessed.currency else None,
            placeholder=_("Not known"),
            key=f"personas-map-currency-{file}",
            help=_("Shown beside figures of money; nothing is converted."),
        )
    mapping = replace(guessed, kind=kind, currency=currency or "", **chosen)
    return _described(seen, mapping, file, _)


def _described(seen: Preview, mapping: Mapping, file: str, _: Callable[[str], str]) -> Mapping:
    """The columns that describe customers, chosen among those without a part."""
    used = set(mapping.roles().values())
    free = [column for column in seen.columns if column not in used]
    attributes = st.multiselect(
        _("Describes customers"),
        free,
        default=[column for column in mapping.attributes if column in free],
        placeholder=_("Choose columns"),
        key=f"personas-attributes-{file}-{len(free)}",
        help=_("Groups are formed on these, except age, gender, family and origin."),
    )
    free = [column for column in free if column not in attributes]
    outcomes = st.multiselect(
        _("Happened to customers"),
        free,
        default=[column for column in mapping.outcomes if column in free],
        placeholder=_("Choose columns"),
        key=f"personas-outcomes-{file}-{len(free)}",
        help=_("Such as churned or answered: shown, but groups are never formed on it."),
    )
    left = {c: mapping.left_out.get(c, "") for c in free if c not in outcomes}
    _say_left_out(left, _)
    return replace(
        mapping,
        attributes=tuple(attributes),
        outcomes=tuple(outcomes),
        left_out=left,
        spending=_added_up(mapping, attributes, file, _),
    )


def _say_left_out(left: dict[str, str], _: Callable[[str], str]) -> None:
    """Which columns are not read, those of one reason in one line."""
    lines = []
    for reason in dict.fromkeys(left.values()):
        columns = plain(listed((c for c, why in left.items() if why == reason), _))
        if reason:
            said = _("Not used: {columns} ({reason})").format(columns=columns, reason=_(reason))
        else:
            said = _("Left out: {columns}").format(columns=columns)
        lines.append(said)
    if lines:
        st.caption("  \n".join(lines))


def _added_up(
    mapping: Mapping, attributes: list[str], file: str, _: Callable[[str], str]
) -> tuple[str, ...]:
    """The columns that together are a customer's money, where no single one is."""
    guessed = [column for column in mapping.spending if column in attributes]
    if mapping.kind != "customers" or mapping.amount or not mapping.spending:
        return ()
    return tuple(
        st.multiselect(
            _("Money they spent, added up"),
            attributes,
            default=guessed,
            placeholder=_("Choose columns"),
            key=f"personas-spending-{file}-{len(attributes)}",
            help=_("Amounts of money of one currency. Their sum is what a customer is worth."),
        )
    )


@guarded
def import_report() -> None:
    """What became of the last import, until it is put away."""
    report = st.session_state.get("personas-report")
    if report is None:
        return
    _ = services.gettext()
    language = services.language()
    with st.container(border=True):
        if report.known:
            st.info(
                _("You imported this before, so nothing was added."),
                icon=":material/content_copy:",
            )
        elif report.kind == "transactions":
            st.success(
                _(
                    NN_(
                        "{count} purchase was added; new customers: {customers}.",
                        "{count} purchases were added; new customers: {customers}.",
                        report.added,
                    )
                ).format(
                    count=number(report.added, language),
                    customers=number(report.customers, language),
                ),
                icon=":material/check:",
            )
        else:
            st.success(
                _(
                    NN_(
                        "{count} customer was added.", "{count} customers were added.", report.added
                    )
                ).format(count=number(report.added, language)),
                icon=":material/check:",
            )
        st.markdown("\n".join(f"- {plain(note.text(_))}" for note in report.notes))
        with st.container(horizontal=True):
            if not report.known and _grouped_before():
                find_now(report.source_id)
            st.button(_("Done"), key="personas-report-close", on_click=_put_away)


def _grouped_before() -> bool:
    """Whether the page shows other customers' groups: else it offers grouping by itself."""
    return any(not persona.assumed for persona in services.studio().personas.list())


def _put_away() -> None:
    st.session_state.pop("personas-report", None)
