"""Words that names of firms, persons and streets are made of, by language: ``words.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from tidewaiter.law.strict_yaml import load_yaml

_ELSEWHERE = "english"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Words of a language.

    Attributes:
        heads: Beginnings of invented roots; `tails` their ends.
        trades: Words of trades, by sector: ``listed`` for electronics and machines, ``civil`` for the
            rest, ``forwarding`` and ``any``.
        forms: Legal forms, each with ways to write it, the full one first.
        form_first: Whether the legal form stands before the name.
        given: Given names; surnames are made of roots and `endings`.
        streets: Names of streets; `street` how an address line is written.
        towns: Towns.
        units: How an office in a building is written; `flats` a flat.
        second: Towns that names may begin with.
    """

    heads: tuple[str, ...]
    tails: tuple[str, ...]
    trades: Mapping[str, tuple[str, ...]]
    forms: tuple[tuple[str, ...], ...]
    given: tuple[str, ...]
    endings: tuple[str, ...]
    streets: tuple[str, ...]
    street: str
    towns: tuple[str, ...]
    units: tuple[str, ...]
    flats: tuple[str, ...]
    form_first: bool = False
    second: tuple[str, ...] = ()


def language_of(country: str) -> Language:
    """Return the words that firms of a country take their names from, with the towns of the country."""
    return _by_country(country)


@cache
def _by_country(country: str) -> Language:
    languages, by_country = _languages()
    language = languages[by_country.get(country, _ELSEWHERE)]
    towns: dict[str, list[str]] = _read("towns.yaml")
    return replace(language, towns=tuple(towns.get(country, language.towns)))


@cache
def _languages() -> tuple[dict[str, Language], dict[str, str]]:
    entries: dict[str, dict[str, Any]] = _read("words.yaml")
    by_country = {country: name for name, entry in entries.items() for country in entry.pop("countries")}
    return {
        name: Language(**{key: _frozen(value) for key, value in entry.items()}) for name, entry in entries.items()
    }, by_country


@cache
def _read(name: str) -> Any:  # noqa: ANN401 - the tables of the two files have shapes of their own
    return load_yaml(resources.files("tidewaiter.world.identity").joinpath(name).read_text(encoding="utf-8"))


def _frozen(value: Any) -> Any:  # noqa: ANN401 - words, lists of them, or lists by name
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return {key: _frozen(entry) for key, entry in value.items()}
    return value
