"""Leads over HTTP: the ranking of companies, and the file of one of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from tidewaiter.api.answers import answer_one
from tidewaiter.api.errors import ApiError
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.envelopes import LeadRanking
from tidewaiter.api.v1.hubs import Country, Goods, Origins
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.model import UnknownCompanyError
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.leads.question import LeadQuestion

router = APIRouter(tags=["Leads"])

CompanyId = Annotated[str, Path(max_length=100, description="Id of a company of the records.")]


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


@router.get("/leads", response_model=LeadRanking)
def leads(
    service: Ready,
    question: Annotated[LeadQuestion, Depends(_question)],
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Rank the companies whose shipments look like diversion, best first."""
    return answer_one({"answers": list(service.space.networks.leads(replace(question, limit=limit)))})


@router.get("/companies/{company_id}", response_model=CompanyFile)
def company(
    request: Request, service: Ready, company_id: CompanyId, question: Annotated[LeadQuestion, Depends(_question)]
) -> Response:
    """Return the file of one company: its signs, chains, partners and every movement.

    It answers the question its parameters ask; without any, the one asked last in this workspace.
    """
    asked = question if request.query_params else None
    try:
        return answer_one(service.space.networks.company_file(company_id, asked))
    except UnknownCompanyError as error:
        raise ApiError(404, "unknown_company", str(error)) from None
