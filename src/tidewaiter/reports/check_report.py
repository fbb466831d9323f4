"""The report of a check: one HTML file that a person reads, prints and files."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import jinja2

from tidewaiter.model import Decision, RowError, Transaction, Verdict, country_name
from tidewaiter.reports import wording
from tidewaiter.reports.environment import environment
from tidewaiter.reports.orders import OrderLine, item_text, order_line, place
from tidewaiter.reports.spool import Spool
from tidewaiter.reports.tally import LAW_STALE_DAYS, LIST_STALE_DAYS, Tally

_MEGABYTE = 1_000_000
_NOT_RELEASED = (Verdict.STOP, Verdict.HOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    number: int
    transaction: Transaction
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rejected:
    row: int | None
    file: str
    column: str | None
    id: str | None
    reason: str
    remedy: str


class CheckReport:
    """Takes decisions one by one and writes them up at the end, in memory that does not grow with their number.

    Every order is counted; every stop and hold has its line in the register. The full reasons of the first
    ``detail_limit`` of them are printed, stops before holds, and the report says so when there are more, as it does
    when more than ``row_limit`` released orders or rejected rows are left to the files written beside it.

    Args:
        detail_limit: Orders printed with all their reasons.
        row_limit: Released orders, and rejected rows, printed as lines.
        memory_bytes: Memory each kind of record may take before it moves to a temporary file.
    """

    def __init__(self, *, detail_limit: int = 500, row_limit: int = 2000, memory_bytes: int = 8 * _MEGABYTE) -> None:
        self.detail_limit = detail_limit
        self.row_limit = row_limit
        self.tally = Tally()
        self._details = {v: Spool(_Checked, memory_bytes=memory_bytes) for v in _NOT_RELEASED}
        self._lines = {v: Spool(OrderLine, memory_bytes=memory_bytes) for v in Verdict}
        self._rejected = Spool(_Rejected, memory_bytes=memory_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Delete the temporary files. The report can not be rendered after that."""
        for details in self._details.values():
            details.close()
        for lines in self._lines.values():
            lines.close()
        self._rejected.close()

    def add(self, transaction: Transaction, decision: Decision) -> None:
        """Take in one order and its decision."""
        number = self.tally.orders + 1
        verdict = decision.decision
        self.tally.add(number, transaction, decision)
        self._lines[verdict].append(order_line(number, transaction, decision))
        if verdict in self._details and len(self._details[verdict]) < self.detail_limit:
            self._details[verdict].append(_Checked(number=number, transaction=transaction, decision=decision))

    def reject(self, error: RowError) -> None:
        """Take in one row of the input that could not be used."""
        self._rejected.append(
            _Rejected(
                row=error.row,
                file=error.file,
                column=error.column,
                id=error.id,
                reason=error.reason,
                remedy=error.remedy,
            )
        )

    def render(
        self,
        path: Path | str,
        *,
        law_as_of: dt.date,
        title: str = "Export control check",
        law_version: str = "",
        input_name: str = "",
        input_sha256: str = "",
        version: str = "",
        prepared_by: str = "",
        prepared_at: dt.datetime | None = None,
        files: Sequence[str] = ("decisions.jsonl", "decisions.csv", "rejected.csv"),
    ) -> Path:
        """Write the report as one self-contained HTML file, whole or not at all. The same input gives the same bytes.

        Args:
            path: File to write; an existing one is replaced.
            law_as_of: Date the law data were last brought up to; a warning is printed when it is more than 30 days
                before the date checked.
            title: Heading of the report.
            law_version: Version or hash of the law data.
            input_name: Name of the order file, as the user gave it.
            input_sha256: Hash of the order file as read.
            version: Version of the program.
            prepared_by: Who ran the check.
            prepared_at: When, if that is to be printed. The report reads no clock.
            files: Names of the files written beside the report, which hold what is too long to print.

        Returns:
            The path written.
        """
        about = {
            "title": title,
            "law_as_of": law_as_of,
            "law_version": law_version,
            "input_name": input_name,
            "input_sha256": input_sha256,
            "version": version,
            "prepared_by": prepared_by,
            "prepared_at": prepared_at,
            "files": tuple(files),
        }
        path = Path(path)
        descriptor, staged = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
                template = _environment().get_template("check.html")
                stream.writelines(template.generate(about | self._context(law_as_of)))
            Path(staged).chmod(0o644)
            Path(staged).replace(path)
        except BaseException:
            Path(staged).unlink(missing_ok=True)
            raise
        return path

    def _context(self, law_as_of: dt.date) -> dict[str, Any]:
        from tidewaiter.reports.charts import draw  # noqa: PLC0415 - takes a second to import, and only a report draws

        tally = self.tally
        details = [len(self._details[v]) for v in _NOT_RELEASED]
        lists = sorted(tally.lists.values(), key=lambda use: (use.snapshot.list, use.snapshot.date, use.from_day))
        return {
            "tally": tally,
            "charts": draw(tally),
            "lists": lists,
            "stale_lists": [use for use in lists if use.stale],
            "rebuilt_lists": [use for use in lists if use.snapshot.reconstructed],
            "law_age": (tally.last_day - law_as_of).days if tally.last_day else 0,
            "LAW_STALE_DAYS": LAW_STALE_DAYS,
            "LIST_STALE_DAYS": LIST_STALE_DAYS,
            "lines": {str(v): spool for v, spool in self._lines.items()},
            "orders": self._cards,
            "carded": min(self.detail_limit, sum(details)),
            "last_stop": min(self.detail_limit, details[0]),
            "detail_limit": self.detail_limit,
            "row_limit": self.row_limit,
            "rejected": self._rejected,
            "questions": sorted(tally.questions.values(), key=lambda asked: -asked.count),
            "verdicts": [Verdict.STOP, Verdict.HOLD, Verdict.RELEASE],
        }

    def _cards(self) -> Iterator[_Checked]:
        everything = (checked for verdict in _NOT_RELEASED for checked in self._details[verdict])
        return islice(everything, self.detail_limit)


@cache
def _environment() -> jinja2.Environment:
    made = environment("report.css")
    made.globals.update(wording=wording, item_text=item_text, place=place)
    made.filters.update(words=wording.words, country=country_name, list_name=wording.list_name, money=_money)
    return made


def _money(value: float) -> str:
    return f"USD {value:,.2f}".removesuffix(".00")
