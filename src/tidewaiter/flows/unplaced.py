"""What is stated of headings alone: goods asked about or others, so that it counts as neither, and is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pyarrow as pa

from tidewaiter.flows.panel import Panel
from tidewaiter.flows.window import Span, inside


def unplaced_notes(
    whole: pa.Table, panel: Panel, window: Span, spoken: Mapping[tuple[str, str], str]
) -> dict[str, tuple[str, ...]]:
    """Return a note for each hub some of whose trade in the window is stated without the goods.

    Args:
        whole: Headings, or what their parts lack: ``source, reporter, partner, flow, family, period, value``, where
            the family is the heading.
        panel: Says who is an origin, a hub, and the destination.
        window: Months asked about.
        spoken: Source of each reporter and direction; no other is read.
    """
    share = 0.5 if panel.annual else 1.0
    periods = {t for t, used in zip(panel.periods, inside(panel.periods, window, share=share), strict=True) if used}
    amounts: dict[tuple[str, str], float] = defaultdict(float)
    headings: dict[str, set[str]] = defaultdict(set)
    for row in whole.to_pylist():
        reporter, partner = row["reporter"], row["partner"]
        if spoken.get((reporter, row["flow"])) != row["source"] or row["period"] not in periods or not row["value"]:
            continue
        for hub, leg in _legs(panel, row["flow"], reporter, partner):
            amounts[hub, leg] += row["value"]
            headings[hub].add(row["family"])
    return {
        hub: tuple(
            f"{amounts[hub, leg]:.3g} {panel.unit} of {leg} in the window are stated of headings alone "
            f"({_some(headings[hub])}), which hold these goods and others: they are not counted, and what rests on the "
            "rest may be too low"
            for leg in ("what the origins sent to it", "what it imported from them", "its exports to the destination")
            if amounts[hub, leg] > 0
        )
        for hub in headings
    }


def _legs(panel: Panel, flow: str, reporter: str, partner: str) -> list[tuple[str, str]]:
    if flow == "X" and reporter in panel.origins and partner in panel.hubs:
        return [(partner, "what the origins sent to it")]
    if flow == "M" and reporter in panel.hubs and partner in panel.origins:
        return [(reporter, "what it imported from them")]
    if flow == "X" and reporter in panel.hubs and partner == panel.destination:
        return [(reporter, "its exports to the destination")]
    return []


def _some(codes: set[str]) -> str:
    return ", ".join(sorted(codes)[:3]) + (", ..." if len(codes) > 3 else "")
