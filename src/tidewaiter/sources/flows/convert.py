"""Text cells of any layout to typed columns, with the reason why a row cannot be used or is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from tidewaiter.model import RowError
from tidewaiter.sources.flows.areas import AreaKind, find_area
from tidewaiter.sources.flows.layout import DIMENSIONS, FIELDS, Bound, Reading
from tidewaiter.sources.flows.scan import quoted

if TYPE_CHECKING:
    import duckdb

#: Partners behind which a source hides the country.
HIDDEN_PARTNERS = ("_X", "XX", "QU", "QV", "QW", "QX", "QY", "QZ")
_FIRST_YEAR, _LAST_YEAR = 1962, 2100
_SHOWN = 10_000


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user or the file's name says of a file that its rows do not.

    Attributes:
        source: Name of the source the rows carry, unless they have one of their own.
        file: Name of the file.
        released: Day of release, ISO text.
        vintage: HS edition of codes whose edition the rows do not state.
        today: Day of the import, after whose month there can be no trade.
    """

    source: str
    file: str
    released: str | None = None
    vintage: int | None = None
    today: dt.date | None = None


def convert(connection: duckdb.DuckDBPyConnection, bound: Bound, stated: Stated) -> None:
    """Make ``typed`` from ``raw``: one row a flow, with ``fault`` and ``left_out`` where it does not count."""
    connection.execute("create or replace temp table areas (text varchar primary key, area varchar, kind varchar)")
    for reading in bound.layout.readings:
        _collect_areas(connection, bound, reading)
    connection.execute("create or replace temp view readings as " + " union all by name ".join(
        _texts(bound, reading) for reading in bound.layout.readings
    ))  # fmt: skip
    for statement in _dictionaries(stated):
        connection.execute(statement)
    connection.execute("create table typed as " + _typed(bound, stated))


def _collect_areas(connection: duckdb.DuckDBPyConnection, bound: Bound, reading: Reading) -> None:
    """Look up each distinct code or name once."""
    reporter, partner = (bound.cell(name, reading) for name in ("reporter", "partner"))
    found = connection.execute(
        f"select distinct unnest([{reporter}, {partner}]) as text from raw"  # noqa: S608 - SQL of the layout
    ).fetchall()
    rows = [(text, find_area(text, bound.layout.scheme)) for (text,) in found if text is not None]
    table = pa.table(
        {
            "text": pa.array([text for text, _ in rows], pa.string()),
            "area": pa.array([area.code if area else None for _, area in rows], pa.string()),
            "kind": pa.array([str(area.kind) if area else None for _, area in rows], pa.string()),
        }
    )
    connection.register("found_areas", table)
    connection.execute("insert or ignore into areas select * from found_areas")
    connection.unregister("found_areas")


def _texts(bound: Bound, reading: Reading) -> str:
    """Return the query that gives each field as text, the parts of a cell, and why the row is left out."""
    layout = bound.layout
    cells = [f"{bound.cell(name, reading)} as {name}" for name in FIELDS]
    cells += [
        f"{bound.sql(layout.dimensions[name][0]) if name in layout.dimensions else 'null::varchar'} as {name}"
        for name in DIMENSIONS
    ]
    cells.append(
        f"coalesce({bound.sql(layout.original)}, false) as original" if layout.original else "false as original"
    )
    whens = "".join(f" when {bound.sql(condition)} then '{reason}'" for reason, condition in layout.left_out)
    cells.append(f"case{whens} end as left_out" if whens else "null::varchar as left_out")
    where = f" where {bound.sql(reading.where)}" if reading.where else ""
    return f"(select {', '.join(cells)}, beyond, row from raw{where})"  # noqa: S608 - SQL of the layout


