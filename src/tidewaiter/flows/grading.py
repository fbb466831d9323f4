"""Evidence grades: A official finding, B two independent legs agree, C one statistical method, D one sign."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tidewaiter.model import Grade

#: A leg that cannot account for this share of the other leg's excess contradicts it.
LEAST_MATCH = 0.25
#: Exports excess is fed by imports excess of at least this share: the rest is the price of the resale.
LEAST_FEED = 0.6
#: More than this share of the goods is more than one maker's line of business.
BROAD = 0.5
#: A change of codes that explains this share of an excess explains it away.
MOST_RECLASSIFIED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the estimators found at one hub; None where a leg has no data.

    Attributes:
        imports: Imports excess is a finding after false-discovery control.
        exports: Exports excess is one, in the sum or good by good.
        lost: Goods lost in transit are one.
        exports_match: Exports excess, as estimated, reaches `LEAST_MATCH` of the imports excess.
        imports_match: Imports excess, from the origins or from everywhere, at the upper end of its interval, reaches
            the share of what the other leg found that a resale price leaves: `LEAST_FEED` of exports, `LEAST_MATCH` of
            losses.
        lost_match: Goods lost, as estimated, reach that share of the imports excess; `sent_match` imports excess, as
            estimated, that share of the goods lost, which were sent before they were lost.
        large: The excess is above the least value asked for, in at least two periods.
        reclassified: A change of codes would explain the imports excess.
        nominal: Some leg is beyond chance taken by itself, without regard to the number of tests.
        fed: The very goods whose exports rose also rose in imports from the origins; False when they cannot have risen
            by enough, None when the data leave it open. `supplied` likewise in imports from everywhere.
        passed: The very goods whose exports rose also rose in imports from other candidates beyond chance, and it may
            be by half.
        own_goods: The country sold more of these goods than it imported already before: it makes them itself.
        single_good: Of many goods looked at, one alone rose outward beyond chance; `broad` more than half of them did.
        resold: Signs of resale outweigh those of own sale; None where nothing tells.
        official: A finding of an authority names the country, by the day asked about.
        moved_before: Imports or exports moved away from their counterfactual beyond chance before the window.
    """

    imports: bool | None = None
    exports: bool | None = None
    lost: bool | None = None
    exports_match: bool | None = None
    imports_match: bool | None = None
    lost_match: bool | None = None
    sent_match: bool | None = None
    large: bool = False
    reclassified: bool = False
    nominal: bool = False
    fed: bool | None = None
    supplied: bool | None = None
    passed: bool = False
    own_goods: bool = False
    single_good: bool = False
    broad: bool = False
    resold: bool | None = None
    official: bool = False
    moved_before: bool = False


def grade(signs: Signs) -> tuple[Grade | None, str]:
    """Return the grade of a hub and the reason for it in one sentence.

    An official statement alone is no evidence about these goods and this window: it raises B to A, nothing else, and
    not where the comparison did not hold before the window either.
    """
    kept = _without_reclassified(signs)
    if not kept.large or not (kept.imports or kept.exports or kept.lost):
        return _below_c(signs)
    return _above_d(kept)


def _above_d(signs: Signs) -> tuple[Grade, str]:
    """Grade a hub with at least one finding that is large enough."""
    if signs.imports and signs.exports:
        return _agreeing(signs, "imports and exports to the destination both rose beyond their counterfactuals")
    if signs.imports and signs.lost:
        return _agreeing(signs, "imports rose by the origins' statistics and did not arrive by the hub's own")
    if signs.imports:
        if signs.exports_match is False and signs.lost_match is not True:
            return Grade.D, "imports rose, but neither exports to the destination nor losses can account for the rise"
        if signs.exports is None and signs.lost is None:
            return Grade.C, "imports rose beyond their counterfactual; of the other leg there is no data"
        return (
            Grade.C,
            "imports rose beyond their counterfactual; the other leg does not contradict, but does not confirm",
        )
    if signs.exports:
        return _exports_alone(signs)
    if signs.imports_match is False or signs.sent_match is False:
        return Grade.D, "declarations of both sides came apart without a rise of trade"
    return Grade.C, "more goods than usual were sent to the hub and not booked there"


def _without_reclassified(signs: Signs) -> Signs:
    """Take out what a change of codes would explain: trade inward and losses of it, not exports to the destination."""
    if not signs.reclassified:
        return signs
    return replace(signs, imports=False, lost=False, fed=None if signs.fed else signs.fed)


def _exports_alone(signs: Signs) -> tuple[Grade, str]:
    """Grade a hub whose exports rose while the sum of its imports tells nothing: the goods one by one may."""
    if signs.fed:
        return _agreeing(signs, "the very goods that rose outward rose inward from the origins")
    if signs.passed:
        return _agreeing(signs, "the very goods that rose outward came in from another candidate")
    if signs.imports_match is False and not signs.resold:
        return Grade.D, "exports to the destination rose, but imports from the origins cannot account for the rise"
    if signs.fed is False and not signs.supplied and not signs.broad:
        return Grade.D, "exports to the destination rose, but the goods that rose outward did not rise inward"
    if signs.own_goods and not signs.resold:
        return Grade.D, "exports to the destination rose, but the country makes such goods itself"
    if signs.single_good:
        return Grade.D, "exports to the destination rose, but of one good alone, as those of one maker or one buyer do"
    if signs.resold is False:
        return Grade.D, "exports to the destination rose, but more speaks for the country's own goods than for resale"
    return Grade.C, "exports to the destination rose beyond their counterfactual; the other leg does not confirm"


def _agreeing(signs: Signs, why: str) -> tuple[Grade, str]:
    if not signs.official:
        return Grade.B, why
    if signs.moved_before:
        return Grade.B, f"{why}; an authority has named the country, but the comparison did not hold before the window"
    return Grade.A, f"{why}; an authority has named the country"


def _below_c(signs: Signs) -> tuple[Grade | None, str]:
    found = signs.imports or signs.exports or signs.lost
    if found and signs.reclassified:
        return Grade.D, "a change of codes within the same headings would explain the rise"
    if found:
        return Grade.D, "the rise is below the least value, or in a single period"
    if signs.nominal:
        return Grade.D, "a single sign, which is within chance given the number of hubs looked at"
    if signs.imports is None and signs.exports is None and signs.lost is None:
        return None, "no data"
    return None, "nothing beyond what was to be expected"
