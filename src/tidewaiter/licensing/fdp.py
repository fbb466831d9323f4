"""Foreign direct product rules (734.9): whether a foreign-made item is reached, and what is then required."""

from __future__ import annotations

from dataclasses import dataclass

from tidewaiter.law import Law, RuleAt, Tri, all_of, any_of, eccn_in, tri
from tidewaiter.law.tables import split_eccn
from tidewaiter.licensing.classification import Kind
from tidewaiter.licensing.control_scope import reached
from tidewaiter.licensing.facts import Facts, PartyFacts
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.licensing.goods import in_supplement
from tidewaiter.licensing.owners import affiliate_footnotes
from tidewaiter.licensing.supp6 import supp6_match
from tidewaiter.model import LISTED_ROLES, Effect

_RULES = (
    "us.ear.734.9.footnote_1",
    "us.ear.734.9.footnote_3",
    "us.ear.734.9.footnote_4",
    "us.ear.734.9.footnote_5",
    "us.ear.734.9.russia_belarus",
    "us.ear.734.9.iran",
    "us.ear.734.9.advanced_computing",
    "us.ear.734.9.semiconductor_equipment",
    "us.ear.734.9.supercomputer",
    "us.ear.734.9.national_security",
    "us.ear.734.9.9x515",
    "us.ear.734.9.600_series",
)
#: Rules whose requirement does not apply to exports from coalition countries (746.8(a)(12)(iii), 746.7(a)(1)(iv)).
_COALITION_FREE = frozenset({"us.ear.734.9.russia_belarus", "us.ear.734.9.footnote_3", "us.ear.734.9.iran"})
#: Rules that make an item subject to the EAR and leave the requirement to its ECCN and destination (part 742).
_LEAVES_TO_THE_CHART = frozenset(
    {
        "us.ear.734.9.national_security",
        "us.ear.734.9.9x515",
        "us.ear.734.9.600_series",
        "us.ear.734.9.advanced_computing",
        "us.ear.734.9.semiconductor_equipment",
    }
)
#: Lists of part 744 whose entries reach items subject to the EAR.
_LISTS = frozenset({"us.bis.entity_list", "us.bis.military_end_user", "us.bis.mieu"})
_INPUTS = (
    "Is the item the direct product of US technology or software, or of a plant or equipment that is (15 CFR 734.9)? "
    "Give the ECCNs of that technology, software or equipment."
)


@dataclass(frozen=True, slots=True)
class DirectProduct:
    """One rule that may reach the item: how certain that is, and the finding for it.

    Attributes:
        confers: Whether the rule makes the item subject to the EAR (false where the coalition exclusion takes it out).
    """

    answer: Tri
    confers: Tri
    finding: Finding


def direct_products(facts: Facts) -> list[DirectProduct]:
    """Return each rule of 734.9 that reaches the item or may reach it."""
    found = []
    for rule_id in _RULES:
        rule = facts.law.at(rule_id, facts.day)
        if rule is None:
            continue
        reach, scope = _reach(facts, rule), _scope(facts, rule)
        open_point = Tri.UNKNOWN if rule.segment.question else Tri.YES
        answer = all_of((reach, scope, _inputs(facts, rule), open_point))
        if answer is not Tri.NO:
            found.append(_result(facts, rule, answer, scope))
    return found


def _result(facts: Facts, rule: RuleAt, answer: Tri, scope: Tri) -> DirectProduct:
    origin = facts.tx.from_country or ""
    named = {"from": origin or "not stated", "inputs": " ".join(facts.item.fdp_inputs or ()) or "not stated"}
    named["item"] = facts.goods.code or "not classified"
    coalition = facts.law.tables.gecc(origin, facts.day) if rule.rule.id in _COALITION_FREE else None
    if coalition is not None:
        return _left_out(facts, rule, answer, named)
    if answer is Tri.YES:
        effect = Effect.NOTES if rule.rule.id in _LEAVES_TO_THE_CHART else Effect.REQUIRES
        return DirectProduct(answer, Tri.YES, finding(rule, effect, f"{rule.rule.title}.", named))
    question = "What is the ECCN and the HS code of the item?" if scope is Tri.UNKNOWN else _INPUTS
    if rule.segment.question and scope is Tri.YES and _inputs(facts, rule) is Tri.YES:
        question = rule.segment.question
    text = f"Possibly: {rule.rule.title[:1].lower()}{rule.rule.title[1:]}."
    return DirectProduct(answer, answer, finding(rule, Effect.UNDETERMINED, text, named, question=question))


