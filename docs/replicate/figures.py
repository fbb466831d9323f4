"""Published figures and how each is computed again. Every figure has a source; what no data reach says what would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from docs.replicate.workbench import Workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published figure.

    Attributes:
        what: What it says.
        published: The figure in print; None where only our own is given.
        source: Where it was printed.
        compute: Computes it from the data.
        tolerance: Share by which ours may differ.
        unit: Unit of both.
    """

    what: str
    compute: Callable[[Workbench], float]
    published: float | None = None
    source: str = ""
    tolerance: float = 0.02
    unit: str = "mn USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A published figure that no data here reach, and the extract that would settle it."""

    what: str
    source: str
    needs: str


_PRINT = "printed; publication not identified"
_CHIPS = "printed, to Russia alone; publication not identified"
_NEIGHBOURS = ("AM", "BY", "GE", "KG", "KZ", "UZ")


def _sum(
    bench: Workbench, *, name: str, flow: str, partners: Sequence[str] | None, span: tuple[str, str], per: float
) -> float:
    return bench.total(name, flow, partners, *span) / per


def _reported(bench: Workbench, *, reporter: str, year: int) -> float:
    return bench.reporter("chips", reporter, str(year)) / 1e6


def _change(bench: Workbench, *, partner: str) -> float:
    before, after = (bench.total("comext_chpl", "X", (partner,), f"{year}-03", f"{year}-11") for year in (2021, 2022))
    return 100 * (after / before - 1)


def _millions(
    name: str, flow: str, partners: Sequence[str] | None, first: str, last: str
) -> Callable[[Workbench], float]:
    return partial(_sum, name=name, flow=flow, partners=partners, span=(first, last), per=1e6)


def figures() -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Yield the figures by part of the page."""
    yield (
        "EU exports to Russia and six neighbours, March to November",
        tuple(
            Figure(
                what=f"to {name}, {year}",
                published=value,
                source=_PRINT,
                unit="bn EUR",
                tolerance=0.005,
                compute=partial(
                    _sum, name="comext_total", flow="X", partners=partners, span=(f"{year}-03", f"{year}-11"), per=1e9
                ),
            )
            for name, partners, year, value in (
                ("Russia", ("RU",), 2021, 69.2),
                ("Russia", ("RU",), 2022, 36.3),
                ("six neighbours", _NEIGHBOURS, 2021, 13.7),
                ("six neighbours", _NEIGHBOURS, 2022, 20.3),
            )
        ),
    )
    yield (
        "EU exports in the covered high-priority codes, March to November 2022 against 2021",
        tuple(
            Figure(what=f"to {code}, change", unit="%", compute=partial(_change, partner=code))
            for code in ("RU", "KZ", "KG", "AM", "GE", "UZ", "BY")
        ),
    )
    printed = {("AM", 2022): 13.0, ("KZ", 2022): 18.0}
    yield "Exports of integrated circuits (HS 8542) to the world", tuple(
        Figure(
            what=f"{code}, {year}",
            published=printed.get((code, year)),
            source=_CHIPS if (code, year) in printed else "",
            tolerance=0.06,
            compute=partial(_reported, reporter=code, year=year),
        )
        for code, years in (("AM", (2021, 2022, 2023)), ("KZ", (2021, 2022, 2023)), ("KG", (2021, 2022, 2023, 2024)),
                            ("TR", (2021, 2022, 2023, 2024)))
        for year in years
    )  # fmt: skip
    yield (
        "Cars of Georgia and the ban of 1 August 2023",
        (
            Figure(
                what="exports of cars, 2021",
                published=456.5,
                source=_PRINT,
                tolerance=0.005,
                compute=_millions("cars_ge", "X", None, "2021-01", "2021-12"),
            ),
            *(
                Figure(what=f"to {name}, {month}", compute=_millions("cars_ge", "X", partners, month, month))
                for name, partners in (("Russia", ("RU",)), ("Kazakhstan and Kyrgyzstan", ("KZ", "KG")))
                for month in ("2023-07", "2023-11")
            ),
        ),
    )
    yield (
        "Cars of Armenia, in and out",
        tuple(
            Figure(
                what=f"{'exports' if flow == 'X' else 'imports'}, {first} to {last}",
                compute=_millions("cars_am", flow, None, first, last),
            )
            for flow in ("M", "X")
            for first, last in (("2021-01", "2021-12"), ("2022-01", "2022-12"), ("2023-01", "2023-10"))
        ),
    )
    yield (
        "Integrated circuits from Taiwan",
        tuple(
            Figure(what=f"to {partner}, {year}", compute=_millions("taiwan", "X", (partner,), str(year), str(year)))
            for partner in ("RU", "TR")
            for year in (2021, 2022, 2023, 2024)
        ),
    )


MISSING = (
    Missing(
        what="Türkiye to Russia and five neighbours, 45 codes, January to September 2023: 158 mn USD, over 3 × 2022",
        source="kyivindependent.com/ft-turkish-exports-of-military-use-goods-to-russia-soar-in-2023",
        needs="Comtrade, monthly HS6, reporter 792, partners 643 31 268 398 417 860, 2015-01 to 2023-09",
    ),
    Missing(
        what="the same, first half of 2024: 85 mn USD; of 2022: 27 mn",
        source="bunatimes.com/world/299620.html",
        needs="the same to 2024-06",
    ),
    Missing(
        what="G7 to Türkiye in high-priority codes, January to September 2023: more than 60 % above 2015 to 2021",
        source="tradedatamonitor.com/datanews/turkey-hikes-exports-of-military-goods-exported-to-russia",
        needs="Comtrade, monthly HS6, the G7 as reporters, partner 792, 2015-01 to 2023-09",
    ),
    Missing(
        what="Lithuania to Kazakhstan in dual-use goods: 28 mn USD sent and 9 booked, then 84 and 11",
        source="qazmonitor.com/news/1694",
        needs="Comext, Lithuania to Kazakhstan by CN8, and Kazakhstan's imports from Lithuania, 2021-02 to 2023-03",
    ),
    Missing(
        what="offset by Armenia, Kazakhstan, Kyrgyzstan: 5 % to August 2022, under 10 % in 2022 and 2023; half is lost",
        source="EBRD working paper 276; CEPR discussion paper 20097",
        needs="Comtrade, monthly HS6, the coalition as reporters and the three as reporters, 2017-01 to 2023-12",
    ),
    Missing(
        what="EU in high-priority goods, October 2022 to September 2023: Russia -95.44 %, Türkiye +72.45 %",
        source="europeanbusinessreview.eu/page.asp?pid=7120",
        needs="Comext bulk files of 2021-10 to 2023-09 with all partners",
    ),
    Missing(
        what="Dutch goods: seven countries flagged (AM KZ KG MN RS TR TM)",
        source="cbs.nl/en-gb/news/2024/50/possible-circumvention-of-sanctions-against-russia-by-newer-smaller-firms",
        needs="Comext bulk files of the Netherlands, 2018-01 to 2023-12, all partners",
    ),
    Missing(
        what="imports of Russia one third below a synthetic control, March to December 2022",
        source="cepr.org/voxeu/columns/impact-war-russian-imports-counterfactual-analysis",
        needs="Comtrade, monthly totals of all reporters to partner 643, 2015-01 to 2022-12",
    ),
)
