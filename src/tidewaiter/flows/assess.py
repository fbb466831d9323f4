"""All estimators on one panel, over all hubs at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from tidewaiter.flows.bootstrap import DRAWS, SEED
from tidewaiter.flows.declarations import import_pair, neighbour_pair
from tidewaiter.flows.excess import Excess
from tidewaiter.flows.export_excess import export_excess
from tidewaiter.flows.extensive_margin import ExtensiveMargin, extensive_margin
from tidewaiter.flows.false_discovery import RATE, HubFindings, hub_findings
from tidewaiter.flows.feed import Feed, feed
from tidewaiter.flows.import_excess import import_excess
from tidewaiter.flows.leg import Leg, export_leg, import_leg, make_leg, reported_import_leg, spans
from tidewaiter.flows.lost_in_transit import CIF_MARGIN, LostInTransit, lost_in_transit
from tidewaiter.flows.matched import Inward, Matched, corroborated_value, diverted_value
from tidewaiter.flows.mirror_gap import MirrorGap, mirror_gap
from tidewaiter.flows.offset import DirectTrade, direct_trade
from tidewaiter.flows.panel import Bools, Floats, Panel
from tidewaiter.flows.pooled import pooled_p_values, weighted_p_values
from tidewaiter.flows.reclassification import reclassified
from tidewaiter.flows.resale import resale_evidence
from tidewaiter.flows.unit_values import UnitValuePremium, unit_value_premium
from tidewaiter.flows.window import Span
from tidewaiter.model import UsageError

#: Fewer countries than this that nobody suspects, and every country may teach the counterfactual, if it is not out of
#: line.
_LEAST_UNSUSPECTED = 8
#: Fewer candidates than this are too few to see who is out of line.
_LEAST_CANDIDATES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What is asked of a panel.

    Attributes:
        baseline: Months before; `window` months asked about.
        level: Level of the intervals.
        draws: Draws of the bootstrap; `seed` makes them the same each time.
        cif: CIF margin; `lag` the booking lag in months, None to estimate it.
        rate: False-discovery rate.
        least_value: Least excess that can be a finding; None for the smaller of a thousandth of what went directly in
            as long a time, and a hundredth of what all hubs together divert; a hundredth of the
            hub's own usual imports is always enough then.
        suspects: Countries that may not teach the counterfactual.
    """

    baseline: Span
    window: Span
    level: float = 0.9
    draws: int = DRAWS
    seed: int = SEED
    cif: float = CIF_MARGIN
    lag: float | None = None
    rate: float = RATE
    least_value: float | None = None
    suspects: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """Every estimate of every hub. Arrays are [h] unless said otherwise; `draws` is [draws, h].

    Attributes:
        supply: Excess of what the hub says it imports from everywhere.
        fed: How far imports of the same goods feed the exports, from the origins and from everywhere; `fed_beside` from
            other candidates.
        resale: Log-likelihood ratio of resale over own sale of what rose outward.
        own_goods: What rose outward are for the greater part goods the hub sold more of than it imported before.
        imports: Excess of what the origins say they sent; `reported` of what the hub says it received; `exports` of
            what it says it sent on.
        inward: `imports` where the origins are covered, else `reported`, by hub.
        corroborated: min of both excesses; `diversion` imports excess matched by exports or losses, or its upper bound.
        tests: False-discovery control over hubs and their tests: imports, exports, losses, exports good by good as many
            weak signs and as precise ones, [5, h].
        reclassified: Money a change of codes would explain of the imports excess.
    """

    panel: Panel
    design: Design
    suspects: Bools
    imports: Excess
    reported: Excess
    exports: Excess
    supply: Excess
    own_goods: Bools
    fed: tuple[Feed, Feed]
    fed_beside: Feed
    resale: Floats
    lost: LostInTransit
    lost_beside: LostInTransit
    gap: MirrorGap
    direct: DirectTrade
    margin: ExtensiveMargin
    premium: UnitValuePremium
    inward: Inward
    corroborated: Matched
    diversion: Matched
    tests: HubFindings
    reclassified: Floats
    least_value: float


