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
#: Zeros and marks alone name nobody.
_NOBODY = r"^[0\s.\-/_*?]*$"
_MAY_ACT = r"(?i)behalf|order|o/b|b/o|obo|c/o|поручению|имени|дорученням"


def settle_party(found: dict[str, pa.Array], side: str) -> None:
    """Take out of a party's name what is not its name, in place: a tax number, whom it acts for, whom it is care of.

    Whom it acts for becomes its second name where none is stated; a second name that says the same is dropped. A name
    of zeros is none.

    Args:
        found: Columns of the table.
        side: ``shipper`` or ``consignee``.
    """
    nobody = pc.fill_null(pc.match_substring_regex(found[side], _NOBODY), False)
    names, numbers = cells.numbered_names(pc.if_else(nobody, pa.scalar(None, pa.string()), found[side]))
    aliases, _ = cells.numbered_names(found[f"{side}_alias"])
    if pc.any(pc.match_substring_regex(names, _MAY_ACT)).as_py():
        behind = cells.each(names, _acts_for, pa.string()).values
        names = cells.each(names, _acting, pa.string()).values
        aliases = pc.coalesce(aliases, behind)
    same = pc.fill_null(pc.equal(names, aliases), False)
    found[side] = names
    found[f"{side}_alias"] = pc.if_else(same, pa.scalar(None, pa.string()), aliases)
    found[f"{side}_id"] = pc.coalesce(cells.identifiers(found[f"{side}_id"]), numbers)


def _acting(text: str) -> str:
    if found := _ACTS.match(text) or _CARE.match(text):
        return found[1].rstrip(" ,;(-")
    return text


def _acts_for(text: str) -> str | None:
    return found[2] if (found := _ACTS.match(text)) else None
