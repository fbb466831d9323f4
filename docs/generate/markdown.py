"""Markdown as the reference pages use it: a title, paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

NOTE = "<!-- Written by `python -m docs.generate`. Change the program, its data or the generator, not this page. -->"
_SPACE = re.compile(r"\s+")


def page(title: str, body: str) -> str:
    """Return a whole page."""
    return f"# {title}\n\n{NOTE}\n\n{body.strip()}\n"


def opening(name: str, **facts: str) -> str:
    """Return words a person wrote, from ``openings/NAME.md``, with ``{fact}`` replaced by each of the facts."""
    text = (Path(__file__).with_name("openings") / f"{name}.md").read_text(encoding="utf-8")
    for fact, value in facts.items():
        text = text.replace(f"{{{fact}}}", value)
    return text


def blocks(*parts: str) -> str:
    """Return paragraphs, headings and tables one after the other, without the empty ones."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; an empty one is said to be empty."""
    lines = ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    if not lines:
        return "None."
    return "\n".join(["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings), *lines])


def cell(text: str) -> str:
    """Return text as one line that cannot break out of its table cell."""
    return _SPACE.sub(" ", text).strip().replace("|", "\\|")


def code(text: str) -> str:
    """Return text as code, or nothing for nothing."""
    return f"`{text}`" if text else ""


def codes(texts: Iterable[str]) -> str:
    """Return several texts as code, with commas."""
    return ", ".join(code(text) for text in texts)


def prose(text: str) -> str:
    """Return a docstring's words as Markdown: double back quotes become single ones."""
    return _SPACE.sub(" ", text.replace("``", "`")).strip()


def sentence(text: str) -> str:
    """Return prose that ends with a full stop."""
    words = prose(text)
    return words if not words or words.endswith((".", "?", ":")) else f"{words}."
