"""Columns of text to numbers, countries and names, a whole column at a time.

Each distinct text is read once. What cannot be read is null, and the reason is kept by text.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import UnknownCountryError, resolve_country
from tidewaiter.sources.orders.values import FaultError
from tidewaiter.sources.rows import decimals

#: What extracts write where nothing is known, beyond an empty cell.
_NOTHING = frozenset(
    (
        *(
            "",
            ".",
            "-",
            "--",
            "n/a",
            "na.",
            "n.a.",
            "#n/a",
            "<na>",
            "null",
            "(null)",
            "none",
            "nan",
            "nil",
            "0000-00-00",
        ),
        *("absent", "unknown", "not available", "not declared", "отсутствует", "нет", "не указан", "не указано"),
        *("0000-00-00", "belirtilmemiş", "yok", "individuals or organizations do not have a tax code"),
    )
)
#: Texts that may have other than single spaces between words, or be lower-cased in other ways than ASCII is.
_NOT_PLAIN = r"^ | $|  |[^ -~]"
#: ``7722476458 772201001 OOO YATASH RUS``: tax number, with or without the branch's, in front of the name.
_NUMBERED = re.compile(r"^(\d{8,15})(?:[ /]\d{9})?[ ,;:-]+(?=[^\W\d])(.+)$")
_DIGITS_FIRST = r"^\p{Nd}{8}"


@dataclass(slots=True)
class Column:
    """A column that was read.

    Attributes:
        values: One value a row, null where nothing was stated or it could not be read.
        faults: Reason and remedy by the text that could not be read.
    """

    values: pa.Array
    faults: dict[str, tuple[str, str]] = field(default_factory=dict)


@cache
def _nothing_stated() -> pa.Array:
    # Made at first use: pyarrow imports pandas, where it is installed, with the first array made of Python values.
    return pa.array(sorted(_NOTHING), pa.string())


def texts(column: pa.Array) -> pa.Array:
    """Return texts with single spaces, and null where the cell only says that nothing is known.

    Args:
        column: Strings with nulls.
    """
    coded = column.dictionary_encode()
    said = coded.dictionary
    odd = pc.or_(pc.match_substring_regex(said, _NOT_PLAIN), pc.is_in(pc.ascii_lower(said), _nothing_stated()))
    if not pc.any(odd).as_py():
        return column
    return pc.replace_with_mask(said, odd, each(said.filter(odd), _text, pa.string()).values).take(coded.indices)


def each(column: pa.Array, read: Callable[[str], Any], type_: pa.DataType) -> Column:
    """Read each distinct text of a column once.

    Args:
        column: Strings with nulls.
        read: Text to value; None for nothing; raises `FaultError` for what cannot be read.
        type_: Arrow type of the values.
    """
    coded = column.dictionary_encode() if not pa.types.is_dictionary(column.type) else column
    faults: dict[str, tuple[str, str]] = {}
    values: list[Any] = []
    for text in coded.dictionary.to_pylist():
        try:
            values.append(None if text is None else read(text))
        except FaultError as fault:
            values.append(None)
            faults[text] = (fault.reason, fault.remedy)
    return Column(pa.array(values, type_).take(coded.indices), faults)


def _text(text: str) -> str | None:
    plain = " ".join(text.split())
    return None if plain.casefold() in _NOTHING else plain


def numbers(column: pa.Array, mark: str) -> Column:
    """Return numbers.

    Args:
        column: What `texts` returns.
        mark: The decimal mark of the file.
    """
    try:
        plain = Column(pc.cast(column, pa.float64()))
    except pa.ArrowInvalid:
        plain = None
    if plain is not None and mark != "," and not pc.any(no_amounts(plain.values)).as_py():
        return plain
    return each(column, lambda text: _number(text, mark), pa.float64())


def no_amounts(values: pa.Array) -> pa.Array:
    """Tell which numbers are no amounts: negative, or not finite."""
    return pc.fill_null(pc.or_(pc.less(values, 0), pc.invert(pc.is_finite(values))), False)


def _number(text: str, mark: str) -> float:
    plain, other = decimals.BESIDE.sub("", text.replace("−", "-")), decimals.OTHER[mark]
    if plain.startswith("-") or (text.startswith("(") and text.endswith(")")):
        raise FaultError(f"{text!r} is negative.", "Leave reversals out, or write what was moved.")
    if not decimals.AMOUNT[mark].fullmatch(plain):
        if decimals.AMOUNT[other].fullmatch(plain):
            reason = f"{text!r} contradicts the decimal {decimals.NAME[mark]} of the file."
            raise FaultError(reason, "Write all numbers of a file alike, such as 12000.50.")
        raise FaultError(f"{text!r} is not a number.", "Write a plain number such as 12000.50.")
    return float(plain.replace(other, "").replace(mark, "."))


def countries(column: pa.Array, unknown: Callable[[Mapping[str, int]], None]) -> pa.Array:
    """Return ISO 3166 alpha-2 codes; texts that name no country are null, and ``unknown`` is told how many cells."""
    column = texts(column)
    found = each(column, _country, pa.string())
    if found.faults:
        counted = pc.value_counts(column.filter(pc.is_null(found.values)).drop_null())
        unknown(dict(zip(*(part.to_pylist() for part in counted.flatten()), strict=True)))
    return found.values


def _country(text: str) -> str:
    try:
        return resolve_country(text).code
    except UnknownCountryError:
        if (code := _customs_names().get(_folded(text))) is not None:
            return code
        raise FaultError(f"{text!r} names no country.", "Write an ISO 3166 code or a common name.") from None


@cache
def _customs_names() -> Mapping[str, str]:
    """Return codes by the names that Turkish, Ukrainian, Chinese and other customs write, beyond the UN's own."""
    text = resources.files("tidewaiter.sources.shipments").joinpath("country_names.csv").read_text(encoding="utf-8")
    return {_folded(row["name"]): row["code"] for row in csv.DictReader(text.splitlines())}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("\u0131", "i"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).replace("\u2019", "'").split())


def identifiers(column: pa.Array) -> pa.Array:
    """Return tax and registration numbers as written; zeros alone are none, and a spreadsheet's ``.0`` is dropped.

    Args:
        column: What `texts` returns.
    """
    return each(column, _identifier, pa.string()).values


def _identifier(text: str) -> str | None:
    plain = text.removesuffix(".0")
    return plain if plain.strip("0 -/") else None


def numbered_names(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Split the tax number that some registers write in front of a name from the name.

    Returns:
        The names, and the numbers (null where the name has none).
    """
    if not pc.any(pc.match_substring_regex(column, _DIGITS_FIRST)).as_py():
        return column, pa.nulls(len(column), pa.string())
    names = each(column, lambda text: found[2] if (found := _NUMBERED.match(text)) else text, pa.string())
    numbers_ = each(column, lambda text: found[1] if (found := _NUMBERED.match(text)) else None, pa.string())
    return names.values, numbers_.values


def first_stated(columns: list[pa.Array], rows: int, type_: pa.DataType) -> pa.Array:
    """Return, row by row, the first value that is stated."""
    if not columns:
        return pa.nulls(rows, type_)
    return pc.coalesce(*columns) if len(columns) > 1 else columns[0]
