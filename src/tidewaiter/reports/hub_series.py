"""One hub through time: actual trade against what would have been, changes of level, and the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import altair as alt

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.flows.calendar import EventDetail
from tidewaiter.flows.detail import HubDetail
from tidewaiter.model import UsageError
from tidewaiter.reports.charts import INK, MUTED
from tidewaiter.reports.hub_charts import BLUE, ORANGE

_WIDTH, _HEIGHT, _LINE = 760, 180, 14
_TITLE = 104
_KEY = (
    "Line: as reported. Dashed: what would have been. Orange: lasting changes of level. "
    "Triangles: events, filled where they name the country."
)


def hub_chart(detail: HubDetail) -> alt.TopLevelMixin:
    """Draw actual trade against its counterfactual by month, with changes of level and the events of the calendar.

    No data are crosses. Events are numbered triangles along the top, filled where they name the hub, and listed below.

    Raises:
        UsageError: when neither leg has data.
    """
    row = detail.assessment
    panels = []
    for leg in ("imports", "exports"):
        values = [
            {"month": _day(m.period), "actual": getattr(m, leg), "expected": getattr(m, f"{leg}_expected")}
            for m in detail.months
        ]
        if all(value["actual"] is None for value in values):
            continue
        window = next((at for at, m in enumerate(detail.months) if m.part == "window"), 0)
        panels.append(_through_time(values[:window], values[window:], leg, row, detail.events))
    if not panels:
        raise UsageError(f"{row.hub} has no data to draw: see `tidewaiter flows coverage`.")
    if detail.events:
        panels.append(_listed(detail.events))
    return alt.vconcat(*panels).properties(
        title=alt.TitleParams(
            f"{row.name}: trade and what would have been",
            subtitle=_KEY,
            subtitleColor=MUTED,
            subtitlePadding=4,
            offset=14,
        ),
        spacing=30,
    )


def _through_time(
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    leg: str,
    row: HubAssessment,
    events: Sequence[EventDetail],
) -> Any:  # noqa: ANN401 - layers are joined as one of several kinds
    """Draw baseline and window as parts of their own: months between them are not asked about."""
    values = [{**value, "part": part} for part, these in (("a", before), ("b", after)) for value in these]
    known = [value for value in values if value["actual"] is not None]
    x, part = alt.X("month:T", title=None), alt.Detail("part:N")
    axis = alt.Axis(format="~s", title=f"{leg}, {row.imports_excess.unit} a period")
    every, some = alt.Chart(alt.InlineData(values=values)), alt.Chart(alt.InlineData(values=known))
    actual = every.mark_line(color=BLUE, strokeWidth=2).encode(x=x, y=alt.Y("actual:Q", axis=axis), detail=part)
    expected = some.mark_line(color=INK, strokeDash=[5, 3]).encode(x=x, y="expected:Q", detail=part)
    between = some.mark_area(color=BLUE, opacity=0.18).encode(x=x, y="expected:Q", y2="actual:Q", detail=part)
    layers: list[Any] = [between, actual, expected]
    gaps = [{"month": value["month"]} for value in values if value["actual"] is None]
    if gaps:  # a row of crosses along the foot: no data, which is not zero
        foot = alt.Chart(alt.InlineData(values=gaps)).mark_text(text="×", color=MUTED, fontSize=11)
        layers.append(foot.encode(x=x, y=alt.value(_HEIGHT - 4)))
    changes = [
        {"month": _day(point.date), "step": f"× {point.step_ratio:.2g}"}
        for point in row.change_points
        if point.leg == leg
    ]
    if changes:
        ticks = alt.Chart(alt.InlineData(values=changes))
        layers.append(ticks.mark_rule(color=ORANGE, strokeDash=[2, 2]).encode(x=x))
        layers.append(
            ticks.mark_text(color=ORANGE, align="left", dx=3, dy=-4).encode(x=x, y=alt.value(26), text="step:N")
        )
    if events:
        layers += _ticks(events)
    return alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT)


def _ticks(events: Sequence[EventDetail]) -> list[alt.Chart]:
    """Return a triangle a month of events, with their numbers, and a thin line where an event names the hub."""
    numbered = [(f"{event.date:%Y-%m}-01", number, event) for number, event in enumerate(events, start=1)]
    months: list[dict[str, Any]] = []
    for month, group in groupby(numbered, key=lambda entry: entry[0]):
        members = list(group)
        first, last = members[0][1], members[-1][1]
        months.append(
            {
                "month": month,
                "numbers": str(first) if first == last else f"{first}-{last}",
                "named": any(event.names_hub for _, _, event in members),
                "raised": len(months) % 2 == 1,  # numbers of neighboring months find no room side by side
            }
        )
    x = alt.X("month:T", title=None)
    base = alt.Chart(alt.InlineData(values=months)).encode(x=x)
    shape: dict[str, Any] = {"shape": "triangle-down", "size": 46, "stroke": INK, "strokeWidth": 1, "opacity": 1}
    drawn = [
        base.mark_point(**shape, fill=INK).transform_filter("datum.named").encode(y=alt.value(4)),
        base.mark_point(**shape, fill="#ffffff").transform_filter("!datum.named").encode(y=alt.value(4)),
        *(
            base.mark_text(fontSize=9, color=INK, baseline="bottom")
            .transform_filter(f"datum.raised == {str(raised).lower()}")
            .encode(y=alt.value(-13 if raised else -3), text="numbers:N")
            for raised in (True, False)
        ),
    ]
    if any(entry["named"] for entry in months):
        lines = base.mark_rule(stroke=INK, strokeWidth=0.8).transform_filter("datum.named")
        drawn.insert(0, lines.encode(y=alt.value(4), y2=alt.value(_HEIGHT)))
    return drawn


def _listed(events: Sequence[EventDetail]) -> Any:  # noqa: ANN401 - as above
    """Return the events in words under their numbers; those that name the hub in bold."""
    rows = []
    for number, event in enumerate(events, start=1):
        title = event.title if len(event.title) <= _TITLE else f"{event.title[: _TITLE - 1].rstrip()}…"
        unsure = "" if event.verified else " (unverified)"
        rows.append(
            {"y": (number - 0.5) * _LINE, "text": f"{number}  {event.date} {title}{unsure}", "named": event.names_hub}
        )
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.value(0), y=alt.Y("y:Q", scale=None, axis=None), text="text:N"
    )
    text: dict[str, Any] = {"align": "left", "fontSize": 10, "color": INK}
    return alt.layer(
        base.mark_text(**text, fontWeight="bold").transform_filter("datum.named"),
        base.mark_text(**text).transform_filter("!datum.named"),
    ).properties(width=_WIDTH, height=_LINE * len(rows), view=alt.ViewConfig(stroke=None))


def _day(period: str) -> str:
    return f"{period}-01" if len(period) > len("2022") else f"{period}-07-01"
