"""How the bytes of a text file are read as text, and what a wrongly encoded text most likely was."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import pairwise

from tidewaiter.model import UsageError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a\x1b")
#: Bytes that are letters of Turkish in Windows-1254 and Icelandic rarities in Windows-1252.
_TURKISH = frozenset(b"\xd0\xdd\xde\xf0\xfd\xfe")


def checked_encoding(name: str) -> str:
    """Return the encoding a user named.

    Raises:
        UsageError: when Python knows no such text encoding.
    """
    try:
        info = codecs.lookup(name)
        "a".encode(name).decode(name)
    except (LookupError, UnicodeError, ValueError):
        raise UsageError(f"{name!r} is not a text encoding: name one, such as utf-8, cp1254 or cp1251.") from None
    return info.name


def detect_encoding(head: bytes) -> str:
    """Return the Unicode encoding of a text: by its byte order mark, else by its zero bytes, else UTF-8.

    Eight-bit encodings are never guessed, because a name read in the wrong one is a name that screening cannot find.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 > len(head) and min(even, odd) * 8 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def error_handler(encoding: str) -> str:
    """Return how undecodable bytes are kept visible: as they are in UTF-8, else as the replacement character."""
    return "surrogateescape" if encoding in {"utf-8", "utf-8-sig"} else "replace"


def looks_binary(head: bytes) -> bool:
    """Tell whether the beginning of a file is no text at all: many control characters."""
    if detect_encoding(head) != "utf-8":
        return False
    controls = sum(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in head)
    return controls > 8 and controls * 50 > len(head)


def likely_encodings(text: str) -> Iterator[tuple[str, str]]:
    """Yield the encodings a text with undecodable bytes may have been written in, and how each reads it.

    Args:
        text: Text decoded as UTF-8 with ``surrogateescape``.
    """
    raw = text.encode("utf-8", "surrogateescape")
    high = bytes(byte for byte in raw if byte >= 0x80)
    if _runs(raw):
        candidates = ("cp1251", "gb18030")
    else:
        candidates = ("cp1254", "cp1252") if _TURKISH & set(high) else ("cp1252", "cp1254")
    for name in candidates:
        try:
            yield name, raw.decode(name)
        except UnicodeDecodeError:
            continue


def _runs(raw: bytes) -> bool:
    """Whether bytes beyond ASCII mostly follow one another, as in scripts other than Latin."""
    high = [byte >= 0x80 for byte in raw]
    pairs = sum(a and b for a, b in pairwise(high))
    return pairs * 2 > sum(high)
