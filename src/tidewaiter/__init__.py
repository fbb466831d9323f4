"""Tidewaiter: an open export-control system."""
