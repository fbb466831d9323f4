"""Tables that several others are made of: without more an engine works each out again for every one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw

#: Has an engine work a table out once, and returns it as it is read from then on: `TableEngine.keep`.
Keep = Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]]


def as_it_is(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a table as it is, to be worked out wherever it is used."""
    return frame
