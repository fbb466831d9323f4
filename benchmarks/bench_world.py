"""What simulated worlds hold for those who look for companies: sizes, and how good rankings by value alone are.

    python benchmarks/bench_world.py [WORLDS] [FIRST_SEED] [SCALE]

The two rankings are what any method must beat: sellers of listed goods to the destination since the sanctions outside
the origins, by value; and those of them that no record shows before.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

import duckdb
import pyarrow as pa

from tidewaiter.law.tables import hs_family
from tidewaiter.world import Scale, World, make_world

TOP, SINCE = 50, "2022-03-01"
_SELLERS = """
    with latest as (
        select * from records qualify row_number() over (partition by shipment_id order by "row" desc) = 1
    ), named as (
        select shipper_company as company, date, hs, destination_country, coalesce(value_usd, 0) as usd
        from latest join truth using (shipment_id)
    ), first as (select company, min(date) as first from named group by all)
    select diverts, first >= $since::date as new, sum(usd) as usd
    from named join first using (company) join companies on company = company_id
    where destination_country = $destination and date >= $since::date and left(hs, 6) in (select code from codes)
      and country not in (select country from origins) and country <> $destination
    group by company, diverts, first order by usd desc
"""


def listed_codes(world: World) -> list[str]:
    """Codes of any edition of the listed goods of a world."""
    families = [hs_family(good.code, 2022) for good in world.economy.goods if good.listed]
    return sorted({code for family in families if family for codes in family.members.values() for code in codes})


def precisions(world: World, folder: Path) -> tuple[int, int, float, float]:
    """Sellers, those of them that divert, and precision at the top of both rankings."""
    places = world.economy.places
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        for name, file in (("records", "shipments"), ("truth", "truth/records"), ("companies", "truth/companies")):
            connection.read_parquet(str(folder / f"{file}.parquet")).create_view(name)
        connection.register("codes", pa.table({"code": listed_codes(world)}))
        connection.register("origins", pa.table({"country": [places.codes[at] for at in places.origins]}))
        asked = {"since": SINCE, "destination": places.codes[places.destination]}
        sellers = connection.execute(_SELLERS, asked).fetchall()
    top = [diverts for diverts, _, _ in sellers[:TOP]]
    fresh = [diverts for diverts, new, _ in sellers if new][:TOP]
    return len(sellers), sum(diverts for diverts, _, _ in sellers), mean(top), mean(fresh)


def main() -> None:
    worlds, first = (int(sys.argv[at]) if len(sys.argv) > at else usual for at, usual in ((1, 10), (2, 1)))
    scale = Scale(sys.argv[3]) if len(sys.argv) > 3 else Scale.SMALL
    headings = ("seed", "CPU s", "records", "diverted", "sellers", "divert", "by value", "new")
    print("| " + " | ".join(headings) + " |\n" + "|---" * len(headings) + "|")
    found = []
    for seed in range(first, first + worlds):
        with tempfile.TemporaryDirectory() as folder:
            start = time.process_time()
            world = make_world(seed, scale)
            told = world.write(Path(folder))["firms"]
            spent = time.process_time() - start
            sellers, diverting, by_value, new = precisions(world, Path(folder))
        found.append((by_value, new))
        share = told["diverted_records"] / told["records"]
        cells = (seed, f"{spent:.1f}", told["records"], f"{share:.2f}", sellers, diverting, by_value, new)
        print("| " + " | ".join(map(str, cells)) + " |")
    for name, pick in (("mean", mean), ("least", min), ("greatest", max)):
        print(f"{name:>8}: by value {pick(p for p, _ in found):.2f}, new {pick(p for _, p in found):.2f}")


if __name__ == "__main__":
    main()
