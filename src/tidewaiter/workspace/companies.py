"""The companies of a workspace's shipment records: who is who, resolved once for what was imported."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import narwhals as nw
import pyarrow as pa

from tidewaiter.engines import TableEngine
from tidewaiter.model import UsageError
from tidewaiter.networks.companies.company_ids import Previous
from tidewaiter.networks.companies.forwarders import agencies
from tidewaiter.networks.companies.register import as_written, matched
from tidewaiter.networks.companies.resolution import Resolution, resolve
from tidewaiter.networks.companies.spellings import numbered, spellings
from tidewaiter.networks.stages import SPELLINGS
from tidewaiter.screening.reader import Reader
from tidewaiter.store.register import RegisterStore
from tidewaiter.store.runs import Run, RunStore
from tidewaiter.store.shipments import ShipmentStore
from tidewaiter.workspace.fingerprint import package_sha256
from tidewaiter.workspace.stages import Began, Frame, Stages, read_stage

KIND = "companies"
#: Text columns of ``SPELLINGS``.
_TEXTS = [field.name for field in SPELLINGS if pa.types.is_string(field.type)]
_KEPT = ("spellings", "resolved", "companies", "register")


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """Records with their companies. Tables of a row a spelling are read from disk when they are asked for.

    Attributes:
        run: Where the stages are kept.
        records: Canonical shipment records up to the day, each once, as a table of the engine.
        companies: Rows of ``COMPANIES``.
        register: Entries of business registers with their ``company``.
    """

    run: Run
    records: Frame
    companies: pa.Table
    register: pa.Table

    @cached_property
    def spellings(self) -> pa.Table:
        """Rows of ``SPELLINGS``, texts in dictionaries."""
        return _spellings(self.run)

    @cached_property
    def resolved(self) -> pa.Table:
        """Rows of ``RESOLVED``."""
        return read_stage(self.run, "resolved")

    @cached_property
    def edges(self) -> pa.Table:
        """Rows of ``EDGES``."""
        return read_stage(self.run, "edges")

    def frame(self, stage: str, engine: TableEngine) -> Frame:
        """Return ``spellings`` or ``resolved`` as a table of an engine."""
        return engine.read([self.run.stage(stage)])


class CompanyRuns:
    """Resolutions of a workspace, each worked out once.

    Args:
        shipments: Imported records.
        register: Imported register entries.
        runs: Where runs are kept.
    """

    def __init__(self, shipments: ShipmentStore, register: RegisterStore, runs: RunStore) -> None:
        self._shipments, self._register, self._runs = shipments, register, runs

    def resolved(self, engine: TableEngine, as_of: dt.date | None, began: Began) -> Resolved:
        """Return the companies of all records and register entries up to a day.

        Raises:
            UsageError: when nothing was imported.
        """
        rests_on = self._rests_on(as_of)
        run = self._runs.open(KIND, named_by(rests_on))
        self._runs.note(run, rests_on)
        records, stages = self._records(engine, as_of), Stages(run, engine, began)
        entries = stages.table("register_entries", lambda: self._register.table(as_of))
        listed = engine.frame(as_written(entries)) if entries.num_rows else None
        stages.keep("spellings", lambda: numbered(engine.collect(spellings(records, listed))))
        keyed = engine.read([run.stage("spellings")])
        stages.keep("agencies", lambda: engine.collect(agencies(records, keyed)))

        @cache
        def made() -> Resolution:
            acted = read_stage(run, "agencies", texts=["agent"])
            return resolve(_spellings(run), Reader(), agencies=acted, previous=self._previous(run))

        stages.keep("resolved", lambda: made().resolved)
        stages.keep("edges", lambda: made().edges)
        return Resolved(
            run=run,
            records=records,
            companies=stages.table("companies", lambda: made().companies),
            register=stages.table("register", lambda: matched(entries, _spellings(run), read_stage(run, "resolved"))),
        )

    def _rests_on(self, as_of: dt.date | None) -> dict[str, Any]:
        imports = self._shipments.imports()
        latest = max((entry.last for entry in imports if entry.last), default=None)
        # A day after the last record asks for all of them: it is the same question on every later day.
        until = None if as_of is None or (latest is not None and latest <= as_of.isoformat()) else as_of.isoformat()
        return {
            # The same file imported anew may be read in another way: with another layout, reporter or currency.
            "imports": [[entry.id, entry.sha256, entry.sequence] for entry in imports],
            "register": [file.name for file in self._register.files()],
            # Their number says which of these are known by the day: a later one without new entries asks the same.
            "entries": self._register.count(as_of),
            "until": until,
            "code": [package_sha256(f"tidewaiter.{room}") for room in ("networks", "screening")],
        }

    def _records(self, engine: TableEngine, as_of: dt.date | None) -> Frame:
        """Return the records; of one in several imports the one imported last."""
        files = self._shipments.files()
        if not files:
            raise UsageError(
                "There are no shipment records: run `tidewaiter shipments import FILE`, or `tidewaiter world` for a "
                "simulated set."
            )
        records = engine.read(files[:1])
        if len(files) > 1:
            numbered_files = (engine.read([file]).with_columns(imported=nw.lit(at)) for at, file in enumerate(files))
            every = nw.concat(list(numbered_files), how="vertical")
            records = every.unique(["shipment_id"], keep="last", order_by=["imported"]).drop("imported")
        return records if as_of is None else records.filter(nw.col("date") <= nw.lit(as_of))

    def _previous(self, run: Run) -> Previous | None:
        """Return the resolution asked for before this one, whose ids stay with the companies."""
        for other in self._runs.runs(KIND, _KEPT):
            if other != run:
                return Previous(
                    spellings=_spellings(other),
                    resolved=read_stage(other, "resolved"),
                    companies=read_stage(other, "companies"),
                )
        return None


def _spellings(run: Run) -> pa.Table:
    return read_stage(run, "spellings", texts=_TEXTS)


def named_by(rests_on: dict[str, Any]) -> str:
    """Return the name of a run by everything it rests on."""
    return hashlib.sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()[:16]
