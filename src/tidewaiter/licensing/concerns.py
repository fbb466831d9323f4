"""End uses and knowledge as codes, from the coded values of the interface and from plain words.

Words are taken at their face when they state something plainly, and become a question as soon as they are hedged or
negated. A word never clears a concern: it can only raise one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.law import Law, Tri, tri, without, words_in
from tidewaiter.model import UnknownCountryError, resolve_country
from tidewaiter.model.countries import Country

#: Codes of the interface that are end uses of concern; ``civil`` and ``government`` raise none by themselves.
CODED = frozenset(
    {
        "military",
        "military_intelligence",
        "nuclear",
        "missile",
        "chemical_biological",
        "uav",
        "advanced_computing",
        "semiconductor_manufacturing",
        "oil_gas_deepwater_arctic_shale",
    }
)
_HARMLESS = frozenset({"civil", "government"})
#: Ways of saying that the end use is not known; they state nothing.
_NOT_STATED = frozenset({"", "unknown", "not stated", "not_stated", "n/a", "na", "none", "tbd", "?"})
_SYNONYMS = {
    "military_end_use": "military",
    "military_end_user": "military",
    "meu": "military",
    "mieu": "military_intelligence",
    "military_intelligence_end_use": "military_intelligence",
    "military_intelligence_end_user": "military_intelligence",
    "cbw": "chemical_biological",
    "chemical_weapons": "chemical_biological",
    "biological_weapons": "chemical_biological",
    "rocket": "missile",
    "missiles": "missile",
    "drone": "uav",
    "drones": "uav",
    "supercomputer": "advanced_computing",
    "semiconductor": "semiconductor_manufacturing",
    "advanced_node": "semiconductor_manufacturing",
}
_WORD_RULES = (
    "us.ear.772.knowledge.military_intelligence",
    "us.ear.772.knowledge.military",
    "us.ear.772.knowledge.missile",
    "us.ear.772.knowledge.uav",
    "us.ear.772.knowledge.nuclear",
    "us.ear.772.knowledge.chemical_biological",
    "us.ear.772.knowledge.advanced_computing",
    "us.ear.772.knowledge.semiconductor",
    "us.ear.772.knowledge.oil_gas",
)
_NATIONALITIES = tuple(
    f"us.ear.772.nationality.{code}" for code in ("ru", "by", "ir", "kp", "cu", "sy", "cn", "ve", "mm")
)
_CODE = re.compile(r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$")
_NAME = re.compile(r"[A-Z][\w'’-]+(?:\s+(?:of\s+|the\s+)*[A-Z][\w'’-]+)*")


@dataclass(frozen=True, slots=True)
class Concerns:
    """What is stated about the use and fate of the item.

    Attributes:
        end_uses: Each coded end use and how certain it is.
        diversions: Countries (and regions) the item is said to go on to, and how certain that is.
        violation: Whether a violation is known, has occurred or is intended.
        unread: Statements that could not be understood: each becomes a question.
        advanced_node: The item is stated to go to an advanced-node facility.
    """

    end_uses: tuple[tuple[str, Tri], ...] = ()
    diversions: tuple[tuple[Country, Tri], ...] = ()
    violation: Tri = Tri.NO
    unread: tuple[str, ...] = ()
    advanced_node: bool = False
    end_use_stated: bool = False

    def of(self, codes: Iterable[str]) -> Tri:
        """Return how certain it is that one of the end uses is stated."""
        wanted = set(codes)
        answer = Tri.NO
        for code, certain in self.end_uses:
            if code in wanted:
                answer = answer | certain
        return answer


@lru_cache(maxsize=16384)
def concerns(law: Law, day: dt.date, end_use: str | None, knowledge: tuple[str, ...]) -> Concerns:
    """Return the end use and the exporter's knowledge as codes."""
    uses: dict[str, Tri] = {}
    going: dict[Country, Tri] = {}
    violation = Tri.NO
    unread: list[str] = []
    node = False
    stated = end_use if (end_use or "").strip().lower() not in _NOT_STATED else None
    for text, is_knowledge in [(stated or "", False), *((entry, True) for entry in knowledge)]:
        if not text.strip():
            continue
        read = _read(law, day, text, is_knowledge=is_knowledge)
        for code, certain in read.end_uses:
            uses[code] = uses.get(code, Tri.NO) | certain
        for country, certain in read.diversions:
            going[country] = going.get(country, Tri.NO) | certain
        violation = violation | read.violation
        unread.extend(read.unread)
        node = node or read.advanced_node
    return Concerns(tuple(uses.items()), tuple(going.items()), violation, tuple(unread), node, stated is not None)


