"""How two identities agree: a level for each feature, of which the weights are in ``data/companies.json``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.name_pairs import COMPARED, Compared
from tidewaiter.networks.companies.numbering import dense, distinct_per
from tidewaiter.networks.companies.reading import Ints
from tidewaiter.networks.companies.text_columns import NONE, taken

Levels = npt.NDArray[np.int8]

#: Upper ends of the levels of what is measured on a scale.
_NAME = (-11.0, -6.0, -4.0, -2.5, -1.0, 0.0, 1.0, 2.0, 3.5)
_DIFFER = (0.5, 3.0, 6.0, 9.0)
_SURPLUS = (1.0, 4.0, 8.0, 14.0)
_RARITY = (-10.0, -6.0, -3.0, 0.0, 4.0)
#: Companies of different names that share a phone, a mail domain, a building: alone, a few, many.
_FEW, _MANY = 2, 6

#: Log odds from which two names are alike whatever words they share; bits on both sides from which they may not be.
_ALIKE, _APART = 2.0, 3.0
#: Records from which a tax id stated under a name is no mistake.
_STATED = 3

#: The levels of each feature in the order of their numbers. The first says nothing and weighs nothing.
FEATURES: dict[str, tuple[str, ...]] = {
    "name": ("unknown", "nothing alike", *(f"log odds below {end:g}" for end in _NAME[1:]),
             f"log odds from {_NAME[-1]:g}"),
    "words on both sides": ("none", "few bits", "some bits", "many bits", "a whole name"),
    "words on one side": ("none", "few bits", "some bits", "many bits", "a whole name"),
    "rarity of the name": ("unknown", "very common", "common", "met often", "met sometimes", "rare", "alone"),
    "legal form": ("unknown", "same", "other", "differs or one is missing"),
    "number": ("no conflict", "other"),
    "words": ("differ", "same in order"),
    "namesakes": ("none known", "two tax ids", "more tax ids"),
    "tax id": ("unknown", "same", "one character differs", "other", "of another kind", "same, once under another name"),
    "phone": ("unknown", "same", "same, shared by a few", "same, shared by many", "other"),
    "mail": ("unknown", "same", "same, shared by a few", "same, shared by many", "other"),
    "address": ("unknown", "other", "same street", "same place", "same building", "same building, shared by many",
                "same unit", "same unit, shared by many"),
    "country": ("unknown", "same", "other"),
    "strangers": ("no", "nothing in common", "one contact in common", "more contacts in common"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shared:
    """What many identities have in common: how many names share each value, and how many tax ids each name has."""

    phone: Ints
    mail: Ints
    building: Ints
    namesakes: Ints
    digits: npt.NDArray[np.uint32]


def shared(parties: Identities) -> Shared:
    """Count what identities have in common."""
    tax_ids = parties.tax_ids
    root = taken(parties.root, parties.name)
    phone, mail, building = (_spread(column, root) for column in (parties.phone, parties.mail, parties.building))
    place = np.where(parties.name == NONE, NONE, dense(parties.name, parties.country))
    namesakes = _spread(place, np.where(parties.stated >= _STATED, parties.tax, NONE))
    width = max((len(text) for text in tax_ids), default=0)
    digits = np.zeros((len(tax_ids), width), dtype=np.uint32)
    for at, text in enumerate(tax_ids):
        digits[at, : len(text)] = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    return Shared(phone, mail, building, namesakes, digits)


def levels(parties: Identities, common: Shared, i: Ints, j: Ints) -> Levels:
    """Compare identity ``i[n]`` with identity ``j[n]``: one row a pair, one column a feature of `FEATURES`."""
    rows = np.zeros((len(i), len(FEATURES)), dtype=np.int8)
    column = dict(zip(FEATURES, rows.T, strict=True))
    compared, known = _best_names(parties, i, j)
    _write_names(parties, compared, known, column)
    column["namesakes"][:] = np.clip(np.maximum(common.namesakes[i], common.namesakes[j]) - 1, 0, 2)
    column["tax id"][:] = _tax(parties, common, i, j)
    column["phone"][:] = _contact(parties.phone, common.phone, i, j)
    column["mail"][:] = _contact(parties.mail, common.mail, i, j)
    column["address"][:] = _address(parties, common, i, j)
    one, other = parties.country[i], parties.country[j]
    column["country"][:] = np.where((one == NONE) | (other == NONE), 0, np.where(one == other, 1, 2))
    # Whoever shares an office may share its phone: with unlike names, contacts in common are one thing, not many.
    contacts = (column["phone"] == 1).astype(int) + (column["mail"] == 1) + np.isin(column["address"], (4, 6))
    unlike = known & (compared["log_odds"] < _ALIKE) & (compared["differ"] > _APART)
    unlike &= compared["shared"] < parties.bits / 2
    column["strangers"][:] = np.where(unlike, 1 + np.minimum(contacts, 2), 0)
    return rows


def _spread(value: Ints, member: Ints) -> Ints:
    """Return for each row how many distinct members share its value; 0 where it has none."""
    count = distinct_per(value, member, int(value.max(initial=-1)) + 1)
    return np.where(value == NONE, 0, count[np.maximum(value, 0)]) if len(count) else np.zeros_like(value)


def _best_names(parties: Identities, i: Ints, j: Ints) -> tuple[Compared, npt.NDArray[np.bool_]]:
    """Compare names and aliases, and keep the best of each pair; tells too which pairs have names on both sides."""
    best = np.zeros(len(i), dtype=COMPARED)
    merit = np.full(len(i), -np.inf)
    for left, right in ((parties.name, parties.name), (parties.name, parties.alias), (parties.alias, parties.name),
                        (parties.alias, parties.alias)):  # fmt: skip
        at = np.flatnonzero((left[i] != NONE) & (right[j] != NONE))
        if not len(at):
            continue
        found = parties.compared.compare(left[i[at]], right[j[at]])
        worth = found["log_odds"] + 0.3 * (found["shared"] - found["differ"])
        better = worth > merit[at]
        merit[at[better]] = worth[better]
        best[at[better]] = found[better]
    return best, merit > -np.inf


def _write_names(
    parties: Identities, compared: Compared, known: npt.NDArray[np.bool_], column: dict[str, Levels]
) -> None:
    column["name"][:] = np.where(known, np.digitize(compared["log_odds"], _NAME) + 1, 0)
    column["words on both sides"][:] = np.digitize(compared["differ"], _DIFFER)
    column["words on one side"][:] = np.digitize(compared["surplus"] - compared["differ"], _SURPLUS)
    column["rarity of the name"][:] = np.where(known, np.digitize(compared["shared"] - parties.bits, _RARITY) + 1, 0)
    form = np.where(compared["form"] > 0, 1, np.where(compared["other_form"] > 0, 2, 3))
    column["legal form"][:] = np.where(known, form, 0)
    column["number"][:] = compared["other_number"]
    column["words"][:] = compared["same_words"]


def _contact(value: Ints, spread: Ints, i: Ints, j: Ints) -> Levels:
    one, other = value[i], value[j]
    same = 1 + (spread[i] > _FEW) + (spread[i] > _MANY)
    return np.where((one == NONE) | (other == NONE), 0, np.where(one == other, same, 4)).astype(np.int8)


def _address(parties: Identities, common: Shared, i: Ints, j: Ints) -> Levels:
    found = np.zeros(len(i), dtype=np.int8)
    at = np.flatnonzero((parties.address[i] != NONE) & (parties.address[j] != NONE))
    one, other = parties.address[i[at]], parties.address[j[at]]
    level = parties.addresses.compare(one, other, parties.street_worth)
    level = np.where(one == other, np.maximum(level, 3), level)
    many = np.maximum(common.building[i[at]], common.building[j[at]]) > _MANY
    found[at] = np.select([level == each for each in range(4)], [1, 2, 3, 4 + many], 6 + many)
    return found


def _tax(parties: Identities, common: Shared, i: Ints, j: Ints) -> Levels:
    one, other = parties.tax[i], parties.tax[j]
    known = (one != NONE) & (other != NONE)
    root = taken(parties.root, parties.name)
    named = (parties.name[i] != NONE) & (parties.name[j] != NONE)
    once = named & (root[i] != root[j]) & (np.minimum(parties.stated[i], parties.stated[j]) < _STATED)
    found = np.where(
        known, np.where(one == other, np.where(once, 5, 1), np.where(parties.shape[i] == parties.shape[j], 3, 4)), 0
    )
    at = np.flatnonzero(found == 3)
    left, right = common.digits[one[at]], common.digits[other[at]]
    wrong = (left != right).sum(axis=1)
    first = np.argmax(left != right, axis=1) if len(at) else at
    row, after = np.arange(len(at)), np.minimum(first + 1, max(left.shape[1] - 1, 0))
    if len(at):
        swapped = (wrong == 2) & (left[row, first] == right[row, after]) & (left[row, after] == right[row, first])
        found[at[(wrong == 1) | swapped]] = 2
    return found.astype(np.int8)
