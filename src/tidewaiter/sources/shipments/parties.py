"""Parties of a record: the name apart from numbers, from the address it is care of, and from whom it acts for."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model.principals import ON_BEHALF_OF
from tidewaiter.sources.shipments import cells
from tidewaiter.sources.shipments.acting import MAY_ACT, principal_apart

#: ``A c/o B``: A is reached at B.
_CARE = re.compile(r"^(.*\w\W*?)[\s,;(]+c/o[\s:.]+\S.*$", re.IGNORECASE)
#: Zeros and marks alone name nobody.
_NOBODY = r"^[0\s.\-/_*?]*$"
_MAY_BE_APART = rf"{MAY_ACT}|c/o"


def settle_party(found: dict[str, pa.Array], side: str) -> None:
    """Take out of a party's name what is not its name, in place: a tax number, whom it acts for, whom it is care of.

    Whom it acts for becomes its second name, with ``on behalf of`` before it, so that it is not taken for a name of its
    own in another script; a second name that says the same is dropped. A name of zeros is none.

    Args:
        found: Columns of the table.
        side: ``shipper`` or ``consignee``.
    """
    nobody = pc.fill_null(pc.match_substring_regex(found[side], _NOBODY), False)
    names, numbers = cells.numbered_names(pc.if_else(nobody, pa.scalar(None, pa.string()), found[side]))
    aliases, _ = cells.numbered_names(found[f"{side}_alias"])
    names, behind = _apart(names)
    aliases, behind_alias = _apart(aliases)
    # Where the second name alone tells of two, who acts is the party.
    names = pc.coalesce(names, pc.if_else(pc.is_valid(behind_alias), aliases, pa.scalar(None, pa.string())))
    same = pc.fill_null(pc.equal(names, aliases), False)
    found[side] = names
    aliases = pc.if_else(same, pa.scalar(None, pa.string()), aliases)
    found[f"{side}_alias"] = pc.coalesce(behind, behind_alias, aliases)
    found[f"{side}_id"] = pc.coalesce(cells.identifiers(found[f"{side}_id"]), numbers)


def _apart(names: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the parties that act, and whom they act for, marked so."""
    if not pc.any(pc.match_substring_regex(names, _MAY_BE_APART)).as_py():
        return names, pa.nulls(len(names), pa.string())
    return cells.each(names, _acting, pa.string()).values, cells.each(names, _acts_for, pa.string()).values


def _acting(text: str) -> str:
    acting, principal = principal_apart(text)
    if principal is None and (care := _CARE.match(text)):
        acting = care[1]
    return acting.rstrip(" ,;(-") if acting != text else text


def _acts_for(text: str) -> str | None:
    _, principal = principal_apart(text)
    return None if principal is None else f"{ON_BEHALF_OF}{principal}"
