"""Eurostat Comext: monthly trade of EU members by CN code, from the dissemination interface, in pieces it can answer.

The interface answers up to half a million cells at once, hands larger questions to a queue, and refuses more than five
million; see Eurostat's help pages "API - detailed guidelines". Questions are cut to what is answered at once, so that
there is no queue to wait for.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from tidewaiter.model import UsageError
from tidewaiter.sources.pull.piece import NoDataError, Piece

URL = "https://ec.europa.eu"
_DATASET = "DS-045409"
_INDICATORS = ("VALUE_IN_EUROS", "QUANTITY_IN_100KG")
#: Codes of the nomenclature of countries of EU trade statistics that are not the ISO ones.
_OWN = {"RS": "XS"}
_FLOWS = {"M": "1", "X": "2"}
#: Cells asked for at once, below what the interface answers at once; reporters and partners there are with aggregates.
_CELLS, _REPORTERS, _PARTNERS = 400_000, 40, 290
#: Codes in one question, so that its address stays shorter than what services take.
_CODES = 100
_MONTHS = 12
_NOTHING, _TOO_LARGE = 404, 413
_FAULT = re.compile(r"<faultstring>(.*?)</faultstring>", re.DOTALL)
_QUEUED = re.compile(r"<queued>|ASYNC|SUBMITTED", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComextPull:
    """A question to Comext.

    Attributes:
        reporters: ISO 3166 alpha-2 of EU members, all when empty; ``partners`` likewise.
        flows: X, M.
        goods: Codes of two, four, six or eight digits.
        periods: Months as ``2022-03``, in order and without gaps.
        url: Address of the service.
    """

    reporters: Sequence[str]
    flows: Sequence[str]
    goods: Sequence[str]
    periods: Sequence[str]
    partners: Sequence[str] = ()
    url: str = URL

    @property
    def source(self) -> str:
        """Source its answers are imported as."""
        return "comext"

    @property
    def accept(self) -> tuple[int, ...]:
        """Return the statuses whose body says that there is nothing, or too much."""
        return (_NOTHING, _TOO_LARGE)

    def pieces(self) -> Iterator[Piece]:
        """Yield a piece a year and as many goods as are answered at once."""
        if wrong := set(self.flows) - set(_FLOWS):
            raise UsageError(
                f"Comext has no flow {', '.join(sorted(wrong))}: use X or M; re-exports are not told apart."
            )
        others = prod((len(self.reporters) or _REPORTERS, len(self.partners) or _PARTNERS, len(self.flows)))
        at_once = _CELLS // (others * len(_INDICATORS))
        months = min(_MONTHS, max(at_once, 1))
        codes = min(max(at_once // months, 1), _CODES)
        for year in sorted({period[:4] for period in self.periods}):
            of_year = [period for period in self.periods if period.startswith(year)]
            for at in range(0, len(of_year), months):
                for start in range(0, len(self.goods), codes):
                    yield self._piece(of_year[at : at + months], self.goods[start : start + codes])

    def _piece(self, months: Sequence[str], goods: Sequence[str]) -> Piece:
        key = (
            "M",
            *("+".join(map(comext_code, codes)) for codes in (self.reporters, self.partners)),
            "+".join(goods),
            "+".join(_FLOWS[flow] for flow in self.flows),
            "+".join(_INDICATORS),
        )
        return Piece(
            url=f"{self.url}/eurostat/api/comext/dissemination/sdmx/2.1/data/{_DATASET}/{'.'.join(key)}",
            params={"startPeriod": months[0], "endPeriod": months[-1], "format": "SDMX-CSV"},
            name=f"comext-{months[0]}-{months[-1]}-{goods[0]}",
            ending=".csv",
        )

    def secret(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return nothing: the interface is open."""
        return {}, {}

    def smaller(self, piece: Piece, answer: bytes) -> Iterable[Piece]:
        """Return two halves, by months, else by goods, where the question was too large or put into a queue."""
        text = answer[:4000].decode("utf-8", "replace").lstrip("\ufeff \r\n")
        if not text.startswith("<") and "OBS_VALUE" in text.upper():
            if len(answer.split(b"\n", 2)) < 2 or not answer.split(b"\n", 1)[1].strip():
                raise NoDataError(f"{piece.name}: the service has no rows for it, which is no data and not zero.")
            return
        fault = " ".join((_FAULT.search(text) or ["", text])[1].split())[:200]
        if "NO_RESULT" in fault.upper() or "NO_RECORDS" in fault.upper():
            raise NoDataError(f"{piece.name}: the service has no rows for it, which is no data and not zero.")
        if "TOO_BIG" not in text.upper() and not _QUEUED.search(text):
            raise UsageError(f"{piece.url} answered: {fault or 'nothing'}. Check countries, goods and months.")
        yield from _halves(piece)

    def released(self, answer: bytes) -> dt.date | None:
        """Return the latest day the answer says its data were updated on."""
        rows = csv.reader(answer.decode("utf-8-sig", "replace").splitlines())
        headings = next(rows, [])
        if "LAST UPDATE" not in headings:
            return None
        at = headings.index("LAST UPDATE")
        days = {row[at][:8] for row in rows if len(row) > at}
        read = [
            dt.datetime.strptime(f"{day} +0000", "%d/%m/%y %z").date() for day in days if len(day) == len("dd/mm/yy")
        ]
        return max(read, default=None)


def _halves(piece: Piece) -> Iterator[Piece]:
    first, last = piece.params["startPeriod"], piece.params["endPeriod"]
    if first != last:
        middle = (int(first[5:]) + int(last[5:])) // 2
        for start, end in ((first, f"{first[:4]}-{middle:02d}"), (f"{first[:4]}-{middle + 1:02d}", last)):
            yield replace(piece, params={**piece.params, "startPeriod": start, "endPeriod": end})
        return
    address, key = piece.url.rsplit("/", 1)
    parts = key.split(".")
    goods = parts[3].split("+")
    if len(goods) == 1:
        raise UsageError(
            f"{piece.name}: one month of one good is more than the service gives at once; name reporters or partners."
        )
    half = len(goods) // 2
    for some in (goods[:half], goods[half:]):
        yield replace(piece, url=f"{address}/{'.'.join([*parts[:3], '+'.join(some), *parts[4:]])}")


def comext_code(code: str) -> str:
    """Return the code Comext gives a country, most often the ISO one."""
    return _OWN.get(code, code)
