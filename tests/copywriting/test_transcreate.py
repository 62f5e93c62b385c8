"""A draft put into the other language: figures and name held, rules checked there, both linked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.copywriting import Brief, CopyDesk, Draft
from core.copywriting.redesign.carried import carried
from core.copywriting.redesign.transcreate import Transcreation
from core.engines.types import CopyRequest, EngineInfo
from core.errors import EngineFailed, InputRejected, NotFound
from core.store import drafts as rows
from core.store import engine_calls
from core.store.store import Store

Desk = Callable[..., CopyDesk]

ENGLISH = "Aurora Kettle boils one litre in three minutes."
FACTS = ("三分钟烧开一升水", "保温一小时", "不含BPA", "39美元")
REST = ("电热水壶", "夜里冲奶的新手爸妈", "周日前八五折", "去看看")
CHINESE = "极光壶，三分钟烧开一升水。"


class Translates:
    """A writer that answers with these facts and these versions, and remembers requests."""

    info = EngineInfo("server", "writer", "server", "", obeys=frozenset({"source", "rejected"}))

    def __init__(self, facts: list[list[str]], versions: list[list[str]]) -> None:
        self.facts, self.versions = facts, versions
        self.requests: list[CopyRequest] = []

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        self.requests.append(request)
        answers = self.facts if request.channel == "facts" else self.versions
        yield from answers.pop(0) if len(answers) > 1 else answers[0]


def drafted(desk: CopyDesk, brief: Brief, text: str, channel: str) -> Draft:
    """A draft as an engine wrote it."""
    desk.engines.chosen.facts, kept = [], desk.engines.chosen.facts
    desk.engines.chosen.versions, versions = [[text]], desk.engines.chosen.versions
    (draft,) = desk.write(brief, channel, 1, seed=1)
    desk.engines.chosen.facts, desk.engines.chosen.versions = kept, versions
    desk.engines.chosen.requests.clear()
    return draft


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("boils one litre in three minutes", "三分钟烧开一升水"),
        ("$39", "39美元"),
        ("15% off until Sunday", "周日前八五折"),
        ("half price", "半价"),
        ("£5 off", "立减5英镑"),
        ("weighs 1.2 kg", "重2.4斤"),
        ("10,000 steps", "一万步"),
        ("open 24/7", "全天24小时营业"),
        ("3 layers for one cup", "三层，一杯"),
    ],
)
def test_the_same_figures_in_the_other_language(here: str, there: str) -> None:
    assert carried(here, there) == []
    assert carried(there, here) == []


@pytest.mark.parametrize(
    ("here", "there", "rules"),
    [
        ("boils in three minutes", "五分钟烧开", ["figure", "figure"]),
        ("$39", "39元", ["currency"]),
        ("15% off", "八折", ["figure", "figure"]),
        ("holds 2 litres", "容量很大", ["figure"]),
        ("a quick kettle", "3分钟烧开的壶", ["figure"]),
    ],
)
def test_other_figures_are_found(here: str, there: str, rules: list[str]) -> None:
    assert [c.rule.removeprefix("transcreation.") for c in carried(here, there)] == rules


def test_a_draft_goes_into_chinese_and_is_linked(desk: Desk, kettle: Brief, store: Store) -> None:
    writer = Translates([[*FACTS, *REST]], [[CHINESE]])
    here = desk(writer)
    source = drafted(here, kettle, ENGLISH, "google_description")
    found = Transcreation(here).transcreate(source.id, "search_description", product="极光壶")
    assert found.draft is not None
    assert (found.draft.text, found.draft.language) == (CHINESE, "zh")
    assert (found.draft.parent_id, found.draft.channel) == (source.id, "search_description")
    assert found.brief.facts == FACTS
    assert (found.brief.product, found.brief.offer, found.brief.cta) == ("极光壶", *REST[2:])
    assert here.brief(found.draft.brief_id or 0) == found.brief
    with store.open() as db:
        family = [row["id"] for row in rows.draft_family(db, 1, source.id)]
        (row,) = engine_calls.of_request(db, 1, found.draft.request)
    assert family == [source.id, found.draft.id]
    assert (row["purpose"], row["calls"]) == ("transcreate", 2)
    told = writer.requests[-1]
    assert (told.language, told.source, told.product) == ("zh", ENGLISH, "极光壶")


def test_and_back_into_english(desk: Desk, hu: Brief) -> None:
    facts = ["holds 0.6 litres", "boils in three minutes", "316 stainless steel inside"]
    facts += ["set to 55 degrees", "129 yuan", "electric kettle", "people who rent alone", "See it"]
    writer = Translates([["\n".join(facts)]], [["半盏水壶 boils in three minutes."]])
    here = desk(writer)
    source = drafted(here, hu, "半盏水壶，三分钟烧开。", "slogan")
    found = Transcreation(here).transcreate(source.id, "x_post")
    assert found.draft is not None
    assert found.draft.text == "半盏水壶 boils in three minutes."
    assert found.brief.product == "半盏水壶"


def test_what_falls_goes_back_with_its_reasons(desk: Desk, kettle: Brief) -> None:
    wrong = "极光壶，两分钟烧开一升水，全国第一。"
    writer = Translates([[*FACTS, *REST]], [[wrong], [CHINESE]])
    here = desk(writer)
    source = drafted(here, kettle, ENGLISH, "google_description")
    found = Transcreation(here).transcreate(source.id, "search_description", product="极光壶")
    assert found.draft is not None
    assert [fallen.text for fallen in found.fallen] == [wrong]
    (rejected,) = writer.requests[-1].rejected
    assert rejected.text == wrong
    assert len(rejected.reasons) >= 2


def test_where_every_version_breaks_a_rule_nothing_is_stored(
    desk: Desk, kettle: Brief, store: Store
) -> None:
    writer = Translates([[*FACTS, *REST]], [["极光壶，两分钟烧开一升水。"]])
    here = desk(writer)
    source = drafted(here, kettle, ENGLISH, "google_description")
    found = Transcreation(here).transcreate(source.id, "search_description", product="极光壶")
    assert found.draft is None
    assert {c.rule for c in found.fallen[0].checks} >= {"transcreation.figure"}
    with store.open() as db:
        assert len(rows.draft_family(db, 1, source.id)) == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [(["五分钟烧开一升水", *FACTS[1:], *REST], "changed a figure"), ([*FACTS], "4 of 8")],
)
def test_facts_that_change_are_refused(desk: Desk, kettle: Brief, facts, words: str) -> None:
    writer = Translates([facts], [[CHINESE]])
    here = desk(writer)
    source = drafted(here, kettle, ENGLISH, "google_description")
    with pytest.raises(EngineFailed, match=words):
        Transcreation(here).transcreate(source.id, "search_description", product="极光壶")
    assert len(writer.requests) == 2


def test_an_engine_that_cannot_says_what_is_needed(says, desk: Desk, kettle: Brief) -> None:
    here = desk(says([ENGLISH]))
    (draft,) = here.write(kettle, "google_description", 1, seed=1)
    with pytest.raises(InputRejected, match="Engines page"):
        Transcreation(here).transcreate(draft.id, "search_description")
    with pytest.raises(NotFound):
        Transcreation(here).transcreate(999, "search_description")
    with pytest.raises(NotFound):
        Transcreation(here).transcreate(draft.id, "nowhere")


def test_the_nearest_channel_comes_first(says, desk: Desk, kettle: Brief) -> None:
    here = desk(says([ENGLISH]))
    (draft,) = here.write(kettle, "google_description", 1, seed=1)
    assert Transcreation(here).channels(draft)[0].id == "search_description"
