"""UN Comtrade API v1: months of one reporter at a time, cut in halves where the service cuts an answer off."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tidewaiter.model import UsageError
from tidewaiter.sources.flows.areas import AreaKind, find_area
from tidewaiter.sources.pull.piece import Piece

URL = "https://comtradeapi.un.org"
#: Rows after which an answer is cut off: with a key, and in the preview without one.
ROWS, PREVIEW_ROWS = 100_000, 500
#: Months asked for at once.
_MONTHS = 12
#: Numbers Comtrade uses instead of the ISO ones.
_OWN = {"US": 842, "IN": 699, "FR": 251, "CH": 757, "NO": 579, "TW": 490}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComtradePull:
    """A question to Comtrade.

    Attributes:
        reporters: ISO 3166 alpha-2; ``partners`` likewise, all when empty.
        flows: X, M, RX or RM.
        goods: HS codes of two, four or six digits.
        periods: Months as ``2022-03``, or years.
        key: Subscription key; without one the public preview answers, 500 rows at a time.
        url: Address of the service.
    """

    reporters: Sequence[str]
    flows: Sequence[str]
    goods: Sequence[str]
    periods: Sequence[str]
    partners: Sequence[str] = ()
    key: str | None = None
    url: str = URL

    @property
    def source(self) -> str:
        """Source its answers are imported as."""
        return "comtrade"

    def pieces(self) -> Iterator[Piece]:
        """Yield a piece a reporter and year of months."""
        annual = len(self.periods[0]) == len("2022")
        path = "data/v1/get" if self.key else "public/v1/preview"
        base = {
            "cmdCode": ",".join(self.goods),
            "flowCode": ",".join(self.flows),
            "customsCode": "C00",
            "motCode": "0",
            "partner2Code": "0",
        }
        if self.partners:
            base["partnerCode"] = ",".join(str(comtrade_number(code)) for code in self.partners)
        for reporter in self.reporters:
            for at in range(0, len(self.periods), _MONTHS):
                months = self.periods[at : at + _MONTHS]
                yield Piece(
                    url=f"{self.url}/{path}/C/{'A' if annual else 'M'}/HS",
                    params=base
                    | {
                        "reporterCode": str(comtrade_number(reporter)),
                        "period": ",".join(month.replace("-", "") for month in months),
                    },
                    name=f"comtrade-{reporter}-{months[0]}-{months[-1]}",
                )

    @property
    def accept(self) -> tuple[int, ...]:
        """Return no status: the body of a refusal says nothing more."""
        return ()

    def secret(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return the header with the key."""
        return {}, {"Ocp-Apim-Subscription-Key": self.key} if self.key else {}

    def smaller(self, piece: Piece, answer: bytes) -> Iterable[Piece]:
        """Return two halves, by months, else by goods, where the answer has as many rows as the service gives."""
        try:
            data = json.loads(answer)
        except ValueError:
            raise UsageError(f"{piece.url} answered with something that is no JSON: try later.") from None
        if said := (data.get("error") or data.get("message")):
            raise UsageError(f"{piece.url} answered: {str(said)[:200]}")
        if len(data.get("data") or ()) < (ROWS if self.key else PREVIEW_ROWS):
            return
        for name in ("period", "cmdCode"):
            codes = piece.params[name].split(",")
            if len(codes) > 1:
                half = len(codes) // 2
                for part in (codes[:half], codes[half:]):
                    yield replace(piece, params={**piece.params, name: ",".join(part)})
                return
        hint = "ask for fewer partners" if self.key else "set COMTRADE_API_KEY to get more than 500 rows"
        raise UsageError(f"{piece.name}: one month of one good is more than the service gives at once; {hint}.")

    def released(self, answer: bytes) -> None:
        """Return nothing: the day of the pull stands for it."""


@cache
def _numbers() -> dict[str, int]:
    found: dict[str, int] = {}
    for number in range(1, 1000):
        area = find_area(str(number), "comtrade")
        if area is not None and area.kind is AreaKind.COUNTRY:
            found.setdefault(area.code, number)
    return found | _OWN


def comtrade_number(code: str) -> int:
    """Return the number Comtrade gives a country.

    Raises:
        UsageError: when it has none.
    """
    try:
        return _numbers()[code]
    except KeyError:
        raise UsageError(f"Comtrade has no number for {code!r}: choose another country.") from None
