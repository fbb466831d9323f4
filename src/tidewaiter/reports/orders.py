"""One order as a line of the report's register."""

from __future__ import annotations

from dataclasses import dataclass

from tidewaiter.model import Decision, Effect, Outcome, Strength, Transaction, Verdict, country_name
from tidewaiter.reports.wording import OUTCOMES, list_name, open_questions, words

_CITED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """What the register says of one order. ``number`` is its position in the check and the anchor of its details."""

    number: int
    id: str
    decision: Verdict
    destination: str
    item: str
    consignee: str
    license: str
    sections: tuple[str, ...]
    parties: int
    lists: int
    rules: tuple[str, ...]
    hits: str
    flags: tuple[str, ...]
    questions: int


def order_line(number: int, transaction: Transaction, decision: Decision) -> OrderLine:
    """Return the register line of an order."""
    return OrderLine(
        number=number,
        id=decision.id,
        decision=decision.decision,
        destination=place(transaction),
        item=item_text(transaction),
        consignee=consignee(transaction),
        license=_license(decision),
        sections=decision.license.sections,
        parties=len(decision.screening),
        lists=len(decision.snapshots),
        rules=_rules(decision),
        hits=_hits(decision),
        flags=tuple(flag.title for flag in decision.red_flags),
        questions=len(open_questions(decision)),
    )


def place(transaction: Transaction) -> str:
    """Return where an order goes, the occupied region named first where there is one."""
    if transaction.destination is None:
        return "Not stated"
    name = country_name(transaction.destination)
    return f"{transaction.region.upper()}, {name}" if transaction.region else name


def item_text(transaction: Transaction) -> str:
    """Return what an order is for in a few words, with its codes."""
    item = transaction.item
    named = item.description or " ".join(text for text in (item.manufacturer, item.part_number) if text)
    codes = [f"ECCN {item.eccn}" if item.eccn and item.eccn != "EAR99" else item.eccn, item.hs and f"HS {item.hs}"]
    coded = ", ".join(code for code in codes if code)
    return f"{named or 'Item not described'}{f' ({coded})' if coded else ''}"


def consignee(transaction: Transaction) -> str:
    """Return the party an order ends with: end user, else ultimate consignee, else purchaser, else the first named."""
    by_role = {str(party.role): party.name for party in reversed(transaction.parties) if party.name}
    for role in ("end_user", "ultimate_consignee", "purchaser"):
        if role in by_role:
            return by_role[role] or ""
    return next((party.name for party in transaction.parties if party.name), "")


def _license(decision: Decision) -> str:
    license_ = decision.license
    if license_.prohibited:
        return "Prohibited"
    established = [check.symbol for check in license_.exceptions if check.eligible == "yes"]
    if license_.outcome is Outcome.REQUIRED and established:
        return f"{OUTCOMES[license_.outcome]}; License Exception {', '.join(established)} established"
    return OUTCOMES[license_.outcome]


def _rules(decision: Decision) -> tuple[str, ...]:
    cited = dict.fromkeys(reason.citation for reason in decision.license.reasons if reason.effect is not Effect.NOTES)
    shown = tuple(cited)[:_CITED]
    return (*shown, f"{len(cited) - _CITED} more") if len(cited) > _CITED else shown


def _hits(decision: Decision) -> str:
    """Return the strongest hit of the order, and how many there are besides."""
    found = [(hit, words(party.role)) for party in decision.screening for hit in party.hits]
    found += [
        (hit, f"an owner of {words(party.role)}")
        for party in decision.screening
        for owner in party.owners
        for hit in owner.hits
    ]
    if not found:
        return ""
    hit, who = max(found, key=lambda pair: (pair[0].strength is Strength.MATCH, pair[0].score))
    kind = "Match" if hit.strength is Strength.MATCH else "Possible match"
    more = f"; {len(found) - 1} more" if len(found) > 1 else ""
    return f"{kind} of {who} on {list_name(hit.list)}{more}"
