"""One leg of a journey as the statistics of one reporter show it: goods a hub takes in, or sends on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tidewaiter.flows.panel import Bools, Floats, Panel
from tidewaiter.flows.window import Span, inside

#: A month in which origins worth less than this share of the usual trade report is no data.
LEAST_ORIGIN_SHARE = 0.95
#: Share of a year that must lie in the window for annual data to count the year.
_YEAR_IN_WINDOW = 0.5


@dataclass(frozen=True, kw_only=True)
class Leg:
    """Values of one leg in the baseline and the window.

    Attributes:
        name: ``imports`` (as origins report them), ``imports_reported`` (as the hub does) or ``exports``.
        actual: Values, [h, k, t], zero where not covered.
        covered: Whether the cell is covered, [h, t].
        baseline: Periods of the baseline, [t]; `window` those of the window. Every period is in one of the two.
        month: Calendar month 0 to 11 of each period, 0 for years.
    """

    name: str
    actual: Floats
    covered: Bools
    baseline: Bools
    window: Bools
    month: np.ndarray

    @property
    def usable(self) -> Bools:
        """Hubs covered at least once in the baseline and once in the window, [h]."""
        before, after = self.covered[:, self.baseline], self.covered[:, self.window]
        return np.asarray(before.any(axis=1) & after.any(axis=1))

    def coverage(self) -> Floats:
        """Return the share of periods that is covered, [h]."""
        share: Floats = self.covered.mean(axis=1)
        return share

    def total(self, values: Floats | None = None) -> Floats:
        """Return the sum over the covered periods of the window, [h, k]."""
        chosen = self.actual if values is None else values
        result: Floats = np.einsum("hkt,ht->hk", chosen[..., self.window], self.covered[:, self.window].astype(float))
        return result

    def of_goods(self, chosen: Bools) -> Leg:
        """Return the leg for some of the goods."""
        return replace(self, actual=self.actual[:, chosen])


def spans(panel: Panel, baseline: Span, window: Span) -> tuple[Bools, Bools]:
    """Return which periods of the panel are baseline and which are window, each [t]."""
    share = _YEAR_IN_WINDOW if panel.annual else 1.0
    before, after = inside(panel.periods, baseline), inside(panel.periods, window, share=share)
    return before & ~after, after


def make_leg(panel: Panel, name: str, values: Floats, baseline: Span, window: Span) -> Leg:
    """Return a leg from values [h, k, t] with NaN where not covered."""
    before, after = spans(panel, baseline, window)
    used = before | after
    kept = values[..., used]
    known = ~np.isnan(kept)
    month = np.array([0 if panel.annual else int(p[5:7]) - 1 for p in panel.periods])
    return Leg(
        name=name,
        actual=np.nan_to_num(kept),
        covered=np.asarray(known.any(axis=1)),
        baseline=before[used],
        window=after[used],
        month=month[used],
    )


def over_origins(values: Floats, covered: Bools) -> Floats:
    """Add up what origins report, [o, ..., t] to [..., t].

    An origin that is missing in a period takes its usual share of the total with it: the rest is scaled up when that
    share is small, and the period is no data (NaN) when it is not. The share is the origin's part of all values in the
    periods in which every reporting origin is covered.

    Args:
        values: Shape (o, ..., t), NaN where not covered.
        covered: Shape (o, t).
    """
    if not len(values):
        return np.full(values.shape[1:], np.nan)
    filled = np.nan_to_num(values)
    reporting = np.maximum(covered.sum(axis=1), 1)
    usual = filled.reshape(len(values), -1).sum(axis=1) / reporting
    share = (usual @ covered) / max(usual.sum(), np.finfo(float).tiny)
    share = np.where(usual.sum() > 0, share, covered.mean(axis=0))
    total = filled.sum(axis=0)
    return np.where(share >= LEAST_ORIGIN_SHARE, total / np.maximum(share, LEAST_ORIGIN_SHARE), np.nan)


def shipped_by_all(panel: Panel) -> Floats:
    """Return what all origins together report as sent to each hub, [h, k, t]; NaN where they say nothing of the hub."""
    values = over_origins(panel.shipped, panel.origin_covered)
    if not len(panel.origins):
        return values
    return np.where(np.isnan(panel.shipped).all(axis=0), np.nan, values)


def import_leg(panel: Panel, baseline: Span, window: Span) -> Leg:
    """Return exports of the origins to each hub, as the origins report them."""
    return make_leg(panel, "imports", shipped_by_all(panel), baseline, window)


def reported_import_leg(panel: Panel, baseline: Span, window: Span) -> Leg:
    """Return imports of each hub from the origins, as the hub reports them."""
    values = panel.received.sum(axis=0) if len(panel.origins) else np.full_like(panel.imports, np.nan)
    return make_leg(panel, "imports_reported", values, baseline, window)


def export_leg(panel: Panel, baseline: Span, window: Span) -> Leg:
    """Return exports of each hub to the destination, as the hub reports them."""
    return make_leg(panel, "exports", panel.onward, baseline, window)


def placebo_spans(baseline: Bools, length: int) -> list[tuple[Bools, Bools]]:
    """Return (baseline, window) pairs with the window moved to the end and to the start of the baseline, each [t].

    Empty where the baseline is too short: the rest of it must be at least as long as the placebo window, or the placebo
    says more of its own noise than of the method.
    """
    before = np.flatnonzero(baseline)
    size = min(length, len(before) // 2)
    found = []
    for chosen in (before[-size:], before[:size]) if size else ():
        window = np.zeros_like(baseline)
        window[chosen] = True
        found.append((baseline & ~window, window))
    return found


def placebo_legs(leg: Leg) -> list[Leg]:
    """Return the leg with its window moved to the end and to the start of the baseline, where there is room."""
    moved = placebo_spans(leg.baseline, int(leg.window.sum()))
    return [replace(leg, baseline=baseline, window=window) for baseline, window in moved]
