"""What changed: between two snapshots of a list, and over time."""

from tidewaiter.monitor.list_diff import ListDiff, ListingChange, changed_fields, diff_listings
from tidewaiter.monitor.list_stats import CitedEntry, ListStats, list_stats

__all__ = ["CitedEntry", "ListDiff", "ListStats", "ListingChange", "changed_fields", "diff_listings", "list_stats"]
