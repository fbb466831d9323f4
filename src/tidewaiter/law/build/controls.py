"""Control rows of the Commerce Control List: reason, chart column or coded destinations, and scope."""

from __future__ import annotations

import re
from pathlib import Path

from tidewaiter.law.build.overrun import control_rows
from tidewaiter.law.build.scopes import parse_scope
from tidewaiter.law.build.table_file import TableFile, require
from tidewaiter.law.tables.scope import Scope

_SECTION = re.compile(r"\b(7\d\d\.\d+(?:\([a-zA-Z0-9]+\))*)")
_RUSSIA = "Russian industry sector sanction"
_MERGED = re.compile(r"^(?P<first>[A-Z]{2} applies to entire entry) (?P<second>[A-Z]{2} applies to entire entry)$")
#: Phrases of the right column that name destinations, first match wins: (pattern, destinations, left out).
_DESTINATIONS: tuple[tuple[str, str, str], ...] = (
    (
        r"United Arab Emirates or destinations specified in Country Groups D:1, D:4, and D:5",
        "AE D:1 D:4 D:5",
        "A:5 A:6",
    ),
    (r"destinations specified in Country Groups D:1, D:4, and D:5", "D:1 D:4 D:5", "A:5 A:6"),
    (r"Macau or a destination specified in Country Group D:5", "MO D:5", ""),
    (r"ALL destinations, except Canada", "*", "CA"),
    (r"Worldwide control|any destination worldwide|all destinations", "*", ""),
    (r"China, Russia,? or Venezuela", "CN RU VE", ""),
    (r"\bto Iraq\b", "IQ", ""),
    (r"\bto Pakistan\b", "PK", ""),
    (r"\bto North Korea\b", "KP", ""),
)


def _destinations(reason: str, text: str) -> tuple[str, str]:
    if reason == "RUS":
        return "RU BY", ""
    for pattern, where, left_out in _DESTINATIONS:
        if re.search(pattern, text):
            return where, left_out
    return "", ""


#: Where a row names two countries for which it came on different days: what it says of the second stands for itself.
_SECOND = re.compile(r"\bto Iraq or (?P<country>Pakistan)")
_SECOND_ROW = {"Pakistan": ("PK", "742.6(a)(12)")}


#: A row that names nearly all of its entry by the goods its technology is for reaches the item until the exporter shows
#: that it is for the others: the whole entry, with the whole entry in doubt.
_PRESUMED = Scope("", "entire_except", conditional_except=(".",))


def _control(eccn: str, text: str, chart: str, reason: str, column: str, *, presumed: bool = False) -> tuple[str, ...]:
    reason = reason or ("RUS" if text.startswith(_RUSSIA) else "")
    if not column and reason == "MT":
        column = "MT1"  # the chart has one column for missile technology
    where, left_out = ("", "") if column else _destinations(reason, chart)
    citation = "" if column else " ".join(dict.fromkeys(_SECTION.findall(chart)))
    scope = _PRESUMED if presumed else parse_scope(eccn, text)
    return (
        eccn, reason, column, text, scope.kind, " ".join(scope.paragraphs), " ".join(scope.except_paragraphs),
        " ".join(scope.conditional), " ".join(scope.conditional_except), where, left_out, citation,
    )  # fmt: skip


def _second(country: str) -> tuple[str, str, str]:
    code, citation = _SECOND_ROW[country]
    return code, "", citation


def controls(data: Path) -> TableFile:
    """Return the control rows of every entry, with their scopes read to paragraphs where the text settles them."""
    source = control_rows(data, "control_text", "chart_text", "reason", "chart_column")
    require(len(source) >= 1536, "the CCL has at least 1,536 control rows")
    rows: list[tuple[str, ...]] = []
    for r in source:
        columns = r["chart_column"].split()
        merged = _MERGED.match(r["control_text"])
        if merged and len(columns) == 2:
            for text, column in zip(merged.groups(), columns, strict=True):
                rows.append(_control(r["eccn"], text, r["chart_text"], text[:2], column))
        else:
            require(len(columns) <= 1, f"{r['eccn']}: one chart column a row, not {columns}")
            presumed = r.get("presumed") == "yes"
            rows.append(
                _control(
                    r["eccn"], r["control_text"], r["chart_text"], r["reason"], r["chart_column"], presumed=presumed
                )
            )
            if second := _SECOND.search(r["chart_text"]):
                rows.append((*rows[-1][:9], *_second(second["country"])))
    require(all(row[1] for row in rows), "every control row has a reason")
    require(not any(row[2] in ("AT1", "AT2") and row[9] for row in rows), "chart rows carry no coded destination")
    rows.sort(key=lambda row: row[0])
    return TableFile(
        name="controls.csv",
        columns=(
            "eccn", "reason", "column", "scope_text", "scope_kind", "paragraphs", "except_paragraphs", "conditional",
            "conditional_except", "destinations", "except_destinations", "citation",
        ),
        rows=rows,
        source="15 CFR 774 Supp. No. 1, License Requirements tables",
        as_of="2026-07-23",
        verified="partly verified",
        note="Scopes are read by rule from the text; what the rule does not settle stays prose.",
    )  # fmt: skip
