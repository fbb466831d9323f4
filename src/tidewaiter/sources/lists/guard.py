"""The guard before publication: an empty, cut-off, doubled or sharply shrunken file never replaces a good one."""

from __future__ import annotations

from collections.abc import Mapping

from tidewaiter.model import RefusedListError
from tidewaiter.sources.lists.listfile import ListFile

#: Largest share of entries a list may lose between two snapshots. The largest real loss between monthly editions of
#: the lists
#: at hand is far below; broken downloads lose half and more.
LARGEST_LOSS = 0.20
#: Largest share of rows that may be unusable before the whole file counts as malformed.
LARGEST_REJECTED = 0.05
_MALFORMED = "The file is malformed; the previous snapshot stays."


def check_list(
    new: ListFile, previous: Mapping[str, int] | None = None, floors: Mapping[str, int] | None = None
) -> None:
    """Refuse a list file that must not replace the snapshot before it.

    Cut-off rows and doubled headers are already refused while reading; this looks at the whole.

    Args:
        new: The file just read.
        previous: Listings per list id in the snapshot now in use, if there is one.
        floors: Smallest plausible number of listings per list id, if the caller knows one.

    Raises:
        RefusedListError: with the list, the numbers, and what to do.
    """
    if not new.listings:
        raise RefusedListError(
            f"{new.source}: no entries at all. The previous snapshot stays; download the file again."
        )
    if new.rows and len(new.rejected) > LARGEST_REJECTED * new.rows:
        first = new.rejected[0]
        raise RefusedListError(
            f"{new.source}: {len(new.rejected)} of {new.rows} rows are unusable, first {first}. {_MALFORMED}"
        )
    _check_ids(new)
    for list_id, before in sorted((previous or {}).items()):
        _check_shrinkage(new.source, list_id, before, new.counts.get(list_id, 0))
    for list_id, floor in sorted((floors or {}).items()):
        if new.counts.get(list_id, 0) < floor:
            raise RefusedListError(
                f"{new.source}: {list_id} has {new.counts.get(list_id, 0)} entries, fewer than a plausible {floor}. "
                "The previous snapshot stays."
            )


def _check_ids(new: ListFile) -> None:
    ids = {listing.id for listing in new.listings}
    if len(ids) != len(new.listings):
        raise RefusedListError(f"{new.source}: {len(new.listings) - len(ids)} entries repeat an id. {_MALFORMED}")


def _check_shrinkage(source: str, list_id: str, before: int, now: int) -> None:
    if before and not now:
        raise RefusedListError(
            f"{source}: {list_id} is missing altogether (it had {before} entries). The previous snapshot stays."
        )
    if now < before * (1 - LARGEST_LOSS):
        raise RefusedListError(
            f"{source}: {list_id} shrank from {before} to {now} entries, more than {LARGEST_LOSS:.0%}. "
            "The previous snapshot stays; check the publisher, and download the file again."
        )
