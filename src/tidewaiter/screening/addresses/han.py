"""Addresses in han characters, which are written without spaces, divided where a character says what goes before it."""

from __future__ import annotations

import re
from functools import cache

from tidewaiter.screening.words import any_of, read_table

_HAN = re.compile(r"[\u4e00-\u9fff]")
#: ``16樓``, ``3层``; ``1318室``, ``D室``.
_FLOOR = re.compile(r"(\d{1,3})\s?[楼樓层層]")
_DOOR = r"(?:\d+[a-z]?|[a-z])"
_ROOM = re.compile(rf"({_DOOR}(?:\s?[-/&]\s?{_DOOR})*)\s?[室房]", re.IGNORECASE)
#: A point of the compass between a street's name and its type: 南京东路 is East Nanjing Road.
_COMPASS = re.compile(r"(?<=[\u4e00-\u9fff]{2})([东東西南北中])(?=大道|大街|路|街)")
#: Countries, which stand first, or last behind a comma.
_FIRST = {
    "中国": "China",
    "中國": "China",
    "中华人民共和国": "China",
    "香港": "Hong Kong",
    "澳门": "Macau",
    "澳門": "Macau",
}
_COUNTRIES = any_of(_FIRST)
_STANDS_LAST = re.compile(rf"[,\s]+({_COUNTRIES.pattern})\s*$")
#: Parts of Hong Kong that stand first where the country is not named.
_OF_HONG_KONG = ("九龍", "九龙", "新界")
#: What a building of Hong Kong is called before the word for it: in English something else, which cannot be read off.
_CALLED = r"[^\W\d_a-z路道街里徑径巷]*"


def divide_han(text: str) -> str:
    """Return an address with spaces and commas where its han characters end a province, town, street or number.

    An address without han characters is returned as it is. What stands before such a character is left to be read by
    its sounds in Mandarin: a street that is named otherwise in English is not translated. The streets and districts of
    Hong Kong, whose English names are official and sound otherwise, are replaced by these as far as the table has them.
    """
    if not _HAN.search(text):
        return text
    last = []
    if country := _STANDS_LAST.search(text):
        last.append(_FIRST[country[1]])
        text = text[: country.start()]
    while country := _COUNTRIES.match(text):
        last.append(_FIRST[country[0]])
        text = text[country.end() :]
    if "Hong Kong" in last or "hong kong" in text.lower() or text.startswith(_OF_HONG_KONG):
        text = _read_hong_kong(text)
    text = _ROOM.sub(r" , room \1 , ", _FLOOR.sub(r" , floor \1 , ", text))
    text = _COMPASS.sub(r" \1 ", text)
    words, pattern = _words()
    text = pattern.sub(lambda found: f" {words[found[0]]} ", text)
    return ", ".join([text, *reversed(last)])


def _read_hong_kong(text: str) -> str:
    names, streets, buildings = _hong_kong()
    text = buildings.sub(lambda found: f" , {names[found[1]]} , ", streets.sub(lambda found: names[found[0]], text))
    return text.replace("道", " road ")


@cache
def _hong_kong() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """Return what is written and read, the pattern of places and streets, and that of buildings with their names."""
    rows = read_table("hong_kong_places.csv")
    shapes = {"place": " , {} , ", "street": " , {} ", "building": "{}"}
    names = {row["written"]: shapes[row["sort"]].format(row["read"]) for row in rows}
    kinds = {word: read for word, read in _words()[0].items() if read in ("building,", "centre,", "plaza,")}
    names |= {word: read.rstrip(",") for word, read in kinds.items()}
    placed = [row["written"] for row in rows if row["sort"] != "building"]
    built = [row["written"] for row in rows if row["sort"] == "building"] + list(kinds)
    return names, any_of(placed), re.compile(f"{_CALLED}?({any_of(built).pattern})")


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    words = {row["written"]: row["read"] for row in read_table("han_addresses.csv")}
    return words, any_of(words)
