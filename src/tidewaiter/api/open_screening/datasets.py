"""The lists as datasets: their names, titles and topics, and the collections they belong to."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tidewaiter.api.errors import ApiError

#: Collections of every list. ``sanctions`` is one of them, because screening against fewer lists than a client is
#: used to would fail open.
EVERYTHING = ("default", "all", "sanctions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A list as the open screening API names it.

    Attributes:
        country: Lower-case code of the publisher's country, or ``eu``, ``un``; empty for a user's own list.
        topics: Why its entries are listed, as FollowTheMoney topics.
        url: Page of the list, or of the entry where ``{number}`` stands for the publisher's number.
        aliases: Names by which others know the list.
    """

    list: str
    title: str
    publisher: str = ""
    country: str = ""
    topics: tuple[str, ...] = ()
    url: str = ""
    aliases: tuple[str, ...] = ()


@cache
def dataset(list_id: str) -> Dataset:
    """Return what is known of a list; of a user's own list only its name."""
    return _known().get(list_id) or Dataset(list=list_id, title=list_id)


@cache
def _known() -> dict[str, Dataset]:
    text = resources.files(__package__).joinpath("datasets.csv").read_text(encoding="utf-8")
    return {
        row["list"]: Dataset(
            list=row["list"],
            title=row["title"],
            publisher=row["publisher"],
            country=row["country"],
            topics=tuple(row["topics"].split()),
            url=row["url"],
            aliases=tuple(row["aliases"].split()),
        )
        for row in csv.DictReader(text.splitlines())
    }


def collections(ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the collections there are among the lists of a workspace, and the lists in each."""
    found = {name: tuple(ids) for name in EVERYTHING}
    for first in sorted({list_id.partition(".")[0] for list_id in ids}):
        found[first] = tuple(list_id for list_id in ids if list_id.startswith(f"{first}."))
    return found


def resolve(name: str, ids: Collection[str]) -> tuple[str, ...] | None:
    """Return the lists a name means: a list id (with dots or underscores), an alias, or a collection; None if none."""
    key = _folded(name)
    for list_id in ids:
        if key in {_folded(list_id), *map(_folded, dataset(list_id).aliases)}:
            return (list_id,)
    return collections(ids).get(key)


def scope(
    name: str,
    ids: Collection[str],
    *,
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    topics: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the lists a request is to be answered from.

    Raises:
        ApiError: 404 for an unknown dataset, 400 for an unknown one among those included or excluded: leaving it out
            in silence would screen against fewer lists than meant.
    """
    found = resolve(name, ids)
    if found is None:
        known = ", ".join([*collections(ids), *ids])
        raise ApiError(404, "unknown_dataset", f"There is no dataset {name!r}: choose from {known}.")
    included, excluded = _all(include, ids), _all(exclude, ids)
    return tuple(
        one
        for one in found
        if (not included or one in included)
        and one not in excluded
        and (not topics or set(topics) & set(dataset(one).topics))
    )


def _all(names: Iterable[str], ids: Collection[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        lists = resolve(name, ids)
        if lists is None:
            raise ApiError(400, "unknown_dataset", f"There is no dataset {name!r} to include or exclude.")
        found.update(lists)
    return found


def _folded(name: str) -> str:
    return name.strip().casefold().replace("_", ".").replace("-", ".")
