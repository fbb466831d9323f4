"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request

from tidewaiter.api.state import ready_service

router = APIRouter(tags=["Health"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All is well: anything else is an error."""

    status: str = "ok"


@router.get("/healthz")
async def healthz() -> Status:
    """Say that the process lives."""
    return Status()


@router.get("/readyz")
async def readyz(request: Request) -> Status:
    """Say that law, lists and index are loaded; 503 with the reason until they are."""
    ready_service(request)
    return Status()
