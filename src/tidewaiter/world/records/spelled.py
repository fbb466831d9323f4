"""Pools of spellings: every way in which records write the names, addresses and numbers of a world's companies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import NEVER, Companies
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.identity.addresses import address_spellings, native_address_spellings
from tidewaiter.world.identity.contacts import phone_spelling
from tidewaiter.world.identity.dice import Dice
from tidewaiter.world.identity.identities import Identity
from tidewaiter.world.identity.spellings import native_spellings, spellings
from tidewaiter.world.places import Floats, Ints
from tidewaiter.world.records.customs_sets import CYRILLIC

#: Spellings one record set uses as its first choice are among the first ones.
_FAVOURITES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Spellings of many things, those of each thing side by side.

    Attributes:
        texts: All spellings.
        start: Position of the first spelling of each thing; `count` how many it has.
    """

    texts: pa.Array
    start: Ints
    count: Ints

    def of(self, thing: Ints, where: Ints, usual: float, draw: Floats) -> pa.Array:
        """Return a spelling of each thing.

        Args:
            thing: Numbers of things.
            where: Number of the record set: each has a usual spelling for a thing.
            usual: Share of records with that spelling.
            draw: Two random numbers for each, [2, record].
        """
        count = self.count[thing]
        usual_one = (thing * 31 + where * 17) % np.minimum(count, _FAVOURITES)
        other = np.minimum((draw[1] * count).astype(np.intp), count - 1)
        return self.texts.take(pa.array(self.start[thing] + np.where(draw[0] < usual, usual_one, other)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Entries of each company, one after the other in time: a company that is renamed has several names.

    Attributes:
        first: First entry of each company.
        changes: Days on which it goes to the next one, [change, company].
    """

    first: Ints
    changes: Ints

    def on(self, company: Ints, day: Ints) -> Ints:
        """Return the entry of each company on a day."""
        found = self.first[company]
        for change in self.changes:
            found = found + (day >= change[company])
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SpelledCompanies:
    """Spellings of the companies of a world.

    Attributes:
        names: Of names in Latin letters, by entry; `native_names` in Cyrillic. A company that is renamed has several
            entries one after the other.
        name_entry: Which entry of names a company has on which day.
        addresses: Of addresses in Latin letters, by entry; `native_addresses` in Cyrillic.
        address_entry: Which entry of addresses a company has on which day.
        phones: Of phones, by company.
        emails: E-mail of each company; `tax_numbers` likewise.
    """

    names: Pool
    native_names: Pool
    name_entry: Entries
    addresses: Pool
    native_addresses: Pool
    address_entry: Entries
    phones: Pool
    emails: pa.Array
    tax_numbers: pa.Array


def spell(
    companies: Companies, identities: list[Identity], economy: Economy, settings: FirmSettings, busy: Ints
) -> SpelledCompanies:
    """Draw the spellings of all companies.

    Args:
        busy: How many more spellings than usual each company has, [company]: large ones are written in more ways.
    """
    dice = Dice(economy.streams.of("records.spellings"))
    native = [economy.country[company.place] in CYRILLIC for company in companies.all]
    names = [name for identity in identities for name in identity.names]
    named = [number for number, identity in enumerate(identities) for _ in identity.names]
    places = [address for identity in identities for address in identity.addresses]
    placed = [number for number, identity in enumerate(identities) for _ in identity.addresses]
    more, errors = busy.tolist(), settings.misspelled

    def native_names(at: int) -> list[str]:
        count = 2 + (4 + more[named[at]]) * native[named[at]]
        return native_spellings(names[at], count, errors, dice)

    return SpelledCompanies(
        names=_pool(len(names), lambda at: spellings(names[at], 5 + more[named[at]], errors, dice)),
        native_names=_pool(len(names), native_names),
        name_entry=_entries([company.renamed for company in companies.all]),
        addresses=_pool(len(places), lambda at: address_spellings(places[at], 4, dice)),
        native_addresses=_pool(
            len(places), lambda at: native_address_spellings(places[at], 3 if native[placed[at]] else 1, dice)
        ),
        address_entry=_entries([company.moved for company in companies.all]),
        phones=_pool(len(identities), lambda at: [phone_spelling(identities[at].phone, dice) for _ in range(2)]),
        emails=pa.array([identity.email for identity in identities], pa.string()),
        tax_numbers=pa.array([identity.tax_number for identity in identities], pa.string()),
    )


def _entries(changes: list[list[int]]) -> Entries:
    counts = np.array([1 + len(days) for days in changes], dtype=np.intp)
    found = np.full((max(map(len, changes), default=0), len(changes)), NEVER, dtype=np.intp)
    for number, days in enumerate(changes):
        found[: len(days), number] = sorted(days)
    return Entries(first=np.cumsum(counts) - counts, changes=found)


def _pool(things: int, write: Callable[[int], list[str]]) -> Pool:
    texts: list[str] = []
    starts = []
    for at in range(things):
        starts.append(len(texts))
        texts += write(at)
    start = np.array(starts, dtype=np.intp)
    return Pool(texts=pa.array(texts, pa.string()), start=start, count=np.diff(np.append(start, len(texts))))
