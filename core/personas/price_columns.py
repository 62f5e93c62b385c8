"""What a purchase file tells of prices, summed up for each of its customers."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.personas.columns import Mapping
from core.personas.names import normal
from core.personas.values import read_amounts, read_discounts

# Reserved attributes: purchases whose discount is known, those of them that were reduced,
# purchases with a comparable price, and the mean log of those prices over the usual ones.
KNOWN, REDUCED, PRICED, LEVEL = PRICES = ("_known", "_reduced", "_priced", "_level")

_LEAST_OF_A_KIND = 5
_OF_A_PIECE = re.compile(r"\bprice\b|单价|价格")
_FARTHEST = np.log(20)
_SCALES = (1.0, 10.0, 100.0)


def price_columns(frame: pd.DataFrame, keys: pd.Series, mapping: Mapping) -> dict[str, pd.Series]:
    """The reserved attributes by customer (NaN unknown); empty where the file tells no prices.

    A price is the amount over the quantity, unless the amount is called a price. The usual price
    is the median of all purchases of the product, where there are
    five or more.
    """
    codes, names = pd.factorize(keys)
    customers = len(names)
    columns: dict[str, NDArray[np.float64]] = {}
    if mapping.discount:
        reduced = _reduced(read_discounts(frame[mapping.discount])).to_numpy(float)
        columns[KNOWN] = _sums(codes, ~np.isnan(reduced), customers)
        columns[REDUCED] = _sums(codes, np.nan_to_num(reduced), customers)
    if mapping.amount and mapping.product:
        level = _levels(frame, mapping).to_numpy(float)
        columns[PRICED] = _sums(codes, ~np.isnan(level), customers)
        summed = _sums(codes, np.nan_to_num(level), customers)
        counted = columns[PRICED]
        columns[LEVEL] = np.divide(
            summed, counted, out=np.full(customers, np.nan), where=counted > 0
        )
    return {name: pd.Series(cells, index=names) for name, cells in columns.items()}


def _sums(codes: NDArray[Any], cells: NDArray[Any], customers: int) -> NDArray[np.float64]:
    return np.asarray(np.bincount(codes, cells.astype(np.float64), customers), dtype=np.float64)


def _reduced(cells: pd.Series) -> pd.Series:
    """1 where a purchase was reduced, 0 where not. Where most cells are the whole price (1, 10 or
    100) and none is above it, the cells tell what was left to pay."""
    filled = cells.dropna()
    usual = float(filled.mode().iloc[0]) if len(filled) else 0.0
    left = usual in _SCALES and usual == filled.max()
    return ((cells < usual) if left else (cells > 0)).astype("float64").where(cells.notna())


def _levels(frame: pd.DataFrame, mapping: Mapping) -> pd.Series:
    """The log of each price over its product's median; NaN for returns, rare products and prices
    twenty times off, which are other things or slips."""
    price = read_amounts(frame[mapping.amount]).values
    if mapping.quantity and not _OF_A_PIECE.search(normal(mapping.amount or "")):
        pieces = read_amounts(frame[mapping.quantity]).values
        price = price / pieces.where(pieces > 0)
    price = np.log(price.where(price > 0))
    product = frame[mapping.product].astype(str).str.strip()
    price = price.where(product != "")
    by = price.groupby(product, sort=False)
    level = (price - by.transform("median")).where(by.transform("count") >= _LEAST_OF_A_KIND)
    return level.where(level.abs() <= _FARTHEST)
