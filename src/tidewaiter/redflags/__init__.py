"""What looks wrong with a transaction: red flags an authority has named, each with what would clear it."""

from tidewaiter.redflags.evaluate import evaluate
from tidewaiter.redflags.records import FlagRecord, FlagSegment, load_records, read_records

__all__ = ["FlagRecord", "FlagSegment", "evaluate", "load_records", "read_records"]
