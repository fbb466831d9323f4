"""Load the carried law tables once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache
from typing import cast, get_args

from tidewaiter.law.tables.ccl_history import ccl_changes
from tidewaiter.law.tables.chart_marks import ChartMark
from tidewaiter.law.tables.hs_codes import hs_titles
from tidewaiter.law.tables.law_tables import LawTables
from tidewaiter.law.tables.read import day, maybe_day, provenance, read_rows, words
from tidewaiter.law.tables.records import (
    ChartRow,
    ChplEntry,
    Control,
    Eccn,
    Event,
    FormerHts,
    GeccEntry,
    GroupMembership,
    HtsEntry,
    HubEntry,
    MeuEccn,
    RedFlagRule,
    Supp6Item,
)
from tidewaiter.law.tables.scope import Kind, Scope
from tidewaiter.model import LawError


def _chart() -> dict[str, ChartRow]:
    rows: dict[str, ChartRow] = {}
    for iso2, _name, columns, footnotes, pointer in read_rows(
        "country_chart.csv", "iso2", "country", "columns", "footnotes", "pointer"
    ):
        rows[iso2] = ChartRow(
            country=iso2,
            row_country=iso2,
            columns=frozenset(columns.split()),
            footnotes=tuple(int(n) for n in footnotes.split()),
            pointer=pointer or None,
        )
    for iso2, row, basis, citation, verified in read_rows(
        "territories.csv", "iso2", "row", "basis", "citation", "verified"
    ):
        parent = rows[row]
        rows[iso2] = ChartRow(
            country=iso2,
            row_country=row,
            columns=parent.columns,
            footnotes=parent.footnotes,
            pointer=parent.pointer,
            basis=f"{basis} ({citation})",
            verified=verified == "yes",
        )
    return rows


def _chart_dates() -> dict[str, tuple[ChartMark, ...]]:
    columns = ("iso2", "column", "since", "until", "unknown_before", "status", "citation", "note")
    found: dict[str, list[ChartMark]] = defaultdict(list)
    for iso2, column, since, until, unknown_before, status, citation, note in read_rows(
        "country_chart_dates.csv", *columns
    ):
        mark = ChartMark(
            country=iso2,
            column=column,
            since=maybe_day(since),
            until=maybe_day(until),
            unknown_before=maybe_day(unknown_before),
            status=status,
            citation=citation,
            note=note,
        )
        found[iso2].append(mark)
    return {iso2: tuple(marks) for iso2, marks in found.items()}


def _groups(chart: dict[str, ChartRow]) -> dict[str, frozenset[str]]:
    found = {
        iso2: frozenset(groups.split())
        for iso2, _name, groups in read_rows("country_groups.csv", "iso2", "country", "groups")
    }
    # Only where the regulation itself says the two are one destination; other territories get no group from us.
    shared = {code: row.row_country for code, row in chart.items() if row.basis and row.verified}
    return {code: found[parent] for code, parent in shared.items()} | found


def _group_dates() -> dict[str, tuple[GroupMembership, ...]]:
    columns = ("iso2", "group", "since", "until", "unknown_before", "status", "citation", "note")
    found: dict[str, list[GroupMembership]] = defaultdict(list)
    for iso2, group, since, until, unknown_before, status, citation, note in read_rows(
        "country_group_dates.csv", *columns
    ):
        membership = GroupMembership(
            country=iso2,
            group=group,
            since=maybe_day(since),
            until=maybe_day(until),
            unknown_before=maybe_day(unknown_before),
            status=status,
            citation=citation,
            note=note,
        )
        found[iso2].append(membership)
    return {iso2: tuple(rows) for iso2, rows in found.items()}


def _entries() -> dict[str, Eccn]:
    columns = (
        "eccn", "category", "product_group", "title", "reasons", "lvs", "gbs", "tsr", "other_exceptions", "sta_limited",
        "pointer",
    )  # fmt: skip
    return {
        row[0]: Eccn(
            eccn=row[0],
            category=row[1],
            product_group=row[2],
            title=row[3],
            reasons=words(row[4]),
            lvs=row[5],
            gbs=row[6],
            tsr=row[7],
            other_exceptions=words(row[8]),
            sta_limited=row[9] == "yes",
            pointer=row[10] == "yes",
        )
        for row in read_rows("eccn.csv", *columns)
    }


_SCOPE = ("scope_kind", "paragraphs", "except_paragraphs", "conditional", "conditional_except")


def _controls() -> dict[str, tuple[Control, ...]]:
    columns = ("eccn", "reason", "column", "scope_text", *_SCOPE, "destinations", "except_destinations", "citation")
    found: dict[str, list[Control]] = defaultdict(list)
    for row in read_rows("controls.csv", *columns):
        found[row[0]].append(
            Control(
                eccn=row[0],
                reason=row[1],
                column=row[2] or None,
                scope_text=row[3],
                scope=_scope(row[0], row[4:9]),
                destinations=words(row[9]),
                except_destinations=words(row[10]),
                citation=row[11],
            )
        )
    return {eccn: tuple(rows) for eccn, rows in found.items()}


def _scope(eccn: str, cells: list[str]) -> Scope:
    if cells[0] not in get_args(Kind):
        raise LawError(f"law table controls.csv: {eccn}: {cells[0]!r} is not a kind of scope. Rebuild the tables.")
    return Scope(eccn, cast("Kind", cells[0]), words(cells[1]), words(cells[2]), words(cells[3]), words(cells[4]))


def _all_destinations() -> dict[str, tuple[Control, ...]]:
    found: dict[str, list[Control]] = defaultdict(list)
    for eccn, text, kind, paragraphs, conditional, citation in read_rows(
        "all_destinations.csv", "eccn", "scope_text", "scope_kind", "paragraphs", "conditional", "citation"
    ):
        scope = _scope(eccn, [kind, paragraphs, "", conditional, ""])
        row = Control(
            eccn=eccn, reason="", column=None, scope_text=text, scope=scope, destinations=("*",), citation=citation
        )
        found[eccn].append(row)
    return {eccn: tuple(rows) for eccn, rows in found.items()}


def _hts_dates() -> dict[tuple[str, str], tuple[str, dt.date, dt.date | None, str, str, str]]:
    columns = ("supplement", "code", "section", "not_before", "listed_from", "status", "citation", "note")
    return {
        (supplement, code): (section, day(not_before), maybe_day(listed_from), status, citation, note)
        for supplement, code, section, not_before, listed_from, status, citation, note in read_rows(
            "hts_dates.csv", *columns
        )
    }


def _hts() -> dict[int, dict[str, HtsEntry]]:
    titles = hs_titles(2022)
    dates = _hts_dates()
    found: dict[int, dict[str, HtsEntry]] = {2: {}, 4: {}, 5: {}, 7: {}}
    for supplement, hs6, price in read_rows("hts.csv", "supplement", "hs6", "min_unit_price_usd"):
        prefix = next(hs6[:n] for n in (6, 4, 2, 0) if (supplement, hs6[:n]) in dates)
        section, not_before, listed_from, status, citation, note = dates[supplement, prefix]
        found[int(supplement)][hs6] = HtsEntry(
            supplement=int(supplement),
            hs6=hs6,
            description=titles[hs6],
            section=section,
            min_unit_price_usd=float(price) if price else None,
            not_before=not_before,
            listed_from=listed_from,
            status=status,
            citation=citation,
            note=note,
        )
    return found


def _former_hts() -> dict[int, dict[str, FormerHts]]:
    columns = ("supplement", "hs6", "not_before", "until", "status", "citation", "note")
    found: dict[int, dict[str, FormerHts]] = defaultdict(dict)
    for supplement, hs6, not_before, until, status, citation, note in read_rows("hts_former.csv", *columns):
        found[int(supplement)][hs6] = FormerHts(
            supplement=int(supplement),
            hs6=hs6,
            not_before=day(not_before),
            until=day(until),
            status=status,
            citation=citation,
            note=note,
        )
    return dict(found)


def _supp6() -> tuple[Supp6Item, ...]:
    return tuple(
        Supp6Item(paragraph=p, item=item, cas=cas or None, min_concentration_pct=pct or None)
        for p, item, cas, pct in read_rows("supp6.csv", "paragraph", "item", "cas", "min_concentration_pct")
    )


def _gecc() -> dict[str, GeccEntry]:
    columns = ("iso2", "scope", "joined", "published", "fr_cite", "citation", "status")
    return {
        iso2: GeccEntry(
            country=iso2,
            scope=scope,
            joined=day(joined),
            published=day(published),
            fr_cite=fr_cite,
            citation=citation,
            status=status,
        )
        for iso2, scope, joined, published, fr_cite, citation, status in read_rows("gecc.csv", *columns)
    }


def _chpl() -> dict[str, ChplEntry]:
    columns = ("hs6", "tier", "added", "added_status", "list_version", "listed_by")
    titles = hs_titles(2022)
    return {
        hs6: ChplEntry(
            hs6=hs6,
            tier=tier,
            description=titles[hs6],
            added=maybe_day(added),
            added_status=status,
            list_version=day(version),
            listed_by=day(listed_by),
        )
        for hs6, tier, added, status, version, listed_by in read_rows("chpl.csv", *columns)
    }


def _hubs() -> dict[str, tuple[HubEntry, ...]]:
    found: dict[str, list[HubEntry]] = defaultdict(list)
    for iso2, since, source, citation, verified, note in read_rows(
        "hubs.csv", "iso2", "since", "source", "citation", "verified", "note"
    ):
        entry = HubEntry(
            country=iso2, since=day(since), source=source, citation=citation, verified=verified == "yes", note=note
        )
        found[iso2].append(entry)
    return {iso2: tuple(sorted(entries, key=lambda e: (e.since, e.source))) for iso2, entries in found.items()}


def _events() -> tuple[Event, ...]:
    columns = ("id", "date", "kind", "title", "countries", "citation", "verified", "status")
    return tuple(
        Event(
            id=identity,
            date=day(date),
            kind=kind,
            title=title,
            countries=words(countries),
            citation=citation,
            verified=verified == "yes",
            status=status,
        )
        for identity, date, kind, title, countries, citation, verified, status in read_rows("events.csv", *columns)
    )


def _red_flags() -> tuple[RedFlagRule, ...]:
    return tuple(
        RedFlagRule(
            n=int(n),
            id=identity,
            title=title,
            theme=theme,
            citation=citation,
            since=maybe_day(since),
            verified=verified == "yes",
        )
        for n, identity, title, theme, citation, since, verified in read_rows(
            "red_flags.csv", "n", "id", "title", "theme", "citation", "since", "verified"
        )
    )


def _meu() -> dict[str, MeuEccn]:
    columns = ("eccn", "paragraphs", "conditional", "question", "listed_from", "citation")
    return {
        eccn: MeuEccn(
            eccn=eccn,
            scope=_meu_scope(eccn, tuple(paragraphs.split()), tuple(conditional.split())),
            question=question,
            listed_from=maybe_day(since),
            citation=citation,
        )
        for eccn, paragraphs, conditional, question, since, citation in read_rows("meu_supp2.csv", *columns)
    }


def _meu_scope(eccn: str, paragraphs: tuple[str, ...], conditional: tuple[str, ...]) -> Scope:
    if not paragraphs and not conditional:
        return Scope(eccn, "entire")
    if not conditional:
        return Scope(eccn, "paragraphs", paragraphs)
    maybe = tuple("" if one == "*" else one for one in conditional)
    return Scope(eccn, "prose", paragraphs, conditional=maybe)


@cache
def load_tables() -> LawTables:
    """Return the carried law tables, read once per process from the package's own data.

    Raises:
        LawError: when a table file is missing or malformed.
    """
    currency = {name.removesuffix(".csv"): day(record["as_of"]) for name, record in provenance().items()}
    chart = _chart()
    return LawTables(
        as_of=max(currency[name] for name in ("hts", "gecc", "meu_supp2", "red_flags")),
        currency=currency,
        chart=chart,
        chart_dates=_chart_dates(),
        country_groups=_groups(chart),
        group_dates=_group_dates(),
        entries=_entries(),
        control_rows=_controls(),
        all_destination_rows=_all_destinations(),
        hts_entries=_hts(),
        former_hts=_former_hts(),
        ccl_changes=ccl_changes(),
        supp6_items=_supp6(),
        coalition=_gecc(),
        high_priority=_chpl(),
        meu_eccns=_meu(),
        hubs=_hubs(),
        calendar=_events(),
        red_flag_rules=_red_flags(),
    )
