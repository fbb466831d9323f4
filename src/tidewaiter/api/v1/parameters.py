"""Parameters that routes share, spelled once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator, StringConstraints

from tidewaiter.api.errors import ApiError
from tidewaiter.model import UnknownCountryError, resolve_country
from tidewaiter.workspace import Workspace


def _code(text: str) -> str | None:
    try:
        return resolve_country(text).code if text else None
    except UnknownCountryError as error:
        raise ValueError(str(error)) from None


AsOf = Annotated[dt.date | None, Query(description="Answer as of this date, law and lists; today when left out.")]
CountryName = Annotated[
    Annotated[str, StringConstraints(max_length=100), AfterValidator(_code)] | None,
    Query(description="ISO 3166 code or any common name."),
]
Limit = Annotated[int, Query(ge=1, le=500)]
PageSize = Annotated[int, Query(ge=1, le=1000, alias="limit", description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000, description="How many to pass over.")]
Threshold = Annotated[float | None, Query(ge=0, le=1, description="Least score; the recommended one when left out.")]
ListNames = Annotated[str | None, Query(alias="lists", description="Only these lists: ids with commas between them.")]


def known_lists(text: str | None, space: Workspace) -> tuple[str, ...] | None:
    """Return the lists a request names.

    Raises:
        ApiError: 400 when one of them is not there, because screening against fewer lists than meant is no screening.
    """
    if text is None:
        return None
    asked = tuple(part.strip() for part in text.split(",") if part.strip())
    if unknown := [part for part in asked if part not in space.lists.ids()]:
        message = f"lists: {', '.join(unknown)} not in this workspace; it has {', '.join(space.lists.ids())}."
        raise ApiError(400, "unknown_list", message)
    return asked
