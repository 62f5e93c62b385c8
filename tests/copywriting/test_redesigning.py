"""A thumb down with a reason changes that one thing, whoever writes, in both languages."""

from __future__ import annotations

import pytest

from core.copywriting import Brief, Redesigns, Voice
from core.copywriting.redesign.wishes import FOR_REASON, WISHES
from core.errors import InputRejected, NotFound
from core.feedback import REASONS
from core.store import desk as desk_rows

LONG = "Aurora Kettle boils one litre in three minutes. It keeps water hot for an hour. It is $39."
MANNER = (
    "You pour. We wait. That is all.",
    "You sit. It works. That is all.",
    "You rest. We pack. That is all.",
    "You call. We come. That is all.",
    "You ask. We answer. That is all.",
    "You cook. It cleans. That is all.",
)
LANG = "半盏水壶，三分钟烧开。容量0.6升，316不锈钢内胆。只要129元。"


@pytest.fixture
def turned_down(desk, says, kettle, hu, store):
    """A desk with one draft of the wanted words; what it says to a redesign is `lines`."""

    def make(text: str, lines: list[str], channel: str = "", brief: Brief | None = None, **more):
        brief = brief or (kettle if text.isascii() else hu)
        writer = says(lines)
        made = desk(writer, writer)
        channel = channel or ("x_post" if brief.lang == "en" else "weibo")
        writer.lines = [text]
        (draft,) = list(made.write(brief, channel, count=1, seed=1, **more))
        writer.lines = lines
        assert draft.text == text
        return Redesigns(made, more.pop("hints", None)), draft

    return make


def test_every_reason_has_a_wish() -> None:
    assert set(FOR_REASON) == set(REASONS)
    assert set(FOR_REASON.values()) <= set(WISHES)


@pytest.mark.parametrize("text", [LONG, LANG])
def test_too_long_becomes_shorter_and_says_so(turned_down, text: str) -> None:
    redesigns, draft = turned_down(text, [])
    new = redesigns.redesign(draft.id, reason="too_long")
    assert len(new.text) <= 0.85 * len(text)
    assert all(piece in text for piece in new.text.split("。")[0].split(". ")[:1])
    message, params = new.change["note"]
    assert params == {"before": len(text), "after": len(new.text)} or params["before"] > len(text)
    assert message.format(**params).startswith("Shorter")
    assert (new.origin, new.parent_id, new.usable) == ("redesign", draft.id, True)


def test_a_draft_of_one_clause_is_shortened_by_the_writer(turned_down) -> None:
    short = "Aurora Kettle, BPA-free, is $39"
    text = "Aurora Kettle boils one litre in three minutes"
    redesigns, draft = turned_down(text, [short], "email_subject")
    assert redesigns.redesign(draft.id, "shorter").text == short


def test_dull_opens_another_way(turned_down) -> None:
    lines = ["Aurora Kettle boils one litre in three minutes, and it is $39.", "Hot for an hour? "
             "Aurora Kettle keeps water hot and boils one litre in three minutes."]  # fmt: skip
    redesigns, draft = turned_down("Aurora Kettle boils one litre in three minutes.", lines)
    new = redesigns.redesign(draft.id, reason="dull")
    assert new.text.startswith("Hot for an hour")
    assert new.change["note"][1] == {"opening": "hot for an"}


def test_a_redesign_is_none_of_the_drafts_beside_it(turned_down, kettle) -> None:
    lines = [
        "Hot for an hour? Aurora Kettle keeps water hot and boils one litre in three minutes.",
        "Tea at once? Aurora Kettle is $39 and boils one litre in three minutes.",
    ]
    redesigns, draft = turned_down("Aurora Kettle boils one litre in three minutes.", lines)
    (other,) = list(redesigns._desk.write(kettle, "x_post", count=1, seed=2))
    new = redesigns.redesign(draft.id, reason="dull")
    assert {new.text, other.text} == set(lines)


@pytest.mark.parametrize(
    ("text", "fact", "gone"),
    [(LONG, "keeps water hot for an hour", "an hour"), (LANG, "129元", "129")],
)
def test_an_untrue_fact_is_out_and_the_rest_stands(turned_down, text, fact, gone) -> None:
    redesigns, draft = turned_down(text, [])
    new = redesigns.redesign(draft.id, reason="untrue", facts=[fact])
    assert gone not in new.text
    assert new.text in text or all(part in text for part in new.text.split(". "))
    assert new.change["note"][1] == {"words": fact}


