"""The months of a world, and days counted from its first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.model import UsageError

FIRST, LAST = "2019-01", "2024-12"
#: First month in which sanctions act.
SANCTIONS = "2022-03"


@dataclass(frozen=True, slots=True)
class Months:
    """Consecutive months.

    Attributes:
        first: First month, such as ``2019-01``; `last` the last one.
    """

    first: str = FIRST
    last: str = LAST

    def __post_init__(self) -> None:
        """Refuse spans in which nothing can be compared."""
        if not self.first <= "2021-01" or not self.last >= "2023-06":
            raise UsageError("a world must begin in 2021-01 at the latest and end in 2023-06 at the earliest.")

    @property
    def names(self) -> list[str]:
        """All months as ``2019-01``."""
        return [str(month) for month in np.arange(self._start, self._start + len(self))]

    def __len__(self) -> int:
        """Return how many there are."""
        return int((np.datetime64(self.last, "M") - self._start).astype(int)) + 1

    def at(self, month: str) -> int:
        """Return the position of a month; negative before the first."""
        return int((np.datetime64(month, "M") - self._start).astype(int))

    @property
    def sanctions(self) -> int:
        """Position of the first month in which sanctions act."""
        return self.at(SANCTIONS)

    @property
    def calendar(self) -> npt.NDArray[np.intp]:
        """Month of the year of each, 0 to 11."""
        start = int(self.first[5:]) - 1
        return (start + np.arange(len(self))) % 12

    @property
    def first_days(self) -> npt.NDArray[np.int64]:
        """Day on which each month begins, counted from the first day of the world, and the day after the end."""
        months = np.arange(self._start, self._start + len(self) + 1)
        days: npt.NDArray[np.int64] = (months.astype("datetime64[D]") - self._start.astype("datetime64[D]")).astype(int)
        return days

    def of_days(self, days: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
        """Return the position of the month each day lies in; the number of months for days after the end."""
        found = np.searchsorted(self.first_days, days, side="right") - 1
        return np.asarray(np.minimum(found, len(self)), dtype=np.intp)

    def dates(self, days: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
        """Return days as dates (``datetime64[D]``)."""
        found: npt.NDArray[Any] = self._start.astype("datetime64[D]") + days
        return found

    def date(self, day: int) -> dt.date:
        """Return one day as a date."""
        found: dt.date = (self._start.astype("datetime64[D]") + int(day)).astype(object)
        return found

    def since(self, position: int, ramp: int = 1) -> npt.NDArray[np.float64]:
        """Return 0 before a month, rising to 1 over `ramp` months from it."""
        steps = (np.arange(len(self)) - position + 1) / max(ramp, 1)
        return np.clip(steps, 0.0, 1.0)

    @property
    def _start(self) -> np.datetime64[Any]:
        return np.datetime64(self.first, "M")
