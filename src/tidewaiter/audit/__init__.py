"""What was decided, by whom, on which data: a hash-chained record of every decision, and how long to keep it."""

from tidewaiter.audit.chain import GENESIS, Head, Problem, check_records, seal
from tidewaiter.audit.log import AuditLog
from tidewaiter.audit.record import AuditEntry, AuditRecord, ListUsed, entry_of
from tidewaiter.audit.retention import Retention, retain_until

__all__ = [
    "GENESIS",
    "AuditEntry",
    "AuditLog",
    "AuditRecord",
    "Head",
    "ListUsed",
    "Problem",
    "Retention",
    "check_records",
    "entry_of",
    "retain_until",
    "seal",
]
