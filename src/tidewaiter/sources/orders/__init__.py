"""Order files in: what users send for `check`, `license`, `screen` and `compare`, read without a guess.

Every row gives an object of the model or a `RowError` that names file, row, column and remedy. Blank cells, and the
words people write for unknown (``n/a``, ``unknown``, ``tbd``), are missing facts: the rooms ask for them.
"""

from tidewaiter.sources.orders.columns import ColumnMap, load_column_map
from tidewaiter.sources.orders.names import (
    NameFacts,
    ScreenRow,
    is_name_heading,
    name_facts,
    read_names,
    screen_row,
)
from tidewaiter.sources.orders.pairs import PairRow, read_pairs
from tidewaiter.sources.orders.reading import read_orders

__all__ = [
    "ColumnMap",
    "NameFacts",
    "PairRow",
    "ScreenRow",
    "is_name_heading",
    "load_column_map",
    "name_facts",
    "read_names",
    "read_orders",
    "read_pairs",
    "screen_row",
]
