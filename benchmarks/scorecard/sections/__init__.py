"""The sections of the scorecard, in the order of the page.

A section is a function from the context of a run to a ``Section``; a room that has something to measure adds its own
to ``SECTIONS``.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.scorecard.context import Context
from benchmarks.scorecard.sections.alerts import alerts
from benchmarks.scorecard.sections.breakdown import by_part, thresholds
from benchmarks.scorecard.sections.calibration import calibration
from benchmarks.scorecard.sections.native import native_names
from benchmarks.scorecard.sections.ofac import ofac_search
from benchmarks.scorecard.sections.pairs import differences, side_by_side
from benchmarks.scorecard.sections.retrieval import retrieval
from benchmarks.scorecard.sections.speed import speed
from benchmarks.scorecard.sections.transliteration import transliterations
from benchmarks.scorecard.tables import Section

#: By the name that ``--only`` takes.
SECTIONS: dict[str, Callable[[Context], Section]] = {
    "pairs": side_by_side,
    "differences": differences,
    "by_part": by_part,
    "thresholds": thresholds,
    "calibration": calibration,
    "transliterations": transliterations,
    "native_names": native_names,
    "retrieval": retrieval,
    "alerts": alerts,
    "ofac_search": ofac_search,
    "speed": speed,
}
