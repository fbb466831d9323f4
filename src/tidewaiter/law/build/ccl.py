"""The Commerce Control List: entries, and the entries that need a license to every destination."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tidewaiter.law.build.overrun import ccl_rows, control_rows
from tidewaiter.law.build.table_file import TableFile, require
from tidewaiter.model import LawError

_SYMBOL = re.compile(r"(?:^|\| )([A-Z]{3}):")
_REASON = re.compile(r"[A-Z]{2}")


def entries(data: Path) -> TableFile:
    """Return the entries of the CCL with headings, reasons and list-based exceptions."""
    rows = ccl_rows(data, "heading", "reason_for_control", "lvs", "gbs", "tsr", "other_exceptions")
    controlled = {r["eccn"] for r in control_rows(data)}
    require(len({r["eccn"] for r in rows}) == len(rows) >= 636, "the CCL has at least 636 entries, each once")
    require(controlled <= {r["eccn"] for r in rows}, "every control row belongs to an entry")
    return TableFile(
        name="eccn.csv",
        columns=(
            "eccn", "category", "product_group", "title", "reasons", "lvs", "gbs", "tsr", "other_exceptions",
            "sta_limited", "pointer",
        ),
        rows=sorted(
            (
                r["eccn"], r["category"], r["product_group"], r["heading"],
                " ".join(_REASON.findall(r["reason_for_control"])), r["lvs"], r["gbs"], r["tsr"],
                " ".join(sorted(set(_SYMBOL.findall(r["other_exceptions"])) - {"STA"})),
                "yes" if r["sta_special_conditions"] else "no", "no" if r["eccn"] in controlled else "yes",
            )
            for r in rows
        ),
        source="15 CFR 774 Supp. No. 1",
        as_of="2026-07-23",
        verified="partly verified",
        note="A second copy of 2026-09-24 counts 638 entries, so up to two may be missing.",
    )  # fmt: skip


def all_destinations() -> TableFile:
    """Return the entries of 15 CFR 738.3(a)(1), to which the Country Chart does not apply."""
    related = "controlled for the item it is for, which a code does not show"
    rows = [
        ("0A983", "entire entry", "entire", "", ""),
        ("5A001", "5A001.f.1", "paragraphs", "f.1", ""),
        ("5A980", "entire entry", "entire", "", ""),
        ("5D001", f"5D001 for 5A001.f.1: {related}", "prose", "", ""),
        ("5D980", "entire entry", "entire", "", ""),
        ("5E001", f"5E001.a for 5A001.f.1 or 5D001.a: {related}", "prose", "", "a"),
        ("5E980", "entire entry", "entire", "", ""),
    ]
    return TableFile(
        name="all_destinations.csv",
        columns=("eccn", "scope_text", "scope_kind", "paragraphs", "conditional", "citation"),
        rows=[(*row, "15 CFR 738.3(a)(1)") for row in rows],
        source="15 CFR 738.3(a)(1)",
        as_of="2026-07-23",
        verified="verified",
    )


_HEADING_END = re.compile(r"[:;]|,? having |,? as follows|,? with any of|, and any of|\. |,? meeting ")
_HEADING_WORDS = 14


def paragraphs(data: Path) -> TableFile:
    """Return short headings of the first two paragraph levels of categories 1, 3, 4 and 5, as search aids."""
    path = data / "ear" / "raw" / "ccl_2026-07-23.json"
    if not path.is_file():
        raise LawError(f"{path} is missing. Give the folder that holds ear/ and trade/.")
    rows: dict[tuple[str, str, str], None] = {}
    for entry in json.loads(path.read_text(encoding="utf-8"))["entries"]:
        for item in entry.get("items") or ():
            if item["kind"] == "item" and item["depth"] <= 2 and "[Reserved]" not in item["text"]:
                words = _HEADING_END.split(item["text"].strip(), maxsplit=1)[0].split()
                rows[entry["eccn"], item["paragraph"], " ".join(words[:_HEADING_WORDS]).strip(" .,")] = None
    require(len(rows) >= 1200, "categories 1, 3, 4 and 5 have at least 1,200 paragraphs of the first two levels")
    return TableFile(
        name="eccn_paragraphs.csv",
        columns=("eccn", "paragraph", "heading"),
        rows=list(rows),
        source="15 CFR 774 Supp. No. 1, categories 1, 3, 4 and 5",
        as_of="2026-07-23",
        verified="unverified",
        note="First words of each paragraph, to help a search. Lists inside notes may stand under a wrong paragraph.",
    )
