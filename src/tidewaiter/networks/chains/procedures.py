"""What the customs procedure of a declaration says of goods: that they come to stay, to leave again, or back.

A declaration states the procedure that goods are placed under and, in most systems, the one they were under before:
3153 is the re-export of goods that had been admitted temporarily. Codes and sources are in ``data/procedures.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import yaml

#: What a procedure says; the numbers the work on links goes by are places in this list.
KINDS = ("outright", "re-export", "to return", "to leave", "returned", "stored", "transit", "ended")
OUTRIGHT, RE_EXPORT, TO_RETURN, TO_LEAVE, RETURNED, STORED, TRANSIT, ENDED = KINDS
#: A declaration in two letters where the form has them (EX, IM, ИМ), two digits, two more, and three that are national.
_STATED = re.compile(r"^\s*(?:[^\W\d_]{2}[\s/-]*)?(\d{2})(?:[\s/-]?(\d{2})(?:[\s/-]?[0-9A-Z]{3})?)?(?![0-9])")


@cache
def procedure_systems() -> Mapping[str, Any]:
    """Return the systems of codes of the data file."""
    text = resources.files("tidewaiter.networks").joinpath("data", "procedures.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)["systems"]
    return found


@cache
def _meanings() -> Mapping[str, Mapping[str, str]]:
    """Return what each code says, by reporter."""
    return {
        reporter: {code: kind for kind, codes in system["codes"].items() for code in codes}
        for system in procedure_systems().values()
        for reporter in system["reporters"]
    }


def meaning(reporter: str | None, procedure: str | None) -> tuple[str | None, str | None]:
    """Return what the procedure of a declaration says of the goods, and what the one before it said: of `KINDS`.

    None where nothing is stated, the country's codes are not known, or there was no procedure before.
    """
    codes = _meanings().get(reporter or "", {})
    stated = _STATED.match(procedure or "")
    if stated is None:
        return None, None
    asked, before = stated.groups()
    return codes.get(asked), codes.get(before or "")


def meanings(reporter: pa.ChunkedArray, procedure: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """Return `meaning` of declarations, as two columns of text."""
    said = pc.binary_join_element_wise(reporter.fill_null(""), procedure.fill_null(""), "\n").combine_chunks()
    coded = pc.dictionary_encode(said.combine_chunks() if isinstance(said, pa.ChunkedArray) else said)
    found = [meaning(*text.split("\n", 1)) for text in coded.dictionary.to_pylist()]
    asked, before = (pa.array([pair[at] for pair in found], pa.string()).take(coded.indices) for at in (0, 1))
    return asked, before
