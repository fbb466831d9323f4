"""Layout files: YAML to `Layout`, with every key checked, and the vocabulary of headings they can draw on."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

import yaml

from tidewaiter.model import UnknownCountryError, UsageError, resolve_country
from tidewaiter.sources.shipments.columns import ADDED, CANONICAL
from tidewaiter.sources.shipments.layout import Layout, UsdValue

_NOT_WORD = re.compile(r"[\W_]+")
_KEYS = {
    *("id", "title", "direction", "reporter", "match", "absent", "columns", "values", "dates", "decimal"),
    *("utc_offset_minutes", "zero_is_missing", "vocabulary"),
}
_VALUE_KEYS = ("amount", "times", "per_usd", "currency")
_DIRECTIONS = {"import", "export", None}
_ORDERS = {"day_first", "month_first", None}
_MARKS = {".": ".", ",": ",", "point": ".", "comma": ",", None: None}
#: Columns a layout may map beside the table's own: what tells records apart, and what their cells mean.
_BESIDE = ("item_number", "status", "weight_unit")
#: Columns a layout may map; ``source`` and ``row`` are filled by the reader.
MAPPED = (*(name for name in (*CANONICAL, *ADDED) if name not in {"source", "row"}), *_BESIDE)


@cache
def heading_key(text: str) -> str:
    """Return a heading without case, accents, spaces and punctuation: ``Exporter Name_EN`` is ``exporternameen``."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("\u0131", "i"))
    return _NOT_WORD.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


