"""The one shape of every error: ``{"error": {"code", "message", "details"}}``.

Routes of the open screening API say it a second time as ``detail``, where their clients look for it: the message, or of
a request that cannot be read the faults by place. A person with a browser reads the message on a page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from tidewaiter.model import RowError, TidewaiterError, UnusableWorkspaceError, UsageError
from tidewaiter.reports.start_page import problem_page


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorFacts:
    """What went wrong.

    Attributes:
        code: For programs: stable, in lower case.
        message: For people: what is wrong, and what to do about it.
        details: The single faults, where there are several; each with what it is about.
    """

    code: str
    message: str
    details: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBody:
    """Body of every error."""

    error: ErrorFacts
    detail: str | list[dict[str, Any]] | None = None


@dataclass(eq=False)
class ApiError(Exception):
    """An error a route raises on purpose."""

    status: int
    code: str
    message: str
    details: list[dict[str, Any]] = field(default_factory=list)


#: Documents the one shape under every route.
ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorBody, "description": "The request cannot be answered; the message says what to change."},
    "5XX": {"model": ErrorBody, "description": "The service cannot answer; the message says what to do."},
}
_V1 = "/api/"


def error_data(code: str, message: str, details: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return an error as data in the one shape."""
    return {"error": {"code": code, "message": message, "details": details or []}}


def row_details(error: RowError) -> dict[str, Any]:
    """Return where and why a row could not be used."""
    return {
        "row": error.row,
        "column": error.column,
        "id": error.id,
        "reason": error.reason,
        "remedy": error.remedy,
    }


def install(app: FastAPI) -> None:
    """Let the application answer every error in the one shape."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ApiError, _known)
    app.add_exception_handler(TidewaiterError, _ours)
    app.add_exception_handler(Exception, _unexpected)


def _answer(
    request: Request,
    status: int,
    code: str,
    message: str,
    *,
    details: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
    detail: str | list[dict[str, Any]] | None = None,
) -> Response:
    if _is_read(request):
        return HTMLResponse(problem_page(message), status, headers)
    data = error_data(code, message, details)
    if not request.url.path.startswith(_V1):
        data["detail"] = detail or message
    return JSONResponse(data, status, headers)


def _is_read(request: Request) -> bool:
    """Tell whether a person asks with a browser, and not for what ``/api/`` answers, which is for programs."""
    asks = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return asks and not request.url.path.startswith(_V1)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  what it is registered for
    phrase = HTTPStatus(error.status_code).phrase
    message = str(error.detail or phrase)
    if error.status_code == 404 and message == phrase:
        message = f"There is nothing at {request.url.path}: /openapi.json describes what there is."
    if error.status_code == 405:
        message = f"{request.method} is not answered here; see the header Allow."
    code = phrase.lower().replace(" ", "_").replace("-", "_")
    return _answer(request, error.status_code, code, message, headers=dict(error.headers or {}))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  what it is registered for
    details = [{"where": ".".join(map(str, fault["loc"])), "reason": fault["msg"]} for fault in error.errors()]
    first = details[0] if details else {"where": "body", "reason": "cannot be read"}
    places = [{"loc": list(fault["loc"]), "msg": fault["msg"], "type": fault["type"]} for fault in error.errors()]
    message = f"{first['where']}: {first['reason']}"
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if first["where"] == "body" and "json" not in kind:
        message = f"The body came as {kind or 'no known type'} and was not read: send Content-Type: application/json."
        places = [place | {"msg": message} for place in places]
    return _answer(request, 422, "invalid_request", message, details=details, detail=places)


def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)  # noqa: S101  what it is registered for
    headers = {"Retry-After": "5"} if error.status == 503 else None
    return _answer(request, error.status, error.code, error.message, details=error.details, headers=headers)


def _ours(request: Request, error: Exception) -> Response:
    if isinstance(error, UnusableWorkspaceError):
        return _answer(request, 503, "unusable_workspace", str(error))
    if isinstance(error, UsageError):
        return _answer(request, 400, "usage", str(error))
    if isinstance(error, RowError):
        return _answer(request, 422, "unusable_rows", f"{error.reason} {error.remedy}", details=[row_details(error)])
    return _answer(request, 500, "internal_server_error", str(error))


def _unexpected(request: Request, _: Exception) -> Response:
    # What went wrong goes to the log, by the server; the client learns nothing of the inside.
    message = "The service failed on this request. The fault is ours: it is in the service's log."
    return _answer(request, 500, "internal_server_error", message)


def error_line(error: RowError | Exception) -> bytes:
    """Return an error as a line of an NDJSON stream."""
    if isinstance(error, RowError):
        data = error_data("unusable_row", f"{error.reason} {error.remedy}", [row_details(error)])
    elif isinstance(error, TidewaiterError):
        data = error_data("interrupted", f"{error} The rows after this line were not answered.")
    else:
        data = error_data(
            "internal_server_error", "The service failed here: the rows after this line were not answered."
        )
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
