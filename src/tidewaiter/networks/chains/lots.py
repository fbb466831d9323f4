"""Legs as arrays: what came in to companies and what went out of them, sorted for the work on links."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.chains.procedures import KINDS, OUTRIGHT, STORED, TO_LEAVE

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
#: Goods that are exported outright without a special procedure before: as if they were of the country.
FREE = len(KINDS)
#: Days the first of a month may be away from the true day, at most.
MONTH = 30
_DAY = pa.int32()
#: Legs of known weight and pieces that tell the weight of a piece, if they differ no more than this log ratio, but for
#: a fifth of them on each side.
_ENOUGH, _ALIKE = 4, 0.05
#: Pieces that can be told from their weight.
_FEW = 20
#: Greatest difference of the weights of a piece, as a log ratio, that are the same.
SAME_PIECE = 0.02


class Lots(NamedTuple):
    """Legs of one side, inward or outward, sorted by company, heading, day and number of the leg.

    Attributes:
        leg: Number of the leg; `company` the one it comes in to or goes out of; `block` company and heading together.
        day: Earliest day at the company, by what is known: of arrival for inward legs, of departure for outward ones;
            `last` latest. They differ where only the month is known.
        low: Earliest day the goods can have been there at all; `high` latest.
        kg: Net weight, `pieces` quantity, `value` US dollars; NaN when unknown.
        hs: Code of six digits; `family`, `part`, `brand`, `origin` likewise as numbers, -1 when unknown.
        likely: How likely the leg is the company's at all; less than 1 where a forwarder stands for the party.
        partner: The company on the other side, -1 when unknown; `abroad` the other side's country; `home` this side's.
        treatment: Place in `tidewaiter.networks.chains.procedures.KINDS` of what the importer's procedure says of
            inward legs; of outward ones, of the procedure that the exporter says they were under before, if that is a
            special one, and `FREE` where they are exported outright; -1 unknown.
        piece: Log of the weight of a piece, kg, where a leg states both; NaN where it does not.
        same_piece: Legs of the block whose pieces weigh the same; `weighed` those whose pieces' weight is known.
        same_part: Legs of the block with the same part, `same_brand`, `same_hs`, `same_origin` likewise.
    """

    leg: Ints
    company: Ints
    block: Ints
    day: Ints
    last: Ints
    low: Ints
    high: Ints
    kg: Floats
    pieces: Floats
    value: Floats
    hs: Ints
    family: Ints
    part: Ints
    brand: Ints
    origin: Ints
    likely: Floats
    partner: Ints
    abroad: Ints
    home: Ints
    treatment: Ints
    piece: Floats
    same_piece: Ints
    weighed: Ints
    same_part: Ints
    same_brand: Ints
    same_hs: Ints
    same_origin: Ints
    same_treatment: Ints


def lots(table: pa.Table) -> tuple[Lots, Lots]:
    """Return inward and outward legs of the rows of `tidewaiter.networks.chains.links.at_companies`.

    Blocks of both are numbered alike: a company's goods of one heading.
    """
    columns = _columns(table)
    order = np.lexsort((columns["leg"], columns["day"], columns["heading"], columns["company"]))
    columns = {name: column[order] for name, column in columns.items()}
    columns["piece"] = np.log(columns["kg"] / columns["pieces"])
    columns |= filled_amounts(columns["company"], columns["hs"], columns["kg"], columns["pieces"])
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.diff(columns["company"]) != 0
    new[1:] |= np.diff(columns["heading"]) != 0
    columns["block"] = np.cumsum(new) - 1
    inward = columns["inward"] == 1
    return _side(columns, inward), _side(columns, ~inward)


def _columns(table: pa.Table) -> dict[str, Any]:
    inward = whole_numbers(table["inward"].cast(pa.int64()))
    sides = table["sides"].to_numpy(zero_copy_only=False)
    left, left_to = days(table["day"]), days(table["day_to"])
    came, came_to = days(table["arrived"]), days(table["arrived_to"])
    # Only the importing side knows when goods arrived, only the exporting side when they left.
    arrival = np.where(inward == 1, sides != "export", sides == "import")
    countries = pa.chunked_array([*table["from_country"].chunks, *table["to_country"].chunks, *table["origin"].chunks])
    numbers = numbered_texts(countries)
    seller, buyer, origin = numbers.reshape(3, -1)
    return {
        "leg": whole_numbers(table["leg"]),
        "company": whole_numbers(table["company"]),
        "heading": headings(table["hs6"]),
        "inward": inward,
        "day": np.where(arrival, came, left),
        "last": np.where(arrival, came_to, left_to),
        "low": left,
        "high": came_to,
        "kg": amounts(table["net_kg"]),
        "pieces": amounts(table["quantity"]),
        "value": amounts(table["value_usd"]),
        "hs": numbered_texts(table["hs6"]),
        "family": numbered_texts(table["family"]),
        "part": numbered_texts(table["part"]),
        "brand": numbered_texts(table["brand"]),
        "origin": origin,
        "likely": table["likely"].to_numpy().astype(np.float64),
        "partner": whole_numbers(table["partner"]),
        "abroad": np.where(inward == 1, seller, buyer),
        "home": np.where(inward == 1, buyer, seller),
        "treatment": np.where(inward == 1, kinds(table["received_as"]), _before(table)),
    }


def _before(table: pa.Table) -> Ints:
    """Return what is known of outward goods before: a special procedure, or that they were free to be exported."""
    before = kinds(table["came_under"])
    special = np.isin(before, [KINDS.index(kind) for kind in (TO_LEAVE, STORED)])
    return np.where(special, before, np.where(kinds(table["sent_as"]) == KINDS.index(OUTRIGHT), FREE, -1))


def kinds(column: pa.ChunkedArray) -> Ints:
    """Return kinds of procedures as their places in `KINDS`, -1 for null."""
    return whole_numbers(pc.index_in(column, value_set=pa.array(KINDS)))


def _side(columns: dict[str, Any], which: npt.NDArray[np.bool_]) -> Lots:
    found = {name: column[which] for name, column in columns.items()}
    for name in ("part", "brand", "hs", "origin", "treatment"):
        found[f"same_{name}"] = count_alike(found["block"], found[name])
    found["same_piece"], found["weighed"] = count_same_piece(found["block"], found["piece"])
    return Lots(**{name: np.ascontiguousarray(found[name]) for name in Lots._fields})


def filled_amounts(company: Ints, hs: Ints, kg: Floats, pieces: Floats) -> dict[str, Floats]:
    """Fill in unknown weights from pieces, where a company's goods of one code weigh much the same a piece.

    Of a few heavy pieces, weights also tell the number.

    Args:
        company: Company of each leg; `hs` its code as a number.
        kg: Weights; `pieces` quantities; NaN when unknown.

    Returns:
        ``kg`` and ``pieces``.
    """
    if not len(hs):
        return {"kg": kg, "pieces": pieces}
    _, group = np.unique(company * (int(hs.max()) + 2) + hs + 1, return_inverse=True)
    unit = np.log(kg / pieces)
    known = np.flatnonzero(~np.isnan(unit))
    known = known[np.lexsort((unit[known], group[known]))]
    edges = np.searchsorted(group[known], np.arange(int(group.max()) + 2))
    count = np.diff(edges)
    enough = np.flatnonzero(count >= _ENOUGH)
    at = [edges[enough] + (count[enough] * part).astype(np.int64) for part in (0.2, 0.5, 0.8)]
    low, middle, high = (unit[known[place]] for place in at)
    usual = np.full(len(count), np.nan)
    usual[enough] = np.where(high - low <= _ALIKE, middle, np.nan)
    piece = np.exp(usual[group])
    few = np.round(kg / piece)
    return {
        "kg": np.where(np.isnan(kg), pieces * piece, kg),
        "pieces": np.where(np.isnan(pieces) & (few >= 1) & (few <= _FEW), few, pieces),
    }


def headings(codes: pa.ChunkedArray) -> Ints:
    """Return the first four digits of codes as numbers; of shorter codes, what there is."""
    digits = pc.utf8_slice_codeunits(codes.fill_null("0"), 0, 4)
    return whole_numbers(digits.cast(pa.int64()))


def count_alike(block: Ints, mark: Ints) -> Ints:
    """Return how many rows of the same block have the same mark, for every row."""
    if not len(block):
        return block
    _, place, counts = np.unique(block * (int(mark.max()) + 2) + mark + 1, return_inverse=True, return_counts=True)
    found: Ints = counts[place].astype(np.int64)
    return found


def count_same_piece(block: Ints, piece: Floats) -> tuple[Ints, Ints]:
    """Return how many rows of the same block have pieces of the same weight, for every row, and how many have any.

    Args:
        piece: Log of the weight of a piece, NaN when unknown: of such rows, none are the same.
    """
    known = np.flatnonzero(~np.isnan(piece))
    size = int(block.max(initial=-1)) + 1
    same = np.zeros(len(block), np.int64)
    # Blocks are laid end to end, so far apart that no two of them meet.
    reach = float(np.ptp(piece[known])) + 1.0 if len(known) else 1.0
    place = block[known] * reach + (piece[known] - piece[known].min(initial=np.inf))
    order = np.sort(place)
    low = np.searchsorted(order, place - SAME_PIECE, side="left")
    same[known] = np.searchsorted(order, place + SAME_PIECE, side="right") - low
    return same, np.bincount(block[known], minlength=size)[block]


def numbered_texts(column: pa.ChunkedArray) -> Ints:
    """Return texts as numbers, which are good for comparison only; -1 for null."""
    coded = pc.dictionary_encode(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    found: Ints = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def whole_numbers(column: pa.ChunkedArray) -> Ints:
    """Return a column of whole numbers, -1 for null."""
    found: Ints = column.fill_null(-1).to_numpy().astype(np.int64)
    return found


def days(column: pa.ChunkedArray) -> Ints:
    """Return days as numbers."""
    found: Ints = column.cast(pa.date32()).cast(_DAY).to_numpy().astype(np.int64)
    return found


def amounts(column: pa.ChunkedArray) -> Floats:
    """Return positive numbers, NaN for null and for what is none."""
    found: Floats = np.array(column.cast(pa.float64()).fill_null(float("nan")).to_numpy(), dtype=np.float64)
    found[~(found > 0)] = np.nan
    return found
