"""The reference snapshot that travels with the package: how it is built from official files, and how it is verified.

It holds facts in our own schema, never a copy of a source file: the US restricted-party lists and the law tables.
Like the workspace, this module composes sources, store and law; nothing below it does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tidewaiter.law.build import build_tables
from tidewaiter.model import Listing, RowError, Snapshot, UsageError
from tidewaiter.sources.country_table import country_table
from tidewaiter.sources.lists import ListFile, read_list_file
from tidewaiter.sources.lists.denied_history import join_denied_history
from tidewaiter.sources.lists.entity_list_merge import merge_entity_list
from tidewaiter.sources.lists.ofac_delimited import OfacParts, read_addresses, read_aliases
from tidewaiter.sources.lists.ofac_history import attach_ofac_dates, join_ofac_details, read_ofac_history
from tidewaiter.sources.lists.raw import open_raw
from tidewaiter.store import SnapshotStore

Rejected = Callable[[RowError], None]

CSL_DAY = dt.date(2026, 7, 31)
ECFR_DAY = dt.date(2026, 7, 9)
STATE_DAY = dt.date(2026, 6, 18)
#: Lists taken from the Consolidated Screening List as they stand there.
_FROM_CSL = (
    "us.bis.unverified_list",
    "us.ofac.sdn",
    "us.ofac.ssi",
    "us.ofac.nonsdn",
    "us.state.isn",
)
#: Older editions of the SDN list, by the date of their data: they prove when an entry was not yet listed.
_SDN_EDITIONS = ("2021-07", "2022-01-31", "2022-02-23", "2023-04-11", "2023-10-31", "2023-12-28", "2024-05-03")

#: Older editions of the Denied Persons List, with orders that have ended since.
_DENIED_EDITIONS = ("2019-06", "2022-09-07", "2023-11-30")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedPart:
    """One carried table or list: what it holds, or what is wrong with it."""

    part: str
    date: dt.date | None
    rows: int
    sha256: str
    problem: str | None = None


def build_carried(data: Path, package: Path, *, rejected: Rejected = lambda _: None) -> Iterator[CarriedPart]:
    """Build law tables and list snapshots from a folder of official files, one part after the other.

    Args:
        data: Folder with ``lists/``, ``ear/`` and ``trade/`` as described in docs/reference/data.md.
        package: Folder of the package to write into (``law/data/tables`` and ``data/snapshots`` below it).
        rejected: Called with each source row that could not be used.

    Raises:
        UsageError: when the folder lacks a file.
        RefusedListError: when a list file is broken; what was carried before stays.
    """
    if not (data / "lists").is_dir():
        raise UsageError(f"{data} holds no folder `lists`: give the folder of the official source files with --from.")
    countries = country_table(data / "trade" / "countries")
    (package / "model" / "countries.csv").write_bytes(countries)
    yield CarriedPart(
        part="model/countries.csv",
        date=None,
        rows=countries.count(b"\n") - 1,
        sha256=hashlib.sha256(countries).hexdigest(),
    )
    for name, facts in build_tables(data, package / "law" / "data" / "tables").items():
        yield _table_part(name, facts)
    with tempfile.TemporaryDirectory(dir=package) as staging:
        store = SnapshotStore(Path(staging))
        published = [
            store.publish(list_id, day, entries, source=source, source_file=file.name, source_sha256=_sha256(file))
            for list_id, day, entries, source, file in _lists(data / "lists", rejected)
        ]
        target = package / "data" / "snapshots"
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(exist_ok=True)
        shutil.move(Path(staging) / "snapshots", target)
    yield from map(_list_part, published)


def verify_carried(package: Path) -> Iterator[CarriedPart]:
    """Check counts, dates and hashes of every carried table and snapshot."""
    tables = package / "law" / "data" / "tables"
    for name, facts in json.loads((tables / "provenance.json").read_text("utf-8")).items():
        yield _table_part(name, facts, problem=_table_problem(tables / name, facts))
    store = SnapshotStore(package / "data")
    problems = {(p.list, p.date): p.reason for p in store.verify()}
    for list_id in store.lists():
        for day in store.dates(list_id):
            problem = problems.get((list_id, day))
            if problem is None:
                yield _list_part(store.snapshot(list_id, day))
            else:
                yield CarriedPart(part=list_id, date=day, rows=0, sha256="", problem=problem)


def _table_problem(file: Path, facts: Mapping[str, object]) -> str | None:
    if not file.is_file():
        return "the file is missing: run `tidewaiter data build`."
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != facts["sha256"]:
        return "the file does not have the hash it was built with: run `tidewaiter data build`."
    return None


def _table_part(name: str, facts: Mapping[str, object], problem: str | None = None) -> CarriedPart:
    as_of = facts.get("as_of")
    return CarriedPart(
        part=f"law/{name}",
        date=dt.date.fromisoformat(str(as_of)) if as_of else None,
        rows=int(str(facts["rows"])),
        sha256=str(facts["sha256"]),
        problem=problem,
    )


def _list_part(snapshot: Snapshot) -> CarriedPart:
    return CarriedPart(part=snapshot.list, date=snapshot.date, rows=snapshot.entries, sha256=snapshot.sha256)


def _lists(lists: Path, rejected: Rejected) -> Iterator[tuple[str, dt.date, Sequence[Listing], str, Path]]:
    csl_file = lists / "us_csl" / "csl_2026-07-31_compact.json.gz"
    bis = lists / "us_bis"
    csl = _read(csl_file, CSL_DAY, rejected)
    ecfr_file = bis / "bis_entity_list_2026-07.json"
    ecfr = _read(ecfr_file, ECFR_DAY, rejected)
    merged = merge_entity_list(ecfr, csl)
    yield (
        "us.bis.entity_list",
        ECFR_DAY,
        (*merged.listings, *merged.only_in_csl),
        f"{ecfr.source}; review policy and {len(merged.only_in_csl)} further entries from {csl.source}, {CSL_DAY}",
        ecfr_file,
    )
    for list_id, day, file in (
        ("us.bis.military_end_user", ECFR_DAY, bis / "bis_meu_2026-07.json"),
        ("us.bis.mieu", ECFR_DAY, bis / "mieu_744_22.csv"),
    ):
        found = _read(file, day, rejected)
        yield list_id, day, found.listings, found.source, file
    yield _denied(bis, rejected)
    ddtc = [lists / "us_state" / f"ddtc-debarred-{kind}_2026-06-18.csv" for kind in ("statutory", "administrative")]
    debarred = [_read(file, STATE_DAY, rejected) for file in ddtc]
    yield "us.state.ddtc", STATE_DAY, [e for part in debarred for e in part.listings], debarred[0].source, ddtc[0]
    entries = _complete_sdn(csl.listings, lists / "us_ofac")
    for list_id in _FROM_CSL:
        yield list_id, CSL_DAY, [entry for entry in entries if entry.list == list_id], csl.source, csl_file


def _denied(bis: Path, rejected: Rejected) -> tuple[str, dt.date, Sequence[Listing], str, Path]:
    """Return the Denied Persons List with those whose orders have ended since June 2019."""
    file = bis / "dpl_2026-06-18.csv"
    newest = _read(file, STATE_DAY, rejected)
    editions = {_edition_day(name): bis / f"dpl_{name}.txt" for name in _DENIED_EDITIONS}
    older = {day: read_list_file(path).listings for day, path in editions.items()}
    listings = join_denied_history(newest.listings, older, until=STATE_DAY)
    source = f"{newest.source}; orders that ended, and first days, from the editions of {', '.join(map(str, older))}"
    return "us.bis.denied_persons", STATE_DAY, listings, source, file


def _complete_sdn(entries: Iterable[Listing], ofac: Path) -> list[Listing]:
    """Add what the copy of the CSL lacks: addresses and aliases of December 2025, dates that older editions prove."""
    editions = {_edition_day(name): ofac / f"sdn_{name}.csv.gz" for name in _SDN_EDITIONS}
    history = read_ofac_history(ofac / "sdn_delta_log_2021-08_2024-05.csv.gz", editions)
    older = (
        entry for day in ("2023-12-28", "2024-05-03") for entry in read_list_file(ofac / f"sdn_{day}.csv.gz").listings
    )
    details = OfacParts(
        addresses=read_addresses(open_raw(ofac / "add_2025-12.csv.gz")),
        aliases=read_aliases(open_raw(ofac / "alt_2025-12.csv.gz")),
    )
    dated = attach_ofac_dates(entries, history)
    return join_ofac_details(dated, details, older=older)


def _edition_day(name: str) -> dt.date:
    return dt.date.fromisoformat(name if len(name) == 10 else f"{name}-01")


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _read(path: Path, day: dt.date, rejected: Rejected) -> ListFile:
    if not path.exists():
        raise UsageError(f"{path} is missing: the carried snapshot is built from it.")
    found = read_list_file(path, as_of=day)
    for error in found.rejected:
        rejected(error)
    return found
