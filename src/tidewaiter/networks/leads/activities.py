"""What a registered activity would have a firm trade in: chapters of the HS."""

from __future__ import annotations

from functools import cache

from tidewaiter.networks.leads.words import plain, says, word_lists


def activity_chapters(activity: str | None) -> frozenset[str] | None:
    """Return the chapters of goods that fit an activity; None when the activity says nothing of goods we know.

    An activity with words of several trades fits the chapters of all of them. Codes (NACE, ISIC, NAICS) are not read.
    """
    if not activity:
        return None
    words = plain(activity)
    kinds = [kind for kind in word_lists()["activities"] if says(words, "activities", kind, "words")]
    return frozenset().union(*map(_chapters, kinds)) if kinds else None


@cache
def _chapters(kind: str) -> frozenset[str]:
    found: set[str] = set()
    for span in word_lists()["activities"][kind]["chapters"]:
        first, _, last = str(span).partition("-")
        found.update(f"{chapter:02}" for chapter in range(int(first), int(last or first) + 1))
    return frozenset(found)
