"""A user's own list: good rows become listings, bad ones are reported with row, column and remedy."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidewaiter.model import Address, Identifier, NameKind, RefusedListError, Schema, UsageError
from tidewaiter.sources.custom_list import custom_list_id, read_custom_list
from tidewaiter.sources.lists.listfile import ListFile

HEADER = "name,country,listed_on,address,aliases,delisted_on\n"


def read(tmp_path: Path, content: str | bytes, name: str = "mine", file: str = "own.csv") -> ListFile:
    path = tmp_path / file
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_custom_list(path, name)


def read_ftm(tmp_path: Path, *entities: dict[str, Any]) -> ListFile:
    return read(tmp_path, "".join(json.dumps(entity) + "\n" for entity in entities), file="own.jsonl")


def ftm(key: str, schema: str = "Company", **properties: Any) -> dict[str, Any]:
    return {"id": key, "schema": schema, "properties": properties}


class TestCsv:
    def test_a_full_row(self, tmp_path: Path) -> None:
        found = read(
            tmp_path,
            HEADER + '"Örnek Ticaret, Ltd.",Türkiye,2024-08-07,"Yol 5, Istanbul",OT; Ornek | Örnek,2025-01-31\n',
        )
        (listing,) = found.listings
        assert listing.list == "custom.mine"
        assert listing.id.startswith("custom.mine:")
        assert [(n.text, n.kind) for n in listing.names] == [
            ("Örnek Ticaret, Ltd.", NameKind.PRIMARY),
            ("OT", NameKind.ALIAS),
            ("Ornek", NameKind.ALIAS),
            ("Örnek", NameKind.ALIAS),
        ]
        assert listing.addresses == (Address(full="Yol 5, Istanbul", country="TR"),)
        assert listing.countries == ("TR",)
        assert (listing.listed_on, listing.delisted_on) == (dt.date(2024, 8, 7), dt.date(2025, 1, 31))
        assert (found.rows, found.rejected) == (1, ())

    def test_only_the_required_columns_and_only_a_name(self, tmp_path: Path) -> None:
        (listing,) = read(tmp_path, "name,country,listed_on\nAlpha,,\n").listings
        assert (listing.name, listing.countries, listing.listed_on, listing.addresses) == ("Alpha", (), None, ())

    @pytest.mark.parametrize(
        "text",
        [
            "\ufeffNAME;Country;Listed On\nAlpha;TR;2024-01-01\n",
            "Listed_On\tname\tcountry\tremarks\n2024-01-01\tAlpha\tTurkey\tours\n",
            "name,country,listed_on\r\nAlpha,792,2024-01-01\r\n\r\n,,\r\n",
        ],
    )
    def test_forms_of_the_same_table(self, tmp_path: Path, text: str) -> None:
        found = read(tmp_path, text)
        (listing,) = found.listings
        assert (listing.name, listing.countries, listing.listed_on) == ("Alpha", ("TR",), dt.date(2024, 1, 1))
        assert found.rows == 1
        assert not found.rejected

    @pytest.mark.parametrize(
        ("row", "column", "reason", "remedy"),
        [
            (",TR,2024-01-01", "name", "empty", "Give the name"),
            ("Bad,Atlantis,2024-01-01", "country", "'Atlantis' is not a country", "ISO code"),
            ("Bad,TR,07/08/2024", "listed_on", "'07/08/2024' is not a date", "2024-08-07"),
            ("Bad,TR,2024-02-30", "listed_on", "not a day of the calendar", "Correct"),
            ("Bad,TR,2024-01-01,,,soon", "delisted_on", "'soon'", "leave it empty"),
            ("Bad,TR,2024-01-02,,,2024-01-01", "delisted_on", "before listed_on", "Correct one"),
            ("Bad, Inc.,TR,2024-01-01,Yol 5,,,", "country", "'Inc.'", "ISO code"),
            ("Bad,TR,2024-01-01,Yol 5,Istanbul,,,x", None, "8 cells, the header 6", "in quotes"),
        ],
    )
    def test_a_bad_row_is_set_aside_and_the_good_ones_stay(
        self, tmp_path: Path, row: str, column: str | None, reason: str, remedy: str
    ) -> None:
        found = read(tmp_path, f"{HEADER}Good,TR,2024-01-01\n{row}\nAlso good,,\n")
        (error,) = found.rejected
        assert (error.file, error.row, error.column) == ("own.csv", 3, column)
        assert reason in error.reason
        assert remedy in error.remedy
        assert [listing.name for listing in found.listings] == ["Good", "Also good"]
        assert found.rows == 3

    def test_rows_of_one_name_and_country_are_one_entry_in_force_whenever_either_is(self, tmp_path: Path) -> None:
        found = read(
            tmp_path,
            HEADER
            + "Alpha Ltd,TR,2024-01-01,Yol 5,A,2025-01-01\nALPHA LTD.,TR,2023-01-01,Yol 6,B,\nAlpha Ltd,RU,,,,\n",
        )
        turkish, russian = found.listings
        assert [a.full for a in turkish.addresses] == ["Yol 5", "Yol 6"]
        assert {n.text for n in turkish.names} == {"Alpha Ltd", "A", "ALPHA LTD.", "B"}
        assert (turkish.listed_on, turkish.delisted_on) == (dt.date(2023, 1, 1), None)
        assert russian.countries == ("RU",)
        assert found.rows == 3

    def test_ids_do_not_depend_on_the_other_rows(self, tmp_path: Path) -> None:
        (alone,) = read(tmp_path, HEADER + "Alpha,TR,\n").listings
        among = read(tmp_path, HEADER + "Beta,RU,\nALPHA.,Turkey,2024-01-01\n").listings
        assert alone.id == among[1].id

    @pytest.mark.parametrize(
        ("content", "error", "message"),
        [
            (b"", RefusedListError, "empty"),
            (b"name,country\nA,TR\n", RefusedListError, "own.csv:1: the column listed_on is missing"),
            (b"A,TR,2024-01-01\n", RefusedListError, "The first row must name the columns"),
            (b"name,country,listed_on,alias\nA,TR,,B\n", RefusedListError, "Did you mean 'aliases'"),
            (b"name,country,listed_on,Name\nA,TR,,B\n", RefusedListError, "'name' occurs twice"),
            ("name,country,listed_on\nA,TR,\nÇelik,TR,\n".encode("cp1254"), RefusedListError, "own.csv:3: .*not UTF-8"),
            (b'name,country,listed_on\nA,TR,\n"Cut off,TR', RefusedListError, "own.csv:3: not whole CSV"),
        ],
    )
    def test_a_file_that_cannot_be_read_as_a_whole_is_refused(
        self, tmp_path: Path, content: bytes, error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error, match=message):
            read(tmp_path, content)

    def test_a_folder_and_a_missing_file_are_wrong_usage(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="is a folder"):
            read_custom_list(tmp_path, "mine")
        with pytest.raises(UsageError, match="does not exist"):
            read_custom_list(tmp_path / "no.csv", "mine")

    def test_a_packed_file_is_unpacked(self, tmp_path: Path) -> None:
        assert len(read(tmp_path, gzip.compress((HEADER + "A,TR,\n").encode()), file="own.csv.gz").listings) == 1

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.lists(st.text('aT,;|"\n 2-', max_size=6), min_size=1, max_size=8), max_size=5))
    def test_every_row_is_answered_or_reported_whatever_it_holds(
        self, tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
    ) -> None:
        import csv
        import io

        text = io.StringIO()
        csv.writer(text).writerows([HEADER.strip().split(","), *rows])
        found = read(tmp_path_factory.mktemp("f"), text.getvalue())
        filled = [number for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
        assert found.rows == len(filled)
        assert {error.row for error in found.rejected} <= set(filled)
        assert len(found.listings) <= len(filled) - len(found.rejected)
        assert bool(found.listings) is (len(found.rejected) < len(filled))


class TestEntities:
    def test_a_company_with_everything(self, tmp_path: Path) -> None:
        found = read_ftm(
            tmp_path,
            ftm(
                "NK-1",
                name=["Alpha LLC", "ООО Альфа"],
                alias=["Alfa"],
                weakAlias=["AL"],
                previousName=["Omega LLC"],
                country=["ru"],
                jurisdiction=["gb-sct"],
                address=["1 Street, Moscow"],
                addressEntity=["addr-1"],
                innCode=["7700000000"],
                leiCode=["549300TRUWO2CD2G5692"],
            ),
            ftm("addr-1", "Address", street=["Yol 5"], city=["Istanbul"], country=["tr"]),
            ftm("s-1", "Sanction", entity=["NK-1"], startDate=["2022-03"], program=["RUS"], programId=["XX-INV1"]),
            ftm("s-2", "Sanction", entity=["NK-1"], listingDate=["2023-04-12"], endDate=["2024-01-01"]),
        )
        (listing,) = found.listings
        assert (listing.id, listing.source_number) == ("custom.mine:NK-1", "NK-1")
        assert listing.schema is Schema.ORGANIZATION
        assert [(n.text, n.kind, n.weak) for n in listing.names] == [
            ("Alpha LLC", NameKind.PRIMARY, False),
            ("ООО Альфа", NameKind.ALIAS, False),
            ("Alfa", NameKind.ALIAS, False),
            ("AL", NameKind.ALIAS, True),
            ("Omega LLC", NameKind.FORMER, False),
        ]
        assert listing.countries == ("RU", "GB")
        assert [a.full for a in listing.addresses] == ["1 Street, Moscow", "Yol 5, Istanbul, tr"]
        assert listing.addresses[1].country == "TR"
        assert Identifier(type="tax", value="7700000000") in listing.identifiers
        assert listing.programs == ("RUS", "XX-INV1")
        assert listing.listed_on == dt.date(2022, 3, 1)
        assert listing.delisted_on is None, "one sanction has not ended"
        assert found.rows == 4

    def test_a_person_with_nested_records(self, tmp_path: Path) -> None:
        sanction = ftm("s", "Sanction", startDate=["2020-01-01"], endDate=["2021-01-01"])
        entity = ftm(
            "p",
            "Person",
            name=["B", "A"],
            birthDate=["1975-04", "around 1970"],
            nationality=["ir"],
            gender=["female"],
            sanctions=[sanction],
            addressEntity=[ftm("a", "Address", full=["Tehran 5"], country=["ir"])],
        ) | {"caption": "A"}
        (listing,) = read_ftm(tmp_path, entity).listings
        assert listing.name == "A"
        assert listing.schema is Schema.PERSON
        assert (listing.birth_dates, listing.nationalities, listing.gender) == (("1975-04",), ("IR",), "female")
        assert (listing.listed_on, listing.delisted_on) == (dt.date(2020, 1, 1), dt.date(2021, 1, 1))
        assert [a.full for a in listing.addresses] == ["Tehran 5"]

    def test_who_is_no_target_is_kept_as_such_and_what_is_no_party_is_left_out_and_said(self, tmp_path: Path) -> None:
        relative = ftm("r", "Person", name=["Relative"]) | {"target": False}
        found = read_ftm(tmp_path, ftm("a", name=["A"]), relative, ftm("o", "Ownership", owner=["a"]))
        assert [(listing.name, listing.target) for listing in found.listings] == [("A", True), ("Relative", False)]
        assert "1 records that are no listed party left out" in found.source
        assert found.rejected == ()

    def test_a_person_of_parts_has_the_names_they_make(self, tmp_path: Path) -> None:
        parts = {"firstName": ["Ann", "Anna"], "middleName": ["B."], "motherName": ["Carmen"], "lastName": ["Dee"]}
        many = {"firstName": [f"A{n}" for n in range(40)], "lastName": [f"B{n}" for n in range(40)]}
        alone, both, last, long = read_ftm(
            tmp_path,
            ftm("a", "Person", **parts),
            ftm("b", "Person", name=["Whole Name"], **parts),
            ftm("c", "Person", lastName=["Only"]),
            ftm("d", "Person", **many),
        ).listings
        assert [name.text for name in alone.names] == ["Ann B. Carmen Dee", "Anna B. Carmen Dee"]
        assert [name.text for name in both.names] == ["Whole Name"], "a whole name is not multiplied"
        assert last.name == "Only"
        assert len(long.names) == 100

    def test_an_alias_alone_is_a_name(self, tmp_path: Path) -> None:
        (listing,) = read_ftm(tmp_path, ftm("a", alias=["Alias Only"], weakAlias=["AO"])).listings
        assert [(name.text, name.weak) for name in listing.names] == [("Alias Only", False), ("AO", True)]
        assert listing.name == "Alias Only"

    def test_wallets_are_joined_to_a_holder_who_is_there_and_stand_alone_else(self, tmp_path: Path) -> None:
        def wallet(key: str, holder: str, target: bool) -> dict[str, Any]:
            return ftm(key, "CryptoWallet", publicKey=[f"key {key}"], holder=[holder]) | {"target": target}

        nested = ftm("n", "Person", name=["N"], cryptoWallets=[ftm("w", "CryptoWallet", publicKey=["inner"])])
        lines = (wallet("x", "h", False), wallet("y", "nobody", False), wallet("z", "h", True), nested)
        found = {one.source_number: one for one in read_ftm(tmp_path, *lines, ftm("h", name=["H"])).listings}
        assert set(found) == {"h", "n", "y", "z"}
        assert [number.value for number in found["h"].identifiers] == ["key x", "key z"]
        assert [number.value for number in found["n"].identifiers] == ["inner"]
        assert (found["y"].schema, found["y"].target, found["y"].caption) == (Schema.WALLET, False, "key y")
        assert found["z"].target

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_may_end_as_on_any_machine(self, tmp_path: Path, end: str) -> None:
        found = read(tmp_path, end.join(json.dumps(ftm(key, name=[key])) for key in "abc"), file="own.jsonl")
        assert [listing.name for listing in found.listings] == ["a", "b", "c"]
        table = read(tmp_path, end.join(["name,country,listed_on", "Alpha; Ltd,TR,", "Beta,RU,"]))
        assert [listing.name for listing in table.listings] == ["Alpha; Ltd", "Beta"]

    def test_an_unknown_country_code_does_not_lose_the_entry(self, tmp_path: Path) -> None:
        found = read_ftm(tmp_path, ftm("a", name=["A"], country=["zz-unknown", "ru"]))
        assert found.listings[0].countries == ("RU",)
        assert "unknown country codes left out: zz-unknown" in found.source

    def test_bad_lines_are_set_aside(self, tmp_path: Path) -> None:
        good = json.dumps(ftm("a", name=["A"]))
        lines = [good, '{"id": "cut', '{"id": "x"}', json.dumps(ftm("b")), good, json.dumps(ftm("", name=["C"])), "[1]"]
        found = read(tmp_path, "\n".join(lines), file="own.jsonl")
        assert [(e.row, e.column) for e in found.rejected] == [
            (2, None),
            (3, "properties"),
            (4, "properties.name"),
            (5, "id"),
            (6, "id"),
            (7, "properties"),
        ]
        assert [listing.name for listing in found.listings] == ["A"]
        assert all(e.reason and e.remedy for e in found.rejected)


@pytest.mark.parametrize(("name", "list_id"), [("mine", "custom.mine"), ("Custom.Own_List-2", "custom.own_list-2")])
def test_a_list_is_named_custom(name: str, list_id: str) -> None:
    assert custom_list_id(name) == list_id


@pytest.mark.parametrize("name", ["", "../x", "a b", "us.bis.entity_list", "çelik"])
def test_a_name_that_cannot_be_one_is_wrong_usage(name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a list"):
        custom_list_id(name)
