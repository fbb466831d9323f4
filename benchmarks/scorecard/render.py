"""A scorecard as a page for people and as a file for programs; both hold the same tables."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.scorecard.tables import Cell, Column, Kind, Section, Table, Target

#: Raised when a field is renamed or removed; the layout is ``accuracy.schema.json`` beside this file.
SCHEMA_VERSION = 1
#: Digits kept of a value that repeats exactly; more would be the noise of the processor's arithmetic.
_DIGITS = 6

_HOW_MADE = "<!-- Written by `make scorecard`. Change the program or the scorecard, not this page. -->"

_TARGET_COLUMNS = tuple(
    map(Column, ("measure", "met", "reached", "to reach", "best peer's", "that peer", "ahead of it (95 %)"))
)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Sections with their heading, and what they were measured on.

    Attributes:
        opening: Paragraphs under the heading.
        run: What the run was: size, versions, machine. Values by name.
        sources: The files read, with their rows, digest and what is known against them.
    """

    title: str
    opening: str
    sections: Sequence[Section]
    run: dict[str, Cell] = field(default_factory=dict)
    sources: Table | None = None

    @property
    def targets(self) -> list[Target]:
        """The targets of all sections, in order."""
        return [target for section in self.sections for target in section.targets]


def write(card: Scorecard, folder: Path, name: str) -> None:
    """Write ``NAME.md`` and ``NAME.json`` into a folder, each in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(as_data(card), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    for suffix, content in (("md", markdown(card)), ("json", text)):
        staged = folder / f".{name}.{suffix}.part"
        staged.write_text(content, encoding="utf-8", newline="\n")
        staged.replace(folder / f"{name}.{suffix}")


def markdown(card: Scorecard) -> str:
    """Return the page."""
    parts = [
        f"# {card.title}",
        _HOW_MADE,
    ]
    parts += [card.opening, *_target_parts(card.targets)]
    for section in card.sections:
        parts += [f"## {section.title}", section.about]
        for table in section.tables:
            parts += _table_parts(table)
    if card.sources is not None:
        parts += ["## What it was measured on", *_table_parts(card.sources)]
    rows: list[tuple[Cell, ...]] = [(name, shown(value, Kind.TEXT)) for name, value in card.run.items()]
    parts += ["## The run", _grid((Column("what"), Column("value")), rows)]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_data(card: Scorecard) -> dict[str, Any]:
    """Return the scorecard as plain data, in the layout of ``accuracy.schema.json``."""
    return {
        "schema_version": SCHEMA_VERSION,
        "title": card.title,
        "run": card.run,
        "sources": _table_data(card.sources) if card.sources is not None else None,
        "targets": [_target_data(target) for target in card.targets],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "about": section.about,
                "tables": [_table_data(table) for table in section.tables],
            }
            for section in card.sections
        ],
    }


def shown(cell: Cell, kind: Kind) -> str:
    """Return a value as text, by the kind of its column; nothing is a dash."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return cell
    if kind is Kind.DIFFERENCE:
        return f"{cell:+.3f}"
    if kind is Kind.SHARE:
        return f"{cell:.3f}"
    if kind in (Kind.MILLISECONDS, Kind.SECONDS):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.2f}"
    return f"{cell:,.0f}" if isinstance(cell, int) or abs(cell) >= 10 else f"{cell:.2g}"


def target_lines(targets: Sequence[Target]) -> list[str]:
    """Return the targets as lines for a terminal."""
    return [" · ".join(cell for cell in _target_cells(target) if cell != "–") for target in targets]


def _target_parts(targets: Sequence[Target]) -> list[str]:
    if not targets:
        return []
    held = sum(target.met is True for target in targets)
    summary = (
        f"{held} of {len(targets)} are met. A peer is beaten only where the interval of the paired test is above 0."
    )
    rows: list[tuple[Cell, ...]] = [_target_cells(target) for target in targets]
    return ["## Targets", summary, _grid(_TARGET_COLUMNS, rows)]


def _target_cells(target: Target) -> tuple[str, ...]:
    """Return the cells of a target: what is measured, whether it is met, the figures, the peer, and the lead."""
    state = {True: "met", False: "NOT met", None: "not measured"}[target.met]
    return (
        target.measure,
        state,
        _figure(target.reached, target.kind),
        f"{'≤' if target.at_most else '≥'} {_figure(target.reach, target.kind)}",
        _figure(target.peer, target.kind),
        target.peer_name,
        f"{target.lead}, {'beats it' if target.beats else 'not proven'}" if target.lead else "–",
    )


def _figure(value: float | None, kind: Kind) -> str:
    if value is None:
        return "–"
    unit = {Kind.RATE: "/s", Kind.MILLISECONDS: " ms", Kind.MEGABYTES: " MB", Kind.SECONDS: " s"}.get(kind, "")
    return shown(value, kind) + unit


def _table_parts(table: Table) -> list[str]:
    heading = f"### {table.title}" if table.title else ""
    return [part for part in (heading, table.about, _grid(table.columns, table.rows)) if part]


def _grid(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> str:
    head = "| " + " | ".join(column.name for column in columns) + " |"
    rule = "|" + "|".join("---" if column.kind is Kind.TEXT else "---:" for column in columns) + "|"
    body = [
        "| "
        + " | ".join(shown(cell, column.kind).replace("|", "\\|") for cell, column in zip(row, columns, strict=True))
        + " |"
        for row in rows
    ]
    return "\n".join([head, rule, *body])


def _table_data(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "about": table.about,
        "columns": [
            {"name": column.name, "kind": column.kind.value, "timed": column.kind.timed} for column in table.columns
        ],
        "rows": [[_plain(cell) for cell in row] for row in table.rows],
    }


def _target_data(target: Target) -> dict[str, Any]:
    return {
        "measure": target.measure,
        "kind": target.kind.value,
        "timed": target.kind.timed,
        "at_most": target.at_most,
        "reach": target.reach,
        "reached": _plain(target.reached),
        "met": target.met,
        "peer": _plain(target.peer),
        "peer_name": target.peer_name,
        "lead": target.lead,
        "beats": target.beats,
    }


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return None if math.isnan(cell) else round(cell, _DIGITS)
    return cell
