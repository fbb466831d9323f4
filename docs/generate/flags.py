"""The page of red flags, from ``law/data/redflags``."""

from __future__ import annotations

from docs.generate.markdown import blocks, code, sentence, table
from tidewaiter.redflags.records import FlagRecord, FlagSegment, load_records

_INTRODUCTION = """
A red flag is a question, not a verdict. A flag of severity `hold` must be resolved before the transaction proceeds and holds the order
until then; a `note` is worth a look and does not hold by itself. No flag is raised before the day its source said so.
What an answer carries of a flag is on the page [answers](answers.md#redflag).
"""


def flags_page() -> tuple[str, str]:
    """Return title and text of the page of red flags."""
    records = load_records()
    overview = table(
        ("id", "title", "severity now"),
        ((f"[`{r.id}`](#{r.id})", r.title, r.segments[-1].severity if r.segments[-1].end is None else "ended") for r in records),
    )
    return "Red flags", blocks(_INTRODUCTION, overview, *map(_flag, records))


def _flag(record: FlagRecord) -> str:
    return blocks(
        f"## {record.id}",
        sentence(record.title),
        f"Clears if: {sentence(record.clears_if)}",
        table(("from", "to", "severity", "citation", "unverified"), (_segment(segment) for segment in record.segments)),
        _parameters(record),
    )


def _segment(segment: FlagSegment) -> tuple[str, ...]:
    end = segment.end.isoformat() if segment.end else ""
    return segment.start.isoformat(), end, segment.severity, segment.citation, segment.unverified or ""


def _parameters(record: FlagRecord) -> str:
    names = sorted({*record.parameters, *(name for s in record.segments for name in s.parameters or {})})
    return f"Its lists and dates are data: {', '.join(code(name) for name in names)}." if names else ""
