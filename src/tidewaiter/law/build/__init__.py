"""Builders that turn the files of a data folder into the carried law tables."""

from tidewaiter.law.build.tables import build_tables
from tidewaiter.law.build.verify import verify_tables

__all__ = ["build_tables", "verify_tables"]
