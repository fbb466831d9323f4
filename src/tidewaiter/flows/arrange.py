"""A table of aggregated flows arranged as a panel: candidates, controls, siblings, coverage."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tidewaiter.flows.cubes import Amount, Cubes, Rows, axis
from tidewaiter.flows.panel import Bools, Floats, Panel
from tidewaiter.model import is_country

#: Columns of the coverage table: a reporter, flow and period that was reported.
COVERAGE_COLUMNS = ("reporter", "flow", "period")
#: Reporter of what all origins together send, where they were added up before.
ALL_ORIGINS = "+"
#: More control goods than this are joined by chapter of the Harmonized System.
MOST_CONTROLS = 120


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
    sides = _Sides(
        sources=tuple(o for o in origins if o in rows.names("reporter") or o in rows.names("partner")),
        hubs=tuple(hubs) if hubs is not None else _candidates(rows, why),
        beside=tuple(n for n in neighbours if n != destination),
        destination=destination,
        partners=tuple(sorted(code for code in rows.names("partner") if is_country(code))),
    )
    families = tuple(sorted(goods))
    others_sold = sorted((rows.names("family") if controls is None else frozenset(controls)) - set(families))
    known = _known(_covered(coverage, flows, periods), _Listed(listed or {}), sides, periods)
    names = _Names(periods=tuple(periods), excluded=why, unit=unit, vintage=vintage)
    return _panel(rows, sides, known, _Compared.of(others_sold, families), names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """Who takes part: origins, candidate hubs, neighbours, the destination, and every partner that is a country."""

    sources: tuple[str, ...]
    hubs: tuple[str, ...]
    beside: tuple[str, ...]
    destination: str
    partners: tuple[str, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """Partners that are neither the destination nor beside it."""
        return tuple(code for code in self.partners if code not in {self.destination, *self.beside})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What a panel carries beside its numbers."""

    periods: tuple[str, ...]
    excluded: Mapping[str, str]
    unit: str
    vintage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """The goods under suspicion, and the groups of others they are compared with."""

    families: tuple[str, ...]
    groups: tuple[str, ...]
    group_of: Mapping[str, int]
    headings: tuple[str, ...]
    sibling_of: Mapping[str, int]

    @classmethod
    def of(cls, others: Sequence[str], families: tuple[str, ...]) -> _Compared:
        """Group the other goods: all of them as controls, those of the same headings as siblings."""
        groups, group_of = _control_groups(others)
        headings, sibling_of = _siblings(others, families)
        return cls(families=families, groups=groups, group_of=group_of, headings=headings, sibling_of=sibling_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Which reporters are covered, each [reporter, t], and of which hubs the origins' data speak, [h]."""

    origins: Bools
    to_hub: Bools
    to_destination: Bools
    to_others: Bools
    from_origins: Bools
    hub_exports: Bools
    hub_imports: Bools
    beside_imports: Bools


def _known(covered: frozenset[tuple[str, str, str]], about: _Listed, sides: _Sides, periods: Sequence[str]) -> _Known:
    def by(flow: str, codes: Sequence[str]) -> Bools:
        found = [[(code, flow, t) in covered for t in periods] for code in codes]
        return np.array(found, dtype=bool).reshape(len(codes), len(periods))

    hub_out, hub_in = by("X", sides.hubs), by("M", sides.hubs)
    to_hub = [all(about.says("X", origin, (hub,)) for origin in sides.sources) for hub in sides.hubs]
    return _Known(
        origins=by("X", sides.sources),
        to_hub=np.array(to_hub, dtype=bool),
        to_destination=hub_out & about.all_say("X", sides.hubs, (sides.destination,)),
        to_others=hub_out & about.all_say("X", sides.hubs, sides.others),
        from_origins=hub_in & about.all_say("M", sides.hubs, sides.sources),
        hub_exports=hub_out,
        hub_imports=hub_in,
        beside_imports=by("M", sides.beside),
    )


@dataclass(frozen=True, slots=True)
class _Traded:
    """Sums of some goods between the sides, NaN where the reporter is not covered."""

    cubes: Cubes
    sides: _Sides
    known: _Known

    def shipped(self, of: Amount = "value") -> Floats:
        """Return exports of all origins together to each hub, [h, k, t]."""
        one = dict.fromkeys((*self.sides.sources, ALL_ORIGINS), 0)
        total = self.cubes.sum("X", one, axis(self.sides.hubs), of=of).sum(axis=0)
        return _blank(total, self.known.origins.any(axis=0))

    def shipped_by_origin(self) -> Floats:
        """Return exports of each origin to each hub, [o, h, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.sources), axis(self.sides.hubs))
        spoken = self.known.origins[:, None, None] & self.known.to_hub[None, :, None, None]
        return _blank(total, spoken)

    def direct(self) -> Floats:
        """Return exports of each origin to the destination, [o, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.sources), axis((self.sides.destination,))).sum(axis=1)
        return _blank(total, self.known.origins[:, None])

    def received(self) -> Floats:
        """Return imports of each hub from each origin, [o, h, k, t]."""
        total = np.swapaxes(self.cubes.sum("M", axis(self.sides.hubs), axis(self.sides.sources)), 0, 1)
        return _blank(total, self.known.from_origins[None, :, None])

    def imports(self, partners: Sequence[str]) -> Floats:
        """Return imports of each hub from some countries together, [h, k, t]."""
        total = self.cubes.sum("M", axis(self.sides.hubs), dict.fromkeys(partners, 0)).sum(axis=1)
        return _blank(total, self.known.hub_imports[:, None])

    def onward(self, of: Amount = "value") -> Floats:
        """Return exports of each hub to the destination, [h, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.hubs), axis((self.sides.destination,)), of=of).sum(axis=1)
        return _blank(total, self.known.to_destination[:, None])

    def elsewhere(self, of: Amount = "value") -> Floats:
        """Return exports of each hub to all but the destination and its neighbours, [h, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.hubs), dict.fromkeys(self.sides.others, 0), of=of).sum(axis=1)
        return _blank(total, self.known.to_others[:, None])

    def sent(self) -> Floats:
        """Return exports of each hub to each neighbour, [h, n, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.hubs), axis(self.sides.beside))
        return _blank(total, self.known.hub_exports[:, None, None])

    def arrived(self) -> Floats:
        """Return the same as the neighbours report it, [h, n, k, t]."""
        total = np.swapaxes(self.cubes.sum("M", axis(self.sides.beside), axis(self.sides.hubs)), 0, 1)
        return _blank(total, self.known.beside_imports[None, :, None])


def _panel(rows: Rows, sides: _Sides, known: _Known, compared: _Compared, names: _Names) -> Panel:
    def traded(group_of: Mapping[str, int], goods: int | None = None) -> _Traded:
        return _Traded(Cubes(rows, group_of, len(names.periods), goods=goods), sides, known)

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
        imports_china=listed.imports(("CN",)),
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


@dataclass(frozen=True, slots=True)
class _Listed:
    """Which partners the data of a reporter and flow say anything of."""

    partners: Mapping[tuple[str, str], frozenset[str]]

    def says(self, flow: str, reporter: str, partners: Sequence[str]) -> bool:
        """Tell whether at least one of the partners is among them; data without a list speak of all."""
        known = self.partners.get((reporter, flow))
        return known is None or any(partner in known for partner in partners)

    def all_say(self, flow: str, reporters: Sequence[str], partners: Sequence[str]) -> Bools:
        """Return whether each reporter's data speak of at least one of the partners, [reporter, 1]."""
        return np.array([self.says(flow, reporter, partners) for reporter in reporters], dtype=bool)[:, None]


