"""Which paragraphs of an ECCN entry a control reaches, and whether it reaches a given code: yes, no or unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from tidewaiter.law.tables.eccn_code import Path, split_eccn, split_path

Answer = Literal["yes", "no", "unknown"]
Kind = Literal["entire", "entire_except", "paragraphs", "prose"]
_Place = Literal["inside", "partly", "outside"]


def _paths(texts: Iterable[str]) -> tuple[Path, ...]:
    return tuple(split_path(text) for text in texts)


def _place(path: Path, roots: tuple[Path, ...]) -> _Place:
    """Where a paragraph stands to a set of paragraphs: inside one, above one, or outside all."""
    partly = False
    for root in roots:
        if path[: len(root)] == root:
            return "inside"
        partly = partly or root[: len(path)] == path
    return "partly" if partly else "outside"


@dataclass(frozen=True, slots=True)
class Scope:
    """Scope of one control row: the left column of an entry's License Requirements table (15 CFR 774 Supp. No. 1).

    Attributes:
        eccn: The entry the row belongs to.
        kind: ``entire``; ``entire_except``; ``paragraphs`` of the entry; ``prose`` when the text sets a condition a
            code cannot settle, such as a technical parameter or the item a technology is for.
        paragraphs: Paragraphs certainly reached, as ``a.2``.
        except_paragraphs: Paragraphs certainly not reached.
        conditional: Paragraphs reached only when a condition in the text is met (``prose`` only). With neither
            `paragraphs` nor `conditional`, a ``prose`` scope may reach anything in the entry.
        conditional_except: Paragraphs left out only when a condition in the text is met.
    """

    eccn: str
    kind: Kind
    paragraphs: tuple[str, ...] = ()
    except_paragraphs: tuple[str, ...] = ()
    conditional: tuple[str, ...] = ()
    conditional_except: tuple[str, ...] = ()
    _reached: tuple[Path, ...] = field(init=False, repr=False, compare=False)
    _excluded: tuple[Path, ...] = field(init=False, repr=False, compare=False)
    _maybe: tuple[Path, ...] = field(init=False, repr=False, compare=False)
    _maybe_excluded: tuple[Path, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        whole = ((),) if self.kind in ("entire", "entire_except") else ()
        open_ended = self.kind == "prose" and not self.paragraphs and not self.conditional
        object.__setattr__(self, "_reached", whole + _paths(self.paragraphs))
        object.__setattr__(self, "_excluded", _paths(self.except_paragraphs))
        object.__setattr__(self, "_maybe", (((),) if open_ended else ()) + _paths(self.conditional))
        object.__setattr__(self, "_maybe_excluded", _paths(self.conditional_except))

    def covers(self, code: str) -> Answer:
        """Tell whether the control reaches an item classified as `code`, at any paragraph depth.

        A code coarser than the scope (``3A001`` where the scope is ``3A001.a.2``) gives ``unknown``, and so does a
        paragraph that is reached only under a condition of the text. A code of another entry gives ``no``; text
        that is not an ECCN gives ``no``, because only items in the entry are controlled by it.
        """
        split = split_eccn(code)
        if split is None or split[0] != self.eccn:
            return "no"
        path = split[1]
        if _place(path, self._excluded) == "inside":
            return "no"
        left_out = _place(path, self._excluded) == "partly" or _place(path, self._maybe_excluded) != "outside"
        reached = _place(path, self._reached)
        if reached == "inside":
            return "unknown" if left_out else "yes"
        return "unknown" if reached == "partly" or _place(path, self._maybe) != "outside" else "no"
