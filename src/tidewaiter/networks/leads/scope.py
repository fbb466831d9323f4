"""What leads are asked about: a destination, the goods, a day, and when and by whom the goods were controlled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tidewaiter.model import UsageError

#: Day from which the goods are controlled for Russia: rule of 24 February 2022, 87 FR 12226.
CONTROLLED_SINCE = dt.date(2022, 2, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadScope:
    """The question behind a ranking of companies.

    Attributes:
        destination: Where goods may be diverted to, ISO 3166 alpha-2.
        as_of: Nothing later than the end of this day is used.
        since: Day from which the goods are controlled for the destination: it parts before from after.
        coalition: Countries that apply the controls. A company there is a lead only as a link of a chain.
        goods: The goods as they were asked for, for the words of an answer.

    Raises:
        UsageError: when the goods were not yet controlled on the day asked about.
    """

    destination: str
    as_of: dt.date
    since: dt.date = CONTROLLED_SINCE
    coalition: frozenset[str] = field(default_factory=frozenset)
    goods: str = "goods under suspicion"

    def __post_init__(self) -> None:
        if self.since > self.as_of:
            raise UsageError(f"the goods are controlled from {self.since} on: ask about that day or a later one.")
