"""All red flags of one transaction, as of one date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tidewaiter.law.tables import LawTables
from tidewaiter.model import Hit, LawError, RedFlag, Transaction
from tidewaiter.redflags import goods, parties, route, statements
from tidewaiter.redflags.facts import Facts
from tidewaiter.redflags.records import FlagRecord, load_records

Predicate = Callable[[Facts, Mapping[str, Any]], tuple[str, ...]]

#: The predicate of each record, by the record's id.
PREDICATES: Mapping[str, Predicate] = {
    predicate.__name__: predicate
    for predicate in (
        goods.chpl_outside_gecc,
        goods.chpl_lower_tier_to_hub,
        goods.chpl_lower_tier_outside_gecc,
        goods.hub_destination,
        goods.military_item_toward_d5,
        goods.description_against_code,
        parties.formed_after_february_2022,
        parties.forwarder_as_destination,
        parties.person_receives_priority_goods,
        parties.line_of_business_mismatch,
        parties.address_of_listed_party,
        parties.address_not_a_workplace,
        route.transit_embargoed,
        route.transit_hub,
        route.transit_third_country,
        route.recipient_elsewhere,
        route.purchaser_in_hub,
        statements.stated_knowledge,
        statements.missing_end_user,
        statements.missing_ultimate_consignee,
        statements.missing_end_use,
        statements.listed_owner_share_unknown,
    )
}


def evaluate(
    tx: Transaction,
    law: LawTables,
    *,
    as_of: dt.date,
    hits: Sequence[Sequence[Hit]] = (),
    records: Sequence[FlagRecord] | None = None,
) -> tuple[RedFlag, ...]:
    """Return the red flags of a transaction, those that hold it first.

    A flag is not a verdict. ``hold`` means what 15 CFR 732 Supp. No. 3 asks of a red flag: inquire and resolve it
    before proceeding. Only facts of this very transaction hold it; what is true of a whole country or trade is a
    ``note``. No flag is raised before the date of the source that names it, nor from a fact that is merely unknown,
    except where the source calls the missing fact itself a flag.

    Args:
        tx: The transaction.
        law: The law's tables.
        as_of: The day whose flags and tables apply.
        hits: For each party of ``tx``, in order, what screening found; may be left out.
        records: Flags to evaluate; by default those the package carries.

    Raises:
        LawError: when a record has no predicate.
    """
    facts = Facts(tx, as_of, law, hits)
    raised = [_raised(record, facts) for record in (load_records() if records is None else records)]
    flags = [flag for flag in raised if flag is not None]
    return tuple(sorted(flags, key=lambda flag: flag.severity != "hold"))


def _raised(record: FlagRecord, facts: Facts) -> RedFlag | None:
    predicate = PREDICATES.get(record.id)
    if predicate is None:
        raise LawError(f"the red flag {record.id!r} has no predicate.")
    segment = record.at(facts.on)
    if segment is None:
        return None
    parameters = record.parameters if segment.parameters is None else segment.parameters
    evidence = predicate(facts, parameters)
    if not evidence:
        return None
    return RedFlag(
        id=record.id,
        title=record.title,
        citation=segment.cited,
        severity=segment.severity,
        evidence=evidence,
        clears_if=record.clears_if,
    )
