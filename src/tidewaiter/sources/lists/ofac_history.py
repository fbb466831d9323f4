"""What older OFAC files tell about the entries of a newer list: listing dates, addresses, weak aliases, birth dates.

The delimited files carry no listing date, and some copies of the list carry neither addresses nor identifiers.
``ent_num`` names the same party in every edition, so older editions and a log of daily differences fill in what they
can prove, and no more.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tidewaiter.model import ListedName, Listing, RefusedListError
from tidewaiter.sources.lists.identity import name_key
from tidewaiter.sources.lists.names import unique_names
from tidewaiter.sources.lists.ofac_delimited import OfacParts, entry_numbers
from tidewaiter.sources.lists.raw import open_raw

SDN = "us.ofac.sdn"
#: OFAC publishes in Washington; a file seen at 01:38 UTC is of the evening before there.
_WASHINGTON = dt.timezone(dt.timedelta(hours=-5))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfacHistory:
    """What older files tell about when entries were listed.

    Attributes:
        added: Day an ent_num was added (its last addition, when it was removed in between).
        seen: Numbers in each older file, with the file's date, in ascending order of the dates.
    """

    added: Mapping[str, dt.date] = field(default_factory=dict)
    seen: Sequence[tuple[dt.date, frozenset[str]]] = ()


def read_ofac_history(delta_log: Path | None, editions: Mapping[dt.date, Path]) -> OfacHistory:
    """Read the log of differences and the ent_nums of older primary files.

    Args:
        delta_log: Log with the columns ``snapshot_commit_utc``, ``op`` (add, change, remove) and ``ent_num``.
        editions: Older primary files by the date their data are of.

    Raises:
        RefusedListError: when a file is damaged or lacks its columns.
    """
    seen = [(day, entry_numbers(open_raw(path))) for day, path in sorted(editions.items())]
    return OfacHistory(added=_read_delta_log(delta_log) if delta_log else {}, seen=tuple(seen))


def _read_delta_log(path: Path) -> dict[str, dt.date]:
    reader = csv.DictReader(io.StringIO(open_raw(path).text(), newline=""))
    missing = {"snapshot_commit_utc", "op", "ent_num"} - set(reader.fieldnames or ())
    if missing:
        raise RefusedListError(f"{path.name}:1: the log of differences lacks the columns {', '.join(sorted(missing))}.")
    added: dict[str, dt.date] = {}
    for row in reader:
        if row["op"] == "add":
            day = dt.datetime.fromisoformat(row["snapshot_commit_utc"]).astimezone(_WASHINGTON).date()
            added[row["ent_num"]] = max(day, added.get(row["ent_num"], day))
    return added


def attach_ofac_dates(listings: Iterable[Listing], history: OfacHistory, list_id: str = SDN) -> list[Listing]:
    """Give OFAC entries the listing date that older files prove.

    An entry with a logged addition gets that day. Another one that older files lack is known not to have been listed on
    the date of the last of them before it appears (``listed_after``). One that is already in the oldest file gets
    neither date: it is older than what is known.

    Args:
        listings: Entries of any lists; only those of ``list_id`` without a date are touched.
        history: What older files tell.
        list_id: The OFAC list the history is about.
    """
    return [_dated(li, history) if li.list == list_id and li.listed_on is None else li for li in listings]


def _dated(listing: Listing, history: OfacHistory) -> Listing:
    number = listing.source_number or ""
    if number in history.added:
        return replace(listing, listed_on=history.added[number])
    first = next((day for day, numbers in history.seen if number in numbers), dt.date.max)
    absent = [day for day, _ in history.seen if day < first]
    return replace(listing, listed_after=absent[-1]) if absent else listing


def join_ofac_details(
    listings: Iterable[Listing], parts: OfacParts, older: Iterable[Listing] = (), list_id: str = SDN
) -> list[Listing]:
    """Add to OFAC entries the addresses, aliases, birth dates and numbers that other editions have, by ent_num.

    Args:
        listings: Entries of any lists; only those of ``list_id`` are touched.
        parts: Address and alias files of a nearby edition.
        older: Entries of an older complete edition. An alias is marked weak only when that edition says so and the
            alias file
            does not carry it (it carries the strong ones).
        list_id: The OFAC list the files are of.
    """
    known = {li.source_number: li for li in older if li.list == list_id}
    return [_detailed(li, parts, known.get(li.source_number)) if li.list == list_id else li for li in listings]


def _detailed(listing: Listing, parts: OfacParts, older: Listing | None) -> Listing:
    number = listing.source_number or ""
    strong = parts.aliases.get(number, [])
    weak = {name_key(n.text) for n in older.names if n.weak} if older else set()
    weak -= {name_key(n.text) for n in strong}
    names = [ListedName(text=n.text, kind=n.kind, weak=n.weak or name_key(n.text) in weak) for n in listing.names]
    addresses = (
        listing.addresses or tuple(dict.fromkeys(parts.addresses.get(number, ()))) or (older.addresses if older else ())
    )
    countries = [
        *listing.countries,
        *(a.country for a in addresses if a.country),
        *(older.nationalities if older else ()),
    ]
    return replace(
        listing,
        names=unique_names([*names, *strong]),
        addresses=addresses,
        countries=tuple(dict.fromkeys(countries)),
        identifiers=listing.identifiers or (older.identifiers if older else ()),
        birth_dates=listing.birth_dates or (older.birth_dates if older else ()),
        nationalities=listing.nationalities or (older.nationalities if older else ()),
        gender=listing.gender or (older.gender if older else None),
    )
