"""The lists as datasets: the names they go by, and the collections they belong to."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tidewaiter.api.errors import ApiError
from tidewaiter.reports.ftm import dataset

#: Collections of every list. ``sanctions`` is one of them, because screening against fewer lists than a client is
#: used to would fail open.
EVERYTHING = ("default", "all", "sanctions")


def collections(ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the collections there are among the lists of a workspace, and the lists in each."""
    found = {name: tuple(ids) for name in EVERYTHING}
    for first in sorted({list_id.partition(".")[0] for list_id in ids}):
        found[first] = tuple(list_id for list_id in ids if list_id.startswith(f"{first}."))
    return found


def resolve(name: str, ids: Collection[str]) -> tuple[str, ...] | None:
    """Return the lists a name means: a list id (with dots or underscores), an alias, a collection, or an own list.

    Returns:
        None where the name means nothing; ``NAME`` is the own list ``custom.NAME`` unless it means something else.
    """
    key = _folded(name)
    for list_id in ids:
        if key in {_folded(list_id), *map(_folded, dataset(list_id).aliases)}:
            return (list_id,)
    own = f"custom.{key}"
    return collections(ids).get(key) or next(((one,) for one in ids if _folded(one) == own), None)


def scope(
    name: str,
    ids: Collection[str],
    *,
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    topics: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the lists a request is to be answered from; with topics those whose entries may be listed for one.

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
        and (not topics or not dataset(one).topics or set(topics) & set(dataset(one).topics))
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
