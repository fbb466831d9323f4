"""What a business register says of a company."""

from __future__ import annotations

import narwhals as nw

from tidewaiter.networks.days import ordinal
from tidewaiter.networks.facts.tables import Frame


def register_facts(register: Frame) -> Frame:
    """Return the earliest registration of each company, its activity and the entry, one row a company."""
    entries = register.filter(~nw.col("company").is_null()).with_columns(day=ordinal("registered_on"))
    return entries.group_by("company").agg(
        nw.col("day").min().alias("registered_on"),
        nw.col("activity").min().alias("activity"),
        nw.col("entry").min().alias("register_entry"),
    )
