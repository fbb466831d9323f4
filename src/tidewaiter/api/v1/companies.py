"""Companies of shipment records over HTTP: the list, the file of one of them, and why it is one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from tidewaiter.api.answers import answer_one
from tidewaiter.api.errors import ApiError
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.leads import Question
from tidewaiter.api.v1.parameters import AsOf, Offset, PageSize
from tidewaiter.model import UnknownCompanyError
from tidewaiter.networks.companies.company_file import CompanyFile as WrittenCompany
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.workspace.networks import SomeCompanies

router = APIRouter(prefix="/companies", tags=["Companies"])

CompanyId = Annotated[str, Path(max_length=100, description="Id of a company of the records.")]


@router.get("", response_model=SomeCompanies)
def companies(
    service: Ready,
    *,
    name: Annotated[
        str | None,
        Query(max_length=1000, description="Only companies whose name has these words, in any alphabet."),
    ] = None,
    as_of: AsOf = None,
    limit: PageSize = 100,
    offset: Offset = 0,
) -> Response:
    """Return the companies of the shipment records, by id, with the listings each is or may be."""
    found = service.space.networks.some_companies(name=name or None, as_of=as_of, limit=limit, offset=offset)
    return answer_one(found)


@router.get("/{company_id}", response_model=CompanyFile)
def company(request: Request, service: Ready, company_id: CompanyId, question: Question) -> Response:
    """Return the file of one company: its signs, chains, partners and every movement.

    It answers the question its parameters ask; without any, the one asked last in this workspace.
    """
    asked = question if request.query_params else None
    try:
        return answer_one(service.space.networks.company_file(company_id, asked))
    except UnknownCompanyError as error:
        raise ApiError(404, "unknown_company", str(error)) from None


@router.get("/{company_id}/spellings", response_model=WrittenCompany)
def spellings(service: Ready, company_id: CompanyId, as_of: AsOf = None) -> Response:
    """Return the ways a company is written, and the pairs of them that joined it or nearly did, with the reasons."""
    try:
        return answer_one(service.space.networks.company(company_id, as_of=as_of))
    except UnknownCompanyError as error:
        raise ApiError(404, "unknown_company", str(error)) from None
