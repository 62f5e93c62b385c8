"""What a card shows of a draft: marks, what is new, its platform's fold, and its score."""

from __future__ import annotations

import pytest

from core.copywriting import Check, marked, new_words, preview
from core.copywriting.briefs.sketches import Sketches
from core.copywriting.channels.channels import bundled, channel
from core.copywriting.redesign.cuts import all_fixed, fixed, lines_of, without
from core.copywriting.writing.rank import score
from core.copywriting.writing.scorecard import score_lines

SET = "One\nTwo\nThree\nFour\n\nIt pours.\nIt waits.\nIt rests."


def test_marked_pieces_join_to_the_text_and_the_gravest_finding_shows() -> None:
    text = "This is best ok"
    grave, light = Check("law.x", "error", "", span=(8, 12)), Check("n", "note", "", span=(5, 12))
    pieces = marked(text, [light, grave, Check("far", "error", "", span=(90, 99))])
    assert "".join(piece.text for piece in pieces) == text
    assert [(piece.text, piece.check) for piece in pieces if piece.check] == [("best", grave)]


@pytest.mark.parametrize(
    ("old", "new", "fresh"),
    [
        ("a b c", "a x y c", ["x y"]),
        ("三分钟烧开", "三分钟就烧开了", ["就", "了"]),
        ("same", "same", []),
        ("", "all new", ["all new"]),
    ],
)
def test_new_words_are_told_from_old_ones(old: str, new: str, fresh: list[str]) -> None:
    found = new_words(old, new)
    assert "".join(words for words, _ in found) == new
    assert [words for words, is_new in found if is_new] == fresh


@pytest.mark.parametrize("kind", [*bundled("en"), *bundled("zh")], ids=lambda kind: kind.id)
def test_no_character_is_lost_behind_a_fold(kind) -> None:
    text = "Title here\n" + "words and more words " * 20 + "\n#tag #other"
    if kind.structure == "ad_set":
        text = SET
    seen = preview(text, kind)
    shown = "".join([seen.title, seen.body, seen.rest, seen.tags])
    assert sorted("".join(shown.split()).replace("|", "")) == sorted("".join(text.split()))


def test_a_post_folds_where_the_platform_does() -> None:
    seen = preview("word " * 60, channel("linkedin", "en"))
    assert len(seen.body) <= 210
    assert seen.body.endswith("word")
    assert seen.rest
    ad = preview(SET, channel("google_rsa", "en"))
    assert (ad.title, ad.body) == ("One | Two | Three", "It pours. It waits.")
    assert preview("半盏水壶" * 40, channel("weibo", "zh")).rest


def test_the_parts_of_a_score_add_up_to_it(kettle) -> None:
    kind = channel("x_post", "en")
    text = "Aurora Kettle boils one litre in three minutes and costs $39."
    warned = [Check("w", "warning", "careful")]
    scores = score(text, kettle, kind, warned) | {"learnt": 0.8, "writer": 0.5}
    lines = score_lines(text, kettle, kind, scores, warned)
    assert sum(line.value * line.weight for line in lines) == pytest.approx(
        scores["total"], abs=0.001
    )
    assert lines[-1].value < 0
    assert "boils one litre" in lines[0].reason[1]["facts"]


def test_lines_of_a_text_join_to_it_and_can_be_left_out(kettle) -> None:
    kind, ads = channel("x_post", "en"), channel("google_rsa", "en")
    text = "It pours. It waits at 3.5 degrees! Done?"
    assert lines_of(text, kind) == ["It pours. ", "It waits at 3.5 degrees! ", "Done?"]
    assert without(text, kind, [1]) == "It pours. Done?"
    assert "".join(lines_of(SET, ads)) == SET
    assert without(SET, ads, [1, 4]).splitlines()[:2] == ["One", "Three"]


def test_a_fix_leaves_a_clean_sentence() -> None:
    out = Check("law", "error", "", span=(4, 8), fix="")
    assert fixed("The best kettle.", out) == "The kettle."
    swap = Check("voice", "error", "", span=(0, 3), fix="mobile app")
    assert fixed("App for tea!", swap) == "Mobile app for tea!"
    calm = Check("voice", "error", "", span=(11, 12), fix=".")
    assert all_fixed("App for tea!", [swap, calm]) == "Mobile app for tea."


def test_a_sketch_is_each_persons_own(store) -> None:
    sketches = Sketches(store)
    sketches.keep("ann", {"product": "Aurora", "facts": []})
    sketches.keep("ann", {"product": "Aurora 2", "facts": ["x"]})
    assert sketches.last("ann") == {"product": "Aurora 2", "facts": ["x"]}
    assert sketches.last("bob") is None
