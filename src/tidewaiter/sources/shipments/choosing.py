"""The layout of a file, and what a person should know of how its headings were taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tidewaiter.model import UsageError
from tidewaiter.sources.rows import Warn
from tidewaiter.sources.shipments.known_layouts import choose_layout, layouts
from tidewaiter.sources.shipments.layout import Layout
from tidewaiter.sources.shipments.layout_file import heading_key
from tidewaiter.sources.shipments.stated import Stated

#: What a record must have, by what a person calls it; of each the file needs one.
_NEEDED = {
    "a date": ("date",),
    "an HS code": ("hs",),
    "a shipper or a consignee": ("shipper", "consignee", "shipper_id", "consignee_id"),
}
_SHOWN = 12


def choose(wanted: str, headings: Sequence[str], file: str, stated: Stated, warn: Warn) -> Layout:
    """Return the layout of a file, and tell which of its columns are not read.

    Args:
        wanted: ``auto``, the id of a layout, or a layout file.
        headings: Headings of the file, as it writes them.
        file: Name of the file, for messages.
        stated: What the user says of it.
        warn: Receives what a person should know.

    Raises:
        UsageError: when no layout fits, the file lacks what a record must have, or the user says another reporter than
            the layout does.
    """
    found = choose_layout(wanted, headings, dated=stated.date is not None)
    keys = {heading_key(name): name for name in headings if name}
    if found is None:
        raise UsageError(_nothing_fits(keys, headings, file, dated=stated.date is not None))
    if found.reporter is not None and stated.reporter not in {None, found.reporter}:
        raise UsageError(
            f"{file}: layout {found.id} is of files that the customs of {found.reporter} recorded, and --reporter says "
            f"{stated.reporter}: leave --reporter out, or name another layout."
        )
    for name, columns in _NEEDED.items():
        if name != "a date" and not _has(keys, found, columns):
            first = next((heading for one in columns for heading in found.columns.get(one, ())), columns[0])
            raise UsageError(f"{file}: layout {found.id} needs a heading such as {first!r}, which the file has not.")
    if not found.reviewed and (unread := [name for key, name in keys.items() if key not in found.headings]):
        warn(f"{file}: {len(unread)} column(s) were not read: {_named(unread)}.")
    twice = [name for at, name in enumerate(headings) if name and heading_key(name) in map(heading_key, headings[:at])]
    if read_twice := [name for name in twice if heading_key(name) in found.headings]:
        warn(f"{file}: of columns with one heading the first was read: {_named(read_twice)}.")
    if found.own and (lacking := found.lacking(keys)):
        warn(f"{file}: layout {found.id} reads headings that the file has not: {_named(lacking)}.")
    return found


def _has(keys: Collection[str], layout: Layout, columns: Iterable[str]) -> bool:
    return any(key in keys for column in columns for key in layout.columns.get(column, ()))


def _nothing_fits(keys: dict[str, str], headings: Sequence[str], file: str, *, dated: bool) -> str:
    """Say which headings were understood, and what is missing."""
    known, missing = [], []
    for name, columns in _NEEDED.items():
        ways = {key for layout in layouts() for column in columns for key in layout.columns.get(column, ())}
        heading = next((written for key, written in keys.items() if key in ways), None)
        if heading is not None:
            known.append(f"{heading!r} is {name}")
        elif not (dated and name == "a date"):
            missing.append(name)
    found = f" Understood: {', '.join(known)}." if known else ""
    lacking = f" Missing: {', '.join(missing)}." if missing else ""
    date = " State the day of all rows with --date, or name" if missing == ["a date"] else " Name"
    return (
        f"{file}: no layout fits the headings {_named([name for name in headings if name])}.{found}{lacking}{date} a "
        "layout with --layout; a layout of your own is a small YAML file that says what your headings mean."
    )


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown
