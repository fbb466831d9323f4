"""ECCNs as the Commerce Control List writes them: an entry and the paragraph inside it (``3A001.a.2.c``)."""

from __future__ import annotations

import re
from functools import lru_cache

Path = tuple[str, ...]

_CODE = re.compile(r"\s*([0-9][A-E][0-9]{3})\s*\.?\s*((?:[.\s]*(?:[a-z]+|[0-9]+))*)[.\s]*$", re.IGNORECASE)
_SEGMENT = re.compile(r"[a-z]+|[0-9]+")


@lru_cache(maxsize=16384)
def split_eccn(code: str) -> tuple[str, Path] | None:
    """Return the five-character entry and the paragraph path of an ECCN, or None when the text is not one.

    ``3A001.a.2.c`` gives ``("3A001", ("a", "2", "c"))``; case, spaces and missing dots do not matter. ``EAR99`` is not
    an ECCN (15 CFR 774 Supp. No. 1 lists it under no entry), so it gives None.
    """
    match = _CODE.match(code)
    if match is None:
        return None
    return match.group(1).upper(), tuple(_SEGMENT.findall(match.group(2).lower()))


def join_path(path: Path) -> str:
    """Return a paragraph path as the list writes it, ``("a", "2")`` as ``a.2``."""
    return ".".join(path)


def split_path(text: str) -> Path:
    """Return the segments of a paragraph written as ``a.2.c`` or ``.a``."""
    return tuple(_SEGMENT.findall(text.lower()))
