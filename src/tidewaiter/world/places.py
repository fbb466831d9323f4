"""The countries of a world and the part each plays.

Codes are real, so that every command runs on a world as on official data. What happens in a world is drawn at random
and says nothing about any country.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidewaiter.law import load_law
from tidewaiter.world.settings import Sizes, WorldSettings

DESTINATION = "RU"
#: The large producer outside the coalition, which may be a hub too.
PRODUCER = "CN"
#: Always there; the rest of the origins is drawn from the coalition.
_FIRST_ORIGINS = ("US", "DE", "JP")
#: Beside the destination, where goods may be declared to instead (the second leg).
NEIGHBOURS = ("AM", "AZ", "GE", "KG", "KZ", "MN", "TJ", "UZ")
#: In a customs union with the destination: trade is surveyed, not declared.
UNION = frozenset({"AM", "KG", "KZ"})
ENTREPOTS = frozenset({"AE", "HK", "SG"})
_NEUTRALS = (
    "AL", "AR", "BA", "BD", "BH", "BO", "CI", "CL", "CM", "CO", "CR", "DO", "DZ", "EC", "EG", "ET", "GH", "GT", "HN",
    "ID", "JO", "KE", "KH", "KW", "LB", "LK", "MA", "MK", "MU", "MY", "NG", "OM", "PA", "PE", "PH", "PK", "PY", "QA",
    "SA", "SN", "SV", "TH", "TN", "TZ", "UG", "UY", "VN", "ZM",
)  # fmt: skip
#: Sizes assumed for trade in such goods; a country without one draws from 0.3 to 5.
_SIZES: Mapping[str, float] = {
    "RU": 9.0, "CN": 20.0, "HK": 12.0, "TR": 5.0, "AE": 5.0, "IN": 6.0, "SG": 8.0, "MX": 7.0, "IL": 3.0, "BR": 5.0,
    "ZA": 2.0, "KZ": 1.2, "UZ": 0.7, "RS": 0.8, "GE": 0.4, "AZ": 0.4, "AM": 0.25, "KG": 0.2, "MN": 0.2, "TJ": 0.15,
    "NI": 0.15, "VN": 4.0, "TH": 4.0, "MY": 5.0, "ID": 3.0, "SA": 3.0,
}  # fmt: skip

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The countries of a world.

    Attributes:
        codes: ISO 3166 alpha-2 of all: origins, the producer, the destination, then the other candidates.
        origins: Positions of the coalition.
        producer: Position of the producer outside it; `destination` that of the destination.
        candidates: Positions of the countries that may be hubs, the producer among them.
        neighbours: Candidates beside the destination.
        hubs: The true hubs.
        size: Size of each as an importer.
        resale: Share of imports each sells on.
    """

    codes: tuple[str, ...]
    origins: Ints
    producer: int
    destination: int
    candidates: Ints
    neighbours: Ints
    hubs: Ints
    size: Floats
    resale: Floats

    @property
    def producers(self) -> Ints:
        """Origins, and the producer outside the coalition."""
        return np.append(self.origins, self.producer)

    def at(self, codes: Sequence[str]) -> Ints:
        """Return the positions of those countries that are part of the world."""
        return np.array([self.codes.index(code) for code in codes if code in self.codes], dtype=np.intp)


def choose_places(
    sizes: Sizes, settings: WorldSettings, random: np.random.Generator, hub_random: np.random.Generator
) -> Places:
    """Choose the countries of a world and its true hubs."""
    origins = _origins(sizes.origins, random)
    suspects = _some(sorted(_named() - {PRODUCER, *origins}), sizes.suspects, random, always=("KZ", "TR"))
    neutrals = _some(_NEUTRALS, sizes.neutrals, random)
    codes = (*origins, PRODUCER, DESTINATION, *suspects, *neutrals)
    producer, destination = len(origins), len(origins) + 1
    candidates = np.array([producer, *range(destination + 1, len(codes))], dtype=np.intp)
    assumed = np.array([_SIZES.get(code, 0.0) for code in codes])
    drawn = np.exp(random.uniform(np.log(0.3), np.log(5.0), len(codes)))
    size = np.where(assumed > 0, assumed, drawn) * np.exp(settings.size_spread * random.standard_normal(len(codes)))
    entrepot = np.array([code in ENTREPOTS for code in codes])
    resale = np.where(entrepot, settings.entrepot_share, settings.reexport_share * random.uniform(0.4, 1.6, len(codes)))
    return Places(
        codes=codes,
        origins=np.arange(len(origins)),
        producer=producer,
        destination=destination,
        candidates=candidates,
        neighbours=np.array([at for at in candidates if codes[at] in NEIGHBOURS], dtype=np.intp),
        hubs=_hubs(codes, candidates, set(suspects) | {PRODUCER}, sizes, settings, hub_random),
        size=size,
        resale=resale,
    )


def _named() -> set[str]:
    """Return countries named by an authority as a transshipment concern, and those beside the destination."""
    tables = load_law().tables
    return (set(tables.hubs) | set(NEIGHBOURS)) - set(tables.coalition) - {"MO", DESTINATION}


def _origins(count: int, random: np.random.Generator) -> tuple[str, ...]:
    tables = load_law().tables
    others = sorted(set(tables.coalition) - set(tables.hubs) - {*_FIRST_ORIGINS, "LI", "MT", "IS", "LU"})
    return (*_FIRST_ORIGINS, *_some(others, count - len(_FIRST_ORIGINS), random))


def _some(codes: Sequence[str], count: int, random: np.random.Generator, always: Sequence[str] = ()) -> list[str]:
    rest = [code for code in codes if code not in always]
    picked = random.choice(len(rest), size=min(count - len(always), len(rest)), replace=False)
    return sorted([*always, *(rest[at] for at in picked)])


def _hubs(
    codes: Sequence[str],
    candidates: Ints,
    suspects: set[str],
    sizes: Sizes,
    settings: WorldSettings,
    random: np.random.Generator,
) -> Ints:
    """Draw the true hubs: mostly suspects, now and then a country nobody suspects."""
    low, high = sizes.hubs
    count = low + round(settings.hubs * (high - low))
    named = random.permutation([at for at in candidates if codes[at] in suspects]).tolist()
    unnamed = random.permutation([at for at in candidates if codes[at] not in suspects]).tolist()
    surprise = random.random(count) < settings.surprise_hubs
    found = [unnamed.pop() if strange else named.pop() for strange in surprise.tolist()]
    return np.array(sorted(found), dtype=np.intp)
