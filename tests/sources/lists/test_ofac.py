"""OFAC's delimited files: joins, remarks, dates told from older editions."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import Identifier, Listing, Schema
from tidewaiter.sources.lists import (
    ListFile,
    OfacHistory,
    attach_ofac_dates,
    join_ofac_details,
    read_list_file,
    read_ofac_history,
    read_ofac_parts,
)
from tidewaiter.sources.lists.ofac_remarks import read_remarks

NULLS = "-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
PRIMARY = (
    f'9641,"ABU TEIR, Mohammed","individual","SDGT] [NS-PLC",{NULLS},"DOB 1951; alt. DOB 04 Mar 1952; POB Umm Tuba; '
    "nationality Israel; Gender Male; Passport 10945182 (Israel) issued 28 Jun 2010 expires 27 Jun "
    "2020; a.k.a. 'THE OX'; "
    "f.k.a. 'THE CALF'.\"\n"
    '23780,"DONG FENG 6","vessel","DPRK4",-0- ,"A8AP5","Tanker","5,515",-0- ,"Tanzania",-0- ,"Vessel Registration '
    'Identification IMO 9008201; MMSI 636011641; Linked To: SHANGHAI SHPG."\n'
    f'17018,"SBER Ñ BANK",-0- ,"RUSSIA-EO14024",{NULLS},"Tax ID No. 7707083893 (Russia); For more infor"\n'
    "\x1a"
)
ADDRESSES = (
    '9641,1,"12 A Street","Hebron, West Bank","Palestinian",-0- \n'
    '17018,2,-0- ,"Moscow","Russia",-0- \n'
    '17018,3,-0- ,-0- ,"undetermined",-0- \n'
)
ALIASES = '9641,7,"aka","ABU TAIR, Mohammed Mahmud",-0- \n17018,8,"fka","OLD SBER",-0- \n'
COMMENTS = "17018,\"mation; Registration Number 1027700132195 (Russia); a.k.a. 'SBERBANK INDIA'.\"\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sdn_x.csv").write_text(PRIMARY, encoding="latin-1")
    (tmp_path / "add_x.csv").write_bytes(ADDRESSES.encode("latin-1"))
    (tmp_path / "alt_x.csv").write_bytes(ALIASES.encode("latin-1"))
    (tmp_path / "sdn_comments_x.csv").write_bytes(COMMENTS.encode("latin-1"))
    return tmp_path


def _by_number(file: ListFile) -> dict[str | None, Listing]:
    return {li.source_number: li for li in file.listings}


def test_files_beside_are_joined_by_number(folder: Path) -> None:
    file = read_list_file(folder / "sdn_x.csv")
    assert file.rows == 3
    person, ship, bank = (_by_number(file)[n] for n in ("9641", "23780", "17018"))
    assert person.id == "us.ofac.sdn:9641"
    assert person.schema is Schema.PERSON
    assert person.programs == ("SDGT", "NS-PLC")
    assert [(n.text, n.kind.value, n.weak) for n in person.names] == [
        ("ABU TEIR, Mohammed", "primary", False),
        ("ABU TAIR, Mohammed Mahmud", "alias", False),
        ("THE OX", "alias", True),
        ("THE CALF", "former", True),
    ]
    assert person.birth_dates == ("1951", "1952-03-04")
    assert (person.nationalities, person.gender) == (("IL",), "male")
    assert person.identifiers == (Identifier(type="passport", value="10945182", country="IL"),)
    assert [(a.full, a.country) for a in person.addresses] == [("12 A Street, Hebron, West Bank, Palestinian", "PS")]
    assert ship.schema is Schema.VESSEL
    assert ship.countries == ("TZ",)
    assert {(i.type, i.value) for i in ship.identifiers} == {
        ("imo", "9008201"),
        ("mmsi", "636011641"),
        ("call_sign", "A8AP5"),
    }
    assert bank.name == "SBER Ñ BANK"
    assert bank.countries == ("RU",)  # "undetermined" is no country
    assert [a.full for a in bank.addresses] == ["Moscow, Russia", "undetermined"]
    assert {i.value for i in bank.identifiers} == {"7707083893", "1027700132195"}  # the second from the spilled comment
    assert ("SBERBANK INDIA", True) in [(n.text, n.weak) for n in bank.names]
    assert ("OLD SBER", "former") in [(n.text, n.kind.value) for n in bank.names]


def test_a_file_alone_is_read_too(folder: Path) -> None:
    for name in ("add_x.csv", "alt_x.csv", "sdn_comments_x.csv"):
        (folder / name).unlink()
    person = _by_number(read_list_file(folder / "sdn_x.csv"))["9641"]
    assert person.addresses == ()
    assert len(person.names) == 3


def test_a_number_that_stands_twice_still_gives_two_ids(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text(f'2677,"A",-0- ,"SDGT",{NULLS},-0- \n2677,"B",-0- ,"SDGT",{NULLS},-0- \n')
    assert {li.id for li in read_list_file(path).listings} == {"us.ofac.sdn:2677", "us.ofac.sdn:2677-2"}


def test_consolidated_entries_are_sorted_by_program(tmp_path: Path) -> None:
    path = tmp_path / "cons_prim.csv"
    rows = [("1", "UKRAINE-EO13662] [RUSSIA-EO14024"), ("2", "CMIC-EO13959"), ("3", "NS-PLC")]
    path.write_text("".join(f'{n},"PARTY {n}",-0- ,"{p}",{NULLS},-0- \n' for n, p in rows))
    assert [li.list for li in read_list_file(path).listings] == ["us.ofac.ssi", "us.ofac.nonsdn", "us.ofac.nonsdn"]


@given(st.text(max_size=300))
def test_remarks_never_raise(text: str) -> None:
    assert read_remarks(text) == read_remarks(text)


@pytest.mark.parametrize(
    ("item", "kind", "value", "country"),
    [
        ("Tax ID No. 7805753313 (Russia)", "tax", "7805753313", "RU"),
        (
            "alt. Passport DB0009084 (Congo, Democratic Republic of the) issued 28 May 2015",
            "passport",
            "DB0009084",
            "CD",
        ),
        ("National ID No. 027100619 (Israel)", "national_id", "027100619", "IL"),
        ("Registration Number 1596444 (Hong Kong)", "registration", "1596444", "HK"),
        ("Unified Social Credit Code (USCC) 9111010878321053X0 (China)", "registration", "9111010878321053X0", "CN"),
        ("Cedula No. 42109136 (Colombia)", "national_id", "42109136", "CO"),
        ("Aircraft Manufacturer's Serial Number (MSN) 2726628.1", "aircraft_msn", "2726628.1", None),
        ("Legal Entity Number 253400WSS48YWMBUA688", "lei", "253400WSS48YWMBUA688", None),
    ],
)
def test_numbers_in_remarks(item: str, kind: str, value: str, country: str | None) -> None:
    assert read_remarks(item + ".").identifiers == [Identifier(type=kind, value=value, country=country)]


def _sdn(number: str, **facts: object) -> Listing:
    return Listing(id=f"us.ofac.sdn:{number}", list="us.ofac.sdn", source_number=number, **facts)  # type: ignore[arg-type]


def test_dates_are_told_only_as_far_as_older_editions_prove_them() -> None:
    history = OfacHistory(
        added={"2": dt.date(2022, 2, 24)},
        seen=(
            (dt.date(2021, 8, 18), frozenset({"1"})),
            (dt.date(2022, 2, 25), frozenset({"1", "2", "3"})),
            (dt.date(2024, 5, 3), frozenset({"1", "2", "3"})),
        ),
    )
    oldest, logged, between, newest = attach_ofac_dates([_sdn(n) for n in "1234"], history)
    assert (oldest.listed_on, oldest.listed_after) == (None, None)
    assert (logged.listed_on, logged.listed_after) == (dt.date(2022, 2, 24), None)
    assert (between.listed_on, between.listed_after) == (None, dt.date(2021, 8, 18))
    assert (newest.listed_on, newest.listed_after) == (None, dt.date(2024, 5, 3))


def test_only_undated_entries_of_the_list_are_dated() -> None:
    known = _sdn("9", listed_on=dt.date(2000, 1, 1))
    other = Listing(id="x:9", list="us.state.isn", source_number="9")
    history = OfacHistory(added={"9": dt.date(2023, 1, 1)})
    assert attach_ofac_dates([known, other], history) == [known, other]


def test_history_files(folder: Path) -> None:
    log = folder / "log.csv.gz"
    rows = ["2021-08-20T01:38:11+00:00,add,9641,A", "2023-01-02T18:00:00+00:00,change,17018,B"]
    text = "\n".join(["snapshot_commit_utc,op,ent_num,name", *rows])
    log.write_bytes(gzip.compress(text.encode()))
    history = read_ofac_history(log, {dt.date(2024, 5, 3): folder / "sdn_x.csv"})
    assert history.added == {"9641": dt.date(2021, 8, 19)}  # the evening before, in Washington
    assert history.seen == ((dt.date(2024, 5, 3), frozenset({"9641", "23780", "17018"})),)


def test_details_are_joined_from_other_editions(folder: Path) -> None:
    older = read_list_file(folder / "sdn_x.csv").listings
    parts = read_ofac_parts(folder / "add_x.csv", folder / "alt_x.csv")
    bare = [_sdn("9641", names=(older[0].names[0], older[0].names[1]), countries=("PS",))]
    (joined,) = join_ofac_details(bare, parts, older)
    assert joined.addresses == older[0].addresses
    assert joined.birth_dates == ("1951", "1952-03-04")
    assert joined.identifiers == older[0].identifiers
    assert joined.gender == "male"
    ox = next(n for n in older[0].names if n.text == "THE OX")
    strong = _sdn("9641", names=(older[0].names[0], type(ox)(text="The Ox", kind=ox.kind)))
    (marked,) = join_ofac_details([strong], parts, older)
    assert [n.weak for n in marked.names if n.text == "The Ox"] == [True]


@pytest.mark.needs_data
def test_dates_of_the_real_list(lists_dir: Path, read_real: Callable[[str], ListFile]) -> None:
    ofac = lists_dir / "us_ofac"
    editions = {
        dt.date(2021, 8, 18): ofac / "sdn_2021-08-18.csv.gz",
        dt.date(2023, 12, 28): ofac / "sdn_2023-12-28.csv.gz",
        dt.date(2024, 5, 3): ofac / "sdn_2024-05-03.csv.gz",
    }
    history = read_ofac_history(ofac / "sdn_delta_log_2021-08_2024-05.csv.gz", editions)
    file = read_real("us_csl/csl_2026-07-31_compact.json.gz")
    sdn = [li for li in attach_ofac_dates(file.listings, history) if li.list == "us.ofac.sdn"]
    assert len(sdn) == 19181
    dated = [li for li in sdn if li.listed_on]
    later = [li for li in sdn if li.listed_after == dt.date(2024, 5, 3)]
    old = [li for li in sdn if not li.listed_on and not li.listed_after]
    assert len(dated) + len(later) + len(old) == len(sdn)
    assert all(dt.date(2021, 8, 18) < li.listed_on <= dt.date(2024, 5, 3) for li in dated if li.listed_on)
    assert len(dated) > 5000
    assert {li.source_number for li in old} <= history.seen[0][1]
    parts = read_ofac_parts(ofac / "add_2025-12.csv.gz", ofac / "alt_2025-12.csv.gz")
    joined = [li for li in join_ofac_details(file.listings, parts) if li.list == "us.ofac.sdn"]
    assert sum(bool(li.addresses) for li in joined) > 10_000


@pytest.mark.needs_data
def test_address_and_alias_files_belong_to_their_edition(read_real: Callable[[str], ListFile]) -> None:
    listings = read_real("us_ofac/sdn_2023-12-28.csv.gz").listings
    assert sum(len(li.addresses) for li in listings) > 15_000
    assert sum(len(li.names) for li in listings) > 13_821 + 17_000 - 500  # 17,091 strong aliases, a few repeat a name
    assert all(i.value.isdigit() and len(i.value) == 7 for li in listings for i in li.identifiers if i.type == "imo")
