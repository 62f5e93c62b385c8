"""Praise goes from the reviews page to the Copy studio and stays on the draft."""

from __future__ import annotations

from core.copywriting import Filters

ROWS = "\n".join(
    ["date,stars,product,text"]
    + [f"2026-01-{1 + n:02},5,Kettle,good quality and a fine handle" for n in range(20)]
    + [f"2026-02-{1 + n:02},1,Kettle,awful delivery by the courier" for n in range(10)]
)


def test_an_aspects_praise_becomes_talking_points_with_their_reviews(
    open_page, echo_writer, inline_jobs
) -> None:
    studio = echo_writer
    studio.reviews.import_table(ROWS.encode(), "shop.csv")
    studio.reviews.start_reading()
    app = open_page("reviews")
    good = next(item.aspect for item in studio.insights.impacts().aspects if item.positive)
    app.selectbox("reviews-impact-aspect").set_value(good).run()
    app.button("reviews-impact-use").click().run()
    assert not app.exception
    point = app.session_state["copy_studio-points"][0]
    kept = {key: app.session_state[key] for key in ("copy_studio-points", "copy_studio-heard")}
    # A page that switches to another is run again under its own name: the studio is opened anew.
    app = open_page("copy_studio")
    for key, value in kept.items():
        app.session_state[key] = value
    app.run()
    assert any(point in item.value for item in app.caption)
    app.text_input(key="copy_studio-product").set_value("Brindle Kettle")
    app.text_area(key="copy_studio-facts").set_value("holds 0.8 litres\n$39")
    app.button(key="copy_studio-write").click().run()
    draft = studio.library.find(Filters()).rows[0].draft
    heard = studio.library.provenance(draft.id).heard
    assert heard[0].aspect == good
    assert len(heard[0].reviews) > 10
    library = open_page("library")
    library.session_state["drafts-provenance"] = draft.id
    library.run()
    assert any(point in item.label for item in library.expander)
