"""Planning, results from a file, and a winner that becomes an exemplar."""

from __future__ import annotations

import pytest

from core.copywriting import Brief
from core.errors import InputRejected, NotFound
from core.experiments import Experiments, Imported, sample_size
from core.feedback import Ratings
from core.settings import Settings
from core.store import drafts as rows
from core.store.store import Store
from tests.stored_drafts import keep_drafts

TEXTS = ("Aurora holds one litre.", "One litre, says Aurora.", "Fill Aurora. Wait. Drink.")


@pytest.fixture
def drafts(store: Store) -> list[int]:
    brief = Brief.from_dict({"lang": "en", "product": "Aurora", "facts": ["one litre"]})
    return keep_drafts(store, brief, TEXTS)


@pytest.fixture
def tests(store: Store, settings: Settings) -> Experiments:
    return Experiments(store, settings)


def csv(*lines: str) -> bytes:
    return "\n".join(("draft id,Impressions,Clicks,Conversions", *lines)).encode()


def test_results_come_in_once_and_decide(tests: Experiments, drafts: list[int]) -> None:
    a, b, _ = drafts
    id = tests.start([a, b, a], "Openings", planned=5000)
    file = csv(f"{a},3000,60,3", f"{a},2000,40,2", f"{b},5000,200,9")
    assert tests.import_results(file, "week.csv") == Imported(3, 2, 2)
    assert tests.import_results(file, "week.csv") == Imported(3, 2, 0)
    found = tests.get(id)
    assert found.figures == {a: (5000, 100, 5), b: (5000, 200, 9)}
    assert found.comparison is not None
    assert found.comparison.winner == b
    assert tests.enter({a: (5000, 100, 5)}) == 0
    assert tests.enter({a: (5100, 100, 5), b: (5000, 200, 9)}) == 1


def test_no_winner_before_the_planned_size(tests: Experiments, drafts: list[int]) -> None:
    a, b, _ = drafts
    id = tests.start([a, b], "Openings", planned=6000)
    tests.enter({a: (5900, 100, 5), b: (6000, 300, 9)})
    said = tests.get(id).comparison
    assert said is not None
    assert said.winner is None
    assert said.sentence[1] == {"id": b, "chance": "> 99 %", "planned": "6,000", "least": "5,900"}
    tests.enter({a: (6000, 120, 5)})
    said = tests.get(id).comparison
    assert said is not None
    assert (said.winner, said.sentence[1]["chance"]) == (b, "> 99 %")
    assert tests.get(tests.start([a, b], "Usual")).planned == sample_size(0.03, 0.2)


def test_a_test_counts_from_its_start_to_its_end(tests: Experiments, drafts: list[int]) -> None:
    a, b, _ = drafts
    tests.enter({a: (9000, 900, 90)})
    id = tests.start([a, b], "Openings", planned=1000)
    tests.enter({a: (10_000, 920, 91), b: (1000, 60, 2)})
    now = tests.get(id)
    assert now.comparison is not None
    assert [(arm.n, arm.hits) for arm in now.comparison.arms] == [(1000, 20), (1000, 60)]
    assert now.figures == {a: (10_000, 920, 91), b: (1000, 60, 2)}
    tests.close(id, b)
    tests.enter({a: (50_000, 9000, 91), b: (1001, 60, 2)})
    tests.close(id, a)
    ended = tests.get(id)
    assert ended.comparison == now.comparison
    assert ended.figures[a] == (50_000, 9000, 91)


def test_corrected_totals_never_break_a_running_test(tests: Experiments, drafts: list[int]) -> None:
    a, b, _ = drafts
    tests.enter({a: (9000, 10, 0), b: (9000, 10, 0)})
    id = tests.start([a, b], "Openings")
    tests.enter({a: (100, 5, 0), b: (9005, 40, 0)})
    found = tests.get(id).comparison
    assert found is not None
    assert [(arm.n, arm.hits) for arm in found.arms] == [(0, 0), (5, 5)]


