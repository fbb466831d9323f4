"""Rules from the YAML files of ``law/data/rules``, a folder a part. A file with anything unexpected is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

import yaml

from tidewaiter.law.parameters import PARAMETERS
from tidewaiter.law.rule import Rule, Segment, Status
from tidewaiter.law.strict_yaml import load_yaml
from tidewaiter.model import LawError

_FILE_KEYS = {"part", "title", "rules"}
_RULE_KEYS = {"id", "title", "citation", "status", "missing", "verified", "review", "exceptions", "segments"}
_CITATION_KEYS = {"cfr", "fr"}
_SEGMENT_KEYS = {
    "from",
    "to",
    "section",
    "cfr",
    "fr",
    "suspended",
    "unconfirmed_after",
    "question",
    "verified",
    "with",
    "review",
    "exceptions",
}


def load_rules(files: Iterable[Traversable] | None = None) -> dict[str, Rule]:
    """Return every rule by its id.

    Args:
        files: YAML files to read; by default those the package carries.

    Raises:
        LawError: naming the file, the rule and what is wrong with it. Nothing is loaded then: half a law is no law.
    """
    if files is None:
        files = rule_files()
    rules: dict[str, Rule] = {}
    for file in files:
        for rule in read_rules(file.read_text(encoding="utf-8"), file.name):
            if rule.id in rules:
                raise LawError(f"{file.name}: {rule.id}: another rule already has this id; ids are unique")
            rules[rule.id] = rule
    return rules


def rule_files() -> tuple[Traversable, ...]:
    """Return the YAML files of rules the package carries, in the order of their folders and names.

    Raises:
        LawError: when a file stands outside the folder of a part, where nobody would look for it.
    """
    found: list[Traversable] = []
    for part in sorted(resources.files("tidewaiter.law").joinpath("data", "rules").iterdir(), key=lambda f: f.name):
        if part.name.endswith(".yaml"):
            raise LawError(f"{part.name}: rules stand in a folder of their part; move it to law/data/rules/<part>/")
        if part.is_dir():
            found += sorted((f for f in part.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return tuple(found)


def read_rules(text: str, name: str) -> tuple[Rule, ...]:
    """Read the rules of one file's text.

    Raises:
        LawError: when anything is unknown, missing or overlapping.
    """
    try:
        data = load_yaml(text)
    except (yaml.YAMLError, ValueError) as error:
        raise LawError(f"{name}: not readable as YAML: {error}") from None
    except LawError as error:
        raise LawError(f"{name}: {error}") from None
    try:
        _keys(data, _FILE_KEYS, {"part", "rules"}, "the file")
        return tuple(_rule(record, str(data["part"])) for record in data["rules"])
    except LawError as error:
        raise LawError(f"{name}: {error}") from None


def _keys(data: Any, allowed: set[str], needed: set[str], what: str) -> None:  # noqa: ANN401
    if not isinstance(data, Mapping):
        raise LawError(f"{what} must be a mapping of keys to values")
    unknown = sorted(str(key) for key in data if key not in allowed)
    if unknown:
        raise LawError(f"{what} has the unknown key {unknown[0]!r}; known are {', '.join(sorted(allowed))}")
    absent = sorted(needed - set(data))
    if absent:
        raise LawError(f"{what} lacks {absent[0]!r}")


def _rule(record: Any, part: str) -> Rule:  # noqa: ANN401
    what = f"rule {record.get('id', '?')!r}" if isinstance(record, Mapping) else "a rule"
    _keys(record, _RULE_KEYS, {"id", "title", "citation", "status", "segments"}, what)
    _keys(record["citation"], _CITATION_KEYS, {"cfr"}, f"{what}: citation")
    if not str(record["citation"]["cfr"] or "").strip():
        raise LawError(f"{what}: the citation is empty; no rule stands without its source")
    if record["status"] not in set(Status):
        raise LawError(f"{what}: status {record['status']!r} is not one of {', '.join(Status)}")
    status = Status(record["status"])
    if status is not Status.MODELLED and not record.get("missing"):
        raise LawError(f"{what}: status {status} must say what is missing")
    return Rule(
        id=record["id"],
        part=part,
        title=record["title"],
        status=status,
        missing=record.get("missing", ""),
        segments=_segments(record, what),
    )


def _segments(record: Mapping[str, Any], what: str) -> tuple[Segment, ...]:
    if not isinstance(record["segments"], list) or not record["segments"]:
        raise LawError(f"{what}: segments must be a list of at least one dated segment")
    segments = tuple(_segment(data, record, what) for data in record["segments"])
    for before, after in pairwise(segments):
        if before.end is None or before.end >= after.start:
            raise LawError(f"{what}: the segment from {before.start} overlaps the one from {after.start}")
    return segments


def _segment(data: Any, record: Mapping[str, Any], what: str) -> Segment:  # noqa: ANN401
    _keys(data, _SEGMENT_KEYS, {"from", "section"}, f"{what}: a segment")
    what = f"{what}: segment from {data['from']}"
    start, end = _date(data["from"], what), _optional_date(data.get("to"), what)
    unconfirmed = _optional_date(data.get("unconfirmed_after"), what)
    if end is not None and end < start:
        raise LawError(f"{what}: it ends on {end}, before it begins")
    if unconfirmed is not None and not data.get("question"):
        raise LawError(f"{what}: what is unconfirmed must come with the question that settles it")
    return Segment(
        start=start,
        end=end,
        section=str(data["section"]),
        cfr=str(data.get("cfr", record["citation"]["cfr"])),
        fr=_list(data.get("fr", record["citation"].get("fr", ())), "fr", what),
        suspended=data.get("suspended", False),
        unconfirmed_after=unconfirmed,
        question=data.get("question"),
        verified=data.get("verified", record.get("verified", True)),
        review=data.get("review", record.get("review")),
        exceptions=_list(data.get("exceptions", record.get("exceptions", ())), "exceptions", what),
        parameters=_parameters(data.get("with", {}), what),
    )


def _list(value: Any, key: str, what: str) -> tuple[str, ...]:  # noqa: ANN401
    if isinstance(value, str) or not all(isinstance(item, str) for item in value):
        raise LawError(f"{what}: {key} must be a list of texts")
    return tuple(value)


def _parameters(data: Any, what: str) -> dict[str, Any]:  # noqa: ANN401
    _keys(data, set(PARAMETERS), set(), f"{what}: with")
    checked = {}
    for key, value in data.items():
        try:
            checked[key] = PARAMETERS[key](value)
        except ValueError as error:
            raise LawError(f"{what}: {key} {error}") from None
    return checked


def _date(value: Any, what: str) -> dt.date:  # noqa: ANN401
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise LawError(f"{what}: {value!r} is not a date; write YYYY-MM-DD without quotes")
    return value


def _optional_date(value: Any, what: str) -> dt.date | None:  # noqa: ANN401
    return None if value is None else _date(value, what)
