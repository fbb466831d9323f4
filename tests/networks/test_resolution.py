"""Companies found: the same every time and in any order, no giant from what many share, ids that stay, no nulls."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.networks.parties import companies_of, resolved, spellings_of
from tests.networks.test_resolution_groups import APART, ONE

from tidewaiter.model import LinkedListing
from tidewaiter.networks.companies.company_file import CompanyTables, company_file
from tidewaiter.networks.companies.company_ids import CHANGES, Previous
from tidewaiter.networks.companies.edges import EDGES
from tidewaiter.networks.companies.linking import Asked, linked
from tidewaiter.networks.companies.naming import without_addresses
from tidewaiter.networks.companies.read_companies import read_companies, spelling_rows
from tidewaiter.networks.companies.resolution import Resolution, resolve
from tidewaiter.networks.companies.text_columns import texts
from tidewaiter.networks.stages import COMPANIES, RESOLVED
from tidewaiter.screening.reader import Reader

_SYLLABLES = ["ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "ze"]


def _root(random: np.random.Generator) -> str:
    return "".join(random.choice(_SYLLABLES, 4)).capitalize()


def _crowd(count: int, **shared: str) -> list[dict[str, Any]]:
    """Return companies of names of their own that have something in common."""
    random = np.random.default_rng(5)
    roots = list(dict.fromkeys(_root(random) for _ in range(count)))
    return [{"name": f"{root} Elektronik Ltd. Şti.", "country": "TR", "records": 5, **shared} for root in roots]


def _everything() -> list[dict[str, Any]]:
    return [row for kinds in (ONE, APART) for rows in kinds.values() for row in rows]


def _by_text(table: pa.Table, found: Resolution) -> set[frozenset[str]]:
    """Return the companies as sets of their spellings' texts."""
    groups: dict[int, set[str]] = {}
    for row, company in zip(table.to_pylist(), found.resolved["company"].to_pylist(), strict=True):
        groups.setdefault(company, set()).add(str({name: row[name] for name in row if name != "spelling"}))
    return {frozenset(group) for group in groups.values()}


def test_tables_have_their_columns() -> None:
    table, found = resolved(_everything())
    assert found.resolved.schema == RESOLVED
    assert found.companies.schema == COMPANIES
    assert found.edges.schema == EDGES
    assert found.changes.schema == CHANGES
    assert found.companies["company"].to_pylist() == list(range(found.companies.num_rows))
    assert len(set(found.companies["company_id"].to_pylist())) == found.companies.num_rows
    assert sum(found.companies["records"].to_pylist()) == sum(table["records"].to_pylist())


def test_same_in_any_order_and_every_time() -> None:
    rows = _everything()
    table, found = resolved(rows)
    again, other = resolved(rows[::-1])
    assert again.equals(table)
    for field in dataclasses.fields(found):
        assert getattr(other, field.name).equals(getattr(found, field.name)), field.name


def test_companies_do_not_depend_on_others_beside_them() -> None:
    table, found = resolved(_everything())
    more, other = resolved(_everything() + _crowd(300))
    mine = _by_text(table, found)
    assert mine <= _by_text(more, other)


@pytest.mark.parametrize(
    "shared",
    [
        {"phone": "+90 212 111 2233"},
        {"address": "İş Merkezi, Liman Yolu No:7, Mersin"},
        {"email": "office@accountants.example"},
        {"tax_id": "9876543210"},
        {"phone": "+90 212 111 2233", "address": "İş Merkezi, Liman Yolu No:7, Mersin"},
    ],
    ids=str,
)
def test_what_many_share_makes_no_giant(shared: dict[str, str]) -> None:
    rows = _crowd(120, **shared)
    found = companies_of(rows)
    assert max(map(found.count, found)) <= 3
    # Names of so few syllables are now and then a letter apart, and then one company with the same phone.
    assert len(set(found)) >= 0.8 * len(rows)


def test_a_chain_of_alike_names_does_not_run_together() -> None:
    """Each is two letters from the next; the ends have nothing in common."""
    names = [
        "Karadal",
        "Karadem",
        "Karelem",
        "Korelem",
        "Korelin",
        "Torelin",
        "Torelas",
        "Tovelas",
        "Dovelas",
        "Dovenas",
    ]
    found = companies_of([{"name": f"{name} Makina A.Ş.", "country": "TR", "records": 9} for name in names])
    assert max(map(found.count, found)) <= 3