def read_layout(text: str, name: str, *, own: bool = True) -> Layout:
    """Read a layout from YAML.

    Args:
        text: The file.
        name: Its name, for messages.
        own: Whether it is a user's own.

    Raises:
        UsageError: when it is malformed, naming the key at fault.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UsageError(f"{name} is not YAML: {str(error).splitlines()[0]}.") from None
    if not isinstance(data, dict):
        raise UsageError(f"{name}: a layout is a mapping with the keys id, title, match and columns.")
    if unknown := sorted(str(key) for key in set(data) - _KEYS):
        raise UsageError(f"{name}: unknown key {unknown[0]!r}; a layout has {', '.join(sorted(_KEYS))}.")
    if missing := sorted({"id", "title", "match", "columns"} - set(data)):
        raise UsageError(f"{name}: the key {missing[0]!r} is missing.")
    return _LayoutFile(data, name).layout(own=own)


class _LayoutFile:
    """One layout file: its keys, each checked as it is read."""

    def __init__(self, data: Mapping[str, object], name: str) -> None:
        self._data, self._name = data, name
        self._words = vocabulary() if data.get("vocabulary") else {}

    def layout(self, *, own: bool) -> Layout:
        columns, times = self._columns()
        values = tuple(way for entry in self._entries("values") for way in self._value(entry))
        used = {key for keys in columns.values() for key in keys}
        used |= {key for way in values for key in (way.amount, way.per_usd, way.currency) if key}
        return Layout(
            id=str(self._data["id"]),
            title=str(self._data["title"]),
            direction=self._one_of("direction", {name: name for name in _DIRECTIONS}, "import, export or left out"),
            reporter=self._reporter(),
            match=tuple(frozenset(self._keys(entry)) for entry in _listed(self._data["match"])),
            absent=frozenset(self._keys(self._data.get("absent"))),
            columns=columns,
            times=times,
            values=values,
            dates=self._one_of("dates", {name: name for name in _ORDERS}, "day_first, month_first or left out"),
            decimal=self._one_of("decimal", _MARKS, "point, comma or left out"),
            utc_offset_minutes=self._minutes(),
            zero_is_missing=bool(self._data.get("zero_is_missing", True)),
            headings=frozenset(used),
            reviewed=not own and not self._words,
            own=own,
        )

    def _columns(self) -> tuple[dict[str, tuple[str, ...]], dict[str, float]]:
        columns = self._data["columns"]
        if not isinstance(columns, dict):
            raise self._wrong("columns is a mapping of canonical column to headings.")
        if unknown := [column for column in columns if column not in MAPPED]:
            raise self._wrong(f"{unknown[0]!r} is no canonical column; there are {', '.join(MAPPED)}.")
        every = {name: entry for name, entry in self._words.items() if name in MAPPED} | columns
        found: dict[str, tuple[str, ...]] = {}
        times: dict[str, float] = {}
        for column, entries in every.items():
            keys: dict[str, None] = {}
            for entry in _listed(entries):
                words = self._keys(entry.get("heading") if isinstance(entry, dict) else entry)
                keys |= dict.fromkeys(words)
                if isinstance(entry, dict):
                    times |= dict.fromkeys(words, self._factor(entry, {"heading", "times"}, f"columns: {column}"))
            found[column] = tuple(keys)
        return found, {key: factor for key, factor in times.items() if factor != 1}

    def _entries(self, name: str) -> list[object]:
        return [*_listed(self._data.get(name)), *_listed(self._words.get(name))]

    def _value(self, entry: object) -> Iterator[UsdValue]:
        if isinstance(entry, dict) and "amount" in entry:
            ways = {key: self._keys(entry[key])[0] for key in ("per_usd", "currency") if key in entry}
            factor = self._factor(entry, set(_VALUE_KEYS), "values")
            for key in self._keys(entry["amount"]):
                yield UsdValue(key, factor, **ways)
        elif isinstance(entry, dict | list):
            raise self._wrong(f"each of values is a heading, or a mapping with {', '.join(_VALUE_KEYS)}.")
        else:
            yield from (UsdValue(key) for key in self._keys(entry))

    def _factor(self, entry: Mapping[str, object], known: set[str], where: str) -> float:
        if unknown := sorted(str(key) for key in set(entry) - known):
            raise self._wrong(f"{where}: unknown key {unknown[0]!r}; there are {', '.join(sorted(known))}.")
        told = entry.get("times", 1)
        if isinstance(told, bool) or not isinstance(told, int | float) or not (math.isfinite(told) and told > 0):
            raise self._wrong(f"{where}: times is {told!r}; it is a number above 0, such as 1000.")
        return float(told)

    def _keys(self, words: object) -> list[str]:
        """Return keys of headings; ``@group`` stands for the headings of a group of the vocabulary."""
        found: list[str] = []
        for word in _listed(words):
            if isinstance(word, dict | list):
                raise self._wrong(f"{word!r} is no heading: write headings as text.")
            if str(word).startswith("@") and self._words:
                group = self._words.get(str(word)[1:])
                if group is None:
                    raise self._wrong(f"{word!r} is no group of the vocabulary; there are {', '.join(self._words)}.")
                entries = [entry["heading"] if isinstance(entry, dict) else entry for entry in _listed(group)]
                found += [heading_key(str(one)) for entry in entries for one in _listed(entry)]
            else:
                found.append(heading_key(str(word)))
        return list(dict.fromkeys(found))

    def _reporter(self) -> str | None:
        told = self._data.get("reporter")
        try:
            return None if told is None else resolve_country(str(told)).code
        except UnknownCountryError as error:
            raise self._wrong(f"reporter: {error}") from None

    def _minutes(self) -> int:
        told = self._data.get("utc_offset_minutes", 0)
        if isinstance(told, bool) or not isinstance(told, int):
            raise self._wrong(f"utc_offset_minutes is {told!r}; it is a number of minutes, such as 330.")
        return told

    def _one_of(self, key: str, known: Mapping[str | None, str | None], said: str) -> str | None:
        told = self._data.get(key)
        if not (told is None or isinstance(told, str)) or told not in known:
            raise self._wrong(f"{key} is {told!r}; it is {said}.")
        return known[told]

    def _wrong(self, what: str) -> UsageError:
        return UsageError(f"{self._name}: {what}")


@cache
def vocabulary() -> Mapping[str, object]:
    """Return how headings are worded in several languages: canonical columns and groups to headings."""
    text = resources.files("tidewaiter.sources.shipments").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    found: Mapping[str, object] = yaml.safe_load(text)
    return found


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
