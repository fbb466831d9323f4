"""Pages to be read: what ``/api/v1/screen``, ``/api/v1/leads`` and ``/api/v1/companies/{id}`` answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from tidewaiter.api.errors import ApiError
from tidewaiter.api.queries import known_query
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.companies import CompanyId
from tidewaiter.api.v1.leads import Question
from tidewaiter.api.v1.screen import OneScreened
from tidewaiter.model import UnknownCompanyError
from tidewaiter.reports.screening_page import screening_page

router = APIRouter(include_in_schema=False, dependencies=[Depends(known_query)])


@router.get("/screen")
def screen(found: OneScreened) -> HTMLResponse:
    """Return the hits of one party as a page."""
    answer = found.answer
    page = screening_page(found.party, answer.hits, as_of=answer.as_of, snapshots=answer.snapshots, most=found.limit)
    return HTMLResponse(page)


@router.get("/leads")
def leads(
    request: Request, service: Ready, question: Question, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> HTMLResponse:
    """Return the ranking as a page, each company with a link to its own."""
    from tidewaiter.reports.company_page import index_page  # noqa: PLC0415  charts are loaded when one is drawn

    networks = service.space.networks
    found = list(networks.leads(replace(question, limit=limit)))
    of = networks.company_file(found[0].company_id, question) if found else None
    kept = "&".join(f"{name}={quote(value)}" for name, value in request.query_params.items() if name != "limit")

    def link(company_id: str) -> str:
        return f"/companies/{quote(company_id, safe='')}" + (f"?{kept}" if kept else "")

    return HTMLResponse(index_page(found, link=link, of=of, asked=question))


@router.get("/companies/{company_id}")
def company(request: Request, service: Ready, company_id: CompanyId, question: Question) -> HTMLResponse:
    """Return the file of one company as a page; without parameters it answers the question asked last."""
    from tidewaiter.reports.company_page import company_page  # noqa: PLC0415  charts are loaded when one is drawn

    asked = question if request.query_params else None
    try:
        return HTMLResponse(company_page(service.space.networks.company_file(company_id, asked)))
    except UnknownCompanyError as error:
        raise ApiError(404, "unknown_company", str(error)) from None