def test_who_is_not_named_is_no_company() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "TO ORDER", "country": "RU"},
        {"name": "N/A", "country": "RU"},
        {"name": "***", "address": "Moscow"},
        {"name": "Общество с ограниченной отве", "country": "RU"},
        {"name": "To Order", "country": "RU", "tax_id": "7701234567"},
        {"tax_id": "7701234567"},
        {"alias": "ООО Ромбикс", "country": "RU"},
        {"name": "OOO ROMBIKS", "country": "RU"},
    ]
    found = companies_of(rows)
    assert found[:4] == [None] * 4
    assert found[4] == found[5] is not None
    assert found[6] == found[7] is not None


def test_nothing_gives_nothing() -> None:
    found = resolve(spellings_of([]), Reader())
    assert found.companies.num_rows == found.resolved.num_rows == found.edges.num_rows == 0


def _run(rows: list[dict[str, Any]], previous: Previous | None = None) -> tuple[Previous, dict[str, str], list[Any]]:
    """Return the run, the id of each name, and what changed."""
    table = spellings_of(rows)
    found = resolve(table, Reader(), previous=previous)
    ids = found.companies["company_id"].to_pylist()
    of = dict(zip(table["name"].to_pylist(), found.resolved["company"].to_pylist(), strict=True))
    run = Previous(table, found.resolved, found.companies)
    return run, {name: ids[company] for name, company in of.items()}, found.changes.to_pylist()


def test_ids_stay_when_more_is_known() -> None:
    rows = [{"name": "Mermont Optics Ltd", "country": "GB"}, {"name": "Zankel Foods Inc", "country": "US"}]
    first, ids, changes = _run(rows)
    assert changes == []
    # The new spelling sorts before all others, so that numbers and least texts change.
    second, later, changes = _run([*rows, {"name": "AERO Mermont Optics Ltd", "country": "GB"}], first)
    assert {name: later[name] for name in ids} == ids
    third, latest, _ = _run([{"name": "MERMONT OPTICS LIMITED", "country": "GB"}, *rows], second)
    assert latest["MERMONT OPTICS LIMITED"] == ids["Mermont Optics Ltd"]
    assert latest == _run([{"name": "MERMONT OPTICS LIMITED", "country": "GB"}, *rows], second)[1]
    assert third.companies.num_rows == 2


def test_ids_of_companies_that_merge_and_split() -> None:
    old = {"name": "Alvarton Tekstil Ltd. Şti.", "country": "TR", "records": 40, "address": "Liman Yolu No:4, Mersin"}
    new = {"name": "Bozkurt Havacılık A.Ş.", "country": "TR", "records": 40}
    apart, ids, _ = _run([old, new])
    assert len(set(ids.values())) == 2
    taxed = [{**row, "tax_id": "1234567891"} for row in (old, new)]
    together, later, changes = _run([old, new, *taxed], apart)
    assert len(set(later.values())) == 1
    assert set(later.values()) < set(ids.values())
    assert {row["change"] for row in changes} == {"merged"}
    assert {row["before"] for row in changes} == set(ids.values())
    _, parted, changes = _run([old, new], together)
    assert len(set(parted.values())) == 2
    assert set(later.values()) < set(parted.values())
    assert {row["change"] for row in changes} == {"split"}


def test_edges_explain_what_joined() -> None:
    rows: list[dict[str, Any]] = [
        *ONE["a new name with the tax id kept"],
        *APART["a shell reborn at the old address with the old phone"],
    ]
    table, found = resolved(rows)
    edges = found.edges.to_pylist()
    joined = [edge for edge in edges if edge["joined"]]
    assert len(joined) == 1
    assert "tax id: same" in joined[0]["features"]
    for edge in edges:
        assert len(edge["features"]) == len(edge["weights"])
    tables = CompanyTables(spellings=table, resolved=found.resolved, companies=found.companies, edges=found.edges)
    number = found.resolved["company"][joined[0]["spelling"]].as_py()
    told = company_file(found.companies["company_id"][number].as_py(), tables)
    assert told is not None
    assert {spelling.name for spelling in told.spellings} == {row["name"] for row in rows[:2]}
    assert told.edges[0].joined
    assert company_file("tr-none", tables) is None


def test_forwarders_by_name() -> None:
    rows = [{"name": "Mervan Kargo Lojistik Ltd", "country": "TR"}, {"name": "Mervan Makina Ltd", "country": "TR"}]
    _, found = resolved(rows)
    told = {row["names"][0]: row["forwarder"] for row in found.companies.to_pylist()}
    assert told == {"Mervan Kargo Lojistik Ltd": True, "Mervan Makina Ltd": False}


