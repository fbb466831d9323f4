"""Answers about goods: what a code or a description is, as frozen facts."""

from __future__ import annotations

from dataclasses import dataclass, field

from tidewaiter.law.goods_search import Candidate
from tidewaiter.law.tables import Answer, ChplEntry, HsFamily, HtsEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class HsAnswer:
    """An HS code and its place on the goods lists.

    Attributes:
        code: Digits as given; ``hs6`` its international subheading, None for a chapter or heading.
        vintage: Edition the answer is for: the one asked for, else the newest that has the code.
        vintages: Editions (of 2012, 2017, 2022) that have the code.
        chpl: Common High Priority List entry of the code itself, when the edition is 2022.
        supplements: Entries of the code on the HTS supplements to part 746, when the edition is 2022.
        family: Codes of all editions that share goods with this one; None for a chapter or heading.
        listed: On the date asked for, whether the code was on each list that has it: ``yes``, or ``unknown`` when only
            later dates are known; ``no`` before the list's first date. Empty when no date was asked for.
        listed_relatives: Codes of HS 2022 in the family that are on the high-priority list or a supplement, when the
            code itself is of an older edition: whether these goods are listed depends on which of them they are.
    """

    code: str
    hs6: str | None
    vintage: int
    vintages: tuple[int, ...]
    title: str
    heading: str
    chapter: str
    chpl: ChplEntry | None = None
    supplements: tuple[HtsEntry, ...] = ()
    listed: dict[str, Answer] = field(default_factory=dict)
    family: HsFamily | None = None
    listed_relatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EccnControl:
    """A control of an ECCN, and whether it reaches the paragraph asked for (``yes``, ``no``, ``unknown``)."""

    reason: str
    column: str | None
    reaches: Answer
    scope_text: str
    destinations: tuple[str, ...] = ()
    except_destinations: tuple[str, ...] = ()
    citation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EccnAnswer:
    """An ECCN and its controls.

    Attributes:
        exceptions: List-based exceptions as the entry states them, by symbol.
        all_destinations: Whether a license is required everywhere (15 CFR 738.3(a)(1)).
        military_end_use: The entry is on Supplement No. 2 to part 744, possibly for some paragraphs only.
        pointer: The entry carries no requirement itself: it refers elsewhere or is reserved.
    """

    code: str
    eccn: str
    paragraph: str
    title: str
    reasons: tuple[str, ...]
    controls: tuple[EccnControl, ...]
    exceptions: dict[str, str]
    all_destinations: Answer
    military_end_use: bool
    pointer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Whether a declared HS code fits a description.

    Attributes:
        hs: The declared code.
        answer: ``agrees``, ``doubtful`` when other titles resemble the description far better, or ``unknown`` when the
            description is not understood well enough to say.
        score: How well the declared heading's titles resemble the description, in [0, 1].
        better: Codes that resemble it better, when doubtful.
    """

    hs: str
    answer: str
    score: float
    better: tuple[Candidate, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether the code and the description should be asked about."""
        return self.answer == "doubtful"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsAnswer:
    """Answer of ``tidewaiter goods``.

    Attributes:
        kind: ``hs``, ``eccn``, ``ear99``, ``chpl``, ``text`` or ``unknown``.
        candidates: For a description only: codes to look at, best first; none of them is a classification.
        priority: For a tier of the Common High Priority List: its codes.
        agreement: For a code with a description: whether the two fit.
        notes: What must be known to read the answer.
    """

    query: str
    kind: str
    hs: HsAnswer | None = None
    eccn: EccnAnswer | None = None
    candidates: tuple[Candidate, ...] = ()
    priority: tuple[ChplEntry, ...] = ()
    agreement: Agreement | None = None
    notes: tuple[str, ...] = ()
