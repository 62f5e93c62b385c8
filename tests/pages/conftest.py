"""Pages are driven through app.py, as a visitor reaches them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages._ui import nav

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _fresh_caches():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Opens a page by its address: open_page("library", lang="zh", q="质量")."""

    def open_(address: str, lang: str = "en", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        for name, value in {"lang": lang, **query}.items():
            app.query_params[name] = value
        app.switch_page(str(nav.entry(address).path.relative_to(ROOT)))
        app.run()
        assert not app.exception
        return app

    return open_


@pytest.fixture
def echo_writer(studio):
    """The echo engine writes: fast, and the same words every time."""
    studio.engines.choose("writer", "echo", workspace=1)
    return studio
