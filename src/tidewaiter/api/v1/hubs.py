"""Hubs over HTTP: the ranking, one hub in full, what chains explain of it, its ledger, and where its trade went."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import StringConstraints
from starlette.responses import Response

from tidewaiter.api.answers import answer_one
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.envelopes import HubExplained, HubRanking
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.flows.detail import HubDetail
from tidewaiter.monitor import Displacement, Progress
from tidewaiter.workspace.hubs import BASELINE, WINDOW, HubQuestion

router = APIRouter(tags=["Hubs"])

Country = Annotated[str, StringConstraints(max_length=100)]
#: A file of codes is for the command line only: the service opens no path a client names.
Goods = Annotated[
    str,
    Query(pattern=r"^(chpl(:[0-9A-Ba-b,]+)?|hs:[0-9., ]+)$", max_length=2000, description="chpl, chpl:1 or hs:8542."),
]
Origins = Annotated[str, Query(max_length=400, description="coalition, US, EU or countries.")]
SpanText = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2})?(:\d{4}(-\d{2})?)?$")]


def _question(
    *,
    destination: Annotated[Country, Query(description="Where goods may be diverted to.")] = "RU",
    goods: Goods = "chpl",
    origins: Origins = "coalition",
    baseline: Annotated[SpanText, Query(description="Months before.")] = BASELINE,
    window: Annotated[SpanText, Query(description="Months asked about.")] = WINDOW,
    as_of: AsOf = None,
    vintage: Annotated[dt.date | None, Query(description="Data as they were known on this day.")] = None,
    source: Annotated[str | None, Query(max_length=400, description="Only these sources, with commas.")] = None,
) -> HubQuestion:
    return HubQuestion(
        destination=destination,
        goods=goods,
        origins=origins,
        baseline=baseline,
        window=window,
        as_of=as_of,
        vintage=vintage,
        sources=None if source is None else tuple(name.strip() for name in source.split(",")),
    )


Question = Annotated[HubQuestion, Depends(_question)]


@router.get("/hubs", response_model=HubRanking)
def hubs(service: Ready, question: Question, limit: Annotated[int, Query(ge=1, le=300)] = 300) -> Response:
    """Rank the countries that may have become hubs, best first."""
    return answer_one({"answers": service.space.hubs.rank(question)[:limit]})


@router.get("/hubs/{hub}", response_model=HubDetail)
def hub(service: Ready, hub: Country, question: Question) -> Response:
    """Return one hub in full."""
    return answer_one(service.space.hubs.show(hub, question))


@router.get("/hubs/{hub}/explain", response_model=HubExplained)
def explain(
    service: Ready,
    hub: Country,
    question: Question,
    direction: Annotated[
        Literal["exports", "imports"], Query(description="What it sent on, or what came to it.")
    ] = "exports",
) -> Response:
    """Return how much of a hub's excess the chains of shipment records explain, by goods and in total."""
    return answer_one({"answers": service.space.explain_hub(hub, question, direction=direction)})


@router.get("/progress/{hub}", response_model=Progress)
def progress(
    service: Ready,
    hub: Country,
    question: Question,
    agreed: Annotated[SpanText | None, Query(description="Months whose level counts as where things stood.")] = None,
    months: Annotated[SpanText | None, Query(description="Months to look at; all when left out.")] = None,
) -> Response:
    """Return the ledger of a hub against an agreed baseline, and what happened around events."""
    return answer_one(service.space.hubs.progress(hub, question, agreed=agreed, months=months))


@router.get("/displacement/{hub}", response_model=Displacement)
def displacement(
    service: Ready,
    hub: Country,
    question: Question,
    month: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$", description="First month of the fall.")] = None,
    within: Annotated[int, Query(ge=2, le=24, description="Months compared on either side.")] = 6,
) -> Response:
    """Return which routes rose when the hub fell."""
    return answer_one(service.space.hubs.displacement(hub, question, month=month, within=within))
