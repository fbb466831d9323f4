"""The files a scorecard is measured on: their size, their digest, and what is known against them."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from benchmarks.scorecard.firms import FOLDER, firm_queries
from benchmarks.scorecard.sections.native import FILES
from benchmarks.scorecard.tables import Column, Kind, Table

_DIGEST = 12
_NAMES = {
    "name_cases.csv": "Some groups are labelled by hand; `synth_*` are proposed by a machine: hard, and several of "
    "the positives are doubtful (*Tom Cook* = *Tim Cook*). A few labels contradict the whole entities.",
    "entity_checks.yml": "Labelled by hand. In this part the entities hold names only.",
    "company_pairs_easonanalytica.csv": "Tickers, acronyms and translations: needs knowledge of the world.",
    "cross_script_pairs.csv": "Thirteen pairs, all of one party: an anecdote, not a measure.",
    "un_treated_pairs.csv": "All of one party, and most not changed at all: easy.",
    "ofac_search_scores.csv": "Scores of another search, not labels.",
    "transliteration_names.csv": "Aligned by machine; noise not measured.",
    "sdn_names.csv": "An SDN release of July 2021.",
    "sdn_corrupted_queries.csv": "Corrupted by program: a high recall is necessary, not sufficient.",
    "negatives_people.csv": "Made-up people; a few may share a name with a listed person by chance.",
}
_FIRMS = "Importers and exporters of ceramic tiles in vendor samples; not checked against the lists. Rows are firms."


def sources(data: Path, lists: tuple[str, ...]) -> Table:
    """Return the files, as read in this run."""
    table = Table(
        "sources",
        (Column("file"), Column("rows", Kind.COUNT), Column("sha256 begins"), Column("known against it")),
        about="Public labelled sets, about 60 % of each (the rest is kept apart, and no figure here has seen it); "
        "`PROVENANCE.md` beside them names their makers and licenses. Part of them taught the weights.",
    )
    official = "Official, or parsed from it by third parties; see the provenance."
    known = {f"names/{name}": caveat for name, caveat in _NAMES.items()} | {
        f"lists/{name}": official for name in (*lists, *FILES)
    }
    for name, caveat in known.items():
        content = (data / name).read_bytes()
        lines = gzip.decompress(content) if name.endswith(".gz") else content
        rows = lines.count(b"\n") - 1 if name.endswith(".csv") else None
        table.rows.append((f"`{name}`", rows, _digest(content), caveat))
    index = (data / FOLDER / "INDEX.csv").read_bytes()
    table.rows.append((f"`{FOLDER}`", len(firm_queries(data)), _digest(index), _FIRMS))
    return table


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGEST]
