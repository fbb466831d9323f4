"""The page of list layouts: what is read, which lists come out, which quirks of the files are handled."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import yaml
from docs.generate.markdown import blocks, codes, opening, prose, sentence, table

from tidewaiter.sources import custom_list
from tidewaiter.sources.lists import LAYOUTS, Layout
from tidewaiter.sources.lists.guard import LARGEST_LOSS, LARGEST_REJECTED


def layouts_page() -> tuple[str, str]:
    """Return title and text of the page of list layouts."""
    known = layout_facts()
    overview = table(
        ("layout", "file", "lists"),
        ((f"[`{at.key}`](#{_anchor(at)})", at.source, codes(known[at.key]["lists"])) for at in LAYOUTS),
    )
    needed, possible = custom_list.REQUIRED, [c for c in custom_list.COLUMNS if c not in custom_list.REQUIRED]
    return "List layouts", blocks(
        opening("lists", loss=f"{LARGEST_LOSS:.0%}", rejected=f"{LARGEST_REJECTED:.0%}"),
        overview,
        *(_layout(layout, known[layout.key]) for layout in LAYOUTS),
        "## Your own lists",
        opening("lists-own", needed=codes(needed), possible=codes(possible)),
    )


def layout_facts() -> dict[str, dict[str, Any]]:
    """Return for each layout the ids of its lists (``*`` for any characters) and the quirks that are handled.

    Raises:
        LookupError: when the file of these facts and the registry of layouts do not name the same layouts.
    """
    file = Path(__file__).with_name("layouts.yaml")
    facts: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    if odd := facts.keys() ^ {layout.key for layout in LAYOUTS}:
        raise LookupError(f"{file.name} and registry.py differ on {', '.join(sorted(odd))}: describe each layout.")
    return facts


def _layout(layout: Layout, facts: dict[str, Any]) -> str:
    ids = codes(facts["lists"]) or "none by itself"
    told = sentence((inspect.getdoc(layout.recognise) or "").split("\n")[0])
    quirks = "\n".join(f"- {sentence(prose(quirk))}" for quirk in facts["quirks"])
    return blocks(f"## {layout.key}", sentence(layout.source), f"Lists: {ids}. {_recognised(told)}", quirks)


def _recognised(told: str) -> str:
    return f"Told by: {told.removeprefix('Say whether ')}" if told else ""


def _anchor(layout: Layout) -> str:
    return layout.key.replace(".", "")
