"""Japan's specified entities of Russia, Belarus and third countries: the text of the official PDF tables.

An entry opens with its number and Japanese name, then the English name, ``a.k.a. the following N aliases:`` with lines
that begin with a dash, and addresses behind 所在地：. An entry may run on from the line before it, so the numbers,
which rise by one, lead.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from tidewaiter.model import Address, ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.addresses import split_addresses
from tidewaiter.sources.lists.days import whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import read_names, unique_names
from tidewaiter.sources.lists.places import country_in
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

LIST = "jp.meti.russia"
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f]")
_JAPANESE_END = re.compile(
    r"[\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f][）)」』。\s]*(?=[^\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f]*$)"
)
_CLOSING = re.compile(r"[）)][）)」』]*")
_LATIN_RUN = re.compile(r"[A-Za-z][A-Za-z0-9 .,&'-]{5,}[A-Za-z.]")
_ADDRESS_MARK = re.compile(r"所在地\s*[：:]")
_ALSO = re.compile(r",?\s*a\.?k\.?a\.?,?\s*(?:the\s+following\s+)?(?:\w+\s*alias(?:es)?)?\s*[:：]?\s*", re.IGNORECASE)
_DASH = re.compile(r"(?:^|\n|(?<=;)|(?<=and)|(?<=:))\s*[-—–‐]\s*")
_ALSO_JAPANESE = re.compile(r"[（(]別称、?(?P<names>.*)[）)]", re.DOTALL)
_UPDATED = re.compile(r"最終更新日：([^\n]+)")
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_HEADINGS = {"ロシア連邦の団体": "Russia", "ベラルーシ共和国の団体": "Belarus"}
_SENTENCE = "輸出等に係る禁止措置"


@dataclass(frozen=True, slots=True)
class _Entry:
    japanese: str
    english: str
    addresses: str


def recognise(raw: RawFile) -> bool:
    """Say whether the file is the text of one of the three tables."""
    return _SENTENCE in raw.head.replace("\n", "")


def read(raw: RawFile) -> Reading:
    """Read one table. An entry without a readable English or Japanese name is set aside."""
    text = raw.text().replace("\f", "\n")
    plain = "".join(unicodedata.normalize("NFKC", c) if c in "０１２３４５６７８９" else c for c in text)
    opening = plain[:600].replace("\n", "").replace("及びベラルーシ共和国以外", "")
    heading = next((name for words, name in _HEADINGS.items() if words in opening), None)
    reading = Reading(raw.name, data_date=_updated(plain))
    for number, block in _blocks(plain):
        reading.rows += 1
        listing = _listing(_parts(block), heading)
        if listing.names:
            reading.listings.append(listing)
        else:
            reading.reject(
                number, None, "The entry has no readable name.", "Look it up by its number in the table.", str(number)
            )
    return reading


def _updated(text: str) -> dt.date | None:
    match = _UPDATED.search(text)
    day = _DAY.search(match[1]) if match else None
    return whole_date(f"{day[1]}-{day[2]}-{day[3]}") if day else None


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numbered entries: each next number at a line's start or behind an address, Japanese soon after it."""
    number, start = 0, None
    position = 0
    while True:
        found = _entry_start(text, number + 1, position)
        if start is not None:
            yield number, text[start : found.start() if found else len(text)]
        if found is None:
            return
        number, start, position = number + 1, found.end(), found.end()


def _entry_start(text: str, number: int, position: int) -> re.Match[str] | None:
    pattern = re.compile(rf"(?:\n|(?<=[A-Za-z.。)）])){number}(?=[\s\u3000]*\S)[\s\u3000]*")
    for match in pattern.finditer(text, position):
        line = text[match.end() : match.end() + 60].split("\n", 1)[0]
        if _JAPANESE.search(line):
            return match
    return None


def _parts(block: str) -> _Entry:
    names, *rest = _ADDRESS_MARK.split(block, maxsplit=1)
    addresses = rest[0] if rest else ""
    mark = _ALSO.search(names)
    end = _JAPANESE_END.search(names[: mark.start()] if mark else names)
    cut = _end_of_japanese(names, end, mark.start() if mark else len(names)) if end else 0
    english = re.sub(r"^\s*（[^）]*）", "", names[cut:])
    if not is_name(english) or english.lstrip().startswith(("：", ":")):
        english = "; ".join(_LATIN_RUN.findall(names[:cut]))
    return _Entry(names[:cut], english, addresses)


def _end_of_japanese(names: str, last: re.Match[str], limit: int) -> int:
    """Return where the Japanese name ends: at its last closing bracket, else at the end of its line."""
    head = names[: last.end()]
    if head.count("（") + head.count("(") > head.count("）") + head.count(")"):
        closing = _CLOSING.search(names, last.end())
        return closing.end() if closing else last.end()
    if last[0][1:].strip():
        return last.end()
    line_end = names.find("\n", last.start())
    return line_end if 0 <= line_end < limit and is_name(names[line_end:]) else last.end()


def _listing(entry: _Entry, heading: str | None) -> Listing:
    addresses = tuple(_addresses(entry.addresses))
    return Listing(
        id="",
        list=LIST,
        schema=Schema.ORGANIZATION,
        names=unique_names([*_english(entry.english), *_japanese(entry.japanese)]),
        addresses=addresses,
        countries=tuple(dict.fromkeys(a.country for a in addresses if a.country)),
        heading=heading,
    )


def _english(text: str) -> Iterator[ListedName]:
    mark = _ALSO.search(text)
    names = [clean(n) for n in (text[: mark.start()] if mark else text).split(";")]
    if is_name(names[0]):
        yield from read_names(names[0])
    aliases = [*names[1:], *(_DASH.split(text[mark.end() :]) if mark else [])]
    for piece in aliases:
        alias = clean(re.sub(r"[;,]?\s*(?:and)?\s*$", "", clean(piece)).rstrip("."))
        if is_name(alias):
            yield ListedName(text=alias, kind=NameKind.ALIAS)


def _japanese(text: str) -> Iterator[ListedName]:
    joined = text.replace("\n", "").strip(" \u3000")
    others = _ALSO_JAPANESE.search(joined)
    name = joined[: others.start()] if others else joined
    names = [name, *(re.split(r"、|及び|並びに", others["names"]) if others else [])]
    yield from (ListedName(text=clean(n), kind=NameKind.ALIAS) for n in names if is_name(n) and len(clean(n)) < 120)


def _addresses(text: str) -> Iterator[Address]:
    for piece in split_addresses(clean(text.replace("\n", " "))):
        full = clean(piece).rstrip(".")
        if any(c.isalnum() for c in full):
            yield Address(full=full, country=country_in(full))
