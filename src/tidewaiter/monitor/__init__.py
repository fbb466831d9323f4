"""What changed: between snapshots of a list, for parties screened before, and at a hub since progress was asked for."""

from tidewaiter.monitor.displacement import Displaced, Displacement, Rise, displacement
from tidewaiter.monitor.event_effects import EventEffect
from tidewaiter.monitor.list_diff import ListDiff, ListingChange, changed_fields, diff_listings
from tidewaiter.monitor.list_stats import CitedEntry, ListStats, list_stats
from tidewaiter.monitor.progress import LedgerEntry, Progress, State, progress
from tidewaiter.monitor.rescreening import HitChanges, changed_entries, hit_changes

__all__ = [
    "CitedEntry",
    "Displaced",
    "Displacement",
    "EventEffect",
    "HitChanges",
    "LedgerEntry",
    "ListDiff",
    "ListStats",
    "ListingChange",
    "Progress",
    "Rise",
    "State",
    "changed_entries",
    "changed_fields",
    "diff_listings",
    "displacement",
    "hit_changes",
    "list_stats",
    "progress",
]
