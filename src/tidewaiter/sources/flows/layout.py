"""Layouts: which headings of a source's file hold which column, and what the file counts twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_READ_AS_NUMBER = re.compile(r"flow_number\(\{(\w+)\}\)")
_NOT_ALNUM = re.compile(r"[\W_]+")

#: Cells a layout may give, as SQL text.
FIELDS = (
    "period", "reporter", "partner", "flow", "hs", "vintage", "value", "currency", "value_usd", "net_kg", "quantity",
    "unit", "source", "valuation", "released", "suppressed",
)  # fmt: skip
_NUMBERS = frozenset({"value", "value_usd", "net_kg", "quantity"})
#: Parts a cell may be split into. A part whose code is the total stands beside the others and is taken instead of them.
DIMENSIONS = ("mode", "customs", "partner2", "trade")


def heading_key(name: str) -> str:
    """Return a heading without case, blanks and punctuation, so that ``reporter_code`` and ``reporterCode`` are one."""
    return _NOT_ALNUM.sub("", name.casefold())


@dataclass(frozen=True, slots=True)
class Reading:
    """One flow of a file: SQL for some cells, and the rows it is read from.

    Attributes:
        cells: SQL by field, instead of the layout's own.
        where: SQL condition on the rows; all rows when blank.
    """

    cells: Mapping[str, str]
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How one kind of file is read.

    In SQL, ``{name}`` stands for the cell under the first of ``headings[name]`` that the file has; null without one.

    Attributes:
        id: Name of the layout; ``source`` the source its rows carry, ``title`` what the file is.
        headings: Name to heading keys, best first.
        needs: Names whose headings must be there for the layout to be recognised.
        cells: SQL by field of `FIELDS`; a field without SQL is the cell of its own name.
        scheme: Scheme of its country codes, see `find_area`.
        dimensions: SQL by dimension of `DIMENSIONS`, and the codes that mean the total.
        left_out: Why rows are left out, and the SQL condition that finds them: aggregates, other classifications.
        readings: Flows of a row; one that changes nothing unless the file has one column a flow.
        measures: Names of the heading that says what a row measures, of the one with the number and of its flag, where
            a file has a row a measure. The rows of a cell are joined, each measure under a heading of its own name.
        original: SQL telling that a row is in the edition the reporter used, of several editions in one file.
        complete: The file holds all trade of its reporters and periods: what it lacks was withdrawn.
        ungrouped: Its publisher writes numbers with a decimal point and nothing between thousands, so that ``3.000``
            is three; what a spreadsheet program made of the file since may still say otherwise.
    """

    id: str
    source: str
    title: str
    headings: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    cells: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "iso"
    dimensions: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    left_out: tuple[tuple[str, str], ...] = ()
    readings: tuple[Reading, ...] = (Reading({}),)
    measures: tuple[str, str, str] | None = None
    original: str = ""
    complete: bool = False
    ungrouped: bool = False

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Names of `headings` whose cells are numbers."""
        written = [*self.cells.values(), *(sql for reading in self.readings for sql in reading.cells.values())]
        read = {name for sql in written for name in _READ_AS_NUMBER.findall(sql)}
        return (_NUMBERS | read) & self.headings.keys()

    def fits(self, keys: Collection[str]) -> bool:
        """Tell whether a file with these heading keys has this layout."""
        found = set(keys)
        return all(found & set(self.headings[name]) for name in self.needs)

    def bind(self, headings: Mapping[str, str]) -> Bound:
        """Return the layout for a file.

        Args:
            headings: Heading by key, as the file has them.
        """
        used = {
            name: next((key for key in alternatives if key in headings), None)
            for name, alternatives in self.headings.items()
        }
        texts = {name: "null::varchar" if key is None else self._text(name, key) for name, key in used.items()}
        shown = {name: headings[key] for name, key in used.items() if key is not None}
        numbers = {headings[key]: f'flow_cell("{key}")' for name, key in used.items() if key and name in self.numbers}
        return Bound(self, texts, shown, numbers)

    def _text(self, name: str, key: str) -> str:
        """Return the SQL of the cell under a heading; what means nothing elsewhere may be an area."""
        kept = _AREA_PLACEHOLDERS.get(self.scheme)
        if name in _AREAS and kept and not key.endswith("iso3"):
            return f"flow_area(\"{key}\", '{kept}')"
        return f'flow_plain(flow_cell("{key}"))' if name in self.numbers else f'flow_cell("{key}")'


#: Cells with an area, and the text that stands for one where it means nothing elsewhere, by scheme.
_AREAS = frozenset({"reporter", "partner"})
_AREA_PLACEHOLDERS = {"iso": "NA", "comext": "NA", "census": "-"}


@dataclass(frozen=True, slots=True)
class Bound:
    """A layout bound to the headings of one file.

    Attributes:
        texts: SQL of the cell by name.
        shown: Heading by name as the file writes it, for error messages.
        numbers: SQL of each cell with a number as the file writes it, by heading.
    """

    layout: Layout
    texts: Mapping[str, str]
    shown: Mapping[str, str]
    numbers: Mapping[str, str]

    def sql(self, expression: str) -> str:
        """Return SQL with the cells of this file in the place of their names."""
        return expression.format_map(_Texts(self.texts))

    def cell(self, name: str, reading: Reading) -> str:
        """Return the SQL of a field's text."""
        expression = reading.cells.get(name) or self.layout.cells.get(name)
        if expression is not None:
            return self.sql(expression)
        return self.texts.get(name, "null::varchar")

    def heading(self, name: str) -> str:
        """Return the heading a field is read from, as the file writes it."""
        return self.shown.get(name, name)


class _Texts(dict[str, str]):
    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(texts)

    def __missing__(self, key: str) -> str:
        return "null::varchar"
