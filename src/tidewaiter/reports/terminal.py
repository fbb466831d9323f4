"""Text from strangers on a terminal: control characters are shown, never obeyed."""

from __future__ import annotations

import re

#: C0 and C1 controls except newline, line separators, and the bidirectional overrides that reorder text around them.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return the text with control characters and bidirectional overrides written out as escapes."""
    return _CONTROLS.sub(lambda found: found.group().encode("unicode_escape").decode(), text)


def one_line(text: str) -> str:
    """Return the text as `visible` does, line breaks written out too, so that no text can pass for a further line."""
    return visible(text).replace("\n", r"\n")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a count with its noun: ``1 entry``, ``3,415 entries``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
