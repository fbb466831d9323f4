"""National sources: Taiwan's customs, Armenia, and the US Census."""

from __future__ import annotations

from tidewaiter.sources.flows.layout import Layout, Reading

_TAIWAN_EXPORTS = {"reporter": "'TW'", "currency": "'USD'", "valuation": "'FOB'"}

TAIWAN = (
    Layout(
        id="taiwan_by_country",
        source="taiwan",
        title="Taiwan customs: exports including re-exports by destination, 11-digit codes, US dollars",
        headings={
            "period": ("year",),
            "partner": ("partneriso3", "country"),
            "name": ("partnerzh", "country"),
            "hs": ("ccc11", "hscode"),
            "value": ("valueusd", "exportvalueusd"),
        },
        needs=("period", "partner", "hs", "value"),
        scheme="taiwan",
        cells=_TAIWAN_EXPORTS | {"flow": "'X'", "partner": "coalesce({partner}, {name})"},
    ),
    Layout(
        id="taiwan_totals",
        source="taiwan",
        title="Taiwan customs: trade with the world by 11-digit code, thousand US dollars, years of the Republic",
        headings={
            "direction": ("進出口別",),
            "date": ("日期",),
            "hs": ("貨品號列",),
            "thousand": ("美元千元",),
        },
        needs=("direction", "date", "hs", "thousand"),
        scheme="taiwan",
        cells=_TAIWAN_EXPORTS
        | {
            "partner": "'World'",
            "flow": "case when {direction} like '進口%' then 'M' when {direction} like '復出口%' then 'RX' "
            "when {direction} like '出口%' then 'X' end",
            "period": "case when regexp_full_match({date}, '\\d+年') then "
            "cast(cast(replace({date}, '年', '') as integer) + 1911 as varchar) "
            "when regexp_full_match({date}, '\\d+年\\d+月') then "
            "cast(cast(regexp_extract({date}, '^\\d+') as integer) + 1911 as varchar) || '-' || "
            "lpad(regexp_extract({date}, '年(\\d+)月', 1), 2, '0') end",
            "value": "cast(flow_number({thousand}) * 1000 as varchar)",
            "valuation": "case when {direction} like '進口%' then 'CIF' else 'FOB' end",
        },
        left_out=(("of several months that are no whole year", "regexp_matches({date}, '^\\d+年.*[~～〜–-]')"),),
    ),
)

ARMENIA = (
    Layout(
        id="armenia_exports",
        source="armenia",
        title="Armenia: exports to the world by HS6, by month or year",
        headings={"period": ("period", "year"), "hs": ("commoditycode",), "value": ("x",)},
        needs=("period", "hs", "value"),
        scheme="iso",
        # the column of re-exports is an estimate by the author of the file, not a statistic: it is not read
        cells={"reporter": "'AM'", "partner": "'World'", "flow": "'X'", "currency": "'USD'", "valuation": "'FOB'"},
    ),
    Layout(
        id="armenia_by_country",
        source="armenia",
        title="Armstat: total trade by country and month, thousand US dollars, imports by country of origin",
        headings={
            "partner": ("country",),
            "year": ("year",),
            "month": ("month", "timeperiod"),
            "export": ("export",),
            "origin": ("importorigin",),
        },
        needs=("partner", "year", "month", "export", "origin"),
        scheme="armenia",
        cells={
            "period": "flow_month({year}, {month})",
            "reporter": "'AM'",
            "hs": "'TOTAL'",
            "currency": "'USD'",
        },
        readings=(
            Reading(
                {"flow": "'X'", "valuation": "'FOB'", "value": "cast(flow_number({export}) * 1000 as varchar)"},
                "flow_number({export}) is not null",
            ),
            Reading(
                {"flow": "'M'", "valuation": "'CIF'", "value": "cast(flow_number({origin}) * 1000 as varchar)"},
                "flow_number({origin}) is not null",
            ),
        ),
    ),
)

_CENSUS_LEFT_OUT = (
    ("of a group of countries", "regexp_full_match({partner}, '0\\d{{3}}|[1-9]XXX')"),
    ("of a group of countries", "upper({partner}) in ('NULL')"),
)
CENSUS = (
    Layout(
        id="census_exports",
        source="census",
        title="US Census: exports by HS code and country; domestic and foreign goods apart where asked for",
        headings={
            "period": ("time",),
            "year": ("year",),
            "month": ("month",),
            "partner": ("ctycode", "ctyname"),
            "hs": ("ecommodity",),
            "value": ("allvalmo", "allvalyr"),
            "quantity": ("qty1mo", "qty1yr"),
            "unit": ("unitqy1",),
            "domestic": ("df",),
        },
        needs=("partner", "hs", "value"),
        scheme="census",
        cells={
            "period": "coalesce({period}, flow_month({year}, {month}))",
            "reporter": "'US'",
            "flow": "'X'",
            "currency": "'USD'",
            "valuation": "'FAS'",
            "unit": "case when {unit} in ('-', 'X') then null else {unit} end",
            "quantity": "case when {unit} in ('-', 'X') then null else {quantity} end",
        },
        dimensions={"trade": ("{domestic}", ("-", "0"))},
        left_out=_CENSUS_LEFT_OUT,
        # exports contain re-exports (foreign goods), which are given once more as what part they are
        readings=(Reading({}), Reading({"flow": "'RX'"}, "{domestic} = '2'")),
    ),
    Layout(
        id="census_imports",
        source="census",
        title="US Census: general imports by HS code and country, customs value",
        headings={
            "period": ("time",),
            "year": ("year",),
            "month": ("month",),
            "partner": ("ctycode", "ctyname"),
            "hs": ("icommodity",),
            "value": ("genvalmo", "genvalyr"),
            "quantity": ("genqy1mo", "genqy1yr"),
            "unit": ("unitqy1",),
        },
        needs=("partner", "hs", "value"),
        scheme="census",
        cells={
            "period": "coalesce({period}, flow_month({year}, {month}))",
            "reporter": "'US'",
            "flow": "'M'",
            "currency": "'USD'",
            "unit": "case when {unit} in ('-', 'X') then null else {unit} end",
            "quantity": "case when {unit} in ('-', 'X') then null else {quantity} end",
        },
        left_out=_CENSUS_LEFT_OUT,
    ),
)
