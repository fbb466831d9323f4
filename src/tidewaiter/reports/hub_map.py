"""The map of hubs: where they lie, how much each may divert and how sure that is, and where there is no data.

Two maps: the world, and the part of it where most hubs with a grade lie, so that small neighbours are told apart.
Size is money, filling is the grade, hatching is no data; nothing depends on color alone. Outlines show where a place is
and say nothing of borders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import numpy as np

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.model import UsageError
from tidewaiter.reports.charts import GRID, INK, MUTED
from tidewaiter.reports.geography import Country, countries
from tidewaiter.reports.map_window import HEIGHT, WIDTH, Window, busiest

#: Fill of a grade, darkest surest: shades of one blue stay in order for all eyes and in gray.
_GRADES = {"A": "#08306b", "B": "#2171b5", "C": "#9ecae1", "D": "#ffffff"}
_LAND, _SEA, _ASKED, _GOAL = "#f4f3ef", "#ffffff", "#e3e1da", "#70757c"
_WORLD_HEIGHT = 400
_SMALLEST, _LARGEST = 40.0, 1500.0
_LABELS = 14
#: Pixels between two labels, and from a circle to its label.
_LINE, _AWAY = 15.0, 14.0
_MONEY = "replace(replace(format(datum.value, '~s'), 'G', ' bn'), 'M', ' mn')"
_HATCH_WORLD, _HATCH_PART = 2.2, 1.1


def hub_map(hubs: Sequence[HubAssessment], destination: str) -> Any:  # noqa: ANN401 - maps are joined as one of several kinds
    """Draw the map of hubs.

    Args:
        hubs: The ranking.
        destination: ISO 3166 alpha-2 of where goods may be diverted to.

    Raises:
        UsageError: when no hub has data.
    """
    known = [row for row in hubs if row.rank is not None]
    if not known:
        raise UsageError("no hub has data to draw: see `tidewaiter flows coverage`.")
    places = [place for row in known if (place := _place(row))]
    graded = [place for place in places if place["grade"]][:_LABELS]
    land = _Land(hubs, destination)
    most = max((place["value"] for place in places), default=0.0) or 1.0
    window = busiest([(place["lon"], place["lat"]) for place in graded])
    inside = [place for place in graded if window and window.holds(place["lon"], place["lat"])]
    world = alt.layer(
        _sphere(), *land.layers(_HATCH_WORLD), *_frame(window), *_bubbles(places, most),
        *_named([place for place in graded if place not in inside], most),
    ).project("equalEarth").properties(width=WIDTH, height=_WORLD_HEIGHT)  # fmt: skip
    maps: list[Any] = [world]
    if window is not None:
        maps.append(_part(land, places, inside, window, most))
    unit = known[0].diversion.unit
    circles = f"Circles: value consistent with diversion, {unit}."
    said = [f"{circles} Hatched: no data, which is not zero. Dark: the destination.", *_not_drawn(hubs, land)]
    title = alt.TitleParams("Hubs", subtitle=said, subtitleColor=MUTED)
    return alt.vconcat(*maps).properties(title=title).resolve_scale(fill="shared", size="shared")


def _place(row: HubAssessment) -> dict[str, Any] | None:
    where, value = countries().get(row.hub), max(row.diversion.value or 0.0, 0.0)
    if where is None or where.center is None or (row.grade is None and not value):
        return None
    return {
        "hub": row.hub, "label": f"{row.name} ({row.grade})", "grade": str(row.grade or ""), "value": value,
        "lon": where.center[0], "lat": where.center[1],
    }  # fmt: skip


def _not_drawn(hubs: Sequence[HubAssessment], land: _Land) -> list[str]:
    """Return what is said of countries without an outline: marked at their middle, or not on the map at all."""
    name = {row.hub: row.name for row in hubs}
    said = []
    if land.asked_points:
        said.append(f"Squares, for want of an outline: {', '.join(name[c.code] for c in land.asked_points)}.")
    if land.silent_points:
        said.append(f"Crosses, no data and no outline: {', '.join(name[c.code] for c in land.silent_points)}.")
    nowhere = [row.name for row in hubs if not _lies_somewhere(countries().get(row.hub))]
    return said + ([f"Not on the map: {', '.join(nowhere)}."] if nowhere else [])


def _lies_somewhere(country: Country | None) -> bool:
    return country is not None and (bool(country.polygons) or country.center is not None)


class _Land:
    """The countries as they are drawn under the circles."""

    def __init__(self, hubs: Sequence[HubAssessment], destination: str) -> None:
        ranked = {row.hub: row.rank is not None for row in hubs}
        every = [country for country in countries().values() if country.polygons and country.code != "AQ"]
        self.asked = [country for country in every if ranked.get(country.code)]
        self.silent = [country for country in every if ranked.get(country.code) is False]
        self.goal = [country for country in every if country.code == destination]
        drawn = {country.code for country in (*self.asked, *self.silent, *self.goal)}
        self.other = [country for country in every if country.code not in drawn]
        points = [c for c in countries().values() if c.code in ranked and not c.polygons and c.center is not None]
        self.asked_points = [country for country in points if ranked[country.code]]
        self.silent_points = [country for country in points if not ranked[country.code]]

    def layers(self, spacing: float) -> list[alt.Chart]:
        """Return the land: asked about, no data, the destination, and the rest."""
        parts = ((self.other, _LAND), (self.silent, _SEA), (self.asked, _ASKED), (self.goal, _GOAL))
        drawn = [_shapes(some, fill) for some, fill in parts if some]
        lines = [_feature(country.hatching(spacing)) for country in self.silent]
        if lines:
            drawn.append(_chart(lines).mark_geoshape(filled=False, stroke=MUTED, strokeWidth=0.5))
        for some, shape in ((self.asked_points, "square"), (self.silent_points, "cross")):
            if some:
                drawn.append(_points(some, shape))
        return drawn


def _shapes(some: Iterable[Country], fill: str) -> Any:  # noqa: ANN401 - altair types its marks by no name
    return _chart([_feature(country.shape()) for country in some]).mark_geoshape(
        fill=fill, stroke="#b9b7b0", strokeWidth=0.4
    )


def _points(some: Iterable[Country], shape: str) -> Any:  # noqa: ANN401 - as above
    at = [dict(zip(("lon", "lat"), country.center, strict=True)) for country in some if country.center]
    mark = _chart(at).mark_point(shape=shape, size=28, filled=True, fill=_ASKED, stroke=MUTED, strokeWidth=0.7)
    return mark.encode(longitude="lon:Q", latitude="lat:Q")


def _feature(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def _chart(values: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=values))


def _sphere() -> Any:  # noqa: ANN401 - as above
    return alt.Chart(alt.sphere()).mark_geoshape(fill=_SEA, stroke=GRID, strokeWidth=0.6)


def _bubbles(places: list[dict[str, Any]], most: float, x: str = "", y: str = "") -> list[alt.Chart]:
    """Return a circle a place, largest first, so that none hides another; at pixels where x and y name them."""
    ordered = sorted(places, key=lambda place: -place["value"])
    size = alt.Size(
        "value:Q", scale=alt.Scale(type="linear", domain=[0, most], range=[_SMALLEST, _LARGEST]),
        legend=alt.Legend(title="value", labelExpr=_MONEY, values=[_round(most / part) for part in (8, 2, 1)]),
    )  # fmt: skip
    fill = alt.Fill(
        "grade:N", scale=alt.Scale(domain=list(_GRADES), range=list(_GRADES.values())), legend=alt.Legend(title="grade")
    )
    drawn = []
    graded, others = ([p for p in ordered if bool(p["grade"]) is wanted] for wanted in (True, False))
    marks: tuple[tuple[list[dict[str, Any]], dict[str, Any]], ...] = (
        (others, {"filled": False, "strokeWidth": 0.7}), (graded, {"strokeWidth": 1.2, "opacity": 0.9}),
    )  # fmt: skip
    for some, mark in marks:
        if some:
            chart = _chart(some).mark_point(shape="circle", stroke=INK, **mark)
            chart = chart.encode(size=size, **_at(x, y))
            drawn.append(chart.encode(fill=fill) if mark.get("filled", True) else chart)
    return drawn


def _round(value: float) -> float:
    return float(f"{value:.1g}")


def _at(x: str, y: str) -> dict[str, Any]:
    if not x:
        return {"longitude": "lon:Q", "latitude": "lat:Q"}
    return {"x": alt.X(f"{x}:Q", scale=None, axis=None), "y": alt.Y(f"{y}:Q", scale=None, axis=None)}


def _named(places: list[dict[str, Any]], most: float) -> list[alt.Chart]:
    """Return the name of each place, right of its circle."""
    drawn = []
    for place in places:
        base = _chart([place]).encode(longitude="lon:Q", latitude="lat:Q", text="label:N")
        away = 5 + _radius(place["value"], most)
        drawn.append(base.mark_text(align="left", dx=away, fontSize=11, stroke=_SEA, strokeWidth=3))
        drawn.append(base.mark_text(align="left", dx=away, fontSize=11, fill=INK))
    return drawn


def _radius(value: float, most: float) -> float:
    return float(np.sqrt((_SMALLEST + (_LARGEST - _SMALLEST) * value / most) / np.pi))


def _frame(window: Window | None) -> list[alt.Chart]:
    """Return the frame on the world of what the second map shows."""
    if window is None:
        return []
    line = _feature({"type": "LineString", "coordinates": window.frame()})
    return [_chart([line]).mark_geoshape(filled=False, stroke=INK, strokeWidth=0.8, strokeDash=[3, 2])]


def _part(land: _Land, places: list[dict[str, Any]], named: list[dict[str, Any]], window: Window, most: float) -> Any:  # noqa: ANN401 - as above
    """Draw the second map, with names kept apart and a line from each to its place."""
    here = [_pixels(place, window) for place in places if window.holds(place["lon"], place["lat"])]
    labels = _apart([_pixels(place, window) for place in named], most)
    lines = (
        _chart(labels).mark_rule(stroke=MUTED, strokeWidth=0.7).encode(**_at("x", "y"), x2="label_x:Q", y2="label_y:Q")
    )
    text = _chart(labels).encode(**_at("label_x", "label_y"), text="label:N")
    halo = text.mark_text(align="left", dx=2, fontSize=12, stroke=_SEA, strokeWidth=4)
    names = text.mark_text(align="left", dx=2, fontSize=12, fill=INK)
    return (
        alt.layer(*land.layers(_HATCH_PART), *_bubbles(here, most, "x", "y"), lines, halo, names)
        .project(**window.projection())
        .properties(width=WIDTH, height=HEIGHT, view=alt.ViewConfig(stroke=MUTED))
    )  # fmt: skip


def _pixels(place: dict[str, Any], window: Window) -> dict[str, Any]:
    return place | dict(zip("xy", window.pixel(place["lon"], place["lat"]), strict=True))


def _apart(places: list[dict[str, Any]], most: float) -> list[dict[str, Any]]:
    """Return places with a spot for each label, right of it, no two in the same lines."""
    taken: list[tuple[float, float]] = []
    found = []
    for place in sorted(places, key=lambda place: place["y"]):
        x, y = place["x"] + _AWAY + _radius(place["value"], most), place["y"]
        width = 6.5 * len(place["label"])
        while any(abs(y - other) < _LINE and abs(x - where) < width + 20 for where, other in taken):
            y += 2.0
        taken.append((x, y))
        found.append(place | {"label_x": x, "label_y": y})
    return found
