"""No text of a person or a model is ever rendered as markup, on any page, in either language."""

from __future__ import annotations

import html
import re
import string
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stocked import LONG, MARKUP, chart_texts, strings
from streamlit.testing.v1 import AppTest

from core.copywriting import Filters
from core.reviews import Filters as ReviewFilters
from pages._ui import nav
from pages._ui.charts import worded
from pages._ui.draft_menu import PROVENANCE
from pages._ui.texts import charted, plain

# Where a browser shows text as it stands, or gives it back to who typed it.
VERBATIM = (
    *(".value", ".default", ".raw_value", ".placeholder", ".id", ".code_text", "Text.body"),
    *("Selectbox.options", "MultiSelect.options"),
)
MARK_SIGNS = string.punctuation.replace("\\", "")
# What Plotly would take for markup in a chart's texts.
CHARTED = ("<i>qh", "<script>qs")


def nodes(app: AppTest) -> Iterator[Any]:
    waiting = list(app._tree.children.values())
    while waiting:
        node = waiting.pop()
        yield node
        waiting += list(getattr(node, "children", {}).values())


def rendered(app: AppTest) -> list[str]:
    """Where markup comes through on the page that is drawn."""
    found = set()
    for node in nodes(app):
        proto = getattr(node, "proto", None)
        if not hasattr(proto, "ListFields"):
            continue
        for path, text in strings(proto, proto.DESCRIPTOR.name):
            if path.endswith(".spec"):
                signs, texts = CHARTED, list(chart_texts(text))
            elif path.endswith(VERBATIM):
                continue
            else:
                signs, texts = MARKUP, [text]
            for one in texts:
                seen = [sign for sign in signs if sign in one.lower()]
                found |= {f"{path}: {sign} in {one[:90]!r}" for sign in seen[:1]}
    return sorted(found)


def shown(app: AppTest) -> str:
    return " ".join(text for node in nodes(app) for _path, text in _strings(node)).lower()


def _strings(node: Any) -> Iterator[tuple[str, str]]:
    proto = getattr(node, "proto", None)
    if hasattr(proto, "ListFields"):
        yield from strings(proto)


INSIGHTS = ["impact", "spikes", "themes", "words", "emotions", "compare", "urgent", "report"]
VIEWS: dict[str, tuple[str, dict[str, str], dict[str, Any]]] = {
    **{entry.address: (entry.address, {}, {}) for entry in nav.TABLE},
    **{f"reviews {name}": ("reviews", {"reviews-insight": name}, {}) for name in INSIGHTS},
    "workspace keep": ("workspace", {"section": "keep"}, {}),
    "workspace remove": ("workspace", {"section": "remove"}, {}),
    "workspace record": ("workspace", {"section": "record"}, {}),
    "what customers will do": ("personas", {}, {"personas-view": "future"}),
    "a table of briefs": ("copy_studio", {}, {"copy_studio-mode": "table"}),
    "a search without a find": ("reviews", {"find": LONG}, {}),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_markup_on(hostile, open_page, view: str, lang: str) -> None:
    address, query, state = VIEWS[view]
    app = open_page(address, lang, **query)
    if state:
        for name, value in state.items():
            app.session_state[name] = value
        app.run()
    assert not app.exception
    assert not app.error
    assert rendered(app) == []


def test_the_pages_do_show_the_hostile_words(hostile, open_page) -> None:
    for address in ("library", "reviews", "personas", "engines", "workspace", "channels"):
        assert "qb" in shown(open_page(address))


def test_no_markup_in_a_persona(hostile, open_page) -> None:
    for persona in hostile.personas.list():
        assert rendered(open_page("personas", persona=str(persona.id))) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_markup_on_the_desk_and_in_a_draft_s_origin(hostile, open_page, lang: str) -> None:
    ids = [row.draft.id for row in hostile.library.find(Filters()).rows]
    app = open_page("copy_studio", lang)
    app.session_state["copy_studio-drafts"] = ids
    for shown_as in ("text", "seen"):
        app.session_state["copy_studio-show"] = shown_as
        app.run()
        assert rendered(app) == []
    for id in ids:
        app.session_state[PROVENANCE] = id
        app.run()
        assert rendered(app) == []


def test_no_markup_in_the_window_of_quotes(hostile, open_page) -> None:
    app = open_page("reviews")
    app.session_state["reviews-quotes"] = (LONG, ReviewFilters())
    app.run()
    assert rendered(app) == []
    app.session_state["reviews-quotes"] = (LONG, ReviewFilters())
    app.session_state["reviews-quotes-open"] = 1
    app.run()
    assert rendered(app) == []


@pytest.mark.parametrize("address", ["reviews", "personas"])
def test_no_markup_in_the_columns_of_a_file(studio, open_page, address: str) -> None:
    app = open_page(address)
    table = f'"{LONG}",n\n"{LONG}",1\n"{LONG} good and useful",2\n'
    app.get("file_uploader")[0].upload("**qb** :red[qc] <i>qh.csv", table.encode(), "text/csv")
    app.run()
    assert not app.exception
    assert rendered(app) == []


FREE = st.text(max_size=200)
MARKS = st.text(string.punctuation + " \t\n\rab@w.", max_size=60)


@given(FREE | MARKS)
def test_plain_escapes_every_mark(text: str) -> None:
    escaped = plain(text)
    assert not re.search(rf"(?<!\\)(?:\\\\)*[{re.escape(MARK_SIGNS)}]", escaped)
    assert not re.search(r"^(?: {4}| {0,3}\t)", escaped, re.MULTILINE)


@given(FREE | MARKS)
def test_plain_loses_no_word(text: str) -> None:
    read = re.sub(rf"\\([{re.escape(string.punctuation)}])", r"\1", plain(text))
    turning = re.compile("[\u202a-\u202e\u2060\u2066-\u2069]")
    assert turning.sub("", read).split() == turning.sub("", text).split()


@given(st.text(max_size=120))
def test_a_chart_shows_words_as_they_stand(text: str) -> None:
    for shown_text in (charted(text), worded(text).replace("<br>", " ")):
        assert "<" not in shown_text
        assert ">" not in shown_text
    assert html.unescape(charted(text)) == text or "&" in text
