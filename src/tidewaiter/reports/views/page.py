"""A terminal page: wrapped sentences, labelled facts and tables, which never pass its width or lose a character."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from tidewaiter.reports.terminal import one_line, visible

#: Width from which there is room for a further column.
WIDE = 110
#: Styles beside which the same is always said in words, so that they may be missing.
STRONG, QUIET, WARNING = "bold", "dim", "yellow"
_GAP = 2
#: Least room that a column of sentences is left with before the columns of ids are broken.
_LEAST = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        head: Heading.
        justify: ``right`` for counts.
        whole: Its members are not broken over lines as long as there is any other room: ids, dates, codes.
    """

    head: str
    justify: Literal["left", "right"] = "left"
    whole: bool = True


Cell = str | Text


class Page:
    """What a view prints on. Text from strangers is shown, never obeyed.

    Args:
        stream: Where to print; colors are used only when it is a terminal, and never under ``NO_COLOR``.
        width: Columns; by default those of the terminal, or of ``COLUMNS``.
        rows: Rows of a table laid out together; a longer one goes on with a new header.
    """

    def __init__(self, stream: TextIO, *, width: int | None = None, rows: int = 200) -> None:
        self.console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
        self.rows = rows

    @property
    def width(self) -> int:
        """Columns of the page."""
        return self.console.width

    @property
    def wide(self) -> bool:
        """Whether there is room for a further column."""
        return self.width >= WIDE

    def blank(self) -> None:
        """Leave a line empty."""
        self.console.print()

    def say(self, text: Cell, style: str = "", *, indent: int = 0) -> None:
        """Print a sentence, wrapped and indented."""
        self.put(Padding(shown(text, style), (0, 0, 0, indent)))

    def heading(self, text: str) -> None:
        """Print the title of a part, after an empty line."""
        self.blank()
        self.say(text, STRONG)

    def facts(self, pairs: Iterable[tuple[Cell, Cell]], *, indent: int = 0, label: int = 0) -> None:
        """Print labelled facts, one below the other; those whose text is empty are left out.

        Args:
            pairs: Label and text.
            indent: Columns left free before the labels.
            label: Columns of the labels, at least; give it to align several blocks.
        """
        known = [(name, value) for name, value in pairs if str(value)]
        if not known:
            return
        grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        grid.add_column(width=max(label, *(cell_len(str(name)) for name, _ in known)))
        grid.add_column(overflow="fold")
        for name, value in known:
            grid.add_row(shown(name, QUIET), shown(value))
        self.put(Padding(grid, (0, 0, 0, indent)))

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, indent: int = 0) -> int:
        """Print a table as its rows come, laid out page by page, and return the number of rows.

        A column that is empty on a whole page is left out of it.
        """
        count = 0
        remaining = iter(rows)
        while batch := list(itertools.islice(remaining, self.rows)):
            self.put(Padding(self._laid_out(columns, batch, self.width - indent), (0, 0, 0, indent)))
            count += len(batch)
        return count

    def _laid_out(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], room: int) -> Table:
        kept = [i for i in range(len(columns)) if any(str(row[i]) for row in rows)]
        cells = [[shown(row[i]) for i in kept] for row in rows]
        natural = [
            max(cell_len(columns[i].head), *(cell_len(line) for row in cells for line in row[n].plain.split("\n")))
            for n, i in enumerate(kept)
        ]
        whole = [columns[i].whole for i in kept]
        widths = _fitted(natural, whole, room - _GAP * (len(kept) - 1))
        table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold")
        for i, width in zip(kept, widths, strict=True):
            table.add_column(shown(columns[i].head), justify=columns[i].justify, overflow="fold", width=width)
        for row in cells:
            table.add_row(*row)
        return table

    def warn(self, notes: Iterable[str]) -> None:
        """Print what must be known to read an answer, each note with a mark, after an empty line."""
        for number, text in enumerate(notes):
            if not number:
                self.blank()
            self.facts([(Text("!", WARNING), shown(text, WARNING))])

    def put(self, renderable: RenderableType) -> None:
        """Print anything rich can render, without the blanks it fills lines up with."""
        for line in self.console.render_lines(renderable, pad=False):
            kept = list(line)
            while kept and not kept[-1].text.strip():
                kept.pop()
            if kept:
                kept[-1] = Segment(kept[-1].text.rstrip(), kept[-1].style)
            self.console.print(Segments([*kept, Segment.line()]), end="", soft_wrap=True)


def shown(text: Cell, style: str = "") -> Text:
    """Return text as it may go to a terminal: controls and line breaks written out (styled text may have lines)."""
    if isinstance(text, Text):
        return text if visible(text.plain) == text.plain else Text(visible(text.plain), style=text.style)
    return Text(one_line(text), style=style)


def joined(parts: Iterable[Cell | None], between: str = " · ") -> Text:
    """Return the parts that are there as one line."""
    return shown(between).join([shown(part) for part in parts if part])


def _fitted(natural: Sequence[int], whole: Sequence[bool], room: int) -> list[int]:
    """Return the widths of columns that fit into the room, taken first from sentences, then from the widest column."""
    widths = list(natural)
    loose = [i for i, kept in enumerate(whole) if not kept]
    while sum(widths) > room and any(widths[i] > _LEAST for i in loose):
        widths[max(loose, key=lambda i: widths[i])] -= 1
    while sum(widths) > room and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
    return widths
