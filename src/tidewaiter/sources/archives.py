"""Files inside ``.gz`` and ``.zip`` archives, unpacked one at a time and never beyond a bound."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from tidewaiter.model import UsageError

#: Bytes that an archive may unpack to where nothing else is said.
MOST = 20 << 30
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
#: What makes a zip archive a workbook: it is read as it is.
_WORKBOOK = "[Content_Types].xml"
#: What systems leave in archives beside what a person put there.
_LEFTOVERS = frozenset({"Thumbs.db", "desktop.ini"})
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive, unpacked.

    Attributes:
        path: Where it is until the next one is asked for; it bears its own name.
        name: Its name in the archive, with folders where two files there share a name.
    """

    path: Path
    name: str


def is_archive(path: Path) -> bool:
    """Tell whether a file is a gzip or zip archive, by its content; a workbook is none."""
    with path.open("rb") as stream:
        head = stream.read(4)
    return head.startswith(_GZIP) or (head == _ZIP and _listed(path) is not None)


def held(path: Path) -> tuple[str, ...]:
    """Return the names of the files an archive holds.

    Raises:
        UsageError: when it is empty, or locked with a password.
    """
    files = _listed(path)
    if files is None:
        return (path.name.removesuffix(path.suffix) if path.suffix.lower() == ".gz" else path.name,)
    wanted = [one.filename for one in _wanted(path, files)]
    plain = [PurePosixPath(name).name for name in wanted]
    return tuple(short if plain.count(short) == 1 else name for name, short in zip(wanted, plain, strict=True))


def unpacked(path: Path, folder: Path, most: int = MOST) -> Iterator[Member]:
    """Yield the files of an archive, each unpacked when it is asked for and removed after.

    Args:
        path: The archive.
        folder: Where to unpack.
        most: Bytes that all of them together may have: what an archive states of itself is not believed.

    Raises:
        UsageError: when it is empty, damaged, locked with a password, too large, or holds another archive.
    """
    left = most
    try:
        for name, stream in _members(path):
            target = folder / PurePosixPath(name.replace("\\", "/")).name
            with stream:
                left -= _copied(stream, target, left, path, most)
            _refuse_nested(path, name, target)
            yield Member(target, name)
            target.unlink()
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise UsageError(
            f"{path} is a damaged archive, or packed in an unusual way: {error}. Unpack it first."
        ) from None


def _members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the name of each file of an archive and its bytes."""
    files, names = _listed(path), held(path)
    if files is None:
        yield names[0], cast("IO[bytes]", gzip.open(path, "rb"))  # noqa: SIM115  whoever takes it closes it
        return
    with zipfile.ZipFile(path) as archive:
        for one, name in zip(_wanted(path, files), names, strict=True):
            yield name, archive.open(one)


def _wanted(path: Path, files: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    wanted = [one for one in files if not one.is_dir() and not _is_left_over(one.filename)]
    if not wanted:
        raise UsageError(f"{path} holds no file.")
    if any(one.flag_bits & 1 for one in wanted):
        raise UsageError(f"{path} is locked with a password: unpack it first.")
    return wanted


def _listed(path: Path) -> list[zipfile.ZipInfo] | None:
    """Return what a zip archive holds; None when the file is none, or a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    return None if any(one.filename == _WORKBOOK for one in files) else files


def _is_left_over(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1] in _LEFTOVERS


def _copied(stream: IO[bytes], target: Path, left: int, archive: Path, most: int) -> int:
    """Unpack a file and return its size."""
    size = 0
    with target.open("wb") as sink:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > left:
                raise UsageError(
                    f"{archive} unpacks to more than {most / (1 << 30):,.3g} GB: unpack it first and import its files, "
                    "or allow more with --unpack."
                )
            sink.write(block)
    return size


def _refuse_nested(archive: Path, name: str, target: Path) -> None:
    if is_archive(target):
        raise UsageError(f"{archive} holds another archive, {name}: unpack it first.")
