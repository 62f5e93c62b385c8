"""One “too long”, and every next draft of the channel is shorter than the one it was said of."""

from __future__ import annotations

import pytest

from core.copywriting import Brief

BRIEFS = {
    "en": {
        "lang": "en",
        "product": "Aurora Kettle",
        "category": "electric kettle",
        "facts": [
            "boils one litre in three minutes",
            "keeps water hot for an hour",
            "stainless steel inside",
            "switches itself off",
            "$39",
        ],
        "audience": "new parents",
        "cta": "See the kettle",
    },
    "zh": {
        "lang": "zh",
        "product": "半盏水壶",
        "category": "电热水壶",
        "facts": ["容量0.6升", "三分钟烧开", "不锈钢内胆", "烧开后自动断电", "底座可绕线", "129元"],
        "audience": "租房的上班族",
        "cta": "看看这只壶",
        "keywords": ["水壶", "租房好物"],
    },
}


@pytest.mark.parametrize(
    ("language", "channel"),
    [("en", "sms"), ("en", "landing_hero"), ("zh", "xiaohongshu"), ("zh", "weibo")],
)
def test_one_too_long_is_enough(studio, language: str, channel: str) -> None:
    brief = Brief.from_dict(BRIEFS[language])
    kind = studio.copy.channels.get(channel, language)
    drafts = list(studio.copy.write(brief, channel, 8, seed=1, engine="copybook"))
    longest = max(drafts, key=lambda draft: kind.count(draft.text))
    studio.ratings.rate(longest.id, -1, reason="too_long")
    after = list(studio.copy.write(brief, channel, 8, seed=2, engine="copybook"))
    assert len(after) >= 4
    assert all(kind.count(draft.text) < kind.count(longest.text) for draft in after)
