"""Each layout of each source gives the same canonical row, whatever its headings, codes, units and encodings."""

from __future__ import annotations

import json

import pytest
from tests.sources.flows.conftest import Import

from tidewaiter.model import UsageError

V1 = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,"
    "partnerCode,partnerISO,partnerDesc,partner2Code,classificationCode,isOriginalClassification,cmdCode,cmdDesc,"
    "aggrLevel,customsCode,motCode,qtyUnitAbbr,qty,netWgt,cifvalue,fobvalue,primaryValue"
)
V1_ROW = (
    "C,M,20230701,2023,7,202307,792,TUR,Türkiye,X,Export,643,RUS,Russian Federation,0,H6,true,854231,Processors,6,"
    "C00,0,u,10,5,0,1200.5,1200.5"
)


def test_comtrade_web_csv_is_latin_1_and_ends_its_rows_in_a_comma(take_in: Import) -> None:
    done = take_in(f"{V1}\n{V1_ROW},\n".encode("latin-1"), "comtrade")
    (row,) = done.rows
    assert (row["reporter"], row["partner"], row["flow"], row["period"]) == ("TR", "RU", "X", "2023-07")
    assert (row["hs"], row["hs_vintage"], row["value_usd"], row["net_kg"]) == ("854231", 2022, 1200.5, 5.0)
    assert (row["quantity"], row["unit"], row["valuation"], row["source"]) == (10.0, "u", "FOB", "comtrade")
    assert (row["file"], row["row"], row["parent"], row["suppressed"]) == ("given.csv", 2, False, False)


