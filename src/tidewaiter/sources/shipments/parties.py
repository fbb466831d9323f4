"""Parties of a record: the name apart from numbers, from the address it is care of, and from whom it acts for."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.sources.shipments import cells

#: ``A on behalf of B``: A acts, the goods are B's. In Russian declarations ``ПО ПОРУЧЕНИЮ`` and ``ОТ ИМЕНИ``.
_ACTS = re.compile(
    r"^(.*\w\W*?)[\s,;(]+(?:on\s+behalf\s+of|by\s+order\s+(?:and\s+for\s+account\s+)?of|o/b/?o?|obo|b/o|по\s+поручению|от\s+имени|"
    r"за\s+дорученням)[\s:.]+(\w.*?)\W*$",
    re.IGNORECASE,
)
#: ``A c/o B``: A is reached at B.
_CARE = re.compile(r"^(.*\w\W*?)[\s,;(]+c/o[\s:.]+\S.*$", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
#: Zeros and marks alone name nobody.
_NOBODY = r"^[0\s.\-/_*?]*$"
_MAY_ACT = r"(?i)behalf|order|o/b|b/o|obo|c/o|поручению|имени|дорученням"


def settle_party(found: dict[str, pa.Array], side: str) -> None:
    """Take out of a party's name what is not its name, in place: a tax number, whom it acts for, whom it is care of.

    Whom it acts for becomes its second name; a second name that says the same is dropped. A name of zeros is none.

    Args:
        found: Columns of the table.
        side: ``shipper`` or ``consignee``.
    """
    nobody = pc.fill_null(pc.match_substring_regex(found[side], _NOBODY), False)
    names, numbers = cells.numbered_names(pc.if_else(nobody, pa.scalar(None, pa.string()), found[side]))
    aliases, _ = cells.numbered_names(found[f"{side}_alias"])
    names, behind = _apart(names)
    aliases, behind_alias = _apart(aliases)
    same = pc.fill_null(pc.equal(names, aliases), False)
    found[side] = names
    aliases = pc.if_else(same, pa.scalar(None, pa.string()), aliases)
    found[f"{side}_alias"] = pc.coalesce(behind, behind_alias, aliases)
    found[f"{side}_id"] = pc.coalesce(cells.identifiers(found[f"{side}_id"]), numbers)


def _apart(names: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the parties that act, and whom they act for."""
    if not pc.any(pc.match_substring_regex(names, _MAY_ACT)).as_py():
        return names, pa.nulls(len(names), pa.string())
    return cells.each(names, _acting, pa.string()).values, cells.each(names, _acts_for, pa.string()).values


def _acting(text: str) -> str:
    found = _acts(text) or _CARE.match(text)
    return found[1].rstrip(" ,;(-") if found else text


def _acts_for(text: str) -> str | None:
    return found[2] if (found := _acts(text)) else None


def _acts(text: str) -> re.Match[str] | None:
    """Return the two names, where both are of one alphabet: names of two could be read as one company's."""
    found = _ACTS.match(text)
    return found if found and bool(_CYRILLIC.search(found[1])) == bool(_CYRILLIC.search(found[2])) else None
