"""Which months the records cover: without them nothing can be said to be missing."""

from __future__ import annotations

import narwhals as nw

from tidewaiter.networks.facts.seen import flag
from tidewaiter.networks.facts.tables import Frame
from tidewaiter.networks.leads.scope import LeadScope

#: Months before the goods are controlled that are looked at.
BEFORE_MONTHS = 24


def coverage_facts(coverage: Frame, scope: LeadScope) -> Frame:
    """Return months covered of each reporter: ``export_`` and ``import_``, each ``before`` and ``after``.

    Before is the 24 months before the month in which the goods became controlled; after is since, up to the day.
    """
    first = scope.since.replace(day=1)
    start = first.replace(year=first.year - BEFORE_MONTHS // 12)
    month = nw.col("month")
    before, after = (month >= nw.lit(start)) & (month < nw.lit(first)), month >= nw.lit(first)
    once = coverage.unique(["reporter", "direction", "month"]).filter(~nw.col("reporter").is_null())
    marked = once.with_columns(
        **{
            f"{direction}_{when}": flag((nw.col("direction") == direction) & part)
            for direction in ("export", "import")
            for when, part in (("before", before), ("after", after))
        }
    )
    names = ("export_before", "export_after", "import_before", "import_after")
    return marked.group_by("reporter").agg(*(nw.col(name).sum() for name in names))


def covered_companies(companies: Frame, coverage: Frame, destination: str) -> Frame:
    """Return ``company`` and ``country`` with the months of its country, and ``destination_before`` and ``_after``."""
    there = coverage.filter(nw.col("reporter") == destination).select(
        nw.col("reporter").alias("there"),
        nw.col("import_before").alias("destination_before"),
        nw.col("import_after").alias("destination_after"),
    )
    named = companies.select("company", "country", nw.lit(destination).alias("there"))
    return (
        named.join(coverage, left_on="country", right_on="reporter", how="left")
        .join(there, on="there", how="left")
        .drop("there", "country")
    )
