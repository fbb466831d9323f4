"""The workspace on disk: dated snapshots of lists, published whole or not at all, and read as of any date."""

from tidewaiter.store.asof import STALE_AFTER_DAYS, in_force
from tidewaiter.store.snapshots import SnapshotStore
from tidewaiter.store.verification import Problem

__all__ = ["STALE_AFTER_DAYS", "Problem", "SnapshotStore", "in_force"]
