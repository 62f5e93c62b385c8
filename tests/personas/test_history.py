from __future__ import annotations

import numpy as np
import pandas as pd

from core.personas.history import NOT_YET, History, cohorts, flows
from tests.personas.conftest import csv, shop


def bought(lines: list[tuple[str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(lines, columns=["customer_key", "bought_at"])
    table["amount"], table["product"], table["channel"] = 10.0, "Tea", "web"
    return table.assign(at=pd.to_datetime(table["bought_at"]))


def test_newcomers_are_followed_month_by_month():
    lines = [(f"a{i}", "2025-01-10") for i in range(20)]
    lines += [(f"a{i}", "2025-02-11") for i in range(5)]
    lines += [(f"a{i}", "2025-03-31") for i in range(10)]
    lines += [(f"b{i}", "2025-02-02") for i in range(10)]
    found = cohorts(bought(lines))
    assert found.months == ("2025-01", "2025-02")
    assert found.sizes == (20, 10)
    assert list(found.kept[0]) == [1.0, 0.25, 0.5]
    assert list(found.kept[1][:2]) == [1.0, 0.0]
    assert np.isnan(found.kept[1][2])


def test_a_month_that_is_not_over_does_not_count():
    lines = [(f"a{i}", "2025-01-10") for i in range(20)]
    lines += [(f"b{i}", "2025-02-10") for i in range(20)]
    lines += [("a1", "2025-03-05")]
    found = cohorts(bought(lines))
    assert found.kept.shape == (2, 2)


def test_too_little_time_gives_no_picture():
    assert cohorts(bought([(f"a{i}", "2025-01-10") for i in range(20)])) is None
    assert flows(bought([("a", "2025-01-10"), ("b", "2025-03-10")])) == []


def test_everybody_flows_from_one_group_to_another(personas, store):
    personas.import_table(csv(shop(seed=5, customers=300)[0]), "shop.csv")
    history = History(store)
    found = history.flows()
    assert sum(flow.customers for flow in found) == 300
    assert {flow.after for flow in found} >= {"champions"}
    late = [flow for flow in found if flow.before == NOT_YET]
    # December's gift buyers had not bought three months before.
    assert sum(flow.customers for flow in late) > 60
    assert history.cohorts().months[0] == "2025-01"


def test_an_empty_workspace_has_no_history(store):
    assert History(store).cohorts() is None
    assert History(store).flows() == []
