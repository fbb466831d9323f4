"""Who is restricted: normalise, find candidates, score, explain.

``ScreeningIndex`` holds a snapshot's names, ``Screener`` answers queries against it, ``compare`` compares two names.
"""

from tidewaiter.screening.compare import Comparison, compare, compare_many
from tidewaiter.screening.index import ScreeningIndex
from tidewaiter.screening.model import score_model
from tidewaiter.screening.query import Query
from tidewaiter.screening.screener import Screener

#: Score from which hits are reported unless the caller asks for another; see ``data/weights.json``.
DEFAULT_THRESHOLD = score_model().threshold
#: Score from which a hit without conflicting evidence counts as a match.
MATCH_THRESHOLD = score_model().match_score

__all__ = [
    "DEFAULT_THRESHOLD",
    "MATCH_THRESHOLD",
    "Comparison",
    "Query",
    "Screener",
    "ScreeningIndex",
    "compare",
    "compare_many",
]
