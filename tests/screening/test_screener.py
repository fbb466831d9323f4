"""Screening against a small list: dates, evidence, order, explanation."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest
from tests.screening.conftest import listing

from tidewaiter.model import Party, Schema, Strength, UnusableWorkspaceError, to_json
from tidewaiter.screening import Query, Screener, ScreeningIndex
from tidewaiter.screening.explain import OTHER_NAME

DAY = dt.date(2023, 8, 1)


def ids(screener: Screener, query: Query, day: dt.date = DAY, **options: object) -> list[str]:
    return [hit.listing_id for hit in screener.screen([query], as_of=day, **options)[0]]  # type: ignore[arg-type]


def test_another_spelling_of_a_turkish_company_is_found(screener: Screener) -> None:
    hit = screener.screen([Query(name="YILDIZKAYA ELEKTRONİK SAN. VE TİC. A.Ş.", country="TR")], as_of=DAY)[0][0]
    assert hit.listing_id == "e1"
    assert hit.strength is Strength.MATCH
    assert hit.features["agreement"].score > 0.9
    assert hit.features["country"].weight > 0


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (dt.date(2023, 6, 1), ["e2"]),  # e3 is known not to have been listed on this day
        (dt.date(2023, 6, 2), ["e2", "e3"]),
        (dt.date(2024, 1, 1), ["e2", "e3"]),  # the last day of e2
        (dt.date(2024, 1, 2), ["e3"]),
    ],
)
def test_only_entries_in_force_on_the_day_are_found(screener: Screener, day: dt.date, found: list[str]) -> None:
    assert ids(screener, Query(name="Dombrovsky Pribor"), day) == found


def test_an_entry_is_not_found_before_it_was_listed(screener: Screener) -> None:
    name = "Yildizkaya Elektronik Sanayi ve Ticaret"
    assert ids(screener, Query(name=name), dt.date(2023, 4, 11)) == []
    assert ids(screener, Query(name=name), dt.date(2023, 4, 12)) == ["e1"]


def test_only_the_lists_asked_for_are_searched(screener: Screener) -> None:
    assert ids(screener, Query(name="Dombrovsky Pribor"), lists={"us.ofac.sdn"}) == ["e3"]


def test_agreeing_evidence_never_lowers_and_conflicting_never_raises_a_score(screener: Screener) -> None:
    def score(**facts: object) -> float:
        query = Query(name="Ahmad Zarande Khosrawi", schema=Schema.PERSON, **facts)  # type: ignore[arg-type]
        return screener.screen([query], as_of=DAY, threshold=0)[0][0].score

    bare = score()
    assert score(nationality="IR") > bare > score(nationality="BR")
    assert score(birth_date="1961-03-09") > score(birth_date="1961") > bare > score(birth_date="1985-03-09")
    assert score(birth_date="1961-09-03") > bare
    assert score(identifiers={"passport": "K1234567"}) > bare > score(identifiers={"passport": "X7654321"})
    assert score(nationality="IR", birth_date="1961-03-09") > score(nationality="IR")


def test_conflicting_evidence_makes_an_exact_name_only_possible(screener: Screener) -> None:
    name = "Ahmad Zarandeh Khosravi"
    agreed = Query(name=name, schema=Schema.PERSON, birth_date="1961-03-09")
    other = Query(name=name, schema=Schema.PERSON, birth_date="1985-11-02")
    found = screener.screen([agreed, other], as_of=DAY, threshold=0)
    assert found[0][0].strength is Strength.MATCH
    assert found[1][0].strength is Strength.POSSIBLE


def test_a_person_is_not_a_vessel(screener: Screener) -> None:
    assert ids(screener, Query(name="Ocean Marigold", schema=Schema.VESSEL)) == ["v1"]
    person = screener.screen([Query(name="Ocean Marigold", schema=Schema.PERSON)], as_of=DAY, threshold=0)[0][0]
    assert person.features["schema"].weight < 0
    assert person.strength is Strength.POSSIBLE


def test_an_identifier_finds_its_entry_under_another_name(screener: Screener) -> None:
    hit = screener.screen(
        [Query(name="Blue Horizon", identifiers={"imo": "IMO-9999991".removeprefix("IMO-")})], as_of=DAY
    )[0][0]
    assert hit.listing_id == "v1"
    assert hit.strength is Strength.POSSIBLE
    assert hit.features["other_name"].detail == "Blue Horizon / Ocean Marigold"
    assert hit.note == OTHER_NAME


def test_an_identifier_under_the_right_name_needs_no_note(screener: Screener) -> None:
    numbered = Query(name="Ocean Marigold", schema=Schema.VESSEL, identifiers={"imo": "9999991"})
    assert screener.screen([numbered], as_of=DAY)[0][0].note is None


def test_a_name_little_like_the_listed_one_is_said_where_an_identifier_decides(screener: Screener) -> None:
    hit = screener.screen([Query(name="Ocean Magnolia", identifiers={"imo": "9999991"})], as_of=DAY)[0][0]
    assert (hit.listing_id, hit.note) == ("v1", OTHER_NAME)


def test_a_vessels_name_asked_of_a_company_is_a_weaker_hit_than_one_asked_of_no_kind(screener: Screener) -> None:
    def asked(schema: Schema | None) -> float:
        return screener.screen([Query(name="Ocean Marigold", schema=schema)], as_of=DAY, threshold=0)[0][0].score

    assert asked(Schema.VESSEL) == asked(None) > 0.9 > asked(Schema.ORGANIZATION)


def test_an_address_alone_is_screened_and_says_unit_or_building(screener: Screener) -> None:
    unit = Query(address="Unit D 16th Floor, One Capital Place, No.18 Luard Road, Wanchai, Hong Kong")
    building = Query(address="Room 5, 9/F One Capital Place, 18 Luard Road, Wan Chai, Hong Kong")
    other = Query(address="Unit D, 16/F Two Harbour View, 40 Gloucester Rd, Wan Chai, Hong Kong")
    found = screener.screen([unit, building, other], as_of=DAY)
    assert [hit.listing_id for hit in found[0]] == ["a1"]
    assert found[0][0].strength is Strength.MATCH
    assert found[0][0].note == "same unit"
    assert "address" in found[0][0].features
    assert found[1][0].note == "same building"
    assert found[1][0].strength is Strength.POSSIBLE
    assert found[1][0].score < found[0][0].score
    assert found[2] == ()


def test_the_weight_of_an_address_is_the_log_odds_of_its_score(screener: Screener) -> None:
    hit = screener.screen([Query(address="9/F One Capital Place, 18 Luard Road, Hong Kong")], as_of=DAY)[0][0]
    weight = hit.features["address"].weight
    assert 1 / (1 + math.exp(-weight)) == pytest.approx(hit.score, abs=1e-5)


@pytest.mark.parametrize("address", ["18 Fenwick Street, Wan Chai, Hong Kong", "Wan Chai, Hong Kong", "Moscow, Russia"])
def test_a_town_in_common_makes_no_hit(screener: Screener, address: str) -> None:
    assert screener.screen([Query(address=address)], as_of=DAY, threshold=0.01) == [()]


def test_the_address_of_a_listed_party_is_found_under_an_unlisted_name(screener: Screener) -> None:
    query = Query(name="Brightwater Consulting", address="General Belov street 26, office 1010, Moscow")
    hit = screener.screen([query], as_of=DAY)[0][0]
    assert hit.listing_id == "e4"
    assert hit.strength is Strength.POSSIBLE


def test_a_trade_word_alone_finds_nothing(screener: Screener) -> None:
    for name in ("Elektronik", "CORP", "Sanayi ve Ticaret", "OOO"):
        assert ids(screener, Query(name=name)) == []


def test_nothing_to_screen_is_answered_with_nothing(screener: Screener) -> None:
    assert screener.screen([Query(), Query(name="  "), Query(name="???")], as_of=DAY) == [(), (), ()]
    assert screener.screen([], as_of=DAY) == []


def test_one_query_is_a_batch_of_one(screener: Screener) -> None:
    names = ("Dombrovskij Pribor", "Severniy Avtomatika", "Nobody At All", "Ocean Marigold")
    queries = [Query(name=f"{name} {number}") for number in range(160) for name in names]
    together = screener.screen(queries, as_of=DAY, threshold=0.01)
    some = range(0, len(queries), 7)
    assert [together[n] for n in some] == [screener.screen([queries[n]], as_of=DAY, threshold=0.01)[0] for n in some]
    assert any(together)


def test_a_party_asked_about_twice_has_the_same_answer_under_each_id(screener: Screener) -> None:
    name, day = "Dombrovskiy Pribor", dt.date(2023, 7, 1)
    queries = [
        Query(id="1", name=name, country="RU"),
        Query(id="2", name=name, country="KZ"),
        Query(id="3", name=name, country="RU"),
    ]
    first, second, third = screener.screen(queries, as_of=day)
    assert first == third == screener.screen(queries[:1], as_of=day)[0]
    assert [hit.score for hit in first] != [hit.score for hit in second]


def test_a_party_of_a_transaction_makes_a_query() -> None:
    party = Party(name="Dombrovsky Pribor", country="RU", identifiers={"tax": "77"}, birth_date="1970")
    query = Query.of_party(party, id="PO-1/2")
    assert (query.id, query.name, query.country, query.identifiers) == ("PO-1/2", party.name, "RU", {"tax": "77"})


def test_a_saved_index_gives_the_same_answers(screener: Screener, tmp_path: Path) -> None:
    screener.index.save(tmp_path / "index")
    loaded = Screener(ScreeningIndex.load(tmp_path / "index"))
    queries = [
        Query(name="Yildizkaya Elektronik", country="TR"),
        Query(name="Dombrovskiy Pribor"),
        Query(address="18 Luard Road, Wan Chai, Hong Kong"),
        Query(name="Х", identifiers={"passport": "k1234567"}),
    ]
    assert [list(map(to_json, hits)) for hits in loaded.screen(queries, as_of=DAY)] == [
        list(map(to_json, hits)) for hits in screener.screen(queries, as_of=DAY)
    ]


def test_an_empty_index_answers(tmp_path: Path) -> None:
    empty = Screener(ScreeningIndex.build([]))
    assert empty.screen([Query(name="Anyone", address="1 Any Street")], as_of=DAY) == [()]
    empty.index.save(tmp_path)
    assert Screener(ScreeningIndex.load(tmp_path)).screen([Query(name="Anyone")], as_of=DAY) == [()]


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableWorkspaceError, match="build it again"):
        ScreeningIndex.load(tmp_path)
    (tmp_path / "index.json").write_text('{"layout": 0}', encoding="utf-8")
    with pytest.raises(UnusableWorkspaceError, match="another version"):
        ScreeningIndex.load(tmp_path)


def test_few_listings_are_kept_as_objects(screener: Screener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tidewaiter.screening.index._MOST_DECODED", 2)
    screener.index.save(tmp_path / "index")
    opened = ScreeningIndex.load(tmp_path / "index")
    assert [opened.listing(n) for n in range(len(opened))] == [screener.index.listing(n) for n in range(len(opened))]
    assert 0 < len(opened._decoded) <= 2


@pytest.mark.parametrize(
    ("name", "country", "strength"),
    [
        ("Sergey Ivanov", None, Strength.POSSIBLE),
        ("Sergey Ivanov", "RU", Strength.MATCH),
        ("Sergey Brontavelko", None, Strength.MATCH),
    ],
)
def test_two_names_common_in_the_world_are_no_match_by_themselves(
    name: str, country: str | None, strength: Strength
) -> None:
    entry = listing("1", name, schema=Schema.PERSON, countries=("RU",))
    (hit,) = Screener(ScreeningIndex.build([entry])).screen(
        [Query(name=name, schema=Schema.PERSON, country=country)], as_of=dt.date(2025, 1, 1)
    )[0]
    assert hit.strength is strength


def test_of_several_names_given_the_hit_says_which_answers(screener: Screener) -> None:
    listed, other = "Dombrovsky Pribor", "Zelvorian Partners"
    (by_alias,) = screener.screen([Query(name=other, aliases=(listed,))], as_of=DAY)[0][:1]
    (by_name,) = screener.screen([Query(name=listed, aliases=(other,))], as_of=DAY)[0][:1]
    assert by_alias.features["alias"].detail == listed
    assert "alias" not in by_name.features
    assert by_alias.score == by_name.score
