"""Forecasts of customers against a tuned reference and the honest baselines.

    python -m benchmarks.customer_forecasts [--data FOLDER] [--only response,purchases,products]

response: on a quarter of each file held out, the AUC and the calibration error (ECE) of the
forecast as it ships, with and without protected columns, beside gradient boosting tuned by
random search on the same columns and the same split, and the best column alone. purchases:
superstore orders of the last 3, 6 and 12 months, foretold from those before: errors of
purchases and money beside "the same as the period before", lapse beside recency alone.
products: NDCG@10 on the last months beside the most popular products, of superstore and of
generated customers with tastes. Data sets are read from --data or $BRANDLOOP_DATA and nothing
of them is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

FILES = (
    ("en_packt_marketing/Churn_Modelling.csv.gz", "Exited", "1"),
    ("en_packt_marketing/Telco_Churn_Data.csv.gz", "Target Churn", "Churn"),
    ("en_bank_marketing_full/bank_full.csv.gz", "y", "1"),
    ("en_customer_personality/marketing_campaign.csv.gz", "AcceptedCmp6", "Yes"),
)
ORDERS = "en_superstore_sales/superstore.csv.gz"


def population(path: Path, home: Path) -> Any:
    """The customers of a file as the import door lets them in, with the guessed mapping."""
    from core.personas import Personas
    from core.settings import Settings
    from core.store.store import Store

    settings = Settings(home=home)
    personas = Personas(Store(settings.database), settings)
    personas.import_table(path, path.name)
    return personas.population()


def tuned(matrix: Any, happened: Any, inside: Any, out: Any) -> float:
    """The AUC of gradient boosting with 8 random settings, chosen by three-fold AUC."""
    from scipy.stats import loguniform, randint
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import RandomizedSearchCV

    search = RandomizedSearchCV(
        HistGradientBoostingClassifier(early_stopping=True, max_iter=400, random_state=0),
        {
            "learning_rate": loguniform(0.02, 0.3),
            "max_leaf_nodes": randint(4, 40),
            "min_samples_leaf": randint(10, 80),
            "l2_regularization": loguniform(1e-3, 10),
        },
        n_iter=8,
        cv=3,
        scoring="roc_auc",
        random_state=0,
    ).fit(matrix[inside], happened[inside])
    return float(roc_auc_score(happened[out], search.predict_proba(matrix[out])[:, 1]))


def response(folder: Path, home: Path) -> None:
    from sklearn.model_selection import train_test_split

    from core.personas.forecasts.inputs import alone_auc, sift
    from core.personas.forecasts.measures import calibration_error, ranking
    from core.personas.forecasts.response import usable_table
    from core.personas.forecasts.trees import learn

    print(
        "file, protected columns        AUC  reference  apart   ECE   best column alone   seconds"
    )
    for name, column, event in FILES:
        people = population(folder / name, home / Path(name).stem)
        table = usable_table(people)
        happened = (people.attributes[column] == event).to_numpy(dtype=bool)
        rows = np.arange(people.size)
        inside, out = train_test_split(rows, test_size=0.25, random_state=0, stratify=happened)
        for allowed in (True, False):
            inputs = sift(
                table.drop(columns=column), happened, people.outcomes, allow_protected=allowed
            )
            matrix = inputs.matrix(table)
            start = time.process_time()
            made = learn(matrix[inside], happened[inside], lambda done, total: None)
            seconds = time.process_time() - start
            chances = made.trees.chances(matrix[out], np.full(len(out), -1))
            auc = ranking(chances, happened[out]).auc
            other = tuned(matrix, happened, inside, out)
            best = next(iter(inputs.alone))
            kind = next(c.kind for c in inputs.columns if c.name == best)
            alone = alone_auc(table[best], kind, happened)
            print(
                f"{Path(name).stem[:-4]:20} {'in ' if allowed else 'out'}      {auc:.4f}     "
                f"{other:.4f} {auc - other:+.4f} {calibration_error(chances, happened[out]):.4f}   "
                f"{alone:.4f} {best:12}  {seconds:.0f}",
                flush=True,
            )
            if allowed:
                named = ", ".join(f"{k}: {v}" for k, v in inputs.left_out.items())
                print(f"    left out: {named or 'nothing'}")


def shop(folder: Path) -> Any:
    import pandas as pd

    table = pd.read_csv(folder / ORDERS)
    table["at"] = pd.to_datetime(table["Order Date"], format="mixed")
    return table, pd.factorize(table["Customer ID"])[0]


def purchases(folder: Path) -> None:
    from core.personas.forecasts.purchases import foretell_purchases, orders_of

    table, customer = shop(folder)
    orders = orders_of(customer, table["at"], table["Sales"])
    print(
        "days  for one customer: mean error, root of squares, each beside the same as last period"
    )
    for days in (91, 182, 365):
        made = foretell_purchases(orders, days, lambda done, total: None)
        figures = made.figures
        for kind in ("purchases", "value"):
            own, other = figures[f"{kind}_error"], figures[f"{kind}_baseline"]
            print(
                f"{days:>4}  {kind:9}  {own['mean']:8.2f} / {other['mean']:8.2f}   "
                f"{own['squares']:8.2f} / {other['squares']:8.2f}"
            )
        print(
            f"      lapse      AUC {figures['auc']:.3f} ({figures['auc_low']:.3f} to "
            f"{figures['auc_high']:.3f}), recency alone {figures['baseline_auc']:.3f}, "
            f"ECE {figures['ece']:.3f}; all money foretold, come, before: {figures['value_sum']}",
            flush=True,
        )


def products(folder: Path) -> None:
    from core.personas.forecasts.products import baskets, next_products

    table, customer = shop(folder)
    print("products, days      NDCG@10  most popular  difference with 95 % interval   mix")
    sets = {
        column: baskets(customer, table[column], table["at"], int(customer.max()) + 1)
        for column in ("Sub-Category", "Product Name")
    }
    for name, bought in {**sets, "planted tastes": tastes()}.items():
        for days in (60,) if name == "planted tastes" else (91, 182, 365):
            f = next_products(bought, days).figures
            print(
                f"{name:14} {days:>4}   {f['ndcg']:.4f}   {f['baseline_ndcg']:.4f}        "
                f"{f['gain']:+.4f} ({f['gain_low']:+.4f} to {f['gain_high']:+.4f})    "
                f"share {f['share']}, half-life {f['life']}",
                flush=True,
            )


def tastes() -> Any:
    """Eight lines a year each of 500 customers with one of three planted tastes in 30 products."""
    from core.personas.forecasts.products import Baskets

    rng = np.random.default_rng(7)
    odds = np.tile(rng.dirichlet(np.full(30, 2.0)), (3, 1))
    for kind in range(3):
        odds[kind, np.arange(30) % 3 != kind] *= 0.15
    odds /= odds.sum(axis=1, keepdims=True)
    customer = np.repeat(np.arange(500), 8)
    item = np.array([rng.choice(30, p=odds[who % 3]) for who in customer])
    return Baskets(customer, item, rng.uniform(0, 360, 4000), [str(i) for i in range(30)], 500)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("BRANDLOOP_DATA"))
    parser.add_argument("--only", default="response,purchases,products")
    args = parser.parse_args()
    if args.data is None:
        print("no --data and no BRANDLOOP_DATA: nothing to measure")
        return
    warnings.simplefilter("ignore")
    wanted = args.only.split(",")
    if "purchases" in wanted:
        purchases(args.data)
    if "products" in wanted:
        products(args.data)
    if "response" in wanted:
        with tempfile.TemporaryDirectory() as home:
            response(args.data, Path(home))


if __name__ == "__main__":
    main()
