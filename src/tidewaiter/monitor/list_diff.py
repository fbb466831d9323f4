"""What changed between two snapshots of a list: entries added, removed, changed, and probably renamed."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tidewaiter.model import Listing, UnknownCountryError, resolve_country

#: Fields that are not the publisher's: the key itself, and what our older snapshots tell about the date of listing.
_NOT_PUBLISHED = frozenset({"id", "listed_after"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingChange:
    """One entry that stands in both snapshots with differences.

    Attributes:
        id: Id in the older snapshot.
        fields: Names of the fields that differ, in the model's order. The order of several values is no difference.
        possible_rename: Evidence that two ids are one party, when the ids differ; None when the id is the same.
    """

    id: str
    old: Listing
    new: Listing
    fields: tuple[str, ...]
    possible_rename: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDiff:
    """Difference of two snapshots of a list; each part is ordered by id."""

    added: tuple[Listing, ...] = ()
    removed: tuple[Listing, ...] = ()
    changed: tuple[ListingChange, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the snapshots say the same."""
        return not (self.added or self.removed or self.changed)


def diff_listings(old: Iterable[Listing], new: Iterable[Listing]) -> ListDiff:
    """Return what changed from an older to a newer snapshot of a list.

    Entries are the same when their ids are. Where the publisher gives no number the id follows the name, so that a
    renamed party is at first one entry removed and one added; these two are joined when the evidence is strong (an
    identifier, an alias or an address that on each side only the one entry has), otherwise they stay apart.

    Args:
        old: Entries of the older snapshot.
        new: Entries of the newer snapshot.

    Raises:
        ValueError: when an id occurs twice in one snapshot.
    """
    before, after = _by_id(old), _by_id(new)
    renames = dict(_renames(before, after))
    changed = [
        ListingChange(id=key, old=before[key], new=after[key], fields=fields)
        for key in before.keys() & after.keys()
        if (fields := changed_fields(before[key], after[key]))
    ]
    changed += [
        ListingChange(
            id=key, old=before[key], new=after[to], fields=changed_fields(before[key], after[to]), possible_rename=why
        )
        for key, (to, why) in renames.items()
    ]
    joined = {to for to, _ in renames.values()}
    return ListDiff(
        added=tuple(after[key] for key in sorted(after.keys() - before.keys() - joined)),
        removed=tuple(before[key] for key in sorted(before.keys() - after.keys() - renames.keys())),
        changed=tuple(sorted(changed, key=lambda change: change.id)),
    )


def changed_fields(old: Listing, new: Listing) -> tuple[str, ...]:
    """Return the names of the published fields in which two entries differ; the order of values does not count."""
    names = (field.name for field in dataclasses.fields(Listing) if field.name not in _NOT_PUBLISHED)
    return tuple(name for name in names if not _same(getattr(old, name), getattr(new, name)))


def _same(old: object, new: object) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return old == new or Counter(old) == Counter(new)
    return old == new


def _by_id(listings: Iterable[Listing]) -> dict[str, Listing]:
    found: dict[str, Listing] = {}
    for entry in listings:
        if entry.id in found:
            raise ValueError(f"{entry.id!r} occurs twice in one snapshot")
        found[entry.id] = entry
    return found


def _renames(before: Mapping[str, Listing], after: Mapping[str, Listing]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (old id, (new id, evidence)) for entries that lost their id, by the strongest evidence first."""
    gone = {key: before[key] for key in before.keys() - after.keys() if before[key].source_number is None}
    come = {key: after[key] for key in after.keys() - before.keys() if after[key].source_number is None}
    for what, marks in _EVIDENCE:
        owners_before, owners_after = _sole_owners(before, marks), _sole_owners(after, marks)
        pairs = defaultdict(set)
        for mark in owners_before.keys() & owners_after.keys():
            if owners_before[mark] in gone and owners_after[mark] in come:
                pairs[owners_before[mark]].add(owners_after[mark])
        claims = Counter(to for found in pairs.values() for to in found)
        for key in sorted(pairs):
            to = next(iter(pairs[key]))
            if len(pairs[key]) == 1 and claims[to] == 1:
                del gone[key], come[to]
                yield key, (to, what)


def _sole_owners(listings: Mapping[str, Listing], marks: Callable[[Listing], set[Hashable]]) -> dict[Hashable, str]:
    """Return each mark that exactly one entry has, with that entry's id."""
    owners: dict[Hashable, list[str]] = defaultdict(list)
    for key, entry in listings.items():
        for mark in marks(entry):
            owners[mark].append(key)
    return {mark: keys[0] for mark, keys in owners.items() if len(keys) == 1}


def _identifiers(entry: Listing) -> set[Hashable]:
    return {(i.type, folded) for i in entry.identifiers if (folded := _folded(i.value))}


def _names(entry: Listing) -> set[Hashable]:
    return {(_place(entry), folded) for n in entry.names if not n.weak and (folded := _folded(n.text))}


def _streets(entry: Listing) -> set[Hashable]:
    # Without a number it is a town or a country, which says nothing.
    folded = (_folded(address.full) for address in entry.addresses)
    return {(_place(entry), text) for text in folded if any(map(str.isdigit, text))}


def _place(entry: Listing) -> Hashable:
    if entry.heading is None:
        return frozenset(entry.countries)
    try:
        return resolve_country(entry.heading).code  # a heading itself may be renamed: Turkey, Türkiye
    except UnknownCountryError:
        return entry.heading


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


_EVIDENCE: tuple[tuple[str, Callable[[Listing], set[Hashable]]], ...] = (
    ("same identifier", _identifiers),
    ("same name or alias", _names),
    ("same address", _streets),
)
