"""How far matchers agree with the search of OFAC's own web page."""

from __future__ import annotations

import numpy as np
from benchmarks.names import datasets
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.labelled import named_set
from benchmarks.scorecard.tables import NOT_INSTALLED, Column, Kind, Section, Table
from scipy.stats import spearmanr

#: Least score of each band, best first; OFAC shows 100 for what it takes to be the name itself.
_BANDS = (100, 95, 90, 85, 75, 0)


def ofac_search(context: Context) -> Section:
    """Compare scores with those of OFAC's search."""
    found = [
        row for row in datasets.rows(context.data / "names" / "ofac_search_scores.csv") if float(row["ofac_score"]) >= 0
    ]
    pairs: list[datasets.Pair] = [(row["query_name"], row["result_name"], None) for row in found]
    theirs = np.array([float(row["ofac_score"]) for row in found])
    nothing = np.array([""] * len(pairs), dtype=object)
    labelled = named_set("ofac_search", "OFAC search", datasets.LabelledPairs(pairs, theirs >= 100, nothing, nothing))
    band = np.searchsorted(-np.array(_BANDS), -theirs)
    names = [f"{low} to {high - 1}" for low, high in zip(_BANDS[1:], _BANDS, strict=False)]
    table = Table(
        "ofac_search",
        (
            Column("matcher"),
            Column("rank correlation", Kind.SHARE),
            *(Column(f"says a match, OFAC {name}", Kind.SHARE) for name in ("100", *names)),
        ),
    )
    for matcher in context.matchers:
        verdicts = context.verdicts(matcher, labelled)
        if verdicts is None:
            table.rows.append((matcher.name, NOT_INSTALLED, *[None] * len(_BANDS)))
            continue
        shares = [float(verdicts.said[band == number].mean()) for number in range(len(_BANDS))]
        table.rows.append((matcher.name, float(spearmanr(verdicts.score, theirs).statistic), *shares))
    counts = ", ".join(f"{int((band == number).sum())} of {name}" for number, name in enumerate(("100", *names)))
    return Section(
        "ofac_search",
        "Beside OFAC's own search",
        f"Scores that the search of OFAC's web page gave {len(found)} pairs of a query and a result ({counts}). "
        "They are no truth: that search gives 100 to any entry that holds a word asked for (*Mahmud* and "
        "*Ahmadi-Nejad, Mahmud*), and 86 to *George Bush* and *Georgiou, Georgios*. Shown is how far other scores "
        "follow its order, and what is said of each band at the default threshold (for a matcher without one, the "
        "best on other folds for telling 100 from less).",
        [table],
    )
