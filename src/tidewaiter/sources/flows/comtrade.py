"""UN Comtrade: answers of the API v1, web and bulk files, and files of before 2023, one layout under many names."""

from __future__ import annotations

from tidewaiter.sources.flows.layout import Layout

#: Flow codes of Comtrade that are parts of exports or imports (domestic exports, inward processing and so on).
_PARTS = "('DX', 'FM', 'MIP', 'XIP', 'MOP', 'XOP', 'MIF', 'RMIP', 'RXIP', 'RMOP', 'RXOP', 'FX')"

COMTRADE = Layout(
    id="comtrade",
    source="comtrade",
    title="UN Comtrade: API v1, web CSV, bulk files, and the older CSV",
    ungrouped=True,
    headings={
        "period": ("period", "refperiodid", "perioddesc", "refyear"),
        "refyear": ("refyear", "year"),
        "month": ("refmonth", "month"),
        "reporter": ("reportercode", "reporteriso", "reporter", "reporterdesc"),
        "partner": ("partnercode", "partneriso", "partner", "partnerdesc"),
        "flow": ("flowcode", "tradeflowcode", "tradecode", "flowdesc", "tradeflow"),
        "hs": ("cmdcode", "commoditycode"),
        "level": ("aggrlevel", "aggregatelevel"),
        "vintage": ("classificationcode", "classification"),
        "is_original": ("isoriginalclassification",),
        "mode": ("motcode", "modeoftransportcode"),
        "customs": ("customscode", "customsproccode"),
        "partner2": ("partner2code", "2ndpartnercode"),
        "value": ("primaryvalue", "tradevalueus", "tradevalue"),
        "cif": ("cifvalue", "ciftradevalueus"),
        "fob": ("fobvalue", "fobtradevalueus"),
        "net_kg": ("netwgt", "netweightkg", "netweight"),
        "quantity": ("qty",),
        "unit": ("qtyunitabbr", "qtyunit", "qtyunitcode"),
    },
    needs=("period", "reporter", "partner", "flow", "hs", "value"),
    scheme="comtrade",
    cells={
        "period": "coalesce(flow_month({refyear}, {month}), {period})",
        "currency": "'USD'",
        "valuation": "case when flow_number({cif}) > 0 and flow_kind({flow}) in ('M', 'RM') then 'CIF' "
        "when flow_number({fob}) > 0 then 'FOB' end",
        "hs": "case when {level} in ('2', '4', '6') and regexp_full_match({hs}, '\\d+') "
        "then lpad({hs}, cast({level} as integer), '0') else {hs} end",
        "unit": "case when {unit} in ('-1', 'N/A', 'No Quantity') then null else {unit} end",
        # Comtrade writes 0 for a weight or quantity it does not have
        "net_kg": "case when flow_number({net_kg}) = 0 then null else {net_kg} end",
        "quantity": "case when {unit} in ('-1', 'N/A', 'No Quantity') or flow_number({quantity}) = 0 "
        "then null else {quantity} end",
    },
    dimensions={
        "mode": ("{mode}", ("0",)),
        "customs": ("upper({customs})", ("C00", "0")),
        "partner2": ("{partner2}", ("0",)),
    },
    left_out=(
        ("of a flow that is part of exports or imports", f"upper({{flow}}) in {_PARTS}"),
        ("of a classification other than the HS", "regexp_full_match(upper({vintage}), '[SBE]\\w?|BEC.*|SITC.*|EB')"),
        ("of a chapter group", "regexp_full_match(upper({hs}), 'AG\\d')"),
    ),
    original="lower({is_original}) in ('true', '1')",
)
