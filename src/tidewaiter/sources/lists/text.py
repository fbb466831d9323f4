"""The plainest steps on list texts."""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s+")
_JUNK = frozenset({"", "[]", "-", "n/a", "none", "and", "na", "-0-"})


def clean(text: str) -> str:
    """Return a name with its whitespace collapsed and stray separators at the ends removed."""
    return _SPACE.sub(" ", text.replace("\xa0", " ").replace("\ufeff", "")).strip(" ;\t\n").removesuffix(",").strip()


def is_name(text: str) -> bool:
    """Say whether a cell holds a name at all; the literal ``[]`` and lone connectives do not."""
    return text.strip(" ;,.").lower() not in _JUNK and any(c.isalnum() for c in text)
