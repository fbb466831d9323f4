"""Official trade statistics in: files of any source as one canonical table of flows."""

from tidewaiter.sources.flows.areas import Area, AreaKind, find_area
from tidewaiter.sources.flows.layouts import SOURCES
from tidewaiter.sources.flows.reading import FlowFile, FlowsRead
from tidewaiter.sources.flows.settle import Counts

__all__ = ["SOURCES", "Area", "AreaKind", "Counts", "FlowFile", "FlowsRead", "find_area"]
