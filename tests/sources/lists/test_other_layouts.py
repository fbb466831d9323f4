"""Quirks of the European, UN, British, Swiss, Canadian, Japanese and Chinese layouts on small files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

from tidewaiter.model import Identifier, Listing, Schema
from tidewaiter.sources.lists import ListFile
from tidewaiter.sources.lists.demonyms import nationality_codes

Read = Callable[[str, str], ListFile]
JOURNAL = [
    "celex",
    "recordId",
    "programKey",
    "annex",
    "measure",
    "startDate",
    "reason",
    "schema",
    "name",
    "alias",
    "weakAlias",
    "previousName",
    "country",
    "nationality",
    "jurisdiction",
    "birthDate",
    "birthPlace",
    "position",
    "passportNumber",
    "gender",
    "appearance",
    "ethnicity",
    "fatherName",
    "motherName",
    "incorporationDate",
    "legalForm",
    "sector",
    "registrationNumber",
    "taxNumber",
    "idNumber",
    "innCode",
    "ogrnCode",
    "kppCode",
    "okpoCode",
    "leiCode",
    "swiftBic",
    "ticker",
    "imoNumber",
    "mmsi",
    "flag",
    "address",
    "phone",
    "email",
    "website",
    "notes",
]


def _journal(**cells: str) -> str:
    row = ",".join('"' + cells.get(c, "").replace('"', '""') + '"' for c in JOURNAL)
    return ",".join(JOURNAL) + "\n" + row + "\n"


def _one(file: ListFile) -> Listing:
    assert file.rejected == ()
    assert len(file.listings) == 1
    return file.listings[0]


def test_annex_iv_takes_its_country_from_the_address(read_text: Read) -> None:
    listing = _one(
        read_text(
            "833.csv",
            _journal(
                celex="32014R0833",
                annex="IV",
                measure="Export control",
                startDate="21.5.2025",
                schema="LegalEntity",
                name="Trade Engine System",
                alias="OOO Trade Engine System; TES",
                registrationNumber="309746282 (Tax ID/INN)",
                address="Damarik MFY, Tashkent city, Republic of Uzbekistan; 5 B St., Moscow, Russian Federation",
            ),
        )
    )
    assert listing.list == "eu.833.annex_iv"
    assert listing.countries == ("UZ", "RU")
    assert listing.listed_on == dt.date(2025, 5, 21)
    assert listing.identifiers == (Identifier(type="tax", value="309746282"),)


def test_asset_freezes_are_the_financial_sanctions_list(read_text: Read) -> None:
    text = _journal(
        celex="32002R0881",
        annex="I",
        measure="Asset freeze",
        startDate="31 December 2012",
        schema="Person",
        name="Adem Yilmaz",
        alias="Adem Y. Date of birth: 4.11.1978. Place of birth: Bayburt",
        weakAlias="Talha",
        previousName="Adem Eski",
        nationality="Turkish, possibly dual",
        birthDate='"(a) 4.11.1978; (b) 1979"',
        gender="Male",
    )
    listing = _one(read_text("881.csv", text))
    assert (listing.list, listing.schema) == ("eu.fsf", Schema.PERSON)
    assert [(n.text, n.kind.value, n.weak) for n in listing.names] == [
        ("Adem Yilmaz", "primary", False),
        ("Adem Y", "alias", False),
        ("Adem Eski", "former", False),
        ("Talha", "alias", True),
    ]
    assert (listing.nationalities, listing.birth_dates, listing.gender) == (("TR",), ("1978-11-04", "1979"), "male")
    assert listing.listed_on == dt.date(2012, 12, 31)


def test_other_annexes_are_lists_of_their_own(read_text: Read) -> None:
    text = _journal(
        celex="32014R0833",
        annex="XLII",
        measure="Transportation restrictions",
        schema="Vessel",
        name="NP DIKSON",
        imoNumber="9255270",
    )
    listing = _one(read_text("833.csv", text))
    assert (listing.list, listing.schema) == ("eu.833.annex_xlii", Schema.VESSEL)
    assert listing.identifiers == (Identifier(type="imo", value="9255270"),)


def test_nationality_words() -> None:
    assert nationality_codes("Iranian and US") == ("IR", "US")
    assert nationality_codes("1) Saudi Arabia 2) Qatar") == ("SA", "QA")
    assert nationality_codes("stateless") == ()


UN = """<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>6907993</DATAID><FIRST_NAME>ERIC </FIRST_NAME><SECOND_NAME> BADEGE</SECOND_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON><GENDER>Male</GENDER>
<NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
<LAST_DAY_UPDATED><VALUE>2016-10-13</VALUE><VALUE>2020-08-19</VALUE></LAST_DAY_UPDATED>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Erik Badege (original script: Эрик)</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Bull</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><COUNTRY>Rwanda</COUNTRY><NOTE>as of early 2016</NOTE></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1972</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>K1234567</NUMBER>
<ISSUING_COUNTRY>Rwanda</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"""


def test_un_individual(read_text: Read) -> None:
    file = read_text("un.xml", UN)
    listing = _one(file)
    assert file.data_date == dt.date(2026, 2, 27)
    assert listing.id == "un.sc:6907993"
    assert [(n.text, n.weak) for n in listing.names] == [
        ("ERIC BADEGE", False),
        ("Erik Badege", False),
        ("Эрик", False),
        ("The Bull", True),
    ]
    assert listing.countries == ("RW", "CD")
    assert listing.birth_dates == ("1970", "1972")
    assert listing.identifiers == (Identifier(type="passport", value="K1234567", country="RW"),)
    assert (listing.listed_on, listing.changed_on) == (dt.date(2012, 12, 31), dt.date(2020, 8, 19))


def test_un_file_that_lost_characters_is_mended_and_reported(read_text: Read) -> None:
    broken = UN.replace("The Bull", "The B\x19ull & <04").replace(
        "<GENDER>", "<NAME_ORIGINAL_SCRIPT>'D/&F</NAME_ORIGINAL_SCRIPT><GENDER>"
    )
    file = read_text("un.xml", broken)
    assert [e.column for e in file.rejected] == ["NAME_ORIGINAL_SCRIPT"]
    texts = [n.text for n in file.listings[0].names]
    assert "The B?ull & <04" in texts
    assert not any("'D/" in t for t in texts)


CON_LIST = (
    "Last Updated,13/04/2018,,\n"
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of "
    "Birth,Nationality,Passport Details,NI Number,"
    "Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip "
    "Code,Country,Other Information,Group Type,"
    "Alias Type,Regime,Listed On,Last Updated,Group ID\n"
    " AL-QAHTANI,Sheikh,Farooq,,,,,00/00/1981,,,1) Saudi Arabia 2) "
    "Qatar,,,,,,,,,,,Syria,,Individual,AKA,ISIL,01/04/2016,01/04/2016,13349\n"
    "AL-QAHTANI,Faruq,,,,,,00/00/1980,,,,Passport No: 592667,,,,,,,,,,,,Individual,Prime "
    "Alias,ISIL,01/04/2016,05/04/2016,13349\n"
    "TONG SAN 2,,,,,,,,,,,,,,,,,,,,,,IMO: 8937675. MMSI: 445539000.,Entity,Prime "
    "Alias,DPRK,19/10/2017,19/10/2017,13556\n"
)


def test_uk_groups(read_text: Read) -> None:
    file = read_text("ConList.csv", CON_LIST)
    assert (file.rows, file.data_date) == (3, dt.date(2018, 4, 13))
    person, ship = file.listings
    assert [n.text for n in person.names] == ["Faruq AL-QAHTANI", "Sheikh Farooq AL-QAHTANI"]
    assert person.birth_dates == ("1981", "1980")
    assert person.nationalities == ("SA", "QA")
    assert (person.listed_on, person.changed_on) == (dt.date(2016, 4, 1), dt.date(2016, 4, 5))
    assert ship.schema is Schema.VESSEL
    assert ("imo", "8937675") in [(i.type, i.value) for i in ship.identifiers]


def test_japanese_table_text(read_text: Read) -> None:
    text = (
        "○ 国際平和のための国際的な努力に我が国として寄与するために講ずる輸出等に係る禁止措置\n"
        "の対象となるロシア連邦の団体（令和四年外務省告示第八十二号）\n"
        "最終更新日：2025 年09 月12 日\n"
        "１ 連邦保安庁（別称、FSB及び保安局）\nFederal Security Service (FSB), a.k.a., the following two "
        "aliases:\n-Federalnaya Sluzhba;\nand\n-Lubyanka\n"
        "所在地：Dom 22, Moscow 107031, Russia; and 2 Lubyanka, Moscow, Russia.２ 株式会社エレメント「エ」JSC Element\n"
        "所在地：27 Wing Street,\n3 Floor, Hong Kong, China.\n"
        "3 レーザーチップス FZCO\nLaser Chips FZCO\n所在地：Dubai, U.A.E.\n"
    )
    file = read_text("list.txt", text)
    fsb, element, chips = file.listings
    assert file.data_date == dt.date(2025, 9, 12)
    assert [n.text for n in fsb.names][:1] == ["Federal Security Service (FSB)"]
    assert {"Federalnaya Sluzhba", "Lubyanka", "連邦保安庁", "保安局"} <= {n.text for n in fsb.names}
    assert [a.full for a in fsb.addresses] == ["Dom 22, Moscow 107031, Russia", "2 Lubyanka, Moscow, Russia"]
    assert element.name == "JSC Element"
    assert element.countries == ("CN",)
    assert chips.name == "Laser Chips FZCO"
    assert chips.countries == ("AE",)


def test_japanese_end_user_list(read_text: Read) -> None:
    record = {"list_id": "jp-end-user-list", "country": "jp", "id": "jp-eul-1", "date_added": None}
    records = [
        record
        | {
            "entity_name": "Sosong Food Factory (西城食品工場)",
            "addresses": ["North Korea"],
            "aliases": ["A・B"],
            "reason": "核 N; CW",
        },
        record
        | {
            "entity_name": "",
            "addresses": ["People's Republic of China BVI Electronics"],
            "aliases": [],
            "reason": "M",
        },
    ]
    one, two = read_text("eul.json", json.dumps(records, ensure_ascii=False)).listings
    assert [n.text for n in one.names] == ["Sosong Food Factory", "西城食品工場", "A", "B"]
    assert (one.countries, one.programs) == (("KP",), ("N", "CW"))
    assert (two.name, two.countries) == ("BVI Electronics", ("CN",))


def test_canadian_and_swiss_records(read_text: Read) -> None:
    canada = read_text(
        "sema.xml",
        "<data-set><record><Country>Russia / Russie</Country><EntityOrShip>Skif "
        "V</EntityOrShip><ShipIMONumber>8858087</ShipIMONumber>"
        "<DateOfBirthOrShipBuildDate>1984</DateOfBirthOrShipBuildDate><Schedule>1.1</Schedule><Item>"
        "3</Item><Aliases>S; T</Aliases>"
        "<DateOfListing>2025-02-21</DateOfListing></record></data-set>",
    )
    ship = _one(canada)
    assert (ship.schema, ship.countries, ship.heading, ship.birth_dates) == (
        Schema.VESSEL,
        ("RU",),
        "Russia / Russie",
        (),
    )
    assert [n.text for n in ship.names] == ["Skif V", "S", "T"]
    swiss = read_text(
        "seco.xml",
        '<swiss-sanctions-list date="2024-01-17"><target ssid="1"><individual '
        'sex="male"><identity><name name-type="alias" quality="low">'
        '<name-part order="2"><value>Last</value></name-part><name-part '
        'order="1"><value>First</value></name-part></name>'
        '<name name-type="primary-name" quality="good"><name-part order="1"><value>Whole</value></name-part></name>'
        '<nationality><country iso-code="GB"/></nationality><day-month-year day="3" month="12" '
        'year="1975"/></identity></individual>'
        "</target></swiss-sanctions-list>",
    )
    person = _one(swiss)
    assert [(n.text, n.weak) for n in person.names] == [("Whole", False), ("First Last", True)]
    assert (person.birth_dates, person.nationalities, person.gender) == (("1975-12-03",), ("GB",), "male")


def test_chinese_lists_do_not_take_the_publisher_for_the_country(read_text: Read) -> None:
    record = {
        "list_id": "cn-attention-list",
        "country": "cn",
        "entity_name": "OKI Co., Ltd.",
        "aliases": ["OKI株式会社"],
        "id": "x",
    }
    file = read_text(
        "cn.json",
        json.dumps(
            [record | {"addresses": ["日本静冈县1"], "date_added": "2026-06-29"}, record | {"list_id": "z"}],
            ensure_ascii=False,
        ),
    )
    assert [(li.list, li.countries, li.listed_on) for li in file.listings] == [
        ("cn.mofcom.attention", ("JP",), dt.date(2026, 6, 29))
    ]
    assert [e.column for e in file.rejected] == ["list_id"]
