"""Long pieces: planned, written part by part, checked as wholes and stored with their plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.copywriting import Brief, CopyDesk, Library
from core.copywriting.channels.channels import bundled
from core.copywriting.channels.parts import split_parts
from core.copywriting.checks.run import check
from core.copywriting.checks.whole import sentences
from core.engines import prompts
from core.engines.copybook import Copybook
from core.errors import EngineFailed
from core.store.store import Store

Desk = Callable[..., CopyDesk]


@pytest.fixture
def briefs(kettle: Brief, hu: Brief) -> dict[str, Brief]:
    return {"en": kettle, "zh": hu}


def channel(id: str, language: str) -> Any:
    return next(
        entry for entry in bundled(language) if (entry.id, entry.language) == (id, language)
    )


@pytest.mark.parametrize(
    ("language", "id"),
    [
        ("en", "blog_post"),
        ("en", "email_long"),
        ("zh", "blog_post"),
        ("zh", "email_long"),
        ("zh", "soft_article"),
    ],
)
def test_the_copybook_writes_a_piece_that_tells_every_fact_and_repeats_nothing(
    desk: Desk, briefs: dict[str, Brief], store: Store, id: str, language: str
) -> None:
    brief = briefs[language]
    book = Copybook()
    run = desk(book, book).write(brief, id, 1, seed=3)
    (draft,) = list(run)
    assert draft.plan is not None
    told = [fact for section in draft.plan.sections for fact in section.facts]
    assert sorted(told) == sorted(brief.facts)
    assert {section.engine for section in draft.plan.sections} == {"copybook"}
    said = [sentence for _, sentence in sentences(draft.text)]
    assert len(set(said)) == len(said)
    for fact in brief.facts:
        assert fact.lower() in draft.text.lower()
    assert draft.text.endswith(brief.cta)
    if id != "email_long":
        parts = [part.name for part, _, _ in split_parts(draft.text, channel(id, language))]
        assert parts[0] == "title"
        assert parts.count("section") == parts.count("heading") == len(draft.plan.sections)
    assert Library(store).get(draft.id).plan == draft.plan


def test_the_same_seed_brings_the_same_piece_and_another_seed_another(
    desk: Desk, kettle: Brief
) -> None:
    copy = desk(Copybook(), Copybook())
    texts = [next(iter(copy.write(kettle, "blog_post", 1, seed=seed))).text for seed in (5, 5, 6)]
    assert texts[0] == texts[1] != texts[2]


def test_an_engine_that_knows_no_parts_writes_the_introduction(
    says: Any, desk: Desk, kettle: Brief
) -> None:
    intro = (
        "Night has its own sounds, and new parents learn every one of them by heart. Aurora Kettle "
        "was thought up for that hour, when a bottle is wanted and the house would rather sleep "
        "on than hear a tap run."
    )
    writer = says([intro])
    (draft,) = list(desk(writer, Copybook()).write(kettle, "blog_post", 1, seed=2))
    assert intro in draft.text
    assert {request.channel for request in writer.requests} == {"article_intro"}
    assert {section.engine for section in draft.plan.sections} == {"copybook"}


def test_an_engine_that_obeys_parts_is_asked_for_each_with_its_own_facts(
    says: Any, desk: Desk, kettle: Brief
) -> None:
    writer = says([])
    writer.info = replace(writer.info, obeys=frozenset({"parts"}))
    (draft,) = list(desk(writer, Copybook()).write(kettle, "blog_post", 1, seed=2))
    asked = [request for request in writer.requests if request.channel == "article_section"]
    assert [request.facts for request in asked] == [part.facts for part in draft.plan.sections]
    assert all(request.options["heading"] and request.options["job"] for request in asked)
    assert {request.offer for request in asked} == {""}


def test_where_the_engine_breaks_the_copybook_takes_over_and_says_so(
    says: Any, desk: Desk, kettle: Brief
) -> None:
    class Down(says):
        def propose(self, request, count):
            raise EngineFailed("The server hung up.")
            yield ""

    run = desk(Down([]), Copybook()).write(kettle, "blog_post", 1, seed=2)
    assert len(list(run)) == 1
    assert any("took over" in note for note, _ in run.report.notes)


@pytest.mark.parametrize(
    ("language", "facts"), [("en", ["boils fast", "$39"]), ("zh", ["三分钟烧开", "129元"])]
)
def test_a_bare_brief_gets_its_piece(desk: Desk, language: str, facts: list[str]) -> None:
    brief = Brief.from_dict({"lang": language, "product": "Aurora", "facts": facts})
    copy = desk(Copybook(), Copybook())
    for id in ("blog_post", "email_long"):
        (draft,) = list(copy.write(brief, id, 1, seed=2))
        assert all(fact in draft.text.lower() for fact in facts)


def test_one_fact_is_enough_and_what_may_not_be_said_is_left_out(desk: Desk) -> None:
    facts = ["boils one litre in three minutes", "the best kettle in the world"]
    brief = Brief.from_dict(
        {"lang": "en", "product": "Aurora", "category": "kettle", "facts": facts}
    )
    run = desk(Copybook(), Copybook()).write(brief, "blog_post", 1, seed=2)
    (draft,) = list(run)
    assert "the best" not in draft.text
    assert len(draft.plan.sections) >= 3


def test_checks_of_the_whole(kettle: Brief) -> None:
    target = channel("blog_post", "en")
    body = "Tea is a small thing that takes its time, and so may you."
    text = f"A title\n\nAn opening line.\n\nOne\n{body}\n\nTwo\n{body}\n\nThe end.\nShop now"
    found = {finding.rule: finding for finding in check(text, kettle, target)}
    assert found["structure.sections"].params == {"count": 2, "limit": 3}
    assert found["structure.repeated"].params["words"] == body
    assert found["coverage.untold"].level == "warning"
    assert "structure.sections" not in {
        finding.rule for finding in check(text, kettle, channel("x_post", "en"))
    }


def test_a_model_is_told_the_heading_and_the_job_of_its_part(
    says: Any, desk: Desk, kettle: Brief
) -> None:
    writer = says([])
    writer.info = replace(writer.info, obeys=frozenset({"parts"}))
    list(desk(writer, Copybook()).write(kettle, "blog_post", 1, seed=2))
    section = next(r for r in writer.requests if r.channel == "article_section")
    for language in ("en", "zh"):
        said = prompts.plain(replace(section, language=language), 1)
        assert section.options["heading"] in said
        assert section.options["job"] in said
        for part in ("article_title", "article_intro", "article_end", "letter_intro"):
            asked = prompts.plain(replace(section, language=language, channel=part, options={}), 1)
            assert "{" not in asked
            assert len(asked.splitlines()) > 6
