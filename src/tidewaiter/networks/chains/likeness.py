"""How much likelier the facts of an inward and an outward leg are if the goods are the same than if they are not.

Every fact adds a log-likelihood ratio. What it is worth depends on the company: equal weights say much where lots
differ, little where all lots weigh the same, so that the denominator is counted among the company's own inward legs of
the goods.
"""

from __future__ import annotations

import math

from tidewaiter.networks.chains.lots import FREE, SAME_PIECE, Floats, Lots
from tidewaiter.networks.chains.procedures import KINDS, TO_LEAVE
from tidewaiter.networks.compiled import compiled

#: Most days goods stay with a company: diversion-methods 3.4.
LONGEST = 180
#: Bounds of the price onward over the price paid, for the same amount: diversion-methods 3.4.
CHEAPEST, DEAREST = 0.3, 3.0
#: What is usual where a company's own lots do not tell: log ratio of the price at resale over the price paid, its
#: standard deviation, mean days of a stay, and its square over their variance.
MARGIN, MARGIN_SPREAD, STAY, ANY_SHAPE = 0.2, 0.25, 35.0, 1.0
#: Days an arrival may be booked after the goods have gone on.
LATE_BOOKING = 5
#: Greatest difference of two amounts, as a log ratio, that are the same, nearly the same, or might be.
SAME, NEAR, FAR = 0.0015, 0.02, 0.04
#: What is known before counting: share of other lots within those differences, and how many lots that is worth.
_CHANCE_SAME, _CHANCE_NEAR, _CHANCE_FAR, _WORTH = 0.002, 0.02, 0.04, 2.0
#: Weights of goods that go on whole, where a company's own lots do not tell: the share that is copied and so the same,
#: and the standard deviation of the log ratio of those that are weighed again.
COPIED, WEIGHED = 0.3, 0.005
#: Share of goods that go on whole with a weight that agrees, and of these, with one that differs by packing or error.
_WHOLE, PACKED = 0.85, 0.06
#: Share of goods that go on whole with the same count, one off by rounding, nearly the same, or somewhat different.
_COUNTED_SAME, _COUNTED_ROUNDED, _COUNTED_NEAR, _COUNTED_FAR = 0.85, 0.01, 0.004, 0.01
#: Pieces by which counts differ that are the same, and that differ by the rounding of parts of an invoice.
EXACT, ROUNDED = 0.5, 2.0
#: Least share of lots that have just so many pieces by chance: numbers are copied wrongly, too.
_CHANCE_COUNT = 5e-5
#: Share of goods that go on in part, or together with others.
_IN_PART, _TOGETHER = 0.1, 0.04
#: Procedure under which goods come that have to leave again as what they are.
_LENT = KINDS.index(TO_LEAVE)
#: Counts that differ more than this while weights agree are of different units: pieces and sets, for example.
_OTHER_UNIT = 0.15
#: What it says, at most, that pieces of goods compared by weight weigh differently: their units may.
_OTHER_COUNT = -1.0
#: Share of goods whose pieces weigh the same on both sides, and share of other lots of which that is so, before
#: counting.
_SAME_PIECE, _CHANCE_PIECE = 0.97, 0.1


@compiled
def amount_ratio(kg_in: float, kg_out: float, pieces_in: float, pieces_out: float) -> float:
    """Return the log ratio of the amounts, outward over inward: of pieces where both are known, else of weights.

    NaN when nothing can be compared.
    """
    weight, count = math.log(kg_out / kg_in), math.log(pieces_out / pieces_in)
    if math.isnan(count) or (abs(count) > _OTHER_UNIT and abs(weight) <= FAR):
        return weight
    return count


@compiled
def counted(ins: Lots, at: int, outs: Lots, to: int) -> bool:
    """Tell whether it is pieces by which two legs are compared."""
    count = abs(math.log(outs.pieces[to] / ins.pieces[at]))
    weight = abs(math.log(outs.kg[to] / ins.kg[at]))
    return not (math.isnan(count) or (count > _OTHER_UNIT and weight <= FAR))


@compiled
def _usual(seen: float, total: float, chance: float) -> float:
    return (seen + chance * _WORTH) / (total + _WORTH)


@compiled
def _chance_of(pieces: float) -> float:
    """Return how often a lot has just so many pieces: one is usual, 12,347 are not, and 10,000 are more so.

    Sizes of lots are taken as spread evenly over three powers of e, about; of round numbers, each is taken for a usual
    size of a fiftieth of the lots.
    """
    rounded = pieces >= 100.0 and pieces % 10.0 ** math.floor(math.log10(pieces)) == 0.0
    return min(max(0.35 / max(pieces, 1.0), 0.02 if rounded else _CHANCE_COUNT), 0.5)


