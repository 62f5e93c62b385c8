"""The words that moved a reading, on the page: on demand, marked, listed, never as markup."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.engines.explain import Explanation, MovingWord, explain
from pages._ui import reviews_explanation
from pages._ui.texts import plain

TEXT = "The lamp 👎 broke twice"


@pytest.fixture
def read(studio, inline_jobs):
    """Reads one pasted review with the echo reader; gives its id."""
    studio.engines.choose("reader", "echo-reader")

    def read_(text: str) -> int:
        studio.reviews.import_paste(text.replace("\n", " "))
        studio.reviews.start_reading()
        return studio.reviews.rows().rows[0].id

    return read_


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were explained."""
    texts: list[str] = []

    def counted(reader, text):
        texts.append(text)
        return explain(reader, text)

    monkeypatch.setattr(reviews_explanation, "explain", counted)
    return texts


def page(id: int) -> AppTest:
    def detail(id: int) -> None:
        from pages._ui import services
        from pages._ui.reviews_explanation import explanation

        explanation(services.studio().reviews.get(id))

    return AppTest.from_function(detail, args=(id,), default_timeout=120).run()


def shown(app: AppTest) -> str:
    return "\n".join(m.value for m in [*app.markdown, *app.caption])


def test_nothing_is_computed_until_it_is_asked_for_and_then_once(read, asked) -> None:
    id = read(TEXT + " (once)")
    app = page(id)
    assert asked == []
    assert not app.markdown
    app.toggle(f"reviews-explain-{id}").set_value(True).run()
    assert not app.exception
    assert asked == [TEXT + " (once)"]
    app.toggle(f"reviews-explain-{id}").set_value(False).run()
    assert not app.markdown
    app.toggle(f"reviews-explain-{id}").set_value(True).run()
    assert len(asked) == 1
    assert "Pulled down" in shown(app)


def test_the_word_is_marked_in_its_place_and_listed_with_sign_and_points(read) -> None:
    id = read(TEXT)
    app = page(id)
    app.toggle(f"reviews-explain-{id}").set_value(True).run()
    text, listed = app.markdown[0].value, app.markdown[1].value
    assert text == "The lamp :orange-background[▼ 👎] broke twice"
    assert listed.startswith("**Pulled down:** ▼ 👎 −")
    assert "fully negative" in app.caption[0].value


def test_what_a_review_writes_stays_text(read, studio) -> None:
    id = read("![a](http://e.example/x.png) <script>:red[x] 👎 **lamp**")
    written = studio.reviews.get(id).text
    app = page(id)
    app.toggle(f"reviews-explain-{id}").set_value(True).run()
    before, after = written.split("👎")
    assert app.markdown[0].value == f"{plain(before)}:orange-background[▼ 👎]{plain(after)}"
    for drawn in app.markdown:
        assert "![" not in drawn.value
        assert " **lamp" not in drawn.value


def test_a_long_review_shows_what_stands_around_the_words(
    read, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = "The lamp stands on the shelf. " * 30, " The lamp is a lamp." * 30
    id = read(before + "awful" + after)
    words = (MovingWord(len(before), len(before) + 5, -0.3),)
    long = Explanation("negative", -0.5, "echo-reader-1", words, False)
    monkeypatch.setattr(reviews_explanation, "explain", lambda reader, text: long)
    app = page(id)
    app.toggle(f"reviews-explain-{id}").set_value(True).run()
    assert not app.exception
    text, listed = app.markdown[0].value, app.markdown[1].value
    assert text.startswith("… shelf")
    assert ":orange-background[▼ awful]" in text
    assert text.endswith(" …")
    assert len(text) < 300
    assert listed == "**Pulled down:** ▼ awful −30"
    assert "passage" in app.caption[0].value


def test_what_was_not_looked_into_is_said(read, studio, monkeypatch: pytest.MonkeyPatch) -> None:
    id = read("The lamp is awful")
    app = page(id)
    app.toggle(f"reviews-explain-{id}").set_value(True).run()
    assert "Only the first" not in shown(app)
    monkeypatch.setattr(reviews_explanation, "LONGEST", 12)
    assert "Only the first 12 characters of this review" in shown(app.run())


def test_another_reader_says_how_it_reads(read, studio) -> None:
    id = read(TEXT)
    with studio.store.writing() as db:
        db.conn.execute("DELETE FROM reading_aspects")
        db.conn.execute("UPDATE readings SET version = 'older'")
    app = page(id)
    app.toggle(f"reviews-explain-{id}").set_value(True).run()
    assert "Echo reader reads it now, and as: Negative" in shown(app)


def test_a_review_without_a_strong_word(read, monkeypatch: pytest.MonkeyPatch) -> None:
    id = read("It is a lamp")
    calm = Explanation("neutral", 0.0, "echo-reader-1", (MovingWord(0, 2, 0.01),), True)
    monkeypatch.setattr(reviews_explanation, "explain", lambda reader, text: calm)
    app = page(id)
    app.toggle(f"reviews-explain-{id}").set_value(True).run()
    assert shown(app) == "No single word moved this reading much."


def test_it_opens_from_the_review(read) -> None:
    id = read("台灯坏了👎")
    app = AppTest.from_function(_detail, args=(id,), default_timeout=120).run()
    app.toggle(f"reviews-explain-{id}").set_value(True).run()
    assert not app.exception
    assert any("▼ 👎" in drawn.value for drawn in app.markdown)


def _detail(id: int) -> None:
    from pages._ui import services
    from pages._ui.reviews_table import detail

    detail(services.studio().reviews.get(id))
