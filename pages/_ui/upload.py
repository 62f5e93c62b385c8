"""A table that somebody uploads: looked at once, then shown before anything is stored of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages._ui import services

TABLES = ("csv", "tsv", "txt", "xlsx", "jsonl", "ndjson", "parquet", "gz")
"""What an import of reviews or customers reads, by the ending of the file's name."""

_CELL = 200

P = TypeVar("P")


def previewed(uploaded: UploadedFile, key: str, preview: Callable[[UploadedFile, str], P]) -> P:
    """What `preview` finds in a file and its name, kept under `key` until another comes. Raises
    what `preview` raises."""
    kept = st.session_state.get(key)
    if kept is None or kept[0] != uploaded.file_id:
        kept = st.session_state[key] = (uploaded.file_id, preview(uploaded, uploaded.name))
    found: P = kept[1]
    return found


def first_rows(head: pd.DataFrame, key: str) -> None:
    """The rows a file begins with, the cells cut where they are long."""
    st.dataframe(head.map(lambda cell: cell[:_CELL]), hide_index=True, key=key, height="auto")


def column_for(
    name: str,
    columns: Sequence[str],
    guessed: str | None,
    *,
    key: str,
    help: str | None = None,
    place: DeltaGenerator,
) -> str | None:
    """A choice of the column that holds what `name` says, at first the guessed one; None where
    the file has none."""
    _ = services.gettext()
    return place.selectbox(
        name,
        columns,
        index=columns.index(guessed) if guessed else None,
        placeholder=_("Not in the file"),
        key=key,
        help=help,
    )
