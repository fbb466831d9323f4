"""The proof of determinations: what was asked of the law, step by step, as data or as a page."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import resources
from typing import Any

from tidewaiter.law import trace
from tidewaiter.model import Determination


class ProofFormat(StrEnum):
    """Forms of a proof."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def proof_data(determination: Determination) -> dict[str, Any]:
    """Return the proof of a determination as nested data: ``{"id", "proof": {"label", "facts", "children"}}``."""
    return {"id": determination.id, "proof": trace(determination).as_data()}


def proof_page(determinations: Iterable[Determination]) -> Iterator[str]:
    """Yield one self-contained HTML page with the proofs of determinations, each foldable without script."""
    style = resources.files("tidewaiter.reports").joinpath("templates", "proof.css").read_text(encoding="utf-8")
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>License determinations</title>'
        f"<style>\n{style}</style></head><body><main><h1>License determinations</h1>\n"
    )
    for one in determinations:
        tree = trace(one).as_html()
        yield f"<details open><summary><h2>{html.escape(one.id)}</h2></summary><div>{tree}</div></details>\n"
    yield "</main></body></html>\n"
