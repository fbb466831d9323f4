"""Red flags as dated records from ``law/data/redflags``. A file with anything unexpected is refused whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tidewaiter.law.strict_yaml import load_yaml
from tidewaiter.model import LawError


class FlagSegment(BaseModel):
    """A period in which an authority's statement of a flag stood unchanged.

    Attributes:
        severity: ``hold`` where the EAR, or the guidance that interprets them, wants this very transaction resolved
            before it proceeds; ``note`` where the fact alone is too common to stop on.
        unverified: What about the segment could not be verified in the source's own words; shown with the citation.
        parameters: Replace those of the record in this period.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: Annotated[dt.date, Field(alias="from")]
    end: Annotated[dt.date | None, Field(alias="to")] = None
    severity: Literal["hold", "note"]
    citation: Annotated[str, Field(min_length=5)]
    unverified: str | None = None
    parameters: Mapping[str, Any] | None = None

    @property
    def cited(self) -> str:
        """The citation, with what of it is unverified."""
        return f"{self.citation} (unverified: {self.unverified})" if self.unverified else self.citation


class FlagRecord(BaseModel):
    """One red flag: title and clearing condition in own words, and its dated segments.

    Attributes:
        parameters: Lists and dates the flag's predicate works with, so that code holds the logic and never the lists.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]+$")]
    title: Annotated[str, Field(min_length=10)]
    clears_if: Annotated[str, Field(min_length=10)]
    parameters: Mapping[str, Any] = {}
    segments: Annotated[tuple[FlagSegment, ...], Field(min_length=1)]

    def at(self, day: dt.date) -> FlagSegment | None:
        """Return the segment in force on a day, or None: no flag is raised before its source said so.

        A segment ends on its last day where one is given, else when the next begins.
        """
        begun = [segment for segment in self.segments if segment.start <= day]
        last = begun[-1] if begun else None
        return None if last is None or (last.end is not None and day > last.end) else last


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    flags: tuple[FlagRecord, ...]


def read_records(text: str, name: str) -> tuple[FlagRecord, ...]:
    """Read the records of one file's text.

    Raises:
        LawError: naming the file and the field, when anything is unknown, missing, malformed or overlapping.
    """
    try:
        records = _File.model_validate(load_yaml(text)).flags
    except ValidationError as error:
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        raise LawError(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise LawError(f"{name}: not readable as YAML: {error}") from None
    except LawError as error:
        raise LawError(f"{name}: {error}") from None
    for record in records:
        _check_segments(record, name)
    return records


def _check_segments(record: FlagRecord, name: str) -> None:
    for segment in record.segments:
        if segment.end is not None and segment.end < segment.start:
            raise LawError(f"{name}: {record.id}: a segment ends before it starts ({segment.start}).")
    for earlier, later in pairwise(record.segments):
        if later.start <= (earlier.end or earlier.start):
            raise LawError(f"{name}: {record.id}: segments overlap or are out of order at {later.start}.")


@cache
def load_records() -> tuple[FlagRecord, ...]:
    """Return every red flag the package carries, by file name and place in the file.

    Raises:
        LawError: when a file is malformed or an id is used twice.
    """
    folder = resources.files("tidewaiter").joinpath("law", "data", "redflags")
    return collect(sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name))


def collect(files: Iterable[Traversable]) -> tuple[FlagRecord, ...]:
    """Read several files of records.

    Raises:
        LawError: when a file is malformed or an id is used twice.
    """
    records: dict[str, FlagRecord] = {}
    for file in files:
        for record in read_records(file.read_text(encoding="utf-8"), file.name):
            if record.id in records:
                raise LawError(f"{file.name}: {record.id}: another red flag has this id.")
            records[record.id] = record
    return tuple(records.values())
