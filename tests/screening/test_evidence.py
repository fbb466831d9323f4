"""Evidence besides the name: how strongly it speaks depends on what kind of party and of evidence it is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.screening.conftest import listing

from tidewaiter.model import Address, Hit, Identifier, Schema, Strength
from tidewaiter.screening import DEFAULT_THRESHOLD, Query, Screener, ScreeningIndex

DAY = dt.date(2026, 8, 1)
PERSON, COMPANY, VESSEL = "Anwar Zarandeh", "Ostrovkaya Pribor", "Coral Tamarisk"


AGREEING: dict[str, object] = {
    "birth_date": "1961-03-09",
    "country": "IR",
    "nationality": "IR",
    "gender": "male",
    "identifiers": {"passport": "K1234567"},
    "address": "18 Ferry Road, Marigold House, Unit 7, 12th floor, Muscat, Oman",
}


@pytest.fixture(scope="module")
def screener() -> Screener:
    entries = [
        listing(
            "p",
            PERSON,
            schema=Schema.PERSON,
            birth_dates=("1961-03-09",),
            countries=("IR",),
            gender="male",
            identifiers=(Identifier(type="passport", value="K 1234567"), Identifier(type="national_id", value="77-12")),
            addresses=(Address(full="Unit 7, 12/F Marigold House, 18 Ferry Road, Muscat, Oman"),),
        ),
        listing("c", COMPANY, schema=Schema.ORGANIZATION, countries=("RU",)),
        listing(
            "v", VESSEL, schema=Schema.VESSEL, countries=("PA",), identifiers=(Identifier(type="imo", value="9999991"),)
        ),
    ]
    return Screener(ScreeningIndex.build(entries))


def score(screener: Screener, name: str, schema: Schema, **known: object) -> float:
    query = Query(name=name, schema=schema, **known)  # type: ignore[arg-type]
    hits = screener.screen([query], as_of=DAY, threshold=0.0)[0]
    return hits[0].score


def test_a_person_of_another_birth_date_is_not_reported(screener: Screener) -> None:
    assert score(screener, PERSON, Schema.PERSON) >= DEFAULT_THRESHOLD
    assert score(screener, PERSON, Schema.PERSON, birth_date="1985-11-02") < DEFAULT_THRESHOLD


@pytest.mark.parametrize("near", ["1961-03-08", "1961-04-09", "1962-03-09", "1962"])
def test_a_slip_in_a_birth_date_weakens_and_does_not_clear(screener: Screener, near: str) -> None:
    bare = score(screener, PERSON, Schema.PERSON)
    slip = score(screener, PERSON, Schema.PERSON, birth_date=near)
    other = score(screener, PERSON, Schema.PERSON, birth_date="1985")
    assert bare > slip > other
    assert slip >= DEFAULT_THRESHOLD


def test_another_country_weakens_an_organization_more_than_a_person_or_a_vessel(screener: Screener) -> None:
    def drop(name: str, schema: Schema) -> float:
        hit = screener.screen([Query(name=name, schema=schema, country="BR")], as_of=DAY, threshold=0.0)[0][0]
        return hit.features["country"].weight

    assert drop(COMPANY, Schema.ORGANIZATION) < drop(PERSON, Schema.PERSON) < drop(VESSEL, Schema.VESSEL) < 0


def test_an_imo_number_that_agrees_decides_and_another_leaves_a_question(screener: Screener) -> None:
    def hit(**known: object) -> Hit:
        query = Query(name=VESSEL, schema=Schema.VESSEL, **known)  # type: ignore[arg-type]
        return screener.screen([query], as_of=DAY, threshold=0.0)[0][0]

    other, same = hit(identifiers={"imo": "9999982"}), hit(identifiers={"imo": "9999991"})
    assert same.score > hit().score > other.score
    assert (same.strength, other.strength) == (Strength.MATCH, Strength.POSSIBLE)


def test_another_gender_weakens_and_the_same_one_says_nothing(screener: Screener) -> None:
    bare = score(screener, PERSON, Schema.PERSON)
    assert score(screener, PERSON, Schema.PERSON, gender="Female") < bare
    assert score(screener, PERSON, Schema.PERSON, gender="male") == bare
    assert score(screener, PERSON, Schema.PERSON, gender="other") == bare


def test_another_passport_weakens_less_than_another_national_number(screener: Screener) -> None:
    bare = score(screener, PERSON, Schema.PERSON)
    passport = score(screener, PERSON, Schema.PERSON, identifiers={"passport": "B7654321"})
    number = score(screener, PERSON, Schema.PERSON, identifiers={"national_id": "90-31"})
    assert bare > passport > number


@given(known=st.sets(st.sampled_from(sorted(AGREEING))), more=st.sampled_from(sorted(AGREEING)), misspelt=st.booleans())
@settings(max_examples=60, deadline=None)
def test_evidence_that_agrees_never_lowers_the_score(
    screener: Screener, known: set[str], more: str, *, misspelt: bool
) -> None:
    name = PERSON.replace("deh", "dah") if misspelt else PERSON
    facts = {fact: AGREEING[fact] for fact in known}
    before = score(screener, name, Schema.PERSON, **facts)
    assert score(screener, name, Schema.PERSON, **(facts | {more: AGREEING[more]})) >= before


@pytest.mark.parametrize("value", ["N/A", "-", "", "unknown", "none", "0000000", "XXX", "12345678"])
def test_a_placeholder_is_no_number(screener: Screener, value: str) -> None:
    bare = score(screener, VESSEL, Schema.VESSEL)
    assert score(screener, VESSEL, Schema.VESSEL, identifiers={"imo": value}) == bare
    unnamed = [Query(identifiers={"imo": value}, schema=Schema.VESSEL)]
    empty = Screener(
        ScreeningIndex.build(
            [listing("v", VESSEL, schema=Schema.VESSEL, identifiers=(Identifier(type="imo", value=value),))]
        )
    )
    assert empty.screen(unnamed, as_of=DAY, threshold=0.0) == [()]


@pytest.mark.parametrize("value", ["9999991", "IMO 9999991", "imo-9999991"])
def test_an_imo_number_agrees_with_or_without_its_letters(screener: Screener, value: str) -> None:
    assert score(screener, "Some Other Ship", Schema.VESSEL, identifiers={"imo": value}) > DEFAULT_THRESHOLD


def test_the_town_of_an_address_supports_a_name_less_than_the_building(screener: Screener) -> None:
    addresses = ("Muscat, Oman", "Unit 9, 4/F Marigold House, 18 Ferry Road, Muscat", AGREEING["address"])
    bare = score(screener, PERSON, Schema.PERSON)
    town, building, unit = (score(screener, PERSON, Schema.PERSON, address=address) for address in addresses)
    assert bare < town < building < unit
    assert score(screener, PERSON, Schema.PERSON, address="18 Lake Road, Muscat, Oman") == bare


def test_the_best_of_several_addresses_and_birth_dates_counts(screener: Screener) -> None:
    there, elsewhere = str(AGREEING["address"]), "5 Elm Road, Lahore, Pakistan"
    known = {"address": there, "birth_date": "1961-03-09"}
    several = {
        "address": elsewhere,
        "other_addresses": ("9 Oak Road, Quetta", there),
        "birth_date": "1990",
        "other_birth_dates": ("1961-03-09",),
    }
    assert score(screener, PERSON, Schema.PERSON, **several) == score(screener, PERSON, Schema.PERSON, **known)
    query = Query(address=elsewhere, other_addresses=(there,), city="Muscat")
    assert [hit.listing_id for hit in screener.screen([query], as_of=DAY)[0]] == ["p"]


def test_a_wallet_is_found_with_and_without_its_currency_and_a_ticker_among_tickers_only() -> None:
    entries = [
        listing("h", "Quorvan One", identifiers=(Identifier(type="digital_currency", value="XBT 1Qa2Ws3Ed"),)),
        listing("t", "Quorvan Two", identifiers=(Identifier(type="ticker", value="QRVN"),)),
        listing("s", "Quorvan Three", identifiers=(Identifier(type="call_sign", value="QRVN"),)),
    ]
    own = Screener(ScreeningIndex.build(entries))

    def found(**numbers: str) -> list[str]:
        return [hit.listing_id for hit in own.screen([Query(identifiers=numbers)], as_of=DAY)[0]]

    assert found(digital_currency="1Qa2Ws3Ed") == found(digital_currency="BTC 1qa2ws3ed") == ["h"]
    assert found(digital_currency="XBT 1Qa2Ws3Ed") == found(other="1Qa2Ws3Ed") == ["h"]
    assert found(ticker="QRVN") == ["t"]
    assert found(call_sign="QRVN") == ["s"]
    differs = Query(name="Quorvan One", identifiers={"digital_currency": "1Other"})
    (hit,) = (hit for hit in own.screen([differs], as_of=DAY)[0] if hit.listing_id == "h")
    assert "identifier" not in hit.features, "a party has many wallets"
