"""OFAC's headerless delimited files: ``sdn`` or ``cons_prim`` joined with ``add``, ``alt`` and comments on ent_num.

Latin-1; ``-0- `` is null; several programs are ``IRAN] [SDGT``; the last line may be a single 0x1A. The files carry no
listing date. ``ent_num`` names the same party in every edition.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tidewaiter.model import Address, Identifier, ListedName, Listing, NameKind, RefusedListError, Schema
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import unique_names
from tidewaiter.sources.lists.ofac_remarks import RemarkFacts, read_remarks
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile, open_raw
from tidewaiter.sources.lists.text import clean, is_name

_NULL = "-0-"
_ENCODING = "latin-1"
_SCHEMAS = {"individual": Schema.PERSON, "vessel": Schema.VESSEL, "aircraft": Schema.AIRCRAFT}
#: Program tag of the Sectoral Sanctions Identifications in the consolidated (non-SDN) files.
_SECTORAL = "UKRAINE-EO13662"
_ALIAS_KINDS = {"fka": NameKind.FORMER}
_END_OF_FILE = "\x1a"


@dataclass(slots=True)
class OfacParts:
    """Addresses, aliases and spilled remarks by ent_num, from the files beside the primary one."""

    addresses: Mapping[str, list[Address]] = field(default_factory=dict)
    aliases: Mapping[str, list[ListedName]] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


def recognise(raw: RawFile) -> bool:
    """Say whether the first line is a row of 12 cells whose first is a number: ``sdn.csv`` or ``cons_prim.csv``."""
    return _width(raw) == 12


def recognise_part(raw: RawFile) -> bool:
    """Say whether the file is one that only completes a primary file: ``add``, ``alt`` or ``sdn_comments``."""
    return _width(raw) in {2, 5, 6}


def read(raw: RawFile) -> Reading:
    """Read a primary file together with the address, alias and comment files of matching names beside it."""
    return read_joined(raw, find_parts(raw.path))


def read_part(raw: RawFile) -> Reading:
    """Refuse a file that completes another one.

    Raises:
        RefusedListError: always; the message names the primary file.
    """
    raise RefusedListError(
        f"{raw.name}: this file only completes sdn.csv or cons_prim.csv; give that file, with this one beside it."
    )


def read_joined(raw: RawFile, parts: OfacParts) -> Reading:
    """Read a primary file and join the parts given.

    Raises:
        RefusedListError: when a row has not 12 cells, which means a cut-off file.
    """
    reading = Reading(raw.name)
    consolidated = "cons" in raw.name.lower()
    for number, cells in _rows(raw, 12):
        reading.rows += 1
        if not is_name(cells[1]):
            reading.reject(number, "SDN_Name", "The entry has no name.", "Look it up by its number.", cells[0])
            continue
        reading.listings.append(_listing(cells, parts, consolidated=consolidated))
    return reading


def find_parts(path: Path) -> OfacParts:
    """Read the part files beside a primary file, such as ``add_2023-12-28.csv.gz`` beside ``sdn_2023-12-28.csv.gz``."""
    name = path.name
    stem = "prim" if "prim" in name else "sdn"
    beside = {kind: path.with_name(name.replace(stem, kind, 1)) for kind in ("add", "alt")}
    spilled = [name.replace("sdn", "sdn_comments", 1)] if stem == "sdn" else []
    spilled += [name.replace("prim", "comments"), name.replace("cons_prim", "sdn_comments")] if stem == "prim" else []
    comments = next((p for n in spilled if (p := path.with_name(n)) != path and p.is_file()), None)
    return OfacParts(
        addresses=read_addresses(open_raw(beside["add"])) if beside["add"].is_file() else {},
        aliases=read_aliases(open_raw(beside["alt"])) if beside["alt"].is_file() else {},
        comments=read_comments(open_raw(comments)) if comments else {},
    )


def read_addresses(raw: RawFile) -> dict[str, list[Address]]:
    """Return the addresses in an ``add`` file by ent_num. A country text that is no country stays in the text only."""
    found: dict[str, list[Address]] = defaultdict(list)
    for _, (entry, _, street, city, country, *_) in _rows(raw, 6):
        parts = [clean(p) for p in (street, city, country) if p]
        if parts:
            found[entry].append(
                Address(full=", ".join(parts), street=street or None, city=city or None, country=country_code(country))
            )
    return found


def read_aliases(raw: RawFile) -> dict[str, list[ListedName]]:
    """Return the (strong) aliases in an ``alt`` file by ent_num."""
    found: dict[str, list[ListedName]] = defaultdict(list)
    for _, (entry, _, kind, name, *_) in _rows(raw, 5):
        if is_name(name):
            found[entry].append(ListedName(text=clean(name), kind=_ALIAS_KINDS.get(kind, NameKind.ALIAS)))
    return found


def read_comments(raw: RawFile) -> dict[str, str]:
    """Return the remarks that spilled out of the primary file, by ent_num."""
    return {entry: text for _, (entry, text, *_) in _rows(raw, 2)}


def _width(raw: RawFile) -> int:
    line = raw.head.split("\n", 1)[0].strip()
    try:
        cells = next(csv.reader([line]), [])
    except csv.Error:
        return 0
    return len(cells) if cells and cells[0].strip().isdigit() else 0


def _rows(raw: RawFile, width: int) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(raw.text(_ENCODING), newline=""), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if not cells or cells[0].strip(_END_OF_FILE + " ") == "":
                continue
            if len(cells) != width:
                raise RefusedListError(
                    f"{raw.name}:{number}: {len(cells)} cells instead of {width}; the file is cut off."
                )
            rows.append((number, ["" if c.strip() == _NULL else c.strip() for c in cells]))
    except csv.Error as error:
        raise RefusedListError(f"{raw.name}: the file ends inside a quoted cell ({error}); it is cut off.") from error
    return rows


def _listing(cells: list[str], parts: OfacParts, *, consolidated: bool) -> Listing:
    entry, name, kind, programs, _title, call_sign, _vessel_type, _tonnage, _gross, flag, _owner, remarks = cells
    tags = tuple(dict.fromkeys(p.strip() for p in programs.replace("[", "]").split("]") if p.strip()))
    facts = read_remarks(remarks + parts.comments.get(entry, ""))
    if call_sign:
        facts.identifiers.append(Identifier(type="call_sign", value=call_sign))
    addresses = parts.addresses.get(entry, [])
    list_id = list_of_consolidated(tags) if consolidated else "us.ofac.sdn"
    return build_listing(
        list_id,
        entry,
        name=name,
        schema=_SCHEMAS.get(kind.lower(), Schema.ORGANIZATION),
        programs=tags,
        facts=facts,
        addresses=addresses,
        aliases=parts.aliases.get(entry, []),
        flag=flag,
    )


def list_of_consolidated(programs: Iterable[str]) -> str:
    """Return the list of a consolidated (non-SDN) entry: the sectoral one for the Ukraine directives, else the rest."""
    return "us.ofac.ssi" if _SECTORAL in programs else "us.ofac.nonsdn"


def build_listing(
    list_id: str,
    entry: str,
    *,
    name: str,
    schema: Schema,
    programs: tuple[str, ...],
    facts: RemarkFacts,
    addresses: list[Address],
    aliases: list[ListedName],
    flag: str = "",
) -> Listing:
    """Put the facts of one OFAC entry together as a listing."""
    countries = [a.country for a in addresses] + [country_code(flag) if flag else None] + list(facts.nationalities)
    return Listing(
        id=f"{list_id}:{entry}",
        list=list_id,
        schema=schema,
        names=unique_names([ListedName(text=clean(name)), *aliases, *facts.names]),
        addresses=tuple(dict.fromkeys(addresses)),
        countries=tuple(dict.fromkeys(c for c in countries if c)),
        identifiers=tuple(dict.fromkeys(facts.identifiers)),
        programs=programs,
        birth_dates=tuple(dict.fromkeys(facts.birth_dates)),
        nationalities=tuple(dict.fromkeys(facts.nationalities)),
        gender=facts.gender,
        source_number=entry,
    )


def entry_numbers(raw: RawFile) -> frozenset[str]:
    """Return the ent_nums of a primary file."""
    return frozenset(cells[0] for _, cells in _rows(raw, 12))
