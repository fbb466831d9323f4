"""Movements of made-up companies in any number, written by DuckDB: what the work on chains is timed with.

Companies differ in size as firms do (a Pareto tail), each deals in a few headings, and one leg in ten goes on: the same
amount, part and brand leave the company some weeks later. Half of the legs are declared by both sides.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

#: Records a company takes part in, about, and days they are spread over.
_PER_COMPANY, _DAYS = 60, 1_800

_LEGS = """
create or replace table legs as
with draws as (
    select n, random() a, random() b, random() c, random() d, random() e, random() f, random() g, random() h
    from range({legs}) rows(n)
), firms as (
    select n,
        cast({companies} * pow(a, 2.2) as bigint) seller,
        cast({companies} * pow(b, 2.2) as bigint) buyer,
        cast({days} * c as bigint) gone, cast(1 + 30 * d as bigint) transit,
        cast(40 * pow(e, 1.5) as bigint) good, exp(3 + 2.4 * (f + random() + random() - 1.5)) kg, g, h
    from draws
)
select n, seller, buyer, gone, transit, good, kg, g, h from firms where seller <> buyer
"""
_ONWARD = """
insert into legs
select n + {legs}, buyer, cast({companies} * pow(random(), 2.2) as bigint),
    gone + transit + cast(60 * random() as bigint),
    cast(1 + 30 * random() as bigint), good, kg, g, random()
from legs where h < 0.1
"""
_RECORDS = """
copy (
    select printf('%011d-%s', n, side) record,
        date '2019-01-01' + cast(gone + case side when 'import' then transit else 0 end as integer) as day,
        false whole_month,
        case when random() < 0.01 and side = 'import' then null else seller end seller,
        case when random() < 0.01 and side = 'export' then null else buyer end buyer,
        country(seller) from_country, country(buyer) to_country, country(buyer) destination,
        case when random() < 0.6 then country(seller) end origin,
        printf('%04d%02d', 8500 + good // 4, 10 * (good % 4)) hs6,
        printf('2022:%04d%02d', 8500 + good // 4, 10 * (good % 4)) as family,
        good % 3 = 0 asked,
        case when random() < 0.5 then 'BRAND ' || cast(cast(20 * g as integer) as varchar) end brand,
        case when random() < 0.4 then 'P' || cast(cast(800 * g as integer) as varchar) end part,
        case when random() < 0.8 then greatest(round(kg * 40), 1) end quantity,
        case when random() < 0.93 then kg end net_kg,
        kg * 100 * exp(0.1 * (random() - 0.5)) value_usd,
        case side when 'import' then country(buyer) else country(seller) end reporter,
        side direction, null::varchar as procedure, null::varchar description
    from legs, (values ('export'), ('import')) sides(side)
    where h > 0.5 or (side = 'export') = (h > 0.25)
) to '{file}' (format parquet, compression zstd)
"""


def write_movements(file: Path, records: int) -> int:
    """Write about so many movements; return how many."""
    legs, companies = round(records / 1.65), max(records // _PER_COMPANY, 50)
    with duckdb.connect() as connection:
        connection.execute("select setseed(0.4)")
        connection.execute("set threads = 1")
        connection.execute(
            "create macro country(c) as case c % 10 when 0 then 'DE' when 1 then 'US' when 2 then 'RU' "
            "when 3 then 'TR' when 4 then 'AE' when 5 then 'KZ' when 6 then 'CN' when 7 then 'IN' else 'GE' end"
        )
        for text in (_LEGS, _ONWARD, _RECORDS):
            connection.execute(text.format(legs=legs, companies=companies, days=_DAYS, file=file))
        (count,) = connection.execute(f"select count(*) from '{file}'").fetchall()[0]  # noqa: S608 - a file of our own
    return int(count)
