"""``/reconcile/{dataset}``: the W3C Reconciliation Service API 0.2, as OpenRefine speaks it.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from tidewaiter.api.errors import ApiError
from tidewaiter.api.open_screening.algorithms import check_algorithm
from tidewaiter.api.open_screening.datasets import resolve, scope
from tidewaiter.api.open_screening.match import changed_day
from tidewaiter.api.open_screening.matching import Terms
from tidewaiter.api.open_screening.reconciling import FORM, brief, extended, read_form, read_object, reconciled, type_of
from tidewaiter.api.open_screening.searching import Wanted, begin_first, find
from tidewaiter.api.open_screening.wire import ChangedSince, send
from tidewaiter.api.state import Ready, Service
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.reports.ftm import dataset as about
from tidewaiter.reports.ftm.schemata import LABELS, PLURALS, qualified

router = APIRouter(prefix="/reconcile/{dataset}", tags=["Reconciliation"])

_SPACE = "https://followthemoney.tech/explorer/schemata/"
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}},
                }
            }
        },
    }
}
Prefix = Annotated[str, Query(max_length=200)]


@router.get("")
def manifest(request: Request, service: Ready, dataset: str) -> dict[str, Any]:
    """Describe the service to a client of the Reconciliation API; what it asks with here, such as a day, stays."""
    scope(dataset, service.space.lists.ids())
    base = str(request.base_url).rstrip("/")
    here = f"{base}/reconcile/{dataset}"
    asked = f"?{request.url.query}" if request.url.query else ""

    def part(path: str) -> dict[str, str]:
        return {"service_url": here, "service_path": path + asked}

    settings = [
        {"name": "limit", "label": "Limit", "type": "number", "default": 0, "help_text": "Most values; 0 for all."},
        {
            "name": "render",
            "label": "Values",
            "type": "select",
            "default": "caption",
            "help_text": "Names of countries, or their codes.",
            "choices": [{"id": "caption", "name": "For people"}, {"id": "raw", "name": "As stored"}],
        },
    ]
    return {
        "versions": ["0.2"],
        "name": f"{_title(service, dataset)} (Tidewaiter)",
        "identifierSpace": _SPACE,
        "schemaSpace": _SPACE,
        "documentation": f"{base}/openapi.json",
        "batchSize": 50,
        "view": {"url": f"{base}/entities/{{{{id}}}}"},
        "preview": {"url": f"{base}/entities/{{{{id}}}}", "width": 430, "height": 600},
        "suggest": {kind: part(f"/suggest/{kind}") for kind in ("entity", "type", "property")},
        "extend": {"propose_properties": part("/extend/property"), "propose_settings": settings},
        "defaultTypes": [type_of(name) for name in PLURALS],
    }


@router.post("", openapi_extra=_FORM, response_model=dict[str, Any])
async def reconcile(
    request: Request,
    service: Ready,
    dataset: str,
    *,
    algorithm: str = "best",
    changed_since: ChangedSince = None,
    as_of: AsOf = None,
) -> Response:
    """Answer a batch of reconciliation queries, or of requests for more properties of known entities."""
    form = read_form(await request.body(), request.headers.get("content-type", ""))
    check_algorithm(algorithm)
    day = as_of or service.space.today()
    terms = Terms(day=day, lists=scope(dataset, service.space.lists.ids()), changed_since=changed_day(changed_since))
    if form.get("extend", [""])[0].strip():
        data = await run_in_threadpool(extended, service, read_object(form["extend"][0]), terms)
        return send(data, {"x-batch-size": str(len(data["rows"]))})
    if "queries" not in form:
        raise ApiError(400, "invalid_request", "The form has neither queries nor extend.")
    answers = await run_in_threadpool(reconciled, service, read_object(form["queries"][0]), terms)
    return send(answers, {"x-batch-size": str(len(answers))})


@router.get("/suggest/entity")
def suggest_entity(
    service: Ready,
    dataset: str,
    prefix: Prefix = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 10,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Suggest entities whose names hold words beginning so, those first whose name begins so."""
    lists = scope(dataset, service.space.lists.ids())
    wanted = Wanted(day=as_of or service.space.today(), lists=lists, text=prefix)
    entities, rows = find(service, wanted) if prefix.strip() else (service.entities.of(wanted.day), [])
    return _suggested(prefix, [brief(entities.entity(row)) for row in begin_first(entities, rows, prefix)[:limit]])


@router.get("/suggest/property")
def suggest_property(service: Ready, dataset: str, prefix: Prefix = "") -> dict[str, Any]:
    """Suggest properties by the beginning of their name or label."""
    scope(dataset, service.space.lists.ids())
    named = ((key, label, key.partition(":")[2]) for key, label in qualified().items())
    fitting = [_property(key, label) for key, label, name in named if _begins(prefix, name, label)]
    return _suggested(prefix, fitting)


@router.get("/suggest/type")
def suggest_type(service: Ready, dataset: str, prefix: Prefix = "") -> dict[str, Any]:
    """Suggest types of entities by the beginning of their name."""
    scope(dataset, service.space.lists.ids())
    return _suggested(prefix, [type_of(name) for name, label in PLURALS.items() if _begins(prefix, name, label)])


@router.get("/extend/property")
def extend_property(
    service: Ready, dataset: str, type_: Annotated[str, Query(alias="type")] = "Thing"
) -> dict[str, Any]:
    """Propose the properties with which a column can be extended."""
    scope(dataset, service.space.lists.ids())
    return {"type": type_, "properties": [{"id": name, "name": label} for name, label in LABELS.items()]}


def _title(service: Service, name: str) -> str:
    lists = resolve(name, service.space.lists.ids()) or ()
    return about(lists[0]).title if len(lists) == 1 else f"{len(lists)} restricted-party lists"


def _property(key: str, label: str) -> dict[str, Any]:
    return {"id": key, "name": label, "description": key.partition(":")[0]}


def _begins(prefix: str, *texts: str) -> bool:
    wanted = prefix.strip().casefold()
    return bool(wanted) and any(text.casefold().startswith(wanted) for text in texts)


def _suggested(prefix: str, result: list[dict[str, Any]]) -> dict[str, Any]:
    return {"code": "/api/status/ok", "status": "200 OK", "prefix": prefix, "result": result}
