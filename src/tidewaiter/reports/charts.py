"""Charts of a check as SVG that needs no script: drawn by Vega-Lite, recolored by the page's own style sheet."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import vl_convert
from markupsafe import Markup

from tidewaiter.model import country_name
from tidewaiter.reports.tally import Tally
from tidewaiter.reports.terminal import visible
from tidewaiter.reports.wording import STRENGTHS, VERDICTS, list_name

#: Colors in the drawings; ``report.css`` names the same values to replace them in the dark scheme.
INK, MUTED, GRID = "#1c2024", "#5a6068", "#d9d8d3"
VERDICT_COLORS = {"Stop": "#8c1c2f", "Hold": "#b97a00", "Release": "#2f6ea3"}
STRENGTH_COLORS = {"Match": "#8c1c2f", "Possible match": "#b97a00"}
ONE_COLOR = "#46627f"
#: In pixels: width of labels and bars together, of a letter of a label, and height of its lines; then letters a line.
_WIDTH, _LETTER, _LINE, _LETTERS = 440, 6.9, 16, 24
#: Room at the left for fonts wider than the one the drawing was measured with.
_SLACK = 28
#: Bars in one chart; the rest is added up in a bar of its own and listed in the table under the chart.
TOP = 12

Bars = Sequence[tuple[str, dict[str, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with the same numbers as a table, for those who cannot or need not see it."""

    id: str
    title: str
    description: str
    svg: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def draw(tally: Tally) -> tuple[Chart, ...]:
    """Return the charts of a check that have something to show."""
    verdicts = tuple(VERDICT_COLORS)
    strengths = tuple(STRENGTH_COLORS)
    destinations = _stacks(
        {
            (country_name(place) if place else "Not stated", VERDICTS[v]): n
            for (place, v), n in tally.destinations.items()
        },
        verdicts,
    )
    hits = _stacks({(list_name(name), STRENGTHS[s]): n for (name, s), n in tally.hits.items()}, strengths)
    sections = _stacks({(name, "Orders"): n for name, n in tally.sections.items()}, ("Orders",))
    flags = _stacks({(title, "Orders"): n for (_, title), n in _by_title(tally).items()}, ("Orders",))
    charts = [
        _chart("destinations", "Decisions by destination", "Orders", destinations, VERDICT_COLORS),
        _chart("sections", "License requirements by EAR section", "Orders", sections, {"Orders": ONE_COLOR}),
        _chart("hits", "Screening hits by list", "Hits", hits, STRENGTH_COLORS),
        _chart("flags", "Red flags raised", "Orders", flags, {"Orders": ONE_COLOR}),
    ]
    return tuple(chart for chart in charts if chart is not None)


def _by_title(tally: Tally) -> Counter[tuple[str, str]]:
    """Return the red flags by title; flags that share a title keep their id beside it."""
    titles = Counter(title for _, title in tally.flags)
    return Counter({(i, t if titles[t] == 1 else f"{t} ({i})"): n for (i, t), n in tally.flags.items()})


def _stacks(counts: dict[tuple[str, str], int], parts: Sequence[str]) -> Bars:
    """Return one stack a label, longest first, equal ones by their parts, then by label."""
    stacks: dict[str, dict[str, int]] = {}
    for (label, part), n in counts.items():
        stacks.setdefault(label, dict.fromkeys(parts, 0))[part] += n
    return sorted(stacks.items(), key=lambda item: (-sum(item[1].values()), *(-n for n in item[1].values()), item[0]))


def _chart(name: str, title: str, unit: str, bars: Bars, colors: dict[str, str]) -> Chart | None:
    if not bars:
        return None
    total = sum(sum(stack.values()) for _, stack in bars)
    longest = "; ".join(f"{label}: {_said(stack)}" for label, stack in bars[:5])
    described = f"{title}: {len(bars)} bars, {total} {unit.lower()} counted. Longest: {longest}."
    return Chart(
        id=name,
        title=title,
        description=described,
        svg=_inline(_svg(_shown(bars), unit, colors), name, title, described),
        columns=tuple(colors),
        rows=tuple((label, tuple(stack[part] for part in colors)) for label, stack in bars),
    )


def _said(stack: dict[str, int]) -> str:
    if len(stack) == 1:
        return str(next(iter(stack.values())))
    return ", ".join(f"{n} {part.lower()}" for part, n in stack.items() if n)


def _shown(bars: Bars) -> Bars:
    if len(bars) <= TOP:
        return bars
    rest: Counter[str] = Counter()
    for _, stack in bars[TOP - 1 :]:
        rest.update(stack)
    return [*bars[: TOP - 1], (f"{len(bars) - TOP + 1} others", dict(rest))]


