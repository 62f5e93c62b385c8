"""Odd reviews get a page or a message, never a broken chart."""

from __future__ import annotations

import pytest

FILES = {
    "no dates": "text,stars\n" + "\n".join(f"Kettle {n} is fine 👍,5" for n in range(12)),
    "one review": "date,text\n2026-08-01,The kettle is fine 👍",
    "one language": "date,text\n"
    + "\n".join(f"2026-08-{n:02d},水壶{n}很好 👍" for n in range(1, 13)),
    "one label": "date,text\n" + "\n".join(f"2026-0{n},Lamp {n} broke 👎" for n in range(1, 9)),
    "one day": "date,text\n" + "\n".join(f"2026-08-01,Lamp {n} broke 👎" for n in range(30)),
}
ASKED = {
    "no dates": "spikes",
    "one review": "impact",
    "one language": "words",
    "one label": "words",
    "one day": "compare",
}


@pytest.mark.parametrize("name", FILES)
def test_an_odd_file_never_breaks_the_page(open_page, studio, inline_jobs, name: str) -> None:
    studio.engines.choose("reader", "echo-reader")
    studio.reviews.import_table(FILES[name].encode(), "odd.csv")
    studio.reviews.start_reading()
    assert studio.reviews.figures().volume
    app = open_page("reviews", **{"reviews-insight": ASKED[name]})
    assert app.segmented_control("reviews-insight").value == ASKED[name]
    assert not app.error
    if name == "no dates":
        assert any("no dates" in info.value for info in app.info)
        assert "period" not in {control.key for control in app.segmented_control}


def test_a_column_of_ids_as_text_is_answered_in_words(open_page, studio, inline_jobs) -> None:
    studio.engines.choose("reader", "echo-reader")
    rows = "id,comment\n" + "\n".join(f"{n:06d},Lamp {n} is fine 👍" for n in range(40))
    app = open_page("reviews")
    app.get("file_uploader")[0].upload("shop.csv", rows.encode(), "text/csv").run()
    text = next(box for box in app.selectbox if "-map-text-" in (box.key or ""))
    text.set_value("id").run()
    app.button("reviews-import").click().run()
    assert not app.exception
    told = " ".join(item.value for item in [*app.error, *app.warning, *app.markdown, *app.info])
    assert "words" in told
    assert studio.reviews.figures().volume == 0
