"""Trade flows as official statistics report them: the columns of the canonical table, and what a cell may be.

A *flow* is what one reporter states about its trade with one partner in one good and one period: half of the truth,
since the partner states the same trade as another flow.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum


class FlowKind(StrEnum):
    """Direction of a flow. ``RX`` is part of ``X`` and ``RM`` part of ``M``: they are never added."""

    EXPORT = "X"
    IMPORT = "M"
    REEXPORT = "RX"
    REIMPORT = "RM"


class Valuation(StrEnum):
    """Where the value is counted: with cost, insurance and freight, free on board, or alongside the ship."""

    CIF = "CIF"
    FOB = "FOB"
    FAS = "FAS"


class CoverageState(StrEnum):
    """What is known of a reporter's period: reported, partly suppressed, a part of it, or nothing."""

    REPORTED = "reported"
    SUPPRESSED = "partly_suppressed"
    PARTIAL = "part_of_period"
    NO_DATA = "no_data"


#: Partner of a row that sums over all partners (Comtrade 0, ISO column ``W00``).
WORLD = "W00"
#: Partners that are no country: areas not elsewhere specified (Comtrade 899 and regional n.e.s. codes), bunkers, free
#: zones, special categories; in Comext ships' stores and ``QV`` to ``QZ``, countries not specified or kept secret.
UNSPECIFIED_PARTNERS = frozenset(
    {
        "_AC", "_X", "A49", "A59", "A79", "E19", "E29", "F19", "F49", "F97", "O19", "QP", "QQ", "QR", "QS", "QT", "QU",
        "QV", "QW", "QX", "QY", "QZ", "R20", "R91", "X1", "X2", "XX",
    }
)  # fmt: skip
#: Code of goods not broken down at all.
TOTAL = "TOTAL"

#: The fixed part of the table, in order: what ``flows import --source canonical`` reads.
FLOW_COLUMNS = (
    "period",
    "reporter",
    "partner",
    "flow",
    "hs",
    "hs_vintage",
    "value_usd",
    "net_kg",
    "quantity",
    "unit",
    "source",
)
#: What is kept besides.
ADDED_FLOW_COLUMNS = (
    "value",  # amount in `currency`, as the source states it
    "currency",
    "valuation",
    "released",  # day the reporter or the source released these data
    "suppressed",  # the source hides the good or the partner
    "parent",  # sums rows of longer codes of the same partner that are in the table too: never added to them
    "undetailed",  # of a parent the share its parts lack, which counts
    "file",
    "row",
)

_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One row of the canonical flow table.

    Attributes:
        period: ``2022-03``, or ``2022`` where the source is annual; months and years are never added up.
        reporter: Who states it, ISO 3166 alpha-2.
        partner: With whom: ISO 3166 alpha-2, `WORLD`, or one of `UNSPECIFIED_PARTNERS`.
        flow: Direction as seen by the reporter.
        hs: Digits as the source states them (6, national digits behind them, or a heading or chapter), or `TOTAL`.
        hs_vintage: Edition of the Harmonized System the code is written in, by year.
        value_usd: US dollars; None where the source has another currency and no rates were given.
        net_kg: Net weight in kilograms; None where not stated.
        quantity: In `unit`, the supplementary unit; None where not stated.
        source: Where it comes from: ``comtrade``, ``comext``, or the name a user gave.
        value: Amount in `currency`.
        valuation: CIF or FOB, None where the source does not say.
        released: Day of release; of two releases of one cell the later counts.
        suppressed: Good or partner is hidden by the source.
        parent: The row is the sum of more detailed rows of the same source, reporter, partner, flow and period.
        undetailed: Share of a parent that those rows lack by more than rounding; None of other rows.
        file: File it was read from; ``row`` the (first) row there, the header being row 1.
    """

    period: str
    reporter: str
    partner: str
    flow: FlowKind
    hs: str
    hs_vintage: int | None = None
    value_usd: float | None = None
    net_kg: float | None = None
    quantity: float | None = None
    unit: str | None = None
    source: str = ""
    value: float | None = None
    currency: str | None = None
    valuation: Valuation | None = None
    released: dt.date | None = None
    suppressed: bool = False
    parent: bool = False
    undetailed: float | None = None
    file: str = ""
    row: int | None = None


def is_country(area: str) -> bool:
    """Tell whether a partner code is a country (present or former), so that sums over countries may include it."""
    return _COUNTRY.fullmatch(area) is not None and area not in UNSPECIFIED_PARTNERS
