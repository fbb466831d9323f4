"""What a search may be written as, and what it finds."""

from __future__ import annotations

import httpx
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.api.open_screening.spoken import read

NAMES = ["mahan air", "mahan travel", "iran air", "huawei technologies"]
TABLE = pa.table({"text": [f" {name.replace(' ', '  ').replace('  ', ' ')}" for name in NAMES]})


def found(text: str) -> list[str]:
    return [name for name, kept in zip(NAMES, read(text).among(TABLE).to_pylist(), strict=True) if kept]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mahan", ["mahan air", "mahan travel"]),
        ("mah*", ["mahan air", "mahan travel"]),
        ("mahan~", ["mahan air", "mahan travel"]),
        ("air mahan", ["mahan air"]),
        ("mahan AND air", ["mahan air"]),
        ("+mahan +air", ["mahan air"]),
        ('"mahan air"', ["mahan air"]),
        ('"air mahan"', []),
        ("mahan OR huawei", ["mahan air", "mahan travel", "huawei technologies"]),
        ("mahan | huawei", ["mahan air", "mahan travel", "huawei technologies"]),
        ("mahan -air", ["mahan travel"]),
        ("mahan NOT air", ["mahan travel"]),
        ("air AND (mahan OR iran)", ["mahan air", "iran air"]),
        ("NOT (mahan OR iran)", ["huawei technologies"]),
        ("name:huawei", ["huawei technologies"]),
        ("properties.name:huawei", ["huawei technologies"]),
        ("mahan - air", ["mahan air"]),
        ("Mahán", ["mahan air", "mahan travel"]),
        ("(mahan", ["mahan air", "mahan travel"]),
        ('"mahan air', ["mahan air"]),
        ("mahan) air", ["mahan air"]),
        ("OR mahan", ["mahan air", "mahan travel"]),
        ("mahan OR", ["mahan air", "mahan travel"]),
        ("mahan OR OR huawei", ["mahan air", "mahan travel", "huawei technologies"]),
        ("mahan (OR air)", ["mahan air"]),
        ("mahan (air OR)", ["mahan air"]),
        ("mahan NOT", ["mahan air", "mahan travel"]),
        ("mahan OR NOT", ["mahan air", "mahan travel"]),
        ("(huawei NOT) technologies", ["huawei technologies"]),
        ("nobody", []),
    ],
)
def test_each_way_of_writing(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


@given(st.text(alphabet='ab "()|+-!*:~ANDORT', max_size=20))
def test_no_text_is_refused(text: str) -> None:
    assert len(read(text).among(TABLE)) == len(NAMES)


def test_only_words_and_phrases_are_plain() -> None:
    assert read('mahan "air"').plain
    assert not any(read(text).plain for text in ("a OR b", "-a", "(a)", "NOT a"))
    assert read('mahan -air "iran"').names == "mahan iran"


def test_a_search_over_the_lists(client: httpx.Client) -> None:
    def total(q: str, **params: bool) -> int:
        data = client.get("/search/default", params={"q": q, "limit": 0, **params}).json()
        value: int = data["total"]["value"]
        return value

    every = total("")
    assert total("*") == every
    assert 0 < total("mahan AND air") <= total("mahan") < total("mahan OR huawei") < every
    assert total("mahan -air") == total("mahan AND NOT air") < total("mahan") + 1
    assert total("!!!") == 0
    assert total("(mahan AND airr)") == 0
    assert total("(mahan AND airr)", fuzzy=True) > 0
    assert total("mahan", target=False) == 0 < total("mahan", target=True)


def test_facets_of_numbers_and_gender(client: httpx.Client) -> None:
    params: dict[str, str | int | list[str]] = {"schema": "Person", "facets": ["genders", "identifiers"], "limit": 0}
    facets = client.get("/search/us.ofac.sdn", params=params).json()["facets"]
    assert {value["name"] for value in facets["genders"]["values"]} == {"male", "female"}
    assert facets["identifiers"]["label"] == "Identifiers"
    assert len(facets["identifiers"]["values"]) == 1000


@pytest.mark.parametrize("text", ["дерипаска", "deripazka", "oleg deripazka"])
def test_a_fuzzy_search_finds_a_name_by_words_in_another_script_or_mistyped(client: httpx.Client, text: str) -> None:
    found = client.get("/search/default", params={"q": text, "fuzzy": True, "limit": 100}).json()["results"]
    captions = [entity["caption"] for entity in found]
    assert any("DERIPASKA" in caption.upper() for caption in captions)
    assert len(captions) < 20
