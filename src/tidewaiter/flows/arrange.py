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
    covered = _covered(coverage, flows, periods)
    why = dict.fromkeys(origins, f"it is one of the {len(origins)} origins of the goods") | dict(excluded or {})
    why[destination] = "it is the destination"
    candidates = tuple(hubs) if hubs is not None else _candidates(rows, why)
    families = tuple(sorted(goods))
    sources = tuple(o for o in origins if o in rows.names("reporter") or o in rows.names("partner"))
    cube = Cubes(rows, {code: i for i, code in enumerate(families)}, len(periods))
    others_sold = sorted((rows.names("family") if controls is None else frozenset(controls)) - set(families))
    groups, group_of = _control_groups(others_sold)
    control = Cubes(rows, group_of, len(periods), goods=len(groups))
    headings, sibling_of = _siblings(others_sold, families)
    sibling = Cubes(rows, sibling_of, len(periods), goods=len(headings))
    beside = tuple(n for n in neighbours if n != destination)
    o, h, n, d = (axis(codes) for codes in (sources, candidates, beside, (destination,)))
    others = {code: 0 for code in rows.names("partner") if is_country(code) and code not in {destination, *beside}}
    anywhere = {code: 0 for code in rows.names("partner") if is_country(code)}
    one = dict.fromkeys((*sources, ALL_ORIGINS), 0)

    def by(flow: str, codes: Sequence[str]) -> Bools:
        found = [[(code, flow, t) in covered for t in periods] for code in codes]
        return np.array(found, dtype=bool).reshape(len(codes), len(periods))

    out, hub_out, hub_in, beside_in = by("X", sources), by("X", candidates), by("M", candidates), by("M", beside)
    any_out = out.any(axis=0)

    about = _Listed(listed or {})
    to_hub = np.array([all(about.says("X", origin, (hub,)) for origin in sources) for hub in candidates], dtype=bool)
    to_destination = hub_out & about.all_say("X", candidates, (destination,))
    from_origins = hub_in & about.all_say("M", candidates, sources)
    to_others = hub_out & about.all_say("X", candidates, tuple(others))

    def hub_exports(to: Mapping[str, int], cubes: Cubes = cube, *, of: Amount = "value") -> Floats:
        covered = to_destination if to is d else to_others
        return _blank(cubes.sum("X", h, to, of=of).sum(axis=1), covered[:, None])

    received = np.swapaxes(cube.sum("M", h, o), 0, 1)
    shipped = _blank(_blank(cube.sum("X", o, h), out[:, None, None]), to_hub[None, :, None, None])
    return Panel(
        destination=destination,
        origins=sources,
        hubs=candidates,
        neighbours=beside,
        goods=families,
        controls=groups,
        periods=tuple(periods),
        unit=unit,
        vintage=vintage,
        shipped=shipped,
        received=_blank(received, from_origins[None, :, None]),
        direct=_blank(cube.sum("X", o, d).sum(axis=1), out[:, None]),
        imports=_blank(cube.sum("M", h, anywhere).sum(axis=1), hub_in[:, None]),
        imports_china=_blank(cube.sum("M", h, {"CN": 0}).sum(axis=1), hub_in[:, None]),
        onward=hub_exports(d),
        elsewhere=hub_exports(others),
        sent=_blank(cube.sum("X", h, n), hub_out[:, None, None]),
        arrived=_blank(np.swapaxes(cube.sum("M", n, h), 0, 1), beside_in[None, :, None]),
        shipped_controls=_blank(control.sum("X", one, h).sum(axis=0), any_out),
        onward_controls=hub_exports(d, control),
        headings=headings,
        heading_of=np.array([axis(headings).get(heading(code), -1) for code in families], dtype=np.intp),
        shipped_siblings=_blank(sibling.sum("X", one, h).sum(axis=0), any_out),
        onward_siblings=hub_exports(d, sibling),
        shipped_kg=_blank(cube.sum("X", one, h, of="kg").sum(axis=0), any_out),
        onward_kg=hub_exports(d, of="kg"),
        elsewhere_kg=hub_exports(others, of="kg"),
        shipped_weighed=_blank(cube.sum("X", one, h, of="weighed").sum(axis=0), any_out),
        onward_weighed=hub_exports(d, of="weighed"),
        elsewhere_weighed=hub_exports(others, of="weighed"),
        origin_covered=out,
        exports_covered=to_destination,
        imports_covered=from_origins,
        neighbour_covered=beside_in,
        excluded=why,
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
