"""Dated facts: the calendar of rules and guidance, transshipment hubs as authorities named them, red flags."""

from __future__ import annotations

import re
from pathlib import Path

from tidewaiter.law.build.table_file import TableFile, read_authored, read_csv, require

_SLUG = re.compile(r"[^a-z0-9]+")


def events(data: Path) -> TableFile:
    """Return the calendar: rules from the timeline, guidance and enforcement kept by hand with their sources."""
    rules = read_csv(data / "ear" / "timeline.csv", "date", "rule", "effect", "fr_cite", "status")
    require(len(rules) >= 15, "the timeline has at least 15 rules")
    rows: list[tuple[str, ...]] = [
        (
            f"rule.{r['date']}.{_SLUG.sub('-', r['rule'].lower()).strip('-')[:40].strip('-')}", r["date"], "rule",
            r["rule"], "", f"{r['fr_cite']}; {r['effect']}", "yes" if r["status"].startswith("verified") else "no",
            r["status"],
        )
        for r in rules
    ]  # fmt: skip
    columns = ("id", "date", "kind", "title", "countries", "citation", "verified", "status")
    rows += [tuple(r[c] for c in columns) for r in read_authored("events.csv")]
    require(len({row[0] for row in rows}) == len(rows), "every event has its own id")
    return TableFile(
        name="events.csv",
        columns=columns,
        rows=sorted(rows, key=lambda row: (row[1], row[0])),
        source="Federal Register excerpts; guidance and press as cited in each row",
        as_of="2026-09-24",
        verified="partly verified",
        note="`verified` says whether the date was read in a source; `status` what exactly.",
    )


def hubs() -> TableFile:
    """Return the countries an authority has named as transshipment concerns, each with its statement."""
    columns = ("iso2", "since", "source", "citation", "verified", "note")
    rows = [tuple(r[c] for c in columns) for r in read_authored("hubs.csv")]
    require(len({r[:3] for r in rows}) == len(rows), "a country stands once in each statement")
    require({"CN", "HK", "MO", "AM", "TR", "UZ"} <= {r[0] for r in rows}, "the statement of 2 March 2023 is complete")
    return TableFile(
        name="hubs.csv",
        columns=columns,
        rows=sorted(rows),
        source="statements of authorities as cited in each row",
        as_of="2024-08-07",
        verified="partly verified",
        note="A hub is a reason to look, never a finding about a party.",
    )


def red_flags(data: Path) -> TableFile:
    """Return the red flags of Supplement No. 3 to part 732 as coded titles in our own words."""
    source = {int(r["n"]): r["citation"] for r in read_csv(data / "ear" / "red_flags.csv", "n", "text", "citation")}
    titles = read_authored("red_flags.csv")
    require(sorted(source) == sorted(int(r["n"]) for r in titles), "each red flag of the supplement has a title")
    require(len({r["id"] for r in titles}) == len(titles), "every red flag has its own id")
    return TableFile(
        name="red_flags.csv",
        columns=("n", "id", "title", "theme", "citation", "since", "verified"),
        rows=[
            (r["n"], r["id"], r["title"], r["theme"], source[int(r["n"])], r["since"], r["verified"]) for r in titles
        ],
        source="15 CFR 732 Supp. No. 3(b), titles in our own words",
        as_of="2026-09-24",
        verified="partly verified",
        note="`since` is empty where the date of addition is unknown; the numbers are those of the 2026 text.",
    )
