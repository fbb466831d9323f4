"""Eurostat Comext, in euro: bulk files of all years, panels of CN codes, exports of the data browser."""

from __future__ import annotations

from tidewaiter.sources.flows.layout import Layout

#: Goods reach the statistics with freight included on entry and free on board on exit.
_VALUATION = "case when flow_kind({flow}) = 'M' then 'CIF' when flow_kind({flow}) = 'X' then 'FOB' end"

COMEXT_PANEL = Layout(
    id="comext_panel",
    source="comext",
    title="Comext panel: exports by CN code, headings beside their subheadings",
    headings={
        "period": ("period",),
        "reporter": ("reporteriso3", "reporter", "reporteriso2"),
        "partner": ("partneriso3", "partner", "partneriso2"),
        "hs": ("cncode", "productnc", "cn8"),
        "flow": ("flow",),
        "value": ("valueeur",),
        "net_kg": ("netkg", "quantitykg"),
        "quantity": ("quantitysupplunit",),
    },
    needs=("period", "reporter", "partner", "hs", "value"),
    scheme="comext",
    cells={
        "flow": "coalesce({flow}, 'X')",
        "currency": "'EUR'",
        "valuation": _VALUATION.replace("({flow})", "(coalesce({flow}, 'X'))"),
    },
)  # fmt: skip
COMEXT_BULK = Layout(
    id="comext_bulk",
    source="comext",
    title="Comext bulk file (full_v2_YYYYMM.dat, and the columns of before)",
    headings={
        "period": ("period",),
        "reporter": ("declarantiso", "reporter", "declarant"),
        "partner": ("partneriso", "partner"),
        "hs": ("productnc", "product"),
        "flow": ("flow",),
        "procedure": ("statprocedure", "statregime"),
        "trade": ("tradetype",),
        "mode": ("transportmode",),
        "value": ("valueeur", "valueineuros"),
        "net_kg": ("quantitykg", "quantityinkg"),
        "quantity": ("quantitysupplunit", "supquantity", "supplementaryquantity"),
        "unit": ("supplunit",),
    },
    needs=("period", "reporter", "partner", "hs", "flow", "procedure", "value"),
    scheme="comext",
    cells={
        "currency": "'EUR'",
        "valuation": _VALUATION,
        # in the older files flows are 1 and 2 as well; a code with letters hides a product inside its chapter
        "unit": "case when {unit} in ('ZZZ', 'NO_SU') then null else {unit} end",
    },
    # A bulk file splits a cell by statistical procedure, which has no code for the total: all are added up.
    dimensions={"trade": ("{trade} || '/' || coalesce({procedure}, '')", ()), "mode": ("{mode}", ("0",))},
    complete=True,
)
COMEXT_INTERFACE = Layout(
    id="comext_interface",
    source="comext",
    title="Answer of the Comext dissemination interface (SDMX-CSV): a row an indicator",
    headings={
        "period": ("timeperiod",),
        "reporter": ("reporter",),
        "partner": ("partner",),
        "hs": ("product",),
        "flow": ("flow",),
        "measure": ("indicators",),
        "observed": ("obsvalue",),
        "flag": ("obsflag", "confstatus"),
        "updated": ("lastupdate",),
        "value": ("valueineuros",),
        "hundred_kg": ("quantityin100kg",),
        "quantity": ("supplementaryquantity",),
    },
    needs=("period", "reporter", "partner", "hs", "flow", "measure", "observed"),
    measures=("measure", "observed", "flag"),
    scheme="comext",
    cells={
        "currency": "'EUR'",
        "valuation": _VALUATION,
        "net_kg": "cast(flow_number({hundred_kg}) * 100 as varchar)",
        "released": "cast(cast(try_strptime(left({updated}, 8), '%d/%m/%y') as date) as varchar)",
        "suppressed": "{flag}",
    },
)
COMEXT_BROWSER = Layout(
    id="comext_browser",
    source="comext",
    title="Export of the Comext data browser in long form, with names instead of codes",
    headings={
        "period": ("period", "timeperiod"),
        "reporter": ("reporter",),
        "partner": ("partner",),
        "product": ("product",),
        "flow": ("flow",),
        "value": ("value", "obsvalue"),
    },
    needs=("period", "reporter", "partner", "product", "flow", "value"),
    scheme="comext",
    cells={
        "hs": "coalesce(nullif(regexp_extract({product}, '\\[(\\w+)\\]$', 1), ''), {product})",
        "currency": "'EUR'",
        "valuation": _VALUATION,
    },
)
