"""Every trap that applies to a hub, in words: what its numbers do not show, and what else would explain them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tidewaiter.flows.assess import Assessed
from tidewaiter.flows.estimates import unmatched
from tidewaiter.flows.leg import spans
from tidewaiter.flows.origins import EAEU
from tidewaiter.flows.pre_trend import pre_trends

#: Year the HS 2022 entered into force; trade before and after it is compared over families of codes.
_HS2022 = 2022 * 12
#: Unlisted goods that moved by this factor relative to other countries are worth a note.
_GROWTH = 1.25
_PRICE = 1.25
#: Reporters of which something is known that no number shows.
_REPORTERS: Mapping[str, str] = {
    "HK": "almost all exports of Hong Kong are re-exports of goods of other origin",
    "AE": "trade of free zones is partly outside the national totals, and monthly detail is not published",
    "SG": "most exports are re-exports of goods of other origin",
    "CN": "the country makes such goods itself, so that exports are not imports passed on",
    "TW": "the country makes such goods itself, so that exports are not imports passed on",
    "KZ": "customs tracking since April 2023 may have moved what is recorded",
    "TR": "a stop of transit (March 2023) turns unrecorded transit into recorded imports and re-exports",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known beside the numbers.

    Attributes:
        split: Goods whose family of codes has more than one code in some edition of the HS.
        named: Statement of an authority about the hub, by hub.
        of_hub: Notes on the data of one hub, by hub.
        more: Notes that hold for every hub, such as how annual data were read.
    """

    split: Sequence[str] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    of_hub: Mapping[str, Sequence[str]] = field(default_factory=dict)
    more: Sequence[str] = ()


def notes(found: Assessed, hub: int, context: Context) -> tuple[str, ...]:
    """Return the traps that apply to one hub, the most weighty first."""
    code = found.panel.hubs[hub]
    lines = [
        *_no_data(found, hub),
        *_bounds(found, hub),
        *context.of_hub.get(code, ()),
        *_moved_before(found, hub),
        *_contradictions(found, hub),
        *_other_explanations(found, hub),
        *_reporting(found, code),
        *([f"named by an authority: {context.named[code]}"] if code in context.named else []),
        *_families(found, context),
        *context.more,
        "goods in transit are not in trade statistics; exports include re-exports",
    ]
    return tuple(lines)


def _no_data(found: Assessed, hub: int) -> list[str]:
    lines = []
    for leg, what in (
        (found.imports.leg, "origins' exports"),
        (found.reported.leg, "the hub's imports"),
        (found.exports.leg, "the hub's exports"),
    ):
        if not leg.usable[hub]:
            lines.append(f"no data on {what} in the baseline or the window: what rests on them is not estimated")
            continue
        gaps = int((~leg.covered[hub, leg.window]).sum())
        if gaps:
            lines.append(
                f"{gaps} of {int(leg.window.sum())} periods of the window have no data on {what}; "
                "values count the others only"
            )
    if not found.lost.pair.usable[hub] and found.imports.leg.usable[hub] and found.reported.leg.usable[hub]:
        lines.append("one side booked no trade in the baseline: no usual gap to compare with")
    return lines


def _bounds(found: Assessed, hub: int) -> list[str]:
    if not found.diversion.bound[hub]:
        return []
    leg = "imports" if np.isfinite(found.inward.value[hub]) else "exports"
    return [
        f"{unmatched(found, hub)}; the rank is by the whole {leg} excess, of which any part may be diverted, or none"
    ]


def _moved_before(found: Assessed, hub: int) -> list[str]:
    return [
        f"{leg} moved by {trend.slope:+.2f} a year against the counterfactual already before the window, beyond chance "
        "(pre-trend): the comparison did not hold before"
        for leg, trend in pre_trends(found, hub).items()
        if trend.parallel is False and trend.slope is not None
    ]


def _contradictions(found: Assessed, hub: int) -> list[str]:
    """Say where a test finds what the interval leaves open: their errors differ."""
    lines = []
    for place, (excess, leg) in enumerate(((found.imports, "imports"), (found.exports, "exports"))):
        low = excess.interval(found.design.level)[0][hub]
        if found.tests.found[place, hub] and low <= 0 < excess.value[hub]:
            lines.append(
                f"the interval of the {leg} excess holds zero though its test does not: the test takes errors as equal "
                "to both sides, the interval as they were drawn, wider where growth may have been larger; borderline"
            )
    return lines


def _other_explanations(found: Assessed, hub: int) -> list[str]:
    lines = []
    growth = found.imports.growth.raw[hub]
    if np.isfinite(growth) and abs(growth) > np.log(_GROWTH):
        lines.append(
            f"goods not under suspicion moved by a factor of {np.exp(growth):.2f} against other countries: own growth "
            "or re-routing of civil goods; the model range shows both readings"
        )
    if found.imports.value[hub] > 0 and found.reclassified[hub] > 0.1 * found.imports.value[hub]:
        share = min(found.reclassified[hub] / found.imports.value[hub], 1.0)
        lines.append(
            f"other codes of the same headings fell as these rose: a change of codes would explain {share:.0%} of it"
        )
    price = _price_change(found, hub)
    if price is not None and abs(np.log(price)) > np.log(_PRICE):
        lines.append(
            f"value per kilogram of what is sent to the hub moved by a factor of {price:.2f} against other countries: "
            "a price cycle, or other goods inside the codes"
        )
    if "baseline" in found.imports.method:
        lines.append("too few countries without suspicion to compare with: growth and prices are not taken out")
    return lines


def _price_change(found: Assessed, hub: int) -> float | None:
    """Return the change of value per kg of goods sent to the hub relative to all other hubs, None without weights."""
    panel, leg = found.panel, found.imports.leg
    before, after = spans(panel, found.design.baseline, found.design.window)
    used = before | after
    kg = np.nansum(panel.shipped_kg, axis=1)[:, used]
    value = np.nansum(panel.shipped_weighed, axis=1)[:, used]
    ratios = []
    for part in (leg.baseline, leg.window):
        own = (value[hub, part].sum(), kg[hub, part].sum())
        rest = (value[:, part].sum() - own[0], kg[:, part].sum() - own[1])
        if min(*own, *rest) <= 0:
            return None
        ratios.append((own[0] / own[1]) / (rest[0] / rest[1]))
    return float(ratios[1] / ratios[0])


def _reporting(found: Assessed, code: str) -> list[str]:
    lines = []
    if found.panel.destination in EAEU and code in EAEU:
        lines.append(
            "no customs border inside the Eurasian Economic Union: exports to the destination are surveyed and "
            "under-recorded"
        )
    if code in _REPORTERS:
        lines.append(_REPORTERS[code])
    return lines


def _families(found: Assessed, context: Context) -> list[str]:
    crosses = found.design.baseline.first < _HS2022 <= found.design.window.last
    if not crosses or not context.split:
        return []
    some = ", ".join(context.split[:3]) + (", ..." if len(context.split) > 3 else "")
    many = f"{len(context.split)} of {len(found.panel.goods)} families changed codes in 2022 ({some})"
    return [f"{many}; they are compared as families"]
