"""The description at /openapi.json is true: generated requests are answered as it says."""

from __future__ import annotations

from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

#: Whether a row can be used is said in the answer, so "valid is accepted, invalid is refused" is not checked.
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_generated_requests_are_answered_as_described(address: str) -> None:
    described = schemathesis.openapi.from_url(f"{address}/openapi.json")
    operations: list[Any] = [found.ok() for found in described.get_all_operations()]  # type: ignore[union-attr]
    assert len(operations) > 20
    for operation in operations:
        _try(operation)


def _try(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def generated(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, timeout=30)

    generated()


def test_every_route_is_described_with_its_answer_and_the_error_shape(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            answers = operation["responses"]["200"]["content"]
            assert answers, where
            assert all(answer["schema"] for answer in answers.values()), where
            error = operation["responses"]["4XX"]["content"]["application/json"]["schema"]
            assert error == {"$ref": "#/components/schemas/ErrorBody"}, where
    assert not any("cases" in path for path in described["paths"])


def test_every_reference_leads_somewhere(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    known = described["components"]["schemas"]

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [found for value in node.values() for found in references(value)]
        return [found for value in node for found in references(value)] if isinstance(node, list) else []

    assert {name.rpartition("/")[2] for name in references(described)} <= set(known)
    assert "from" in known["Transaction"]["properties"]
    assert "decision" in known["Decision"]["properties"]
