"""Shipment records in: customs declarations and bills of lading of any layout, as one canonical table."""

from tidewaiter.sources.shipments.columns import ADDED, CANONICAL, SCHEMA
from tidewaiter.sources.shipments.convert import Stated
from tidewaiter.sources.shipments.layout import Layout, choose_layout, layouts, read_layout
from tidewaiter.sources.shipments.reading import ShipmentBatch, read_shipments

__all__ = [
    "ADDED",
    "CANONICAL",
    "SCHEMA",
    "Layout",
    "ShipmentBatch",
    "Stated",
    "choose_layout",
    "layouts",
    "read_layout",
    "read_shipments",
]
