"""Adapters in: one file per official source or layout; what they read becomes model objects."""
