from __future__ import annotations

import sqlite3

import pytest

from core.copywriting import Brief
from core.errors import InputRejected, NotFound
from core.feedback import Ratings, is_word
from core.feedback.judged import Judged
from core.feedback.lessons import learn
from core.store import drafts as rows
from core.store.store import Store
from core.vocabulary.segmenter import segmenter


@pytest.fixture
def draft(store: Store) -> int:
    brief = Brief.from_dict({"lang": "en", "product": "Aurora", "facts": ["one litre"]})
    with store.writing() as db:
        brief_id = rows.keep_brief(db, 1, brief.digest, brief.to_dict())
        row = rows.add_draft(
            db,
            1,
            {
                "brief_id": brief_id,
                "request": "r",
                "origin": "engine",
                "channel": "x_post",
                "language": "en",
                "text": "Aurora holds one litre!",
                "engine": "copybook",
                "usable": True,
                "checks": [],
                "scores": {},
            },
        )
    return row["id"]


def test_the_same_vote_twice_is_one_row(store: Store, draft: int) -> None:
    ratings = Ratings(store)
    ratings.rate(draft, -1, reason="dull", comment="flat")
    ratings.rate(draft, -1, reason="dull", comment="flat")
    assert len(ratings.history(draft)) == 1
    ratings.rate(draft, 1, reason="dull")
    assert [vote.value for vote in ratings.history(draft)] == [-1, 1]
    vote = ratings.vote(draft)
    assert vote is not None
    assert (vote.value, vote.reason) == (1, "")
    ratings.rate(draft, 0)
    assert ratings.approval().up == 0
    assert ratings.vote(draft, "ann") is None


def test_taking_back_what_was_never_said_stores_nothing(store: Store, draft: int) -> None:
    vote = Ratings(store).rate(draft, 0)
    assert vote.value == 0
    assert Ratings(store).history(draft) == []


def test_history_cannot_be_changed(store: Store, draft: int) -> None:
    Ratings(store).rate(draft, 1)
    with pytest.raises(sqlite3.IntegrityError), store.writing() as db:
        db.execute("UPDATE ratings SET value = -1")


@pytest.mark.parametrize(("value", "reason"), [(2, ""), (True, ""), (-1, "boring")])
def test_bad_votes_are_refused(value: int, reason: str, store: Store, draft: int) -> None:
    with pytest.raises(InputRejected):
        Ratings(store).rate(draft, value, reason=reason)


def test_unknown_drafts_and_long_comments_are_refused(store: Store, draft: int) -> None:
    with pytest.raises(NotFound):
        Ratings(store).rate(draft + 1, 1)
    with pytest.raises(InputRejected):
        Ratings(store).rate(draft, 1, comment="x" * 1001)


def test_approval_is_a_share_with_its_interval(store: Store, draft: int) -> None:
    ratings = Ratings(store)
    assert ratings.approval() == type(ratings.approval())(0, 0, 0.0, 0.0, 0.0)
    for i in range(4):
        ratings.rate(draft, 1 if i else -1, voter=f"v{i}")
    approval = ratings.approval(days=7)
    assert (approval.up, approval.down, approval.share) == (3, 1, 0.75)
    assert approval.low < 0.75 < approval.high


def test_approval_is_told_apart_by_persona(studio) -> None:
    persona = studio.personas.assume("Tea lover", who="Drinks tea all day")
    brief = Brief("en", "Fernhill Kettle", ("holds 1.2 litres", "boils in four minutes", "$49"))
    for one in studio.copy.write(brief, "x_post", 3, seed=3, persona_id=persona.id):
        studio.ratings.rate(one.id, 1)
    plain = next(iter(studio.copy.write(brief, "x_post", 1, seed=4)))
    studio.ratings.rate(plain.id, -1)
    found = studio.ratings.approval_by_persona()
    assert list(found) == [persona.id, None]
    assert [(a.up, a.down, a.share) for a in found.values()] == [(3, 0, 1.0), (0, 1, 0.0)]


def judged(text: str, ups: int = 0, downs: int = 0, reason: str = "", given: str = "") -> Judged:
    return Judged(text, ups, downs, frozenset(reason.split()), given)


