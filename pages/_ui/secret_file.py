"""The sections of the secrets file that say who may come in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from core.errors import InputRejected
from core.i18n import N_


def section(name: str) -> Mapping[str, Any] | None:
    """A section, None where there is no such.

    Raises InputRejected where there is a file that cannot be read: it may well have one.
    """
    try:
        secrets = st.secrets.to_dict()
    except StreamlitSecretNotFoundError as error:
        for path in st.get_option("secrets.files"):
            if Path(path).exists():
                raise InputRejected(
                    N_("The secrets in {path} cannot be read, so nobody may come in."),
                    N_("Correct the file and start again."),
                    path=path,
                ) from error
        return None
    found = secrets.get(name)
    if found is not None and not isinstance(found, Mapping):
        raise InputRejected(
            N_("“{name}” in the secrets is no section."),
            N_("Correct the file and start again."),
            name=name,
        )
    return found
