"""The layouts that travel with the package, and which of them a file is in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path

from tidewaiter.model import UsageError
from tidewaiter.sources.shipments.layout import Layout
from tidewaiter.sources.shipments.layout_file import heading_key, read_layout


@cache
def layouts() -> tuple[Layout, ...]:
    """Return the layouts that travel with the package, the most demanding first."""
    folder = resources.files("tidewaiter.sources.shipments").joinpath("layouts")
    found = [
        read_layout(entry.read_text(encoding="utf-8"), entry.name, own=False)
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda layout: (-len(layout.match), layout.id)))


def choose_layout(wanted: str, headings: Iterable[str], *, dated: bool = False) -> Layout | None:
    """Return the layout of a file: the one named, or with ``auto`` the most demanding that fits.

    Args:
        wanted: ``auto``, the id of a layout, or the path of a layout file (``.yaml``).
        headings: Headings of the file.
        dated: Whether the day of the records is stated apart, so that the file need not have dates.

    Raises:
        UsageError: when no layout has that name, or its file is malformed.
    """
    if wanted == "auto":
        keys = {heading_key(heading) for heading in headings}
        return next((layout for layout in layouts() if layout.fits(keys, dated=dated)), None)
    if wanted.endswith((".yaml", ".yml")):
        try:
            return read_layout(Path(wanted).read_text(encoding="utf-8"), Path(wanted).name)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise UsageError(f"{wanted} cannot be read: {reason or error}.") from None
    for layout in layouts():
        if layout.id == wanted:
            return layout
    known = ", ".join(sorted(layout.id for layout in layouts()))
    raise UsageError(f"there is no layout {wanted!r}; use auto, a layout file, or one of {known}.")
