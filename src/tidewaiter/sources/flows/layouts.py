"""The layouts of the sources. Quirks are from the publishers' documentation, held against real files in the tests."""

from __future__ import annotations

from functools import cache

from tidewaiter.model import UsageError
from tidewaiter.sources.flows.comtrade import COMTRADE
from tidewaiter.sources.flows.eurostat import COMEXT_BROWSER, COMEXT_BULK, COMEXT_INTERFACE, COMEXT_PANEL
from tidewaiter.sources.flows.layout import FIELDS, Layout, Reading, heading_key
from tidewaiter.sources.flows.national import ARMENIA, CENSUS, TAIWAN

CANONICAL = Layout(
    id="canonical",
    source="canonical",
    title="The canonical flow table",
    headings={name: (name.replace("_", ""),) for name in FIELDS} | {"vintage": ("hsvintage", "vintage")},
    needs=("period", "reporter", "partner", "flow", "hs"),
)
BACI = Layout(
    id="baci",
    source="baci",
    title="CEPII BACI: reconciled exports free on board, thousand US dollars and tonnes",
    ungrouped=True,
    headings={
        "period": ("t",), "reporter": ("i",), "partner": ("j",), "hs": ("k",), "v": ("v",), "q": ("q",),
    },
    needs=("period", "reporter", "partner", "hs", "v"),
    scheme="comtrade",
    cells={
        "flow": "'X'",
        "value": "cast(flow_number({v}) * 1000 as varchar)",
        "net_kg": "cast(flow_number({q}) * 1000 as varchar)",
        "currency": "'USD'",
        "valuation": "'FOB'",
        # BACI writes codes as numbers in some releases: a leading zero is lost
        "hs": "lpad({hs}, 6, '0')",
    },
)  # fmt: skip

#: What ``flows import --source`` takes, and the layouts behind it.
SOURCES: dict[str, tuple[Layout, ...]] = {
    "canonical": (CANONICAL,),
    "comext": (COMEXT_BULK, COMEXT_PANEL, COMEXT_INTERFACE, COMEXT_BROWSER),
    "comtrade": (COMTRADE,),
    "comtrade-legacy": (COMTRADE,),
    "taiwan": TAIWAN,
    "armenia": ARMENIA,
    "baci": (BACI,),
    "census": CENSUS,
}


@cache
def known_headings(source: str) -> frozenset[str]:
    """Return the heading keys any layout of a source reads."""
    return frozenset(
        key for layout in _layouts(source) for alternatives in layout.headings.values() for key in alternatives
    )


def choose_layout(source: str, headings: dict[str, str], file: str) -> Layout:
    """Return the layout of a source that fits the headings of a file.

    Raises:
        UsageError: when there is no such source, or none of its layouts fits; the message says what is missing.
    """
    layouts = _layouts(source)
    for layout in layouts:
        if layout.fits(headings):
            return layout
    lacking = [
        layout.headings[name][0] for layout in layouts[:1] for name in layout.needs
        if not set(layout.headings[name]) & set(headings)
    ]  # fmt: skip
    elsewhere = [name for name, others in SOURCES.items() if any(layout.fits(headings) for layout in others)]
    hint = f" It looks like --source {elsewhere[0]}." if elsewhere else ""
    raise UsageError(
        f"{file} has none of the layouts of {source}: the headings {', '.join(list(headings.values())[:12])} lack "
        f"{', '.join(repr(name) for name in lacking)}.{hint}"
    )


def _layouts(source: str) -> tuple[Layout, ...]:
    try:
        return SOURCES[source]
    except KeyError:
        raise UsageError(f"there is no source {source!r}; use one of {', '.join(SOURCES)}.") from None


__all__ = ["BACI", "CANONICAL", "SOURCES", "Layout", "Reading", "choose_layout", "heading_key", "known_headings"]
