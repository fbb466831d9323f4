"""Clients of official statistical services: paged, paced, retried, resumable."""

from tidewaiter.sources.pull.archive import pull_archive
from tidewaiter.sources.pull.baci import BaciPull
from tidewaiter.sources.pull.census import CensusPull
from tidewaiter.sources.pull.comext import ComextPull
from tidewaiter.sources.pull.comtrade import ComtradePull
from tidewaiter.sources.pull.fetch import Fetcher
from tidewaiter.sources.pull.piece import Piece, Pull, Pulled, pull

__all__ = [
    "BaciPull", "CensusPull", "ComextPull", "ComtradePull", "Fetcher", "Piece", "Pull", "Pulled", "pull",
    "pull_archive",
]  # fmt: skip
