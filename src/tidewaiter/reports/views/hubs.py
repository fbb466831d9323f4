"""Hubs in a terminal: the ranking with intervals, and one hub in full."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.flows.detail import HubDetail
from tidewaiter.model import Estimate
from tidewaiter.reports.terminal import counted
from tidewaiter.reports.views.page import QUIET, STRONG, Column, Page

_THOUSAND = 1000.0
_UNITS = ("", "k", "mn", "bn", "tn")
_FEW = 12


def show_hubs(hubs: Iterator[HubAssessment], page: Page) -> None:
    """Print the ranking: a line a hub, then what a grade means and what holds for all."""
    rows = list(hubs)
    known = [row for row in rows if row.rank is not None]
    if known:
        first = known[0].imports_excess
        page.say(f"{first.unit}, {first.level:.0%} intervals; data of {first.vintage or 'unknown day'}", STRONG)
    columns = (
        Column("rank", "right"), Column("hub"), Column("grade"), Column("imports excess", "right"),
        Column("exports excess", "right"), Column("lost", "right"), Column("why", whole=False),
    )  # fmt: skip
    page.table(columns, (_line(row) for row in known))
    silent = [row.hub for row in rows if row.rank is None]
    if silent:
        page.blank()
        page.say(f"No data: {', '.join(silent)}.", QUIET)
    page.blank()
    tests = known[0].tests if known else 0
    page.say(
        f"Consistent with diversion, which statistics alone cannot prove. A named by an authority too, B two legs "
        f"agree, C one method, D one sign; {counted(tests, 'test')} share the control of false discoveries.",
        QUIET,
    )


def _line(row: HubAssessment) -> tuple[str | Text, ...]:
    rank = f"{row.rank} ({row.rank_low}-{row.rank_high})"
    legs = (row.imports_excess, row.exports_excess, row.lost_in_transit)
    return (rank, f"{row.hub} {row.name}"[:22], str(row.grade or "-"), *(_two_lines(leg) for leg in legs), row.why)


def _two_lines(estimate: Estimate) -> Text:
    return Text(interval(estimate).replace(" [", "\n["))


def interval(estimate: Estimate) -> str:
    """Return an estimate with its interval in few characters, what it can be at most, or ``no data``."""
    if estimate.value is None:
        return "no data" if estimate.high is None else f"at most {money(estimate.high)} ({estimate.method})"
    ends = "" if estimate.low is None else f" [{money(estimate.low)}, {money(estimate.high)}]"
    return money(estimate.value) + ends


def money(value: float | None) -> str:
    """Return an amount in three digits and a unit."""
    if value is None:
        return "?"
    size, at = abs(value), 0
    while size >= _THOUSAND - 0.5 and at < len(_UNITS) - 1:
        size, at = size / _THOUSAND, at + 1
    sign = "-" if value < 0 else ""
    digits = 0 if size >= 100 or at == 0 else 1
    return f"{sign}{size:.{digits}f}{' ' if _UNITS[at] else ''}{_UNITS[at]}"


def show_hub(details: Iterator[HubDetail], page: Page) -> None:
    """Print one hub: estimates, goods, origins, changes, traps, what would change the conclusion."""
    for detail in details:
        row = detail.assessment
        page.say(f"{row.name} ({row.hub}): grade {row.grade or 'none'}, {row.why}", STRONG)
        page.facts(
            [
                ("rank", f"{row.rank} ({row.rank_low} to {row.rank_high})" if row.rank else "no data"),
                ("imports excess", _with_models(row.imports_excess)),
                ("as the hub reports", _with_models(row.imports_excess_reported)),
                ("exports excess", _with_models(row.exports_excess)),
                ("lost in transit", _with_models(row.lost_in_transit)),
                ("corroborated", interval(row.corroborated)),
                ("diversion", interval(row.diversion)),
                ("offset ratio", _share(row.offset_ratio)),
                ("more goods sent on", _share(row.extensive_margin)),
                *((f"pre-trend, {leg}", _trend(t.slope, t.parallel)) for leg, t in detail.pre_trend.items()),
            ]
        )
        _changes(row, page)
        _events(detail, page)
        _goods(detail, page)
        _origins(detail, page)
        page.heading("Traps")
        page.facts([("-", note) for note in row.notes])
        page.heading("What would change this")
        page.facts([("-", line) for line in detail.would_change])


def _with_models(estimate: Estimate) -> str:
    if estimate.value is None:
        return f"no data ({estimate.method})"
    return f"{interval(estimate)}; other counterfactuals {money(estimate.model_low)} to {money(estimate.model_high)}"


def _share(estimate: Estimate) -> str:
    if estimate.value is None:
        return "" if estimate.high is None else f"at most {estimate.high:.1%} {estimate.unit}"
    return f"{estimate.value:.1%} [{estimate.low or 0:.1%}, {estimate.high or 0:.1%}] {estimate.unit}"


def _trend(slope: float | None, parallel: bool | None) -> str:
    if slope is None:
        return ""
    return (
        f"{slope:+.2f} a year, {'within chance' if parallel else 'beyond chance: the comparison did not hold before'}"
    )


def _changes(row: HubAssessment, page: Page) -> None:
    if not row.change_points:
        return
    page.heading("Changes of level")
    columns = (
        Column("leg"),
        Column("from"),
        Column("may lie in"),
        Column("step", "right"),
        Column("near", whole=False),
    )
    page.table(
        columns,
        ((c.leg, c.date, f"{c.low} to {c.high}", f"x {c.step_ratio:.2f}", c.event or "") for c in row.change_points),
    )


def _events(detail: HubDetail, page: Page) -> None:
    named = [event for event in detail.events if event.names_hub]
    if named:
        page.heading("Events that name it")
        page.facts([(str(e.date), e.title if e.verified else f"{e.title} (unverified)") for e in named])
    if others := len(detail.events) - len(named):
        page.say(f"and {counted(others, 'event')} of everybody or the destination: see --format jsonl", QUIET)


def _goods(detail: HubDetail, page: Page) -> None:
    page.heading("Goods")
    columns = (
        Column("code"),
        Column("imports excess", "right"),
        Column("exports excess", "right"),
        Column("title", whole=False),
    )
    rows = (
        (g.family.split(":")[1], money(g.imports_excess), money(g.exports_excess), g.title) for g in detail.goods[:_FEW]
    )
    page.table(columns, rows)
    if len(detail.goods) > _FEW:
        page.say(f"and {len(detail.goods) - _FEW} more with smaller excess", QUIET)


def _origins(detail: HubDetail, page: Page) -> None:
    page.heading("Origins, an average period")
    columns = (Column("origin"), Column("before", "right"), Column("in the window", "right"))
    page.table(columns, ((f"{o.origin} {o.name}", money(o.before), money(o.after)) for o in detail.origins[:_FEW]))
    for bound in detail.bounds:
        page.say(
            f"Of {money(bound.exports)} sent on, goods of {bound.of}: at least {money(bound.lower)}, in proportion "
            f"{money(bound.proportional)}, at most {money(bound.upper)}."
        )
