"""The panel of a question about hubs, from the flows of a workspace: which source speaks for whom, what is covered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.flows.arrange import build_panel
from tidewaiter.flows.goods import GoodsAsked, family_table, mixed_headings
from tidewaiter.flows.origins import NEIGHBOURS, Origins
from tidewaiter.flows.panel import Panel
from tidewaiter.flows.partial import Statement, partial_note
from tidewaiter.flows.unplaced import unplaced_notes
from tidewaiter.flows.window import Span, periods_between
from tidewaiter.model import UsageError
from tidewaiter.store.flow_import import FlowImport
from tidewaiter.store.flow_totals import flow_totals, panel_flows
from tidewaiter.store.flows import FlowStore
from tidewaiter.workspace.chosen_flows import ChosenFlows, Key, choose_flows


@dataclass(frozen=True, slots=True, kw_only=True)
class HubData:
    """The panel of a question, and what must be said of its data.

    Attributes:
        panel: Trade between origins, hubs and the destination.
        sources: Source of each reporter and direction.
        notes: What holds for every hub.
        unplaced: What headings alone say of one hub, by hub: these goods, or others.
        partial: Statements left out because their period was not over when they came out, and the day they did.
    """

    panel: Panel
    sources: Mapping[Key, str]
    notes: tuple[str, ...]
    unplaced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partial: Mapping[Statement, dt.date] = field(default_factory=dict)


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
        chosen = choose_flows(store, families, (baseline, window), vintage, sources)
        money, unit = chosen.money()
        spoken = chosen.spoken()
        totals = panel_flows(
            connection, flows, families, spoken, money=money, origins=origins.countries, destination=destination
        )
        whole = flow_totals(connection, flows, mixed, money) if len(mixed) else None
    asked = families.filter(families["asked"])
    excluded = dict.fromkeys(origins.countries, origins.why_excluded())
    panel = build_panel(
        totals,
        chosen.coverage(),
        destination=destination,
        origins=origins.countries,
        goods=set(asked["family"].to_pylist()),
        periods=periods_between(
            min(baseline.first, window.first), max(baseline.last, window.last), annual=chosen.annual
        ),
        neighbours=NEIGHBOURS.get(destination, ()),
        excluded=excluded,
        listed=chosen.listed(),
        unit=unit,
        vintage=_vintage(chosen.imports.values()),
    )
    return HubData(
        panel=panel,
        sources=chosen.source,
        notes=_notes(chosen),
        unplaced={} if whole is None else unplaced_notes(whole, panel, window, chosen.source),
        partial=chosen.partial,
    )


def _codes(store: FlowStore, vintage: dt.date | None) -> set[tuple[str, int]]:
    codes = store.goods(vintage).select(["hs", "hs_vintage"]).to_pylist()
    return {(row["hs"], row["hs_vintage"]) for row in codes}


def _families(codes: Collection[tuple[str, int]], goods: GoodsAsked) -> pa.Table:
    families = family_table(codes, goods)
    if codes and not pc.any(families["asked"]).as_py():
        raise UsageError(f"no imported data have the goods {goods.name}: see `tidewaiter flows list`.")
    return families


def _vintage(entries: Collection[FlowImport]) -> str:
    days = [entry.day for entry in entries]
    return max(days).isoformat() if days else ""


def _notes(chosen: ChosenFlows) -> tuple[str, ...]:
    notes = []
    if chosen.annual:
        notes.append("annual data: no seasons, no change points, and a year counts when half of it lies in the window")
    if len(set(chosen.source.values())) > 1:
        several = ", ".join(sorted(set(chosen.source.values())))
        notes.append(f"reporters come from different sources ({several}), whose definitions differ")
    if chosen.partial:
        notes.append(partial_note(chosen.partial))
    return tuple(notes)
