"""Pictures of hubs: the ranking with its intervals, one hub through time, the flows through hubs, what is covered.

Readable in print and by the color-blind: every difference is also one of shape, position or crosses. No script.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.flows.coverage import CoverageRow
from tidewaiter.model import CoverageState, Estimate, UsageError
from tidewaiter.reports.charts import GRID, INK, MUTED

#: Blue and orange of Okabe and Ito (2008), which all common kinds of color blindness tell apart.
BLUE, ORANGE = "#0072b2", "#d55e00"
_LEGS = {"imports excess": ("imports_excess", BLUE, "circle"), "exports excess": ("exports_excess", ORANGE, "diamond")}
_MOST = 20
_WIDTH = 620


class Picture(StrEnum):
    """Kinds of file a picture can be."""

    SVG = ".svg"
    PNG = ".png"
    HTML = ".html"


def ranking_chart(hubs: Sequence[HubAssessment]) -> alt.TopLevelMixin:
    """Draw the excess of both legs with sampling intervals (bold) and the range of counterfactuals (thin)."""
    shown = [row for row in hubs if row.rank is not None][:_MOST]
    unit = shown[0].imports_excess.unit if shown else ""
    values = []
    for row in shown:
        for leg, (name, _, _) in _LEGS.items():
            estimate = getattr(row, name)
            if estimate.value is not None:
                values.append(
                    {
                        "hub": _label(row), "leg": leg, "value": estimate.value, "low": estimate.low,
                        "high": estimate.high, "least": estimate.model_low, "most": estimate.model_high,
                    }
                )  # fmt: skip
    color = alt.Color("leg:N", scale=_scale(1), legend=alt.Legend(title=None, orient="top"))
    y = alt.Y("hub:N", sort=[_label(row) for row in shown], title=None)
    base = alt.Chart(alt.InlineData(values=values)).encode(y=y, yOffset="leg:N", color=color)
    axis = alt.Axis(format="~s")
    thin = base.mark_rule(strokeWidth=1).encode(x=alt.X("least:Q", title=f"excess, {unit}", axis=axis), x2="most:Q")
    bold = base.mark_rule(strokeWidth=5, opacity=0.45).encode(x="low:Q", x2="high:Q")
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        x="value:Q", shape=alt.Shape("leg:N", scale=_scale(2), legend=None)
    )
    zero = alt.Chart(alt.InlineData(values=[{"x": 0}])).mark_rule(stroke=MUTED).encode(x="x:Q")
    return alt.layer(zero, bold, thin, points).properties(
        width=_WIDTH, height=alt.Step(16), title="Hubs: excess of imports and exports, and grade"
    )


def coverage_chart(rows: Sequence[CoverageRow]) -> alt.TopLevelMixin:
    """Draw the coverage matrix: full, half, pale for a part of a period, and a cross where there is no data."""
    values = [
        {"reporter": f"{row.reporter} {row.flow}", "period": period, "state": str(state)}
        for row in rows
        for period, state in row.states()
    ]
    states = (CoverageState.REPORTED, CoverageState.SUPPRESSED, CoverageState.PARTIAL, CoverageState.NO_DATA)
    domain = [str(state) for state in states]
    color = alt.Color(
        "state:N",
        scale=alt.Scale(domain=domain, range=[BLUE, "#9ecae1", "#deebf7", "#ffffff"]),
        legend=alt.Legend(
            title=None, orient="top", labelExpr="replace(datum.label, '_', ' ')", symbolStrokeColor=MUTED
        ),
    )
    x = alt.X("period:O", title=None, axis=alt.Axis(labelOverlap=True, labelAngle=-90))
    y = alt.Y("reporter:N", title=None)
    cells = alt.Chart(alt.InlineData(values=values)).mark_rect(stroke=GRID).encode(x=x, y=y, color=color)
    missing = [value for value in values if value["state"] == CoverageState.NO_DATA]
    crosses = alt.Chart(alt.InlineData(values=missing)).mark_text(text="×", color=MUTED, fontSize=8).encode(x=x, y=y)
    return alt.layer(cells, crosses).properties(
        title="What each reporter's periods hold", width=alt.Step(9), height=alt.Step(13)
    )


def _at_most(estimate: Estimate) -> float:
    """Return the value of an estimate, or what it can be at most where it has none."""
    return (estimate.value if estimate.value is not None else estimate.high) or 0.0


def flow_chart(hubs: Sequence[HubAssessment], destination: str) -> alt.TopLevelMixin:
    """Draw origins → hubs → destination: ribbons as wide as the excess of each leg, no data dashed."""
    shown = [row for row in hubs if row.rank is not None and _at_most(row.diversion) > 0][:10]
    largest = max((max(r.imports_excess.value or 0, r.exports_excess.value or 0) for r in shown), default=1.0) or 1.0
    lines, names = [], [{"x": 0.0, "y": 0.0, "text": "origins"}, {"x": 2.0, "y": 0.0, "text": destination}]
    for at, row in enumerate(shown):
        y = float(at - (len(shown) - 1) / 2)
        names.append({"x": 1.0, "y": y, "text": _label(row)})
        for leg, estimate, (a, b) in (
            ("imports excess", row.imports_excess, ((0.0, 0.0), (1.0, y))),
            ("exports excess", row.exports_excess, ((1.0, y), (2.0, 0.0))),
        ):
            value = estimate.value
            width = 1.0 if value is None else max(1.0, 24.0 * max(value, 0.0) / largest)
            line = {
                "x": a[0],
                "y": a[1],
                "x2": b[0],
                "y2": b[1],
                "width": width,
                "leg": leg,
                "known": value is not None,
            }
            lines.append(line)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.25, 2.25]))
    y_axis = alt.Y("y:Q", axis=None)
    ribbons = alt.Chart(alt.InlineData(values=lines)).mark_rule(opacity=0.55).encode(
        x=x, y=y_axis, x2="x2:Q", y2="y2:Q",
        color=alt.Color("leg:N", scale=_scale(1), legend=alt.Legend(title=None, orient="top")),
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        strokeDash=alt.condition("datum.known", alt.value([1, 0]), alt.value([4, 4])),
    )  # fmt: skip
    named = alt.Chart(alt.InlineData(values=names)).encode(x=x, y=y_axis, text="text:N")
    halo = named.mark_text(fontSize=12, fontWeight="bold", stroke="#ffffff", strokeWidth=5)
    labels = named.mark_text(fill=INK, fontSize=12, fontWeight="bold")
    return alt.layer(ribbons, halo, labels).properties(
        width=_WIDTH, height=max(160, 34 * len(shown)), title="Through hubs: excess of each leg (dashed: no data)"
    )


def write_picture(chart: alt.TopLevelMixin, path: Path) -> None:
    """Write a picture as the ending of the file says: .svg, .png or .html (the drawing in a page, without script).

    Raises:
        UsageError: when the ending is none of these.
    """
    if path.suffix.lower() not in set(Picture):
        raise UsageError(f"{path.name}: a picture ends in .svg, .png or .html.")
    spec = chart.to_dict() | {"config": _config()}
    if path.suffix.lower() == Picture.PNG:
        path.write_bytes(vl_convert.vegalite_to_png(spec, scale=2, allowed_base_urls=[]))
        return
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    if path.suffix.lower() == Picture.HTML:
        svg = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Tidewaiter</title><body>{svg}</body></html>\n'
        )
    path.write_text(svg, encoding="utf-8")


def _label(row: HubAssessment) -> str:
    return f"{row.name} ({row.grade or 'no grade'})"


def _scale(part: int) -> alt.Scale:
    return alt.Scale(domain=list(_LEGS), range=[leg[part] for leg in _LEGS.values()])


def _config() -> dict[str, Any]:
    text = {"labelColor": INK, "titleColor": MUTED, "gridColor": GRID, "domainColor": GRID, "tickColor": GRID}
    return {
        "font": "sans-serif",
        "background": "#ffffff",
        "view": {"stroke": None},
        "axis": text,
        "legend": {"labelColor": INK},
        "title": {"color": INK, "anchor": "start", "fontSize": 14},
    }
