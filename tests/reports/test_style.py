"""The style sheet of the report keeps what it promises: contrast in both schemes, and the colors of the charts."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from tidewaiter.reports import charts

CSS = resources.files("tidewaiter.reports").joinpath("templates", "report.css").read_text(encoding="utf-8")
#: WCAG 2.2: text against its ground, and graphics against theirs.
TEXT, GRAPHIC = 4.5, 3.0


def _scheme(name: str) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, flags=re.DOTALL)
    light, dark, paper = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks)
    return {"light": light, "dark": light | dark, "print": light | paper}[name]


def _luminance(color: str) -> float:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_can_be_read(scheme: str) -> None:
    colors = _scheme(scheme)
    grounds = ("paper", "raised", "sunk", "stop-wash", "hold-wash")
    worst = {
        (ink, g): _contrast(colors[ink], colors[g])
        for ink in ("ink", "quiet", "link", "stop", "hold", "release")
        for g in grounds
    }
    assert {pair: ratio for pair, ratio in worst.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_bars_stand_out_and_their_numbers_can_be_read(scheme: str) -> None:
    colors = _scheme(scheme)
    for bar in ("stop-bar", "hold-bar", "release-bar", "one-bar"):
        assert _contrast(colors[bar], colors["paper"]) >= GRAPHIC, bar
        assert _contrast(colors[bar], colors["on-bar"]) >= GRAPHIC, bar


def test_every_color_of_a_chart_is_recolored_by_the_page() -> None:
    drawn = {charts.INK, charts.MUTED, charts.GRID, charts.ONE_COLOR, *charts.VERDICT_COLORS.values()}
    drawn |= set(charts.STRENGTH_COLORS.values())
    assert {color for color in drawn if f'="{color}"]' not in CSS} == set()


def test_the_style_sheet_has_a_print_form() -> None:
    assert "@media print" in CSS
    assert "@page" in CSS
