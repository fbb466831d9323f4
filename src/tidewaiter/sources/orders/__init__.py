"""Order files in: what users send for `check`, `license`, `screen` and `compare`, read without a guess.

Every row gives an object of the model or a `RowError` that names file, row, column and remedy. Blank cells, and the
words people write for unknown (``n/a``, ``unknown``, ``tbd``), are missing facts: the rooms ask for them.
"""

from tidewaiter.sources.orders.columns import ColumnMap, load_column_map
from tidewaiter.sources.orders.facts import read_birth_date, read_gender
from tidewaiter.sources.orders.names import (
    NameFacts,
    ScreenRow,
    is_name_heading,
    name_facts,
    one_row,
    read_names,
    screen_row,
)
from tidewaiter.sources.orders.pairs import PairRow, read_pairs
from tidewaiter.sources.orders.reading import read_orders
from tidewaiter.sources.orders.values import LONGEST

__all__ = [
    "LONGEST",
    "ColumnMap",
    "NameFacts",
    "PairRow",
    "ScreenRow",
    "is_name_heading",
    "load_column_map",
    "name_facts",
    "one_row",
    "read_birth_date",
    "read_gender",
    "read_names",
    "read_orders",
    "read_pairs",
    "screen_row",
]
