"""The control rows of an entry: which reach the item, and whether they require a license for a country (part 742)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, tri
from tidewaiter.law.tables import Control
from tidewaiter.licensing.control_scope import is_named, open_point, paragraphs_below, reached
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.model import Effect, Question, country_name

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
#: Third character of an ECCN that stands for a multilateral regime or military origin (15 CFR 738.2(d)(1)).
_REGIME_DIGITS = "0123456"


def control_findings(law: Law, code: str, country: str, day: dt.date) -> Iterator[Finding]:
    """Return what the entry's rows require for a country.

    Where no row reaches the code for certain, but each paragraph it can mean is reached, the findings of the
    paragraphs the rows do not name are given. Failing that, an entry whose number says that it is controlled under a
    regime (738.2(d)) is presumed to be reached when every control it could fall under reaches the country, unless a
    paragraph the rows name is certainly left out.
    """
    rows = controls_on(law, code, day)
    found = list(_rows(law, rows, code, country, day))
    if any(f.effect is Effect.REQUIRES for f in found) or not found:
        yield from found
        return
    below = {one: list(_rows(law, rows, one, country, day)) for one in paragraphs_below(rows, code)}
    certain = [[f for f in each if f.effect is Effect.REQUIRES] for each in below.values()]
    free = any(not each and is_named(one) and not _later(law, rows, one, day) for one, each in below.items())
    if certain and all(certain):
        yield from (_whichever(f, code) for f in certain[-1])
    elif not free and _regime_controlled(law, code, country, day):
        yield from (_presumed(f) for f in found)
    else:
        yield from found


@lru_cache(maxsize=8192)
def controls_on(law: Law, code: str, day: dt.date) -> tuple[Control, ...]:
    """The rows of the newest text, with those known to have acted on the day besides."""
    earlier = tuple(change.control for change in law.tables.ccl_before(code, day) if change.control is not None)
    return (*law.tables.controls(code), *earlier)


def not_yet_listed(law: Law, code: str, day: dt.date) -> Iterator[Finding]:
    """Return the question that is open where an entry or paragraph did not exist on the day, or stood otherwise."""
    rule = law.at("us.ear.738.chart", day)
    for change in law.tables.ccl_before(code, day):
        if rule is None or change.control is not None:
            continue
        facts = {"eccn": code, "changed": change.until.isoformat(), "rule": change.citation, "status": change.status}
        before = f" ({change.note})" if change.note else ""
        if change.absent:
            text = f"{code} was not on the list before {change.until} ({change.citation}): the item stood elsewhere."
            question = f"Under which ECCN, or as EAR99, did the item stand before {change.until}{before}?"
        else:
            text = f"{code} changed on {change.until} ({change.citation}); what it said before is not carried."
            since = f" from {change.since}" if change.since else ""
            question = f"Which controls did {code} have{since} before {change.until}{before}?"
        found = finding(rule, Effect.UNDETERMINED, text, facts, question=question)
        yield found if change.verified else _unverified(found)
        return


def _unverified(found: Finding) -> Finding:
    return replace(found, reason=replace(found.reason, verified=False))


def _later(law: Law, rows: tuple[Control, ...], code: str, day: dt.date) -> bool:
    """Whether a paragraph has a control that came after the day: the paragraph itself may not have existed yet."""
    named = (c for c in rows if c.reason not in ("AT", "RUS") and reached(c, code).answer is not Tri.NO)
    return any(_rule_for(law, control, day) is None for control in named)


def _regime_controlled(law: Law, code: str, country: str, day: dt.date) -> bool:
    """Whether every control the code may fall under reaches the country, in the chart or by the destinations named."""
    if code[2] not in _REGIME_DIGITS:
        return False
    rows = [c for c in controls_on(law, code, day) if c.column or c.reason in ("NS", "RS")]
    rows = [c for c in rows if c.reason != "AT" and reached(c, code).answer is not Tri.NO]
    ruled = [(control, _rule_for(law, control, day)) for control in rows]  # none: a control that came after the day
    answers = [_reaches(law, control, rule, country, day) for control, rule in ruled if rule is not None]
    return bool(answers) and all(answer is Tri.YES for answer in answers)


def _presumed(found: Finding) -> Finding:
    if found.effect is not Effect.UNDETERMINED or found.reason.rule in _ANTI_TERRORISM:
        return found
    text = f"{found.reason.text} Every control it can fall under reaches the country: a license is presumed required."
    return replace(found, reason=replace(found.reason, effect=Effect.REQUIRES, text=text))


def _whichever(found: Finding, code: str) -> Finding:
    text = f"Every paragraph of {code} is controlled for this destination, this one among them. {found.reason.text}"
    return replace(found, reason=replace(found.reason, text=text, facts=found.reason.facts | {"eccn": code}))


def _rows(law: Law, rows: tuple[Control, ...], code: str, country: str, day: dt.date) -> Iterator[Finding]:
    for control in rows:
        covers = reached(control, code)
        if covers.answer is Tri.NO or control.reason == "RUS":
            continue
        if control.reason == "AT":
            yield from _anti_terrorism(law, control, country, day, code)
            continue
        rule = _rule_for(law, control, day)
        if rule is None:
            continue
        applies = _reaches(law, control, rule, country, day)
        if applies is not Tri.NO:
            found = _control_finding(rule, control, covers.answer & applies, code, country)
            found = found if control.verified else _unverified(found)
            yield _mark_in_doubt(found, control, country) if covers.answer is Tri.YES and control.column else found


@lru_cache(maxsize=8)
def _cited(law: Law) -> dict[tuple[str, str | None], str]:
    """Rules by the citation of their rows, and by entry where two rules share a citation and name their entries."""
    return {
        (citation, entry): rule.id
        for rule in law.rules.values()
        for segment in rule.segments
        for citation in segment.parameters.get("citations", ())
        for entry in segment.parameters.get("eccns") or (None,)
    }


def _rule_for(law: Law, control: Control, day: dt.date) -> RuleAt | None:
    cited = _cited(law)
    rule_id = cited.get((control.citation, control.eccn)) or cited.get((control.citation, None))
    if rule_id is None or control.column is not None:
        rule_id = _BY_REASON.get(control.reason, "us.ear.738.chart")
    return law.at(rule_id, day)


def _reaches(law: Law, control: Control, rule: RuleAt, country: str, day: dt.date) -> Tri:
    if control.column is not None:
        return tri(law.tables.chart_mark(country, control.column, day))
    if rule.get("footnote", None) is not None:
        return Tri.NO  # reaches parties, not places: see `entities`
    places = rule.get("destinations") or control.destinations
    spared = rule.get("except_destinations") or control.except_destinations
    if not places:
        return Tri.NO if control.reason == "NP" else Tri.UNKNOWN
    named = country in places
    return tri(law.within(country, places, day) and (named or not law.within(country, spared, day)))


def _mark_in_doubt(found: Finding, control: Control, country: str) -> Finding:
    """Ask for the chart, not for the paragraph, where it is the mark of an earlier day that is not known."""
    if found.effect is not Effect.UNDETERMINED:
        return found
    question = f"Did the row of {country_name(country)} have an X in {control.column} on the day of the transaction?"
    why = "15 CFR 738 Supp. No. 1: only the newest chart is carried, with the changes that are known"
    return replace(found, question=Question(question=question, why=why))


def _control_finding(rule: RuleAt, control: Control, answer: Tri, code: str, country: str) -> Finding:
    where = f"column {control.column}" if control.column else "outside the Country Chart"
    facts = {"eccn": code, "destination": country, "control": control.scope_text}
    if answer is Tri.YES:
        text = f"{code} is controlled for {control.reason} ({where}): a license is required to {country_name(country)}."
        doubt = f"Does the exclusion in the entry apply ({control.scope_text})?"
        presumed = reached(control, code).presumed
        return finding(rule, Effect.REQUIRES, text, facts, question=doubt if presumed else None)
    text = f"Whether the {control.reason} control of {control.eccn} ({where}) reaches this item is not known."
    return finding(rule, Effect.UNDETERMINED, text, facts, question=open_point(control, code))


def _anti_terrorism(law: Law, control: Control, country: str, day: dt.date, code: str) -> Iterator[Finding]:
    covers = reached(control, code).answer
    for rule_id in _ANTI_TERRORISM:
        rule = law.at(rule_id, day)
        if rule is None or not law.within(country, rule.get("destinations"), day):
            continue
        if control.column in rule.get("columns") or (control.column is None and country in control.destinations):
            yield _control_finding(rule, control, covers, code, country)
