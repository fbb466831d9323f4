"""Whether a control row of an entry reaches a code, where the row's text or the code leaves something open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from tidewaiter.law import Tri, tri
from tidewaiter.law.tables import Control

#: A paragraph no entry has: it stands for "any paragraph the rows do not name".
_OTHER = "zzzz"


@dataclass(frozen=True, slots=True)
class Reached:
    """Answer for one row and one code; `presumed` says that it holds unless an exclusion of the text is established."""

    answer: Tri
    presumed: bool = False


@lru_cache(maxsize=65536)
def reached(control: Control, code: str) -> Reached:
    """Tell whether a control row reaches an item of a code.

    A condition under which a row leaves a paragraph out must be established by the exporter: until then the control is
    presumed to reach the item. A condition under which a row reaches a paragraph leaves the answer open.
    """
    answer = tri(control.scope.covers(code))
    if answer is Tri.UNKNOWN and control.scope.conditional_except:
        strict = replace(control.scope, conditional_except=())
        if strict.covers(code) == "yes":
            return Reached(Tri.YES, presumed=True)
    return Reached(answer)


@lru_cache(maxsize=16384)
def paragraphs_below(controls: tuple[Control, ...], code: str) -> tuple[str, ...]:
    """Return the codes a coarser code can mean, as far as the rows tell them apart, with one for all others.

    What holds for every one of them holds for the code itself, though no single row may reach it for certain.
    """
    entry, _, path = code.partition(".")
    here = tuple(path.split(".")) if path else ()
    named = {
        tuple(part for part in text.split(".") if part)
        for control in controls
        for texts in (
            control.scope.paragraphs,
            control.scope.except_paragraphs,
            control.scope.conditional,
            control.scope.conditional_except,
        )
        for text in texts
    }
    below = {one for one in named if len(one) > len(here) and one[: len(here)] == here}
    nodes = {one[:depth] for one in below for depth in range(len(here), len(one))} | {here}
    leaves = {one for one in below if not any(other != one and other[: len(one)] == one for other in below)}
    codes = [(*node, _OTHER) for node in nodes] + list(leaves)
    return tuple(sorted(".".join((entry, *one)) for one in codes))


def is_named(code: str) -> bool:
    """Tell whether a code of `paragraphs_below` is one the rows name, not one that stands for all others."""
    return not code.endswith(f".{_OTHER}")


def open_point(control: Control, code: str) -> str:
    """Return what to ask where a row may reach a code: the paragraphs that decide, by name, or their condition."""
    entry, _, path = code.partition(".")
    scope = control.scope
    here = tuple(path.split(".")) if path else ()
    conditional = _near((*scope.conditional, *scope.conditional_except), here)
    if any(len(one) <= len(here) for one in conditional):
        return f"Does this hold for the item of {code}: {control.scope_text}?"
    named = [_names(f"{control.reason} reaches", entry, _near(scope.paragraphs, here))]
    named.append(_names(f"{control.reason} leaves out", entry, _near(scope.except_paragraphs, here)))
    named.append(_names(f"{control.reason} on a condition:", entry, conditional))
    deciding = "; ".join(text for text in named if text)
    ask = f"Which paragraph of {code} is the item in"
    return f"{ask}? {deciding} ({control.scope_text})." if deciding else f"{ask} ({control.scope_text})?"


def named_paragraphs(code: str, paragraphs: tuple[str, ...]) -> str:
    """Return those of the paragraphs named that lie at, above or below a code, as text; empty when none does."""
    entry, _, path = code.partition(".")
    return _names("", entry, _near(paragraphs, tuple(path.split(".")) if path else ())).strip()


def _near(paragraphs: tuple[str, ...], here: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Paragraphs at, above or below a place in an entry."""
    paths = dict.fromkeys(tuple(part for part in text.split(".") if part) for text in paragraphs)
    return [one for one in paths if one[: len(here)] == here[: len(one)]]


def _names(label: str, entry: str, paths: list[tuple[str, ...]]) -> str:
    return f"{label} {', '.join('.'.join((entry, *one)) for one in paths)}" if paths else ""
