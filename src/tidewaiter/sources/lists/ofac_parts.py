"""The address, alias and comment files of an OFAC edition, read on their own, to complete entries from another copy."""

from __future__ import annotations

from pathlib import Path

from tidewaiter.sources.lists.ofac_delimited import OfacParts, read_addresses, read_aliases, read_comments
from tidewaiter.sources.lists.raw import open_raw


def read_ofac_parts(
    addresses: Path | None = None, aliases: Path | None = None, comments: Path | None = None
) -> OfacParts:
    """Read the part files given; each maps ent_num to what it holds.

    Raises:
        RefusedListError: when a file is empty or cut off.
    """
    return OfacParts(
        addresses=read_addresses(open_raw(addresses)) if addresses else {},
        aliases=read_aliases(open_raw(aliases)) if aliases else {},
        comments=read_comments(open_raw(comments)) if comments else {},
    )
