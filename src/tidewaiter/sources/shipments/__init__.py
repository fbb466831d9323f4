"""Shipment records in: customs declarations and bills of lading of any layout, as one canonical table."""

from tidewaiter.sources.shipments.columns import ADDED, CANONICAL, SCHEMA
from tidewaiter.sources.shipments.days import parse_order
from tidewaiter.sources.shipments.known_layouts import choose_layout, layouts
from tidewaiter.sources.shipments.layout import Layout
from tidewaiter.sources.shipments.layout_file import read_layout
from tidewaiter.sources.shipments.reading import ShipmentBatch, read_shipments
from tidewaiter.sources.shipments.stated import Stated

__all__ = [
    "ADDED",
    "CANONICAL",
    "SCHEMA",
    "Layout",
    "ShipmentBatch",
    "Stated",
    "choose_layout",
    "layouts",
    "parse_order",
    "read_layout",
    "read_shipments",
]
