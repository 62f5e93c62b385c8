"""Write the demo customers and transactions: customers.csv (800) and transactions.csv (6,000).

    python assets/samples/generate_customers.py [--out FOLDER] [--seed 2026]

Everything is invented. The same seed gives the same bytes. Every transaction lies between
2025-11-01 and 2026-10-31, every customer has at least one, and no file names the planted group a
customer belongs to: finding the groups again is what the demo is for. The groups are

    subscribers  a Blend every month, mostly in the morning and in the app, seldom a discount
    gifters      Lamps and Kettles, several at once, in November and December, in the evening
    hikers       Daypacks and their accessories from March to September, at weekends
    bargains     small baskets all year, nearly always discounted, late in the evening
    lapsed       one to five purchases before March 2026 and silence after that
    occasional   a few purchases of anything at any time: the noise every customer base has
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

FIRST_DAY = pd.Timestamp("2025-11-01")
LAST_DAY = pd.Timestamp("2026-10-31")
TRANSACTIONS = 6_000
Choice = TypeVar("Choice")
KETTLE, DAYPACK, LAMP, BLEND = (
    "Fernhill Kettle",
    "Fernhill Daypack",
    "Fernhill Lamp",
    "Fernhill Blend",
)

CHANNELS = ("email", "app", "web", "store")
AGES = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
SIZES = ("village", "town", "city", "metro")
COUNTRIES = {"US": 0.42, "GB": 0.25, "CA": 0.13, "AU": 0.12, "IE": 0.08}

# Variant names and their list price in USD, per product.
PRICES = {
    KETTLE: {"kettle": 59.00, "descaler": 9.00, "filter": 6.50},
    DAYPACK: {"22 L pack": 85.00, "rain cover": 19.00, "bottle sleeve": 15.00, "strap set": 12.00},
    LAMP: {"lamp": 39.00, "spare clip": 8.00},
    BLEND: {"250 g bag": 14.50, "500 g bag": 26.00},
}


@dataclass(frozen=True)
class Group:
    """How one planted group looks. Tuples of weights follow the constants of the same name;
    `months` weighs the months 1..12 and `hours` is the mean and spread of the hour of day."""

    size: int
    mean_orders: float
    products: dict[str, dict[str, float]]
    months: dict[int, float]
    hours: tuple[float, float]
    weekend: float
    quantities: tuple[float, ...]
    discounts: dict[int, float]
    channels: tuple[float, ...]
    ages: tuple[float, ...]
    newsletter: float
    sizes: tuple[float, ...]


ALL_YEAR = dict.fromkeys(range(1, 13), 1.0)

GROUPS = {
    "subscribers": Group(
        size=170,
        mean_orders=12.5,
        products={
            BLEND: {"250 g bag": 0.62, "500 g bag": 0.31},
            KETTLE: {"kettle": 0.02, "descaler": 0.03},
            LAMP: {"lamp": 0.02},
        },
        months=ALL_YEAR,
        hours=(7.5, 1.1),
        weekend=0.27,
        quantities=(0.85, 0.15),
        discounts={0: 0.92, 10: 0.08},
        channels=(0.12, 0.70, 0.15, 0.03),
        ages=(0.05, 0.32, 0.34, 0.18, 0.08, 0.03),
        newsletter=0.62,
        sizes=(0.05, 0.15, 0.35, 0.45),
    ),
    "gifters": Group(
        size=140,
        mean_orders=6.5,
        products={LAMP: {"lamp": 0.52}, KETTLE: {"kettle": 0.38}, BLEND: {"250 g bag": 0.10}},
        months={11: 0.42, 12: 0.42, 5: 0.05, 6: 0.03, 2: 0.03, 9: 0.02, 10: 0.03},
        hours=(20.0, 1.5),
        weekend=0.35,
        quantities=(0.45, 0.35, 0.15, 0.05),
        discounts={0: 0.75, 10: 0.20, 20: 0.05},
        channels=(0.30, 0.08, 0.45, 0.17),
        ages=(0.02, 0.10, 0.22, 0.30, 0.22, 0.14),
        newsletter=0.55,
        sizes=(0.12, 0.33, 0.35, 0.20),
    ),
    "hikers": Group(
        size=140,
        mean_orders=8.5,
        products={
            DAYPACK: {
                "22 L pack": 0.26,
                "rain cover": 0.20,
                "bottle sleeve": 0.22,
                "strap set": 0.17,
            },
            BLEND: {"250 g bag": 0.10},
            LAMP: {"lamp": 0.05},
        },
        months={3: 0.14, 4: 0.17, 5: 0.18, 6: 0.15, 7: 0.13, 8: 0.10, 9: 0.08, 10: 0.03, 12: 0.02},
        hours=(12.5, 2.5),
        weekend=0.86,
        quantities=(0.82, 0.18),
        discounts={0: 0.85, 10: 0.10, 20: 0.05},
        channels=(0.12, 0.18, 0.30, 0.40),
        ages=(0.14, 0.30, 0.22, 0.16, 0.12, 0.06),
        newsletter=0.45,
        sizes=(0.22, 0.38, 0.28, 0.12),
    ),
    "bargains": Group(
        size=160,
        mean_orders=8.0,
        products={
            BLEND: {"250 g bag": 0.34},
            KETTLE: {"descaler": 0.16, "filter": 0.14},
            DAYPACK: {"strap set": 0.10, "bottle sleeve": 0.10},
            LAMP: {"spare clip": 0.13, "lamp": 0.03},
        },
        months=ALL_YEAR,
        hours=(22.0, 1.0),
        weekend=0.30,
        quantities=(0.90, 0.10),
        discounts={0: 0.06, 20: 0.34, 30: 0.40, 40: 0.20},
        channels=(0.60, 0.10, 0.27, 0.03),
        ages=(0.32, 0.26, 0.14, 0.12, 0.09, 0.07),
        newsletter=0.90,
        sizes=(0.10, 0.30, 0.38, 0.22),
    ),
    "lapsed": Group(
        size=130,
        mean_orders=3.0,
        products={
            BLEND: {"250 g bag": 0.45},
            KETTLE: {"kettle": 0.20},
            DAYPACK: {"22 L pack": 0.15},
            LAMP: {"lamp": 0.20},
        },
        months={11: 0.38, 12: 0.27, 1: 0.25, 2: 0.10},
        hours=(15.0, 3.5),
        weekend=0.30,
        quantities=(0.92, 0.08),
        discounts={0: 0.70, 20: 0.30},
        channels=(0.30, 0.08, 0.50, 0.12),
        ages=(0.18, 0.24, 0.20, 0.16, 0.13, 0.09),
        newsletter=0.18,
        sizes=(0.12, 0.28, 0.36, 0.24),
    ),
    "occasional": Group(
        size=60,
        mean_orders=4.0,
        products={
            BLEND: {"250 g bag": 0.25},
            KETTLE: {"kettle": 0.25},
            DAYPACK: {"22 L pack": 0.25},
            LAMP: {"lamp": 0.25},
        },
        months=ALL_YEAR,
        hours=(14.0, 4.0),
        weekend=0.29,
        quantities=(0.90, 0.10),
        discounts={0: 0.75, 10: 0.15, 20: 0.10},
        channels=(0.25, 0.20, 0.40, 0.15),
        ages=(0.15, 0.20, 0.20, 0.20, 0.15, 0.10),
        newsletter=0.40,
        sizes=(0.15, 0.30, 0.30, 0.25),
    ),
}


def generate(seed: int = 2026) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return (customers, transactions, groups): 800 rows, 6,000 rows in order of time, and the
    planted group of each customer_id, which is not written to any file."""
    rng = np.random.default_rng(seed)
    names = [name for name, group in GROUPS.items() for _ in range(group.size)]
    groups = pd.Series(
        rng.permutation(names),
        index=pd.Index([f"C{n:04d}" for n in range(1, len(names) + 1)], name="customer_id"),
        name="group",
    )
    customers = _customers(rng, groups)
    orders = _order_counts(rng, groups)
    rows = [
        row
        for customer, group, channel in zip(groups.index, groups, customers["channel"], strict=True)
        for row in _orders(rng, group, customer, channel, orders[customer])
    ]
    columns = ["customer_id", "date", "product", "quantity", "amount"]
    columns += ["channel", "hour", "discount", "variant"]
    transactions = pd.DataFrame(rows, columns=columns)
    transactions = transactions.sort_values(
        ["date", "hour", "customer_id", "variant"], kind="stable", ignore_index=True
    )
    ids = [f"T{n:05d}" for n in range(1, len(transactions) + 1)]
    transactions.insert(0, "transaction_id", ids)
    first = pd.to_datetime(transactions.groupby("customer_id")["date"].min())
    waited = pd.to_timedelta(np.floor(rng.exponential(240, len(customers))), unit="D")
    joined = first.reindex(customers["customer_id"]).to_numpy() - waited
    customers.insert(1, "signup_date", joined.strftime("%Y-%m-%d"))
    return customers, transactions, groups


