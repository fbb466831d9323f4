"""Questions about hubs: which countries became hubs for which goods to which destination, and how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.flows.assess import Assessed, Design, assess
from tidewaiter.flows.bootstrap import DRAWS, SEED
from tidewaiter.flows.detail import HubDetail, hub_detail
from tidewaiter.flows.goods import GoodsAsked, goods_asked
from tidewaiter.flows.hubs import answers
from tidewaiter.flows.notes import Context
from tidewaiter.flows.origins import origins as find_origins
from tidewaiter.flows.origins import suspects
from tidewaiter.flows.window import Span, parse_span
from tidewaiter.law import Law
from tidewaiter.law.tables.records import Event
from tidewaiter.model import UnknownCountryError, UsageError, resolve_country
from tidewaiter.monitor import Displacement, Progress, displacement, progress
from tidewaiter.monitor.displacement import MONTHS
from tidewaiter.store.flows import FlowStore
from tidewaiter.workspace.hub_panel import HubData, hub_panel

#: What is asked unless told otherwise: the baseline of the literature, and the window from the first sanctions on.
BASELINE, WINDOW = "2019-01:2021-12", "2022-03:2022-11"


@dataclass(frozen=True, slots=True, kw_only=True)
class HubQuestion:
    """What is asked.

    Attributes:
        destination: Code or name of the country goods may be diverted to.
        goods: ``chpl``, ``chpl:1``, ``hs:8542`` or a file of codes.
        origins: ``coalition``, ``US``, ``EU``, or countries separated by commas.
        baseline: Months before, as ``2019-01:2021-12``; `window` the months asked about.
        as_of: Day of the goods list, the coalition and the calendar; `vintage` day of the data. Today when None.
        sources: Names of sources; all but reconciled ones when None.
        level: Level of the intervals; `draws` and `seed` of the bootstrap.
    """

    destination: str = "RU"
    goods: str = "chpl"
    origins: str = "coalition"
    baseline: str = BASELINE
    window: str = WINDOW
    as_of: dt.date | None = None
    vintage: dt.date | None = None
    sources: Collection[str] | None = None
    level: float = 0.9
    draws: int = DRAWS
    seed: int = SEED


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A question and everything estimated for it.

    Attributes:
        data: The panel, and the source of each reporter.
        goods: Goods under suspicion.
        found: Every estimate of every hub.
        calendar: Events by the day asked about.
        context: What is known beside the numbers.
    """

    data: HubData
    goods: GoodsAsked
    found: Assessed
    calendar: tuple[Event, ...]
    context: Context

    def hubs(self) -> tuple[HubAssessment, ...]:
        """Return the hubs, best first."""
        return answers(self.found, calendar=self.calendar, context=self.context)


class Hubs:
    """Questions about hubs. Get it as ``Workspace.hubs``.

    Args:
        store: Trade flows.
        law: Gives the law when it is first needed.
        today: The clock.
    """

    def __init__(self, store: FlowStore, law: Callable[[], Law], today: Callable[[], dt.date]) -> None:
        self._store, self._law, self._today = store, law, today

    def rank(self, question: HubQuestion) -> tuple[HubAssessment, ...]:
        """Return every candidate hub, best first; hubs without data come last and have no rank."""
        return self.ask(question).hubs()

    def show(self, hub: str, question: HubQuestion) -> HubDetail:
        """Return one hub in full.

        Raises:
            UsageError: when the country is unknown or no candidate; the message says why.
        """
        answered = self.ask(question)
        code = _country(hub, "hub")
        answered.found.panel.hub(code)
        row = next(row for row in answered.hubs() if row.hub == code)
        return hub_detail(answered.found, row, answered.calendar)

    def progress(
        self, hub: str, question: HubQuestion, *, agreed: str | None = None, months: str | None = None
    ) -> Progress:
        """Return the ledger of a hub, month by month, against an agreed baseline.

        Args:
            hub: Code or name of the country.
            question: Destination, goods, origins and sources; its baseline and window are not used.
            agreed: Months whose level counts as where things stood, as ``2022-06:2023-07``; the year before the last
                twelve months with data when None.
            months: Months to look at; all that were imported when None.
        """
        law, on = self._law(), question.as_of or self._today()
        data = self._monthly(question, months)
        calendar = [event for event in law.tables.events() if event.date <= on]
        span = None if agreed is None else parse_span(agreed, "agreed baseline")
        return progress(data.panel, _country(hub, "hub"), span, calendar, data.partial)

    def displacement(
        self,
        hub: str,
        question: HubQuestion,
        *,
        month: str | None = None,
        within: int = MONTHS,
        months: str | None = None,
    ) -> Displacement:
        """Return which routes rose when a hub fell.

        Args:
            hub: Code or name of the country.
            question: Destination, goods, origins and sources; its baseline and window are not used.
            month: First month of the lower level; by default the deepest fall among its change points.
            within: Months compared on either side.
            months: Months to look at; all that were imported when None.
        """
        return displacement(self._monthly(question, months).panel, _country(hub, "hub"), month=month, months=within)

    def _monthly(self, question: HubQuestion, months: str | None) -> HubData:
        law, on = self._law(), question.as_of or self._today()
        span = self._imported() if months is None else parse_span(months, "span of months")
        return hub_panel(
            self._store,
            destination=_country(question.destination),
            goods=goods_asked(question.goods, law, on),
            origins=find_origins(question.origins, law, on),
            baseline=span,
            window=span,
            vintage=question.vintage,
            sources=question.sources,
        )

    def _imported(self) -> Span:
        """Return the months that were imported, from the first to the last."""
        named = [name for entry in self._store.imports() for name in (entry.first, entry.last) if name]
        monthly = [name for name in named if len(name) > len("2022")]
        if not monthly:
            raise UsageError("there are no monthly flows: import some, or see `tidewaiter flows coverage`.")
        return parse_span(f"{min(monthly)}:{max(monthly)}")

    def ask(self, question: HubQuestion) -> Answered:
        """Estimate everything for a question.

        Raises:
            UsageError: when a country, a good or a span is wrong, or the data do not reach.
            UsageError: when there are no flows.
        """
        law, on = self._law(), question.as_of or self._today()
        destination = _country(question.destination)
        goods = goods_asked(question.goods, law, on)
        baseline, window = parse_span(question.baseline, "baseline"), parse_span(question.window)
        data = hub_panel(
            self._store,
            destination=destination,
            goods=goods,
            origins=find_origins(question.origins, law, on),
            baseline=baseline,
            window=window,
            vintage=question.vintage,
            sources=question.sources,
        )
        design = Design(
            baseline=baseline,
            window=window,
            level=question.level,
            draws=question.draws,
            seed=question.seed,
            suspects=suspects(law, destination),
        )
        named = {code: law.tables.hub(code, on) for code in law.tables.hubs}
        return Answered(
            data=data,
            goods=goods,
            found=assess(data.panel, design),
            calendar=tuple(event for event in law.tables.events() if event.date <= on),
            context=Context(
                split=goods.split,
                named={code: f"{entry.source}, {entry.citation}" for code, entry in named.items() if entry},
                of_hub=data.unplaced,
                more=data.notes,
            ),
        )


def _country(text: str, what: str = "--destination") -> str:
    try:
        return resolve_country(text).code
    except UnknownCountryError as error:
        raise UsageError(f"{what}: {error}") from None
