"""Clients of official statistical services: paged, paced, retried, resumable."""

from tidewaiter.sources.pull.census import CensusPull
from tidewaiter.sources.pull.comtrade import ComtradePull
from tidewaiter.sources.pull.fetch import Fetcher
from tidewaiter.sources.pull.piece import Piece, Pull, Pulled, pull

__all__ = ["CensusPull", "ComtradePull", "Fetcher", "Piece", "Pull", "Pulled", "pull"]
