"""What kind of party a name is, told from its words; and where a name ends that leads an address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tidewaiter.model import ListedName, NameKind, Schema
from tidewaiter.sources.lists.text import clean

_LEGAL_TAIL = re.compile(
    r"^(?:co|ltd|limited|llc|inc|corp|gmbh|s\.?a|jsc|pte|pvt|plc)\b\.?(?:,? ltd\.?)?"
    r"(?: [^\d,]{0,50}\b(?:institute|laborator(?:y|ies)|lab|cent(?:er|re)|branch|factory))?$",
    re.IGNORECASE,
)
_ORGANIZATION = re.compile(
    r"\b(?:ltd|limited|llc|llp|l\.l\.c|inc|incorporated|corp|corporation|co|company|companies|gmbh|ag|kg|"
    r"s\.?a\.?s?|s\.?r\.?l|n\.?v|b\.?v|plc|pte|"
    r"pvt|pty|sdn|bhd|jsc|ojsc|pjsc|cjsc|ooo|oao|zao|pao|ao|fgup|fsue|mup|too|kft|spa|oy|oyj|ab|a/s|aps|as|fze|"
    r"fzc|fzco|fz-llc|dmcc|est|"
    r"establishment|enterprises?|group|holdings?|institut[eo]?|university|universitet|academy|college|"
    r"laborator(?:y|ies)|bureau|centre|center|"
    r"ministry|department|agency|directorate|administration|committee|commission|council|bank|trust|fund|"
    r"foundation|association|society|"
    r"organi[sz]ation|factory|plant|works|shipyard|trading|traders|technolog(?:y|ies)|electronics?|industr(?:y|"
    r"ies|ial)|international|systems?|"
    r"solutions|services|logistics|shipping|airlines?|airways|aviation|import|export|joint stock|sirketi|şirketi|"
    r"sanayi|ticaret|anonim|"
    r"research|engineering|consult\w*|supply|forces?|brigade|army|regiment|battalion|police|station|museum|school|"
    r"hospital|clinic|"
    r"corps|office|branch|network|party|front|brigades|firm|store|mining|petroleum|energy|oil|gas|exchange|"
    r"insurance|media|television|"
    r"partners|partnership|ventures|investments?|properties|motors?|machinery|equipment|telecom\w*|computers?|"
    r"software|semiconductors?)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^(?:mr|mrs|ms|dr|prof|gen|col|capt|maj|lt|sheikh|colonel|general)\.?\s|"
    r"\b\w{3,}(?:ovich|evich|yevich|ovna|evna|yevna|ichna|oglu|oğlu|kyzy|qizi)\b",
    re.IGNORECASE,
)
_IN_CUSTODY = re.compile(
    r"\binmate\b|\bregister number|\bFCI\b|correctional institution|federal prison|USM NO", re.IGNORECASE
)


def organization_before(text: str) -> tuple[str, str] | None:
    """Split ``Hangzhou Huawei Co., Ltd., Room 605, Hangzhou`` into organization and rest; None when none leads."""
    parts = text.split(",")
    end = 1
    while end < len(parts) and _LEGAL_TAIL.match(parts[end].strip()):
        end += 1
    name = ",".join(parts[:end])
    if end == len(parts) or any(c.isdigit() or c == ";" for c in name) or not _ORGANIZATION.search(name):
        return None
    return clean(name), ",".join(parts[end:]).strip()


def schema_of(names: Iterable[ListedName], addresses: Iterable[str] = (), *, national: bool = False) -> Schema:
    """Decide person or organization where the list does not say; ``LegalEntity`` whenever the text leaves doubt.

    Args:
        names: Names of the entry.
        addresses: Address texts; an inmate number makes a person.
        national: The entry states a nationality.
    """
    texts = [n.text for n in names if n.kind is not NameKind.AFFILIATE]
    if texts and _ORGANIZATION.search(texts[0]):
        return Schema.ORGANIZATION
    if national or any(_IN_CUSTODY.search(a) for a in addresses) or (texts and _PERSON.search(texts[0])):
        return Schema.PERSON
    return Schema.ORGANIZATION if any(_ORGANIZATION.search(t) for t in texts) else Schema.ENTITY
