"""Query names a route does not know are refused: a filter that is misspelt must not pass as no filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from tidewaiter.api.errors import ApiError

if TYPE_CHECKING:
    from fastapi.dependencies.models import Dependant


def known_query(request: Request) -> None:
    """Refuse a request with a query name its route does not read.

    Raises:
        ApiError: 422, with the names that are unknown and those there are.
    """
    known = _names(request.scope["route"].dependant)
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        some = f"use {', '.join(sorted(known))}" if known else "this address takes none"
        raise ApiError(
            422, "unknown_parameter", f"there is no query parameter {', '.join(map(repr, unknown))}: {some}."
        )


def _names(dependant: Dependant) -> set[str]:
    found = {field.alias for field in dependant.query_params}
    return found.union(*(_names(below) for below in dependant.dependencies))
