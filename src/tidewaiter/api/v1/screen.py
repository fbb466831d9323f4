"""Screening and comparing names over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from tidewaiter.api.answers import answer_one, answer_rows
from tidewaiter.api.bodies import NDJSON, Body, body_schema, received
from tidewaiter.api.errors import ApiError
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.envelopes import ComparedRow, Comparisons, Screenings
from tidewaiter.api.v1.parameters import AsOf, CountryName, Limit, ListNames, Threshold, known_lists
from tidewaiter.model import Party, RowError, Schema
from tidewaiter.sources.orders import PairRow, ScreenRow, one_row, read_names, read_pairs
from tidewaiter.workspace import ScreenAnswer, Workspace

router = APIRouter(tags=["Screening"])

_ALSO_LINES = {"content": {NDJSON: {"schema": {"type": "string"}}}}
_NAMES = body_schema("NameRow", {"id": "1", "name": "Karasani Dis Ticaret", "country": "TR"})
_PAIRS = body_schema("PairOfNames", {"name1": "Aleksandr Zakharov", "name2": "Alexander Zaharov", "schema": "Person"})
Name = Annotated[str, Query(min_length=1, max_length=1000)]
MaybeName = Annotated[str | None, Query(max_length=1000)]


@router.post("/screen", response_model=Screenings, responses={200: _ALSO_LINES}, openapi_extra=_NAMES)
async def screen(
    request: Request,
    service: Ready,
    *,
    as_of: AsOf = None,
    lists: ListNames = None,
    threshold: Threshold = None,
    limit: Limit = 10,
) -> Response:
    """Screen names, addresses and identifiers against the restricted-party lists, with an explanation of each hit."""
    wanted = known_lists(lists, service.space)
    body = await received(request)
    answers = service.space.screen(body.read(read_names), as_of=as_of, lists=wanted, threshold=threshold, limit=limit)
    return await run_in_threadpool(answer_rows, request, body, answers)


def _row(
    *,
    name: MaybeName = None,
    schema: Schema | None = None,
    country: CountryName = None,
    address: MaybeName = None,
    city: MaybeName = None,
    alias: Annotated[list[str] | None, Query(max_length=100, description="Another name; repeat it.")] = None,
    birth_date: Annotated[str | None, Query(max_length=40, description="Of a person; a year will do.")] = None,
    gender: Annotated[str | None, Query(max_length=40, description="Of a person, male or female.")] = None,
    nationality: CountryName = None,
    identifier: Annotated[
        list[str] | None, Query(max_length=100, description="A number as KIND=NUMBER, such as imo=9074729; repeat it.")
    ] = None,
) -> ScreenRow:
    row = one_row(
        {
            "name": name,
            "schema": schema,
            "country": country,
            "address": address,
            "city": city,
            "aliases": alias,
            "birth_date": birth_date,
            "gender": gender,
            "nationality": nationality,
            "identifiers": identifier,
        }
    )
    if isinstance(row, RowError):
        raise ApiError(422, "invalid_request", f"{row.column}: {row.reason} {row.remedy}")
    return row


@dataclass(frozen=True, slots=True)
class Screened:
    """One party, the answer about it, and how many hits were asked for at most."""

    party: Party
    answer: ScreenAnswer
    limit: int


def _screened(
    service: Ready,
    row: Annotated[ScreenRow, Depends(_row)],
    *,
    as_of: AsOf = None,
    lists: ListNames = None,
    threshold: Threshold = None,
    limit: Limit = 10,
) -> Screened:
    wanted = known_lists(lists, service.space)
    (answer,) = service.space.screen([row], as_of=as_of, lists=wanted, threshold=threshold, limit=limit)
    return Screened(row.party, answer, limit)


#: The party that the parameters of an address describe, screened.
OneScreened = Annotated[Screened, Depends(_screened)]


@router.get("/screen", response_model=ScreenAnswer)
def screen_one(found: OneScreened) -> Response:
    """Screen one party: its name, its address or an identifier; the rest helps the match."""
    return answer_one(found.answer)


@router.post("/compare", response_model=Comparisons, responses={200: _ALSO_LINES}, openapi_extra=_PAIRS)
async def compare(request: Request, service: Ready) -> Response:
    """Score pairs of names in [0, 1], as screening would: the same rows with a score."""
    body = await received(request)
    return await run_in_threadpool(answer_rows, request, body, _scored(service.space, body))


@router.get("/compare", response_model=ComparedRow)
def compare_two(service: Ready, name1: Name, name2: Name, schema: Schema | None = None) -> Response:
    """Score how alike two names are."""
    return answer_one(_score(service.space, PairRow.of(name1, name2, schema)))


def _scored(space: Workspace, body: Body) -> Iterator[dict[str, Any]]:
    return (_score(space, pair) for pair in body.read(read_pairs))


def _score(space: Workspace, pair: PairRow) -> dict[str, Any]:
    answer = space.compare(pair.name1, pair.name2, pair.schema)
    return {**pair.columns, "score": answer.score, "features": answer.features}
