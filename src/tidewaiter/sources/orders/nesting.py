"""Flat cells to the nested data of the JSON form, remembering which column each fact came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tidewaiter.sources.orders.columns import ORDER_KEYS, ColumnMap, Target
from tidewaiter.sources.orders.values import is_blank

#: Data of the JSON form, and for each JSON path in it the heading it came from.
Nested = tuple[dict[str, Any], dict[str, str]]


def nested(cells: Iterable[tuple[Target, str, object]]) -> Nested:
    """Return the data of one row, given as (where it goes, heading, value); blank cells are left out."""
    data: dict[str, Any] = {}
    labels: dict[str, str] = {}
    parties: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
    for target, heading, value in cells:
        if is_blank(value):
            continue
        if target[0] != "party":
            level = data if len(target) == 1 else data.setdefault(target[0], {})
            level[target[-1]] = value
            labels[".".join(target)] = heading
            continue
        role, number, *field = target[1:]
        position, party = parties.setdefault((role, number), (len(parties), {"role": role}))
        _place(party, field, value)
        labels.setdefault(f"parties[{position}].{field[0]}", heading)
    if parties:
        data["parties"] = [party for _, party in parties.values()]
    return data, labels


def _place(party: dict[str, Any], field: list[str], value: object) -> None:
    if len(field) == 1:
        party[field[0]] = value
        return
    level = party.setdefault(field[0], {})
    if isinstance(level, dict):
        level[field[1]] = value
    else:  # a cell of several identifiers, and a column of one
        party[field[0]] = [*(level if isinstance(level, list) else [level]), {field[1]: value}]


def json_form(given: dict[str, Any], columns: ColumnMap) -> Nested:
    """Return an object's data; keys at its top that only the CSV form has (``hs``, ``end_user``) are read as there."""
    data = {key: value for key, value in given.items() if key in ORDER_KEYS}
    rest = {key: value for key, value in given.items() if key not in ORDER_KEYS}
    flat = {key: target for key in rest if (target := columns.target(key)) and not _stated(target, data)}
    added, labels = nested((target, key, rest[key]) for key, target in flat.items())
    unknown = {key: value for key, value in rest.items() if key not in flat}
    return {**data, **added, **unknown}, labels


def _stated(target: Target, data: dict[str, Any]) -> bool:
    """Whether the JSON form already states what a key of the CSV form would; it then wins, and the key is named."""
    return {"party": "parties"}.get(target[0], target[0]) in data
