"""Days as spans: a record that states only a month leaves open which of its days it was."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int32]


class Spans(NamedTuple):
    """Between which days goods left, and between which they arrived, as days since 1970.

    Attributes:
        day: Earliest day of departure; `day_to` latest.
        arrived: Earliest day of arrival; `arrived_to` latest.
    """

    day: Days
    day_to: Days
    arrived: Days
    arrived_to: Days


def stated(day: npt.NDArray[np.int64], whole_month: npt.NDArray[np.bool_]) -> tuple[Days, Days]:
    """Return the first and the last day that records can be of: the day itself, or the whole of its month."""
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    first, after = (edge.astype("datetime64[D]").astype(np.int64) for edge in (month, month + 1))
    low, high = np.where(whole_month, first, day), np.where(whole_month, after - 1, day)
    return low.astype(np.int32), high.astype(np.int32)


def joined_spans(spans: Spans, first: npt.NDArray[np.int64], importer: npt.NDArray[np.int64]) -> Spans:
    """Return when goods left by the exporter's records, and arrived by the importer's.

    What one side states bounds the month that the other side states: goods do not arrive before they leave. Where both
    are exact and in the wrong order, the earlier day is that of departure.

    Args:
        spans: Of records, group by group, the exporter's first.
        first: First row of each group; `importer` first row of its importer.
    """
    at = np.sort(np.concatenate([first, importer]))
    day, day_to = (np.minimum.reduceat(column, at)[::2] for column in spans[:2])
    arrived, arrived_to = (np.maximum.reduceat(column, at)[1::2] for column in spans[2:])
    wide_in, wide_out = arrived_to > arrived, day_to > day
    came = np.where(wide_in, np.clip(day, arrived, arrived_to), arrived)
    left = np.where(wide_out, np.clip(arrived_to, day, day_to), day_to)
    return Spans(
        np.minimum(day, came), np.minimum(left, arrived_to), np.maximum(day, came), np.maximum(left, arrived_to)
    )
