"""What changed: between two snapshots of a list, over time, and for parties screened before."""

from tidewaiter.monitor.list_diff import ListDiff, ListingChange, changed_fields, diff_listings
from tidewaiter.monitor.list_stats import CitedEntry, ListStats, list_stats
from tidewaiter.monitor.rescreening import HitChanges, changed_entries, hit_changes

__all__ = [
    "CitedEntry",
    "HitChanges",
    "ListDiff",
    "ListStats",
    "ListingChange",
    "changed_entries",
    "changed_fields",
    "diff_listings",
    "hit_changes",
    "list_stats",
]
