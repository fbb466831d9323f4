"""Builds the carried table of countries from the ISO 3166 / UN terminology table and the UN Comtrade area lists."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

_ALPHA2 = re.compile(r"[A-Z]{2}")
_ARTICLE = re.compile(r"\s*\((the|l'|la|le|les|el|los|las)\)$", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_NAME_COLUMNS = (
    "official_name_en", "UNTERM English Short", "UNTERM English Formal", "official_name_fr", "official_name_es",
    "official_name_ru", "official_name_ar", "official_name_cn", "UNTERM French Short", "UNTERM Spanish Short",
    "UNTERM Russian Short", "UNTERM Arabic Short", "UNTERM Chinese Short", "ISO4217-currency_country_name",
)  # fmt: skip
#: Names a person expects to read where the source has an abbreviation.
_SPELLED_OUT = {
    "Hong Kong SAR China": "Hong Kong",
    "Macao SAR China": "Macau",
    "UK": "United Kingdom",
    "US": "United States",
}
#: Not in ISO 3166, but in the lists and in trade statistics.
_FURTHER = {"XK": ("XK", "XKX", "", "", "Kosovo", "")}
COLUMNS = ("iso2", "iso3", "numeric", "comtrade", "name", "aliases")


def country_table(countries: Path) -> bytes:
    """Return the table as CSV bytes, sorted by code.

    Args:
        countries: Folder with ``iso_country_codes_datahub.csv`` and the two ``comtrade_ref_*.csv`` files.
    """
    areas = _comtrade_areas(countries)
    rows: dict[str, tuple[str, ...]] = dict(_FURTHER)
    with (countries / "iso_country_codes_datahub.csv").open(encoding="utf-8", newline="") as stream:
        for record in csv.DictReader(stream):
            code = record["ISO3166-1-Alpha-2"]
            if _ALPHA2.fullmatch(code):
                rows[code] = _row(code, record, areas.get(code, ()))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows[code] for code in sorted(rows))
    return text.getvalue().encode()


def _row(code: str, record: Mapping[str, str], areas: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    short = _clean(record["CLDR display name"] or record["official_name_en"])
    name = _SPELLED_OUT.get(short, short)
    number = record["ISO3166-1-numeric"].split(".")[0].zfill(3)
    candidates = [short, *(_clean(record[column] or "") for column in _NAME_COLUMNS), *(area for _, area in areas)]
    aliases = [alias for alias in dict.fromkeys(candidates) if alias and alias != name]
    other_numbers = sorted({code for code, _ in areas} - {number.lstrip("0")})
    return code, record["ISO3166-1-Alpha-3"], number, " ".join(other_numbers), name, "|".join(aliases)


def _comtrade_areas(countries: Path) -> dict[str, list[tuple[str, str]]]:
    areas: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in ("comtrade_ref_partner.csv", "comtrade_ref_reporter.csv"):
        with (countries / name).open(encoding="utf-8", newline="") as stream:
            for record in csv.DictReader(stream):
                if not record["exit_year"] and record["group"] != "True" and _ALPHA2.fullmatch(record["iso_2"]):
                    areas[record["iso_2"]].append((record["id"], record["country"].strip()))
    return areas


def _clean(text: str) -> str:
    return _ARTICLE.sub("", _SPACES.sub(" ", text.strip())).strip()
