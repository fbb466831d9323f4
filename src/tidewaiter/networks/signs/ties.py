"""What ties a company to others: whose business it went on with, marks of listed parties, its address, a listing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tidewaiter.networks.facts.connections import AFTER_DAYS, COMMON_MARK, OVERLAP_DAYS, STOPPED_DAYS
from tidewaiter.networks.signs.definition import Facts, Kind, Measured, Records, Row, SignDefinition, measured
from tidewaiter.networks.signs.wording import count, day, get

#: So many other senders of the goods at one address are a crowd.
CROWD = 2

_AZU = "Reuters and RUSI (Dec 2022): a founder of Azu International ran German Smart Impex, whose buyer it then served"
_CLEARS = "Another owner, other staff and another buyer, shown by the register and by contracts."
_ENDS = {"listed": "that sent the goods was listed", "stopped": "stopped to send the goods"}
_IMPLAUSIBLE = {
    "dwelling": "a dwelling",
    "virtual": "a virtual office or a company agent",
    "box": "a post box",
    "forwarder": "a forwarder's or a warehouse",
    "care_of": "in care of another",
}


def _successor(name: str) -> Callable[[Facts], Measured]:
    def measure(facts: Facts) -> Measured:
        kinds = facts.count(f"{name}_kinds")
        sends = facts.count("sent_legs") > 0
        return measured(kinds, kinds > 0, sends & facts.past)

    return measure


def _say_successor(name: str, what: str) -> Callable[[Row], str]:
    def say(row: Row) -> str:
        if row["state"] != 1:
            return f"no company {_ENDS[name]} when it began and shares a mark or a main buyer with it"
        gap = int(get(row, f"{name}_gap"))
        when = f"{gap} days after" if gap >= 0 else f"{-gap} days before"
        kinds, papers = int(row["value"]), int(get(row, f"{name}_papers"))
        shared = [count(papers, "mark of its papers")] if papers else []
        shared += ["its main buyer"] if kinds > papers else []
        who = row.get(f"{name}_predecessor_id") or f"company {int(get(row, f'{name}_predecessor'))}"
        return (
            f"began on {day(row.get('first_sent'))}, {when} the last consignment of {what} {who}, "
            f"and shares {' and '.join(shared)} with it"
        )

    return say


def _listed_marks(facts: Facts) -> Measured:
    marks = facts.count("listed_marks")
    known = (facts.count("addresses") > 0) | (marks > 0)
    return measured(marks, marks > 0, known)


def _crowded(facts: Facts) -> Measured:
    return measured(
        facts.count("address_senders"), facts.count("address_senders") >= CROWD, facts.count("addresses") > 0
    )


def _implausible(facts: Facts) -> Measured:
    found = np.array([float(text is not None) for text in facts.texts("implausible")])
    return measured(found, found > 0, (facts.count("addresses") > 0) | (found > 0))


def _listing(facts: Facts) -> Measured:
    score = facts.count("listing_score")
    return measured(score, facts.count("listings") > 0, np.ones(len(facts), dtype=bool))


SIGNS = (
    SignDefinition(
        id="successor_of_listed",
        title="Went on where a listed company ended",
        meaning=f"Began to send the goods from {OVERLAP_DAYS} days before to {2 * AFTER_DAYS} days after the listing "
        "of a company that sent them before, and shares its address, phone, domain, tax number, owner or main buyer "
        f"(marks that more than {COMMON_MARK} companies share do not count). The value is how many of these six it "
        "shares.",
        unit="kinds of mark shared",
        kind=Kind.MARKS,
        source=_AZU,
        clears_if=_CLEARS,
        missing="whether it began then is not covered by the records",
        graded=True,
        measure=_successor("listed"),
        say=_say_successor("listed", "a listed sender"),
        records=Records.PREDECESSOR,
    ),
    SignDefinition(
        id="successor_of_stopped",
        title="Went on where another company stopped",
        meaning=f"As for a listed one, but the earlier company is not listed: it sent nothing for {STOPPED_DAYS} days, "
        f"and the later one began from {OVERLAP_DAYS} days before to {AFTER_DAYS} days after its last consignment.",
        unit="kinds of mark shared",
        kind=Kind.MARKS,
        source=_AZU,
        clears_if=_CLEARS + " Or a merger or a change of form that was published.",
        missing="whether it began then is not covered by the records",
        graded=True,
        measure=_successor("stopped"),
        say=_say_successor("stopped", "a sender that stopped,"),
        records=Records.PREDECESSOR,
    ),
    SignDefinition(
        id="shares_marks_with_listed",
        title="Shares an address, phone or owner with a listed party",
        meaning="Kinds of mark (address, phone, domain, tax number, owner) that it shares with a listed party other "
        f"than itself; marks that more than {COMMON_MARK} companies share do not count.",
        unit="kinds of mark shared",
        kind=Kind.MARKS,
        source="The Wire China on Winninc and AOOK: unlisted siblings linked by ownership, registrations and "
        "addresses; 15 CFR 744.16 on addresses of high diversion risk",
        clears_if="Another floor or another line: the mark is one of the building, or of an agent both use.",
        missing="the records and the register give no address of it",
        graded=True,
        measure=_listed_marks,
        say=lambda row: (
            f"{count(row['value'], 'kind')} of mark shared with a listed party, listed first on "
            f"{day(row.get('listed_mark_on'))}"
            if row["state"] == 1
            else "none of its marks is one of a listed party"
        ),
        records=Records.REGISTER,
        since="listed_mark_on",
    ),
    SignDefinition(
        id="crowded_address",
        title="An address that several senders share",
        meaning=f"Other companies at its address that send the goods to the destination. Present from {CROWD} on.",
        unit="companies",
        kind=Kind.MARKS,
        source="Kyiv Independent (26 Jul 2024): at least four firms at one address in Hong Kong",
        clears_if="The address is an office tower or a free zone, and the companies have nothing else in common.",
        missing="the records and the register give no address of it",
        graded=True,
        measure=_crowded,
        say=lambda row: (
            f"{count(row['value'], 'other sender')} of the goods at its address, "
            f"{count(row.get('address_companies'), 'company', 'companies')} there in all"
        ),
        records=Records.REGISTER,
    ),
    SignDefinition(
        id="implausible_address",
        title="An address that is no place of such business",
        meaning="Words of its address say it is a dwelling, a virtual office, a post box, a forwarder's, or in care "
        "of another.",
        unit="1 or 0",
        kind=Kind.REGISTER,
        source="FIN-2023-Alert004 (19 May 2023): residential address; 15 CFR 732 Supp. No. 3: a forwarder as "
        "destination",
        clears_if="A visit, or a lease, that shows where goods are handled.",
        missing="the records and the register give no address of it",
        measure=_implausible,
        say=lambda row: (
            f"an address of it is {_IMPLAUSIBLE.get(str(row.get('implausible')), 'unusual')} by its words"
            if row["state"] == 1
            else "nothing in the words of its addresses"
        ),
        records=Records.REGISTER,
        since=None,
    ),
    SignDefinition(
        id="linked_to_listing",
        title="Is, or may be, a listed party",
        meaning="Screening of its names, addresses and numbers found a listing. The value is the score of screening.",
        unit="score in [0, 1]",
        kind=Kind.LISTING,
        source="The list that names it",
        clears_if="The listed party is another: address, number or owners differ.",
        missing="",
        measure=_listing,
        say=lambda row: (
            f"{count(row.get('listings'), 'listing')} found by screening, the first of {day(row.get('listed_on'))}, "
            f"with a score of {row['value']:.2f}"
            if row["state"] == 1
            else "screening found no listing"
        ),
        records=Records.LISTING,
        since="listed_on",
    ),
)
