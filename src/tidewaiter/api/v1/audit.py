"""The audit record over HTTP: read and verified, never written to by a client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from tidewaiter.api.answers import answer_one
from tidewaiter.api.state import Ready
from tidewaiter.audit import AuditLog, AuditRecord, Head, Problem

router = APIRouter(prefix="/audit", tags=["Audit"])


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Records, oldest first; ``next`` is the number to go on after, None at the end."""

    records: tuple[AuditRecord, ...]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditState:
    """Whether the chain holds, what is wrong with it, and its head, to be noted elsewhere."""

    sound: bool
    head: Head
    problems: tuple[Problem, ...]


@router.get("", response_model=AuditPage)
def records(
    service: Ready,
    id_: Annotated[str | None, Query(alias="id", description="Only records of this order.")] = None,
    after: Annotated[int, Query(ge=0, description="Only records with a greater number.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Return the records, oldest first, a page at a time."""
    page = tuple(islice(_wanted(service.space.audit, id_, after), limit))
    following = page[-1].number if len(page) == limit else None
    return answer_one({"records": page, "next": following})


@router.get("/verify", response_model=AuditState)
def verify(
    service: Ready,
    noted: Annotated[
        str | None,
        Query(pattern=r"^[0-9]{1,15}:[0-9a-f]{64}$", description="NUMBER:HASH of a head noted earlier elsewhere."),
    ] = None,
) -> Response:
    """Check the chain, and against a head noted earlier when one is given."""
    number, _, digest = (noted or "").partition(":")
    log = service.space.audit
    problems = log.verify(noted=Head(number=int(number), hash=digest) if noted else None)
    head = log.head() if not any(problem.kind == "unreadable" for problem in problems) else Head()
    return answer_one(AuditState(sound=not problems, head=head, problems=problems))


def _wanted(log: AuditLog, id_: str | None, after: int) -> Iterator[AuditRecord]:
    for record in log.records():
        if record.number > after and (id_ is None or record.entry.decision.get("id") == id_):
            yield record
