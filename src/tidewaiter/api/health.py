"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request

from tidewaiter.api.errors import ApiError
from tidewaiter.api.state import ready_service

router = APIRouter(tags=["Health"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All is well: anything else is an error."""

    status: str = "ok"


@router.get("/healthz")
@router.head("/healthz", include_in_schema=False)
async def healthz() -> Status:
    """Say that the process lives."""
    return Status()


@router.get("/readyz")
@router.head("/readyz", include_in_schema=False)
async def readyz(request: Request) -> Status:
    """Say that law, lists and index are loaded; 503 with the reason until they are."""
    await ready_service(request)
    return Status()


@router.post("/updatez")
async def updatez(token: str = "", sync: bool = False) -> Status:
    """Refuse to update: there is no token, because imported lists are seen by themselves."""
    message = "Lists are imported by `tidewaiter lists import` and `tidewaiter pull`, and seen here by themselves."
    raise ApiError(403, "forbidden", message, [{"token": bool(token), "sync": sync}])
