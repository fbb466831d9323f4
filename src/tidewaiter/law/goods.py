"""What goods are: a code's place on every list with dates, or ranked candidates for a description."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from tidewaiter.law.goods_agreement import agreement
from tidewaiter.law.goods_answers import Agreement, EccnAnswer, EccnControl, GoodsAnswer, HsAnswer
from tidewaiter.law.goods_query import read_query
from tidewaiter.law.goods_search import Candidate, search_eccn, search_hs
from tidewaiter.law.tables import (
    CARRIED_VINTAGES,
    Answer,
    HtsEntry,
    LawTables,
    hs_family,
    hs_titles,
    split_eccn,
    valid_hs6,
)
from tidewaiter.model import parse_hs, parse_vintage

_ECCN_SHAPE = re.compile(r"^\s*[0-9][A-Ea-e][0-9]{3}(?:[.\s]|$)|^\s*[0-9][A-Ea-e][0-9]{3}[a-z]", re.IGNORECASE)
_DIGITS = re.compile(r"[\d.\s-]+")
_LABEL = re.compile(
    r"^\s*(?:HTSUS|HTS|HS|ECCN|Schedule B)(?:\s+(?:code|no\.?|number))?\s*[:#]?\s*(?=\d)", re.IGNORECASE
)
_TIER = re.compile(r"^\s*CHPL(?:\s+tier)?\s*:?\s*([1-4][AB]?)?\s*$", re.IGNORECASE)
#: A code followed by words: "8542.31 ball bearings" asks whether the two fit.
_DECLARED = re.compile(r"^\s*(\d{4}\.?\d{2}(?:\.?\d{2}){0,2})\s*[,:;-]?\s+(?=.*[A-Za-z]{3})(.+)$")


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods lookup over the carried law tables."""

    tables: LawTables

    def answer(
        self, query: str, *, limit: int = 10, vintage: int | str | None = None, as_of: dt.date | None = None
    ) -> GoodsAnswer:
        """Return what an HS code, an ECCN or a description is.

        Args:
            query: Code of either kind, ``EAR99``, or words.
            limit: Greatest number of candidates of each kind, for a description.
            vintage: HS edition of the code; None takes the newest edition that has it.
            as_of: Date for which to say whether the code was on each list; the dated entries are always shown.
        """
        text = _LABEL.sub("", query).strip()
        if text.upper() == "EAR99":
            return GoodsAnswer(query=query, kind="ear99", notes=("Subject to the EAR, in no entry of the CCL.",))
        if tier := _TIER.match(text):
            return self._tier(query, (tier[1] or "").upper())
        if _ECCN_SHAPE.match(text) and split_eccn(text):
            return replace(self._eccn(text), query=query)
        if _DIGITS.fullmatch(text) and any(c.isdigit() for c in text):
            return replace(self._hs(text, vintage, as_of), query=query)
        declared = _DECLARED.match(text)
        if declared and valid_hs6(declared[1], vintage):
            return self._described(query, declared[1], declared[2], limit, vintage)
        return self._text(query, text, limit)

    def _tier(self, query: str, tier: str) -> GoodsAnswer:
        listed = tuple(
            entry
            for _, entry in sorted(self.tables.high_priority.items(), key=lambda item: (item[1].tier, item[0]))
            if entry.tier.startswith(tier)
        )
        note = "Common High Priority List, codes of HS 2022." if listed else "The tiers are 1, 2, 3A, 3B, 4A and 4B."
        return GoodsAnswer(query=query, kind="chpl" if listed else "unknown", priority=listed, notes=(note,))

    def _text(self, query: str, text: str, limit: int) -> GoodsAnswer:
        spelled = (f"Read '{wrong}' as '{right}'." for wrong, right in read_query(text).read_as.items())
        notes = ("Candidates by wording and trade usage, not a classification.", *spelled)
        return GoodsAnswer(query=query, kind="text", candidates=self.search(text, limit), notes=notes)

    def _described(self, query: str, code: str, text: str, limit: int, vintage: int | str | None) -> GoodsAnswer:
        answer = self._text(query, text, limit)
        fits = agreement(code.replace(".", ""), text, parse_vintage(vintage))
        notes = (f"The description does not fit HS {fits.hs}: find out which is right.",) if fits.doubtful else ()
        return replace(answer, agreement=fits, notes=(*notes, *answer.notes))

    def lookup(self, code: str, vintage: int | str | None = None) -> GoodsAnswer:
        """Return what a code is: `answer` with its defaults."""
        return self.answer(code, vintage=vintage)

    def search(self, text: str, limit: int = 10) -> tuple[Candidate, ...]:
        """Return HS 2022 and ECCN candidates for a description, each kind ranked, the better kind first.

        Args:
            text: Description as a trader writes it.
            limit: Greatest number of candidates of each kind.
        """
        query = read_query(text)
        found = search_hs(query, limit) + search_eccn(query, limit)
        return tuple(sorted(found, key=lambda c: (-c.score, c.kind, c.code)))

    def _hs(self, query: str, vintage: int | str | None, as_of: dt.date | None) -> GoodsAnswer:
        try:
            parsed = parse_hs(query, vintage)
            asked = parse_vintage(vintage)
        except ValueError as error:
            return GoodsAnswer(query=query, kind="unknown", notes=(str(error),))
        key = parsed.hs6 or parsed.code
        editions = tuple(v for v in CARRIED_VINTAGES if key in hs_titles(v))
        if not editions or (asked is not None and asked not in editions):
            where = f"HS {asked}" if asked else "HS 2012, 2017 or 2022"
            elsewhere = f" It is in HS {', '.join(map(str, editions))}." if editions else ""
            return GoodsAnswer(query=query, kind="unknown", notes=(f"{key} is not in {where}.{elsewhere}",))
        answer = self._hs_answer(parsed.code, key, asked or editions[-1], editions)
        if as_of and answer.hs6:
            answer = replace(answer, listed=self._listed(answer, as_of))
        return GoodsAnswer(query=query, kind="hs", hs=answer, notes=_hs_notes(answer))

    def _listed(self, answer: HsAnswer, as_of: dt.date) -> dict[str, Answer]:
        listed: dict[str, Answer] = {
            f"746 Supp. {entry.supplement}": self.tables.in_hts(entry.supplement, entry.hs6, as_of)
            for entry in answer.supplements
        }
        if answer.chpl:
            listed["chpl"] = "yes" if self.tables.chpl(answer.chpl.hs6, as_of) else "no"
        return listed

    def _hs_answer(self, code: str, key: str, vintage: int, editions: tuple[int, ...]) -> HsAnswer:
        titles = hs_titles(vintage)
        hs6 = key if len(key) == 6 else None
        family = hs_family(hs6, vintage) if hs6 else None
        current = vintage == CARRIED_VINTAGES[-1]
        relatives = family.members[CARRIED_VINTAGES[-1]] if family and not current else ()
        return HsAnswer(
            code=code,
            hs6=hs6,
            vintage=vintage,
            vintages=editions,
            title=titles[key],
            heading=titles.get(key[:4], ""),
            chapter=titles[key[:2]],
            chpl=self.tables.high_priority.get(hs6) if hs6 and current else None,
            supplements=self._supplements(hs6) if hs6 and current else (),
            family=family,
            listed_relatives=tuple(c for c in relatives if c in self.tables.high_priority or self._supplements(c)),
        )

    def _supplements(self, hs6: str) -> tuple[HtsEntry, ...]:
        found = (self.tables.hts(number, hs6) for number in sorted(self.tables.hts_entries))
        return tuple(entry for entry in found if entry)

    def _eccn(self, query: str) -> GoodsAnswer:
        entry = self.tables.eccn(query)
        split = split_eccn(query)
        if entry is None or split is None:
            note = "No such entry in the CCL as carried (up to two entries of September 2026 may be missing)."
            return GoodsAnswer(query=query, kind="unknown", notes=(note,))
        controls = tuple(
            EccnControl(
                reason=row.reason,
                column=row.column,
                reaches=row.scope.covers(query),
                scope_text=row.scope_text,
                destinations=row.destinations,
                except_destinations=row.except_destinations,
                citation=row.citation,
            )
            for row in self.tables.controls(query)
        )
        stated = {"LVS": entry.lvs, "GBS": entry.gbs, "TSR": entry.tsr} | dict.fromkeys(
            entry.other_exceptions, "see entry"
        )
        if entry.sta_limited:
            stated["STA"] = "special conditions in the entry"
        military = self.tables.meu_supp2(query)
        answer = EccnAnswer(
            code=query.strip(),
            eccn=entry.eccn,
            paragraph=".".join(split[1]),
            title=entry.title,
            reasons=entry.reasons,
            controls=controls,
            exceptions={symbol: text for symbol, text in stated.items() if text},
            all_destinations=self.tables.all_destinations(query),
            military_end_use=military is not None and military.scope.covers(query) != "no",
            pointer=entry.pointer,
        )
        return GoodsAnswer(query=query, kind="eccn", eccn=answer, notes=_eccn_notes(answer))


def _hs_notes(answer: HsAnswer) -> tuple[str, ...]:
    notes = []
    if answer.hs6 is None:
        notes.append("The goods lists name six-digit codes; give at least six digits.")
    if answer.vintage != CARRIED_VINTAGES[-1] and answer.hs6:
        notes.append("The goods lists are written in HS 2022; see listed_relatives.")
    if answer.family and answer.family.split:
        notes.append("The code was split or merged between editions: compare trade over the whole family.")
    if any(entry.status != "verified" for entry in answer.supplements):
        notes.append("Some dates of addition are taken from secondary reports or unverified; see status.")
    return tuple(notes)


def _eccn_notes(answer: EccnAnswer) -> tuple[str, ...]:
    notes = []
    if answer.pointer:
        notes.append("The entry has no license requirements of its own: it points to another agency or is reserved.")
    if any(control.reaches == "unknown" for control in answer.controls):
        notes.append("Some controls depend on the paragraph or a technical parameter; see reaches.")
    return tuple(notes)


__all__ = [
    "Agreement",
    "Candidate",
    "EccnAnswer",
    "EccnControl",
    "Goods",
    "GoodsAnswer",
    "HsAnswer",
    "agreement",
    "valid_hs6",
]
