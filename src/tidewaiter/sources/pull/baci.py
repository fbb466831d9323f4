"""CEPII BACI: one archive a release and HS edition, of which the years and goods asked for are unpacked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tidewaiter.model import UsageError

URL = "https://www.cepii.fr"
_EDITIONS = ("92", "96", "02", "07", "12", "17", "22")
_RELEASE = re.compile(r"(\d{4})(0[1-9]|1[0-2])[a-z]?")
_YEAR = re.compile(r"BACI_HS\d{2}_Y(\d{4})_V\w+\.csv", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaciPull:
    """A question to BACI.

    Attributes:
        edition: Two digits of the HS edition the codes are in: 92, 96, 02, 07, 12, 17 or 22.
        release: As CEPII names it: year and month, with a letter for a corrected one, such as ``202401b``.
        years: Years as ``2022``.
        goods: HS codes of two, four or six digits; all when empty.
        url: Address of CEPII.
    """

    edition: str
    release: str
    years: Sequence[str]
    goods: Collection[str] = ()
    url: str = URL

    def __post_init__(self) -> None:
        if self.edition not in _EDITIONS:
            raise UsageError(f"BACI has no edition {self.edition!r}: use one of {', '.join(_EDITIONS)}.")
        if not _RELEASE.fullmatch(self.release):
            raise UsageError(f"{self.release!r} is no release of BACI: write year and month, such as 202401b.")

    @property
    def source(self) -> str:
        """Source its files are imported as."""
        return "baci"

    @property
    def file(self) -> str:
        """Name of the archive."""
        return f"BACI_HS{self.edition}_V{self.release}.zip"

    @property
    def address(self) -> str:
        """Address of the archive."""
        return f"{self.url}/DATA_DOWNLOAD/baci/data/{self.file}"

    @property
    def released(self) -> dt.date:
        """First day of the month of the release: CEPII names no day."""
        return dt.date(int(self.release[:4]), int(self.release[4:6]), 1)

    def wanted(self, member: str) -> bool:
        """Tell whether a file of the archive holds a year asked for."""
        found = _YEAR.fullmatch(member.rsplit("/", 1)[-1])
        return found is not None and found[1] in self.years
