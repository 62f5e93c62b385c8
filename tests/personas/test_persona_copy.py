"""Messages for a card and sets for several personas, written by the desk's normal way."""

from __future__ import annotations

import pytest

from core.copywriting import Brief, Filters, used_facts
from core.errors import InputRejected, NotFound
from core.personas.leanings import chosen, leanings
from tests.personas.conftest import csv, shop
from tests.personas.test_prices import bargains

BRIEF = Brief(
    "en",
    "Torvi mug",
    (
        "keeps tea hot for two hours",
        "holds 350 ml",
        "dishwasher safe",
        "$19",
        "comes in a gift box",
    ),
    "travel mug",
    "people on the move",
    "friendly",
)


@pytest.fixture
def stocked(studio, inline_jobs):
    studio.personas.import_table(csv(bargains(120)), "shop.csv")
    studio.personas.make(method="clusters")
    return studio


def test_three_messages_each_lean_on_something_of_the_card(stocked):
    keen = next(p for p in stocked.personas.list() if p.prices.verdict == "more")
    job = stocked.persona_copy.suggest(keen.id, stocked.copy.keep(BRIEF), "instagram")
    assert stocked.jobs.get(job).state == "done"
    card = stocked.personas.get(keen.id)
    assert len(card.messages) == 3
    assert len({message.draft for message in card.messages}) == 3
    there = {leaning.because for leaning in leanings(card)}
    for message in card.messages:
        draft = stocked.library.get(message.draft)
        assert draft.usable
        assert draft.persona_id == keen.id
        assert message.because in there
        assert set(message.facts) <= set(used_facts(draft.text, BRIEF))
    assert "$19" in card.messages[0].facts
    assert stocked.library.find(Filters(persona_id=keen.id)).total >= 3
    assert stocked.ratings.rate(card.messages[0].draft, 1) is not False


def test_messages_stay_over_a_refresh_and_go_onto_the_printed_card(stocked):
    keen = next(p for p in stocked.personas.list() if p.prices.verdict == "more")
    stocked.persona_copy.suggest(keen.id, stocked.copy.keep(BRIEF), "instagram")
    stocked.personas.make(method="clusters")
    card = stocked.personas.get(keen.id)
    assert card.version == 2
    assert card.messages
    page = stocked.personas.card(keen.id, "html", "en", str).decode()
    assert "Leans on: " in page
    stocked.library.delete([message.draft for message in card.messages])
    assert "Leans on: " not in stocked.personas.card(keen.id, "html", "en", str).decode()


def test_a_persona_by_hand_is_leaned_on_by_its_answers(studio):
    persona = studio.personas.assume("Gift givers", wants="A gift box that looks the part")
    (leaning, facts), *_ = chosen(persona, BRIEF.facts)
    assert leaning.because == "assumed:wants"
    assert facts == ("comes in a gift box",)


def test_a_card_with_nothing_to_lean_on_says_so(studio):
    persona = studio.personas.assume("Nobody")
    with pytest.raises(InputRejected):
        studio.persona_copy.suggest(persona.id, studio.copy.keep(BRIEF), "instagram")
    with pytest.raises(NotFound):
        studio.persona_copy.suggest(999, studio.copy.keep(BRIEF), "instagram")


def test_a_set_for_each_persona_and_how_they_differ(stocked):
    ids = [persona.id for persona in stocked.personas.list()]
    job = stocked.persona_copy.write_all(BRIEF, ["instagram", "x_post"], 2, ids)
    assert stocked.jobs.get(job).state == "done"
    found = stocked.persona_copy.sets()
    assert [(one.persona_id, one.channel) for one in found] == [
        (id, channel) for channel in ("instagram", "x_post") for id in ids
    ]
    for one in found:
        assert {draft.persona_id for draft in one.drafts} == {one.persona_id}
        others = " ".join(
            draft.text.lower()
            for other in found
            if other.channel == one.channel and other.persona_id != one.persona_id
            for draft in other.drafts
        ).split()
        assert not set(one.words) & set(others)
        assert one.length > 0
        assert one.read is False
        assert one.tones == ("friendly",)
    keen = next(p.id for p in stocked.personas.list() if p.prices.verdict == "more")
    first = next(one for one in found if one.persona_id == keen)
    assert ("$19", 2) in first.told


def test_sets_want_two_personas_and_a_channel(stocked):
    (first, *_) = stocked.personas.list()
    with pytest.raises(InputRejected):
        stocked.persona_copy.write_all(BRIEF, ["instagram"], 2, [first.id])
    with pytest.raises(InputRejected):
        stocked.persona_copy.write_all(BRIEF, [], 2, [first.id, 2])
    assert stocked.persona_copy.sets() == []


def test_facts_that_lead_are_asked_for_first(stocked, monkeypatch):
    asked = []
    writer = stocked.engines.writer()
    monkeypatch.setattr(
        type(writer), "propose", lambda self, request, count: asked.append(request) or iter(())
    )
    list(stocked.copy.write(BRIEF, "instagram", 1, lead=("$19",)))
    assert asked[0].facts[0] == "$19"
    assert len(asked[0].facts) == 3


def test_the_shop_of_the_other_tests_has_messages_too(studio, inline_jobs):
    studio.personas.import_table(csv(shop(customers=150)[0]), "shop.csv")
    persona = studio.personas.make()[0]
    studio.persona_copy.suggest(persona.id, studio.copy.keep(BRIEF), "instagram")
    assert studio.personas.get(persona.id).messages
