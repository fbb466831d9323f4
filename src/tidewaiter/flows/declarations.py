"""Two declarations of the same trade: the sender's, and the receiver's, which is booked later.

The lag of bookings is the one by which the receivers' months follow the senders' best in the baseline, over all hubs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.leg import Leg, make_leg, shipped_by_all
from tidewaiter.flows.panel import Bools, Floats, Panel
from tidewaiter.flows.window import Span

#: Booking lags tried, in months; a fraction is a mixture of two months.
LAGS = tuple(float(step) / 4 for step in range(9))


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two declarations of the same trade, summed over goods, over baseline and window.

    Attributes:
        sent: As the sender reports it (FOB), [h, t], zero where not covered.
        arrived: As the receiver reports it (CIF), moved forward by the booking lag, [h, t].
        covered: Both sides are covered, [h, t].
        baseline: [t]; `window` likewise.
        lag: Booking lag in months.
    """

    sent: Floats
    arrived: Floats
    covered: Bools
    baseline: Bools
    window: Bools
    lag: float

    @property
    def usable(self) -> Bools:
        """Hubs with both sides in baseline and window, and trade in the baseline on both, [h]."""
        before, after = self.covered & self.baseline, self.covered & self.window
        traded = (self.total(self.sent, before) > 0) & (self.total(self.arrived, before) > 0)
        usable: Bools = traded & after.any(axis=1)
        return usable

    @staticmethod
    def total(values: Floats, where: Bools) -> Floats:
        """Return sums over the chosen periods, [h]."""
        result: Floats = (values * where).sum(axis=1)
        return result


def import_pair(panel: Panel, baseline: Span, window: Span, *, lag: float | None = None) -> Pair:
    """Return what origins say they sent to each hub, and what the hub says it received from them."""
    sent = shipped_by_all(panel)
    received = panel.received.sum(axis=0) if len(panel.origins) else np.full_like(sent, np.nan)
    return make_pair(panel, sent, received, baseline, window, lag=lag)


def neighbour_pair(panel: Panel, baseline: Span, window: Span, *, lag: float | None = None) -> Pair:
    """Return what each hub says it sent to neighbours of the destination, and what these say they received from it.

    Only neighbours that report imports in every period of baseline and window take part.
    """
    known = panel.neighbour_covered.all(axis=1) if len(panel.neighbours) else np.zeros(0, dtype=bool)
    if not known.any():
        nothing = np.full(panel.onward.shape, np.nan)
        return make_pair(panel, nothing, nothing, baseline, window, lag=lag)
    sent, arrived = panel.sent[:, known].sum(axis=1), panel.arrived[:, known].sum(axis=1)
    return make_pair(panel, sent, arrived, baseline, window, lag=lag)


def make_pair(
    panel: Panel, sent: Floats, arrived: Floats, baseline: Span, window: Span, *, lag: float | None = None
) -> Pair:
    """Return a pair from values [h, k, t] with NaN where not covered; an unknown lag is estimated on the baseline."""
    out = sent.sum(axis=1)[:, None]
    booked = arrived.sum(axis=1)
    tried = (0.0,) if panel.annual else LAGS if lag is None else (lag,)
    pairs = []
    for months in tried:
        there = make_leg(panel, "arrived", brought_forward(booked, months)[:, None], baseline, window)
        here = make_leg(panel, "sent", out, baseline, window)
        pairs.append(_paired(here, there, months))
    return min(pairs, key=_misfit) if len(pairs) > 1 else pairs[0]


def brought_forward(booked: Floats, months: float) -> Floats:
    """Return bookings moved to the month of dispatch, [h, t]; where the later month is no data the month stands."""
    whole, part = int(months), months - int(months)

    def later(by: int) -> Floats:
        moved = np.full_like(booked, np.nan)
        moved[:, : booked.shape[1] - by] = booked[:, by:]
        return np.where(np.isnan(moved), booked, moved)

    first = later(whole)
    return first if part == 0 else (1 - part) * first + part * later(whole + 1)


def _paired(here: Leg, there: Leg, lag: float) -> Pair:
    return Pair(
        sent=here.actual[:, 0],
        arrived=there.actual[:, 0],
        covered=here.covered & there.covered,
        baseline=here.baseline,
        window=here.window,
        lag=lag,
    )


def _misfit(pair: Pair) -> float:
    """Return how badly bookings follow dispatches month by month in the baseline, over all hubs."""
    residual, before = ratio_residuals(pair)
    used = before & pair.usable[:, None]
    return float(np.mean(np.minimum(residual[used] ** 2, 1.0))) if used.any() else 0.0


def usual_ratio(pair: Pair) -> Floats:
    """Return how much of what is sent is booked as received in the baseline, [h]."""
    before = pair.covered & pair.baseline
    sent, arrived = pair.total(pair.sent, before), pair.total(pair.arrived, before)
    return np.divide(arrived, sent, out=np.ones_like(sent), where=(sent > 0) & (arrived > 0))


def ratio_residuals(pair: Pair) -> tuple[Floats, Bools]:
    """Return bookings over their usual ratio to dispatches, minus one, [h, t], and the covered baseline."""
    fitted = usual_ratio(pair)[:, None] * pair.sent
    residual = np.divide(pair.arrived - fitted, fitted, out=np.zeros_like(fitted), where=fitted > 0)
    return residual, pair.covered & pair.baseline
