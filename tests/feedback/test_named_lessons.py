"""A thumb down that says what it dislikes: at once, in both languages, until it is forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.feedback.judged import Judged
from core.feedback.lessons import learn
from core.feedback.named import holds, named

EN = "Why wait? Aurora Kettle boils one litre in three minutes. An effortless morning! $39."
ZH = "为什么还要等？半盏水壶三分钟烧开，绝绝子的早晨！129元。"


@pytest.mark.parametrize(
    ("comment", "text", "found"),
    [
        ("no exclamation marks please", EN, ("exclamation",)),
        ("stop shouting!!", EN, ("exclamation",)),
        ("Too long", EN, ("length",)),
        ("make it shorter", EN, ("length",)),
        ("don't open with a question", EN, ("opening question",)),
        ("starts with a question, boring", EN, ("opening question",)),
        ("no questions", EN, ("question",)),
        ("I hate the word effortless", EN, ("word:effortless",)),
        ('stop saying "morning"', EN, ("word:morning",)),
        ("effortless is cheesy", EN, ("word:effortless",)),
        ("don't mention the price", EN, ("price",)),
        ("this needs a question", EN, ()),
        ("Kettle sounds cheap", EN, ()),
        ("three minutes again", EN, ()),
        ("boring", EN, ()),
        ("It does not mention the price", "Aurora Kettle is calm.", ()),
        ("no emoji, no hashtags, nothing modern", EN, ()),
        ("drop the 39 € price", "Aurora Kettle, only 39 €.", ("price",)),
        ("Not too long, but dull", EN, ()),
        ("it isn't wordy", EN, ()),
        ("it could not be shorter, which I like, yet dull", EN, ()),
        ("should not be so long", EN, ("length",)),
        ("Not too long, please", EN, ("length",)),
        ("not too long for me, but far too wordy", EN, ("length",)),
        ("没有提价格", "半盏水壶很安静。", ()),
        ("不算太长，就是没意思", ZH, ()),
        ("不要写太长", ZH, ("length",)),
        ("别太啰嗦", ZH, ("length",)),
        ("不用缩短，换个说法", ZH, ()),
        ("不要感叹号", ZH, ("exclamation",)),
        ("太长了", ZH, ("length",)),
        ("开头不要用问句", ZH, ("opening question",)),
        ("问句开头不好", ZH, ("opening question",)),
        ("别用“绝绝子”", ZH, ("word:绝绝子",)),
        ("不喜欢绝绝子这个词", ZH, ("word:绝绝子",)),
        ("绝绝子太俗", ZH, ("word:绝绝子",)),
        ("不要提价格", ZH, ("price",)),
        ("半盏水壶这个名字", ZH, ()),
    ],
)
def test_comments_name_what_is_disliked(comment: str, text: str, found: tuple[str, ...]) -> None:
    product = "Aurora Kettle" if text is EN else "半盏水壶"
    given = "boils one litre in three minutes" if text is EN else "三分钟烧开"
    assert named(comment, "", text, product, given) == found


def test_the_reason_alone_names_the_length() -> None:
    assert named("", "too_long", EN, "", "") == ("length",)
    assert named("", "dull", EN, "", "") == ()


def test_words_are_met_as_words() -> None:
    assert holds("Effortlessly calm", "effortless")
    assert not holds("A fresh start", "art")
    assert holds("绝绝子！", "绝绝子")


def down(text: str, comment: str = "", reason: str = "", at: str = "2026-01-01") -> Judged:
    return Judged(text, 0, 1, frozenset(reason.split()), "", tuple(filter(None, [comment])), "", at)


def test_one_vote_is_enough_and_the_length_follows_the_text() -> None:
    lessons = learn(
        [down(EN, "no exclamation marks"), down("x" * 100, "too long")], "en", length=len
    )
    assert lessons.named == ("exclamation", "length")
    assert lessons.longest == 80
    assert "!" in lessons.avoid
    assert lessons.broken("Hi!", 3) == "exclamation"
    assert lessons.broken("y" * 81, 81) == "length"
    assert lessons.broken("Calm.", 5) == ""
    assert lessons.orders("zh") == ("不用感叹号。",)
    assert [(lesson.key, lesson.votes) for lesson in lessons.lessons] == [
        ("exclamation", 1),
        ("length", 1),
    ]
    assert learn([down(EN, "too long")], "en").longest is None


def test_too_long_leaves_room_above_the_least_a_channel_takes() -> None:
    complaints = [down("x" * 60, "too long")]
    assert learn(complaints, "en", length=len).longest == 48
    lessons = learn(complaints, "en", length=len, least=55)
    assert lessons.longest is not None
    assert lessons.longest > 55
    assert lessons.broken("y" * 56, 56) == ""
    assert learn(complaints, "en", length=len, least=20).longest == 48


@pytest.mark.parametrize("language", ["en", "zh"])
def test_too_long_never_empties_a_channel(studio, language: str) -> None:
    bounded = [one for one in studio.channels.list(language) if one.minimum]
    assert bounded
    for channel in bounded:
        least = channel.minimum or 0
        longest = learn([down("x", "too long")], language, length=lambda _: 1, least=least).longest
        assert longest is not None
        assert least < longest <= (channel.limit or longest), channel.id


def test_the_engine_is_asked_for_lengths_that_exist_after_too_long(studio) -> None:
    from core.copywriting import Brief, CopyDesk
    from core.engines.types import EngineInfo

    asked = []

    class Says:
        info = EngineInfo("says", "writer", "says", "")

        def writer(self, id=None, workspace=1):
            return self

        def propose(self, request, count):
            asked.append(request)
            yield "慢一点，茶更香"

    desk = CopyDesk(studio.store, studio.settings, Says(), studio.ratings)
    brief = Brief("zh", "半盏", ("三分钟烧开",))
    (draft,) = list(desk.write(brief, "slogan", 1, seed=1))
    studio.ratings.rate(draft.id, -1, reason="too_long")
    studio.ratings.rate(desk.edit(draft.id, "慢茶更香").id, -1, reason="too_long")
    list(desk.write(brief, "slogan", 1, seed=2))
    assert asked[-1].min_units == studio.channels.get("slogan", "zh").minimum
    assert asked[-1].max_units > asked[-1].min_units


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Say hello to a fresh start"), ("zh", "高颜值好心情的早晨")]
)
def test_a_forgotten_phrase_needs_its_own_later_votes(language: str, said: str) -> None:
    before = [down(f"{said}, {i}.", at="2026-01-01") for i in range(2)]
    later = [down(f"{said}, {i}.", at="2026-01-03") for i in range(2, 4)]
    taught = learn(before, language).avoid
    assert taught
    gone = {"word:" + phrase: "2026-01-02" for phrase in taught}
    assert learn(before, language, forgotten=gone).avoid == ()
    assert learn([later[0], *before], language, forgotten=gone).avoid == ()
    again = learn([*later, *before], language, forgotten=gone)
    assert again.avoid == taught
    assert {lesson.votes for lesson in again.lessons} == {2}


def test_a_forgotten_mark_needs_later_votes_on_texts_with_it() -> None:
    before = [down(f"Wow {i}!", at="2026-01-01") for i in range(2)]
    gone = {"word:!": "2026-01-02"}
    calm = [down(f"Dull {i}.", at="2026-01-03") for i in range(2)]
    loud = [down(f"Oh {i}!", at="2026-01-03") for i in range(2)]
    assert learn(before, "en").avoid == ("!",)
    assert learn([*calm, *before], "en", forgotten=gone).avoid == ()
    assert learn([loud[0], *before], "en", forgotten=gone).avoid == ()
    assert learn([*loud, *before], "en", forgotten=gone).avoid == ("!",)
    emoji = [down(f"Tea {i} 🔥", at="2026-01-01") for i in range(2)]
    assert learn(emoji, "en", forgotten={"word:🔥": "2026-01-02"}).avoid == ()


def test_what_was_named_and_forgotten_does_not_come_back_as_a_mark() -> None:
    before = [down(f"Wow {i}!", "no exclamation marks", at="2026-01-01") for i in range(2)]
    assert learn(before, "en", forgotten={"exclamation": "2026-01-02"}).avoid == ()


def test_winners_of_tests_are_a_lesson_of_their_own() -> None:
    liked = Judged("Calm.", 1, 0, frozenset(), "", voted_at="2026-01-01")
    won = (("Small hours.", "2026-01-01"), ("Late tea.", "2026-01-03"))
    both = learn([liked], "en", winners=won)
    assert both.exemplars == ("Small hours.", "Late tea.", "Calm.")
    assert [(one.key, one.params["count"]) for one in both.lessons] == [
        ("winners", 2),
        ("exemplars", 1),
    ]
    later = learn([liked], "en", winners=won, forgotten={"winners": "2026-01-02"})
    assert later.exemplars == ("Late tea.", "Calm.")
    assert learn([down("Late tea.")], "en", winners=won).exemplars == ("Small hours.",)


def test_a_forgotten_lesson_comes_back_only_with_a_later_vote() -> None:
    old = down(EN, "no exclamation marks", at="2026-01-01T10")
    gone = {"exclamation": "2026-01-02", "exemplars": "2026-01-02"}
    assert learn([old], "en", forgotten=gone).named == ()
    new = down("Wow!", "no exclamation marks", at="2026-01-03")
    assert learn([new, old], "en", forgotten=gone).lessons[0].votes == 1
    liked = Judged("Calm.", 1, 0, frozenset(), "", voted_at="2026-01-01")
    assert learn([liked], "en", forgotten=gone).exemplars == ()


def test_brief_words_in_another_order_are_no_wording() -> None:
    given = "replaceable wheels cabin suitcase"
    drafts = [
        Judged(text, 0, 1, frozenset(), given)
        for text in ("A suitcase with replaceable wheels.", "The suitcase with replaceable wheels.")
    ]
    assert learn(drafts, "en").avoid == ()


def test_what_the_brief_says_is_no_wording_however_it_is_told() -> None:
    given = "loomstead harbor blanket made in portugal machine washable at 30 °c"
    drafts = [
        Judged(text, 0, 1, frozenset(), given)
        for text in (
            "Loomstead Harbor Blanket is made in Portugal. It is machine washable at 30 °C.",
            "The Loomstead Harbor Blanket is machine washable at 30 °C and is made in Portugal.",
        )
    ]
    assert learn(drafts, "en").avoid == ()


def test_a_channel_that_asks_for_hashtags_keeps_them() -> None:
    disliked = [down("Warm wool. #cosy #wool", "no hashtags please")]
    lessons = learn(disliked, "en")
    assert lessons.broken("Warm wool. #cosy", 16) == "hashtags"
    kept = lessons.where_tags_must_be()
    assert kept.broken("Warm wool. #cosy", 16) == ""
    assert [lesson.key for lesson in kept.lessons] == [lesson.key for lesson in lessons.lessons]
    assert "asks for them" in kept.lessons[-1].message
    assert learn([], "en").where_tags_must_be() == learn([], "en")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("what", ["exclamation", "word", "length", "opening question"])
def test_what_one_thumb_named_is_gone_from_the_next_eight(studio, language: str, what: str) -> None:
    from core.copywriting import Brief, CopyDesk
    from core.engines.types import EngineInfo
    from core.store import drafts as rows

    en = language == "en"
    brief = Brief.from_dict(
        {"lang": "en", "product": "Aurora Kettle", "facts": ["boils one litre", "BPA-free", "$39"]}
        if en
        else {"lang": "zh", "product": "半盏水壶", "facts": ["容量0.6升", "三分钟烧开", "129元"]}
    )
    channel = "x_post" if en else "weibo"
    opened, plain, wording, marked = _says(en)

    class Writer:
        info = EngineInfo("says", "writer", "says", "")

        def propose(self, request, count):
            for i in range(12):
                yield plain[i % len(plain)].format(i=i, word="") + f" {_names(en)[i]}。"
                yield opened + plain[i % len(plain)].format(i=i, word=wording) + marked

    class Source:
        def writer(self, id=None, workspace=1):
            return Writer()

    text = opened + plain[0].format(i=0, word=wording) + marked
    desk = CopyDesk(studio.store, studio.settings, Source(), studio.ratings)
    with studio.store.writing() as db:
        row = rows.add_draft(
            db,
            1,
            {
                "brief_id": rows.keep_brief(db, 1, brief.digest, brief.to_dict()),
                "request": "r",
                "origin": "engine",
                "channel": channel,
                "language": language,
                "text": text,
                "engine": "says",
                "usable": True,
                "checks": [],
                "scores": {},
            },
        )
    said = {
        "exclamation": "no exclamation marks" if en else "不要感叹号",
        "word": f"don't say “{wording.strip()}”" if en else f"别用“{wording}”",
        "length": "too long" if en else "太长了",
        "opening question": "don't open with a question" if en else "不要用问句开头",
    }
    shows: dict[str, Callable[[str], bool]] = {
        "exclamation": lambda t: "!" in t or "！" in t,
        "word": lambda t: wording.strip() in t.lower(),
        "length": lambda t: len(t) >= len(text),
        "opening question": lambda t: t.startswith(opened.strip()),
    }
    assert shows[what](text)
    studio.ratings.rate(row["id"], -1, comment=said[what])
    written = [draft.text for draft in desk.write(brief, channel, 8, seed=3)]
    assert written
    assert not [one for one in written if shows[what](one)]


def _says(en: bool) -> tuple[str, tuple[str, ...], str, str]:
    if en:
        plain = (
            "Aurora Kettle {word}boils one litre, so tea is near.",
            "BPA-free and $39: Aurora Kettle {word}sits on a small shelf.",
            "Fill it, press it, breathe. Aurora Kettle {word}does the waiting.",
        )
        return "Still waiting for your tea? ", plain, "effortlessly ", " Tea time!"
    plain = (
        "半盏水壶{word}三分钟烧开，一杯热茶近在手边。",
        "只要129元，半盏水壶{word}放在小小的台面上。",
        "按下去，歇口气。半盏水壶{word}容量0.6升，一个人刚好。",
    )
    return "还在等水开吗？", plain, "轻轻松松", "喝茶去！"


def _names(en: bool) -> tuple[str, ...]:
    if en:
        return ("Slow", "Small", "Warm", "Late", "Early", "Quiet", "Kind", "Plain", *"ABCD")
    return tuple("慢小暖晚早静淡亮闲鲜好安")
