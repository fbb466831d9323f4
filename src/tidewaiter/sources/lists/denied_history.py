"""What older editions of the Denied Persons List tell about a newer one: since when, and who was denied before.

The list gives the dates of the order in force. A temporary denial order is renewed for 180 days or a year at a time
(15 CFR 766.24(d)), while it is in force, so that a person denied since 2012 stands there with last year's order: the
Federal Register citations, and older editions, have the first day. A person whose order has ended is no longer on the
list at all, and was denied all the same on a day before.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tidewaiter.model import Listing
from tidewaiter.sources.lists.identity import name_key

#: Longest a temporary denial order runs without being renewed (766.24(d), as amended in 2023).
_TEMPORARY = dt.timedelta(days=370)
#: An order is in force some days before the Federal Register prints it.
_PRINTED = dt.timedelta(days=30)


def join_denied_history(
    newest: Sequence[Listing], older: Mapping[dt.date, Sequence[Listing]], *, until: dt.date = dt.date.max
) -> list[Listing]:
    """Return the entries of the newest edition and, with the day they ended, those that only older editions have.

    Args:
        newest: Entries of the newest edition.
        older: Entries of older editions, by the date of each.
        until: Date of the newest edition.

    Returns:
        An entry of several editions is that of the newest of them, listed since the first. One that is on none of the
        later editions ends on the day its order expired, or, where that is later or not known, on the date of the
        first edition that lacks it.
    """
    found = [_since_first_order(entry) for entry in newest]
    places: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(found):
        places[name_key(entry.name)].append(place)
    ids = {entry.id for entry in found}
    days = sorted(older, reverse=True)
    for day, later in zip(days, [until, *days], strict=False):
        for entry in map(_since_first_order, older[day]):
            same = [place for place in places[name_key(entry.name)] if _one_order(found[place], entry)]
            if same:
                found[same[0]] = _joined(found[same[0]], entry)
            elif entry.id not in ids:
                ids.add(entry.id)
                places[name_key(entry.name)].append(len(found))
                found.append(_ended(entry, later))
    return found


def _since_first_order(entry: Listing) -> Listing:
    """Let a renewed temporary order begin when it was first printed."""
    if entry.listed_on is None or entry.delisted_on is None or entry.delisted_on - entry.listed_on > _TEMPORARY:
        return entry
    first = min((c.date for c in entry.citations if c.date is not None), default=entry.listed_on)
    return replace(entry, listed_on=first) if first < entry.listed_on - _PRINTED else entry


def _one_order(one: Listing, other: Listing) -> bool:
    """Tell whether two entries of one name are of one order, or of an order and its renewal."""
    texts = {citation.text for citation in one.citations}
    return one.listed_on == other.listed_on or any(citation.text in texts for citation in other.citations)


def _joined(newer: Listing, older: Listing) -> Listing:
    """Return an entry with what an older edition adds: the first day, and the addresses that were left out since."""
    return replace(
        newer,
        listed_on=min(_known(newer.listed_on, older.listed_on), default=None),
        addresses=tuple(dict.fromkeys([*newer.addresses, *older.addresses])),
    )


def _ended(entry: Listing, later: dt.date) -> Listing:
    """Return an entry that the next edition lacks, with the day from which it is known to have ended."""
    return replace(entry, delisted_on=min(_known(entry.delisted_on, later)))


def _known(*days: dt.date | None) -> Iterable[dt.date]:
    return (day for day in days if day is not None)