@compiled
def weight_density(ratio: float, copied: float, spread: float) -> float:
    """Return how likely a log ratio of two weights of the same goods is, for each unit of it.

    Args:
        copied: Share of weights that are copied from other papers; `spread` standard deviation of those weighed again.
    """
    off = abs(ratio)
    again = math.exp(-0.5 * (off / spread) ** 2) / spread / math.sqrt(2.0 * math.pi)
    agreeing = (1.0 - copied) * again + (copied / (2.0 * SAME) if off <= SAME else 0.0)
    return (1.0 - PACKED) * agreeing + PACKED / (2.0 * FAR)


@compiled
def _amounts(ratio: float, pieces: float, alike: Floats, total: float) -> float:
    """Return what a log ratio of amounts says; `alike` counts other inward lots that differ as little.

    Args:
        pieces: Pieces of the outward leg, by which both are compared, or 0 when it is by weight.
    """
    off = abs(ratio)
    if math.isnan(ratio):
        return 0.0
    apart = pieces * abs(1.0 - math.exp(-ratio))
    if pieces > 0.0 and apart < EXACT:
        return math.log(_COUNTED_SAME / _usual(alike[0], total, _chance_of(pieces)))
    if pieces > 0.0 and apart <= ROUNDED and off <= NEAR:
        return math.log(_COUNTED_ROUNDED / _usual(alike[0], total, min(4.0 * _chance_of(pieces), 0.5)))
    if pieces <= 0.0 and off <= FAR:
        width, usual = (
            (NEAR, _usual(alike[1], total, _CHANCE_NEAR))
            if off <= NEAR
            else (FAR, _usual(alike[2], total, _CHANCE_FAR))
        )
        return math.log(_WHOLE * 2.0 * width * weight_density(ratio, COPIED, WEIGHED) / usual)
    if off <= NEAR:
        return math.log(_COUNTED_NEAR / _usual(alike[1], total, _CHANCE_NEAR))
    if off <= FAR:
        return math.log(_COUNTED_FAR / _usual(alike[2], total, _CHANCE_FAR))
    # Part of a lot, or of several: as likely as any other amount, but for the share of goods that go on like that.
    return math.log(_IN_PART if ratio < 0 else _TOGETHER)


@compiled
def mark(one: int, other: int, alike: float, total: float, kept: float, chance: float) -> float:
    """Return what equal or different marks say: `kept` is the share of goods that keep them."""
    if one < 0 or other < 0:
        return 0.0
    usual = (alike + 2.0 * chance) / (total + 2.0)
    if one == other:
        return math.log(kept / min(usual, 0.97))
    return math.log((1.0 - kept) / max(1.0 - usual, 0.1))


@compiled
def usual_code(alike: float, total: float) -> float:
    """Return what an equal code says, by how many of the company's other lots of the heading have it."""
    return math.log(0.9 / min(_usual(alike, total, 0.5), 0.95))


@compiled
def log_odds_of_price(ratio: float, usual: float, spread: float) -> float:
    """Return what the log price ratio says: resale adds a margin, chance pairs differ more.

    Args:
        ratio: Log ratio of unit prices, outward over inward; NaN when unknown.
        usual: What the company usually adds, as a log ratio; `spread` its standard deviation.
    """
    if math.isnan(ratio):
        return 0.0
    often = 0.75 * math.exp(-0.5 * ((ratio - usual) / spread) ** 2) / spread
    wide = 0.25 * math.exp(-0.5 * ((ratio - 0.3) / 0.6) ** 2) / 0.6
    chance = math.exp(-0.5 * ((ratio - 0.1) / 0.7) ** 2) / 0.7
    return math.log((often + wide) / chance)


@compiled
def gap_weight(gap: float, stay: float, shape: float) -> float:
    """Return how likely a stay of some days is, relative to any of the days looked back on.

    Args:
        gap: Days.
        stay: Mean of the company's stays.
        shape: Its square over their variance: 1 where the shortest stays are the commonest.
    """
    parts = (max(gap, 0.0) + 1.0) * shape / stay
    often = math.exp((shape - 1.0) * math.log(parts) - parts - math.lgamma(shape)) * shape / stay
    return (0.75 * often + 0.25 / LONGEST) * LONGEST


@compiled
def mean_stay(day_in: float, last_in: float, day_out: float, last_out: float) -> float:
    """Return the days of a stay: the middle of what it can have been, where only the month of a leg is known."""
    return (max(day_out - last_in, 0.0) + max(last_out - day_in, 0.0)) / 2.0


@compiled
def stay_of(ins: Lots, at: int, outs: Lots, to: int) -> float:
    """Return the days goods stayed, if an outward leg took those of an inward one on."""
    return mean_stay(float(ins.day[at]), float(ins.last[at]), float(outs.day[to]), float(outs.last[to]))