def _customers(rng: np.random.Generator, groups: pd.Series) -> pd.DataFrame:
    """One row per customer, without the sign-up date. About 3 % leave their age blank."""
    rows = []
    for customer, name in groups.items():
        group = GROUPS[name]
        age = _pick(rng, AGES, group.ages)
        rows.append(
            {
                "customer_id": customer,
                "country": _pick(rng, tuple(COUNTRIES), tuple(COUNTRIES.values())),
                "channel": _pick(rng, CHANNELS, group.channels),
                "age_band": "" if rng.random() < 0.03 else age,
                "newsletter": "yes" if rng.random() < group.newsletter else "no",
                "city_size": _pick(rng, SIZES, group.sizes),
            }
        )
    return pd.DataFrame(rows)


def _order_counts(rng: np.random.Generator, groups: pd.Series) -> dict[str, int]:
    """Orders per customer, at least one each and TRANSACTIONS together: the difference between
    the draw and the wanted sum is spread over bargain seekers, one order at a time."""
    low_high = {"subscribers": (10, 16), "lapsed": (1, 5)}
    counts = {}
    for customer, name in groups.items():
        low, high = low_high.get(name, (2, 16))
        counts[customer] = int(np.clip(rng.poisson(GROUPS[name].mean_orders), low, high))
    flexible = list(groups.index[groups == "bargains"])
    turn = 0
    while (missing := TRANSACTIONS - sum(counts.values())) != 0:
        customer = flexible[turn % len(flexible)]
        if missing > 0 or counts[customer] > 2:
            counts[customer] += 1 if missing > 0 else -1
        turn += 1
    return counts


