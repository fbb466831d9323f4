"""Shipment records over HTTP: what was imported, what was set aside and why, and single records in full."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import StringConstraints
from starlette.responses import Response

from tidewaiter.api.answers import answer_one
from tidewaiter.api.errors import ApiError
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.envelopes import RowsSetAside, ShipmentImports, ShipmentRecords
from tidewaiter.api.v1.parameters import Offset, PageSize
from tidewaiter.model import UnknownImportError, UnknownRecordError

router = APIRouter(prefix="/shipments", tags=["Shipments"])

ImportId = Annotated[str, Path(max_length=100, description="Id of an import, as the list of imports has it.")]
RecordId = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


@router.get("", response_model=ShipmentImports)
def imports(service: Ready) -> Response:
    """Return what was imported: each file with its records, its days, and how many rows were set aside."""
    return answer_one({"answers": service.space.shipments.imports()})


@router.get("/records", response_model=ShipmentRecords)
def records(
    service: Ready,
    id_: Annotated[
        list[RecordId],
        Query(alias="id", min_length=1, max_length=500, description="Id of a record as evidence cites it; repeatable."),
    ],
) -> Response:
    """Return records in full, as they were read, each with its source and the row it stands in."""
    try:
        return answer_one({"answers": service.space.shipments.records(id_)})
    except UnknownRecordError as error:
        raise ApiError(404, "unknown_record", str(error)) from None


@router.get("/{import_id}/rejected", response_model=RowsSetAside)
def rejected(service: Ready, import_id: ImportId, *, limit: PageSize = 100, offset: Offset = 0) -> Response:
    """Return the rows of an import that were set aside, each with its reason and what to do."""
    shipments = service.space.shipments
    try:
        total = shipments.imported(import_id).rejected
        found = tuple(islice(shipments.rejected(import_id), offset, offset + limit))
    except UnknownImportError as error:
        raise ApiError(404, "unknown_import", str(error)) from None
    return answer_one({"answers": found, "total": total})
