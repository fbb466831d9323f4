"""The ledger of a hub and displacement in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.model import country_name
from tidewaiter.monitor import Displaced, Displacement, EventEffect, LedgerEntry, Rise, State
from tidewaiter.monitor.progress import LEAST_CHANGE
from tidewaiter.reports.views.hubs import money
from tidewaiter.reports.views.page import QUIET, STRONG, Column, Page
from tidewaiter.reports.wording import words


def show_ledger(entries: Iterator[LedgerEntry], page: Page) -> None:
    """Print a line a month."""
    rows = list(entries)
    if rows:
        first = rows[0]
        page.say(f"{country_name(first.hub)}, {first.leg}, agreed level {money(first.agreed)} a month", STRONG)
    columns = (
        Column("month"), Column("state"), Column("value", "right"), Column("3-month change", "right"),
        Column("events and routes", whole=False),
    )  # fmt: skip
    page.table(columns, map(_entry, rows))
    page.blank()
    together = "Value is of the month; change and state are of the last three months together."
    page.say(f"! the state changed. {together} No data is not zero.", QUIET)


def _entry(entry: LedgerEntry) -> tuple[str, ...]:
    chance = entry.state is State.UNCHANGED and entry.change is not None and abs(entry.change) >= LEAST_CHANGE
    noted = [entry.note] if entry.note else []
    why = [f"within chance ({entry.p_value:.2f})"] if chance and entry.p_value is not None else []
    to = [f"to {', '.join(entry.displaced_to)}"] if entry.displaced_to else []
    change = "" if entry.change is None else f"{entry.change:+.0%}"
    value = "no data" if entry.value is None else money(entry.value)
    mark = "! " if entry.alert else ""
    return (entry.month, mark + words(entry.state), value, change, "; ".join([*noted, *why, *to, *entry.events]))


def show_effects(effects: Iterator[EventEffect], page: Page) -> None:
    """Print what happened around each event."""
    columns = (Column("event", whole=False), Column("step", "right"), Column("by chance", "right"))
    page.table(columns, ((e.event, f"x {e.step_ratio:.2f}", f"{e.p_value:.3f}") for e in effects))
    page.blank()
    page.say("By chance: the share of other months with as large a step. Events close together share one step.", QUIET)


def show_displacement(found: Iterator[Displacement], page: Page) -> None:
    """Print the fall and the routes that rose."""
    for answer in found:
        fall, name = answer.fall, country_name(answer.hub)
        if not fall.months:
            page.say(
                f"{name}: no data on its exports or imports of the goods; nothing is said of displacement.", STRONG
            )
            page.warn(answer.notes)
            continue
        if fall.month is None:
            page.say(f"{name}: no fall of its {fall.leg} beyond chance; nothing was displaced.", STRONG)
            continue
        if fall.before is None or fall.after is None:
            page.say(f"{name}: too few months with data on its {fall.leg} around {fall.month}.", STRONG)
            page.warn(answer.notes)
            continue
        sure = "" if fall.found else ", which is within chance: nothing is said of displacement"
        moved = f"from {money(fall.before)} to {money(fall.after)} a month in {fall.month}"
        page.say(f"{name}: {fall.leg} {moved}{sure}", STRONG)
        columns = (
            Column("route"), Column("before", "right"), Column("after", "right"), Column("of the fall", "right"),
            Column("by chance", "right"), Column("verdict", whole=False),
        )  # fmt: skip
        page.table(columns, map(_route, answer.to))
        page.warn(answer.notes)


def _route(row: Displaced) -> tuple[str, ...]:
    share = "" if row.share is None else f"{row.share:.0%}"
    trend = ", but it rose before, too" if row.already_rising and row.verdict is not Rise.NO else ""
    where = f"{row.route} {'through' if row.route == 'round' else 'by'} {row.name}"
    return (where, money(row.before), money(row.after), share, f"{row.p_value:.3f}", words(row.verdict) + trend)
