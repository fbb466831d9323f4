"""Leads over HTTP: the ranking of companies, and the file of one of them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from tidewaiter.api.answers import answer_one
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.envelopes import LeadRanking
from tidewaiter.api.v1.hubs import Country, Goods, Origins
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.leads.question import LeadQuestion

router = APIRouter(tags=["Leads"])

CompanyId = Annotated[str, Path(max_length=100, description="Id of a company of the last ranking.")]


def _question(
    *,
    destination: Annotated[Country, Query(description="Where goods may be diverted to.")] = "RU",
    goods: Goods = "chpl",
    origins: Origins = "coalition",
    as_of: AsOf = None,
    goods_as_of: Annotated[dt.date | None, Query(description="Day of the goods list; the newest without.")] = None,
    since: Annotated[dt.date | None, Query(description="Day the goods are controlled from; the law without.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> LeadQuestion:
    return LeadQuestion(
        destination=destination,
        goods=goods,
        origins=origins,
        as_of=as_of,
        goods_as_of=goods_as_of,
        since=since,
        limit=limit,
    )


@router.get("/leads", response_model=LeadRanking)
def leads(service: Ready, question: Annotated[LeadQuestion, Depends(_question)]) -> Response:
    """Rank the companies whose shipments look like diversion, best first."""
    return answer_one({"answers": list(service.space.networks.leads(question))})


@router.get("/companies/{company_id}", response_model=CompanyFile)
def company(service: Ready, company_id: CompanyId) -> Response:
    """Return the file of one company: its signs, chains, partners and every movement."""
    return answer_one(service.space.networks.company_file(company_id))