def test_comtrade_answer_of_the_interface(take_in: Import) -> None:
    names, cells = V1.split(","), V1_ROW.split(",")
    answer = {"elapsedTime": "0.1 secs", "count": 1, "data": [dict(zip(names, cells, strict=True))], "error": ""}
    (row,) = take_in(json.dumps(answer), "comtrade", file="answer.json").rows
    assert (row["reporter"], row["partner"], row["hs"], row["value_usd"]) == ("TR", "RU", "854231", 1200.5)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"count": 0, "data": [], "error": ""}, "no data and not zero"),
        ({"data": [], "error": "Internal server error"}, "Internal server error"),
        ({"statusCode": 401, "message": "Access denied"}, "Access denied"),
    ],
)
def test_an_answer_without_trade_is_refused(take_in: Import, answer: dict[str, object], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        take_in(json.dumps(answer), "comtrade", file="answer.json")


def test_comtrade_bulk_is_a_packed_table_by_tab_dated_by_its_name(take_in: Import) -> None:
    names = (
        "typeCode freqCode refPeriodId refYear refMonth period reporterCode flowCode partnerCode partner2Code "
        "classificationCode isOriginalClassification cmdCode customsCode motCode netWgt primaryValue"
    )
    cells = "C A 20000101 2000 52 2000 504 M 643 0 H1 1 090111 C00 0 7 99"
    text = names.replace(" ", "\t") + "\n" + cells.replace(" ", "\t") + "\n"
    done = take_in(text, "comtrade", file="COMTRADE-FINAL-CA504200001H1[2003-01-03].gz")
    (row,) = done.rows
    assert (row["reporter"], row["partner"], row["period"], row["hs"]) == ("MA", "RU", "2000", "090111")
    assert (row["hs_vintage"], str(row["released"])) == (1996, "2003-01-03")


def test_comtrade_of_before_2023_has_numbers_for_flows_and_blanks_in_its_headings(take_in: Import) -> None:
    text = (
        "Classification,Year,Period,Aggregate Level,Trade Flow Code,Reporter Code,Reporter,Partner Code,Partner,"
        "Commodity Code,Qty Unit,Netweight (kg),Trade Value (US$)\n"
        "H5,2021,202106,6,2,51,Armenia,643,Russian Federation,854231,No Quantity,0,500\n"
        "H5,2021,202106,6,3,51,Armenia,643,Russian Federation,854231,No Quantity,0,400\n"
        "H5,2021,202106,6,1,51,Armenia,0,World,30110,No Quantity,0,7\n"
    )
    done = take_in(text, "comtrade-legacy")
    rows = {row["flow"]: row for row in done.rows}
    assert {flow: row["value_usd"] for flow, row in rows.items()} == {"X": 500, "RX": 400, "M": 7}
    assert rows["X"]["net_kg"] is None  # Comtrade writes 0 for a weight it does not have
    assert (rows["M"]["partner"], rows["M"]["hs"]) == ("W00", "030110")  # its level shows the zero that was lost


def test_comext_bulk_files_of_now_and_of_before(take_in: Import) -> None:
    now = (
        "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,"
        "QUANTITY_SUPPL_UNIT\n"
        "LT,KZ,E,85423190,2,1,p/st,202209,1000,1000,3,20\n"
        "LT,KZ,E,85423190,2,2,p/st,202209,100,100,1,5\n"
        "GR,KZ,E,85423190,1,1,NO_SU,202209,50,50,1,\n"
        "EU27_2020,KZ,E,85423190,2,1,p/st,202209,1100,1100,4,25\n"
        "LT,QZ,E,85SSS999,2,1,NO_SU,202209,9,9,1,\n"
    )
    done = take_in(now, "comext", file="full_v2_202209.dat")
    assert done.done.layout == "comext_bulk"
    assert done.done.complete
    assert done.total(reporter="LT", partner="KZ", flow="X") == 1100  # both procedures, without the Union's own row
    assert done.done.left_out == {"of a group of countries": 1}
    assert [(r["hs"], r["suppressed"]) for r in done.rows if r["partner"] == "QZ"] == [("85SSS999", True)]
    before = (
        "DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_REGIME,PERIOD,VALUE_IN_EUROS,"
        "QUANTITY_IN_KG\n055,LT,0079,KZ,E,85423190,2,4,201909,800,2\n"
    )
    (row,) = take_in(before, "comext", file="full201909.dat").flows.store.imports()[1:]
    assert (row.layout, row.rows, row.first, row.currencies) == ("comext_bulk", 1, "2019-09", ("EUR",))


def test_comext_panel_headings_beside_their_subheadings(take_in: Import) -> None:
    text = (
        "period,reporter_iso3,partner_iso3,cn_code,hs6,value_eur\n"
        "2022-03,DEU,KAZ,8542,,300\n2022-03,DEU,KAZ,85423190,854231,100\n2022-03,DEU,KAZ,85423290,854232,150\n"
    )
    done = take_in(text, "comext")
    assert done.total(period="2022-03") == 250
    assert [row["parent"] for row in done.rows] == [True, False, False]
    assert any("were read as exports" in line for line in done.said)


def test_comext_interface_has_a_row_a_measure(take_in: Import) -> None:
    names = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    begin = "ESTAT:DS-045409(1.0),15/09/23 11:00:00,M"
    text = names + "".join(
        f"{begin},{cells}\n"
        for cells in (
            "LT,KZ,854231,2,QUANTITY_IN_100KG,2022-09,1.5,",
            "LT,KZ,854231,2,VALUE_IN_EUROS,2022-09,1000,",
            "LT,XS,854231,2,VALUE_IN_EUROS,2022-09,7,",
            "EU27_2020,KZ,854231,2,VALUE_IN_EUROS,2022-09,1000,",
            "LV,KZ,854231,1,QUANTITY_IN_100KG,2022-09,2,",
            "LV,KG,854231,2,VALUE_IN_EUROS,2022-09,,c",
        )
    )
    done = take_in(text, "comext")
    rows = {(row["reporter"], row["partner"]): row for row in done.rows}
    assert done.done.layout == "comext_interface"
    assert (rows["LT", "KZ"]["value"], rows["LT", "KZ"]["net_kg"], rows["LT", "KZ"]["currency"]) == (1000, 150, "EUR")
    assert str(rows["LT", "KZ"]["released"]) == "2023-09-15"
    assert (rows["LT", "RS"]["value"], rows["LT", "RS"]["net_kg"]) == (7, None)  # Serbia has a code of Comext's own
    assert done.done.left_out == {"of a group of countries": 1}
    assert (rows["LV", "KG"]["value"], rows["LV", "KG"]["suppressed"]) == (None, True)
    assert [(error.row, error.reason) for error in done.rejected] == [(6, "The value is missing.")]


def test_taiwan_customs_by_destination_and_in_years_of_the_republic(take_in: Import) -> None:
    by_country = "year,ccc11,country,export_value_usd\n2022,85423100002,俄羅斯,1000\n"
    (row,) = take_in(by_country, "taiwan").rows
    assert (row["reporter"], row["partner"], row["period"], row["hs"]) == ("TW", "RU", "2022", "85423100002")
    totals = (
        "進出口別,日期,貨品號列,美元(千元)\n出口總值(含復出口),111年,85423100002,5\n復出口,111年3月,85423100002,2\n"
    )
    done = take_in(totals, "taiwan", file="totals.csv")
    assert done.done.layout == "taiwan_totals"
    assert [(r["flow"], r["period"], r["value_usd"]) for r in done.rows if r["partner"] == "W00"] == [
        ("RX", "2022-03", 2000.0),
        ("X", "2022", 5000.0),
    ]


def test_armenia_by_goods_and_by_country(take_in: Import) -> None:
    goods = "period,commodity_code,x,rx_est\n2022-05,854231,900,800\n"
    (row,) = take_in(goods, "armenia").rows
    assert (row["reporter"], row["partner"], row["flow"], row["value_usd"]) == ("AM", "W00", "X", 900)
    country = "country,export,import_consigment,import_origin,timeperiod,year\n\nRussia,-,3,2.5,5,2022\n"
    done = take_in(country, "armenia", file="country.csv")
    assert [(r["flow"], r["period"], r["hs"], r["value_usd"]) for r in done.rows if r["partner"] == "RU"] == [
        ("M", "2022-05", "TOTAL", 2500.0)
    ]
    assert not done.rejected  # a dash is no data: there is no row of exports


def test_baci_is_in_thousands_and_its_name_states_the_edition(take_in: Import) -> None:
    done = take_in("t,i,j,k,v,q\n2022,792,643,30110,1.5,0.25\n", "baci", file="BACI_HS17_Y2022_V202401b.csv")
    (row,) = done.rows
    assert (row["hs"], row["hs_vintage"], row["value_usd"], row["net_kg"]) == ("030110", 2017, 1500.0, 250.0)
    assert str(row["released"]) == "2024-01-01"


def test_census_answers_are_arrays_of_text(take_in: Import) -> None:
    answer = [
        ["E_COMMODITY", "CTY_CODE", "ALL_VAL_MO", "DF", "time", "COMM_LVL"],
        ["854231", "4890", "700", "-", "2023-06", "HS6"],
        ["854231", "4890", "600", "1", "2023-06", "HS6"],
        ["854231", "4890", "100", "2", "2023-06", "HS6"],
        ["854231", "0003", "900", "-", "2023-06", "HS6"],
        ["854231", "4XXX", "900", "-", "2023-06", "HS6"],
    ]
    done = take_in(json.dumps(answer), "census", file="census.json")
    assert [(r["flow"], r["reporter"], r["partner"], r["value_usd"]) for r in done.rows] == [
        ("RX", "US", "TR", 100.0),
        ("X", "US", "TR", 700.0),  # domestic and foreign goods are parts of it
    ]
    assert done.done.left_out["of a group of countries"] == 2


def test_the_world_of_the_census_is_a_dash(take_in: Import) -> None:
    answer = [
        ["E_COMMODITY", "CTY_CODE", "CTY_NAME", "ALL_VAL_MO", "time"],
        ["854231", "-", "TOTAL FOR ALL COUNTRIES", "900", "2023-06"],
        ["854231", "4890", "TURKEY", "700", "2023-06"],
    ]
    done = take_in(json.dumps(answer), "census", file="census.json")
    assert not done.rejected
    assert {r["partner"]: r["value_usd"] for r in done.rows} == {"W00": 900.0, "TR": 700.0}


@pytest.mark.parametrize(
    ("source", "text", "namibia"),
    [
        ("canonical", "period,reporter,partner,flow,hs,value_usd\n2022-03,NA,ZA,X,854231,5\n", "reporter"),
        ("canonical", "period,reporter,partner,flow,hs,value_usd\n2022-03,ZA,NA,X,854231,5\n", "partner"),
        ("comext", "period,reporter_iso2,partner_iso2,cn_code,value_eur\n2022-03,DE,NA,85423190,5\n", "partner"),
    ],
)
def test_na_is_namibia_where_countries_have_two_letters(take_in: Import, source: str, text: str, namibia: str) -> None:
    done = take_in(text, source)
    assert [row[namibia] for row in done.rows] == ["NA"]
    assert not done.rejected


def test_na_is_nothing_where_countries_have_three_letters(take_in: Import) -> None:
    done = take_in("period,reporter_iso3,partner_iso3,cn_code,value_eur\n2022-03,DEU,NA,85423190,5\n", "comext")
    assert [error.reason for error in done.rejected] == ["The partner is missing."]


@pytest.mark.parametrize("months", ["112年1-3月", "112年1~3月", "112年1月～3月", "112年1月-112年3月"])
def test_several_months_in_one_row_are_left_out(take_in: Import, months: str) -> None:
    text = f"進出口別,日期,貨品號列,美元(千元)\n出口,112年1月,85423100003,5\n出口,{months},85423100003,15\n"
    done = take_in(text, "taiwan")
    assert [(r["period"], r["value_usd"]) for r in done.rows] == [("2023-01", 5000.0)]
    assert not done.rejected
    assert done.done.left_out == {"of several months that are no whole year": 1}


def test_a_file_of_another_source_is_refused_with_a_hint(take_in: Import) -> None:
    with pytest.raises(UsageError, match="It looks like --source baci"):
        take_in("t,i,j,k,v,q\n2022,792,643,854231,1.5,0.25\n", "comtrade")
    with pytest.raises(UsageError, match="there is no source 'nowhere'"):
        take_in("t,i\n", "nowhere")
