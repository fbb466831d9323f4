"""Addresses in han characters, which are written without spaces, divided where a character says what goes before it."""

from __future__ import annotations

import re
from functools import cache

from tidewaiter.screening.words import any_of, read_table

_HAN = re.compile(r"[\u4e00-\u9fff]")
#: ``16樓``, ``3层``; ``1318室``, ``D室``.
_FLOOR = re.compile(r"(\d{1,3})\s?[楼樓层層]")
_ROOM = re.compile(r"(\d+[a-z]?|[a-z])\s?[室房]", re.IGNORECASE)
#: A point of the compass between a street's name and its type: 南京东路 is East Nanjing Road.
_COMPASS = re.compile(r"(?<=[\u4e00-\u9fff]{2})([东東西南北中])(?=大道|大街|路|街)")
#: Countries that stand first.
_FIRST = {
    "中国": "China",
    "中國": "China",
    "中华人民共和国": "China",
    "香港": "Hong Kong",
    "澳门": "Macau",
    "澳門": "Macau",
}
_COUNTRIES = any_of(_FIRST)


def divide_han(text: str) -> str:
    """Return an address with spaces and commas where its han characters end a province, town, street or number.

    An address without han characters is returned as it is. What stands before such a character is left to be read by
    its sounds in Mandarin: a street that is named otherwise in English is not translated.
    """
    if not _HAN.search(text):
        return text
    last = []
    while country := _COUNTRIES.match(text):
        last.append(_FIRST[country[0]])
        text = text[country.end() :]
    text = _ROOM.sub(r" , room \1 , ", _FLOOR.sub(r" , floor \1 , ", text))
    text = _COMPASS.sub(r" \1 ", text)
    words, pattern = _words()
    text = pattern.sub(lambda found: f" {words[found[0]]} ", text)
    return ", ".join([text, *reversed(last)])


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    words = {row["written"]: row["read"] for row in read_table("han_addresses.csv")}
    return words, any_of(words)
