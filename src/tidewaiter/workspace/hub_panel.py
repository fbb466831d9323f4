"""The panel of a question about hubs, from the flows of a workspace: which source speaks for whom, what is covered."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.flows.arrange import build_panel
from tidewaiter.flows.goods import GoodsAsked, family_table, mixed_headings
from tidewaiter.flows.origins import NEIGHBOURS, Origins
from tidewaiter.flows.panel import Panel
from tidewaiter.flows.unplaced import unplaced_notes
from tidewaiter.flows.window import Span, inside, periods_between
from tidewaiter.model import UsageError, is_country
from tidewaiter.store.flow_import import FlowImport
from tidewaiter.store.flow_totals import flow_totals, panel_flows
from tidewaiter.store.flows import FlowStore

#: Partners from which a file is taken to be of all countries: what it lacks was not traded.
ALL_COUNTRIES = 60
#: Sources that reconcile both sides: they hide the very gaps that are looked for, and are used only when asked for.
RECONCILED = frozenset({"baci"})
Key = tuple[str, str]  # reporter and direction


@dataclass(frozen=True, slots=True, kw_only=True)
class HubData:
    """The panel of a question, and what must be said of its data.

    Attributes:
        panel: Trade between origins, hubs and the destination.
        sources: Source of each reporter and direction.
        notes: What holds for every hub.
        unplaced: What headings alone say of one hub, by hub: these goods, or others.
    """

    panel: Panel
    sources: Mapping[Key, str]
    notes: tuple[str, ...]
    unplaced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """Imports that have the goods, the source of each reporter and direction, and whether periods are years."""

    imports: Mapping[str, FlowImport]
    statements: Sequence[Mapping[str, str]]
    source: Mapping[Key, str]
    annual: bool


def hub_panel(
    store: FlowStore,
    *,
    destination: str,
    goods: GoodsAsked,
    origins: Origins,
    baseline: Span,
    window: Span,
    vintage: dt.date | None = None,
    sources: Collection[str] | None = None,
) -> HubData:
    """Arrange the flows of a workspace for a question about hubs.

    Of several sources of one reporter and direction the one with most periods in baseline and window speaks for it, so
    that no trade counts twice. Months are used where there are any, else years.

    Args:
        store: The flows.
        destination: ISO 3166 alpha-2.
        goods: Goods under suspicion.
        origins: Countries they come from.
        baseline: Months before; ``window`` months asked about.
        vintage: Day whose state of knowledge is asked for; the newest when None.
        sources: Names of sources; all but reconciled ones when None.

    Raises:
        UsageError: when no data have the goods or reach into baseline and window, or their currencies cannot be added.
    """
    with store.connect() as connection:
        flows = store.relation(connection, vintage=vintage)
        codes = _codes(store, vintage)
        families, mixed = _families(codes, goods), mixed_headings(codes, goods)
        chosen = _choose(store, families, (baseline, window), vintage, sources)
        money, unit = _money(chosen)
        spoken = _spoken(chosen.source)
        totals = panel_flows(
            connection, flows, families, spoken, money=money, origins=origins.countries, destination=destination
        )
        whole = flow_totals(connection, flows, mixed, money) if len(mixed) else None
    asked = families.filter(families["asked"])
    excluded = dict.fromkeys(origins.countries, origins.why_excluded())
    panel = build_panel(
        totals,
        _coverage(chosen),
        destination=destination,
        origins=origins.countries,
        goods=set(asked["family"].to_pylist()),
        periods=periods_between(
            min(baseline.first, window.first), max(baseline.last, window.last), annual=chosen.annual
        ),
        neighbours=NEIGHBOURS.get(destination, ()),
        excluded=excluded,
        listed=_listed(chosen),
        unit=unit,
        vintage=_vintage(chosen.imports.values()),
    )
    return HubData(
        panel=panel,
        sources=chosen.source,
        notes=_notes(chosen),
        unplaced={} if whole is None else unplaced_notes(whole, panel, window, chosen.source),
    )


def _codes(store: FlowStore, vintage: dt.date | None) -> set[tuple[str, int]]:
    codes = store.goods(vintage).select(["hs", "hs_vintage"]).to_pylist()
    return {(row["hs"], row["hs_vintage"]) for row in codes}


def _families(codes: Collection[tuple[str, int]], goods: GoodsAsked) -> pa.Table:
    families = family_table(codes, goods)
    if codes and not pc.any(families["asked"]).as_py():
        raise UsageError(f"no imported data have the goods {goods.name}: see `tidewaiter flows list`.")
    return families


def _choose(
    store: FlowStore,
    families: pa.Table,
    spans: Sequence[Span],
    vintage: dt.date | None,
    sources: Collection[str] | None,
) -> _Chosen:
    wanted = {(row["hs"], row["hs_vintage"]) for row in families.filter(families["asked"]).to_pylist()}
    having = {row["import"] for row in store.goods(vintage).to_pylist() if (row["hs"], row["hs_vintage"]) in wanted}
    stated = [row for row in store.statements(vintage).to_pylist() if row["import"] in having]
    stated = [
        row for row in stated if (row["source"] in sources if sources is not None else row["source"] not in RECONCILED)
    ]
    months = sorted({row["period"] for row in stated if len(row["period"]) > len("2022")})
    annual = not all(inside(months, span).any() for span in spans)
    kept = [row for row in stated if (len(row["period"]) == len("2022")) == annual]
    there = sorted({row["period"] for row in kept})
    for span in spans:
        if not inside(there, span, share=0.5 if annual else 1.0).any():
            raise UsageError(f"no period of the data on these goods lies in {span}: see `tidewaiter flows coverage`.")
    in_spans = {
        period for period in there if any(inside((period,), span, share=0.5 if annual else 1.0).any() for span in spans)
    }
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    for source, reporter, flow, period in {
        (row["source"], row["reporter"], row["flow"], row["period"]) for row in kept
    }:
        counts[reporter, flow][source] += period in in_spans
    source_of = {key: min(found, key=lambda name: (-found[name], name)) for key, found in counts.items()}
    kept = [row for row in kept if source_of[row["reporter"], row["flow"]] == row["source"]]
    imports = {entry.id: entry for entry in store.imports(vintage)}
    used = {row["import"] for row in kept}
    return _Chosen(
        imports={id_: entry for id_, entry in imports.items() if id_ in used},
        statements=kept,
        source=source_of,
        annual=annual,
    )


def _money(chosen: _Chosen) -> tuple[str, str]:
    """Return the column amounts are taken from, and their currency."""
    entries = chosen.imports.values()
    if not any(entry.unconverted for entry in entries):
        return "value_usd", "USD"
    currencies = sorted({currency for entry in entries for currency in entry.currencies})
    if len(currencies) > 1:
        raise UsageError(
            f"the data are in {', '.join(currencies)}, which cannot be added: import them again with --rates FILE "
            "(period,currency,usd_per_unit), or choose one source with --source."
        )
    return "value", currencies[0]


def _spoken(source: Mapping[Key, str]) -> pa.Table:
    """Return which source speaks for each reporter and direction as a table."""
    return pa.table(
        {
            "reporter": pa.array([reporter for reporter, _ in source], pa.string()),
            "flow": pa.array([flow for _, flow in source], pa.string()),
            "source": pa.array(list(source.values()), pa.string()),
        }
    )


def _coverage(chosen: _Chosen) -> pa.Table:
    names = ("reporter", "flow", "period")
    return pa.table({name: pa.array([row[name] for row in chosen.statements], pa.string()) for name in names})


def _listed(chosen: _Chosen) -> dict[Key, frozenset[str]]:
    """Return the countries the data of a reporter and direction speak of, where they are not of all."""
    found: dict[Key, set[str]] = defaultdict(set)
    for reporter, flow, name in {(row["reporter"], row["flow"], row["import"]) for row in chosen.statements}:
        found[reporter, flow].update(chosen.imports[name].partners)
    countries = {key: frozenset(filter(is_country, partners)) for key, partners in found.items()}
    return {key: partners for key, partners in countries.items() if len(partners) < ALL_COUNTRIES}


def _vintage(entries: Collection[FlowImport]) -> str:
    days = [entry.day for entry in entries]
    return max(days).isoformat() if days else ""


def _notes(chosen: _Chosen) -> tuple[str, ...]:
    notes = []
    if chosen.annual:
        notes.append("annual data: no seasons, no change points, and a year counts when half of it lies in the window")
    if len(set(chosen.source.values())) > 1:
        several = ", ".join(sorted(set(chosen.source.values())))
        notes.append(f"reporters come from different sources ({several}), whose definitions differ")
    return tuple(notes)
