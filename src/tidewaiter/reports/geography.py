"""Where countries lie: outlines and centers, from the package ``countryinfo`` (outlines made from Natural Earth)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from countryinfo import CountryInfo

Floats = npt.NDArray[np.float64]
#: A ring: longitude and latitude of its corners in degrees, [corners, 2], the first again at the end.
Ring = Floats
_LEAST_CORNERS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """Where a country lies.

    Attributes:
        code: ISO 3166 alpha-2.
        center: Longitude and latitude of its middle, or of its capital where the package has no middle, in degrees.
        polygons: Outline: of each part its outer ring and the rings of its holes. Small countries have none, nor have
            Hungary, Montenegro, Myanmar and Serbia in the package.
    """

    code: str
    center: tuple[float, float] | None
    polygons: tuple[tuple[Ring, ...], ...]

    def shape(self) -> dict[str, Any]:
        """Return the outline as a GeoJSON geometry; land is right of its rings, as drawing on a sphere wants them."""
        return {
            "type": "MultiPolygon",
            "coordinates": [
                [_turned(ring, clockwise=not at).tolist() for at, ring in enumerate(polygon)]
                for polygon in self.polygons
            ],
        }

    def hatching(self, spacing: float) -> dict[str, Any]:
        """Return slanting lines inside the outline as a GeoJSON geometry; `spacing` in degrees."""
        lines = [line.tolist() for polygon in self.polygons for line in _slanting(polygon, spacing)]
        return {"type": "MultiLineString", "coordinates": lines}


@cache
def countries() -> dict[str, Country]:
    """Return every country by code."""
    found: dict[str, Country] = {}
    for facts in CountryInfo.all().values():
        code = facts.get("ISO", {}).get("alpha2")
        if code and (code not in found or not found[code].polygons):
            features = (facts.get("geoJSON") or {}).get("features") or ()
            found[code] = Country(code, _center(facts), tuple(_polygons(features)))
    return found


def _center(facts: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return longitude and latitude of the middle, or else of the (first) capital."""
    for place in (facts.get("latlng"), *np.atleast_2d(facts.get("capital_latlng") or [[]]).tolist()):
        if place and len(place) == len("xy"):
            return float(place[1]), float(place[0])
    return None


def _polygons(features: Sequence[dict[str, Any]]) -> Iterator[tuple[Ring, ...]]:
    for feature in features:
        geometry = feature["geometry"]
        parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        for part in parts:
            rings = tuple(np.asarray(ring, dtype=float) for ring in part)
            if len(rings[0]) > _LEAST_CORNERS:
                yield rings


def _turned(ring: Ring, *, clockwise: bool) -> Ring:
    x, y = ring[:, 0], ring[:, 1]
    turns_left = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) > 0
    return ring[::-1] if turns_left == clockwise else ring


def _slanting(polygon: Sequence[Ring], spacing: float) -> Iterator[Floats]:
    """Yield the parts inside a polygon of the lines on which longitude less latitude is a multiple of the spacing."""
    starts, ends = (np.vstack([ring[part] for ring in polygon]) for part in (slice(None, -1), slice(1, None)))
    u, v = (points[:, 0] - points[:, 1] for points in (starts, ends))
    first, last = np.ceil(min(u.min(), v.min()) / spacing), np.floor(max(u.max(), v.max()) / spacing)
    for level in spacing * np.arange(first, last + 1):
        crossed = np.flatnonzero((u <= level) != (v <= level))
        share = (level - u[crossed]) / (v[crossed] - u[crossed])
        across = starts[crossed] + share[:, None] * (ends[crossed] - starts[crossed])
        across = across[np.argsort(across[:, 0])]
        for at in range(0, len(across) - 1, 2):
            yield across[at : at + 2]