def _dictionaries(stated: Stated) -> tuple[str, ...]:
    """Return statements that read each distinct period, edition and code once: far fewer than there are rows."""
    edition = "vintage" if stated.vintage is None else f"coalesce(vintage, '{stated.vintage}')"
    periods = (
        f"create or replace temp table periods as select period as text, vintage as edition, flow_period(period) as "  # noqa: S608 - constants
        f"period, cast(flow_vintage({edition}, flow_period(period)) as smallint) as hs_vintage "
        f"from (select distinct period, vintage from readings)"
    )
    codes = (
        "create or replace temp table codes as select hs as text, flow_hs(hs) as hs, "
        "flow_hidden(flow_hs(hs)) as hidden from (select distinct hs from readings)"
    )
    return periods, codes


def _typed(bound: Bound, stated: Stated) -> str:
    released = "null::date" if stated.released is None else f"date '{stated.released}'"
    return f"""
        with read as (
            select t.row, t.beyond, t.period as period_text, d.period,
                t.reporter as reporter_text, r.area as reporter, r.kind as reporter_kind,
                t.partner as partner_text, p.area as partner, p.kind as partner_kind,
                t.flow as flow_text, flow_kind(t.flow) as flow, t.hs as hs_text, c.hs, c.hidden,
                t.vintage as vintage_text, d.hs_vintage,
                t.value as value_text, t.value_usd as value_usd_text,
                flow_number(t.value) as stated_value, flow_number(t.value_usd) as stated_usd,
                t.net_kg as net_kg_text, flow_number(t.net_kg) as net_kg,
                t.quantity as quantity_text, flow_number(t.quantity) as quantity, t.unit,
                coalesce(t.source, {quoted(stated.source)}) as source, upper(t.currency) as currency,
                case when upper(t.valuation) in ('CIF', 'FOB', 'FAS') then upper(t.valuation) end as valuation,
                coalesce(try_cast(t.released as date), {released}) as released,
                lower(coalesce(t.suppressed, '')) in ('true', '1', 'yes', 'y', 'c') as said_suppressed,
                t.original, t.left_out, {", ".join(f"t.{name}" for name in DIMENSIONS)}
            from readings as t left join areas as r on t.reporter = r.text left join areas as p on t.partner = p.text
                left join codes as c on t.hs = c.text
                left join periods as d on t.period = d.text and t.vintage is not distinct from d.edition
        )
        select row, period, reporter, partner, flow, hs, hs_vintage,
            case when stated_usd is not null then stated_usd when currency = 'USD' or currency is null and value_text
                 is null then stated_value end as value_usd,
            coalesce(stated_value, stated_usd) as value,
            case when stated_value is null then 'USD' else coalesce(currency, 'USD') end as currency,
            net_kg, quantity, unit, source, valuation, released, original, {", ".join(DIMENSIONS)},
            coalesce(said_suppressed or hidden or partner in {HIDDEN_PARTNERS}, false) as suppressed,
            {_left_out()} as left_out, {_faults(bound, stated)} as fault
        from read
    """  # noqa: S608 - SQL of the layout; texts are quoted


def _left_out() -> str:
    aggregate = AreaKind.AGGREGATE
    return (
        f"case when left_out is not null then left_out "
        f"when '{aggregate}' in (reporter_kind, partner_kind) then 'of a group of countries' end"
    )


class _Rule(NamedTuple):
    """A fault of a row: the field it is in, SQL that finds it, SQL that says it, and what to do."""

    field: str
    condition: str
    reason: str
    remedy: str


_YEAR_IN_RANGE = f"cast(left(period, 4) as integer) between {_FIRST_YEAR} and {_LAST_YEAR}"
_AMOUNT = "coalesce(stated_value, stated_usd)"
_QUOTE = "Put quotes around cells that contain the delimiter."
_AREA = "Write an ISO 3166 code, the number the source uses, or a common name."
_EXCHANGED = "Check that reporter and partner are not exchanged."
_EDITION = "Write a year such as 2022, or H4, H5, H6."
_NUMBER = "Write a plain number such as 12000.50, or leave the cell blank."
_NO_VALUE = "State value_usd, or value and currency; a missing value is not zero."
_NEGATIVE = "Write zero or more; apply corrections to the row they correct."


