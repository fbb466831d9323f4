"""What an engine is asked to do for one stage: rows, the column that groups them, and the work on groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Work on groups of rows, for the ``apply`` of an engine.

    Attributes:
        frame: The rows.
        group: Column of whole numbers; all rows of one number are worked on together.
        work: A function of a module, from whole groups to rows of `schema`; it can be pickled.
        schema: Columns of what it returns.
    """

    frame: nw.LazyFrame[Any]
    group: str
    work: Callable[[pa.Table], pa.Table]
    schema: pa.Schema
