"""The urgent list suggests a reply under the typed policy, with its thumbs."""

from __future__ import annotations

ROWS = "\n".join(
    ["date,stars,product,text"]
    + [f"2026-01-{1 + n:02},1,Lamp,Lamp {n} broke 👎 I want a refund" for n in range(4)]
)


def test_a_policy_is_typed_a_reply_suggested_and_rated(open_page, studio, inline_jobs) -> None:
    studio.engines.choose("reader", "echo-reader")
    studio.engines.choose("writer", "copybook", workspace=1)
    studio.reviews.import_table(ROWS.encode(), "shop.csv")
    studio.reviews.start_reading()
    app = open_page("reviews", **{"reviews-insight": "urgent"})
    first = studio.insights.urgent()[0].id
    app.button(f"reviews-reply-{first}").click().run()
    assert "no reply policy" in app.error[0].value
    app.text_area("reviews-reply-policy-en-promises").set_value("A refund within 30 days")
    app.text_input("reviews-reply-policy-en-contact").set_value("write to care@hollin.example")
    app.button("reviews-reply-keep").click().run()
    app.button(f"reviews-reply-{first}").click().run()
    assert not app.exception
    assert not app.error
    draft = studio.replies.latest([first])[first]
    assert "A refund within 30 days" in draft.text
    app.feedback(key=f"vote-{draft.id}").set_value(1).run()
    assert studio.ratings.vote(draft.id).value == 1
