"""``POST /match/{dataset}``: a batch of example entities against the lists."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from tidewaiter.api.errors import ApiError
from tidewaiter.api.open_screening.algorithms import check_algorithm
from tidewaiter.api.open_screening.datasets import scope
from tidewaiter.api.open_screening.matching import Terms, match_all
from tidewaiter.api.open_screening.wire import ChangedSince, EntityMatchQuery, EntityMatchResponse, Many, send
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.screening import DEFAULT_THRESHOLD

router = APIRouter(tags=["Open screening API"])


@router.post("/match/{dataset}", response_model=EntityMatchResponse)
def match(
    service: Ready,
    dataset: str,
    body: EntityMatchQuery,
    *,
    limit: Annotated[int, Query(ge=1, le=500, description="Most results a query.")] = 5,
    threshold: Annotated[float, Query(ge=0, le=1, description="Score of a match.")] = DEFAULT_THRESHOLD,
    cutoff: Annotated[float | None, Query(ge=0, le=1, description="Show results above this, too.")] = None,
    algorithm: Annotated[str, Query(description="Every known name means the one there is.")] = "best",
    include_dataset: Many = [],  # noqa: B006  read only
    exclude_dataset: Many = [],  # noqa: B006
    exclude_schema: Many = [],  # noqa: B006
    topics: Many = [],  # noqa: B006
    changed_since: ChangedSince = None,
    exclude_entity_ids: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006
    as_of: AsOf = None,
) -> Response:
    """Screen parties described by FollowTheMoney properties.

    A query that cannot be answered has a status of its own and fails no other; only when none can be answered is the
    status of the response 400.
    """
    check_algorithm(algorithm)
    if len(body.queries) > service.settings.max_batch:
        message = (
            f"There are {len(body.queries)} queries in the batch; at most {service.settings.max_batch} are answered."
        )
        raise ApiError(400, "batch_too_large", message)
    day = as_of or service.space.today()
    ids = service.space.lists.ids()
    terms = Terms(
        day=day,
        lists=scope(dataset, ids, include=include_dataset, exclude=exclude_dataset, topics=topics),
        limit=limit,
        threshold=threshold,
        cutoff=cutoff,
        exclude_schema=frozenset(exclude_schema),
        exclude_ids=frozenset(exclude_entity_ids),
        topics=frozenset(topics),
        changed_since=changed_day(changed_since),
    )
    if not body.queries:
        raise ApiError(400, "no_queries", "No queries provided.")
    answers = match_all(service, body.queries, terms)
    if all(answer["status"] == 400 for answer in answers.values()):
        details = [{"query": name, "reason": answer["detail"]} for name, answer in answers.items()]
        raise ApiError(400, "bad_query", str(details[0]["reason"]), details)
    data = {"responses": answers, "limit": limit, "as_of": day.isoformat(), "snapshots": used(service, terms)}
    return send(data, {"x-batch-size": str(len(body.queries))})


def used(service: Ready, terms: Terms) -> list[dict[str, str]]:
    """Return the state of each list screened against."""
    return [
        {"list": s.list, "date": s.date.isoformat(), "sha256": s.sha256}
        for s in service.space.lists.snapshots(terms.day)
        if s.list in terms.lists
    ]


def changed_day(text: str | None) -> dt.date | None:
    """Return the day of a time in a request.

    Raises:
        ApiError: 400 for a day that does not exist.
    """
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise ApiError(400, "invalid_request", f"{text!r} is no date: write it as 2024-08-07.") from None