def _svg(bars: Bars, unit: str, colors: dict[str, str]) -> str:
    labels = ["\n".join(textwrap.wrap(visible(label), _LETTERS, max_lines=3)) for label, _ in bars]
    letters = max(len(line) for label in labels for line in label.split("\n"))
    lines = max(label.count("\n") + 1 for label in labels)
    width = round(_WIDTH - _LETTER * letters)
    longest = max(sum(stack.values()) for _, stack in bars)
    stacks = [stack for _, stack in bars]
    y = alt.Y(
        "label:N",
        sort=list(dict.fromkeys(labels)),
        title=None,
        scale=alt.Scale(paddingInner=0.28, paddingOuter=0.14),
        axis=None,
    )
    color = alt.Color(
        "part:N",
        scale=alt.Scale(domain=list(colors), range=list(colors.values())),
        legend=alt.Legend(orient="top", title=None, symbolType="square") if len(colors) > 1 else None,
    )
    x = alt.X("from:Q", title=unit, axis=alt.Axis(values=_ticks(longest), format=",d", grid=True))
    base = alt.Chart(alt.InlineData(values=_segments(labels, stacks, width / longest)))
    drawn = base.mark_bar(stroke="#ffffff", strokeWidth=0.5).encode(x=x, x2="to:Q", y=y, color=color)
    inside = base.mark_text(fill="#fffffe", fontSize=11).encode(x="middle:Q", y=y, text="text:N")
    totals = [{"label": label, "total": sum(stack.values())} for label, stack in zip(labels, stacks, strict=True)]
    beside = (
        alt.Chart(alt.InlineData(values=totals))
        .mark_text(align="left", dx=5, fill=INK, fontSize=12)
        .encode(x="total:Q", y=y, text=alt.Text("total:Q", format=",d"))
    )
    chart = alt.layer(drawn, inside, beside, *_names(labels, y)).properties(
        width=width, height=alt.Step(max(26, 10 + _LINE * lines))
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict() | {"config": _style()}, allowed_base_urls=[]))


def _names(labels: Sequence[str], y: alt.Y) -> list[alt.Chart]:
    """Return the labels left of the bars; those of several lines are lifted so that each stands level with its bar."""
    layers = []
    for lines in sorted({label.count("\n") + 1 for label in labels}):
        values = [{"label": label} for label in labels if label.count("\n") + 1 == lines]
        named = alt.Chart(alt.InlineData(values=values)).mark_text(
            fill=INK,
            fontSize=12,
            align="right",
            dx=-8,
            dy=1 - _LINE / 2 * (lines - 1),
            limit=240,
            lineBreak="\n",
            lineHeight=_LINE,
        )
        layers.append(named.encode(x=alt.value(0), y=y, text="label:N"))
    return layers


def _segments(labels: Sequence[str], stacks: Sequence[dict[str, int]], pixels: float) -> list[dict[str, object]]:
    """Return the parts of each bar from left to right; one carries its number where that fits at ``pixels`` a unit."""
    values: list[dict[str, object]] = []
    for label, stack in zip(labels, stacks, strict=True):
        start = 0
        for part, n in stack.items():
            text = f"{n:,}" if len(stack) > 1 and n * pixels > 8 + 7 * len(f"{n:,}") else ""
            values.append(
                {"label": label, "part": part, "from": start, "to": start + n, "middle": start + n / 2, "text": text}
            )
            start += n
    return values


def _ticks(longest: int) -> list[int]:
    """Return three to six whole round numbers from 0 to the longest bar."""
    step = next(s * 10**power for power in range(12) for s in (1, 2, 5) if longest / (s * 10**power) <= 5)
    return list(range(0, longest + 1, step))


def _style() -> dict[str, object]:
    text = {
        "labelColor": INK,
        "titleColor": MUTED,
        "labelFontSize": 12,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    }
    return {
        "font": "sans-serif",
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {**text, "gridColor": GRID, "domainColor": GRID, "tickColor": GRID},
        "legend": {"labelColor": INK, "labelFontSize": 12, "symbolStrokeWidth": 0},
    }


_HEAD = re.compile(r'^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')


def _inline(svg: str, name: str, title: str, described: str) -> Markup:
    """Return the drawing as an element of the page: named, described, and scaled by the page."""
    found = _HEAD.match(svg)
    if found is None:
        raise ValueError("The drawing is not the SVG that was expected.")
    width, height = float(found[1]) + _SLACK, float(found[2])
    head = Markup(
        '<svg class="chart" viewBox="-{slack} 0 {width} {height}" width="{width}" role="img" '
        'aria-labelledby="{name}-t {name}-d">'
        '<title id="{name}-t">{title}</title><desc id="{name}-d">{described}</desc>'
    ).format(
        slack=_SLACK,
        width=f"{width:g}",
        height=f"{height:g}",
        name=name,
        title=visible(title),
        described=visible(described),
    )
    body = re.sub(r'\bid="', f'id="{name}-', svg[found.end() :])
    body = re.sub(r"url\(#", f"url(#{name}-", body)
    # Marks carry labels and roles of their own; the title and description above stand for all of them.
    body = re.sub(r' (?:aria-[a-z]+|role|focusable|font-family|pointer-events)="[^"]*"', "", body)
    return head + Markup(body)  # noqa: S704 - drawn above from escaped text by the SVG writer