def test_liked_texts_become_exemplars_and_shared_disliked_phrases_are_avoided() -> None:
    lessons = learn(
        [
            judged("Calm water, slowly.", ups=2),
            judged("Say hello to a fresh start with Aurora.", downs=1, given="aurora"),
            judged("Why not say hello to a better tea?", downs=1),
        ],
        "en",
    )
    assert lessons.exemplars == ("Calm water, slowly.",)
    assert any("say hello to" in phrase for phrase in lessons.avoid)
    assert len(lessons.disliked) == 2
    assert any(params.get("votes") for _, params in lessons.notes)


@pytest.mark.parametrize(
    ("language", "texts", "wording"),
    [
        (
            "en",
            ("A State-of-the-Art kettle.", "Tea, with state-of-the-art heat."),
            "state-of-the-art",
        ),
        ("en", ("Don’t you dare wait.", "So don’t you dare ask."), "don’t you dare"),
        ("en", ('It\'s "all new" now.', 'Look: it\'s "all new" again.'), "it's \"all new"),
        ("zh", ("这把“神仙”水壶，烧得快", "早上，这把“神仙”水壶"), "“神仙”水"),
        ("zh", ("高颜值·好心情的早晨", "今天，高颜值·好心情的你"), "颜值·好"),
    ],
)
def test_avoided_wording_stands_as_it_does_in_the_texts(
    language: str, texts: tuple[str, ...], wording: str
) -> None:
    avoid = learn([judged(text, downs=1) for text in texts], language).avoid
    assert any(wording in phrase for phrase in avoid), avoid
    for phrase in avoid:
        assert any(phrase in text.lower() for text in texts)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("开启品质生活新体验的水壶，好", "今天开启品质生活新体验"), "开启品质生活新体验"),
        (("这把“神仙”水壶，烧得快", "早上，这把“神仙”水壶"), "这把“神仙”水壶"),
    ],
)
def test_a_chinese_lesson_is_told_in_whole_words(texts: tuple[str, ...], told: str) -> None:
    found = learn([judged(text, downs=1) for text in texts], "zh")
    said = [str(one.params["wording"]) for one in found.lessons]
    assert any(told.endswith(words) for words in said), said
    for one in found.lessons:
        words = str(one.params["wording"])
        assert one.key.removeprefix("word:") in words
        cut = [*segmenter().cut(texts[1]), *segmenter().cut(texts[0])]
        assert any(words.startswith(word) for word in cut)
        assert any(words.endswith(word) for word in cut)


def test_the_briefs_own_words_and_liked_ones_are_never_avoided() -> None:
    lessons = learn(
        [
            judged("三分钟烧开的水壶，快来", downs=1, given="三分钟烧开的水壶"),
            judged("三分钟烧开的水壶，真快", downs=1, given="三分钟烧开的水壶"),
            judged("慢慢来的早晨", ups=1),
        ],
        "zh",
    )
    assert not any("三分钟" in phrase for phrase in lessons.avoid)


def test_marks_need_two_votes_and_untrue_texts_teach_no_wording() -> None:
    loud = [judged("Buy now!", downs=1), judged("So good!", downs=1), judged("Calm.", ups=1)]
    assert "!" in learn(loud, "en").avoid
    assert "!" not in learn(loud[:1], "en").avoid
    untrue = [judged("Ten cups!", downs=1, reason="untrue") for _ in range(3)]
    assert learn(untrue, "en").avoid == ()
    assert len(learn(untrue, "en").disliked) == 3


def test_lessons_come_from_the_same_channel_and_language(store: Store, draft: int) -> None:
    ratings = Ratings(store)
    ratings.rate(draft, 1)
    assert ratings.lessons(None, "x_post", "en").exemplars == ("Aurora holds one litre!",)
    assert ratings.lessons(None, "sms", "en").exemplars == ()
    assert ratings.lessons(5, "x_post", "en").exemplars == ()


def test_wordings_cut_within_a_chinese_word_are_no_words() -> None:
    assert is_word("早晨")
    assert is_word("say hello")
    assert not is_word("的早晨")
