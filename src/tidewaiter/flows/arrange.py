"""A table of aggregated flows arranged as a panel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tidewaiter.flows.compared import Compared, heading
from tidewaiter.flows.cubes import Cubes, Rows, axis
from tidewaiter.flows.origins import PRODUCERS
from tidewaiter.flows.panel import Panel
from tidewaiter.flows.sides import Known, Listed, Sides, known_sides
from tidewaiter.flows.traded import Traded
from tidewaiter.model import is_country

#: Columns of the coverage table: a reporter, flow and period that was reported.
COVERAGE_COLUMNS = ("reporter", "flow", "period")


def build_panel(
    flows: pa.Table,
    coverage: pa.Table | None = None,
    *,
    destination: str,
    origins: Sequence[str],
    goods: Collection[str],
    periods: Sequence[str],
    neighbours: Sequence[str] = (),
    controls: Collection[str] | None = None,
    hubs: Sequence[str] | None = None,
    excluded: Mapping[str, str] | None = None,
    listed: Mapping[tuple[str, str], frozenset[str]] | None = None,
    unit: str = "USD",
    vintage: str = "",
) -> Panel:
    """Arrange a table of aggregated flows as a panel.

    Args:
        flows: Columns `FLOW_COLUMNS` and, where known, ``net_kg``; one row a cell (several are added up). ``flow`` is
            ``X`` or ``M``; other flows are of-which lines and are left out.
        coverage: Columns `COVERAGE_COLUMNS`, a row for each reporter, flow and period that was reported. None takes a
            reporter as covered in every period in which the table has any row of it.
        destination: ISO 3166 alpha-2.
        origins: ISO 3166 alpha-2 of the origins.
        goods: Families under suspicion.
        periods: Periods of the panel, in order and without gaps.
        neighbours: Countries of the second leg.
        controls: Families to compare with; None takes every other family of the table.
        hubs: Candidates; None takes every country that is no origin, not the destination and not `excluded`.
        excluded: Countries that are no candidates, and why.
        listed: Partners of which the data of a reporter and flow say anything at all, where they are not of all
            countries; of others there is no data.
        unit: Currency of ``value``.
        vintage: Date or version of the data.

    Raises:
        UsageError: when a column is missing.
    """
    rows = Rows.read(flows, periods)
    why = dict.fromkeys(origins, f"it is one of the {len(origins)} origins of the goods") | dict(excluded or {})
    why[destination] = "it is the destination"
    sides = Sides(
        sources=tuple(o for o in origins if o in rows.names("reporter") or o in rows.names("partner")),
        hubs=tuple(hubs) if hubs is not None else _candidates(rows, why),
        beside=tuple(n for n in neighbours if n != destination),
        destination=destination,
        partners=tuple(sorted(code for code in rows.names("partner") if is_country(code))),
    )
    families = tuple(sorted(goods))
    others_sold = sorted((rows.names("family") if controls is None else frozenset(controls)) - set(families))
    known = known_sides(_covered(coverage, flows, periods), Listed(listed or {}), sides, periods)
    names = _Names(periods=tuple(periods), excluded=why, unit=unit, vintage=vintage)
    return _panel(rows, sides, known, Compared.of(others_sold, families), names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What a panel carries beside its numbers."""

    periods: tuple[str, ...]
    excluded: Mapping[str, str]
    unit: str
    vintage: str


def _panel(rows: Rows, sides: Sides, known: Known, compared: Compared, names: _Names) -> Panel:
    def traded(group_of: Mapping[str, int], goods: int | None = None) -> Traded:
        return Traded(Cubes(rows, group_of, len(names.periods), goods=goods), sides, known)

    listed = traded(axis(compared.families))
    control = traded(compared.group_of, len(compared.groups))
    sibling = traded(compared.sibling_of, len(compared.headings))
    places = axis(compared.headings)
    return Panel(
        destination=sides.destination,
        origins=sides.sources,
        hubs=sides.hubs,
        neighbours=sides.beside,
        goods=compared.families,
        controls=compared.groups,
        periods=names.periods,
        unit=names.unit,
        vintage=names.vintage,
        shipped=listed.shipped_by_origin(),
        received=listed.received(),
        direct=listed.direct(),
        imports=listed.imports(sides.partners),
        imports_beside=listed.imports([hub for hub in sides.hubs if hub not in PRODUCERS]),
        onward=listed.onward(),
        elsewhere=listed.elsewhere(),
        sent=listed.sent(),
        arrived=listed.arrived(),
        shipped_controls=control.shipped(),
        onward_controls=control.onward(),
        headings=compared.headings,
        heading_of=np.array([places.get(heading(code), -1) for code in compared.families], dtype=np.intp),
        shipped_siblings=sibling.shipped(),
        onward_siblings=sibling.onward(),
        shipped_kg=listed.shipped("kg"),
        onward_kg=listed.onward("kg"),
        elsewhere_kg=listed.elsewhere("kg"),
        shipped_weighed=listed.shipped("weighed"),
        onward_weighed=listed.onward("weighed"),
        elsewhere_weighed=listed.elsewhere("weighed"),
        origin_covered=known.origins,
        exports_covered=known.to_destination,
        imports_covered=known.from_origins,
        neighbour_covered=known.beside_imports,
        excluded=names.excluded,
    )


def _candidates(rows: Rows, excluded: Mapping[str, str]) -> tuple[str, ...]:
    seen = rows.names("reporter") | rows.names("partner")
    return tuple(sorted(code for code in seen if is_country(code) and code not in excluded))


def _covered(coverage: pa.Table | None, flows: pa.Table, periods: Sequence[str]) -> frozenset[tuple[str, str, str]]:
    """Return (reporter, flow, period) of everything reported."""
    table = flows if coverage is None else coverage
    keys = table.select(list(COVERAGE_COLUMNS)).group_by(list(COVERAGE_COLUMNS)).aggregate([]).to_pydict()
    inside = frozenset(periods)
    found = zip(keys["reporter"], keys["flow"], map(str, keys["period"]), strict=True)
    return frozenset(key for key in found if key[2] in inside)
