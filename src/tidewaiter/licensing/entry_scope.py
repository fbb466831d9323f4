"""Which items the License Requirement column of a listed entry reaches (744 Supp. No. 4, Supp. No. 7)."""

from __future__ import annotations

from dataclasses import dataclass

from tidewaiter.law import Tri, hs_in, tri
from tidewaiter.licensing.classification import Classification, Kind
from tidewaiter.licensing.control_scope import named_paragraphs
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.goods import in_supplement
from tidewaiter.model import ItemScope, ListedAs

_ECCN = "What is the ECCN of the item, or is it EAR99?"
_PETROLEUM = ("2709", "2710", "2711", "2712", "2713", "2714", "2715")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether an entry reaches the item; ``scope`` says in words what it reaches, ``question`` what would settle it."""

    answer: Tri
    scope: str
    question: str | None = None


def entry_reaches(facts: Facts, listing: ListedAs) -> Reach:
    """Return whether the entry's coded scope reaches the item.

    A listing stated without its entry is taken to reach all items subject to the EAR, which most entries do, and asks
    for the entry's own column; a list that is limited by law (MEU List) is taken at that limit.
    """
    requirement = listing.requirement
    if listing.list == "us.bis.mieu":
        return Reach(Tri.YES, "all items subject to the EAR")
    if listing.list == "us.bis.military_end_user":
        return _meu(facts)
    if requirement is None:
        question = None if facts.goods.on_ccl else "What does the License Requirement column of the entry say?"
        return Reach(Tri.YES, "all items subject to the EAR, as far as known", question)
    return _coded(facts, requirement.items, requirement.exclusion)


def _coded(facts: Facts, items: ItemScope, exclusion: str | None) -> Reach:
    goods = facts.goods
    if items is ItemScope.ALL:
        return Reach(Tri.YES, "all items subject to the EAR")
    if items is ItemScope.CCL:
        answer = _on_ccl(goods)
        return Reach(answer, "items on the CCL", _ECCN if answer is Tri.UNKNOWN else None)
    if items is ItemScope.CCL_AND_SUPP7:
        return _ccl_and_supp7(facts)
    if items is ItemScope.MEU_SUPP2:
        return _meu(facts)
    if items is ItemScope.PROJECT_746_8_A_4:
        return _project(facts)
    if items is ItemScope.ALL_EXCEPT:
        return _all_except(goods, exclusion)
    if items is ItemScope.NONE:
        return Reach(Tri.NO, "no items by itself")
    return Reach(
        Tri.UNKNOWN, "items that could not be read", "What does the License Requirement column of the entry say?"
    )


def _on_ccl(goods: Classification) -> Tri:
    if goods.on_ccl:
        return Tri.YES
    return Tri.NO if goods.kind is Kind.EAR99 else Tri.UNKNOWN


def _ccl_and_supp7(facts: Facts) -> Reach:
    scope = "items on the CCL and EAR99 items of Supp. No. 7 to part 746"
    on_ccl = _on_ccl(facts.goods)
    supp7 = in_supplement(facts.law, 7, facts.goods.hs, facts.day)
    if on_ccl is Tri.NO and supp7 is Tri.UNKNOWN:
        return Reach(Tri.UNKNOWN, scope, "What is the HS code (six digits, HS 2022) of the item?")
    answer = on_ccl | supp7
    return Reach(answer, scope, _ECCN if answer is Tri.UNKNOWN else None)


def _meu(facts: Facts) -> Reach:
    item, question = military_item(facts)
    return Reach(item, "items of Supp. No. 2 to part 744", question if item is Tri.UNKNOWN else None)


def military_item(facts: Facts) -> tuple[Tri, str]:
    """Tell whether Supplement No. 2 to part 744 names the item, and what would settle it where that is open."""
    if not facts.goods.on_ccl:
        return (Tri.NO if facts.goods.kind is Kind.EAR99 else Tri.UNKNOWN), _ECCN
    code = facts.goods.code
    entry = facts.law.tables.meu_supp2(code)
    if entry is None:
        return Tri.NO, _ECCN
    item = tri(entry.scope.covers(code))
    if entry.listed_from is not None and facts.as_of < entry.listed_from:
        question = f"Did Supp. No. 2 to part 744 name {entry.eccn} before {entry.listed_from}?"
        return item & Tri.UNKNOWN, question
    named = named_paragraphs(code, (*entry.scope.paragraphs, *entry.scope.conditional))
    which = f"Which paragraph of {code} is the item in?" + (f" Supp. No. 2 to part 744 names {named}." if named else "")
    return item, entry.question or which


def _project(facts: Facts) -> Reach:
    scope = "all items when used in a deepwater, Arctic offshore or shale project"
    stated = facts.concerns.of(("oil_gas_deepwater_arctic_shale",))
    if stated is Tri.NO and not facts.concerns.end_use_stated:
        stated = Tri.UNKNOWN
    question = "Is the item for a deepwater, Arctic offshore or shale oil or gas project?"
    return Reach(stated, scope, question if stated is Tri.UNKNOWN else None)


def _all_except(goods: Classification, exclusion: str | None) -> Reach:
    scope = f"all items subject to the EAR, except {(exclusion or 'an exclusion of the entry').replace('_', ' ')}"
    if exclusion == "petroleum_products":
        if goods.hs is not None and not hs_in(goods.hs, _PETROLEUM):
            return Reach(Tri.YES, scope)
        return Reach(Tri.UNKNOWN, scope, "Is the item a petroleum product the entry leaves out?")
    if exclusion == "ear99_uav_technology":
        if goods.on_ccl:
            return Reach(Tri.YES, scope)
        return Reach(Tri.UNKNOWN, scope, "Is the item EAR99 technology for the unmanned aircraft the entry leaves out?")
    if exclusion == "ofac_general_license":
        return Reach(Tri.YES, scope, "Does an OFAC general license named in the entry cover the transaction?")
    return Reach(Tri.UNKNOWN, scope, "What does the entry leave out of its license requirement?")