def test_off_brand_comes_back_in_the_brands_terms(turned_down, store) -> None:
    from core.copywriting import Brands

    brand = Brands(store).save("Hearth", Voice(examples=MANNER))
    mine = "You pour. Aurora Kettle keeps water hot for an hour. That is all."
    redesigns, draft = turned_down(
        "Aurora Kettle boils one litre in three minutes.", [mine], brand_id=0
    )
    with pytest.raises(InputRejected, match="for no brand"):
        redesigns.redesign(draft.id, reason="off_brand")
    with store.writing() as db:
        db.table("drafts").update(draft.id, {"brand_id": brand.id})
    new = redesigns.redesign(draft.id, reason="off_brand")
    assert new.text == mine
    assert new.change["note"][1]["after"] > new.change["note"][1]["before"]


def test_wrong_audience_speaks_the_personas_words(turned_down) -> None:
    theirs = "For new parents at night: Aurora Kettle keeps water hot for an hour."
    redesigns, draft = turned_down("Aurora Kettle boils one litre in three minutes.", [theirs])
    new = redesigns.redesign(draft.id, reason="wrong_audience")
    assert new.text == theirs
    assert "parents" in new.change["note"][1]["words"]


def test_a_quoted_wording_is_out_of_what_is_not_compliant(turned_down) -> None:
    text = "Say hello to calm nights. Aurora Kettle boils one litre in three minutes."
    redesigns, draft = turned_down(text, [])
    with pytest.raises(InputRejected, match="No rule finds fault"):
        redesigns.redesign(draft.id, reason="not_compliant")
    new = redesigns.redesign(draft.id, reason="not_compliant", comment="“calm nights” is a promise")
    assert new.text == "Aurora Kettle boils one litre in three minutes."


def test_foreign_words_go_where_the_brief_has_none(turned_down) -> None:
    redesigns, draft = turned_down("半盏水壶，三分钟烧开。容量0.6升，so easy。", [])
    new = redesigns.redesign(draft.id, reason="wrong_language")
    assert "easy" not in new.text
    with pytest.raises(InputRejected, match="in the language of the brief"):
        redesigns.redesign(new.id, reason="wrong_language")


def test_an_engine_that_does_not_listen_redesigns_nothing(turned_down) -> None:
    text = "Aurora Kettle boils one litre in three minutes."
    redesigns, draft = turned_down(text, [text, "Aurora Kettle is the best."])
    for wish in ("warmer", "concrete", "fresh"):
        with pytest.raises(InputRejected, match="No version"):
            redesigns.redesign(draft.id, wish)
    with pytest.raises(InputRejected):
        redesigns.redesign(draft.id, "louder")
    with pytest.raises(NotFound):
        redesigns.redesign(draft.id + 99, "shorter")


def test_asked_twice_the_same_redesign_comes_back(turned_down) -> None:
    redesigns, draft = turned_down(LONG, [])
    first = redesigns.redesign(draft.id, reason="too_long")
    assert redesigns.redesign(draft.id, reason="too_long").id == first.id


def test_answers_to_thumbs_and_edits_are_pairs_and_wishes_are_not(turned_down, store) -> None:
    redesigns, draft = turned_down(LONG, [])
    answer = redesigns.redesign(draft.id, reason="too_long")
    redesigns.redesign(answer.id, reason="", wish="shorter")
    edited = redesigns._desk.edit(draft.id, "Aurora Kettle, $39, boils one litre.")
    with store.open() as db:
        found = desk_rows.pairs(db, 1)
    assert {(pair["kind"], pair["rejected_id"], pair["chosen_id"]) for pair in found} == {
        ("redesign", draft.id, answer.id),
        ("edit", draft.id, edited.id),
    }
    redesigns._desk.feedback.rate(answer.id, -1)
    with store.open() as db:
        assert [pair["kind"] for pair in desk_rows.pairs(db, 1)] == ["edit"]


def test_only_struck_lines_are_written_anew(turned_down) -> None:
    line = "New parents, it is $39 and BPA-free."
    redesigns, draft = turned_down(LONG, [f"{line} Aurora Kettle waits."])
    new = redesigns.fill(draft.id, [1])
    kept = ["Aurora Kettle boils one litre in three minutes.", "It is $39."]
    assert new.text == f"{kept[0]} {line} {kept[1]}"
    assert new.change["wish"] == "gaps"
    with pytest.raises(InputRejected, match="Choose the lines"):
        redesigns.fill(draft.id, [7])


def test_an_edit_is_looked_at_before_it_is_stored(turned_down, store) -> None:
    redesigns, draft = turned_down(LONG, [])
    seen = redesigns.look(draft.id, "Aurora Kettle is the best.")
    assert not seen.usable
    assert seen.scores["total"] >= 0
    with store.open() as db:
        assert db.table("drafts").count == 1
