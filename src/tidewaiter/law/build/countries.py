"""Tables by country: Country Chart, dependent territories, country groups, coalition countries."""

from __future__ import annotations

from pathlib import Path

from tidewaiter.law.build.table_file import TableFile, read_authored, read_csv, require

_NOT_COLUMNS = frozenset({"country", "iso2", "footnotes", "row_type", "pointer"})
_POINTERS = {"CU": "746.2", "IR": "746.7", "KP": "742.19, 746.4", "SY": "746.9"}
_DEPENDENCE = (
    "Territory of ",
    "Territories of ",
    "Part of ",
    "Crown dependency of ",
    "Commonwealth of ",
    "Associated with ",
)
#: Relations the regulation itself states.
_STATED = {
    "HK": ("CN", "China's entry governs Hong Kong since 2020-12-23", "85 FR 83788", "yes"),
    "LI": ("CH", "one territory with Switzerland", "15 CFR 738 Supp. No. 1 footnote 5", "yes"),
    "KY": ("GB", "dependent territory, the regulation's own example", "15 CFR 738.3(b)", "yes"),
}


def chart(data: Path) -> TableFile:
    """Return the Commerce Country Chart."""
    rows = read_csv(data / "ear" / "country_chart.csv", "iso2", "NS1", "AT1", "footnotes", "pointer")
    marks = {r["iso2"]: [c for c in r if c not in _NOT_COLUMNS and r[c]] for r in rows}
    require(len(marks) == len(rows) >= 200, "the Country Chart has at least 200 rows, one a country")
    require(not any(c.startswith("AT") for m in marks.values() for c in m), "no row carries an X in AT1 or AT2")
    require("NS1" in marks["TR"] and not marks["IR"], "Türkiye needs a license in NS1; Iran's row is empty")
    require("HK" not in marks, "Hong Kong has no row of its own")
    require(
        {r["iso2"] for r in rows if r["pointer"]} == set(_POINTERS), "Cuba, Iran, North Korea and Syria only point away"
    )
    return TableFile(
        name="country_chart.csv",
        columns=("iso2", "country", "columns", "footnotes", "pointer"),
        rows=sorted(
            (r["iso2"], r["country"], " ".join(marks[r["iso2"]]), r["footnotes"], _POINTERS.get(r["iso2"], ""))
            for r in rows
        ),
        source="15 CFR 738 Supp. No. 1",
        as_of="2026-07-23",
        verified="verified",
        note="An absent mark is no permission where the row has a pointer or a footnote.",
    )


def chart_dates(data: Path) -> TableFile:
    """Return what is known of marks the chart had on earlier days; marks without a row are taken as stable."""
    columns = ("iso2", "column", "since", "until", "unknown_before", "status", "citation", "note")
    rows = [
        tuple(column if name == "column" else r[name] for name in columns)
        for r in read_authored("chart_dates.csv")
        for column in r["columns"].split()
    ]
    charted = read_csv(data / "ear" / "country_chart.csv", "iso2", "NS1")
    marked = {(r["iso2"], c) for r in charted for c in r if c not in _NOT_COLUMNS and r[c]}
    marked |= {("HK", c) for place, c in marked if place == "CN"}
    require(len({row[:2] for row in rows}) == len(rows), "a mark is dated once")
    require(
        all(bool(row[3]) != (row[:2] in marked) for row in rows),
        "a dated mark is in the newest text, unless it has ended",
    )
    return TableFile(
        name="country_chart_dates.csv",
        columns=columns,
        rows=sorted(rows),
        source="Federal Register rules named in each row",
        as_of="2026-07-23",
        verified="partly verified",
        note="A mark without a row is taken to be as old as the rules: no change of it is known here.",
    )


def territories(data: Path) -> TableFile:
    """Return the territories that follow another country's chart row."""
    countries = read_csv(
        data / "trade" / "countries" / "iso_country_codes_datahub.csv", "is_independent", "ISO3166-1-Alpha-2"
    )
    charted = {r["iso2"] for r in read_csv(data / "ear" / "country_chart.csv", "iso2")}
    rows = [(code, *stated) for code, stated in _STATED.items() if code not in charted or code == "LI"]
    for country in countries:
        code, standing = country["ISO3166-1-Alpha-2"], country["is_independent"]
        prefix = next((p for p in _DEPENDENCE if standing.startswith(p)), None)
        if prefix and code not in charted and code not in _STATED:
            parent = standing.removeprefix(prefix)
            if parent in charted:
                rows.append((code, parent, standing, "15 CFR 738.3(b)", "no"))
    require({r[1] for r in rows} <= charted, "every parent country has a chart row")
    return TableFile(
        name="territories.csv",
        columns=("iso2", "row", "basis", "citation", "verified"),
        rows=sorted(rows),
        source="15 CFR 738.3(b) for the rule; ISO 3166 country table (datasets/country-codes) for who depends on whom",
        as_of="2026-07-23",
        verified="partly verified",
        note="Only Hong Kong, Liechtenstein and the Cayman Islands are named in the law; the rest apply its rule.",
    )


