"""What the CCL requires for a destination: the Country Chart and the controls outside it (parts 738 and 742)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, eccn_in, tri
from tidewaiter.law.tables import Control
from tidewaiter.licensing.findings import Finding, finding, weakened
from tidewaiter.model import Act, Effect, country_name

#: Rules chosen by the reason for control of a row; rows whose text cites a paragraph with a rule of its own go there.
_BY_REASON = {
    "CB": "us.ear.742.2",
    "NP": "us.ear.742.3",
    "NS": "us.ear.742.4",
    "MT": "us.ear.742.5",
    "RS": "us.ear.742.6",
    "CC": "us.ear.742.7",
    "SL": "us.ear.742.13",
    "SI": "us.ear.742.14",
    "EI": "us.ear.742.15",
    "FC": "us.ear.742.17",
    "CW": "us.ear.742.18",
    "UN": "us.ear.746.1.un",
    "SS": "us.ear.754",
}
_ANTI_TERRORISM = ("us.ear.742.8", "us.ear.742.9", "us.ear.742.10", "us.ear.742.19")
#: Entries that require a license by what they are, some of them without a control table.
_BY_ENTRY = (
    "us.ear.742.7.all_destinations",
    "us.ear.742.7.execution",
    "us.ear.742.11",
    "us.ear.742.13",
    "us.ear.742.18",
    "us.ear.742.6.0y521",
    "us.ear.742.at_only_pointers",
    "us.ear.754",
    "us.ear.738.footnote_7",
    "us.ear.738.footnote_10",
)


@lru_cache(maxsize=65536)
def ccl_findings(law: Law, code: str, country: str, day: dt.date, act: Act) -> tuple[Finding, ...]:
    """Return what the CCL, part 742 and the Country Chart say about an ECCN for a country.

    An in-country transfer is not an export or reexport, so an X does not reach it by itself; where there is one, the
    authorization under which the item came decides, which is asked.
    """
    if country == "US":
        return ()
    found = [*_from_controls(law, code, country, day), *_from_entries(law, code, country, day)]
    found = _merged(found)
    if not any(f.effect is Effect.REQUIRES for f in found):
        found += _pointer_entry(law, code, day)
    if act is Act.TRANSFER:
        found = [_for_transfer(f, code, country) for f in found]
    if any(f.effect is Effect.REQUIRES and f.section != "738.4" for f in found):
        found += _chart_itself(law, code, country, day)
    elif not any(f.effect is Effect.UNDETERMINED for f in found):
        found += _no_x(law, code, country, day)
    return tuple(found)


def _from_controls(law: Law, code: str, country: str, day: dt.date) -> Iterator[Finding]:
    for control in law.tables.controls(code):
        covers = tri(control.scope.covers(code))
        if covers is Tri.NO or control.reason == "RUS":
            continue
        if control.reason == "AT":
            yield from _anti_terrorism(law, control, country, day, code)
            continue
        rule = _rule_for(law, control, day)
        if rule is None:
            continue
        applies = _reaches(law, control, rule, country)
        if applies is not Tri.NO:
            yield _control_finding(rule, control, covers & applies, code, country)


@lru_cache(maxsize=8)
def _cited(law: Law) -> dict[str, str]:
    return {
        citation: rule.id
        for rule in law.rules.values()
        for segment in rule.segments
        for citation in segment.parameters.get("citations", ())
    }


def _rule_for(law: Law, control: Control, day: dt.date) -> RuleAt | None:
    rule_id = _cited(law).get(control.citation) if control.column is None else None
    return law.at(rule_id or _BY_REASON.get(control.reason, "us.ear.738.chart"), day)


def _reaches(law: Law, control: Control, rule: RuleAt, country: str) -> Tri:
    if control.column is not None:
        row = law.tables.chart_row(country)
        if row is None:
            return Tri.UNKNOWN
        return tri(control.column in row.columns)
    places = rule.get("destinations") or control.destinations
    spared = rule.get("except_destinations") or control.except_destinations
    if not places:
        return Tri.NO if control.reason == "NP" else Tri.UNKNOWN
    named = country in places
    return tri(law.within(country, places) and (named or not law.within(country, spared)))


def _control_finding(rule: RuleAt, control: Control, answer: Tri, code: str, country: str) -> Finding:
    where = f"column {control.column}" if control.column else "outside the Country Chart"
    facts = {"eccn": code, "destination": country, "control": control.scope_text}
    if answer is Tri.YES:
        text = f"{code} is controlled for {control.reason} ({where}): a license is required to {country_name(country)}."
        return finding(rule, Effect.REQUIRES, text, facts)
    text = f"Whether the {control.reason} control of {control.eccn} ({where}) reaches this item is not known."
    question = f"Which paragraph of {control.eccn} is the item in ({control.scope_text})?"
    return finding(rule, Effect.UNDETERMINED, text, facts, question=question)


def _anti_terrorism(law: Law, control: Control, country: str, day: dt.date, code: str) -> Iterator[Finding]:
    covers = tri(control.scope.covers(code))
    for rule_id in _ANTI_TERRORISM:
        rule = law.at(rule_id, day)
        if rule is None or not law.within(country, rule.get("destinations")):
            continue
        if control.column in rule.get("columns") or (control.column is None and country in control.destinations):
            yield _control_finding(rule, control, covers, code, country)


def _from_entries(law: Law, code: str, country: str, day: dt.date) -> Iterator[Finding]:
    for rule_id in _BY_ENTRY:
        rule = law.at(rule_id, day)
        if rule is None or not rule.get("eccns"):
            continue
        answer = eccn_in(code, rule.get("eccns")) & ~eccn_in(code, rule.get("except_eccns"))
        if answer is Tri.NO or not law.within(country, rule.get("destinations")):
            continue
        if law.within(country, rule.get("except_destinations")):
            continue
        facts = {"eccn": code, "destination": country}
        if answer is Tri.YES:
            text = f"{code} requires a license for {country_name(country)}: {rule.rule.title.lower()}."
            yield finding(rule, Effect.REQUIRES, text, facts)
        else:
            question = f"Which paragraph of {code[:5]} is the item in?"
            yield finding(
                rule, Effect.UNDETERMINED, f"Part of {code[:5]} is named by this rule.", facts, question=question
            )


def _pointer_entry(law: Law, code: str, day: dt.date) -> list[Finding]:
    entry = law.tables.eccn(code)
    rule = law.at("us.ear.738.chart", day)
    if entry is None or not entry.pointer or rule is None or _has_rule_of_its_own(law, code, day):
        return []
    text = f"{entry.eccn} has no license requirements of its own in the list: it points to another entry or agency."
    question = f"Under which entry, or which agency's list, does the item of {entry.eccn} now stand?"
    return [finding(rule, Effect.UNDETERMINED, text, {"eccn": code}, question=question)]


def _has_rule_of_its_own(law: Law, code: str, day: dt.date) -> bool:
    rules = (law.at(rule_id, day) for rule_id in _BY_ENTRY)
    return any(rule is not None and eccn_in(code, rule.get("eccns")) is not Tri.NO for rule in rules)


def _merged(found: list[Finding]) -> list[Finding]:
    """Drop a doubtful finding where the same rule certainly requires a license."""
    certain = {f.reason.rule for f in found if f.effect is Effect.REQUIRES}
    kept: dict[tuple[str, Effect], Finding] = {}
    for one in found:
        if one.effect is Effect.REQUIRES or one.reason.rule not in certain:
            kept.setdefault((one.reason.rule, one.effect), one)
    return list(kept.values())


def _for_transfer(found: Finding, code: str, country: str) -> Finding:
    if found.effect is not Effect.REQUIRES or found.reason.rule == "us.ear.746.1.un":
        return found
    question = (
        f"Under which authorization did the item come to {country_name(country)}, and does it allow this transfer?"
    )
    return weakened(
        found, question, f"{code} needs a license to {country_name(country)}; a transfer must keep its terms"
    )


def _chart_itself(law: Law, code: str, country: str, day: dt.date) -> list[Finding]:
    rule = law.at("us.ear.738.chart", day)
    row = law.tables.chart_row(country)
    if rule is None or row is None or row.pointer:
        return []
    marked = sorted(
        {c.column for c in law.tables.controls(code) if c.column in row.columns and c.scope.covers(code) == "yes"}
    )
    if not marked:
        return []
    facts = {"eccn": code, "row": row.row_country, "columns": " ".join(str(m) for m in marked)}
    text = f"The Country Chart has an X for {country_name(country)} in {', '.join(str(m) for m in marked)}."
    return [finding(rule, Effect.REQUIRES, text, facts, review=None)]


def _no_x(law: Law, code: str, country: str, day: dt.date) -> list[Finding]:
    rule = law.at("us.ear.738.chart", day)
    row = law.tables.chart_row(country)
    if rule is None:
        return []
    if row is None:
        question = f"Which row of the Country Chart applies to {country_name(country)}?"
        return [
            finding(
                rule,
                Effect.UNDETERMINED,
                "The carried Country Chart has no row.",
                {"destination": country},
                question=question,
            )
        ]
    if row.pointer:
        return []
    controls = sorted({c.column or c.reason for c in law.tables.controls(code) if c.scope.covers(code) != "no"})
    facts = {"eccn": code, "row": row.row_country, "controls": " ".join(controls) or "none carried"}
    text = f"No X for {country_name(country)} under any control of {code}."
    return [finding(rule, Effect.DOES_NOT_APPLY, text, facts)]
