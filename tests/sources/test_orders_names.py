"""Files of names to screen and of pairs to compare."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidewaiter.model import Party, RowError, Schema
from tidewaiter.sources.orders import PairRow, ScreenRow, one_row, read_names, read_pairs


def write(tmp_path: Path, content: str, name: str = "names.csv") -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def test_names_of_the_interface(tmp_path: Path) -> None:
    table = "id,name,schema,country,address,birth_date,identifiers\n"
    table += "1,Invented Person,person,Türkiye,Street 1,1975-04,passport=X1\n"
    party = Party(
        name="Invented Person",
        schema=Schema.PERSON,
        country="TR",
        address="Street 1",
        birth_date="1975-04",
        identifiers={"passport": "X1"},
    )
    assert list(read_names(write(tmp_path, table))) == [ScreenRow("1", party)]
    line = (
        '{"id": "1", "name": "Invented Person", "schema": "Person", "country": "TR", "address": "Street 1",'
        ' "birth_date": "1975-04", "identifiers": {"passport": "X1"}}\n'
    )
    assert list(read_names(write(tmp_path, line, "n.jsonl"))) == [ScreenRow("1", party)]


def test_names_without_ids_get_row_numbers(tmp_path: Path) -> None:
    rows = list(read_names(write(tmp_path, "name\nInvented A\nInvented B\n")))
    assert [row.id for row in rows] == ["2", "3"]


def test_names_that_cannot_be_used(tmp_path: Path) -> None:
    rows = list(
        read_names(write(tmp_path, "id,name,country\n1,,TR\n2,Invented,Nowhere\n,Invented,TR\n3,Invented,TR\n"))
    )
    bad = [row for row in rows if isinstance(row, RowError)]
    assert [(row.row, row.column) for row in bad] == [(2, "name"), (3, "country"), (4, "id")]
    assert isinstance(rows[-1], ScreenRow)


def test_file_without_a_name_column_is_one_error(tmp_path: Path) -> None:
    (error,) = read_names(write(tmp_path, "id,firm\n1,Invented\n"), warn=lambda _: None)
    assert isinstance(error, RowError)
    assert (error.row, error.column) == (1, "name")


def test_unused_columns_of_names_are_named(tmp_path: Path) -> None:
    said: list[str] = []
    assert len(list(read_names(write(tmp_path, "name,colour\nInvented,red\n"), warn=said.append))) == 1
    assert len(said) == 1
    assert "colour" in said[0]


def test_pairs_keep_their_columns_in_order(tmp_path: Path) -> None:
    rows = list(
        read_pairs(write(tmp_path, "case,Name1,name 2,schema,same\n7,Invented A,Invented B,Organization,yes\n"))
    )
    columns: dict[str, object] = {
        "case": "7",
        "Name1": "Invented A",
        "name 2": "Invented B",
        "schema": "Organization",
        "same": "yes",
    }
    assert rows == [PairRow(2, "Invented A", "Invented B", Schema.ORGANIZATION, columns)]
    assert isinstance(rows[0], PairRow)
    assert list(rows[0].columns) == list(columns)


def test_pair_without_file() -> None:
    assert PairRow.of("A", "B", Schema.PERSON).columns == {"name1": "A", "name2": "B", "schema": "Person"}


@pytest.mark.parametrize(
    ("table", "column"),
    [("name1,x\nA,B\n", "name2"), ("name1,name2\nA,\n", "name2"), ("name1,name2,schema\nA,B,ghost\n", "schema")],
)
def test_pairs_that_cannot_be_used(tmp_path: Path, table: str, column: str) -> None:
    (error,) = read_pairs(write(tmp_path, table))
    assert isinstance(error, RowError)
    assert error.column == column


@pytest.mark.parametrize("heading", ["id,name,name", "id,name,Name", "id,name,country,Country"])
def test_two_columns_of_one_meaning_are_refused(tmp_path: Path, heading: str) -> None:
    cells = ",".join("1" for _ in heading.split(","))
    (error,) = read_names(write(tmp_path, f"{heading}\n{cells}\n"))
    assert isinstance(error, RowError)
    assert (error.row, error.column) == (1, heading.rsplit(",", maxsplit=1)[-1])
    assert "both mean" in error.reason
    assert error.remedy == "Remove or rename one of them."


def test_two_keys_of_one_meaning_refuse_their_row_only(tmp_path: Path) -> None:
    lines = '{"name": "Invented A", "Name": "Invented B"}\n{"name": "Invented C"}\n'
    error, row = read_names(write(tmp_path, lines, "n.jsonl"))
    assert isinstance(error, RowError)
    assert (error.row, error.column) == (1, "Name")
    assert isinstance(row, ScreenRow)
    assert row.party.name == "Invented C"


def test_pairs_with_a_column_twice_are_refused(tmp_path: Path) -> None:
    (error,) = read_pairs(write(tmp_path, "name1,name2,Name1\nA,B,C\n"))
    assert isinstance(error, RowError)
    assert "'name1' and 'Name1' both mean name1" in error.reason


def test_an_id_may_be_a_word_for_nothing(tmp_path: Path) -> None:
    (row,) = read_names(write(tmp_path, "id,name\nnone,Invented A\n"))
    assert isinstance(row, ScreenRow)
    assert row.id == "none"


def test_every_fact_that_helps_a_match_is_read(tmp_path: Path) -> None:
    table = "id,name,alias,gender,nationality,city,IMO,Tax ID,identifiers\n"
    table += '1,Invented A,Invented B; Invented C|Invented D,F,IR,Tehran,9074729,77,"{""National ID"": ""5""}"\n'
    numbers = {"national_id": "5", "imo": "9074729", "tax": "77"}
    party = Party(
        name="Invented A",
        aliases=("Invented B", "Invented C", "Invented D"),
        gender="female",
        nationality="IR",
        city="Tehran",
        identifiers=numbers,
    )
    assert list(read_names(write(tmp_path, table))) == [ScreenRow("1", party)]
    line = (
        '{"id": "1", "name": "Invented A", "aliases": ["Invented B", "Invented C", "Invented D"], "gender": "female",'
        ' "nationality": "IR", "city": "Tehran", "imo": "9074729", "tax_id": 77, "identifiers": {"national": "5"}}\n'
    )
    assert list(read_names(write(tmp_path, line, "n.jsonl"))) == [ScreenRow("1", party)]


def test_a_file_of_numbers_alone(tmp_path: Path) -> None:
    (row,) = read_names(write(tmp_path, "id,imo\n1,9074729\n"))
    assert row == ScreenRow("1", Party(identifiers={"imo": "9074729"}))


def test_two_numbers_of_one_kind_both_count(tmp_path: Path) -> None:
    (row,) = read_names(write(tmp_path, "name,tax,identifiers\nInvented,7,Tax no=8;INN=9\n"))
    assert isinstance(row, ScreenRow)
    assert sorted(row.party.identifiers.values()) == ["7", "8", "9"]
    assert "tax" in row.party.identifiers


@pytest.mark.parametrize(("said", "read"), [("m", "male"), ("Woman", "female"), ("other", None), ("unknown", None)])
def test_genders(tmp_path: Path, said: str, read: str | None) -> None:
    (row,) = read_names(write(tmp_path, f"name,gender\nInvented,{said}\n"))
    assert isinstance(row, ScreenRow)
    assert row.party.gender == read


def test_a_gender_that_is_none_is_said(tmp_path: Path) -> None:
    (error,) = read_names(write(tmp_path, "id,name,gender\n1,Invented,green\n"))
    assert isinstance(error, RowError)
    assert (error.row, error.column, error.id) == (2, "gender", "1")


@pytest.mark.parametrize("column", ["name", "address", "alias", "city"])
def test_a_cell_longer_than_any_name_is_said_where_it_is(tmp_path: Path, column: str) -> None:
    before, extra = ("id", "") if column == "name" else ("id,name", ",Invented A")
    table = f"{before},{column}\n1{extra},{'x' * 200_000}\n2{extra},Invented B\n"
    error, row = read_names(write(tmp_path, table))
    assert isinstance(error, RowError)
    assert (error.row, error.column, error.id) == (2, {"alias": "aliases"}.get(column, column), "1")
    assert "200,000 characters" in error.reason
    assert isinstance(row, ScreenRow)
    assert row.id == "2"


def test_one_party_without_a_file() -> None:
    assert one_row({"name": "Invented A", "country": "Iran", "schema": None, "identifiers": ["imo=9074729"]}) == (
        ScreenRow("1", Party(name="Invented A", country="IR", identifiers={"imo": "9074729"}))
    )
    error = one_row({"country": "IR"})
    assert isinstance(error, RowError)
    assert error.column == "name"


@pytest.mark.parametrize(
    ("said", "read"),
    [("Airplane", Schema.AIRCRAFT), ("public body", Schema.ORGANIZATION), ("CryptoWallet", Schema.WALLET)],
)
def test_kinds_of_party_by_the_names_of_followthemoney(tmp_path: Path, said: str, read: Schema) -> None:
    (row,) = read_names(write(tmp_path, f"name,schema\nInvented,{said}\n"))
    assert isinstance(row, ScreenRow)
    assert row.party.schema is read
