"""Which imports answer a question about hubs, which source speaks for whom, and in which periods."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tidewaiter.flows.partial import Statement, partial_note, partial_periods
from tidewaiter.flows.window import Span, inside
from tidewaiter.model import UsageError, is_country
from tidewaiter.store.flow_import import FlowImport
from tidewaiter.store.flows import FlowStore

#: Partners from which a file is taken to be of all countries: what it lacks was not traded.
ALL_COUNTRIES = 60
#: Sources that reconcile both sides: they hide the very gaps that are looked for, and are used only when asked for.
RECONCILED = frozenset({"baci"})
#: Share of a year that must lie in a span.
_YEAR_IN_SPAN = 0.5
Key = tuple[str, str]  # reporter and direction


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFlows:
    """What answers a question.

    Attributes:
        imports: Imports that have the goods, by id.
        statements: What they state: ``import, source, reporter, flow, period``.
        source: Source of each reporter and direction.
        annual: Periods are years.
        partial: Statements left out because their period was not over when they came out, and the day they did.
    """

    imports: Mapping[str, FlowImport]
    statements: Sequence[Mapping[str, Any]]
    source: Mapping[Key, str]
    annual: bool
    partial: Mapping[Statement, dt.date]

    def money(self) -> tuple[str, str]:
        """Return the column amounts are taken from, and their currency.

        Raises:
            UsageError: when the currencies cannot be added.
        """
        entries = self.imports.values()
        if not any(entry.unconverted for entry in entries):
            return "value_usd", "USD"
        currencies = sorted({currency for entry in entries for currency in entry.currencies})
        if len(currencies) > 1:
            raise UsageError(_not_added(currencies, [entry for entry in entries if entry.unconverted]))
        return "value", currencies[0]

    def spoken(self) -> pa.Table:
        """Return which source speaks for each reporter and direction as a table."""
        return pa.table(
            {
                "reporter": pa.array([reporter for reporter, _ in self.source], pa.string()),
                "flow": pa.array([flow for _, flow in self.source], pa.string()),
                "source": pa.array(list(self.source.values()), pa.string()),
            }
        )

    def coverage(self) -> pa.Table:
        """Return what was reported in full: ``reporter, flow, period``."""
        names = ("reporter", "flow", "period")
        return pa.table({name: pa.array([row[name] for row in self.statements], pa.string()) for name in names})

    def listed(self) -> dict[Key, frozenset[str]]:
        """Return the countries the data of a reporter and direction speak of, where they are not of all."""
        found: dict[Key, set[str]] = defaultdict(set)
        for reporter, flow, name in {(row["reporter"], row["flow"], row["import"]) for row in self.statements}:
            found[reporter, flow].update(self.imports[name].partners)
        countries = {key: frozenset(filter(is_country, partners)) for key, partners in found.items()}
        return {key: partners for key, partners in countries.items() if len(partners) < ALL_COUNTRIES}


def choose_flows(
    store: FlowStore,
    families: pa.Table,
    spans: Sequence[Span],
    vintage: dt.date | None,
    sources: Collection[str] | None,
) -> ChosenFlows:
    """Choose what answers a question: months where there are any, else years; whole periods only.

    Args:
        store: The flows.
        families: Codes and families; ``asked`` those of the question.
        spans: Baseline and window.
        vintage: Day whose state of knowledge is asked for; the newest when None.
        sources: Names of sources; all but reconciled ones when None.

    Raises:
        UsageError: when a span has no whole period.
    """
    stated = _stated(store, families, vintage, sources)
    parts = partial_periods(stated)
    whole = [row for row in stated if _statement(row) not in parts]
    months = sorted({row["period"] for row in whole if not _is_year(row["period"])})
    annual = not all(inside(months, span).any() for span in spans)
    kept = [row for row in whole if _is_year(row["period"]) == annual]
    for span in spans:
        if not _reached({row["period"] for row in kept}, (span,), annual=annual):
            left = f" ({partial_note(parts)})" if parts else ""
            raise UsageError(
                f"no period of the data on these goods lies in {span}{left}: see `tidewaiter flows coverage`."
            )
    source = _source(kept, _reached({row["period"] for row in kept}, spans, annual=annual))
    kept = [row for row in kept if source[row["reporter"], row["flow"]] == row["source"]]
    used = {row["import"] for row in kept}
    reached = _reached({period for *_, period in parts}, spans, annual=annual)
    return ChosenFlows(
        imports={entry.id: entry for entry in store.imports(vintage) if entry.id in used},
        statements=kept,
        source=source,
        annual=annual,
        partial={
            key: day
            for key, day in parts.items()
            if key[3] in reached and _is_year(key[3]) == annual and source.get((key[1], key[2]), key[0]) == key[0]
        },
    )


def _stated(
    store: FlowStore, families: pa.Table, vintage: dt.date | None, sources: Collection[str] | None
) -> list[dict[str, Any]]:
    """Return what imports that have the goods state."""
    wanted = {(row["hs"], row["hs_vintage"]) for row in families.filter(families["asked"]).to_pylist()}
    having = {row["import"] for row in store.goods(vintage).to_pylist() if (row["hs"], row["hs_vintage"]) in wanted}
    return [
        row
        for row in store.statements(vintage).to_pylist()
        if row["import"] in having
        and (row["source"] in sources if sources is not None else row["source"] not in RECONCILED)
    ]


def _source(kept: Iterable[Mapping[str, Any]], reached: Collection[str]) -> dict[Key, str]:
    """Return the source of each reporter and direction: the one with most periods, so that no trade counts twice."""
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    for source, reporter, flow, period in set(map(_statement, kept)):
        counts[reporter, flow][source] += period in reached
    return {key: min(found, key=lambda name: (-found[name], name)) for key, found in counts.items()}


def _statement(row: Mapping[str, Any]) -> Statement:
    return row["source"], row["reporter"], row["flow"], row["period"]


def _reached(periods: Iterable[str], spans: Sequence[Span], *, annual: bool) -> frozenset[str]:
    """Return the periods that lie in one of the spans."""
    named = sorted(periods)
    share = _YEAR_IN_SPAN if annual else 1.0
    return frozenset(
        period
        for span in spans
        for period, within in zip(named, inside(named, span, share=share), strict=True)
        if within
    )


def _is_year(period: str) -> bool:
    return len(period) == len("2022")


def _not_added(currencies: Sequence[str], without: Sequence[FlowImport]) -> str:
    """Return what to do about amounts in several currencies: rates are never made up."""
    files = ", ".join(
        f"{entry.file} ({', '.join(entry.currencies)}, {entry.first} to {entry.last})" for entry in without[:3]
    )
    more = f" and {len(without) - 3} more" if len(without) > 3 else ""
    return (
        f"the data are in {', '.join(currencies)}, which cannot be added, and exchange rates are not made up: import "
        f"{files}{more} again with --rates FILE, a CSV with a line such as 2022-03,EUR,1.1019 under period,currency,"
        "usd_per_unit for each period, or choose sources of one currency with --source."
    )
