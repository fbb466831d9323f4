"""US Census international trade: one month, direction and good at a time, all countries in one answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tidewaiter.model import UsageError
from tidewaiter.sources.pull.piece import Piece

URL = "https://api.census.gov"
_SIX, _FOUR = 6, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusPull:
    """A question to the US Census.

    Attributes:
        flows: X, M.
        goods: HS codes of two, four or six digits.
        periods: Months as ``2022-03``.
        key: Key of the service.
        url: Address of the service.
    """

    flows: Sequence[str]
    goods: Sequence[str]
    periods: Sequence[str]
    key: str | None = None
    url: str = URL

    @property
    def source(self) -> str:
        """Source its answers are imported as."""
        return "census"

    def pieces(self) -> Iterator[Piece]:
        """Yield a piece a direction, good and month."""
        for flow in self.flows:
            if flow not in {"X", "M"}:
                raise UsageError(f"the US Census has no flow {flow!r}: use X or M; re-exports come with X.")
            side, letter = ("exports", "E") if flow == "X" else ("imports", "I")
            value = "ALL_VAL_MO,DF" if flow == "X" else "GEN_VAL_MO"
            for code in self.goods:
                level = "HS6" if len(code) == _SIX else "HS4" if len(code) == _FOUR else "HS2"
                for month in self.periods:
                    yield Piece(
                        url=f"{self.url}/data/timeseries/intltrade/{side}/hs",
                        params={
                            "get": f"CTY_CODE,CTY_NAME,{value}",
                            "COMM_LVL": level,
                            f"{letter}_COMMODITY": code,
                            "time": month,
                        },
                        name=f"census-{side}-{code}-{month}",
                    )

    @property
    def accept(self) -> tuple[int, ...]:
        """Return no status: the body of a refusal says nothing more."""
        return ()

    def secret(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return the parameter with the key."""
        return ({"key": self.key} if self.key else {}), {}

    def smaller(self, piece: Piece, answer: bytes) -> Iterable[Piece]:
        """Return nothing: the service gives whole answers. An empty one means no trade in the month."""
        if not answer.strip():
            raise UsageError(f"{piece.name}: the service has no data for it: ask for other months or goods.")
        try:
            json.loads(answer)
        except ValueError:
            raise UsageError(f"{piece.url} answered with something that is no JSON: check CENSUS_API_KEY.") from None
        return ()

    def released(self, answer: bytes) -> None:
        """Return nothing: the day of the pull stands for it."""
