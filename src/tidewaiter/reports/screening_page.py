"""The page of one screening: who was asked for, and each hit with what speaks for and against it. No script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tidewaiter.model import Hit, Party, Snapshot, Strength
from tidewaiter.reports.likeness import reasons, which_name
from tidewaiter.reports.list_notes import ListsUsed
from tidewaiter.reports.page_templates import page_templates
from tidewaiter.reports.wording import list_name, requirement_text

#: Kind of the tag beside each strength, with the sign beside the word.
_TAGS = {Strength.MATCH: ("stop", "■", "Match"), Strength.POSSIBLE: ("hold", "▲", "Possible")}


def screening_page(
    party: Party, hits: Sequence[Hit], *, as_of: dt.date, snapshots: Sequence[Snapshot], most: int
) -> str:
    """Return the page as HTML that needs no script and no other file; its form asks the service again.

    Args:
        party: Who was asked for.
        hits: Hits, best first.
        as_of: Day asked about; `snapshots` lists searched.
        most: Greatest number of hits that was asked for.
    """
    used = ListsUsed.of(snapshots)
    template = page_templates().get_template("screening.html")
    return template.render(
        party=party,
        hits=hits,
        tags=_TAGS,
        facts=_facts,
        list_name=list_name,
        as_of=as_of,
        searched=used.size,
        notes=list(used.notes()),
        more=len(hits) == most,
    )


def _facts(hit: Hit) -> list[tuple[str, str]]:
    """Return what there is to say of a hit, each as a label and a text."""
    speaks_for, speaks_against = reasons(hit.features)
    said = [
        *((label.capitalize(), text) for label, text in which_name(hit.features)),
        ("Matched name", hit.matched if hit.matched != hit.name else ""),
        ("Speaks for it", speaks_for),
        ("Speaks against it", speaks_against),
        ("Requires", requirement_text(hit.license_requirement)),
        ("Programs", ", ".join(hit.programs)),
        ("Cited as", hit.citation or ""),
        ("Note", hit.note or ""),
    ]
    return [(label, text) for label, text in said if text]