def assess(panel: Panel, design: Design) -> Assessed:
    """Run every estimator on a panel.

    Raises:
        UsageError: when the panel has no period of the baseline or of the window.
    """
    asked = _Asked(panel, design)
    imports, reported = (asked.inward(make(panel, *asked.spans)) for make in (import_leg, reported_import_leg))
    supply = asked.inward(make_leg(panel, "supply", panel.imports, *asked.spans), compared=False)
    beside = asked.inward(make_leg(panel, "beside", panel.imports_beside, *asked.spans), compared=False)
    exports = asked.outward()
    pair, next_pair = (make(panel, *asked.spans, lag=design.lag) for make in (import_pair, neighbour_pair))
    lost, lost_beside = (
        lost_in_transit(found, suspects=asked.suspects, cif=design.cif, **asked.draws) for found in (pair, next_pair)
    )
    inward = Inward.of(imports, reported)
    direct = direct_trade(panel, *asked.spans)
    fed = (feed(imports, exports), feed(supply, exports))
    margin = extensive_margin(exports.leg, level=design.level)
    premium = unit_value_premium(panel, asked.before, asked.after, level=design.level)
    diversion = diverted_value(inward, exports, lost, design.level)
    return Assessed(
        panel=panel,
        design=design,
        suspects=asked.suspects,
        imports=imports,
        reported=reported,
        exports=exports,
        supply=supply,
        own_goods=_own_goods(panel, asked.before, exports),
        fed=fed,
        fed_beside=feed(beside, exports),
        resale=resale_evidence(fed, premium, margin, design.level),
        lost=lost,
        lost_beside=lost_beside,
        gap=mirror_gap(pair, cif=design.cif, level=design.level, **asked.draws),
        direct=direct,
        margin=margin,
        premium=premium,
        inward=inward,
        corroborated=corroborated_value(inward, exports, design.level),
        diversion=diversion,
        tests=hub_findings(
            np.vstack(
                [
                    inward.p_values,
                    exports.p_values,
                    lost.p_values,
                    pooled_p_values(exports, ~asked.suspects),
                    weighted_p_values(exports, ~asked.suspects),
                ]
            ),
            design.rate,
        ),
        reclassified=reclassified(imports, panel.shipped_siblings[..., asked.used], panel.heading_of),
        least_value=_least_value(design, direct, imports.leg, diversion.value),
    )


class _Asked:
    """A panel and what is asked of it, as the estimators take it."""

    def __init__(self, panel: Panel, design: Design) -> None:
        self.panel, self.spans = panel, (design.baseline, design.window)
        self.before, self.after = spans(panel, *self.spans)
        for part, span, what in (
            (self.before, design.baseline, "baseline"),
            (self.after, design.window, "window"),
        ):
            if not part.any():
                raise UsageError(f"no period of the data lies in the {what} {span}: see `tidewaiter flows coverage`.")
        self.used = self.before | self.after
        self.suspects = _suspects(panel, design)
        self.draws = {"draws": design.draws, "seed": design.seed}

    def inward(self, leg: Leg, *, compared: bool = True) -> Excess:
        """Return the excess of what came in, compared with other goods where that is possible."""
        return import_excess(
            leg,
            suspects=self.suspects,
            controls=self.panel.shipped_controls[..., self.used] if compared else None,
            rerouted=self.panel.onward_controls[..., self.used] if compared else None,
            **self.draws,
        )

    def outward(self) -> Excess:
        """Return the excess of what went on to the destination."""
        elsewhere = make_leg(self.panel, "elsewhere", self.panel.elsewhere, *self.spans)
        return export_excess(export_leg(self.panel, *self.spans), elsewhere, suspects=self.suspects, **self.draws)


def _suspects(panel: Panel, design: Design) -> Bools:
    """Return who may not teach the counterfactual; nobody, when those left would be too few and all are many."""
    named = np.array([hub in design.suspects for hub in panel.hubs], dtype=bool)
    few = (~named).sum() < _LEAST_UNSUSPECTED and len(panel.hubs) >= _LEAST_CANDIDATES
    return np.zeros_like(named) if few else named


def _own_goods(panel: Panel, before: Bools, exports: Excess) -> Bools:
    """Return hubs whose excess of exports lies for the greater part in goods they make themselves, [h].

    Whoever exported more of a good than it imported in the baseline, where both are covered, makes it: who only sells
    on cannot.
    """
    sold = np.nansum([panel.elsewhere, panel.onward], axis=0)
    both = before & np.isfinite(panel.elsewhere).any(axis=1) & np.isfinite(panel.imports).any(axis=1)
    out, into = (np.einsum("hkt,ht->hk", np.nan_to_num(side), both.astype(float)) for side in (sold, panel.imports))
    rose = np.maximum(np.nan_to_num(exports.by_good), 0.0)
    return np.asarray(2 * np.where(out > into, rose, 0.0).sum(axis=1) > rose.sum(axis=1))


def _least_value(design: Design, direct: DirectTrade, leg: Leg, diversion: Floats) -> float:
    """Return the least excess that can be a finding: a thousandth of direct trade, or a hundredth of all diversion."""
    if design.least_value is not None:
        return design.least_value
    shares = [1e-2 * float(diversion[diversion > 0].sum())]
    if np.isfinite(direct.monthly) and direct.monthly > 0:
        shares.append(1e-3 * direct.monthly * float(leg.window.sum()))
    return min(shares)
