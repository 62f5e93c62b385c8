"""Long runs out of the training copy or earlier drafts are found, the brief's own words are not."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

from core.copywriting import Brief, CopyDesk
from core.copywriting.checks import memorised
from core.copywriting.checks.memorised import check_memorised

KETTLE = "Water off the boil is a guess. Water at the temperature you set is a recipe."
POT = "下班回家，最省心的做法是三样东西一锅：一样出汤，一样吃饱，一样好看。"


def test_a_run_out_of_the_corpus_is_marked_whatever_its_case_and_marks(
    kettle: Brief, hu: Brief
) -> None:
    text = "Hm! WATER OFF THE BOIL, is a guess: water at the temperature. Aurora Kettle."
    (found,) = check_memorised(text, kettle)
    assert (found.rule, found.level) == ("memorised.corpus", "warning")
    assert text[slice(*found.span)] == found.params["words"]
    assert found.params["words"].startswith("WATER OFF")
    assert "Aurora" not in found.params["words"]
    (found,) = check_memorised(f"半盏水壶。{POT}", hu, level="error")
    assert (found.level, found.span) == ("error", (5, 5 + len(POT) - 1))


def test_seven_words_are_nobodys_and_eight_are(kettle: Brief) -> None:
    words = KETTLE.split()
    assert check_memorised(" ".join(words[:7]), kettle) == []
    assert check_memorised(" ".join(words[:8]), kettle)


def test_what_the_brief_says_is_not_counted(kettle: Brief) -> None:
    copied = KETTLE.removesuffix(".")
    own = Brief("en", "Aurora Kettle", (copied, "BPA-free"))
    assert check_memorised(f"{copied}. BPA-free. Aurora Kettle.", own) == []
    assert check_memorised(copied, kettle)


def test_earlier_drafts_are_a_warning_and_runs_do_not_cross_from_one_to_the_next(
    kettle: Brief,
) -> None:
    before = ("The cat sleeps where the sun comes in.", "After lunch nobody minds at all.")
    copied = "Well: the cat sleeps where the sun comes in, yes."
    (found,) = check_memorised(copied, kettle, before, level="error")
    assert (found.rule, found.level) == ("memorised.draft", "note")
    across = "where the sun comes in. After lunch nobody minds"
    assert check_memorised(across, kettle, before) == []


def test_an_engine_may_not_copy_and_a_person_may(
    says: Any, desk: Callable[..., CopyDesk], kettle: Brief
) -> None:
    copied = f"Aurora Kettle. {KETTLE}"
    copy = desk(says([copied, "Aurora Kettle boils one litre in three minutes. Tea is near."]))
    run = copy.write(kettle, "x_post", 2, seed=1)
    assert [draft.text for draft in run] == [run.drafts[0].text]
    assert "Water off" not in run.drafts[0].text
    assert run.report.fallen["memorised.corpus"] == 1
    checked = copy.check(copied, kettle, "x_post")
    assert checked.usable
    assert "memorised.corpus" in [finding.rule for finding in checked.checks]


def test_the_index_is_small_and_soon_made(kettle: Brief) -> None:
    memorised._corpus.cache_clear()
    start = process_time()
    sizes = [memorised._corpus(language).nbytes for language in ("en", "zh")]
    assert process_time() - start < 3
    assert 2_000_000 < sum(sizes) < 15_000_000
