"""What the reconciliation routes ask: best candidates of queries, and further properties of entities."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from tidewaiter.api.errors import ApiError
from tidewaiter.api.open_screening.matching import Terms, match_all
from tidewaiter.api.open_screening.wire import EntityExample
from tidewaiter.api.state import Service
from tidewaiter.model import country_name
from tidewaiter.reports.ftm import dataset
from tidewaiter.reports.ftm.schemata import LABELS, PLURALS

#: The kind of form the Reconciliation API sends.
FORM = "application/x-www-form-urlencoded"


def reconciled(service: Service, queries: dict[str, Any], terms: Terms) -> dict[str, Any]:
    """Return the best candidates of each query under its name.

    A query that cannot be answered has an ``error`` in place of its ``result``, which clients take for a fault and not
    for "no candidates"; the others of the batch are answered.

    Raises:
        ApiError: when no query of the batch can be answered.
    """
    _check_size(service, len(queries))
    asked = {name: _query(name, given) for name, given in queries.items()}
    found: dict[str, Any] = {}
    answers = match_all(service, {name: example for name, (example, _) in asked.items()}, _wide(terms))
    for name, answer in answers.items():
        if answer["status"] != 200:
            found[name] = {"error": answer["detail"]}
            continue
        best = answer["results"][: asked[name][1]]
        found[name] = {"result": [brief(e) | {"score": e["score"], "match": e["match"]} for e in best]}
    if found and all("error" in answer for answer in found.values()):
        name, answer = next(iter(found.items()))
        raise ApiError(400, "bad_query", f"{name}: {answer['error']}")
    return found


def _wide(terms: Terms) -> Terms:
    return Terms(day=terms.day, lists=terms.lists, limit=500, changed_since=terms.changed_since)


def _query(name: str, given: object) -> tuple[EntityExample, int]:
    if not isinstance(given, dict):
        raise ApiError(400, "bad_query", f"The query {name!r} is not an object.")
    kinds = given.get("type")
    kind = next(iter(kinds), None) if isinstance(kinds, list) else kinds
    kind = kind.get("id") if isinstance(kind, dict) else kind
    properties: dict[str, list[Any]] = {"name": [given["query"]]} if given.get("query") else {}
    facts = given.get("properties")
    for fact in facts if isinstance(facts, list) else []:
        if isinstance(fact, dict) and isinstance(fact.get("pid"), str):
            values = fact.get("v")
            texts = [
                v.get("name") if isinstance(v, dict) else v for v in (values if isinstance(values, list) else [values])
            ]
            properties.setdefault(_property(fact["pid"]), []).extend(texts)
    limit = given.get("limit")
    most = limit if isinstance(limit, int) and 0 < limit <= 500 else 5
    return EntityExample(schema=kind if isinstance(kind, str) else "LegalEntity", properties=properties), most


def extended(service: Service, asked: dict[str, Any], terms: Terms) -> dict[str, Any]:
    """Return the asked properties of the asked entities, and what the properties are called."""
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise ApiError(400, "bad_query", "extend needs the lists ids and properties.")
    _check_size(service, len(ids))
    wanted = {
        p["id"]: p.get("settings") for p in properties if isinstance(p, dict) and _property(p.get("id")) in LABELS
    }
    table = service.entities.of(terms.day)
    rows: dict[str, Any] = {}
    for one in map(str, ids):
        row = table.row(table.canonical(one) or one)
        have = table.entity(row)["properties"] if row is not None else {}
        rows[one] = {
            key: _cells(_property(key), have.get(_property(key), []), settings) for key, settings in wanted.items()
        }
    return {"meta": [{"id": key, "name": LABELS[_property(key)]} for key in wanted], "rows": rows}


def _property(key: object) -> str:
    """Return the name of a property that may stand behind its schema: ``Thing:country``."""
    return str(key).rpartition(":")[2]


def _cells(name: str, values: list[str], settings: object) -> list[dict[str, str]]:
    chosen = settings if isinstance(settings, dict) else {}
    limit = chosen.get("limit")
    shown = values[:limit] if isinstance(limit, int) and limit > 0 else values
    if name in {"country", "nationality"} and chosen.get("render", "caption") == "caption":
        shown = [country_name(code.upper()) for code in shown]
    return [{"str": value} for value in shown]


def read_form(body: bytes, kind: str) -> dict[str, list[str]]:
    """Return the fields of a form.

    Args:
        body: The form.
        kind: What the client says the body is.

    Raises:
        ApiError: 400 when there are too many, 415 when the body is said to be another kind of form or none.
    """
    bare = kind.partition(";")[0].strip().lower()
    if bare not in {"", FORM}:
        message = f"Bodies of type {bare!r} are not read here: send a form of type {FORM} with queries or extend."
        raise ApiError(415, "unsupported_media_type", message)
    try:
        return parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    except ValueError:
        raise ApiError(400, "invalid_request", "The form has more fields than queries and extend.") from None


def read_object(text: str) -> dict[str, Any]:
    """Return the JSON object in a field.

    Raises:
        ApiError: 400 when it holds none.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise ApiError(400, "not_json", "The form's field is not a JSON object.")
    return data


def _check_size(service: Service, size: int) -> None:
    if size > service.settings.max_batch:
        message = f"There are {size} queries in the batch; at most {service.settings.max_batch} are answered."
        raise ApiError(400, "batch_too_large", message)


def brief(entity: dict[str, Any]) -> dict[str, Any]:
    """Return an entity as the Reconciliation API shows it."""
    places = ", ".join(country_name(code.upper()) for code in entity["properties"].get("country", []))
    text = "; ".join(part for part in (dataset(entity["datasets"][0]).title, places) if part)
    return {"id": entity["id"], "name": entity["caption"], "description": text, "type": [type_of(entity["schema"])]}


def type_of(name: str) -> dict[str, Any]:
    """Return a schema as a type."""
    return {"id": name, "name": PLURALS.get(name, name), "description": name}
