"""What a section of the scorecard gives: tables of raw values, and the targets they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Cell = str | float | int | bool | None

NOT_INSTALLED = "peer not installed"


class Kind(StrEnum):
    """What the cells of a column are, which decides how they are shown and whether they repeat exactly."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"  # of one: precision, recall, AUC, a score
    DIFFERENCE = "difference"
    FLAG = "flag"
    RATE = "per second"
    MILLISECONDS = "ms"
    SECONDS = "s"
    MEGABYTES = "MB"

    @property
    def timed(self) -> bool:
        """Whether the value is of the machine and the moment, and differs from run to run."""
        return self in _TIMED


_TIMED = frozenset({Kind.RATE, Kind.MILLISECONDS, Kind.SECONDS, Kind.MEGABYTES})


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what stands under it."""

    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of raw values; a text in a column of numbers says why there is none."""

    id: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    title: str = ""
    about: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.id} has {len(self.columns)} columns, but a row of {len(row)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure the project set out to reach, beside the best a peer reaches in the same run.

    Attributes:
        measure: What is measured, on what.
        reach: The figure set.
        reached: The figure measured; None when it was not measured in this run.
        kind: Unit of the figures.
        at_most: Whether less is better.
        peer: The best peer's figure in this run; None when no peer was measured.
        peer_name: Which peer that is, or why there is none.
        lead: How far ahead of the peer, by a paired test on the same data, where there is one.
        beats: Whether the interval of that test excludes 0; None without a test.
    """

    measure: str
    reach: float
    reached: float | None
    kind: Kind = Kind.SHARE
    at_most: bool = False
    peer: float | None = None
    peer_name: str = "not measured"
    lead: str | None = None
    beats: bool | None = None

    @property
    def met(self) -> bool | None:
        """Whether the figure is reached; None when it was not measured."""
        if self.reached is None:
            return None
        return self.reached <= self.reach if self.at_most else self.reached >= self.reach


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what was measured and how, its tables, and the targets it answers."""

    id: str
    title: str
    about: str
    tables: list[Table] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
