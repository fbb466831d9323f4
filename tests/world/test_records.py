"""Files of a simulated world: canonical columns, the truth of every record, drawn faults, and no leak of the truth."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from tidewaiter.model import RegisterEntry
from tidewaiter.sources.custom_list import read_custom_list
from tidewaiter.sources.register import read_register
from tidewaiter.sources.shipments import SCHEMA
from tidewaiter.workspace import Workspace
from tidewaiter.world import FirmWorld, make_world
from tidewaiter.world.records.columns import SHIPMENT_SCHEMA

FILES = (
    "shipments.parquet",
    "companies.csv",
    "listings.csv",
    "truth.json",
    "truth/records.parquet",
    "truth/chains.parquet",
    "truth/companies.parquet",
)


def rows(folder: Path, statement: str) -> list[tuple[object, ...]]:
    """Answers of a statement over `records` (of each the row that counts), `truth`, `chains` and `companies`."""
    with duckdb.connect() as connection:
        connection.read_parquet(str(folder / "shipments.parquet")).create_view("file")
        for name, file in (("truth", "records"), ("chains", "chains"), ("companies", "companies")):
            connection.read_parquet(str(folder / f"truth/{file}.parquet")).create_view(name)
        connection.sql(
            'select * from file qualify row_number() over (partition by shipment_id order by "row" desc) = 1'
        ).create_view("records")
        return connection.sql(statement).fetchall()


def test_records_have_the_canonical_columns(folder: Path) -> None:
    assert SHIPMENT_SCHEMA.equals(SCHEMA)
    assert pq.read_schema(folder / "shipments.parquet").equals(SCHEMA)


def test_a_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    make_world(7).write(tmp_path)
    for name in FILES:
        assert _digest(tmp_path / name) == _digest(folder / name), name


def test_records_are_imported_without_a_fault(folder: Path, tmp_path: Path) -> None:
    ((size, distinct),) = rows(folder, "select count(*), count(distinct shipment_id) from file")
    done = Workspace(tmp_path).shipments.import_file(folder / "shipments.parquet", layout="canonical")
    assert (done.rows, done.rejected) == (distinct, 0)
    assert done.duplicates + done.corrected == int(str(size)) - int(str(distinct))
    assert done.corrected > 0


def test_register_and_list_are_read_without_a_fault(folder: Path) -> None:
    entries = list(read_register(folder / "companies.csv"))
    assert len(entries) > 500
    assert all(isinstance(entry, RegisterEntry) for entry in entries)
    listed = read_custom_list(folder / "listings.csv", "world")
    assert listed.listings
    assert not listed.rejected


def test_every_record_has_its_truth(folder: Path) -> None:
    ((unknown, untold),) = rows(
        folder,
        """select (select count(*) from records anti join truth using (shipment_id)),
                  (select count(*) from truth anti join records using (shipment_id))""",
    )
    assert (unknown, untold) == (0, 0)
    ((twice, nobody, half),) = rows(
        folder,
        """select count(*) - count(distinct shipment_id),
                  count(*) filter (where shipper_company not in (select company_id from companies)),
                  count(*) filter (where diverted <> (chain_id is not null)) from truth""",
    )
    assert (twice, nobody, half) == (0, 0, 0)


def test_a_leg_is_recorded_where_some_record_shows_it(folder: Path) -> None:
    ((wrong,),) = rows(
        folder, "select count(*) from chains where recorded <> (leg_id in (select leg_id from truth where diverted))"
    )
    assert wrong == 0
    ((share,),) = rows(folder, "select avg(recorded::int) from chains where kind = 'border'")
    assert 0.5 < float(str(share)) < 1


def test_records_of_a_leg_add_up_to_it_on_either_side(folder: Path) -> None:
    found = rows(
        folder,
        """select direction, median(kg / net_kg), median(usd / value_usd) from (
             select direction, leg_id, sum(net_kg) kg, sum(value_usd) usd from records join truth using (shipment_id)
             where diverted group by 1, 2 having count(net_kg) = count(*) and count(value_usd) = count(*)) r
           join (select leg_id, net_kg, value_usd from chains) using (leg_id) group by 1""",
    )
    ratios = {str(direction): (float(str(kg)), float(str(usd))) for direction, kg, usd in found}
    assert ratios["export"] == pytest.approx((1.0, 1.0), abs=0.01)
    assert ratios["import"][0] == pytest.approx(1.0, abs=0.01)
    assert 1.0 < ratios["import"][1] < 1.2


def test_faults_are_there_at_their_drawn_rates(folder: Path, firms: FirmWorld) -> None:
    settings = firms.settings
    ((size, extra, *missing),) = rows(
        folder,
        """select count(*), (select count(*) from file) - count(*),
             avg((value_usd is null and value is null)::int), avg((net_kg is null)::int), avg((quantity is null)::int),
             avg((brand is null)::int), avg((part_number is null)::int) from records""",
    )
    expected = (
        settings.missing_values,
        settings.missing_weights,
        settings.missing_quantities,
        1 - settings.brands,
        1 - settings.part_numbers,
    )
    for seen, drawn in zip(missing, expected, strict=True):
        assert float(str(seen)) == pytest.approx(drawn, abs=0.01)
    assert int(str(extra)) / int(str(size)) == pytest.approx(settings.duplicates + settings.corrections, abs=0.004)


def test_one_company_is_written_in_several_ways(folder: Path) -> None:
    ((spellings,),) = rows(
        folder,
        """select median(n) from (select count(distinct shipper) n from records join truth using (shipment_id)
           where shipper_company = true_shipper group by shipper_company having count(*) >= 20)""",
    )
    assert float(str(spellings)) >= 3
    ((forwarded,),) = rows(folder, "select avg((shipper_company <> true_shipper)::int) from truth")
    assert 0 < float(str(forwarded)) < 0.05


def test_order_and_ids_tell_nothing_of_the_truth(folder: Path) -> None:
    ((shift,),) = rows(
        folder,
        """select avg(place) filter (where diverted) - avg(place) filter (where not diverted) from (
             select diverted, percent_rank() over (partition by source, date order by shipment_id) place,
                    count(*) over (partition by source, date) n
             from records join truth using (shipment_id)) where n > 3""",
    )
    assert abs(float(str(shift))) < 0.05
    ((odd,),) = rows(
        folder, r"select count(*) from records where not regexp_matches(shipment_id, '^[A-Z]{3}\d{4}-\d{7}$')"
    )
    assert odd == 0
    header = next(csv.reader((folder / "companies.csv").open(encoding="utf-8")))
    assert header == [
        "name",
        "country",
        "address",
        "registered_on",
        "register_id",
        "phone",
        "email",
        "activity",
        "owners",
    ]
    keys = [(row["country"], row["name"]) for row in csv.DictReader((folder / "listings.csv").open(encoding="utf-8"))]
    assert len(keys) == len(set(keys))


def test_no_oddity_of_a_record_is_a_giveaway(folder: Path) -> None:
    oddities = {
        "invoiced elsewhere, export": "direction = 'export' and consignee_country <> destination_country",
        "invoiced elsewhere, import": "direction = 'import' and shipper_country <> dispatch_country",
        "no destination": "direction = 'export' and destination_country is null",
        "coalition goods sold on": "direction = 'import' and origin_country in ('US', 'DE', 'JP') "
        "and dispatch_country not in ('US', 'DE', 'JP') and date >= '2022-06-01'",
    }
    for name, condition in oddities.items():
        ((honest, diverted),) = rows(
            folder,
            f"""select count(*) filter (where not diverted), count(*) filter (where diverted)
            from records join truth using (shipment_id) where {condition}""",  # noqa: S608 - conditions are above
        )
        assert int(str(honest)) > 5, name
        assert int(str(diverted)) > 5, name


def test_amounts_of_diverted_goods_are_like_those_of_honest_ones(folder: Path) -> None:
    ((diverted, honest),) = rows(
        folder,
        """select median(ln(value_usd)) filter (where diverted), median(ln(value_usd)) filter (where not diverted)
           from records join truth using (shipment_id) where destination_country = 'RU' and value_usd > 0""",
    )
    assert abs(float(str(diverted)) - float(str(honest))) < 1.5


def test_truth_counts_what_was_written(folder: Path) -> None:
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["firms"]
    ((records, diverted),) = rows(folder, "select count(*), sum(diverted::int) from truth")
    assert (told["records"], told["diverted_records"]) == (records, diverted)
    assert np.isclose(sum(told["styles"].values()), 1.0)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
