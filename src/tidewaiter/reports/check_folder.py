"""The folder a check leaves behind: decisions as JSON Lines and CSV, rejected rows, and the report."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from tidewaiter.model import Decision, RowError, Transaction, to_json
from tidewaiter.reports.check_report import CheckReport
from tidewaiter.reports.rows import DECISION_COLUMNS, REJECTED_COLUMNS, decision_row, rows_of

FILES = ("decisions.jsonl", "decisions.csv", "rejected.csv", "report.html")


class CheckFolder:
    """Writes the four files of a check as the decisions come; they appear in the folder together, whole, or not at all.

    Args:
        out: Folder to write into; made when it is not there. Files of an earlier check in it are replaced.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        out.mkdir(parents=True, exist_ok=True)
        self._staging = Path(tempfile.mkdtemp(prefix=".check-", dir=out))
        self._open = ExitStack()
        self._report = self._open.enter_context(CheckReport())
        self._jsonl = self._open.enter_context((self._staging / FILES[0]).open("w", encoding="utf-8", newline="\n"))
        self._decisions = self._table(FILES[1], DECISION_COLUMNS)
        self._rejected = self._table(FILES[2], REJECTED_COLUMNS)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Throw away what was not finished."""
        self._open.close()
        shutil.rmtree(self._staging, ignore_errors=True)

    def add(self, tx: Transaction, decision: Decision) -> None:
        """Write one decision to every file."""
        self._jsonl.write(to_json(decision) + "\n")
        self._decisions.writerow(decision_row(decision))
        self._report.add(tx, decision)

    def reject(self, error: RowError) -> None:
        """Write one row that could not be used."""
        self._rejected.writerows(rows_of(error))
        self._report.reject(error)

    def finish(
        self,
        *,
        law_as_of: dt.date,
        input_name: str,
        input_sha256: str,
        version: str,
        prepared_by: str = "",
        prepared_at: dt.datetime | None = None,
    ) -> Path:
        """Write the report, put all files in place, and return the path of the report."""
        self._report.render(
            self._staging / FILES[3],
            law_as_of=law_as_of,
            input_name=input_name,
            input_sha256=input_sha256,
            version=version,
            prepared_by=prepared_by,
            prepared_at=prepared_at,
            files=FILES[:3],
        )
        self._open.close()
        for name in FILES:
            (self._staging / name).replace(self.out / name)
        return self.out / FILES[3]

    def _table(self, name: str, columns: tuple[str, ...]) -> csv.DictWriter[str]:
        stream = self._open.enter_context((self._staging / name).open("w", encoding="utf-8", newline=""))
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        return writer
