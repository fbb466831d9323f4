"""Leads over HTTP: the ranking of companies."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tidewaiter.api.answers import answer_one
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.envelopes import LeadRanking
from tidewaiter.api.v1.hubs import Country, Goods, Origins
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.networks.leads.question import LeadQuestion, no_lead

router = APIRouter(tags=["Leads"])


def _question(
    *,
    destination: Annotated[Country, Query(description="Where goods may be diverted to.")] = "RU",
    goods: Goods = "chpl",
    origins: Origins = "coalition",
    as_of: AsOf = None,
    goods_as_of: Annotated[dt.date | None, Query(description="Day of the goods list; the newest without.")] = None,
    since: Annotated[dt.date | None, Query(description="Day the goods are controlled from; the law without.")] = None,
) -> LeadQuestion:
    return LeadQuestion(
        destination=destination,
        goods=goods,
        origins=origins,
        as_of=as_of,
        goods_as_of=goods_as_of,
        since=since,
    )


Question = Annotated[LeadQuestion, Depends(_question)]


@router.get("/leads", response_model=LeadRanking)
def leads(
    service: Ready,
    question: Question,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Rank the companies whose shipments look like diversion, best first."""
    found = list(service.space.networks.leads(replace(question, limit=limit)))
    return answer_one({"answers": found, "notes": [] if found else [no_lead(question)]})
