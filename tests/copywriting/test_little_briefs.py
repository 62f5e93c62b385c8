"""A brief of a product and a few facts is enough for every short and long channel."""

from __future__ import annotations

import pytest

from core.copywriting import Brief, channels
from core.copywriting.measures.opening import opening
from core.errors import InputRejected
from core.studio import Studio

KETTLE = Brief(
    "en",
    "Fernhill Kettle",
    ("holds 1.2 litres", "boils in four minutes", "stainless steel inside", "$49"),
)
HU = Brief("zh", "蕨丘水壶", ("容量1.2升", "四分钟烧开", "不锈钢内胆", "199元"))
# Planned pieces and whole ad sets take more facts than four; the page says so.
MORE = {"google_rsa", "blog_post", "soft_article", "email_long"}
CASES = [
    (brief, entry.id)
    for brief in (KETTLE, HU)
    for entry in channels(brief.lang)
    if entry.id not in MORE
]


@pytest.mark.parametrize(("brief", "channel"), CASES, ids=[f"{b.lang}-{c}" for b, c in CASES])
def test_four_facts_make_drafts(studio: Studio, brief: Brief, channel: str) -> None:
    drafts = list(studio.copy.write(brief, channel, 4, seed=3))
    assert len(drafts) >= 3
    for draft in drafts:
        assert "{" not in draft.text
        assert "None" not in draft.text


@pytest.mark.parametrize(
    ("brief", "channel"), [(HU, "moments"), (HU, "xiaohongshu"), (KETTLE, "instagram")]
)
@pytest.mark.parametrize("seed", [13, 7932, 15851])
def test_a_dull_draft_of_it_is_opened_another_way(
    studio: Studio, brief: Brief, channel: str, seed: int
) -> None:
    *_, draft = studio.copy.write(brief, channel, 8, seed=seed)
    studio.ratings.rate(draft.id, -1, reason="dull")
    try:
        new = studio.redesigns.redesign(draft.id, reason="dull")
    except InputRejected as error:
        pytest.fail(f"“{draft.text}”: {error}")
    assert opening(new.text, brief.lang) != opening(draft.text, brief.lang)