def _blank(values: Floats, covered: npt.ArrayLike) -> Floats:
    """Return the values with NaN where the reporter is not covered."""
    values[np.broadcast_to(~np.asarray(covered, dtype=bool), values.shape)] = np.nan
    return values


def _candidates(rows: Rows, excluded: Mapping[str, str]) -> tuple[str, ...]:
    seen = rows.names("reporter") | rows.names("partner")
    return tuple(sorted(code for code in seen if is_country(code) and code not in excluded))


def heading(family: str) -> str:
    """Return the four-digit heading of a family such as ``2022:854231``."""
    return family.rsplit(":", maxsplit=1)[-1][:4]


def _control_groups(others: Sequence[str]) -> tuple[tuple[str, ...], dict[str, int]]:
    """Return the control groups and each family's group: the family itself, or its chapter when there are very many."""
    by_chapter = len(others) > MOST_CONTROLS
    group = {code: heading(code)[:2] if by_chapter else code for code in others}
    names = tuple(sorted(set(group.values())))
    return names, {code: names.index(name) for code, name in group.items()}


def _siblings(others: Sequence[str], goods: Sequence[str]) -> tuple[tuple[str, ...], dict[str, int]]:
    """Return the headings that hold both suspected and other goods, and the heading of each of the others."""
    wanted = {heading(code) for code in goods}
    of = {code: heading(code) for code in others if heading(code) in wanted}
    names = tuple(sorted(set(of.values())))
    return names, {code: names.index(name) for code, name in of.items()}


def _covered(coverage: pa.Table | None, flows: pa.Table, periods: Sequence[str]) -> frozenset[tuple[str, str, str]]:
    """Return (reporter, flow, period) of everything reported."""
    table = flows if coverage is None else coverage
    keys = table.select(list(COVERAGE_COLUMNS)).group_by(list(COVERAGE_COLUMNS)).aggregate([]).to_pydict()
    inside = frozenset(periods)
    found = zip(keys["reporter"], keys["flow"], map(str, keys["period"]), strict=True)
    return frozenset(key for key in found if key[2] in inside)
