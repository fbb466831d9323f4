"""Whether an item is one that a paragraph of a license exception is for, by its entry and its reasons for control."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, any_of, eccn_in, tri

#: Control rows that bring no requirement under part 742 of their own.
_NO_REASON = frozenset({"AT", "RUS"})


def item_fits(law: Law, rule: RuleAt, code: str, group: str | None) -> Tri:
    """Tell whether a paragraph is for such an item.

    Args:
        rule: The paragraph; its parameters name entries, reasons for control, chart columns and product groups.
        code: ECCN of any depth, or ``EAR99``.
        group: Product group (A to E); None when it is not known.
    """
    groups = rule.get("product_groups")
    if groups and group is not None and group not in groups:
        return Tri.NO
    if rule.get("categories") and code[:1] not in rule.get("categories"):
        return Tri.NO
    if rule.get("ear99_only", default=False) and code != "EAR99":
        return Tri.NO
    answer = eccn_in(code, rule.get("eccns")) if rule.get("eccns") else Tri.YES
    answer = answer & ~eccn_in(code, rule.get("except_eccns")) & ~controlled(law, code, rule.get("except_reasons"))
    if rule.get("reasons"):
        answer = answer & controlled(law, code, rule.get("reasons"))
    if rule.get("columns"):
        answer = answer & _in_columns(law, code, rule.get("columns"))
    if rule.get("at_only", default=False):
        answer = answer & _anti_terrorism_only(law, code)
    return answer & tri(None) if groups and group is None else answer


@lru_cache(maxsize=8192)
def controlled(law: Law, code: str, reasons: tuple[str, ...]) -> Tri:
    """Tell whether an item is controlled for one of the reasons."""
    return any_of(tri(row.scope.covers(code)) for row in law.tables.controls(code) if row.reason in reasons)


@lru_cache(maxsize=8192)
def _in_columns(law: Law, code: str, columns: tuple[str, ...]) -> Tri:
    return any_of(tri(row.scope.covers(code)) for row in law.tables.controls(code) if row.column in columns)


@lru_cache(maxsize=8192)
def _anti_terrorism_only(law: Law, code: str) -> Tri:
    """Whether anti-terrorism is the only reason for control, or the item is EAR99; unknown without a control table."""
    if code == "EAR99":
        return Tri.YES
    rows = law.tables.controls(code)
    other = any_of(tri(row.scope.covers(code)) for row in rows if row.reason not in _NO_REASON)
    return ~other if rows else Tri.UNKNOWN


@lru_cache(maxsize=16384)
def on_lists(law: Law, families: tuple[str, ...], code: str, day: dt.date) -> tuple[Tri, str]:
    """Tell whether lists of items name one, such as the Sensitive List (774 Supp. No. 6).

    Args:
        families: Heads of the ids of the lists' records.

    Returns:
        Yes with the list's section; unknown with the question that would settle it.
    """
    question = ""
    for rule_id in law.rules:
        if not rule_id.startswith(families) or (rule := law.at(rule_id, day)) is None:
            continue
        named = eccn_in(code, rule.get("eccns"))
        if named is Tri.YES and rule.segment.question is None:
            return Tri.YES, rule.section
        if named is not Tri.NO:
            asked = rule.segment.question or f"Which paragraph of {code[:5]} is the item in?"
            question = question or f"{asked} ({rule.section})"
    return (Tri.UNKNOWN, question) if question else (Tri.NO, "")
