"""What fell goes back to an engine that heeds why, and what engines took is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from core.copywriting import Brief, CopyDesk
from core.engines.spending import Price, Spending
from core.engines.types import CopyRequest, Usage
from core.errors import EngineFailed, InputRejected
from core.store import engine_calls
from core.store.store import Store

Desk = Callable[..., CopyDesk]
GOOD = "Aurora Kettle boils one litre in three minutes, so the night bottle is quick."
BAD = "Aurora Kettle boils one litre in 97 seconds, faster than you find the cup."


def heeding(says, lines: list[str], mended: list[str], fails: bool = False):
    """A writer that says `lines`, and `mended` when it is told what was wrong."""

    class Heeds(says):
        usage = None

        def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
            self.requests.append(request)
            self.usage = Usage(100, 10, estimated=bool(request.rejected))
            if request.rejected and fails:
                raise EngineFailed("The server hung up.")
            yield from mended if request.rejected else lines

    writer = Heeds([])
    writer.info = replace(writer.info, obeys=frozenset({"rejected"}))
    return writer


def test_what_fell_is_written_again_once_with_the_reasons(says, desk: Desk, kettle: Brief) -> None:
    writer = heeding(says, [BAD], [GOOD])
    run = desk(writer).write(kettle, "google_description", count=1)
    (draft,) = list(run)
    assert draft.text == GOOD
    assert len(writer.requests) == 2
    (rejected,) = writer.requests[1].rejected
    assert rejected.text == BAD
    assert any("97" in reason for reason in rejected.reasons)
    assert run.report.fallen["facts.number"] == 1


def test_reasons_are_told_in_the_language_of_the_brief(says, desk: Desk, hu: Brief) -> None:
    writer = heeding(says, ["半盏水壶，容量九升半。"], [])
    list(desk(writer, says([])).write(hu, "slogan", count=1))
    told = [request.rejected for request in writer.requests if request.rejected]
    assert len(told) == 1
    assert "简报" in told[0][0].reasons[0]


def test_an_engine_that_heeds_no_reasons_is_not_asked_for_it(
    says, desk: Desk, kettle: Brief
) -> None:
    writer = says([BAD])
    list(desk(writer).write(kettle, "google_description", count=1))
    assert writer.requests
    assert not any(request.rejected for request in writer.requests)


def test_a_failing_second_try_costs_nothing_that_was_there(says, desk: Desk, kettle: Brief) -> None:
    writer = heeding(says, [BAD, GOOD], [], fails=True)
    run = desk(writer).write(kettle, "google_description", count=2)
    assert [draft.text for draft in run] == [GOOD]
    assert not any("failed" in note for note, _ in run.report.notes)


def test_calls_seconds_and_tokens_are_kept_under_the_request(
    says, desk: Desk, kettle: Brief, store: Store
) -> None:
    run = desk(heeding(says, [BAD], [GOOD])).write(kettle, "google_description", count=1)
    list(run)
    with store.open() as db:
        (row,) = engine_calls.of_request(db, 1, run.id)
    assert (row["engine"], row["purpose"]) == ("says", "write")
    assert (row["calls"], row["texts"], row["failures"]) == (2, 2, 0)
    assert (row["input_tokens"], row["output_tokens"], row["estimated"]) == (200, 20, 1)
    assert 0 <= row["first"] <= row["seconds"] < 5


def test_an_engine_that_fails_and_the_one_that_takes_over_have_a_row_each(
    says, desk: Desk, kettle: Brief, store: Store
) -> None:
    broken = says([GOOD, "and more"], id="server", fails_after=1)
    bundled = says(["Aurora Kettle: 15% off until Sunday."], id="copybook")
    run = desk(broken, bundled).write(kettle, "google_description", count=2)
    list(run)
    with store.open() as db:
        rows = engine_calls.of_request(db, 1, run.id)
    assert [(row["engine"], row["failures"]) for row in rows] == [("server", 1), ("copybook", 0)]
    assert rows[0]["input_tokens"] is None
    assert GOOD in [draft.text for draft in run.drafts]


def test_a_typed_price_makes_the_cost(says, desk: Desk, kettle: Brief, store: Store) -> None:
    list(desk(heeding(says, [BAD], [GOOD])).write(kettle, "google_description", count=1))
    spending = Spending(store)
    assert spending.spent()["says"].cost is None
    spending.set_price("says", Price(2.5, 10))
    spent = spending.spent()["says"]
    assert spent.cost == pytest.approx((200 * 2.5 + 20 * 10) / 1e6)
    assert spent.estimated
    assert spending.prices() == {"says": Price(2.5, 10)}
    spending.set_price("says", None)
    assert spending.spent()["says"].cost is None


@pytest.mark.parametrize("price", [Price(-1, 0), Price(0, float("inf")), Price(float("nan"), 1)])
def test_a_price_is_a_number_from_zero_on(store: Store, price: Price) -> None:
    with pytest.raises(InputRejected):
        Spending(store).set_price("says", price)
    assert Spending(store).prices() == {}
