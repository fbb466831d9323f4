"""The page of red flags, from ``law/data/redflags``."""

from __future__ import annotations

from docs.generate.markdown import blocks, code, opening, sentence, table

from tidewaiter.redflags.records import FlagRecord, FlagSegment, load_records


def flags_page() -> tuple[str, str]:
    """Return title and text of the page of red flags."""
    records = load_records()
    overview = table(
        ("id", "title", "severity now"),
        ((f"[`{record.id}`](#{record.id})", record.title, _severity(record)) for record in records),
    )
    return "Red flags", blocks(opening("red-flags"), overview, *map(_flag, records))


def _severity(record: FlagRecord) -> str:
    last = record.segments[-1]
    return last.severity if last.end is None else f"ended {last.end}"


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
