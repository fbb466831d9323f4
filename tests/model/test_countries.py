from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import Country, UnknownCountryError, country_name, resolve_country


@pytest.mark.parametrize(
    "text", ["Turkey", "Türkiye", "TURKIYE", "TR", "TUR", "792", "  türkiye ", "Republic of Turkey"]
)
def test_every_common_name_of_turkiye(text: str) -> None:
    assert resolve_country(text) == Country("TR")


@pytest.mark.parametrize(
    ("text", "code", "region"),
    [
        ("PRC", "CN", None),
        ("People's Republic of China", "CN", None),
        ("HONG KONG", "HK", None),
        ("MACAU", "MO", None),
        ("CRIMEA (OCCUPIED)", "UA", "crimea"),
        ("Crimea Region of Ukraine", "UA", "crimea"),
        ("So-called Donetsk People's Republic (DNR) region of Ukraine", "UA", "dnr"),
        ("MAN, ISLE OF", "IM", None),
        ("Korea, South", "KR", None),
        ("Korea, North", "KP", None),
        ("Burma", "MM", None),
        ("Российская Федерация", "RU", None),
        ("中国", "CN", None),
        ("Cote d'Ivoire", "CI", None),
        ("Other Asia, nes", "TW", None),
        ("699", "IN", None),
        ("Congo (Democratic Republic of the)", "CD", None),
        ("The Netherlands", "NL", None),
        ("St. Kitts and Nevis", "KN", None),
    ],
)
def test_names_lists_and_traders_write(text: str, code: str, region: str | None) -> None:
    assert resolve_country(text) == Country(code, region)


@pytest.mark.parametrize("text", ["Atlantis", "", "XX", "Turkmeni", "undetermined", "Region: Northern Mali", "Asia"])
def test_an_unknown_country_is_an_error_that_says_so(text: str) -> None:
    with pytest.raises(UnknownCountryError, match="is not a country this system knows") as caught:
        resolve_country(text)
    assert repr(text) in str(caught.value)


@given(st.text(max_size=12))
def test_resolving_never_guesses(text: str) -> None:
    try:
        found = resolve_country(text)
    except UnknownCountryError:
        return
    assert len(found.code) == 2
    assert country_name(found.code) != found.code


@given(st.sampled_from(["TR", "CN", "AE", "KZ", "RU", "GB", "US", "KR"]))
def test_a_name_resolves_to_the_code_it_came_from(code: str) -> None:
    assert resolve_country(country_name(code)).code == code
    assert resolve_country(country_name(code).upper()).code == code


@pytest.mark.needs_data
@pytest.mark.parametrize("table", ["country_chart", "country_groups", "gecc_countries"])
def test_every_country_of_the_ear_tables_resolves(data_dir: Path, table: str) -> None:
    rows = list(csv.DictReader((data_dir / "ear" / f"{table}.csv").open(encoding="utf-8")))
    assert rows
    assert [(r["country"], r["iso2"]) for r in rows if resolve_country(r["country"]).code != r["iso2"]] == []
