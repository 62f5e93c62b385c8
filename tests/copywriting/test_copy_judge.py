"""The benchmark's judge and its planted claims do what their figures rest on."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from benchmarks._copy_judge import columns, judge, likeness
from benchmarks._planted_claims import POOLS, planted

ROOT = Path(__file__).resolve().parents[2]
EN = {
    "lang": "en", "id": "en-1", "product": "Aurora Kettle", "category": "kettle",
    "facts": ["boils one litre in three minutes", "$39"],
    "copies": {c: ["Aurora Kettle boils."] for c in
               ("x_post", "product_description", "linkedin", "google_description", "email_body")},
}  # fmt: skip
ZH = {"lang": "zh", "product": "半盏水壶", "facts": ["容量0.6升", "三分钟烧开"]}


def test_the_judge_shares_no_code_with_the_copy_desk() -> None:
    source = (ROOT / "benchmarks" / "_copy_judge.py").read_text("utf-8")
    assert "core" not in [line.split()[1].split(".")[0] for line in source.splitlines()
                          if line.startswith(("import ", "from "))]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "brief", "channel", "field"),
    [
        ("Aurora Kettle " * 30, EN, "x_post", "limits"),
        ("Aurora Kettle\ntwo lines", EN, "slogan", "limits"),
        ("Aurora Kettle 水壶", EN, "x_post", "language"),
        ("Aurora Kettle, seven lids", EN, "x_post", "numbers"),
        ("Aurora Kettle, $49", EN, "x_post", "numbers"),
        ("Aurora Kettle, the best", EN, "x_post", "banned"),
        ("Aurora Kettle, money back", EN, "x_post", "banned"),
        ("This is a kettle that boils water", ZH, "weibo", "language"),
        ("半盏水壶，十二个颜色", ZH, "weibo", "numbers"),
        ("半盏水壶，顶级水壶", ZH, "weibo", "banned"),
    ],
)
def test_the_judge_finds(text: str, brief: dict, channel: str, field: str) -> None:
    assert getattr(judge(text, brief, channel), field)


@pytest.mark.parametrize(
    ("text", "brief", "channel"),
    [
        ("Aurora Kettle boils 1,000 ml in 180 seconds, $39. Best wishes.", EN, "x_post"),
        ("半盏水壶，600毫升，3分钟烧开。", ZH, "weibo"),
    ],
)
def test_the_judge_lets_pass(text: str, brief: dict, channel: str) -> None:
    assert judge(text, brief, channel).clean


def test_columns_and_likeness() -> None:
    assert columns("ab水壶！") == 8
    assert likeness("a kettle boils", "a kettle boils", "en") == 1
    assert likeness("三分钟烧开", "五分钟烧开", "zh") == pytest.approx(3 / 5)


def test_the_two_halves_share_no_frame_and_no_word() -> None:
    rows = [EN | {"id": f"en-{i}"} for i in range(40)]
    dev = list(planted(rows, "en", "dev", 12))
    test = list(planted(rows, "en", "test", 12))
    assert not {item.frame for item in dev} & {item.frame for item in test}
    assert not {item.claim for item in dev} & {item.claim for item in test}
    assert not {item.brief["id"] for item in dev} & {item.brief["id"] for item in test}
    assert all(item.text[item.start : item.end] == item.claim for item in dev)
    kinds = tomllib.loads(POOLS.read_text("utf-8"))["en"]
    assert {item.kind for item in dev} == set(kinds)
    assert sum(not item.digits for item in dev) * 3 >= len(dev)
