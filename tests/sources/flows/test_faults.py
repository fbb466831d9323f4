"""A row that cannot be used is named by file, row and column with a remedy; the good rows still count."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
from tests.sources.flows.conftest import Import

from tidewaiter.model import UsageError

HEAD = "period,reporter,partner,flow,hs,hs_vintage,value_usd,net_kg,quantity,unit,source\n"
GOOD = "2022-03,TR,RU,X,854231,2022,100,1,,,mine\n"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("2022-13,TR,RU,X,854231,2022,100,1,,,", "period", "2022-13 is no period."),
        (",TR,RU,X,854231,2022,100,1,,,", "period", "The period is missing."),
        ("1650,TR,RU,X,854231,2022,100,1,,,", "period", "1650 is no period of trade statistics."),
        ("2099-01,TR,RU,X,854231,2022,100,1,,,", "period", "2099-01 lies in the future."),
        ("2099,TR,RU,X,854231,2022,100,1,,,", "period", "2099 lies in the future."),
        ("2022-03,TR,RU,X,854231,2050,100,1,,,", "hs_vintage", "2050 is no HS edition."),
        ("2022-03,Atlantis,RU,X,854231,2022,100,1,,,", "reporter", "Atlantis is no country known."),
        ("2022-03,World,RU,X,854231,2022,100,1,,,", "reporter", "World reports no trade."),
        ("2022-03,TR,Atlantis,X,854231,2022,100,1,,,", "partner", "Atlantis is no country or area known."),
        ("2022-03,TR,RU,sideways,854231,2022,100,1,,,", "flow", "sideways is no direction of trade."),
        ("2022-03,TR,RU,X,chips,2022,100,1,,,", "hs", "chips is no HS code."),
        ("2022-03,TR,RU,X,854231,1950,100,1,,,", "hs_vintage", "1950 is no HS edition."),
        ("2022-03,TR,RU,X,854231,2022,much,1,,,", "value_usd", "much is not a number."),
        ("2022-03,TR,RU,X,854231,2022,,1,,,", "value_usd", "The value is missing."),
        ("2022-03,TR,RU,X,854231,2022,-5,1,,,", None, "The value is negative or not finite."),
        ("2022-03,TR,RU,X,854231,2022,100,-1,,,", "net_kg", "-1 is no weight."),
        ("2022-03,TR,RU,X,854231,2022,100,1,many,,", "quantity", "many is not a number."),
        ("2022-03,TR,RU,X,854231,2022,100,1,,,mine,more", None, "The row has more cells than the heading row."),
    ],
)
def test_a_bad_row_is_named_and_the_good_one_counts(take_in: Import, row: str, column: str | None, reason: str) -> None:
    done = take_in(HEAD + GOOD + row + "\n", "canonical")
    assert done.total() == 100
    (error,) = done.rejected
    assert (error.file, error.row) == ("given.csv", 3)
    assert error.reason == reason
    assert error.remedy
    if column is not None:
        assert error.column == column
    kept = done.flows.store.rejected(done.done.id).to_pylist()
    assert [(entry["row"], entry["reason"]) for entry in kept] == [(3, reason)]


def test_zero_is_a_value_and_a_suppressed_cell_needs_none(take_in: Import) -> None:
    head = "period,reporter,partner,flow,hs,value_usd,suppressed\n"
    done = take_in(head + "2022-03,TR,RU,X,854231,0,\n2022-03,TR,RU,X,854232,,true\n", "canonical")
    assert [(r["hs"], r["value_usd"], r["suppressed"]) for r in done.rows] == [
        ("854231", 0.0, False),
        ("854232", None, True),
    ]
    assert not done.rejected


def test_a_file_of_only_bad_rows_is_imported_as_nothing_and_says_each(take_in: Import) -> None:
    done = take_in(HEAD + "x,TR,RU,X,854231,2022,1,,,,\n", "canonical")
    assert (done.done.rows, done.done.rejected) == (0, 1)


@pytest.mark.parametrize("text", ["", "period,reporter\n2022,TR\n", "{broken", "just words"])
def test_what_is_no_table_of_flows_is_refused_whole(take_in: Import, text: str) -> None:
    with pytest.raises(UsageError):
        take_in(text, "canonical")


def test_a_cut_off_packed_file_is_refused(take_in: Import) -> None:
    with pytest.raises(UsageError, match="damaged or cut off"):
        take_in(b"\x1f\x8b\x08\x00broken", "canonical")


def test_broken_quotes_lose_no_good_row(take_in: Import) -> None:
    done = take_in(
        HEAD + GOOD + '2022-04,TR,RU,X,854231,2022,50,1,,"pc,mine\n' + GOOD.replace("03", "05", 1), "canonical"
    )
    assert done.total(period="2022-03") == 100
    assert done.total(period="2022-05") == 100
    (error,) = done.rejected
    assert error.row == 3
    assert "quote" in error.reason


def test_rows_behind_a_blank_line_keep_their_number(take_in: Import) -> None:
    done = take_in(HEAD + "\n" + GOOD + "x,TR,RU,X,854231,2022,1,,,,\n", "canonical")
    assert [error.row for error in done.rejected] == [4]


def zipped(names: tuple[str, ...]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), HEAD + GOOD)  # without the time of day
    return packed.getvalue()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (zipped(("BACI_HS17_Y2022.csv", "Readme.txt")), r"ZIP archive \(BACI_HS17_Y2022.csv, Readme.txt\): unpack it"),
        (zipped(("a.csv",))[:60], "damaged or cut off"),
        ("<!DOCTYPE html><html><body>Moved</body></html>", "is a web page, not data"),
        ('{"data": [{"period": "2022-03",\n "reporter"', r"JSON that is damaged or cut off in line 2"),
        (HEAD, "has headings and no rows, which is no data and not zero"),
        ("Classification,Year,Period\nNo data matches your query or your query is too complex.,,\n", "without rows"),
    ],
)
def test_what_holds_no_data_is_refused_with_its_cause(take_in: Import, given: str | bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        take_in(given, "canonical")


@pytest.mark.parametrize("stated", [None, "utf-16"])
def test_utf_16_is_read(take_in: Import, stated: str | None) -> None:
    done = take_in((HEAD + GOOD).encode("utf-16"), "canonical", encoding=stated)
    assert (done.total(), done.rejected) == (100, [])


def test_text_in_an_encoding_nobody_named_is_said(take_in: Import) -> None:
    done = take_in((HEAD + GOOD + GOOD.replace("RU", "俄羅斯", 1)).encode("big5"), "canonical")
    assert len(done.rejected) == 1
    assert any("--encoding" in line for line in done.said)


def test_data_released_in_the_future_are_refused(take_in: Import) -> None:
    with pytest.raises(UsageError, match="--released 2099-01-01 lies in the future"):
        take_in(HEAD + GOOD, "canonical", released=dt.date(2099, 1, 1))


NUMBERS = "period;reporter;partner;flow;hs;value_usd;net_kg\n"


def test_a_file_with_decimal_commas_is_read_whole(take_in: Import) -> None:
    rows = "2022-03;TR;RU;X;854231;100;2\n2022-04;TR;RU;X;854231;1.234,5;0,25\n2022-05;TR;RU;X;854231;1.234;7,125\n"
    done = take_in(NUMBERS + rows, "canonical")
    assert [(row["value"], row["net_kg"]) for row in done.rows] == [(100.0, 2.0), (1234.5, 0.25), (1234.0, 7.125)]
    assert done.rejected == []


def test_a_decimal_point_may_have_commas_between_thousands(take_in: Import) -> None:
    rows = '2022-03,TR,RU,X,854231,"1,234",2\n2022-04,TR,RU,X,854231,"1,234,567.5",3.25\n'
    done = take_in(NUMBERS.replace(";", ",") + rows, "canonical")
    assert [(row["value"], row["net_kg"]) for row in done.rows] == [(1234.0, 2.0), (1234567.5, 3.25)]


def test_a_file_with_both_marks_is_refused_and_a_stated_mark_sets_the_others_aside(take_in: Import) -> None:
    text = NUMBERS + "2022-03;TR;RU;X;854231;100,5;2\n2022-04;TR;RU;X;854231;12.5;2\n2022-05;TR;RU;X;854231;7;2\n"
    with pytest.raises(UsageError, match=r"row 2 has '100,5' \(value_usd\) and row 3 has '12\.5'.*--decimal comma"):
        take_in(text, "canonical")
    done = take_in(text, "canonical", decimal="comma")
    assert done.total() == 107.5
    (error,) = done.rejected
    assert (error.row, error.column) == (3, "value_usd")
    assert error.reason == "12.5 (against the decimal comma of the file) is not a number."


@pytest.mark.parametrize("text", ["1,234", "1.234"])
def test_a_number_that_can_be_read_both_ways_is_asked_about(take_in: Import, text: str) -> None:
    file = NUMBERS + f"2022-03;TR;RU;X;854231;{text};2\n2022-04;TR;RU;X;854231;10;2\n"
    with pytest.raises(UsageError, match=r"can be 1\.234 or 1234, .* state the decimal mark with --decimal"):
        take_in(file, "canonical")
    as_decimal = "comma" if "," in text else "point"
    assert take_in(file, "canonical", decimal=as_decimal).total() == 11.234
    other = "point" if "," in text else "comma"
    assert take_in(file, "canonical", decimal=other).total() == 1244.0


@pytest.mark.parametrize("text", ["1.234.567", "1,234,567"])
def test_two_marks_in_one_number_stand_between_thousands(take_in: Import, text: str) -> None:
    file = NUMBERS + f"2022-03;TR;RU;X;854231;{text};2\n2022-04;TR;RU;X;854232;{text[:5]};2\n"
    assert [row["value"] for row in take_in(file, "canonical").rows] == [1234567.0, 1234.0]


def test_numbers_of_json_have_a_point(take_in: Import) -> None:
    row = {"period": "2022-03", "reporter": "TR", "partner": "RU", "flow": "X", "hs": "854231", "value_usd": 1.234}
    assert take_in(json.dumps([row]), "canonical", file="given.json").total() == 1.234


def test_thousands_of_a_layout_are_multiplied_after_they_are_read(take_in: Import) -> None:
    done = take_in("t;i;j;k;v;q\n2022;792;643;854231;1,5;0,25\n", "baci", file="BACI_HS22_Y2022_V202601.csv")
    assert [(row["value"], row["net_kg"]) for row in done.rows] == [(1500.0, 250.0)]


def test_a_mark_is_point_or_comma(take_in: Import) -> None:
    with pytest.raises(UsageError, match="write point or comma"):
        take_in(HEAD + GOOD, "canonical", decimal="semicolon")


ANNUAL = "period,reporter,partner,flow,hs,value_usd,source\n"


def test_a_newest_year_that_is_low_is_said(take_in: Import) -> None:
    text = ANNUAL + "2023,TR,RU,X,854231,120,s\n2024,TR,RU,X,854231,121,s\n2025,TR,RU,X,854231,70,s\n"
    (said,) = [line for line in take_in(text, "canonical").said if "lower" in line]
    assert "2025 is lower than the year before (TR X -42%)" in said
    assert "--released" in said
    assert not take_in(text, "canonical", released=dt.date(2025, 8, 9)).said
    higher = text.replace(",70,", ",115,")
    assert not take_in(higher, "canonical").said