def _left_out(facts: Facts, rule: RuleAt, answer: Tri, named: dict[str, str]) -> DirectProduct:
    """The rule's own requirement is left out for a coalition country; that of a listed party's entry is not said to be.

    746.8(a)(12)(iii)(A) names the requirements of 746.8(a)(2) and (3) alone, and the item stays one that 734.9
    reaches, so that with a listed party the answer is open.
    """
    text = f"{rule.rule.title}: left out, because the item comes from a coalition country."
    listed = next((p for p in facts.parties for one in p.listings if one.list in _LISTS), None)
    if listed is None:
        return DirectProduct(answer, Tri.NO, finding(rule, Effect.EXCLUDES, text, named))
    question = (
        f"Does the entry of the {listed.label} require a license for a direct product from a coalition country?"
        " The exclusion names the requirements of 746.8(a)(2) and (3), not those of part 744."
    )
    return DirectProduct(
        answer, answer & Tri.UNKNOWN, finding(rule, Effect.UNDETERMINED, text, named, question=question)
    )


def _reach(facts: Facts, rule: RuleAt) -> Tri:
    footnote = rule.get("footnote", None)
    if footnote is not None:
        return any_of(_marked(facts, party, footnote) for party in facts.parties)
    where = tri(any(facts.law.within(d.country, rule.get("destinations"), facts.day) for d in facts.destinations))
    regions = {d.region.value for d in facts.destinations if d.region}
    place = where | tri(bool(regions & set(rule.get("regions"))))
    return place & facts.concerns.of(rule.get("end_uses")) if rule.get("end_uses") else place


def _marked(facts: Facts, party: PartyFacts, footnote: int) -> Tri:
    """Whether a party's entry, or under the rule on affiliates an owner's, has the footnote."""
    in_role = tri(True if party.party.role in LISTED_ROLES else None)
    own = (
        tri(True if listing.certain else None)
        for listing in party.listings
        if listing.requirement is not None and footnote in listing.requirement.footnotes
    )
    return in_role & any_of((*own, affiliate_footnotes(facts, party, footnote)))


def _scope(facts: Facts, rule: RuleAt) -> Tri:
    """Whether the item is one the rule reaches; rules without an item scope reach any."""
    tests = []
    goods = facts.goods
    known = goods.on_ccl or goods.kind is Kind.EAR99
    if rule.get("eccns"):
        inside = eccn_in(goods.code, rule.get("eccns")) & ~eccn_in(goods.code, rule.get("except_eccns"))
        tests.append(inside if known else Tri.UNKNOWN)
    if rule.get("categories"):
        tests.append(tri(goods.on_ccl and goods.code[0] in rule.get("categories")) if known else Tri.UNKNOWN)
    if rule.get("reasons"):
        tests.append(_controlled_for(facts, rule.get("reasons")) if known else Tri.UNKNOWN)
    if rule.get("supplement", None) is not None:
        tests.append(in_supplement(facts.law, rule.get("supplement"), goods.hs, facts.day))
    if rule.get("supplement_6", default=False):
        tests.append(supp6_match(facts.law, goods).answer)
    return any_of(tests) if tests else Tri.YES


def _controlled_for(facts: Facts, reasons: tuple[str, ...]) -> Tri:
    return _for_reasons(facts.law, facts.goods.code, reasons) if facts.goods.on_ccl else Tri.NO


def _for_reasons(law: Law, code: str, reasons: tuple[str, ...]) -> Tri:
    return any_of(reached(row, code).answer for row in law.tables.controls(code) if row.reason in reasons)


def _inputs(facts: Facts, rule: RuleAt) -> Tri:
    if facts.item.fdp_inputs is None:
        return Tri.UNKNOWN
    return any_of(_input(facts.law, code, rule) for code in facts.item.fdp_inputs)


def _input(law: Law, code: str, rule: RuleAt) -> Tri:
    """Whether one stated input is among the rule's; equipment counts as part of a plant that is a direct product."""
    split = split_eccn(code)
    if split is None:
        return Tri.UNKNOWN
    group, listed = split[0][1], rule.get("input_eccns")
    if group in ("D", "E"):
        if rule.get("input_reasons"):
            return _for_reasons(law, code, rule.get("input_reasons"))
        return eccn_in(code, listed) if listed else tri(group in rule.get("product_groups"))
    if group == "B":
        categories = {entry[0] for entry in listed}
        return tri(not categories or "*" in categories or split[0][0] in categories)
    return Tri.UNKNOWN
