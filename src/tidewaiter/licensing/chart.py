"""What the CCL requires for a destination: the Country Chart and the controls outside it (parts 738 and 742)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, eccn_in
from tidewaiter.licensing.controls import control_findings, controls_on, not_yet_listed
from tidewaiter.licensing.findings import Finding, finding, weakened
from tidewaiter.model import Act, Effect, Question, country_name

#: Entries that require a license by what they are, some of them without a control table.
_BY_ENTRY = (
    "us.ear.742.7.all_destinations",
    "us.ear.742.7.execution",
    "us.ear.742.11",
    "us.ear.742.13",
    "us.ear.742.18",
    "us.ear.742.6.0y521",
    "us.ear.742.at_only_pointers",
    "us.ear.742.2.pathogens",
    "us.ear.754",
    "us.ear.754.4",
    "us.ear.754.5",
    "us.ear.738.footnote_7",
    "us.ear.738.footnote_10",
)
#: Reasons for control the entries without a table are judged by; any other reason of such an entry is asked about.
_WITHOUT_CHART = frozenset({"AT", "CC", "CW", "SL", "SS"})


@lru_cache(maxsize=16384)
def ccl_findings(law: Law, code: str, country: str, day: dt.date, act: Act) -> tuple[Finding, ...]:
    """Return what the CCL, part 742 and the Country Chart say about an ECCN for a country.

    An in-country transfer is not an export or reexport, so an X does not reach it by itself; where there is one, the
    authorization under which the item came decides, which is asked.
    """
    if country == "US":
        return ()
    found = [*control_findings(law, code, country, day), *_from_entries(law, code, country, day)]
    found = _merged(found)
    if not any(f.effect is Effect.REQUIRES for f in found):
        found += _pointer_entry(law, code, day)
        found += not_yet_listed(law, code, day)
    if act is Act.TRANSFER:
        found = [_for_transfer(law, f, _Release(code, country, day)) for f in found]
    if act is Act.DEEMED_EXPORT:
        found = [_for_release(law, f, _Release(code, country, day)) for f in found]
    if any(f.effect is Effect.REQUIRES and f.section != "738.4" for f in found):
        found += _chart_itself(law, code, country, day)
    elif not any(f.effect is Effect.UNDETERMINED for f in found):
        found += _no_x(law, code, country, day)
    return tuple(found)


def _from_entries(law: Law, code: str, country: str, day: dt.date) -> Iterator[Finding]:
    for rule, answer in _entry_rules(law, code, day):
        if not law.within(country, rule.get("destinations"), day):
            continue
        if law.within(country, rule.get("except_destinations"), day):
            continue
        facts = {"eccn": code, "destination": country}
        if answer is Tri.YES:
            text = f"{code} requires a license for {country_name(country)}: {rule.rule.title.lower()}."
            yield finding(rule, Effect.REQUIRES, text, facts)
        else:
            question = rule.segment.question or _paragraph(code, rule)
            yield finding(
                rule, Effect.UNDETERMINED, f"Part of {code[:5]} is named by this rule.", facts, question=question
            )


def _paragraph(code: str, rule: RuleAt) -> str:
    named = (*rule.get("eccns"), *rule.get("conditional_eccns"))
    below = ", ".join(one for one in named if one.startswith(code[:5]) and one != code[:5])
    return f"Which paragraph of {code} is the item in?" + (f" The rule names {below}." if below else "")


@lru_cache(maxsize=8192)
def _entry_rules(law: Law, code: str, day: dt.date) -> tuple[tuple[RuleAt, Tri], ...]:
    """The rules that name an ECCN, or a paragraph it may be in, whatever the country."""
    found = []
    for rule_id in _BY_ENTRY:
        rule = law.at(rule_id, day)
        if rule is not None and rule.get("eccns"):
            answer = eccn_in(code, rule.get("eccns")) & ~eccn_in(code, rule.get("except_eccns"))
            answer |= eccn_in(code, rule.get("conditional_eccns")) & Tri.UNKNOWN
            if answer is not Tri.NO:
                found.append((rule, answer))
    return tuple(found)


def _pointer_entry(law: Law, code: str, day: dt.date) -> list[Finding]:
    entry = law.tables.eccn(code)
    rule = law.at("us.ear.738.chart", day)
    if entry is None or not entry.pointer or rule is None or _has_rule_of_its_own(law, code, day):
        return []
    text = f"{entry.eccn} has no license requirements of its own in the list: it points to another entry or agency."
    question = f"Under which entry, or which agency's list, does the item of {entry.eccn} now stand?"
    return [finding(rule, Effect.UNDETERMINED, text, {"eccn": code}, question=question)]


def _has_rule_of_its_own(law: Law, code: str, day: dt.date) -> bool:
    entry = law.tables.eccn(code)
    if entry is not None and not set(entry.reasons) <= _WITHOUT_CHART:
        return False
    return bool(_entry_rules(law, code, day))


def _merged(found: list[Finding]) -> list[Finding]:
    """Drop a doubtful finding where the same rule certainly requires a license."""
    certain = {f.reason.rule for f in found if f.effect is Effect.REQUIRES}
    kept: dict[tuple[str, Effect], Finding] = {}
    for one in found:
        if one.effect is Effect.REQUIRES or one.reason.rule not in certain:
            kept.setdefault((one.reason.rule, one.effect), one)
    return list(kept.values())


def _for_transfer(law: Law, found: Finding, place: _Release) -> Finding:
    rule = law.at(found.reason.rule, place.day)
    if found.effect is not Effect.REQUIRES or (rule is not None and rule.get("within", default=False)):
        return found
    where = country_name(place.country)
    question = f"Under which authorization did the item come to {where}, and does it allow this transfer?"
    return weakened(found, question, f"{place.code} needs a license to {where}; a transfer must keep its terms")


def _for_release(law: Law, found: Finding, place: _Release) -> Finding:
    """Some controls leave deemed exports out, wholly (742.6(a)(6)(iv)) or by nationality (742.6(a)(10)(ii))."""
    rule = law.at(found.reason.rule, place.day)
    if rule is None or found.effect not in (Effect.REQUIRES, Effect.UNDETERMINED):
        return found
    reached = rule.get("deemed_destinations")
    limited = bool(reached) and eccn_in(place.code, rule.get("deemed_eccns")) is Tri.YES
    if rule.get("deemed_excluded", default=False) or (limited and not law.within(place.country, reached, place.day)):
        return finding(rule, Effect.EXCLUDES, f"{rule.rule.title}: this deemed export is left out.", found.reason.facts)
    if limited and found.question is None:
        question = "Was the person employed there already on 6 September 2024? Then the release may be left out."
        why = "742.6(a)(10)(ii)(A); General Order No. 6 (736 Supp. No. 1)"
        return replace(found, question=Question(question=question, why=why))
    return found


@dataclass(frozen=True, slots=True)
class _Release:
    """What is released or transferred, and the nationality or country it goes to."""

    code: str
    country: str
    day: dt.date


def _chart_itself(law: Law, code: str, country: str, day: dt.date) -> list[Finding]:
    rule = law.at("us.ear.738.chart", day)
    row = law.tables.chart_row(country)
    if rule is None or row is None or row.pointer:
        return []
    columns = {c.column for c in controls_on(law, code, day) if c.column and c.scope.covers(code) == "yes"}
    marked = sorted(one for one in columns if law.tables.chart_mark(country, one, day) == "yes")
    if not marked:
        return []
    facts = {"eccn": code, "row": row.row_country, "columns": " ".join(marked)}
    text = f"The Country Chart has an X for {country_name(country)} in {', '.join(marked)}."
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
    controls = sorted({c.column or c.reason for c in controls_on(law, code, day) if c.scope.covers(code) != "no"})
    facts = {"eccn": code, "row": row.row_country, "controls": " ".join(controls) or "none carried"}
    text = f"No X for {country_name(country)} under any control of {code}."
    return [finding(rule, Effect.DOES_NOT_APPLY, text, facts)]
