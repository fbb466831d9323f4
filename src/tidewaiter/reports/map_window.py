"""A part of the world on a map of its own: which part, and where on it a place is, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

WIDTH, HEIGHT = 860, 420
#: Degrees of longitude a window shows.
_ACROSS = 76.0
_SCALE = WIDTH / float(np.radians(_ACROSS))
#: Share of the window, from its middle, in which a place has room for its name.
_ROOM = 0.45
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the world, in the projection of Mercator; longitude and latitude of its middle in degrees."""

    longitude: float
    latitude: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Tell whether a place lies in it with room for its name."""
        across = _ACROSS * _ROOM
        up = across * HEIGHT / WIDTH * float(np.cos(np.radians(self.latitude)))
        return abs(longitude - self.longitude) < across and abs(latitude - self.latitude) < up

    def pixel(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a place is on the map of the window, from the left and from the top."""
        x = WIDTH / 2 + _SCALE * np.radians(longitude - self.longitude)
        return float(x), HEIGHT / 2 - _SCALE * (_height(latitude) - _height(self.latitude))

    def frame(self) -> list[list[float]]:
        """Return longitudes and latitudes along its edge."""
        top, bottom = (self._at(pixel) for pixel in (0.0, float(HEIGHT)))
        across = [float(x) for x in np.linspace(self.longitude - _ACROSS / 2, self.longitude + _ACROSS / 2, 24)]
        return [*([x, top] for x in across), *([x, bottom] for x in across[::-1]), [across[0], top]]

    def projection(self) -> dict[str, Any]:
        """Return the projection as Vega-Lite names its parts."""
        return {
            "type": "mercator",
            "center": [self.longitude, self.latitude],
            "scale": _SCALE,
            "translate": [WIDTH / 2, HEIGHT / 2],
            "clipExtent": [[0, 0], [WIDTH, HEIGHT]],
        }

    def _at(self, pixel: float) -> float:
        height = _height(self.latitude) + (HEIGHT / 2 - pixel) / _SCALE
        return float(np.degrees(2 * np.arctan(np.exp(height)) - np.pi / 2))


def _height(latitude: float) -> float:
    return float(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)))


def busiest(places: Sequence[tuple[float, float]]) -> Window | None:
    """Return the window that holds most of some places, None when none holds two."""
    best: list[tuple[float, float]] = []
    for place in places:
        best = max(best, [other for other in places if Window(*place).holds(*other)], key=len)
    if len(best) < _LEAST:
        return None
    longitude, latitude = np.mean(best, axis=0)
    return Window(float(longitude), float(latitude))
