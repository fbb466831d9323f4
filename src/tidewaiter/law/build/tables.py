"""Build every carried law table from a data folder."""

from __future__ import annotations

from pathlib import Path

from tidewaiter.law.build import ccl, ccl_dates, controls, countries, goods, harmonized, history, supplements
from tidewaiter.law.build.table_file import TableFile, write_tables


def all_tables(data: Path) -> list[TableFile]:
    """Return every carried law table, built from the data folder (the one with ``ear/`` and ``trade/``).

    Raises:
        LawError: when a file is missing or a known fact does not hold.
    """
    return [
        countries.chart(data),
        countries.chart_dates(data),
        countries.territories(data),
        countries.groups(data),
        countries.group_dates(data),
        countries.coalition(data),
        ccl.entries(data),
        ccl.all_destinations(),
        ccl.paragraphs(data),
        ccl_dates.ccl_dates(data),
        controls.controls(data),
        supplements.hts(data),
        supplements.hts_dates(data),
        supplements.former_hts(data),
        supplements.supp6(data),
        supplements.high_priority(data),
        supplements.military_end_use(data),
        history.events(data),
        history.hubs(),
        history.red_flags(data),
        goods.goods_terms(data),
        harmonized.code_list(data),
        harmonized.families(data),
    ]


def build_tables(data: Path, out: Path) -> dict[str, dict[str, object]]:
    """Build the carried law tables and write them with their provenance.

    Args:
        data: Folder with ``ear/`` and ``trade/``.
        out: Folder to write to, such as ``src/tidewaiter/law/data/tables``.

    Returns:
        The provenance record of each file.

    Raises:
        LawError: when a file is missing or a known fact does not hold; then nothing is written.
    """
    return write_tables(all_tables(data), out)
