"""A name that holds two: the party that acts, and the principal it acts for."""

from __future__ import annotations

import re

#: Between the two: ``A on behalf of B`` and the like in the languages of declarations and bills of lading.
_FOR = (
    r"(?:for\s+and\s+)?on\s+behalf(?:\s+and\s+(?:for|on)\s+(?:the\s+)?account)?\s+of(?:\s+and\s+for\s+(?:the\s+)?account\s+of)?",
    r"by\s+order\s+(?:and\s+for\s+(?:the\s+)?account\s+)?of",
    r"(?:for|on)\s+(?:the\s+)?account\s+of",
    r"as\s+agents?\s+(?:for|of)",
    r"o/b/?o?|obo|b/o",
    r"от\s+имени(?:\s+и\s+(?:по\s+поручению|за\s+сч[её]т))?|по\s+поручению(?:\s+и\s+(?:от\s+имени|за\s+сч[её]т))?",
    r"за\s+дорученням|від\s+імені",
    r"im\s+auftrage?\s+(?:von|der|des)|por\s+cuenta\s+(?:y\s+orden\s+)?de|en\s+nombre\s+de|pour\s+le\s+compte\s+de",
)
_ACTS_FOR = re.compile(rf"^(.*?\w\W*?)[\s,;(]+(?:{'|'.join(_FOR)})[\s:.]+(\w.*?)[^\w.]*$", re.IGNORECASE)
#: Turkish has it the other way round: ``B adına A``, ``B adına ve hesabına A``, and ``A (B adına)``.
_IN_NAME = r"(ad[ıi]na|nam[ıi]na)(\s+ve\s+hesab[ıi]na)?"
_BEFORE = re.compile(rf"^(.*\w\W*?)[\s,]+{_IN_NAME}[\s:,\-]+(\w.*?)[^\w.]*$", re.IGNORECASE)
_BEHIND = re.compile(rf"^(.*\w\W*?)\s*[(,;]\s*(\w[^(,;]*?)[\s,]+{_IN_NAME}\W*$", re.IGNORECASE)
#: Without its own letter the word is a woman's name as well: it then counts behind a legal form only.
_OWN_LETTER = "ı"
_FORM = re.compile(
    r"(?:^|[\s.,])(?:ltd|limited|llc|llp|inc|corp|co|company|plc|pte|gmbh|ag|kg|b\.?v|n\.?v|s\.?a|s\.?r\.?l|s\.?p\.?a|oy|"
    r"ab|fze|fzco|jsc|ooo|ооо|ао|[şs]t[iı]|a\.?\s?[şs])\.?$",
    re.IGNORECASE,
)
#: Without one of these beginnings of words no name holds two; it spares reading the others.
MAY_ACT = (
    r"(?i)behalf|order|account|agent|o/b|b/o|obo|поручению|имени|дорученням|імені|auftrag|cuenta|nombre|compte|"
    r"[dm][ıi]na"
)


def principal_apart(text: str) -> tuple[str, str | None]:
    """Return the name of the party that acts, and of whom it acts for, if the text says so.

    Args:
        text: A name with single spaces.
    """
    if found := _ACTS_FOR.match(text):
        return found[1], found[2]
    if (found := _BEHIND.match(text)) and _is_adina(found[2], found[3], found[4]):
        return found[1], found[2]
    if (found := _BEFORE.match(text)) and _is_adina(found[1], found[2], found[3]):
        return found[4], found[1].rstrip(" ,")
    return text, None


def _is_adina(principal: str, word: str, account: str | None) -> bool:
    """Tell whether the word is ``adına`` and no part of a name."""
    return _OWN_LETTER in word or account is not None or bool(_FORM.search(principal))
