"""Federal Register citations of list entries, with their publication dates.

The lists print ``89 FR 68548, 8/27/24``, ``46 F.R. 46154 9/17/81 and 46 F.R. 19290 3/30/81``, ``81 FR 61601 preview
citation details, 9/7/16`` or ``Vol. 74, No. 11, 01/16/2009``, several in one cell and with no fixed separator. Volume N
of the Federal Register is of the year 1935 + N; that settles two-digit years and shows misprinted ones.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tidewaiter.model import Citation
from tidewaiter.sources.lists.days import whole_date

_PAGE = re.compile(r"(?<![\d.])(\d{1,3})\s*F\.?\s?R\.?,?\s*(?:No\.?\s*)?(\d[\d,]*\d|\d)", re.IGNORECASE)
_ISSUE = re.compile(r"Vol(?:ume)?[.,]?\s*(\d{1,3})[,;]?\s*(?:No\.?|Number|Issue)\s*(\d{1,3})", re.IGNORECASE)
_US = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")


@lru_cache(maxsize=16384)
def parse_citations(text: str) -> tuple[Citation, ...]:
    """Return every Federal Register citation in a cell, in the order printed, each once.

    A date belongs to the citation it follows. A date whose year is more than one off the volume's year is a misprint
    and is left out (the citation stays).

    Args:
        text: The cell, with any separators, line breaks and glued text.
    """
    marks = sorted([*_PAGE.finditer(text), *_ISSUE.finditer(text)], key=lambda m: m.start())
    found: dict[str, Citation] = {}
    ends = [*(m.start() for m in marks[1:]), len(text)]
    for match, end in zip(marks, ends, strict=False):
        gap = text[match.end() : end]
        volume, number = int(match[1]), match[2].replace(",", "")
        label = f"{volume} FR {number}" if match.re is _PAGE else f"Vol. {volume}, No. {number}"
        citation = Citation(text=label, date=_published(gap, volume))
        if label not in found or found[label].date is None:
            found[label] = citation
    return tuple(found.values())


def _published(gap: str, volume: int) -> dt.date | None:
    year = 1935 + volume
    match = _US.search(gap)
    if match is None:
        date = whole_date(gap)
    else:
        printed = int(match[3]) + (0 if len(match[3]) == 4 else 100 * round((year - int(match[3])) / 100))
        try:
            date = dt.date(printed, int(match[1]), int(match[2]))
        except ValueError:
            return None
    return date if date is not None and abs(date.year - year) <= 1 else None


def citation_dates(citations: tuple[Citation, ...]) -> tuple[dt.date | None, dt.date | None]:
    """Return the first citation date (when the entry was listed) and the last, when later (when it was changed)."""
    dates = sorted(c.date for c in citations if c.date)
    if not dates:
        return None, None
    return dates[0], dates[-1] if dates[-1] > dates[0] else None


def date_by_page(cells: Iterable[tuple[Citation, ...]]) -> dict[str, dt.date]:
    """Return the publication date of each Federal Register page that is dated in any cell; a page has one date.

    A page printed with two dates (a misprint) is left out.
    """
    dates: dict[str, set[dt.date]] = {}
    for citations in cells:
        for citation in citations:
            if citation.date:
                dates.setdefault(citation.text, set()).add(citation.date)
    return {text: found.pop() for text, found in dates.items() if len(found) == 1}


def with_dates(citations: tuple[Citation, ...], dates: Mapping[str, dt.date]) -> tuple[Citation, ...]:
    """Return the citations with the dates that other entries give for the same page."""
    return tuple(c if c.date else Citation(text=c.text, date=dates.get(c.text)) for c in citations)
