"""What a report counts while decisions stream by: numbers for all orders, in memory that does not grow with them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from tidewaiter.model import Coverage, Decision, Outcome, Snapshot, Strength, Transaction, Verdict
from tidewaiter.reports.wording import open_questions

#: Lists older than this many days, and law older than that many, are warned of.
LIST_STALE_DAYS = 7
LAW_STALE_DAYS = 30
#: Different questions kept with the orders they concern, and orders kept for each.
QUESTION_LIMIT = 200
ORDERS_PER_QUESTION = 20


@dataclass(slots=True)
class AskedQuestion:
    """An open question and the orders that wait for its answer (the first few by number and id; all are counted)."""

    question: str
    why: str
    orders: list[tuple[int, str]] = field(default_factory=list)
    count: int = 0


@dataclass(slots=True)
class ListUse:
    """One state of one list, and how far it was from the dates asked."""

    snapshot: Snapshot
    orders: int = 0
    oldest: int = 0
    from_day: dt.date = dt.date.max
    to_day: dt.date = dt.date.min

    @property
    def stale(self) -> bool:
        """True when some answer used the list more than `LIST_STALE_DAYS` after its date."""
        return self.oldest > LIST_STALE_DAYS


class Tally:
    """Counts over all decisions of a check."""

    def __init__(self) -> None:
        self.orders = 0
        self.parties = 0
        self.parties_hit = 0
        self.prohibited = 0
        self.excepted = 0
        self.verdicts: Counter[Verdict] = Counter()
        self.outcomes: Counter[tuple[Outcome, Verdict]] = Counter()
        self.destinations: Counter[tuple[str, Verdict]] = Counter()
        self.sections: Counter[str] = Counter()
        self.flags: Counter[tuple[str, str]] = Counter()
        self.hits: Counter[tuple[str, Strength]] = Counter()
        self.unverified: Counter[str] = Counter()
        self.coverage: dict[tuple[str, str, str], int] = {}
        self.lists: dict[tuple[str, dt.date, str, bool, dt.date | None], ListUse] = {}
        self.unscreened = 0
        self.first_day: dt.date | None = None
        self.last_day: dt.date | None = None
        self.questions: dict[str, AskedQuestion] = {}
        self.questions_beyond = 0

    def add(self, number: int, transaction: Transaction, decision: Decision) -> None:
        """Count one decision; ``number`` is the order's position in the check."""
        verdict, license_ = decision.decision, decision.license
        self.orders += 1
        self.verdicts[verdict] += 1
        self.outcomes[license_.outcome, verdict] += 1
        self.destinations[transaction.destination or "", verdict] += 1
        self.prohibited += license_.prohibited
        excepted = any(check.eligible == "yes" for check in license_.exceptions)
        self.excepted += license_.outcome is Outcome.REQUIRED and verdict is Verdict.RELEASE and excepted
        self.sections.update(set(license_.sections))
        self.flags.update({(flag.id, flag.title) for flag in decision.red_flags})
        self.unverified.update({reason.citation for reason in license_.reasons if not reason.verified})
        for part in license_.coverage:
            self._cover(part)
        self._count_parties(decision)
        self._count_lists(decision)
        self._ask(number, decision)

    def _cover(self, part: Coverage) -> None:
        key = (part.part, part.status, part.note)
        self.coverage[key] = self.coverage.get(key, 0) + 1

    def _count_parties(self, decision: Decision) -> None:
        self.parties += len(decision.screening)
        self.parties_hit += sum(bool(party.hits) for party in decision.screening)
        for party in decision.screening:
            above = (hit for owner in party.owners for hit in owner.hits)
            self.hits.update((hit.list, hit.strength) for hit in (*party.hits, *above))

    def _count_lists(self, decision: Decision) -> None:
        day = decision.as_of
        self.first_day = min(day, self.first_day or day)
        self.last_day = max(day, self.last_day or day)
        self.unscreened += not decision.snapshots
        for snapshot in decision.snapshots:
            key = (snapshot.list, snapshot.date, snapshot.sha256, snapshot.reconstructed, snapshot.supplement_date)
            use = self.lists.setdefault(key, ListUse(snapshot))
            use.orders += 1
            use.oldest = max(use.oldest, snapshot.age_days)
            use.from_day, use.to_day = min(use.from_day, day), max(use.to_day, day)

    def _ask(self, number: int, decision: Decision) -> None:
        for question, why in open_questions(decision):
            asked = self.questions.get(question)
            if asked is None:
                if len(self.questions) >= QUESTION_LIMIT:
                    self.questions_beyond += 1
                    continue
                asked = self.questions[question] = AskedQuestion(question, why)
            asked.why = asked.why or why
            asked.count += 1
            if len(asked.orders) < ORDERS_PER_QUESTION:
                asked.orders.append((number, decision.id))
