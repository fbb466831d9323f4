"""Red flags: facts of a transaction that must be inquired into and resolved (15 CFR 732 Supp. No. 3)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """One red flag raised by a transaction.

    Attributes:
        id: Id of the flag's record in ``law/data``.
        title: What is suspicious, in one line.
        citation: Where an authority says this is a red flag.
        severity: ``hold`` (must be resolved before proceeding) or ``note`` (worth a look, does not hold by itself).
        evidence: The facts of the transaction that raised it.
        clears_if: What would resolve it.
        grade: Evidence grade; a single red flag is D.
    """

    id: str
    title: str
    citation: str
    severity: str
    evidence: tuple[str, ...]
    clears_if: str
    grade: str = "D"
