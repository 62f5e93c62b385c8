"""Bringing reviews in: choose or paste, confirm the columns, see what became of them."""

from __future__ import annotations

import streamlit as st

from core.i18n import listed, number
from core.reviews import ImportReport, Mapping, Preview
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.reviews_words import MASKED, ROLES
from pages._ui.texts import plain
from pages._ui.upload import TABLES, column_for, first_rows, previewed


@guarded
@services.for_writers
def import_panel() -> None:
    """Upload or paste, then a confirmation of the columns; the page then shows the report."""
    _ = services.gettext()
    way = st.segmented_control(
        _("How do you bring them?"),
        ["file", "paste"],
        format_func={"file": _("Upload a file"), "paste": _("Paste text")}.__getitem__,
        default="file",
        required=True,
        key="reviews-way",
        label_visibility="collapsed",
    )
    if way == "paste":
        _paste()
    else:
        _upload()


def _upload() -> None:
    _ = services.gettext()
    uploaded = st.file_uploader(
        _("A table of reviews, one a row"),
        type=TABLES,
        key="reviews-file",
        help=_(
            "CSV, TSV, XLSX, JSON lines or Parquet, also packed with gzip. Encoding, delimiter "
            "and columns are recognised; you confirm them before anything is stored."
        ),
    )
    if uploaded is None:
        return
    seen = previewed(uploaded, "reviews-preview", services.studio().reviews.preview)
    mapping = _mapping(seen, uploaded.file_id)
    st.button(
        _("Import these reviews"),
        key="reviews-import",
        type="primary",
        icon=":material/check:",
        disabled=mapping.text is None,
        on_click=_ask_for,
        args=("file",),
    )
    if st.session_state.pop("reviews-asked", None) == "file":
        with st.spinner(_("Reading, masking personal data and storing…"), show_time=True):
            report = services.studio().reviews.import_table(uploaded, uploaded.name, mapping)
        _done(report)


def _mapping(seen: Preview, file: str) -> Mapping:
    _ = services.gettext()
    first_rows(seen.head, "reviews-head")
    for message, params in seen.notes:
        st.caption(plain(_(message).format(**params)))
    st.markdown(_("**Which column holds what?** Guessed from names and contents; correct it here."))
    guessed = seen.mapping.as_dict()
    chosen: dict[str, str | None] = {}
    columns = st.columns(4)
    for place, (role, name) in enumerate(ROLES.items()):
        chosen[role] = column_for(
            _(name),
            seen.columns,
            guessed.get(role),
            key=f"reviews-map-{role}-{file}",
            help=_("Stored as a pseudonym, never as it stands.") if role == "customer" else None,
            place=columns[place % 4],
        )
    if chosen["text"] is None:
        st.info(_("Choose the column with the customers' words."), icon=":material/arrow_upward:")
    return Mapping(**chosen)


def _paste() -> None:
    _ = services.gettext()
    text = st.text_area(
        _("Reviews"),
        key="reviews-paste",
        height=180,
        placeholder=_("One review a line. Reviews of several lines: a blank line between them."),
    )
    st.button(
        _("Import these reviews"),
        key="reviews-import-paste",
        type="primary",
        icon=":material/check:",
        on_click=_ask_for,
        args=("paste",),
    )
    if st.session_state.pop("reviews-asked", None) == "paste":
        _done(services.studio().reviews.import_paste(text, _("Pasted text")))


def _ask_for(way: str) -> None:
    st.session_state["reviews-asked"] = way


def _done(report: ImportReport) -> None:
    st.session_state["reviews-report"] = report
    st.session_state.pop("reviews-preview", None)
    if report.added:
        services.studio().reviews.start_reading()
        services.studio().insights.look_for_duplicates()
    st.rerun()


@guarded
def import_report() -> None:
    """What became of the last import, until it is put away."""
    if "reviews-report" in st.session_state:
        with st.container(border=True):
            _report(st.session_state["reviews-report"])


def _report(report: ImportReport) -> None:
    _, ngettext = services.gettext(), services.ngettext()
    language = services.language()
    if report.already_imported:
        st.info(
            _("You imported this before, so nothing was added."), icon=":material/content_copy:"
        )
    elif report.added:
        st.success(
            ngettext(
                "{count} review was added.", "{count} reviews were added.", report.added
            ).format(count=number(report.added, language)),
            icon=":material/check:",
        )
    else:
        st.info(_("Nothing new was found, so nothing was added."), icon=":material/content_copy:")
    st.markdown("\n".join(f"- {line}" for line in _account(report)))
    with st.container(horizontal=True):
        st.button(_("Done"), key="reviews-report-close", on_click=_close)
        if report.added:
            st.button(
                _("Undo this import"),
                key="reviews-report-undo",
                icon=":material/undo:",
                on_click=_undo,
                args=(report.source_id,),
            )


def _account(report: ImportReport) -> list[str]:
    """What was read, skipped and why, one sentence each."""
    _ = services.gettext()

    def count(value: int) -> str:
        return number(value, services.language())

    lines = [_("Rows read: {count}").format(count=count(report.read))]
    if report.duplicates:
        lines.append(_("Skipped, there already: {count}").format(count=count(report.duplicates)))
    if report.added and (repeats := services.studio().insights.duplicates(0).reviews):
        lines.append(
            _("In all your reviews, nearly the same as another: {count}").format(
                count=count(repeats)
            )
        )
    if report.empty:
        lines.append(_("Skipped, without words: {count}").format(count=count(report.empty)))
    if report.undated:
        lines.append(
            _("Without a readable date, so not in charts over time: {count}").format(
                count=count(report.undated)
            )
        )
    if report.masked:
        kinds = [_(MASKED[kind]).format(count=count(n)) for kind, n in report.masked.items()]
        lines.append(
            _("Personal data masked before storing: {kinds}").format(kinds=listed(kinds, _))
        )
    return lines + [plain(_(message).format(**params)) for message, params in report.notes]


def _close() -> None:
    st.session_state.pop("reviews-report", None)


@guarded
def _undo(source_id: int) -> None:
    services.studio().reviews.remove_source(source_id)
    _close()
    _ = services.gettext()
    st.toast(_("The import was taken back."), icon=":material/undo:")
