"""The Entity List put together from two copies: the eCFR has addresses and dates, the CSL has the review policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tidewaiter.model import ItemScope, ListedName, Listing, NameKind, Requirement
from tidewaiter.sources.lists.identity import country_keys, heading_key, name_key
from tidewaiter.sources.lists.listfile import ListFile
from tidewaiter.sources.lists.names import parent_of, unique_names

LIST = "us.bis.entity_list"
#: Shortest key that may identify an entry by an alias or by the beginning of its name.
_SHORTEST_ALIAS, _SHORTEST_PREFIX = 6, 9

Key = tuple[str, ...]
Keys = Callable[[Listing], Iterable[Key]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityListMerge:
    """Result of the merge.

    Attributes:
        listings: The entries of the eCFR copy, completed from the CSL, in the order of the eCFR copy.
        only_in_ecfr: Of these, the ones the CSL does not have: their review policy is unknown.
        only_in_csl: CSL entries that no eCFR entry answers to: without addresses and dates, but listed.
    """

    listings: tuple[Listing, ...]
    only_in_ecfr: tuple[Listing, ...]
    only_in_csl: tuple[Listing, ...]


def merge_entity_list(ecfr: ListFile, csl: ListFile) -> EntityListMerge:
    """Complete the entries of the eCFR copy with review policy, names and footnotes of the CSL copy.

    The copies are matched in rounds: equal name and country; equal name; a shared alias and country; one name the
    beginning of the other in the same country (an address ran into the name); the parent's name, for a subordinate
    institution that the CSL prints as an entry of its own. Hong Kong and China count as one country here, because the
    copies sort them differently. One CSL entry may complete several eCFR entries (one party under several headings),
    and the other way round.
    """
    entries = [listing for listing in ecfr.listings if listing.list == LIST]
    copies = [listing for listing in csl.listings if listing.list == LIST]
    pairs = _match(entries, copies)
    answered = {j for partners in pairs.values() for j in partners}
    merged = tuple(_complete(entry, [copies[j] for j in pairs.get(i, ())]) for i, entry in enumerate(entries))
    return EntityListMerge(
        listings=merged,
        only_in_ecfr=tuple(entry for i, entry in enumerate(merged) if i not in pairs),
        only_in_csl=tuple(copy for j, copy in enumerate(copies) if j not in answered),
    )


def _match(entries: Sequence[Listing], copies: Sequence[Listing]) -> dict[int, list[int]]:
    pairs: dict[int, list[int]] = defaultdict(list)
    open_entries, open_copies = set(range(len(entries))), set(range(len(copies)))
    for entry_keys, copy_keys in _ROUNDS:
        by_entry, by_copy = _index(entries, entry_keys), _index(copies, copy_keys)
        answered: set[tuple[int, int]] = set()
        for key in by_entry.keys() & by_copy.keys():
            for i in by_entry[key]:
                for j in by_copy[key]:
                    if i in open_entries or j in open_copies:
                        answered.add((i, j))
        for i, j in sorted(answered):
            pairs[i].append(j)
        open_entries -= {i for i, _ in answered}
        open_copies -= {j for _, j in answered}
    return dict(pairs)


def _index(listings: Sequence[Listing], keys: Keys) -> dict[Key, list[int]]:
    index: dict[Key, list[int]] = defaultdict(list)
    for position, listing in enumerate(listings):
        for key in dict.fromkeys(keys(listing)):
            index[key].append(position)
    return index


def _own_names(listing: Listing) -> Iterator[str]:
    yield listing.name
    if parent_of(listing.name):
        yield from [n.text for n in listing.names if n.kind is NameKind.AFFILIATE][:1]


def _name_and_country(listing: Listing) -> Iterable[Key]:
    return ((name_key(n), heading_key(listing)) for n in _own_names(listing))


def _name(listing: Listing) -> Iterable[Key]:
    return ((name_key(n),) for n in _own_names(listing) if not listing.address_only)


def _any_name_and_country(listing: Listing) -> Iterable[Key]:
    keys = (name_key(n.text) for n in listing.names if not n.weak and not listing.address_only)
    return (
        (key, country) for key in keys if len(key) >= _SHORTEST_ALIAS for country in country_keys(listing) if country
    )


def _beginnings_and_country(listing: Listing) -> Iterable[Key]:
    key = name_key(listing.name)
    if not listing.address_only:
        for end in range(_SHORTEST_PREFIX, len(key) + 1):
            yield key[:end], heading_key(listing)


def _long_name_and_country(listing: Listing) -> Iterable[Key]:
    key = name_key(listing.name)
    return [(key, heading_key(listing))] if len(key) >= _SHORTEST_PREFIX and not listing.address_only else []


def _parent_and_country(listing: Listing) -> Iterable[Key]:
    parent = parent_of(listing.name)
    return [(name_key(p), heading_key(listing)) for p in parent] if parent else []


_ROUNDS: tuple[tuple[Keys, Keys], ...] = (
    (_name_and_country, _name_and_country),
    (_name, _name),
    (_any_name_and_country, _name_and_country),
    (_any_name_and_country, _any_name_and_country),
    (_beginnings_and_country, _long_name_and_country),
    (_long_name_and_country, _beginnings_and_country),
    (_any_name_and_country, _parent_and_country),
)


def _complete(entry: Listing, copies: Sequence[Listing]) -> Listing:
    if not copies:
        return entry
    requirement = entry.requirement
    for copy in copies:
        requirement = _requirement(requirement, copy.requirement)
    same = {heading_key(c) for c in copies} == {heading_key(entry)}
    return replace(
        entry,
        names=unique_names([*entry.names, *(n for copy in copies for n in _further_names(entry, copy))]),
        countries=tuple(dict.fromkeys([*entry.countries, *(c for copy in copies if same for c in copy.countries)])),
        requirement=requirement,
        review_policy=next((c.review_policy for c in copies if c.review_policy), None) or entry.review_policy,
    )


def _further_names(entry: Listing, copy: Listing) -> Iterator[ListedName]:
    """Names only the copy has: those of a subordinate institution as affiliate names, others as aliases."""
    subordinate = parent_of(copy.name) is not None and name_key(copy.name) != name_key(entry.name)
    for name in copy.names:
        if subordinate and name.kind is NameKind.PRIMARY:
            continue
        kind = NameKind.AFFILIATE if subordinate else NameKind.ALIAS if name.kind is NameKind.PRIMARY else name.kind
        yield ListedName(text=name.text, kind=kind, weak=name.weak)


def _requirement(ecfr: Requirement | None, csl: Requirement | None) -> Requirement | None:
    """Prefer the eCFR text, except where it is long (the parse cuts it off); footnotes of either copy count."""
    if ecfr is None or csl is None:
        return ecfr or csl
    cut_off = (
        ecfr.items is ItemScope.UNREAD
        or ecfr.extends_to is not None
        or (ecfr.items is csl.items is ItemScope.ALL_EXCEPT)
    )
    base = csl if cut_off else ecfr
    return replace(base, footnotes=tuple(sorted({*ecfr.footnotes, *csl.footnotes})))
