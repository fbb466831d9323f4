"""What stands beside a stored list: which list and date it is, how many entries, their hash, where they came from."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from importlib import metadata
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, ValidationError

from tidewaiter.model import Snapshot, UnusableWorkspaceError, from_json, to_json
from tidewaiter.store.listing_table import SCHEMA_VERSION

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Description of one stored snapshot. It holds no time of writing, so the same data always give the same bytes.

    Attributes:
        date: Date the data are of (not when they were fetched).
        entries: Number of entries in the listings file.
        sha256: Of the listings file, in lower-case hexadecimal.
        source: Publisher's name of the source, and how it reached us.
        source_file: Name of the file the entries were read from, without its folder.
        source_sha256: Of that file.
        notes: What a reader of the snapshot must know, such as facts the source lacks.
        schema_version: Version of the stored columns.
        created_by: Program and version that wrote it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    list: str
    date: dt.date
    entries: Annotated[int, Field(gt=0)]
    sha256: Sha256
    source: str
    source_file: str | None = None
    source_sha256: Sha256 | None = None
    notes: tuple[str, ...] = ()
    schema_version: Annotated[int, Field(ge=1)] = SCHEMA_VERSION
    created_by: str = ""

    def snapshot(self) -> Snapshot:
        """Return the snapshot the manifest describes, as read on its own date."""
        return Snapshot(
            list=self.list,
            date=self.date,
            sha256=self.sha256,
            entries=self.entries,
            source=self.source,
            note=" ".join(self.notes) or None,
        )


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of bytes in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def this_program() -> str:
    """Return the name and installed version of this program."""
    try:
        return f"tidewaiter {metadata.version('tidewaiter')}"
    except metadata.PackageNotFoundError:
        return "tidewaiter (not installed)"


def encode(manifest: Manifest) -> bytes:
    """Return a manifest as the bytes of its file."""
    return f"{to_json(manifest)}\n".encode()


def decode(data: bytes, where: str) -> Manifest:
    """Read a manifest from the bytes of its file.

    Args:
        data: The file's bytes.
        where: Path of the file, for the message.

    Raises:
        UnusableWorkspaceError: when it is no manifest, or of a later schema version than this program knows.
    """
    try:
        manifest = from_json(Manifest, data)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise UnusableWorkspaceError(
            f"{where} is not a snapshot manifest ({faults}). Publish the list again with `tidewaiter pull` or "
            "`tidewaiter lists import`, or remove the folder."
        ) from error
    if manifest.schema_version > SCHEMA_VERSION:
        raise UnusableWorkspaceError(
            f"{where} has schema version {manifest.schema_version}, and this program reads up to {SCHEMA_VERSION}. "
            "Upgrade tidewaiter."
        )
    return manifest
