"""Writes docs/reference from the program itself: ``python -m docs.generate`` (``--check`` only compares)."""
