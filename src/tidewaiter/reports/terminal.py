"""Text from strangers on a terminal: control characters are shown, never obeyed."""

from __future__ import annotations

import re

#: C0 and C1 controls except newline, and the bidirectional overrides that reorder the text around them.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return the text with control characters and bidirectional overrides written out as escapes."""
    return _CONTROLS.sub(lambda found: found.group().encode("unicode_escape").decode(), text)
