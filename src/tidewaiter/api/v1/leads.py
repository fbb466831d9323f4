"""Leads over HTTP: the ranking of companies, and the file of one of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from tidewaiter.api.answers import answer_one
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.envelopes import LeadRanking
from tidewaiter.api.v1.hubs import Country, Goods
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.leads.question import LeadQuestion

router = APIRouter(tags=["Leads"])

CompanyId = Annotated[str, Path(max_length=100, description="Id of a company of the last ranking.")]


@router.get("/leads", response_model=LeadRanking)
def leads(
    service: Ready,
    destination: Annotated[Country, Query(description="Where goods may be diverted to.")] = "RU",
    goods: Goods = "chpl",
    as_of: AsOf = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Rank the companies whose shipments look like diversion, best first."""
    question = LeadQuestion(destination=destination, goods=goods, as_of=as_of, limit=limit)
    return answer_one({"answers": list(service.space.networks.leads(question))})


@router.get("/companies/{company_id}", response_model=CompanyFile)
def company(service: Ready, company_id: CompanyId) -> Response:
    """Return the file of one company: its signs, chains, partners and every movement."""
    return answer_one(service.space.networks.company_file(company_id))