def test_forwarders_by_what_they_do() -> None:
    rows = [{"name": "Altem Agro LLC", "country": "KG"}, *_crowd(20)]
    table = spellings_of(rows)
    acted = pa.table({"agent": ["ALTEM AGRO"] * table.num_rows, "spelling": table["spelling"]})
    found = resolve(table, Reader(), agencies=acted)
    told = {row["names"][0]: row["forwarder"] for row in found.companies.to_pylist()}
    assert [name for name, forwarder in told.items() if forwarder] == ["Altem Agro LLC"]


@pytest.mark.parametrize(("records", "carries"), [(3, True), (700, False)])
def test_a_name_of_the_trade_is_borne_out_by_acts_that_are_many_beside_its_own_records(
    records: int, *, carries: bool
) -> None:
    table = spellings_of([{"name": "Elimpeks Logistika LLC", "country": "KG", "records": records}, *_crowd(20)])
    clients = [row["spelling"] for row in table.to_pylist() if "Elektronik" in row["name"]][:3]
    acted = pa.table({"agent": ["ELIMPEKS LOGISTIKA"] * 3, "spelling": clients})
    found = resolve(table, Reader(), agencies=acted)
    told = {row["names"][0]: row["forwarder"] for row in found.companies.to_pylist()}
    assert told["Elimpeks Logistika LLC"] is carries


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("Taidex Tech Co.,Ltd, Room 645, 294 Huaqiang Road", "Taidex Tech Co.,Ltd", "Room 645, 294 Huaqiang Road"),
        ("AVENST TRADING L L C OFFICE 104 69 DEIRA AREA", "AVENST TRADING L L C", "OFFICE 104 69 DEIRA AREA"),
        ("CERAMICHE ORLO SPA DIV FAP", "CERAMICHE ORLO SPA DIV FAP", None),
        ("Plant No. 5 JSC", "Plant No. 5 JSC", None),
        ("Factory JSC No 5 of Kazan region", "Factory JSC No 5 of Kazan region", None),
    ],
)
def test_addresses_in_the_field_of_the_name(text: str, name: str, address: str | None) -> None:
    found = without_addresses(texts(pa.array([text, text])), texts(pa.array([None, "Elsewhere 1"])))
    told = [[column.values[at].as_py() if at >= 0 else None for at in column.at.tolist()] for column in found]
    assert told == [[name, text], [address, "Elsewhere 1"]]


def test_rows_people_get() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "Kuzeyçam Ltd", "country": "TR", "records": 2, "value_usd": 5.0, "phone": "+90 212 1112233"},
        {"name": "KUZEYCAM LTD", "country": "TR", "records": 3, "email": "a@kuzeycam.example", "address": "Mersin"},
        {"name": "KUZEYCAM LTD", "country": "TR", "email": "b@gmail.com"},
    ]
    table, found = resolved(rows)
    hit = LinkedListing(listing_id="x:1", list="x", name="Kuzeycam", score=0.9)
    (company,) = read_companies(found.companies, {0: (hit,)})
    assert company.names == ("KUZEYCAM LTD", "Kuzeyçam Ltd")
    assert (company.records, company.value_usd, company.domains) == (6, 5.0, ("kuzeycam.example",))
    assert company.linked_listings == (hit,)
    told = spelling_rows(table, found.resolved, found.companies).to_pylist()
    assert told == [
        {"company_id": company.company_id, "name": name, "country": "TR"} for name in ("KUZEYCAM LTD", "Kuzeyçam Ltd")
    ]


def test_companies_are_linked_to_listings() -> None:
    _, found = resolved([{"name": "Azmerco Trading", "country": "TR"}, {"name": "Belnova Foods", "country": "TR"}])

    def screen(asked: Any) -> list[list[LinkedListing]]:
        assert all(isinstance(question, Asked) for question in asked)
        scores = [0.95 if "Azmerco" in question.name else 0.3 for question in asked]
        return [[LinkedListing(listing_id="x:1", list="x", name="AZMERCO", score=score)] for score in scores]

    listed = dict(linked(found.companies, screen, threshold=0.5))
    names = found.companies["names"].to_pylist()
    assert {names[number][0] for number in listed} == {"Azmerco Trading"}


def test_a_principal_in_another_script_tells_of_one_that_acts() -> None:
    """Marked as such, it is no name of the party, and three of them make a forwarder of it."""
    principals = ("Selindus Optik", "Tolmera Chips", "Garvex Foods")
    rows = [{"name": "ООО Мерван", "alias": f"on behalf of {name} Ltd", "country": "RU"} for name in principals]
    table, found = resolved(rows)
    assert len(set(found.resolved["company"].to_pylist())) == 1
    assert found.companies["forwarder"].to_pylist() == [True]
    assert found.companies["names"].to_pylist() == [["ООО Мерван"]]
    assert set(table["alias"].to_pylist()) == {row["alias"] for row in rows}
