"""A table of briefs: upload, look at what its columns mean, follow the writing, take it back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from core.copywriting import Batch, BatchWishes, Channel, RowProblem
from core.errors import StudioError
from core.i18n import N_, number
from core.jobs import Job
from core.text import first_words
from pages._ui import services
from pages._ui.frame import guarded
from pages._ui.progress import counted, failure, job_progress, time_left
from pages._ui.texts import plain
from pages._ui.upload import first_rows, previewed

_JOB = "write_batch"
_FIELDS = {
    "product": N_("Product"),
    "facts": N_("Facts"),
    "category": N_("Kind of product"),
    "audience": N_("For whom"),
    "price": N_("Price"),
    "tone": N_("Tone"),
    "offer": N_("Offer"),
    "cta": N_("Call to action"),
    "keywords": N_("Keywords"),
    "industry": N_("Industry"),
    "lang": N_("Language"),
    "channel": N_("Channels"),
}
_SHOWN = 10
_PROBLEMS = 50
_NAME = 40


def batch_panel(
    channels: dict[str, Channel],
    count: int,
    persona_id: int | None,
    brand_id: int | None,
) -> None:
    """Upload a table and have a brief written for each row; what was written before is below."""
    _ = services.gettext()
    uploaded = st.file_uploader(
        _("A table of briefs, one product a row"),
        type=["csv", "tsv", "xlsx", "jsonl", "txt"],
        key="copy_studio-batch-file",
        help=_(
            "A product column is needed; facts, category, audience, price, offer, keywords, "
            "language and channel are understood by name. Short cells of other columns become "
            "facts."
        ),
    )
    if uploaded is not None:
        _confirm(
            uploaded,
            BatchWishes(tuple(channels), count, "", persona_id, brand_id),
        )
    jobs = services.studio().jobs
    if jobs.active(_JOB):
        with st.container(border=True):
            kept = _("What has been written is kept; you can go on later.")
            job_progress(_JOB, _describe, "copy_studio-batch-stop", kept)
    else:
        failure(jobs.latest(_JOB))
    _earlier()


def _confirm(uploaded, wishes: BatchWishes) -> None:
    _ = services.gettext()
    preview = services.studio().batches.preview
    try:
        seen = previewed(uploaded, "copy_studio-batch-preview", preview)
    except StudioError as error:
        st.error(plain(error.text(_)), icon=":material/error:")
        return
    first_rows(seen.head, "copy_studio-batch-head")
    fact = _("a fact")
    words = [
        f"{plain(column)} → {_(_FIELDS[field]) if field else fact}"
        for column, field in seen.columns
    ]
    st.caption(" · ".join(words))
    ngettext = services.ngettext()
    st.button(
        ngettext("Write for {count} row", "Write for {count} rows", seen.rows).format(
            count=number(seen.rows, services.language())
        ),
        key="copy_studio-batch-start",
        type="primary",
        icon=":material/playlist_play:",
        disabled=not wishes.channels,
        on_click=_start,
        args=(uploaded, wishes),
    )


@guarded
def _start(uploaded, wishes: BatchWishes) -> None:
    services.studio().batches.start(uploaded, uploaded.name, wishes)


def _describe(job: Job) -> str:
    _ = services.gettext()
    words = counted(_("{done} of {total} rows written"), _("Getting the writer ready…"))
    return words(job) + time_left(job)


def _earlier() -> None:
    _ = services.gettext()
    language = services.language()
    studio = services.studio()
    found = studio.batches.list()[:_SHOWN]
    working = bool(studio.jobs.active(_JOB))
    for batch in found:
        with st.container(border=True, key=f"batch-{batch.id}"):
            st.markdown(f"**{plain(batch.name)}**")
            words = _("{done} of {total} rows written").format(
                done=number(batch.done, language), total=number(batch.total, language)
            )
            st.caption(words)
            _problems(studio.batches.problems(batch.id, _))
            with st.container(horizontal=True):
                _take_home(batch)
                if batch.waiting and not working:
                    st.button(
                        _("Go on"),
                        key=f"batch-on-{batch.id}",
                        icon=":material/play_arrow:",
                        on_click=_go_on,
                    )
                st.button(
                    _("Remove"),
                    key=f"batch-away-{batch.id}",
                    type="tertiary",
                    icon=":material/delete:",
                    help=_("The drafts stay in the library."),
                    disabled=working and batch.waiting > 0,
                    on_click=_remove,
                    args=(batch.id,),
                )


def _problems(found: Sequence[RowProblem]) -> None:
    """Which rows have a problem, and which one, folded away."""
    if not found:
        return
    _, ngettext, language = services.gettext(), services.ngettext(), services.language()
    label = ngettext("{count} row with a problem", "{count} rows with a problem", len(found))
    with st.expander(label.format(count=number(len(found), language)), icon=":material/error:"):
        lines = []
        for one in found[:_PROBLEMS]:
            row = _("Row {row}").format(row=number(one.row, language))
            name = " · ".join(filter(None, (row, first_words(one.product, _NAME))))
            lines.append(f"- **{plain(name)}** — {plain(one.reason)}")
        st.markdown("\n".join(lines))
        if len(found) > _PROBLEMS:
            st.caption(_("All of them are in the downloads, beside their rows."))


def _take_home(batch: Batch) -> None:
    stem = Path(batch.name).stem
    for kind, name in {"csv": "CSV", "xlsx": "Excel"}.items():
        st.download_button(
            name,
            data=services.for_later(partial(_result, batch.id, kind)),
            file_name=f"{stem}-copy.{kind}",
            key=f"batch-{kind}-{batch.id}",
            icon=":material/download:",
            on_click="ignore",
        )


def _result(batch_id: int, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"batch.{kind}"
        services.studio().batches.result(batch_id, kind, target, services.gettext())
        return target.read_bytes()


@guarded
def _go_on() -> None:
    services.studio().batches.go_on()


@guarded
def _remove(batch_id: int) -> None:
    services.studio().batches.delete(batch_id)