@compiled
def may_follow(ins: Lots, at: int, outs: Lots, to: int) -> bool:
    """Tell whether an outward leg can have taken the goods of an inward one on, by time, parties and goods."""
    least, most = outs.day[to] - ins.last[at], outs.last[to] - ins.day[at]
    if outs.high[to] < ins.low[at] or least > LONGEST or most < -LATE_BOOKING:
        return False
    # Goods that go back to where they came from are a return.
    back = outs.partner[to] >= 0 and outs.partner[to] == ins.partner[at]
    return not back and outs.leg[to] != ins.leg[at] and not held_back(ins.treatment[at], outs.treatment[to])


@compiled
def held_back(into: int, out: int) -> bool:
    """Tell whether goods came in temporarily, or for processing, and others left: those are not exported outright."""
    return into == _LENT and out == FREE


@compiled
def price_ratio(ins: Lots, at: int, outs: Lots, to: int, ratio: float) -> float:
    """Return the log ratio of unit prices, outward over inward; NaN when a value or the amount is unknown."""
    return math.log(outs.value[to] / ins.value[at]) - ratio


@compiled
def priced_within(ratio: float) -> bool:
    """Tell whether a log price ratio is within bounds; unknown ones are."""
    return not (ratio < math.log(CHEAPEST) or ratio > math.log(DEAREST))


@compiled
def marks(ins: Lots, at: int, outs: Lots, to: int, total: float) -> float:
    """Return what part, brand, code, weight of a piece, origin and procedure say; `total` counts other inward legs."""
    said = 0.0
    part = ins.part[at] >= 0 and ins.part[at] == outs.part[to]
    said += _pieces(ins, at, outs, to, part)
    said += mark(ins.part[at], outs.part[to], ins.same_part[at] - 1.0, total, 0.96, 0.12)
    if not part:  # a part number names its brand
        said += mark(ins.brand[at], outs.brand[to], ins.same_brand[at] - 1.0, total, 0.95, 0.3)
    if ins.hs[at] == outs.hs[to]:
        said += 0.0 if part else usual_code(ins.same_hs[at] - 1.0, total)
    elif ins.family[at] != outs.family[to]:
        said -= 2.5  # declared under a sibling code
    if outs.treatment[to] != FREE:
        said += mark(ins.treatment[at], outs.treatment[to], ins.same_treatment[at] - 1.0, total, 0.95, 0.1)
    if ins.origin[at] >= 0 and outs.origin[to] >= 0:
        said += mark(ins.origin[at], outs.origin[to], ins.same_origin[at] - 1.0, total, 0.92, 0.4)
    elif outs.origin[to] >= 0:  # the exporter says where it was made, the inward leg only whence it came
        said += 0.4 if outs.origin[to] == ins.abroad[at] else -0.9 if outs.origin[to] == outs.home[to] else -0.3
    return said


@compiled
def same_piece(one: float, other: float, alike: float, total: float) -> float:
    """Return what the weights of a piece say: pieces of one model weigh the same, models of one good do not.

    Args:
        one: Log of the weight of a piece, `other` likewise; NaN when unknown.
        alike: Other legs of the block with pieces of this weight, of `total` whose pieces' weight is known.
    """
    if math.isnan(one) or math.isnan(other):
        return 0.0
    usual = _usual(alike, total, _CHANCE_PIECE)
    if abs(one - other) <= SAME_PIECE:
        return math.log(_SAME_PIECE / min(usual, 0.97))
    return math.log((1.0 - _SAME_PIECE) / max(1.0 - usual, 0.1))


@compiled
def _pieces(ins: Lots, at: int, outs: Lots, to: int, part: bool) -> float:
    """Return what the weights of a piece say of two legs; `part` whether their part numbers are equal."""
    said = same_piece(ins.piece[at], outs.piece[to], ins.same_piece[at] - 1.0, ins.weighed[at] - 1.0)
    if said < 0.0 and not counted(ins, at, outs, to):
        return max(said, _OTHER_COUNT)
    return min(said, 0.0) if part else said


@compiled
def likeness(ins: Lots, at: int, outs: Lots, to: int, alike: Floats, total: float) -> float:
    """Return the log-likelihood ratio of all facts but time; minus infinity for pairs that cannot be.

    Args:
        alike: Other inward legs of the block whose amount, by the measure that agrees better, is the same as the
            outward leg's, nearly the same, and somewhat different.
        total: Other inward legs of the block.
    """
    ratio = amount_ratio(ins.kg[at], outs.kg[to], ins.pieces[at], outs.pieces[to])
    price = price_ratio(ins, at, outs, to, ratio)
    if not priced_within(price):
        return -math.inf
    if ins.family[at] != outs.family[to] and not abs(ratio) <= NEAR:
        return -math.inf  # under another code, goods need an equal amount to be the same
    pieces = outs.pieces[to] if counted(ins, at, outs, to) else 0.0
    said = _amounts(ratio, pieces, alike, total)
    said += math.log(ins.likely[at] * outs.likely[to])
    return said + marks(ins, at, outs, to, total) + log_odds_of_price(price, MARGIN, MARGIN_SPREAD)
