"""Names as the lists print them: aliases, acronyms, subordinate institutions and legal tails inside one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tidewaiter.model import ListedName, NameKind
from tidewaiter.sources.lists.text import clean, is_name

_ALIAS_MARK = re.compile(
    r"[\s,;(]*\b(?P<mark>a\.?k\.?a|f\.?k\.?a|n\.?k\.?a|d\.?b\.?a|also known as|formerly known as|"
    r"doing business as)\b\.?[,:]?\s*"
    r"(?:(?:the )?following (?:\w+ )?alias(?:es)?\s*[:,]?\s*)?",
    re.IGNORECASE,
)
_LEADING_WORDS = re.compile(r"^(?:and\s+(?=\S)|also known as:?\s+|a\.?k\.?a\.?[,:]?\s+(?=\S))+", re.IGNORECASE)
_ALIAS_SEPARATOR = re.compile(r"\s*(?:;\s*(?:and\b)?|(?:^|\s)[—–]\s?)\s*")
_EMBEDDED = re.compile(
    r"[.,;]?\s*\(?\b(?:affiliated entit(?:y|ies)|(?:and )?subordinate (?:institutions?|entit(?:y|"
    r"ies)))\b\s*(?:[:—–-]\s*|(?=[A-Z]))",
    re.IGNORECASE,
)
_SUCCESSORS = re.compile(
    r",?\s+(?:and|including)\s+(?:any|its|all|their)\s+(?:successors?|sub-?units?|subsidiar(?:y|ies)|affiliates?)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_PARAGRAPH = re.compile(r",? including (?:the|all|any) .*$", re.IGNORECASE | re.DOTALL)
_NATIONAL = re.compile(r"\s*\((?P<country>[^()]{2,40}?) (?:national|citizen)\)", re.IGNORECASE)
_ACRONYM = re.compile(r"\((?P<text>[A-Z][A-Z0-9&/.-]{1,11}(?: \d{1,4}| [A-Z]{2,6})?)\)\s*[.,;]?\s*$")
_MIXED_ACRONYM = re.compile(r"\((?P<text>(?=(?:[a-z]*[A-Z]){3})[A-Z][A-Za-z]{2,14})\)\s*[.,;]?\s*$")
_RELATION = re.compile(
    r"\s*\((?:an? (?:subsidiary|subordinate \w+|division|branch|affiliate|unit)|parent organization)\b(?:[^()]|"
    r"\([^()]*\))*\)",
    re.IGNORECASE,
)
#: Upper-case words in final brackets that are a place, a legal form or a nationality, not an acronym of the party.
_NO_ACRONYM = frozenset(
    [
        "PRC",
        "UAE",
        "HK",
        "HKG",
        "USA",
        "US",
        "UK",
        "EU",
        "RF",
        "RUS",
        "DPRK",
        "ROC",
        "SZ",
        "BVI",
        "RAK",
        "PVT",
        "PTY",
        "LTD",
        "LLC",
        "LLP",
        "INC",
        "CO",
        "FZE",
        "FZC",
        "FZCO",
        "FZ",
        "DMCC",
        "SDN",
        "BHD",
        "PLC",
        "SA",
        "AG",
        "NV",
        "BV",
        "GMBH",
        "JSC",
        "OJSC",
        "PJSC",
        "OOO",
        "OAO",
        "ZAO",
        "PAO",
        "AO",
        "TR",
        "CN",
        "RU",
        "IR",
        "PK",
        "SG",
        "MY",
        "TH",
        "TW",
        "JP",
        "KR",
        "IN",
        "IL",
        "DE",
        "FR",
        "IT",
        "NL",
    ]
)
_BRACKETED_NAME = re.compile(r"^(?P<name>[^()]{3,}?)\s*\((?P<other>[^()]{3,80})\)\s*$")


def split_aliases(cells: Iterable[str]) -> list[str]:
    """Return the single aliases in cells that may hold several, such as ``X; and Y``."""
    found: list[str] = []
    for cell in cells:
        for piece in re.split(r"\s*;\s*", cell):
            alias = clean(_LEADING_WORDS.sub("", clean(piece)))
            if is_name(alias):
                found.append(alias)
    return list(dict.fromkeys(found))


def read_names(primary: str, aliases: Iterable[str] = (), *, weak: Iterable[str] = ()) -> tuple[ListedName, ...]:
    """Return all names in the name cell and the alias cells of an entry, the primary one first, each once.

    Aliases written inside the name become aliases of their own; a final acronym in brackets is an alias; a subordinate
    institution or affiliated entity named behind its parent is an affiliate name (the whole text stays the primary
    name, because the parent alone is another entry); legal tails about successors and sub-units are cut off.

    Args:
        primary: The name cell.
        aliases: Cells of the alias column; one may hold several names.
        weak: Aliases the publisher marks as weak or of low quality.
    """
    names: list[ListedName] = list(_in_name_cell(clean(primary)))
    for alias in split_aliases(aliases):
        names.extend(ListedName(text=n.text, kind=_as_alias(n.kind)) for n in _in_name_cell(alias))
    names.extend(ListedName(text=alias, kind=NameKind.ALIAS, weak=True) for alias in split_aliases(weak))
    return unique_names(names)


def unique_names(names: Iterable[ListedName]) -> tuple[ListedName, ...]:
    """Return the names once each, ignoring case; the first stays, so a strong name is not repeated as a weak one."""
    found: dict[str, ListedName] = {}
    for name in names:
        found.setdefault(name.text.casefold(), name)
    return tuple(found.values())


def nationality_in(text: str) -> str | None:
    """Return the country text of a bracketed nationality, ``PRC`` in ``Luo Dongmei (PRC national)``."""
    match = _NATIONAL.search(text)
    return match["country"] if match else None


def parent_of(text: str) -> tuple[str, ...] | None:
    """Return the spellings of the parent in ``Parent (ACR). Subordinate Institution - Child``; None without a child."""
    embedded = _EMBEDDED.search(text)
    if embedded is None or embedded.start() <= 3 or not is_name(text[embedded.end() :]):
        return None
    return tuple(n.text for n in _with_acronym(text[: embedded.start()], NameKind.PRIMARY))


def _as_alias(kind: NameKind) -> NameKind:
    return NameKind.ALIAS if kind is NameKind.PRIMARY else kind


def _in_name_cell(text: str) -> Iterable[ListedName]:
    national = _NATIONAL.search(text)
    text = clean(_NATIONAL.sub("", text))
    text = clean(_SUCCESSORS.sub("", text))
    if len(text) > 120:
        text = clean(_PARAGRAPH.sub("", text))
    embedded = _EMBEDDED.search(text)
    if embedded and embedded.start() > 3 and is_name(text[embedded.end() :]):
        yield ListedName(text=text)
        yield from _alias_marks(clean(text[embedded.end() :]), NameKind.AFFILIATE)
        return
    yield from _alias_marks(text, NameKind.PRIMARY)
    if national and (match := _BRACKETED_NAME.match(text)):
        yield ListedName(text=clean(match["name"]), kind=NameKind.ALIAS)
        yield ListedName(text=clean(match["other"]), kind=NameKind.ALIAS)


def _alias_marks(text: str, kind: NameKind) -> Iterable[ListedName]:
    marks = list(_ALIAS_MARK.finditer(text))
    if not marks or not is_name(text[: marks[0].start()]):
        yield from _with_acronym(text, kind)
        return
    yield from _with_acronym(_balanced(text[: marks[0].start()]), kind)
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        former = mark["mark"].lower().startswith("f")
        piece = text[mark.end() : following.start() if following else len(text)]
        for part in _ALIAS_SEPARATOR.split(piece):
            alias = clean(re.sub(r"^(?:and\s+)?(?:[—–]\s*)?", "", _balanced(part)))
            if is_name(alias):
                yield ListedName(text=alias, kind=NameKind.FORMER if former else NameKind.ALIAS)


def _with_acronym(text: str, kind: NameKind) -> Iterable[ListedName]:
    text = clean(text)
    match = _ACRONYM.search(text) or _MIXED_ACRONYM.search(text)
    yield ListedName(text=text, kind=kind)
    bare = clean(_RELATION.sub("", text))
    if bare != text and is_name(bare):
        yield ListedName(text=bare, kind=_as_alias(kind))
        return
    if match and match.start() > 3 and match["text"].strip(".").replace(".", "") not in _NO_ACRONYM:
        yield ListedName(text=clean(text[: match.start()]), kind=_as_alias(kind))
        yield ListedName(text=match["text"], kind=_as_alias(kind))


def _balanced(text: str) -> str:
    """Drop closing brackets that were opened before the piece, and opening ones left at its end."""
    text = text.strip().rstrip("(").rstrip(" ,;")
    while text.count(")") > text.count("(") and ")" in text:
        head, _, tail = text.rpartition(")")
        text = (head + tail).strip()
    return text
