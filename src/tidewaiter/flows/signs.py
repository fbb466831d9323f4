"""What the estimators found at one hub, as yes, no or no data: the ground of its grade."""

from __future__ import annotations

import numpy as np
import scipy

from tidewaiter.flows.assess import Assessed
from tidewaiter.flows.excess import Excess
from tidewaiter.flows.feed import CLEAR, Feed
from tidewaiter.flows.grading import BROAD, LEAST_FEED, LEAST_MATCH, MOST_RECLASSIFIED, Signs
from tidewaiter.flows.panel import Floats
from tidewaiter.flows.pre_trend import pre_trends

_LEAST_PERIODS = 2
#: From so many goods on, how many of them rose is a sign of its own.
_MANY_GOODS = 6
#: Goods that go out come in at no less than this share of their resale value.
LEAST_FED = 0.5
#: An excess of this share of a hub's usual imports of the goods is large for the hub.
LEAST_SHARE = 0.01


def signs_of(found: Assessed, hub: int, *, official: bool) -> Signs:
    """Return what the estimators found at one hub."""

    def sign(leg: int, value: Floats) -> bool | None:
        return bool(found.tests.found[leg, hub] and value[hub] > 0) if np.isfinite(value[hub]) else None

    inward, outward, lost = found.inward.value, found.exports.value, found.lost.value
    inward_high = np.quantile(found.inward.draws[:, hub], 0.5 + found.design.level / 2)
    _, supply_high = found.supply.interval(found.design.level)
    fed = np.nanmax([inward_high, supply_high[hub], -np.inf])
    share = _share_that_rose(found.exports, hub)
    p_alone = np.array([e.p_values[hub] for e in (found.imports, found.exports)] + [found.lost.p_values[hub]])
    return Signs(
        imports=sign(0, inward),
        exports=_either(sign(1, outward), bool(found.tests.found[3:, hub].any())),
        lost=sign(2, lost),
        exports_match=_reaches(outward[hub], inward[hub]) if np.isfinite(outward[hub]) else None,
        lost_match=_reaches(lost[hub], inward[hub]) if np.isfinite(lost[hub]) else None,
        sent_match=_reaches(inward[hub], lost[hub]) if np.isfinite(lost[hub]) and np.isfinite(inward[hub]) else None,
        imports_match=_fed(fed, outward[hub], lost[hub]) if np.isfinite(inward[hub]) else None,
        large=_large(found, hub),
        reclassified=bool(inward[hub] > 0 and found.reclassified[hub] >= MOST_RECLASSIFIED * inward[hub]),
        nominal=bool(np.isfinite(found.tests.q[hub]) and np.nanmin(p_alone) <= found.design.rate),
        fed=_feeding(found.fed[0], hub, found.design.level),
        supplied=_feeding(found.fed[1], hub, found.design.level),
        passed=_passed(found.fed_beside, hub, found.design.level),
        own_goods=bool(found.own_goods[hub]),
        single_good=0 < share <= 1 / len(found.panel.goods),
        broad=share > BROAD,
        official=official,
        resold=_resold(found, hub),
        moved_before=any(trend.parallel is False for trend in pre_trends(found, hub).values()),
    )


def _either(sign: bool | None, by_good: bool) -> bool | None:
    return sign if sign is None else sign or by_good


def _share_that_rose(exports: Excess, hub: int) -> float:
    """Return the share of goods that rose outward beyond chance; 0 where few goods are looked at."""
    rose = exports.by_good[hub] > CLEAR * exports.by_good_sd[hub]
    return float(rose.mean()) if len(rose) >= _MANY_GOODS else 0.0


def _feeding(feed: Feed, hub: int, level: float) -> bool | None:
    """Return whether imports of the same goods feed the exports: beyond chance, surely not by half, or open."""
    ratio, reach = feed.ratio[hub], scipy.stats.norm.ppf(0.5 + level / 2) * feed.error[hub]
    if not np.isfinite(ratio):
        return None
    if ratio > reach:
        return True
    return False if ratio + reach < LEAST_FED else None


def _passed(feed: Feed, hub: int, level: float) -> bool:
    """Return whether other candidates feed the exports beyond chance, and it may be by half."""
    ratio, reach = feed.ratio[hub], scipy.stats.norm.ppf(0.5 + level / 2) * feed.error[hub]
    return bool(ratio > reach and ratio + reach >= LEAST_FED)


def _resold(found: Assessed, hub: int) -> bool | None:
    """Return whether resale is likelier than own sale; None where no imports are known to tell by."""
    evidence = float(found.resale[hub])
    if evidence <= 0 and not any(np.isfinite(feed.ratio[hub]) for feed in found.fed):
        return None
    return evidence > 0


def _fed(high: float, exports: float, lost: float) -> bool:
    """Return whether imports may have risen by enough for the exports, and for the losses."""
    return bool(high >= LEAST_FEED * np.nanmax([exports, 0.0]) and high >= LEAST_MATCH * np.nanmax([lost, 0.0]))


def _reaches(high: float, value: float) -> bool:
    return bool(high >= LEAST_MATCH * max(value, 0.0))


def _large(found: Assessed, hub: int) -> bool:
    """Return whether some leg is above the least value, with more than expected in at least two periods.

    What is little beside the trade of others may be much for the hub: a hundredth of its usual imports is enough.
    """
    usual = float(np.nansum(found.imports.leg.total(found.imports.expected)[hub]))
    asked = found.design.least_value is not None or not usual > 0
    least = found.least_value if asked else min(found.least_value, LEAST_SHARE * usual)
    for excess in (found.imports, found.reported, found.exports):
        leg = excess.leg
        if not excess.value[hub] >= least:
            continue
        beyond = (leg.actual[hub] - excess.expected[hub]).sum(axis=0)[leg.window & leg.covered[hub]]
        if (beyond > 0).sum() >= min(_LEAST_PERIODS, len(beyond)):
            return True
    return bool(found.lost.value[hub] >= least)
