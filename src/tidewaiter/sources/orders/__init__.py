"""Order files in: what users send for `check`, `license`, `screen` and `compare`, read without a guess.

Every row gives an object of the model or a `RowError` that names file, row, column and remedy. Blank cells, and the
words people write for unknown (``n/a``, ``unknown``, ``tbd``), are missing facts: the rooms ask for them.
"""

from tidewaiter.sources.orders.columns import ColumnMap, load_column_map
from tidewaiter.sources.orders.names import ScreenRow, read_names
from tidewaiter.sources.orders.pairs import PairRow, read_pairs
from tidewaiter.sources.orders.reading import read_orders

__all__ = [
    "ColumnMap",
    "PairRow",
    "ScreenRow",
    "load_column_map",
    "read_names",
    "read_orders",
    "read_pairs",
]
