"""Lists of goods: HTS supplements and Supplement No. 6 of part 746, the high-priority list, 744 Supp. No. 2."""

from __future__ import annotations

from pathlib import Path

from tidewaiter.law.build.editions import dated_codes, former
from tidewaiter.law.build.table_file import TableFile, read_authored, read_csv, require

_SECTIONS = {2: "746.8(a)(4)", 4: "746.8(a)(5)", 5: "746.8(a)(7)", 7: "746.8(a)(2)"}
_ROWS = {2: 29, 4: 2405, 5: 363, 7: 53}
_COMPLETE_CHAPTERS = ("84", "85", "88", "90")


def hts(data: Path) -> TableFile:
    """Return the HTS codes of Supplements No. 2, 4, 5 and 7 to part 746."""
    rows: list[tuple[str, ...]] = []
    codes: dict[int, set[str]] = {}
    for supplement in _SECTIONS:
        listed = read_csv(data / "ear" / f"hts_746_supp{supplement}.csv", "hts6", "section")
        codes[supplement] = {r["hts6"] for r in listed}
        rows += sorted((str(supplement), r["hts6"], r.get("min_unit_wholesale_price_usd", "")) for r in listed)
        require(
            len(codes[supplement]) == len(listed) >= _ROWS[supplement], f"Supp. No. {supplement} has its codes once"
        )
    _check_supplements(data, codes, rows)
    return TableFile(
        name="hts.csv",
        columns=("supplement", "hs6", "min_unit_price_usd"),
        rows=rows,
        source="15 CFR 746 Supp. No. 2, 4, 5 and 7",
        as_of="2026-09-24",
        verified="verified",
        note="Codes are of HS 2022 and are reached by their first six digits; dates are in hts_dates.csv.",
    )


def hts_dates(data: Path) -> TableFile:
    """Return what is known of when codes entered the HTS supplements; the longest matching code prefix counts."""
    rules = dated_codes(listed_codes(data))
    require({r.supplement for r in rules if not r.code} == {str(s) for s in _SECTIONS}, "each supplement is dated")
    return TableFile(
        name="hts_dates.csv",
        columns=("supplement", "code", "section", "not_before", "listed_from", "status", "citation", "note"),
        rows=[
            (
                r.supplement, r.code, _SECTIONS[int(r.supplement)], r.not_before, r.listed_from, r.status, r.citation,
                r.note,
            )
            for r in rules
        ],
        source="Federal Register rules named in each row, as reported by law firms and trade press where so marked; "
        "word index of 15 CFR taken from the eCFR after 13 October 2022 and before 24 February 2023",
        as_of="2026-09-24",
        verified="partly verified",
        note="Between not_before and listed_from it is unknown whether a code was listed.",
    )  # fmt: skip


def former_hts(data: Path) -> TableFile:
    """Return codes once on an HTS supplement that its newest text no longer has."""
    return former(listed_codes(data))


def listed_codes(data: Path) -> dict[str, set[str]]:
    """Return the HTS-6 codes of the newest text, by supplement."""
    return {str(n): {r["hts6"] for r in read_csv(data / "ear" / f"hts_746_supp{n}.csv", "hts6")} for n in _SECTIONS}


def _check_supplements(data: Path, codes: dict[int, set[str]], rows: list[tuple[str, ...]]) -> None:
    chpl = {r["hs6"] for r in read_csv(data / "ear" / "chpl.csv", "hs6")}
    require(
        codes[7] == chpl | {"840710", "840890", "840910"}, "Supp. No. 7 is the high-priority list and three engines"
    )
    hs2022 = read_csv(data / "trade" / "classification" / "unsd_hs2022_H6_codes.csv", "id", "aggrlevel")
    known = {r["id"] for r in hs2022 if r["aggrlevel"] == "6"}
    require(all(listed <= known for listed in codes.values()), "every listed code exists in HS 2022")
    whole = {c for c in known if c[:2] in _COMPLETE_CHAPTERS}
    require(whole <= codes[4], "chapters 84, 85, 88 and 90 are complete in Supp. No. 4")
    require(sum(1 for r in rows if r[2]) == 125, "125 codes of Supp. No. 5 have a unit-price threshold")


def supp6(data: Path) -> TableFile:
    """Return the items of Supplement No. 6 to part 746."""
    rows = read_csv(data / "ear" / "items_746_supp6.csv", "paragraph", "item", "cas", "min_concentration_pct")
    require(len(rows) >= 150, "Supp. No. 6 has at least 150 items")
    return TableFile(
        name="supp6.csv",
        columns=("paragraph", "item", "cas", "min_concentration_pct"),
        rows=[(r["paragraph"], r["item"], r["cas"], r["min_concentration_pct"]) for r in rows],
        source="15 CFR 746 Supp. No. 6",
        as_of="2026-09-24",
        verified="verified",
        note="Wording of paragraphs (f) and (g) is shortened.",
    )


def high_priority(data: Path) -> TableFile:
    """Return the Common High Priority List in HS 2022."""
    rows = read_csv(data / "ear" / "chpl.csv", "hs6", "tier", "added", "added_status", "list_version")
    tiers = [r["tier"].replace(".", "") for r in rows]
    require(len({r["hs6"] for r in rows}) == len(rows) == 50, "the list of 2024-02-23 has 50 codes")
    require(
        [tiers.count(t) for t in ("1", "2", "3A", "3B", "4A", "4B")] == [4, 5, 16, 9, 11, 5], "tiers 4, 5, 16, 9, 11, 5"
    )
    dated = {r["tier"]: r for r in read_authored("chpl_dates.csv")}
    return TableFile(
        name="chpl.csv",
        columns=("hs6", "tier", "added", "added_status", "list_version", "listed_by"),
        rows=sorted(
            (r["hs6"], tier, r["added"], dated[tier]["status"], r["list_version"], dated[tier]["listed_by"])
            for r, tier in zip(rows, tiers, strict=True)
        ),
        source="BIS Common High Priority List, version of 2024-02-23, as carried by two independent secondary copies",
        as_of="2024-02-23",
        verified="partly verified",
        note="Codes and the count of 50 are verified; the date of addition is known for no single code.",
    )


def military_end_use(data: Path) -> TableFile:
    """Return the ECCNs of Supplement No. 2 to part 744, and the paragraphs and conditions it limits some of them to."""
    rows = read_csv(data / "ear" / "meu_supp2_744_eccns.csv", "eccn", "citation")
    require(len({r["eccn"] for r in rows}) == len(rows) >= 52, "Supp. No. 2 to part 744 names 52 ECCNs")
    limits = {r["eccn"]: r for r in read_authored("meu_supp2_limits.csv")}
    astray = sorted(limits.keys() - {r["eccn"] for r in rows})
    require(not astray, f"every limited entry is named by Supp. No. 2 to part 744, not so {astray}")
    columns = ("paragraphs", "conditional", "question", "listed_from")
    none = dict.fromkeys(columns, "")
    return TableFile(
        name="meu_supp2.csv",
        columns=("eccn", *columns, "citation"),
        rows=sorted((r["eccn"], *(limits.get(r["eccn"], none)[c] for c in columns), r["citation"]) for r in rows),
        source="15 CFR 744 Supp. No. 2, text of 2026-09-24 in a public copy; additions of 2020 from general knowledge",
        as_of="2026-09-24",
        verified="partly verified",
        note="conditional: paragraphs (* for the whole entry) reached only when the question is answered with yes; "
        "listed_from: taken to be the day of 85 FR 23459, unverified; before it, whether the entry was named is open.",
    )