def test_one_impossible_draft_stores_none(tests: Experiments, drafts: list[int]) -> None:
    a, b, _ = drafts
    id = tests.start([a, b], "Openings")
    for bad, error in (({b: (100, 200, 0)}, InputRejected), ({999: (1, 0, 0)}, NotFound)):
        with pytest.raises(error):
            tests.enter({a: (100, 5, 0), **bad})
    assert tests.get(id).figures == {a: (0, 0, 0), b: (0, 0, 0)}


def test_thousands_are_parted_by_commas_only(tests: Experiments, drafts: list[int]) -> None:
    id = tests.start(drafts[:2], "Openings")
    tests.import_results(
        csv(f'{drafts[0]},"1,234,567","12,345.0",7.00', f"{drafts[1]},9,,"), "w.csv"
    )
    assert tests.get(id).figures == {drafts[0]: (1_234_567, 12_345, 7), drafts[1]: (9, 0, 0)}


def test_chinese_columns_are_understood(tests: Experiments, drafts: list[int]) -> None:
    file = f"文案ID,曝光量,点击量\n{drafts[0]},1,000\n".replace("1,000", "1000,10").encode()
    assert tests.import_results(file, "数据.csv").changed == 1


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("99,100,5,0", "98,100,5,0"), "98, 99"),
        (("{a},100,-5,0",), "Row 2 has a negative"),
        (("{a},100,5,0", "{a},10,50,0"), "Row 3 has more clicks"),
        (("{a},many,5,0",), "“many” under Impressions"),
        (("aurora,100,5,0",), "“aurora” under draft id"),
        (("{a},12.000,5,0",), "“12.000” under Impressions"),
        (('{a},100,"12,5",0',), "“12,5” under Clicks"),
        (('{a},"1,00,000",5,0',), "“1,00,000” under Impressions"),
        ((",100,5,0",), "Row 2 has no draft id"),
    ],
)
def test_a_bad_row_stores_nothing(
    tests: Experiments, drafts: list[int], lines: tuple[str, ...], words: str
) -> None:
    good = f"{drafts[1]},500,5,0"
    with pytest.raises(InputRejected) as refused:
        tests.import_results(csv(*(line.format(a=drafts[0]) for line in lines), good), "w.csv")
    assert words in str(refused.value)
    assert tests.enter({drafts[1]: (500, 5, 0)}) == 1


def test_a_file_without_the_columns_is_refused(tests: Experiments) -> None:
    with pytest.raises(InputRejected, match="impressions"):
        tests.import_results(b"draft,clicks\n1,2\n", "w.csv")


def test_the_winner_becomes_an_exemplar(
    tests: Experiments, drafts: list[int], store: Store
) -> None:
    a, b, c = drafts
    id = tests.start([a, b], "Openings", "conversions", [1, 3])
    with pytest.raises(InputRejected):
        tests.close(id, c)
    tests.close(id, b)
    assert tests.get(id).winner_id == b
    assert tests.get(id).closed_at
    assert Ratings(store).lessons(None, "x_post", "en").exemplars == (TEXTS[1],)
    tests.close(id, None)
    assert Ratings(store).lessons(None, "x_post", "en").exemplars == ()


def test_deleted_drafts_leave_a_test_without_a_comparison(
    tests: Experiments, drafts: list[int], store: Store
) -> None:
    id = tests.start(drafts[:2], "Openings")
    with store.writing() as db:
        rows.delete_drafts(db, 1, drafts[:1])
    assert tests.get(id).comparison is None
    tests.delete(id)
    assert tests.all() == []
    with pytest.raises(NotFound):
        tests.get(id)


def test_plans_that_mean_nothing_are_refused(tests: Experiments, drafts: list[int]) -> None:
    for ids, name, measure, shares in (
        (drafts[:1], "x", "clicks", None),
        (drafts, " ", "clicks", None),
        (drafts, "x", "likes", None),
        (drafts, "x", "clicks", [1, 2]),
        (drafts, "x", "clicks", [1, 0, 1]),
    ):
        with pytest.raises(InputRejected):
            tests.start(ids, name, measure, shares)
    with pytest.raises(NotFound):
        tests.start([drafts[0], 999], "x")
    with pytest.raises(NotFound):
        tests.enter({999: (1, 0, 0)})
    with pytest.raises(InputRejected):
        tests.start(drafts, "x", planned=0)
    assert tests.all() == []