def _orders(
    rng: np.random.Generator, name: str, customer: str, channel: str, count: int
) -> list[tuple[str, str, str, int, float, str, int, int, str]]:
    """The transactions of one customer, in the column order of `generate`."""
    group = GROUPS[name]
    months = _months(rng, name, count)
    variants = {(p, v): w for p, vs in group.products.items() for v, w in vs.items()}
    rows = []
    for place, month in enumerate(months):
        product, variant = _pick(rng, tuple(variants), tuple(variants.values()))
        if name == "subscribers" and place < 12:
            product, variant = BLEND, "500 g bag" if int(customer[1:]) % 3 == 0 else "250 g bag"
        day = _day(rng, month, group.weekend)
        quantity = 1 + _pick(rng, tuple(range(len(group.quantities))), group.quantities)
        discount = _pick(rng, tuple(group.discounts), tuple(group.discounts.values()))
        amount = PRICES[product][variant] * quantity * (100 - discount) / 100
        used = channel if rng.random() < 0.82 else _pick(rng, CHANNELS, group.channels)
        hour = int(np.clip(round(rng.normal(*group.hours)), 0, 23))
        date = day.strftime("%Y-%m-%d")
        rows.append(
            (customer, date, product, quantity, round(amount, 2), used, hour, discount, variant)
        )
    return rows


def _months(rng: np.random.Generator, name: str, count: int) -> list[int]:
    """The month (1..12) of each order. Subscribers take every month once before any month again;
    with fewer than twelve orders they pause in months drawn at random."""
    if name != "subscribers":
        months = GROUPS[name].months
        return [_pick(rng, tuple(months), tuple(months.values())) for _ in range(count)]
    year = [int(month) for month in rng.permutation(np.arange(1, 13))]
    return (year + [int(month) for month in rng.integers(1, 13, size=12)])[:count]


def _day(rng: np.random.Generator, month: int, weekend: float) -> pd.Timestamp:
    """A day of that month inside the twelve months, on Saturday or Sunday with that chance."""
    start = pd.Timestamp(year=FIRST_DAY.year if month >= 11 else LAST_DAY.year, month=month, day=1)
    days = pd.date_range(start, start + pd.offsets.MonthEnd(0))
    at_weekend = rng.random() < weekend
    chosen = days[(days.day_of_week >= 5) == at_weekend]
    return chosen[int(rng.integers(len(chosen)))]


def _pick(
    rng: np.random.Generator, choices: tuple[Choice, ...], weights: tuple[float, ...]
) -> Choice:
    """One of `choices`; weights need not sum to one."""
    share = np.asarray(weights, dtype=float)
    return choices[int(rng.choice(len(choices), p=share / share.sum()))]


def main() -> None:
    """Write both files and print their sizes."""
    parser = argparse.ArgumentParser(description="Write customers.csv and transactions.csv.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to fill")
    parser.add_argument("--seed", type=int, default=2026, help="another seed, another shop")
    options = parser.parse_args()
    customers, transactions, _ = generate(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, frame in (("customers", customers), ("transactions", transactions)):
        path = options.out / f"{name}.csv"
        frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", float_format="%.2f")
        print(f"{path.name}: {len(frame)} rows")


if __name__ == "__main__":
    main()
