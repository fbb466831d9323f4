"""The description at ``/openapi.json``: what FastAPI knows, and the rows that requests carry."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from tidewaiter.api.v1.envelopes import NameRow, PairOfNames
from tidewaiter.model import Transaction

_ROWS: tuple[type, ...] = (Transaction, NameRow, PairOfNames)
_REFERENCES = "#/components/schemas/{model}"


def describe(app: FastAPI) -> None:
    """Let the application describe the rows it reads itself, from the classes of the model."""
    standard = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schemas = standard().setdefault("components", {}).setdefault("schemas", {})
            for name, schema in row_schemas().items():
                schemas.setdefault(name, schema)
        description: dict[str, Any] = standard()
        return description

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend the description


def row_schemas() -> dict[str, Any]:
    """Return the JSON schemas of the rows of requests, by name, with those they refer to."""
    found: dict[str, Any] = {}
    for row in _ROWS:
        schema = TypeAdapter(row).json_schema(by_alias=True, ref_template=_REFERENCES, mode="validation")
        found |= schema.pop("$defs", {})
        found[row.__name__] = schema
    return found
