"""The goods that are asked about, and the families of codes trade is compared over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tidewaiter.law import Law
from tidewaiter.law.tables import CARRIED_VINTAGES, hs_family, hs_titles
from tidewaiter.model import UsageError, parse_hs

_TIERS = ("1", "2", "3A", "3B", "4A", "4B")
_NEWEST = CARRIED_VINTAGES[-1]
_SUBHEADING = 6
#: More families than this beside the goods asked about are joined by chapter.
MOST_OTHERS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsAsked:
    """Goods under suspicion.

    Attributes:
        name: As they were asked for.
        families: Families of six-digit codes.
        headings: Headings and chapters asked for as a whole: data at that level count, too.
        split: Families that have more than one code in some edition of the HS.
    """

    name: str
    families: frozenset[str]
    headings: frozenset[str] = frozenset()
    split: tuple[str, ...] = ()


def goods_asked(text: str, law: Law, on: dt.date) -> GoodsAsked:
    """Read ``chpl``, ``chpl:1``, ``hs:8542,870323`` or a file with one code a line.

    Args:
        text: What a user wrote.
        law: Law tables.
        on: Day of the Common High Priority List.

    Raises:
        UsageError: when a tier or a code does not exist.
    """
    plain = text.strip()
    if plain == "chpl" or plain.startswith("chpl:"):
        codes = _high_priority([t for t in plain.removeprefix("chpl").strip(":").split(",") if t], law, on)
    elif plain.startswith("hs:"):
        codes = [part for part in plain.removeprefix("hs:").split(",") if part.strip()]
    else:
        codes = _from_file(Path(plain))
    if not codes:
        raise UsageError(f"--goods {text!r} names no goods: write chpl, chpl:1, hs:8542 or a file of codes.")
    families, headings = set[str](), set[str]()
    for code in codes:
        members = _members(code)
        families |= {family_of(member, _NEWEST) for member in members}
        if len(_digits(code)) < 6:
            headings.add(_digits(code))
    split = sorted(
        id_ for id_ in families if (found := hs_family(id_.split(":")[1], int(id_.split(":")[0]))) and found.split
    )
    return GoodsAsked(name=plain, families=frozenset(families), headings=frozenset(headings), split=tuple(split))


def family_of(code: str, vintage: int) -> str:
    """Return the family a code belongs to; a code unknown to its edition stands alone.

    Headings and chapters are taken as the same in every edition.
    """
    if len(code) < 6:
        return f"{_NEWEST}:{code}"
    found = hs_family(code[:6], vintage)
    return found.id if found else f"{vintage}:{code[:6]}"


def family_table(codes: Iterable[tuple[str, int]], asked: GoodsAsked) -> pa.Table:
    """Return the family of each code in the data: columns ``hs, hs_vintage, family, asked``.

    Goods that are not asked about keep their own family beside goods of their heading, and are joined by chapter when
    there are very many of them. Headings that hold goods asked about and others are in no family: what is stated of
    them alone is neither, see `mixed_headings`.

    Args:
        codes: Code and edition, digits only.
        asked: Goods under suspicion.
    """
    mixed = _mixed(asked)
    known = {
        (code, vintage): family_of(code, vintage) for code, vintage in codes if code.isdigit() and code not in mixed
    }
    wanted = {key: _is_asked(key[0], family, asked) for key, family in known.items()}
    beside = {family.split(":")[1][:4] for family in asked.families}
    others = {family for key, family in known.items() if not wanted[key]}
    many = len(others) > MOST_OTHERS
    rows = [
        (*key, _joined(family, beside) if many and not wanted[key] else family, wanted[key])
        for key, family in known.items()
    ]
    columns: Mapping[str, pa.DataType] = {
        "hs": pa.string(), "hs_vintage": pa.int64(), "family": pa.string(), "asked": pa.bool_(),
    }  # fmt: skip
    return pa.table(
        {name: pa.array([row[at] for row in rows], kind) for at, (name, kind) in enumerate(columns.items())}
    )


def mixed_headings(codes: Iterable[tuple[str, int]], asked: GoodsAsked) -> pa.Table:
    """Return the headings in the data that hold goods asked about and others: ``hs, hs_vintage, family``.

    Args:
        codes: Code and edition.
        asked: Goods under suspicion.
    """
    mixed = _mixed(asked)
    found = sorted((code, vintage) for code, vintage in codes if code in mixed)
    return pa.table(
        {
            "hs": pa.array([code for code, _ in found], pa.string()),
            "hs_vintage": pa.array([vintage for _, vintage in found], pa.int64()),
            "family": pa.array([code for code, _ in found], pa.string()),
        }
    )


def _mixed(asked: GoodsAsked) -> frozenset[str]:
    """Return headings and chapters of the goods asked about that were not asked for as a whole."""
    members = set[str]()
    for family in asked.families:
        vintage, _, code = family.partition(":")
        found = hs_family(code, int(vintage))
        members.update([code] if found is None else [c for codes in found.members.values() for c in codes])
    shorter = {code[:size] for code in members for size in range(2, 6)}
    return frozenset(code for code in shorter if not code.startswith(tuple(asked.headings)))


def _is_asked(code: str, family: str, asked: GoodsAsked) -> bool:
    return family in asked.families or (len(code) < _SUBHEADING and code.startswith(tuple(asked.headings)))


def _joined(family: str, beside: Collection[str]) -> str:
    code = family.split(":")[1]
    return family if code[:4] in beside else f"{family.split(':', maxsplit=1)[0]}:{code[:2]}"


def _high_priority(tiers: list[str], law: Law, on: dt.date) -> list[str]:
    wrong = [tier for tier in tiers if tier.upper() not in _TIERS]
    if wrong:
        raise UsageError(f"--goods: there is no tier {wrong[0]!r}: use one of {', '.join(_TIERS)}.")
    wanted = {tier.upper() for tier in tiers} or set(_TIERS)
    listed = [code for code, entry in law.tables.high_priority.items() if entry.tier in wanted]
    found = [code for code in listed if law.tables.chpl(code, on)]
    if not found:
        raise UsageError(f"--goods: the Common High Priority List had no such code on {on.isoformat()}.")
    return found


def _from_file(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise UsageError(f"--goods {str(path)!r} is neither chpl, hs:CODE nor a file that can be read.") from None
    return [line.split(",")[0].strip() for line in text.splitlines() if line.strip() and line.strip()[0].isdigit()]


def _digits(code: str) -> str:
    try:
        return parse_hs(code.strip()).code
    except ValueError as error:
        raise UsageError(f"--goods: {error}") from None


def _members(code: str) -> list[str]:
    """Return the six-digit codes of the newest edition a code stands for, else of the newest that has it."""
    digits = _digits(code)[:6]
    for vintage in reversed(CARRIED_VINTAGES):
        found = [c for c in hs_titles(vintage) if len(c) == 6 and c.startswith(digits)]
        if found:
            families = [hs_family(c, vintage) for c in found]
            return [(f.members[_NEWEST] or (f.id.split(":")[1],))[0] for f in families if f is not None]
    raise UsageError(f"--goods: HS has no code {code.strip()!r} in the editions of 2012, 2017 and 2022.")