def _read(law: Law, day: dt.date, text: str, *, is_knowledge: bool) -> Concerns:
    stated = text.strip().lower().replace(" ", "_").replace("-", "_")
    code = _SYNONYMS.get(stated, stated)
    if code in CODED:
        return Concerns(((code, Tri.YES),), advanced_node=stated == "advanced_node")
    if code in _HARMLESS:
        return Concerns()
    head, colon, rest = text.partition(":")
    if colon and head.strip().lower().replace(" ", "_") in (
        "diversion",
        "divert",
        "reexport",
        "transshipment",
        "end_user_in",
    ):
        return _diversion(text, rest)
    return _words(law, day, text, is_knowledge=is_knowledge)


def _diversion(text: str, where: str) -> Concerns:
    try:
        return Concerns(diversions=((resolve_country(where.strip()), Tri.YES),))
    except UnknownCountryError:
        return Concerns(unread=(text,))


def _terms(law: Law, day: dt.date, rule_id: str) -> tuple[str, ...]:
    rule = law.at(rule_id, day)
    return rule.get("terms") if rule else ()


def _words(law: Law, day: dt.date, text: str, *, is_knowledge: bool) -> Concerns:
    plain = text.replace("_", " ")
    wrong = _terms(law, day, "us.ear.772.knowledge.violation")
    unlicensed = _terms(law, day, "us.ear.772.knowledge.unlicensed")
    hedged = bool(words_in(without(plain, (*wrong, *unlicensed)), _terms(law, day, "us.ear.772.knowledge.negation")))
    certain = Tri.UNKNOWN if hedged else Tri.YES
    stated = (rule for rule_id in _WORD_RULES if (rule := law.at(rule_id, day)) and words_in(plain, rule.get("terms")))
    uses = tuple((code, certain) for rule in stated for code in rule.get("end_uses"))
    going: tuple[tuple[Country, Tri], ...] = ()
    if is_knowledge or words_in(plain, _terms(law, day, "us.ear.772.knowledge.diversion")):
        going = tuple((country, certain) for country in _countries(plain))
    if is_knowledge or uses:
        named = {country for country, _ in going}
        going += tuple((one, Tri.UNKNOWN) for one in _nationalities(law, day, plain) if one not in named)
    violation = certain if words_in(plain, wrong) else tri(None if words_in(plain, unlicensed) else False)
    nothing = not uses and not going and violation is Tri.NO
    unread = (text,) if is_knowledge and nothing and not hedged else ()
    node = bool(words_in(plain, ("advanced node", "advanced-node"))) and not hedged
    return Concerns(uses, going, violation, unread, node)


def _nationalities(law: Law, day: dt.date, text: str) -> tuple[Country, ...]:
    """Countries whose people or institutions a text names: not where the item goes, but reason to ask."""
    rules = (rule for rule_id in _NATIONALITIES if (rule := law.at(rule_id, day)))
    return tuple(resolve_country(rule.get("destinations")[0]) for rule in rules if words_in(text, rule.get("terms")))


def _countries(text: str) -> tuple[Country, ...]:
    """Countries named in a text: capitalized words that the country table knows, codes of two letters left out."""
    found: dict[Country, None] = {}
    for name in _NAME.findall(text):
        for candidate in (name, *name.split()):
            if len(candidate) > 3:
                try:
                    found[resolve_country(candidate)] = None
                    break
                except UnknownCountryError:
                    continue
    return tuple(found)