def _faults(bound: Bound, stated: Stated) -> str:
    """Return the SQL of the first thing wrong with a row, as a struct; null where nothing is."""
    rules = [
        _Rule("", "beyond is not null", "'The row has more cells than the heading row.'", _QUOTE),
        *_missing_or_wrong("period", "is no period", "Write 2022-03 for a month or 2022 for a year."),
        _Rule("period", f"not {_YEAR_IN_RANGE}", "period || ' is no period of trade statistics.'", "Correct the year."),
        _Rule(
            "period", _later_than(stated.today), "period || ' lies in the future.'", "Correct the year or the month."
        ),
        *_missing_or_wrong("reporter", "is no country known", _AREA),
        _Rule(
            "reporter", "reporter_kind in ('world', 'unspecified')", "reporter_text || ' reports no trade.'", _EXCHANGED
        ),
        *_missing_or_wrong("partner", "is no country or area known", _AREA),
        *_missing_or_wrong("flow", "is no direction of trade", "Write X, M, RX or RM."),
        *_missing_or_wrong("hs", "is no HS code", "Write 2 to 12 digits as text, such as 854231, or TOTAL."),
        _Rule("vintage", "hs_vintage is null", "vintage_text || ' is no HS edition.'", _EDITION),
        _unread("value", "stated_value"),
        _unread("value_usd", "stated_usd"),
        _Rule("value_usd", f"{_AMOUNT} is null and not said_suppressed", "'The value is missing.'", _NO_VALUE),
        _Rule(
            "value",
            f"not ({_AMOUNT} >= 0 and isfinite({_AMOUNT}))",
            "'The value is negative or not finite.'",
            _NEGATIVE,
        ),
        _unread("net_kg", "net_kg"),
        _Rule("net_kg", "not (net_kg >= 0 and isfinite(net_kg))", "net_kg_text || ' is no weight.'", _NEGATIVE),
        _unread("quantity", "quantity"),
        _Rule(
            "quantity", "not (quantity >= 0 and isfinite(quantity))", "quantity_text || ' is no quantity.'", _NEGATIVE
        ),
    ]
    whens = " ".join(
        f"when {rule.condition} then {{'column': {quoted(bound.heading(rule.field)) if rule.field else 'null'}, "
        f"'reason': {rule.reason}, 'remedy': {quoted(rule.remedy)}}}"
        for rule in rules
    )
    aggregate = "left_out is not null or reporter_kind = 'aggregate' or partner_kind = 'aggregate'"
    return f"case when {aggregate} then null {whens} end"


def _later_than(today: dt.date | None) -> str:
    """Return the SQL condition of a month, or a year, that had not begun on a day."""
    return "false" if today is None else f"period > left('{today.isoformat()[:7]}', length(period))"


def _missing_or_wrong(name: str, what: str, remedy: str) -> Iterator[_Rule]:
    yield _Rule(name, f"{name}_text is null", f"'The {name} is missing.'", remedy)
    yield _Rule(name, f"{name} is null", f"{name}_text || ' {what}.'", remedy)


def _unread(name: str, number: str) -> _Rule:
    return _Rule(name, f"{number} is null and {name}_text is not null", f"{name}_text || ' is not a number.'", _NUMBER)


def rejected(connection: duckdb.DuckDBPyConnection, file: str) -> Iterator[RowError]:
    """Yield the first rows of ``typed`` that cannot be used, in the order of the file."""
    found = connection.execute(
        "select row, fault.column, fault.reason, fault.remedy from typed where fault is not null order by row limit ?",
        [_SHOWN],
    ).fetchall()
    for row, column, reason, remedy in found:
        yield RowError(file, row, column, reason, remedy)
