"""Keeping a widget's choice in the page's address.

Streamlit's own binding writes what the visitor sees, a translated label; a link must mean
the same to a reader of the other language, so these write the value itself.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import streamlit as st

_PUBLISHED = "address-"
T = TypeVar("T", bound=str | None)


def seed(key: str, options: Collection[str], default: T) -> None:
    """Before a widget with this key is drawn: start it from the address, else from `default`.

    An address that says other than what was published last was followed from elsewhere, so it
    goes before what the widget says.
    """
    asked = st.query_params.get(key)
    followed = asked in options and asked != st.session_state.get(_PUBLISHED + key)
    if key not in st.session_state or st.session_state[key] not in (*options, default) or followed:
        st.session_state[key] = asked if asked in options else default


def publish(key: str, default: str | None) -> None:
    """After it is drawn: let the address say what it says; `default` is left out."""
    value = st.session_state.get(key)
    st.session_state[_PUBLISHED + key] = None if value == default else value
    if value is None or value == default:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != value:
        st.query_params[key] = value
