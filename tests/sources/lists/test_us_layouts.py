"""Quirks of the US layouts on small files: what the importers make of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tidewaiter.model import Address, Identifier, Listing, NameKind, ReviewPolicy, Schema
from tidewaiter.sources.lists import ListFile, merge_entity_list, read_list_file
from tidewaiter.sources.lists.csl_csv import COLUMNS

Read = Callable[[str, str], ListFile]
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
EL = "Entity List (EL) - Bureau of Industry and Security"
UVL = "Unverified List (UVL) - Bureau of Industry and Security"
DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"
DTC = "ITAR Debarred (DTC) - State Department"


def _csl(*rows: dict[str, str]) -> str:
    lines = [",".join(COLUMNS)]
    lines += [",".join('"' + row.get(c, "").replace('"', '""') + '"' for c in COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"


def _one(file: ListFile) -> Listing:
    assert file.rejected == ()
    assert len(file.listings) == 1
    return file.listings[0]


def _texts(listing: Listing) -> list[str]:
    return [n.text for n in listing.names]


def test_csl_row_with_several_addresses_and_streets_that_hold_a_separator(read_text: Read) -> None:
    row = {
        "source": EL,
        "name": "Acme Works",
        "addresses": "1 A Rd; and B Rd, Istanbul, TR; Unit 2; Block 3, Dubai, AE; TR",
        "alt_names": "X Works; and Y Works",
        "federal_register_notice": "84 FR 43495, 85 FR 29852",
        "start_date": "2019-08-21",
        "license_requirement": "For all items subject to the EAR.  (See §744.11 of the EAR)",
        "license_policy": "Presumption of denial.",
    }
    listing = _one(read_text("csl.csv", _csl(row)))
    assert [(a.full, a.country) for a in listing.addresses] == [
        ("1 A Rd; and B Rd, Istanbul, TR", "TR"),
        ("Unit 2; Block 3, Dubai, AE", "AE"),
    ]
    assert listing.countries == ("TR", "AE")
    assert _texts(listing) == ["Acme Works", "X Works", "Y Works"]
    assert listing.listed_on == dt.date(2019, 8, 21)
    assert listing.review_policy is ReviewPolicy.PRESUMPTION_OF_DENIAL
    assert listing.requirement is not None
    assert listing.requirement.sections == ("744.11",)


def test_csl_treasury_row(read_text: Read) -> None:
    row = {
        "source": SDN,
        "entity_number": "25363",
        "type": "Vessel",
        "programs": "IRAN; NPWMD",
        "name": "AMINA",
        "vessel_flag": "Iran",
        "call_sign": "EPBT",
        "ids": "IMO 9305192, Vessel Registration Identification; TR, U00242309, Passport; Male, Gender",
    }
    listing = _one(read_text("csl.csv", _csl(row)))
    assert listing.id == "us.ofac.sdn:25363"
    assert listing.schema is Schema.VESSEL
    assert listing.countries == ("IR",)
    assert set(listing.identifiers) == {
        Identifier(type="imo", value="9305192"),
        Identifier(type="call_sign", value="EPBT"),
        Identifier(type="passport", value="U00242309", country="TR"),
    }
    assert listing.programs == ("IRAN", "NPWMD")
    assert listing.gender == "male"


def test_csl_country_texts_and_the_literal_empty_list(read_text: Read) -> None:
    file = read_text(
        "csl.csv",
        _csl(
            {"source": UVL, "name": "Turk Works", "addresses": "A Rd, Ankara, TURKIYE"},
            {"source": DTC, "name": "Edwin Acety", "alt_names": "[]"},
            {"source": SDN, "entity_number": "1", "type": "Entity", "name": "LRA", "addresses": "REGION: KAFIA KINGI"},
        ),
    )
    assert [li.countries for li in file.listings] == [("TR",), (), ()]
    assert _texts(file.listings[1]) == ["Edwin Acety"]
    assert file.listings[2].addresses == (Address(full="REGION: KAFIA KINGI"),)
    assert [li.list for li in file.listings] == ["us.bis.unverified_list", "us.state.ddtc", "us.ofac.sdn"]


def test_csl_rows_of_an_unknown_source_or_without_a_name_are_set_aside(read_text: Read) -> None:
    file = read_text(
        "csl.csv", _csl({"source": "Martian List (ML)", "name": "A"}, {"source": EL}, {"source": EL, "name": "B"})
    )
    assert [(e.row, e.column) for e in file.rejected] == [(2, "source"), (3, "name")]
    assert [li.name for li in file.listings] == ["B"]


def test_denied_rows_of_one_order_are_one_party(read_text: Read) -> None:
    notice = "53 F.R. 16441 5/9/88"
    file = read_text(
        "csl.csv",
        _csl(
            {"source": DPL, "name": "HANS WIRTH", "addresses": "A, Z, CH", "federal_register_notice": notice},
            {"source": DPL, "name": "HANS  WIRTH", "addresses": "B, Y, US", "federal_register_notice": notice},
            {
                "source": DPL,
                "name": "HANS WIRTH",
                "addresses": "C, X, DE",
                "federal_register_notice": "90 F.R. 1 1/2/2025",
            },
        ),
    )
    assert file.rows == 3
    assert [li.countries for li in file.listings] == [("CH", "US"), ("DE",)]
    assert len({li.id for li in file.listings}) == 2


NEW_DPL = """\ufeffName_and_Address,Effective_Date,Expiration_Date,Appropriate Federal Register Citations,Type of Denial
"ACME, INC., 12 LONG STREET, SUITE 3, HOUSTON, TX, US, 77042",9/12/2006,9/12/2026,70 F.R. 17645 4/7/05,Standard
"ACME, INC., PO BOX 1, DUBAI, , AE, ",9/12/2006,9/12/2028,70 F.R. 17645 4/7/05,Standard
"ALI M HIJAZI, , HAUTE SAVOIE, , FR, ",9/1/1981,,46 F.R. 44803 9/8/81,Standard
"JOSEPH KIRK, III., 13204 SAXBY COURT, AUSTIN, TX, US, 78729",3/21/2023,10/05/2026,88 F.R. 17798 3/24/2023,Standard
"SOCCER ZONE (MNC GROUP, INC.), 1 MALL, HOUSTON, TX, US, 77042",9/12/2006,9/12/2026,71 F.R. 55161 9/21/06,Standard
"""


def test_denied_persons_csv(read_text: Read) -> None:
    acme, hijazi, kirk, zone = read_text("dpl.csv", NEW_DPL).listings
    assert acme.name == "ACME, INC."
    assert [a.full for a in acme.addresses] == [
        "12 LONG STREET, SUITE 3, HOUSTON, TX, 77042, US",
        "PO BOX 1, DUBAI, AE",
    ]
    assert acme.addresses[0].postal_code == "77042"
    assert acme.listed_on == dt.date(2006, 9, 12)
    assert acme.delisted_on == dt.date(2028, 9, 12)  # the last expiry counts
    assert hijazi.delisted_on is None
    assert hijazi.listed_on == dt.date(1981, 9, 1)
    assert kirk.name == "JOSEPH KIRK, III."
    assert zone.name == "SOCCER ZONE (MNC GROUP, INC.)"


def test_denied_persons_text_has_the_same_ids(read_text: Read) -> None:
    header = (
        "Name Street_Address City State Country Postal_Code Effective_Date Expiration_Date Standard_Order "
        "Last_Update Action FR_Citation"
    )
    row = [
        "ACME, INC.",
        "12 LONG STREET",
        "HOUSTON",
        "TX",
        "",
        "77042",
        "09/12/2006",
        "09/12/2026",
        "Y",
        "2006-10-01",
        "FR",
        "70 F.R. 17645 4/7/05",
    ]
    text = "\t".join(f'"{c}"' for c in header.split()) + "\n" + "\t".join(f'"{c}"' for c in row) + "\n"
    listing = _one(read_text("dpl.txt", text))
    assert listing.id == read_text("dpl.csv", NEW_DPL).listings[0].id
    assert listing.countries == ()  # the file leaves the country of most US addresses blank


def test_a_denied_person_keeps_the_id_when_a_file_leaves_the_country_blank(read_text: Read) -> None:
    blank = NEW_DPL.replace(", FR, ", ", , ").replace(", US, 78729", ", , 78729")
    whole, lacking = read_text("a.csv", NEW_DPL), read_text("b.csv", blank)
    assert [li.id for li in whole.listings] == [li.id for li in lacking.listings]


def _supplement(*entities: dict[str, Any], list_id: str = "bis-entity-list") -> str:
    blank: dict[str, Any] = {
        "aliases": [],
        "address": None,
        "notes": "For all items subject to the EAR",
        "federal_register": "",
    }
    return json.dumps({"list_id": list_id, "extracted": "2026-07-09", "entities": [blank | e for e in entities]})


def test_entity_list_entry(read_text: Read) -> None:
    listing = _one(
        read_text(
            "el.json",
            _supplement(
                {
                    "name": "Dexias Works (DXW) (See alternate address under Russia)",
                    "aliases": ["Dexias; and Dexias Tr"],
                    "country": "Turkey",
                    "address": "Mecidiyeköy, Istanbul, Turkey; and Unit 1, Kowloon, Hong Kong.",
                    "federal_register": "87 FR 20299, 4/7/22.\n88 FR 12158, 2/27/23",
                    "notes": "For all items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and "
                    "744.21(b) of the EAR)",
                }
            ),
        )
    )
    assert listing.heading == "Turkey"
    assert listing.countries == ("TR", "HK", "RU")
    assert {"Dexias", "Dexias Tr", "DXW"} < set(_texts(listing))
    assert (listing.listed_on, listing.changed_on) == (dt.date(2022, 4, 7), dt.date(2023, 2, 27))
    assert listing.requirement is not None
    assert listing.requirement.footnotes == (3,)


def test_address_only_entries_have_ids_of_their_own_under_each_heading(read_text: Read) -> None:
    file = read_text(
        "el.json",
        _supplement(
            {"name": "Address 01", "country": "China", "address": "18 Luard Rd, Wan Chai, Hong Kong."},
            {"name": "Address 01", "country": "Turkey", "address": "No: 52 Hasat Sk., Istanbul, Turkey."},
        ),
    )
    assert [(li.name, li.schema, li.address_only) for li in file.listings] == [("Address 01", Schema.ADDRESS, True)] * 2
    assert len({li.id for li in file.listings}) == 2


def test_an_address_that_ran_into_the_last_alias(read_text: Read) -> None:
    listing = _one(
        read_text(
            "el.json",
            _supplement(
                {
                    "name": "Magtech",
                    "country": "Canada",
                    "aliases": ["M.A.G. Tech, 5762 Royalmount Ave, Montreal, QC, H4P 1K5, Canada"],
                }
            ),
        )
    )
    assert _texts(listing) == ["Magtech", "M.A.G. Tech"]
    assert [a.full for a in listing.addresses] == ["5762 Royalmount Ave, Montreal, QC, H4P 1K5, Canada"]


def test_ids_do_not_depend_on_the_order_of_the_file(read_text: Read) -> None:
    twins = [
        {"name": "Acme", "country": "China", "federal_register": "85 FR 1, 1/2/20"},
        {"name": "ACME", "country": "China", "federal_register": "86 FR 1, 1/2/21"},
        {"name": "Other", "country": "Iran"},
    ]
    one = {li.listed_on: li.id for li in read_text("a.json", _supplement(*twins)).listings}
    other = {li.listed_on: li.id for li in read_text("b.json", _supplement(*reversed(twins))).listings}
    assert one == other
    assert len(set(one.values())) == 3


def test_military_end_users_and_intelligence_end_users(read_text: Read) -> None:
    meu = _one(read_text("meu.json", _supplement({"name": "Acme Factory", "country": "China"}, list_id="bis-meu")))
    assert meu.requirement is not None
    assert meu.requirement.items == "meu_supp2"
    header = "Type,Name,Alias,Country,Topics,Program,Date,End date,Source URL"
    text = f"{header}\nOrganization,Main Bureau,GRU,RU,x,y,2021-03-16,,u\n"
    mieu = _one(read_text("mieu.csv", text))
    assert (mieu.list, mieu.countries, _texts(mieu)) == ("us.bis.mieu", ("RU",), ["Main Bureau", "GRU"])


def test_merge_takes_policy_and_missing_names_from_the_screening_list(read_text: Read) -> None:
    ecfr = read_text(
        "el.json",
        _supplement(
            {"name": "Acme Optics & Electronics", "country": "China"},
            {"name": "Huge Works Co., Ltd.", "country": "China"},
            {"name": "Kosmachov Trading 21E Road", "country": "Estonia"},
            {"name": "Lone", "country": "Iran"},
        ),
    )
    base = {"source": EL, "license_requirement": "For all items subject to the EAR. (See §§ 734.9(e)(2) of the EAR)4"}
    csl = read_text(
        "csl.csv",
        _csl(
            base
            | {
                "name": "Acme Optics and Electronics",
                "addresses": "HK",
                "license_policy": "Policy of denial",
                "alt_names": "AOE Works",
            },
            base
            | {
                "name": "Huge Works Co., Ltd. Affiliated Entity: Tiny Works Co., Ltd.",
                "addresses": "CN",
                "license_policy": "Presumption of denial",
            },
            base | {"name": "Kosmachov Trading", "addresses": "EE", "license_policy": "Case-by-case"},
            base | {"name": "Newcomer", "addresses": "DE"},
        ),
    )
    merge = merge_entity_list(ecfr, csl)
    acme, huge, kosmachov, lone = merge.listings
    assert acme.review_policy is ReviewPolicy.DENIAL
    assert acme.requirement is not None
    assert acme.requirement.footnotes == (4,)
    assert "AOE Works" in _texts(acme)
    assert acme.countries == ("CN", "HK")
    assert [n.kind for n in huge.names if n.text == "Tiny Works Co., Ltd."] == [NameKind.AFFILIATE]
    assert kosmachov.review_policy is ReviewPolicy.CASE_BY_CASE
    assert lone.review_policy is None
    assert [li.name for li in merge.only_in_ecfr] == ["Lone"]
    assert [li.name for li in merge.only_in_csl] == ["Newcomer"]


@pytest.mark.needs_data
def test_merge_of_the_real_copies(read_real: Callable[[str], ListFile]) -> None:
    merge = merge_entity_list(
        read_real("us_bis/bis_entity_list_2026-07.json"), read_real("us_csl/csl_2026-07-31_compact.json.gz")
    )
    assert len(merge.listings) == 3409
    assert len(merge.only_in_ecfr) <= 5
    assert len(merge.only_in_csl) <= 11
    assert sum(li.review_policy is None for li in merge.listings) <= 5
    assert len({li.id for li in merge.listings}) == 3409
    russian = next(li for li in merge.listings if li.name == "Ministry of Defence of the Russian Federation")
    assert russian.requirement is not None
    assert russian.requirement.extends_to == "worldwide"  # cut off in the eCFR parse, whole in the CSL


def test_isn_entries(read_text: Read) -> None:
    entry = {
        "name": "Zhou Works (China)",
        "aliases": ["Zhou Co., Ltd., Zhou Trading"],
        "country": "North Korean entity in China",
        "federal_register": "Vol. 67, No. 143, 07/25/2002",
        "notes": "Authority: Missile Sanctions laws; imposed 7/9/2002; status: Expired on 07/09/04 | "
        "Authority: E.O. 13382; status: Expired 1/2/2006",
    }
    listing = _one(read_text("isn.json", json.dumps({"list_id": "state-nonproliferation", "entities": [entry]})))
    assert _texts(listing)[:3] == ["Zhou Works (China)", "Zhou Co., Ltd.", "Zhou Trading"]
    assert set(listing.countries) == {"KP", "CN"}
    assert listing.delisted_on == dt.date(2006, 1, 2)
    still = entry | {"notes": f"{entry['notes']} | Authority: INKSNA; status: Active"}
    text = json.dumps({"list_id": "state-nonproliferation", "entities": [still]})
    assert _one(read_text("isn2.json", text)).delisted_on is None


def test_debarments(read_text: Read) -> None:
    text = (
        "Party Name,Date Of Birth,Federal Register Notice,Notice Date,Corrected Notice,Corrected Notice Date\n"
        '"Acety, Edwin","November, 1975",83 FR 18112 ,4/25/2018,85 FR 39967,7/2/2020\n'
        "Aero Systems Corp.,,59 FR 5664,2/7/1994,,\nAero Systems Corp.,,58 FR 50382,9/27/1993,,\n"
    )
    file = read_text("ddtc.csv", text)
    assert file.rows == 3
    person, firm = file.listings
    assert _texts(person) == ["Acety, Edwin", "Edwin Acety"]
    assert (person.schema, person.birth_dates) == (Schema.PERSON, ("1975-11",))
    assert (person.listed_on, person.changed_on) == (dt.date(2018, 4, 25), dt.date(2020, 7, 2))
    assert (firm.listed_on, firm.changed_on) == (dt.date(1993, 9, 27), dt.date(1994, 2, 7))


def test_layout_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(_csl({"source": EL, "name": "A"}), encoding="utf-8")
    file = read_list_file(path, layout="us.csl.csv", as_of=dt.date(2020, 1, 1))
    assert (file.data_date, file.counts) == (dt.date(2020, 1, 1), {"us.bis.entity_list": 1})
