"""Pictures of a company: what it moved through time, and the chains it stands in. SVG without script."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from tidewaiter.model.networks import Leg
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.reports.charts import GRID, INK, MUTED
from tidewaiter.reports.hub_charts import BLUE, ORANGE
from tidewaiter.reports.terminal import visible

_WIDTH, _ROW = 700, 46
_SIDES = {"goods in": BLUE, "goods out": ORANGE}
#: Ways drawn in the graph of chains; the table below it has all.
MOST_WAYS = 12
_LETTERS = 22


def time_line(file: CompanyFile) -> Markup | None:
    """Draw the goods under suspicion that came in and went out, month by month, with the events of the company."""
    bars = _monthly(file)
    if not bars:
        return None
    color = alt.Color(
        "side:N",
        scale=alt.Scale(domain=list(_SIDES), range=list(_SIDES.values())),
        legend=alt.Legend(title=None, orient="top", symbolType="square"),
    )
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%Y-%m", labelOverlap=True))
    base = alt.Chart(alt.InlineData(values=bars))
    drawn = base.mark_bar().encode(
        x=x, y=alt.Y("usd:Q", title="USD a month", axis=alt.Axis(format="~s")), y2=alt.Y2Datum(0), color=color
    )
    events = [{"month": event.on.isoformat(), "what": visible(event.what)} for event in file.events]
    marks = alt.Chart(alt.InlineData(values=events)).encode(x=x)
    rules = marks.mark_rule(color=MUTED, strokeDash=[3, 3])
    chart = alt.layer(drawn, rules).properties(width=_WIDTH, height=190)
    return _svg(chart)


def _monthly(file: CompanyFile) -> list[dict[str, Any]]:
    """Return bars: what came in is drawn downward."""
    sums: dict[tuple[dt.date, str], float] = defaultdict(float)
    for at in file.asked:
        leg = file.legs[at]
        side = "goods in" if leg.to == file.company.company_id else "goods out"
        sums[leg.date.replace(day=1), side] += leg.value_usd or 0.0
    return [
        {"month": month.isoformat(), "side": side, "usd": usd if side == "goods out" else -usd}
        for (month, side), usd in sorted(sums.items())
    ]


def chain_graph(file: CompanyFile) -> Markup | None:
    """Draw the ways goods went through the company: one row a way, companies in the order of legs, widths by value."""
    ways = ways_of(file)[:MOST_WAYS]
    if not ways:
        return None
    deepest = max(len(way) for way, _, _ in ways)
    largest = max(usd for _, usd, _ in ways) or 1.0
    nodes, lines = [], []
    for row, (way, usd, sure) in enumerate(ways):
        for place, (company, country) in enumerate(way):
            x = place if company != way[-1][0] else deepest - 1
            own = company == file.company.company_id
            nodes.append({"x": x, "y": row, "text": _label(file, company), "country": country or "?", "own": own})
            if place:
                before = nodes[-2]["x"]
                lines.append(
                    {
                        "x": before,
                        "y": row,
                        "x2": x,
                        "y2": row,
                        "width": 1.5 + 10 * usd / largest,
                        "sure": round(sure, 2),
                    }
                )
    axis = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.4, deepest - 0.6]))
    down = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.5, len(ways) - 0.5], reverse=True))
    rules = alt.Chart(alt.InlineData(values=lines)).mark_rule(color=ORANGE, opacity=0.55).encode(
        x=axis, y=down, x2="x2:Q", y2="y2:Q", strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        strokeDash=alt.condition("datum.sure >= 0.7", alt.value([1, 0]), alt.value([5, 4])),
    )  # fmt: skip
    points = alt.Chart(alt.InlineData(values=nodes)).encode(x=axis, y=down)
    dots = points.mark_point(filled=True, size=90, opacity=1).encode(
        color=alt.condition("datum.own", alt.value(ORANGE), alt.value(BLUE))
    )
    names = points.mark_text(dy=-12, fontSize=11, fill=INK).encode(text="text:N")
    places = points.mark_text(dy=16, fontSize=10, fill=MUTED).encode(text="country:N")
    chart = alt.layer(rules, dots, names, places).properties(width=_WIDTH, height=_ROW * len(ways) + 10)
    return _svg(chart)


Way = tuple[tuple[str, str | None], ...]


def ways_of(file: CompanyFile) -> list[tuple[Way, float, float]]:
    """Return the ways of the chains: companies with countries, value of the last legs, and the surest confidence."""
    value: dict[Way, float] = defaultdict(float)
    sure: dict[Way, float] = defaultdict(float)
    counted: dict[Way, set[Leg]] = defaultdict(set)
    for chain in file.lead.chains if file.lead else ():
        first = chain.legs[0]
        way = ((first.from_company, first.from_country), *((leg.to, leg.to_country) for leg in chain.legs))
        if chain.legs[-1] not in counted[way]:  # chains that share their last leg carry parts of it
            counted[way].add(chain.legs[-1])
            value[way] += chain.legs[-1].value_usd or 0.0
        sure[way] = max(sure[way], chain.confidence)
    return [(way, value[way], sure[way]) for way in sorted(value, key=lambda way: (-value[way], str(way)))]


def _label(file: CompanyFile, company: str) -> str:
    name = visible(file.names.get(company, company))
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1] + "…"


def _svg(chart: alt.TopLevelMixin) -> Markup:
    text = {"labelColor": INK, "titleColor": MUTED, "gridColor": GRID, "domainColor": GRID, "tickColor": GRID}
    config = {
        "font": "sans-serif",
        "background": "#ffffff",
        "view": {"stroke": None},
        "axis": text,
        "legend": {"labelColor": INK},
    }
    svg = vl_convert.vegalite_to_svg(chart.to_dict() | {"config": config}, allowed_base_urls=[])
    return Markup(svg)  # noqa: S704 - drawn here, where every text of strangers is data that the drawing escapes
