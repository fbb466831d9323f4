"""The words in which codes of the model are shown to a person: one table a code, for every renderer the same."""

from __future__ import annotations

from tidewaiter.model import (
    Decision,
    Effect,
    ExceptionCheck,
    Hit,
    ItemScope,
    Outcome,
    OwnerScreening,
    Ownership,
    Requirement,
    Strength,
    Verdict,
)

VERDICTS = {Verdict.STOP: "Stop", Verdict.HOLD: "Hold", Verdict.RELEASE: "Release"}
#: A sign beside the word, so that no meaning rests on color alone.
VERDICT_SIGNS = {Verdict.STOP: "■", Verdict.HOLD: "▲", Verdict.RELEASE: "●"}
OUTCOMES = {
    Outcome.REQUIRED: "License required",
    Outcome.NOT_REQUIRED: "No license required",
    Outcome.UNDETERMINED: "Undetermined",
    Outcome.NOT_SUBJECT: "Not subject to the EAR",
}
EFFECTS = {
    Effect.REQUIRES: "requires a license",
    Effect.PROHIBITS: "prohibits the act",
    Effect.EXCLUDES: "excludes",
    Effect.UNDETERMINED: "cannot be settled yet",
    Effect.DOES_NOT_APPLY: "does not apply",
    Effect.NOTES: "note",
}
#: Effects which decide the outcome, as against rules that were looked at and did not.
DECISIVE = frozenset({Effect.REQUIRES, Effect.PROHIBITS, Effect.UNDETERMINED})
STRENGTHS = {Strength.MATCH: "Match", Strength.POSSIBLE: "Possible match"}
LISTS = {
    "us.bis.entity_list": "BIS Entity List",
    "us.bis.unverified_list": "BIS Unverified List",
    "us.bis.military_end_user": "BIS Military End-User List",
    "us.bis.denied_persons": "BIS Denied Persons List",
    "us.bis.mieu": "BIS military-intelligence end users",
    "us.ofac.sdn": "OFAC Specially Designated Nationals",
    "us.ofac.ssi": "OFAC Sectoral Sanctions",
    "us.ofac.nonsdn": "OFAC consolidated non-SDN lists",
    "us.state.ddtc": "State/DDTC AECA debarred parties",
    "us.state.isn": "State/ISN nonproliferation sanctions",
    "eu.833.annex_iv": "EU Regulation 833/2014, Annex IV",
    "eu.fsf": "EU financial sanctions",
    "gb.fcdo": "UK sanctions list",
    "un.sc": "UN Security Council list",
    "jp.meti.eul": "Japan METI End User List",
    "ch.seco": "Swiss SECO list",
}
ITEM_SCOPES = {
    ItemScope.ALL: "all items subject to the EAR",
    ItemScope.CCL: "items on the Commerce Control List",
    ItemScope.CCL_AND_SUPP7: "items on the Commerce Control List and EAR99 items of Supp. No. 7 to part 746",
    ItemScope.MEU_SUPP2: "items of Supp. No. 2 to part 744",
    ItemScope.PROJECT_746_8_A_4: "items for use in projects of 746.8(a)(4)",
    ItemScope.ALL_EXCEPT: "all items subject to the EAR, with the exclusion the entry states",
    ItemScope.NONE: "no item-based license requirement of its own",
    ItemScope.UNREAD: "a requirement that could not be coded: read the entry",
}
ELIGIBLE = {"yes": "Available", "no": "Not available", "undetermined": "Undetermined"}
COVERAGE = {"modelled": "Modelled", "partial": "Partly modelled", "pointer": "Not modelled: pointer only"}
REACHES = {"yes": "which reaches", "no": "below", "unknown": "which may reach"}
FORCES = {"in_force": "in force", "suspended": "suspended on this date", "unconfirmed": "not confirmed on this date"}
SEVERITIES = {"hold": "Must be resolved first", "note": "Worth a look"}


def words(code: object) -> str:
    """Return a code such as ``presumption_of_denial`` as words; text that already is a sentence stays as it is."""
    text = str(code)
    return text if " " in text else text.replace("_", " ")


def list_name(list_id: str) -> str:
    """Return the common name of a list id; an unknown or custom list keeps its id."""
    return LISTS.get(list_id.partition("#")[0], list_id)


def requirement_text(requirement: Requirement | None) -> str:
    """Return the coded license requirement of an entry as one phrase; says so when the entry carries none."""
    if requirement is None:
        return "none stated by this list"
    parts = [f"license for {ITEM_SCOPES[requirement.items]}"]
    if requirement.items in (ItemScope.NONE, ItemScope.UNREAD):
        parts = [ITEM_SCOPES[requirement.items]]
    if requirement.footnotes:
        parts.append("footnote " + ", ".join(str(n) for n in requirement.footnotes))
    if requirement.sections:
        parts.append("see " + ", ".join(requirement.sections))
    if requirement.exclusion:
        parts.append("exclusion: " + words(requirement.exclusion))
    if requirement.exceptions:
        parts.append("exceptions the entry allows: " + ", ".join(requirement.exceptions))
    if requirement.extends_to:
        parts.append("extends to " + words(requirement.extends_to))
    return "; ".join(parts)


def exception_text(check: ExceptionCheck) -> str:
    """Return a license exception with its standing in a few words, such as ``GBS: not available``."""
    return f"{check.symbol}: {ELIGIBLE.get(check.eligible, check.eligible).lower()}"


def hit_text(hit: Hit) -> str:
    """Return a hit as one line: strength, score, list and entry."""
    return f"{STRENGTHS[hit.strength].lower()} {hit.score:.2f}, {list_name(hit.list)}: {hit.name}"


def owner_text(owner: OwnerScreening) -> str:
    """Return an owner as one line: how far up it stands, its name and share, and the listings stated of it."""
    share = "share not stated" if owner.share_pct is None else f"{owner.share_pct:g} percent"
    known = f", stated to be on {', '.join(map(list_name, owner.listings))}" if owner.listings else ""
    place = "Owner" + " of an owner" * (len(owner.owner) - 1)
    return f"{place}: {owner.name} ({share}{known})"


def ownership_text(held: Ownership) -> str:
    """Return what listed owners hold together as one sentence, with the percentages and the rule."""
    least, most = f"{held.certain_pct:g}", f"{held.possible_pct:g}"
    share = least if least == most else f"{least} to {most}"
    lists = ", ".join(map(list_name, held.lists))
    verb = "holds" if len(held.owners) == 1 else "hold together"
    return (
        f"{', '.join(held.owners)} ({lists}) {verb} {share} percent, {REACHES[held.reaches]} the"
        f" {held.share_pct:g} percent of {held.citation} ({FORCES[held.force]})"
    )


def open_questions(decision: Decision) -> tuple[tuple[str, str], ...]:
    """Return every open question of a decision with why it matters, each once, those of the license first.

    A fact the decision lists as missing without saying why has an empty second text.
    """
    found = {q.question: q.why for q in decision.license.missing}
    for text in decision.missing:
        found.setdefault(text, "")
    return tuple(found.items())
