"""Editions of the HTS supplements: what an earlier list proves about when a code entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tidewaiter.law.build.table_file import TableFile, read_authored, require


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRule:
    """What is known of when the codes below a prefix entered a supplement; dates are ISO text.

    Attributes:
        code: Prefix of two, four or six digits, or empty for the whole supplement.
        not_before: Certainly not listed earlier.
        listed_from: Taken to be listed from this day.
    """

    supplement: str
    code: str
    not_before: str
    listed_from: str
    status: str
    citation: str
    note: str


def dated_codes(codes: dict[str, set[str]]) -> list[DateRule]:
    """Return the dates of the codes of each supplement, sharpened by the editions that were read whole.

    A code absent from an edition verified line by line was not listed before the next change of the supplement; absence
    from any other proves nothing, and the code may have been listed since the supplement began. A code whose whole
    subheading the edition lists was listed since that edition came into force. A code of which the edition lists only
    some Schedule B numbers is taken to be listed since the supplements were rewritten in six digits; the time before
    stays unknown.

    Args:
        codes: Codes of the newest text, by supplement.

    Raises:
        LawError: when an edition contradicts a date kept by hand.
    """
    rules = [DateRule(**row) for row in read_authored("hts_dates.csv")]
    reach = {(row["supplement"], row["hs6"]): row["reach"] for row in read_authored("hts_edition_codes.csv")}
    require(set(reach.values()) == {"whole", "part"}, "an edition lists a subheading whole or in part")
    _check(reach, codes)
    found = {(rule.supplement, rule.code): rule for rule in rules}
    for edition in read_authored("hts_editions.csv"):
        found |= _sharpened(edition, [r for r in rules if r.supplement == edition["supplement"]], reach)
    dated = sorted(found.values(), key=lambda rule: (rule.supplement, rule.code))
    require(all(r.not_before <= r.listed_from for r in dated), "no code is listed before its supplement began")
    return dated


def _check(reach: dict[tuple[str, str], str], codes: dict[str, set[str]]) -> None:
    astray = sorted(f"{supplement}:{code}" for supplement, code in reach if code not in codes[supplement])
    require(not astray, f"every code of an edition is in the newest text or among the former codes, not so {astray}")


def _sharpened(
    edition: dict[str, str], rules: list[DateRule], reach: dict[tuple[str, str], str]
) -> dict[tuple[str, str], DateRule]:
    supplement = edition["supplement"]
    present = {code: how for (number, code), how in reach.items() if number == supplement}
    absent = [r for r in rules if r.code not in present]
    by_code = {r.code: r for r in rules}
    began = by_code[""].not_before
    found = [_absent(rule, edition) for rule in absent]
    found += [_present(_nearest(by_code, code), code, how, began, edition) for code, how in present.items()]
    return {(rule.supplement, rule.code): rule for rule in found}


def _nearest(by_code: dict[str, DateRule], code: str) -> DateRule:
    return next(by_code[code[:n]] for n in (6, 4, 2, 0) if code[:n] in by_code)


def _absent(rule: DateRule, edition: dict[str, str]) -> DateRule:
    """An edition proves that a code was not listed only where its every line was verified; else the day stays open."""
    proven = edition["status"] == "verified"
    later = max(rule.not_before, edition["next_change"]) if proven else rule.not_before
    found = "not" if proven else "not found"
    note = f"{found} in the edition in force from {edition['in_force']} ({edition['citation']})"
    return replace(rule, not_before=later, note="; ".join(filter(None, (rule.note, note))))


def _present(rule: DateRule, code: str, how: str, began: str, edition: dict[str, str]) -> DateRule:
    if how == "whole" and edition["in_force"] < rule.listed_from:
        return replace(
            rule,
            code=code,
            not_before=began,
            listed_from=edition["in_force"],
            status=edition["status"],
            citation=edition["citation"],
            note=f"whole subheading in the edition in force from {edition['in_force']}",
        )
    if how == "whole":
        return replace(rule, code=code, not_before=began)
    note = f"some of its Schedule B numbers in the edition in force from {edition['in_force']}"
    rewritten = edition["next_change"]
    if rewritten < rule.listed_from:  # the change rewrote the supplements in six digits and dropped no subheading
        kept = f"the rewriting in six digits of {rewritten} is taken to have kept it, as the newest text does"
        return replace(
            rule, code=code, not_before=began, listed_from=rewritten, status="unverified", note=f"{note}; {kept}"
        )
    return replace(rule, code=code, not_before=began, note="; ".join(filter(None, (rule.note, note))))


def former(codes: dict[str, set[str]]) -> TableFile:
    """Return codes once on a supplement that the newest text no longer has."""
    rows = read_authored("hts_former.csv")
    columns = ("supplement", "hs6", "not_before", "until", "status", "citation", "note")
    require(
        not any(r["hs6"] in codes[r["supplement"]] for r in rows), "a former code is not in the newest text any more"
    )
    return TableFile(
        name="hts_former.csv",
        columns=columns,
        rows=_cells(rows, columns),
        source="15 CFR 746 Supp. No. 5 in the edition of 2022-09-15 against the text of 2026-09-24",
        as_of="2026-09-24",
        verified="unverified",
        note="Between the two dates it is unknown whether the code was listed.",
    )


def _cells(rows: Iterable[dict[str, str]], columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    return sorted(tuple(row[column] for column in columns) for row in rows)
