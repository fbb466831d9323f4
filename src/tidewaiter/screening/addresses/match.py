"""Whether two addresses name one building: their streets, buildings and towns compared by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tidewaiter.screening.addresses.part import Named, Sort
from tidewaiter.screening.addresses.words import known_towns, pair_words, total, weight
from tidewaiter.screening.words import words_of

#: Part of the words of two names that must agree.
_AGREES = 0.6
#: Part of the words of town and district that must agree, of the address that has fewer.
_SAME_PLACE = 0.5
#: How telling a building's name must be to stand for the street and the house number.
_TELLING = 0.45
_STREETS = (Sort.STREET, Sort.BESIDE_NUMBER)
_BUILDINGS = (Sort.BUILDING, Sort.EITHER, Sort.BOX)
#: Names that may be meant by one another though one is called a street and the other a building.
_LOOSE = (Sort.BESIDE_NUMBER, Sort.EITHER)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What an address names besides its house number.

    Attributes:
        names: Streets, buildings and areas.
        places: Words of town, district and region.
        words: All words of the address.
        country: ISO 3166 alpha-2, where it is named.
    """

    names: tuple[Named, ...]
    places: tuple[str, ...]
    words: tuple[str, ...]
    country: str | None


def names_agree(left: Whereabouts, right: Whereabouts, *, numbered: bool) -> bool | None:
    """Tell whether the streets, buildings and towns of two addresses let them be one building.

    Each giving a street that the other does not have, they are two buildings. Where house numbers agree, one name in
    common is enough; where one is missing, a building of a telling name in one town stands for it.

    Args:
        left: One address.
        right: The other.
        numbered: The house numbers agree.

    Returns:
        None where nothing can be said: one of the addresses names neither street nor building, or they agree in a
        street whose number is not known.
    """
    agreeing = [(one, other) for one in left.names for other in right.names if _same_name(one, other, left, right)]
    if _streets_conflict(left, right, agreeing) or _towns_conflict(left, right):
        return False
    if not agreeing:
        return False if left.names and right.names else None
    if numbered or (_towns_agree(left, right) and any(_names_a_building(one, other) for one, other in agreeing)):
        return True
    return None


def same_town(left: Whereabouts, right: Whereabouts) -> bool:
    """Tell whether two addresses agree in town, of which one names no more than that."""
    if left.names and right.names:
        return False
    return bool(left.places and right.places) and not _towns_conflict(left, right) and _places_agree(left, right)


def _places_agree(left: Whereabouts, right: Whereabouts) -> bool:
    pairs = pair_words(left.places, right.places)
    fewer = min(total(left.places), total(right.places))
    return sum(min(total(x), total(y)) * alike for x, y, alike in pairs) >= _SAME_PLACE * fewer


def _same_name(one: Named, other: Named, left: Whereabouts, right: Whereabouts) -> bool:
    if not _of_one_sort(one.sort, other.sort):
        return False
    if one.toward and other.toward and not one.toward & other.toward:
        return False
    pairs = pair_words(one.words, other.words)
    if not pairs or not _heads_agree(one, other, pairs):
        return False
    matched = sum((total(x) + total(y)) * alike for x, y, alike in pairs)
    left_over = _left_over(one, {word for x, _, _ in pairs for word in x}, right)
    left_over += _left_over(other, {word for _, y, _ in pairs for word in y}, left)
    return matched >= _AGREES * (matched + left_over)


def _of_one_sort(one: Sort, other: Sort) -> bool:
    if one is other or (one in _STREETS and other in _STREETS):
        return True
    return Sort.BOX not in (one, other) and (one in _LOOSE or other in _LOOSE)


def _heads_agree(one: Named, other: Named, pairs: Sequence[tuple[tuple[str, ...], tuple[str, ...], float]]) -> bool:
    """Tell whether the words next to the street types are answered: of Tsim Sha Tsui Granville Road, ``granville``."""
    heads_one = one.head is None or any(one.head in x for x, _, _ in pairs)
    return heads_one and (other.head is None or any(other.head in y for _, y, _ in pairs))


def _left_over(name: Named, matched: set[str], other: Whereabouts) -> float:
    """Return what a name says that the other address does not say anywhere, not as a district either."""
    rest = tuple(word for word in name.words if word not in matched and word not in other.words)
    if not rest:
        return 0.0
    answered = {word for x, _, _ in pair_words(rest, other.words) for word in x}
    return total(tuple(word for word in rest if word not in answered))


def _streets_conflict(left: Whereabouts, right: Whereabouts, agreeing: Sequence[tuple[Named, Named]]) -> bool:
    """Tell whether each address has a street that the other has not."""
    return _has_its_own(left, {one for one, _ in agreeing}, right) and _has_its_own(
        right, {other for _, other in agreeing}, left
    )


def _has_its_own(one: Whereabouts, agreeing: set[Named], other: Whereabouts) -> bool:
    """Tell whether an address has a street of its own; words beside a number may be the town (Nicosia 1105)."""
    return any(
        name.sort in _STREETS
        and name not in agreeing
        and not (name.sort is Sort.BESIDE_NUMBER and set(name.words) <= set(other.places))
        for name in one.names
    )


def _towns_conflict(left: Whereabouts, right: Whereabouts) -> bool:
    one, other = known_towns().intersection(left.places), known_towns().intersection(right.places)
    return bool(one and other) and not one & other


def _towns_agree(left: Whereabouts, right: Whereabouts) -> bool:
    """Tell whether two addresses are in one town, as far as they say; one that names none must name the country."""
    if left.places and right.places:
        return _places_agree(left, right)
    return bool(left.country and right.country)


def _names_a_building(one: Named, other: Named) -> bool:
    """Tell whether a name that two addresses share is that of a building, and not one that many have (Trade Centre)."""
    if one.sort not in _BUILDINGS or other.sort not in _BUILDINGS:
        return False
    return sum(min(_own(x), _own(y)) * alike for x, y, alike in pair_words(one.words, other.words)) >= _TELLING


def _own(words: tuple[str, ...]) -> float:
    """Return how much words tell of one building: trade words half."""
    return sum(weight(word) * (0.5 if word in words_of("generic") else 1.0) for word in words)
