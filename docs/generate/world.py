"""The page of simulated worlds: their files, and every setting they are drawn from."""

from __future__ import annotations

from collections.abc import Iterable

from docs.generate.markdown import blocks, code, opening, sentence, table

from tidewaiter.world import Parameter, firm_parameters, parameters


def world_page() -> tuple[str, str]:
    """Return title and text of the page of simulated worlds."""
    return "Simulated worlds", blocks(
        opening("world"),
        "## Settings of trade and statistics",
        "Each world draws its own value of each setting from its range, so that nothing can be fitted to one recipe.",
        _settings(parameters()),
        "## Settings of firms and records",
        "They have streams of their own: they change nothing in trade or statistics.",
        _settings(firm_parameters()),
    )


def _settings(entries: Iterable[Parameter]) -> str:
    return table(
        ("setting", "from", "to", "unit", "drawn", "meaning"),
        (
            (
                code(e.name),
                f"{e.low:g}",
                f"{e.high:g}",
                e.unit,
                str(e.spread),
                sentence(e.meaning[0].upper() + e.meaning[1:]),
            )
            for e in entries
        ),
    )