def groups(data: Path) -> TableFile:
    """Return the country groups A to E."""
    rows = read_csv(data / "ear" / "country_groups.csv", "iso2", "A:5", "B", "D:5", "E:1")
    member = {r["iso2"]: [g for g in r if g not in ("country", "iso2") and r[g]] for r in rows}
    require(len(member) == len(rows) >= 200, "the country groups have at least 200 rows, one a country")
    require({"D:1", "D:5"} <= set(member["RU"]), "Russia is in D:1 and D:5")
    require("A:5" in member["IN"] and "A:5" in member["AE"], "India and the UAE are in A:5 in the 2026 text")
    require("D:5" not in member["MO"], "Macau is not in D:5; rules that mean it name it")
    require({c for c, g in member.items() if "E:1" in g} >= {"IR", "KP", "SY"}, "E:1 has Iran, North Korea and Syria")
    return TableFile(
        name="country_groups.csv",
        columns=("iso2", "country", "groups"),
        rows=sorted((r["iso2"], r["country"], " ".join(member[r["iso2"]])) for r in rows),
        source="15 CFR 740 Supp. No. 1",
        as_of="2026-07-23",
        verified="verified",
        note="For D:5 the State Department's list (22 CFR 126.1) controls where they differ.",
    )


def group_dates(data: Path) -> TableFile:
    """Return what is known of when countries entered or left a group; memberships without a row are taken as stable."""
    rows = read_authored("group_dates.csv")
    columns = ("iso2", "group", "since", "until", "unknown_before", "status", "citation", "note")
    groups = read_csv(data / "ear" / "country_groups.csv", "iso2", "A:5")
    member = {(r["iso2"], g) for r in groups for g in r if g not in ("country", "iso2") and r[g]}
    require(len({(r["iso2"], r["group"]) for r in rows}) == len(rows), "a membership is dated once")
    require(
        all(r["group"] == "*" or bool(r["until"]) != ((r["iso2"], r["group"]) in member) for r in rows),
        "a dated membership is in the newest text, unless it has ended",
    )
    newest = {iso2 for iso2, group in member if group == "A:5"}
    require(len(newest - {"AE"}) == 37, "A:5 has the 37 countries of August 2018 and the UAE")
    return TableFile(
        name="country_group_dates.csv",
        columns=columns,
        rows=sorted(tuple(r[c] for c in columns) for r in rows),
        source="Federal Register rules named in each row",
        as_of="2026-07-23",
        verified="partly verified",
        note="A membership without a row is taken to be as old as the rules: no change of it is known here.",
    )


#: Effective dates that the calendar of rules states for a Federal Register document, and how sure they are.
_JOINED = {
    "87 FR 12250": ("2022-02-24", "verified"),
    "87 FR 21555": ("2022-04-08", "partly verified"),
    "88 FR 12183": ("2023-02-24", "partly verified"),
}


def coalition(data: Path) -> TableFile:
    """Return the Global Export Control Coalition countries with the dates they joined."""
    rows = read_csv(data / "ear" / "gecc_countries.csv", "iso2", "scope", "fr_cite", "fr_publication_date", "citation")
    require(len({r["iso2"] for r in rows}) == len(rows) == 38, "Supp. No. 3 to part 746 lists 38 countries")
    require({"JP", "KR", "TW", "DE", "CH"} <= {r["iso2"] for r in rows}, "Japan, Korea, Taiwan, Germany, Switzerland")
    require(not {"TR", "CN", "AE", "US"} & {r["iso2"] for r in rows}, "Türkiye, China and the UAE are outside the GECC")
    joined = {r["iso2"]: _JOINED.get(r["fr_cite"], (r["fr_publication_date"], "publication date")) for r in rows}
    return TableFile(
        name="gecc.csv",
        columns=("iso2", "scope", "joined", "published", "fr_cite", "citation", "status"),
        rows=sorted(
            (
                r["iso2"], r["scope"], joined[r["iso2"]][0], r["fr_publication_date"], r["fr_cite"], r["citation"],
                joined[r["iso2"]][1],
            )
            for r in rows
        ),
        source="15 CFR 746 Supp. No. 3; effective dates from the rules' Federal Register documents",
        as_of="2026-09-24",
        verified="partly verified",
        note="`published` is the Federal Register date; `joined` the effective date where a source states one.",
    )  # fmt: skip
