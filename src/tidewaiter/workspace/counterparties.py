"""Parties kept in the workspace under a name, to be screened again whenever the lists change."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from tidewaiter.model import UnusableWorkspaceError, UsageError, from_json, to_json
from tidewaiter.sources.orders import ScreenRow

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,63}")


class Counterparties:
    """Named sets of parties. Get it as ``Workspace.counterparties``.

    Args:
        root: Folder of the workspace; made when something is first kept.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / "counterparties"

    def names(self) -> tuple[str, ...]:
        """Return the names of the sets, in alphabetical order."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.jsonl")))

    def keep(self, name: str, rows: Iterable[ScreenRow]) -> Iterator[ScreenRow]:
        """Pass rows on and keep them; the set takes the place of an earlier one once the last row has passed.

        Raises:
            UsageError: when the name cannot be that of a set.
        """
        path = self._path(name)
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, staged = tempfile.mkstemp(dir=self._folder, prefix=".staging-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                for row in rows:
                    file.write(f"{to_json(row)}\n")
                    yield row
            Path(staged).replace(path)
        finally:
            Path(staged).unlink(missing_ok=True)

    def read(self, name: str) -> Iterator[ScreenRow]:
        """Return the rows of a set.

        Raises:
            UsageError: when there is no such set.
            UnusableWorkspaceError: when its file is damaged.
        """
        path = self._path(name)
        if not path.is_file():
            known = ", ".join(self.names()) or "none yet"
            raise UsageError(f"no parties are kept under {name!r} (there are: {known}); keep some with --store NAME.")
        return _rows(path)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} cannot name a set of parties: use letters, digits, '_', '-' and '.'.")
        return self._folder / f"{name}.jsonl"


def _rows(path: Path) -> Iterator[ScreenRow]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield from_json(ScreenRow, line)
            except ValidationError as error:
                raise UnusableWorkspaceError(f"{path}:{number} is damaged: keep the parties again.") from error
