"""A list file as it lies on disk: read once, unpacked, decoded on demand."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tidewaiter.model import RefusedListError, UsageError

_GZIP = b"\x1f\x8b"
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x19\x1b-\x1f]")
_ZIP = b"PK\x03\x04"
#: Bytes looked at to recognise a layout.
HEAD = 4096


@dataclass(frozen=True)
class RawFile:
    """The unpacked bytes of one list file.

    Attributes:
        name: File name as the user gave it, for messages.
        path: Where it lies; sibling files of a set (``add.csv`` beside ``sdn.csv``) are found from it.
        data: Content after unpacking gzip or a one-member zip.
    """

    name: str
    path: Path
    data: bytes

    @cached_property
    def head(self) -> str:
        """The first bytes as text, for recognising the layout; undecodable bytes become replacement marks."""
        return self.data[:HEAD].decode("utf-8-sig", errors="replace").lstrip()

    def text(self, encoding: str = "utf-8-sig") -> str:
        """Return the whole content as text.

        Raises:
            RefusedListError: when the bytes are not of that encoding.
        """
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError as error:
            raise RefusedListError(
                f"{self.name}: byte {error.start} is not {encoding}; the file is damaged or of another kind. "
                "Download it again from the publisher."
            ) from error

    def any_text(self) -> str:
        """Return the content as UTF-8 text, or as Windows-1252 when it is not UTF-8 (older official files are)."""
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.data.decode("cp1252", errors="replace")

    def json(self) -> Any:  # noqa: ANN401 - each layout knows the shape of its own JSON
        """Return the content as parsed JSON.

        Raises:
            RefusedListError: when it is not whole JSON (a cut-off download is the usual cause).
        """
        try:
            return json.loads(self.text())
        except json.JSONDecodeError as error:
            raise RefusedListError(
                f"{self.name}:{error.lineno}: not whole JSON ({error.msg}); the file is probably cut off. "
                "Download it again from the publisher."
            ) from error

    @property
    def lost_characters(self) -> bool:
        """True when control characters stand where letters were: the file was written with one byte a character."""
        return _CONTROL.search(self.data) is not None

    def xml(self) -> ET.Element:
        """Return the root element of the content as XML, namespaces removed from the tags.

        A file that lost characters is mended first: control characters become ``?``, stray ``&`` and ``<`` text.

        Raises:
            RefusedListError: when it is not whole XML.
        """
        data: bytes | str = _mended(self.data) if self.lost_characters else self.data
        try:
            root = ET.fromstring(data)  # noqa: S314 - expat 2.4+ bounds entity expansion; the file is a publisher's list
        except ET.ParseError as error:
            raise RefusedListError(
                f"{self.name}: not whole XML ({error}); the file is probably cut off. Download it again."
            ) from error
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
        return root


def _mended(data: bytes) -> str:
    text = _CONTROL.sub(b"?", data).replace(b"\x1a", b"?").decode("latin-1")
    text = re.sub(r"^<\?xml[^>]*\?>", "", text.lstrip("\ufeffï»¿"))
    text = re.sub(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)", "&amp;", text)
    return re.sub(r"<(?!/?[A-Za-z_][\w:.-]*(?:\s[^<>]*)?/?>|!--)", "&lt;", text)


def open_raw(path: Path) -> RawFile:
    """Read a list file, unpacking gzip and one-member zip archives.

    Raises:
        UsageError: when there is no such file or it is a folder.
        RefusedListError: when the file is empty or its compression is damaged.
    """
    if not path.is_file():
        kind = "is a folder" if path.is_dir() else "does not exist"
        raise UsageError(f"{path}: {kind}; give the path of a list file.")
    data = path.read_bytes()
    try:
        if data.startswith(_GZIP):
            data = gzip.decompress(data)
        elif data.startswith(_ZIP):
            data = _only_member(data)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise RefusedListError(f"{path.name}: damaged archive ({error}). Download it again.") from error
    if not data.strip(b"\x1a\r\n\t "):
        raise RefusedListError(f"{path.name}: the file is empty. The download failed; the previous snapshot stays.")
    return RawFile(path.name, path, data)


def _only_member(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.namelist() if not m.endswith("/")]
        if len(members) != 1:
            raise zipfile.BadZipFile(f"expected one file inside, found {len(members)}")
        return archive.read(members[0])
