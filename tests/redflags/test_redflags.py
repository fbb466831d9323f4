"""Each red flag: raised on the fact its source names, not without it, and never before its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.law.tables import LawTables, load_tables
from tidewaiter.model import Feature, Hit, Item, LawError, Owner, Party, Role, Schema, Strength, Transaction
from tidewaiter.redflags import FlagRecord, evaluate, load_records, read_records
from tidewaiter.redflags.evaluate import PREDICATES
from tidewaiter.redflags.wording import fold, says
from tidewaiter.sources.orders import read_orders

AUGUST_2024 = dt.date(2024, 8, 7)
CHIP = Item(description="Microcontroller", eccn="3A991.a.2", hs="854231", origin="US")
BEARING = Item(eccn="EAR99", hs="848210")
CARPET = Item(eccn="EAR99", hs="570110")


def party(role: Role, country: str | None = "TR", **facts: Any) -> Party:
    return Party(**{"role": role, "name": "Invented Example A.S.", "country": country} | facts)


def order(item: Item = CHIP, destination: str | None = "TR", **facts: Any) -> Transaction:
    both = (party(Role.ULTIMATE_CONSIGNEE, destination), party(Role.END_USER, destination))
    return Transaction(**{
        "id": "1", "from_country": "US", "destination": destination, "item": item, "parties": both, "end_use": "civil",
    } | facts)  # fmt: skip


def raised(tx: Transaction, on: dt.date = AUGUST_2024, hits: Any = ()) -> dict[str, str]:
    return {flag.id: flag.severity for flag in evaluate(tx, load_tables(), as_of=on, hits=hits)}


def used_by(**facts: Any) -> Transaction:
    return order(parties=(party(Role.ULTIMATE_CONSIGNEE), party(Role.END_USER, **facts)))


RAISED: dict[str, tuple[Transaction, str]] = {
    "chpl_outside_gecc": (order(), "hold"),
    "chpl_lower_tier_to_hub": (order(BEARING, "KG"), "hold"),
    "chpl_lower_tier_outside_gecc": (order(BEARING, "VN"), "note"),
    "hub_destination": (order(CARPET), "note"),
    "military_item_toward_d5": (order(Item(eccn="9A610.x"), "TH", transit=("CN",)), "hold"),
    "description_against_code": (order(Item(eccn="EAR99", hs="690721", description="microcontrollers")), "note"),
    "formed_after_february_2022": (used_by(formed_on="2022-03"), "hold"),
    "forwarder_as_destination": (used_by(name="Invented Lojistik A.Ş."), "hold"),
    "person_receives_priority_goods": (used_by(schema=Schema.PERSON), "hold"),
    "line_of_business_mismatch": (used_by(line_of_business="Tekstil ve giyim"), "hold"),
    "address_not_a_workplace": (used_by(address="P.O. Box 123, Dubai, U.A.E."), "note"),
    "transit_embargoed": (order(CARPET, "KZ", transit=("RU",)), "hold"),
    "transit_hub": (order(CHIP, "TH", transit=("AE",)), "hold"),
    "transit_third_country": (order(CARPET, "TH", transit=("DE",)), "note"),
    "recipient_elsewhere": (used_by(country="RU"), "hold"),
    "purchaser_in_hub": (order(CARPET, "TH", parties=(party(Role.PURCHASER, "HK"),)), "note"),
    "stated_knowledge": (order(CARPET, knowledge=("diversion:RU",)), "hold"),
    "missing_end_user": (order(parties=(party(Role.ULTIMATE_CONSIGNEE),)), "hold"),
    "missing_ultimate_consignee": (order(parties=(party(Role.PURCHASER),)), "hold"),
    "missing_end_use": (order(end_use=None), "note"),
}
SPARED: dict[str, Transaction] = {
    "chpl_outside_gecc": order(CHIP, "DE"),
    "chpl_lower_tier_to_hub": order(BEARING, "VN"),
    "chpl_lower_tier_outside_gecc": order(BEARING, "JP"),
    "hub_destination": order(CHIP, "VN"),
    "military_item_toward_d5": order(Item(eccn="9A610.x"), "TH", transit=("DE",)),
    "description_against_code": order(Item(eccn="EAR99", hs="854231", description="microcontrollers")),
    "formed_after_february_2022": used_by(formed_on="2022-02-23"),
    "forwarder_as_destination": order(
        parties=(*order().parties, party(Role.FORWARDING_AGENT, name="Invented Lojistik"))
    ),
    "person_receives_priority_goods": used_by(schema=Schema.ORGANIZATION),
    "line_of_business_mismatch": used_by(line_of_business="Textile machinery"),
    "address_not_a_workplace": used_by(address="Office 5, Invented Tower, 12 Invented Street, P.O. Box 123, Dubai"),
    "transit_embargoed": order(CARPET, "RU", transit=("RU",)),
    "transit_hub": order(CARPET, "TH", transit=("AE",)),
    "transit_third_country": order(CARPET, "TR", transit=("TR", "US")),
    "recipient_elsewhere": used_by(country=None),
    "purchaser_in_hub": order(CARPET, "TR", parties=(party(Role.PURCHASER, "TR"),)),
    "stated_knowledge": order(),
    "missing_end_user": order(CARPET, parties=()),
    "missing_ultimate_consignee": order(parties=(party(Role.END_USER),)),
    "missing_end_use": order(CHIP, "DE", end_use=None),
    "listed_owner_share_unknown": used_by(owners=(Owner(name="x", share_pct=10, listings=("us.bis.entity_list",)),)),
}


@pytest.mark.parametrize("flag", RAISED)
def test_flag_is_raised_on_its_fact(flag: str) -> None:
    tx, severity = RAISED[flag]
    assert raised(tx)[flag] == severity


@pytest.mark.parametrize("flag", SPARED)
def test_flag_is_not_raised_without_its_fact(flag: str) -> None:
    assert flag not in raised(SPARED[flag])


def test_every_record_has_a_predicate_and_a_case() -> None:
    ids = {record.id for record in load_records()}
    assert ids == set(PREDICATES)
    assert ids - set(RAISED) == {"address_of_listed_party", "listed_owner_share_unknown"}


@pytest.mark.parametrize("record", load_records(), ids=lambda record: record.id)
def test_no_flag_before_its_source(record: FlagRecord) -> None:
    before = record.segments[0].start - dt.timedelta(days=1)
    for tx, _ in RAISED.values():
        assert record.id not in raised(tx, before)


@pytest.mark.parametrize("record", load_records(), ids=lambda record: record.id)
def test_titles_are_not_the_regulations_sentences(record: FlagRecord, data_dir: Any) -> None:
    text = fold((data_dir / "ear" / "red_flags.csv").read_text(encoding="utf-8"))
    for own in (record.title, record.clears_if):
        words = fold(own).split()
        runs = {" ".join(words[i : i + 7]) for i in range(len(words) - 6)}
        assert not [run for run in runs if run in text]


def test_severity_follows_the_guidance_of_the_day() -> None:
    assert raised(order(), dt.date(2023, 5, 18)).get("chpl_outside_gecc") is None
    assert raised(order(), dt.date(2023, 5, 19))["chpl_outside_gecc"] == "note"
    assert raised(order(), dt.date(2023, 9, 28))["chpl_outside_gecc"] == "hold"
    assert raised(order(CARPET, "KZ", transit=("RU",)), dt.date(2022, 2, 23)).get("transit_embargoed") is None


def test_listed_owner_of_unknown_share_follows_the_stay_of_the_rule() -> None:
    owners = (
        Owner(name="Invented Holding", owners=(Owner(name="Invented Listed", listings=("us.bis.entity_list#3",)),)),
    )
    tx = used_by(owners=owners)
    days = {
        dt.date(2025, 9, 28): None,
        dt.date(2025, 10, 1): "hold",
        dt.date(2026, 11, 9): "note",
        dt.date(2026, 11, 10): "hold",
    }
    assert {day: raised(tx, day).get("listed_owner_share_unknown") for day in days} == days


def hit(strength: Strength, **features: Feature) -> Hit:
    return Hit(
        listing_id="a:1",
        list="us.bis.entity_list",
        name="Listed",
        matched="Street 1",
        score=0.9,
        strength=strength,
        features=features,
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (hit(Strength.POSSIBLE, address=Feature(score=1.0, detail="same unit: Street 1")), True),
        (hit(Strength.POSSIBLE, name=Feature(score=0.6), address=Feature(score=1.0)), True),
        (hit(Strength.MATCH, address=Feature(score=1.0)), True),
        (hit(Strength.MATCH, name=Feature(score=1.0), address=Feature(score=1.0)), False),
        (hit(Strength.POSSIBLE, name=Feature(score=0.9)), False),
    ],
)
def test_address_of_a_listed_party(found: Hit, expected: bool) -> None:
    tx = order(CARPET, parties=(party(Role.END_USER, address="Street 1"),))
    assert ("address_of_listed_party" in raised(tx, hits=((found,),))) is expected


def test_flags_carry_law_evidence_and_what_clears_them_holds_first() -> None:
    flags = evaluate(order(transit=("AE",), end_use=None), load_tables(), as_of=AUGUST_2024)
    assert [flag.severity for flag in flags] == sorted((flag.severity for flag in flags), key=["hold", "note"].index)
    for flag in flags:
        assert flag.citation
        assert flag.clears_if
        assert flag.evidence
        assert flag.grade == "D"
    by_id = {flag.id: flag for flag in flags}
    assert "854231" in " ".join(by_id["chpl_outside_gecc"].evidence)
    assert "unverified" in by_id["missing_end_use"].citation


@pytest.mark.parametrize(
    ("name", "is_forwarder"),
    [
        ("ООО «Логистика плюс»", True), ("Global Freight LLC", True), ("上海某某物流有限公司", True),
        ("NAKLİYAT VE TİCARET", True),
        ("Forwardis Technology", False), ("Invented Elektronik", False), ("Analogistics Instruments", False),
    ],
)  # fmt: skip
def test_forwarders_by_name_in_several_languages(name: str, is_forwarder: bool) -> None:
    assert ("forwarder_as_destination" in raised(used_by(name=name))) is is_forwarder


def test_forwarder_by_its_other_role() -> None:
    tx = used_by()
    agent = party(Role.CARRIER, name=tx.parties[1].name)
    assert "forwarder_as_destination" in raised(replace(tx, parties=(*tx.parties, agent)))


@pytest.mark.parametrize(
    ("address", "flagged"),
    [
        ("P.O. Box 52404, Dubai, AE", True), ("PO BOX 7, Istanbul, 34381, Türkiye", True), ("а/я 12, Бишкек", True),
        ("c/o Invented Person, Street 1, Dubai", True), ("Invented Street 1, квартира 5, Almaty", True),
        ("No:7-10 Inonu Mahallesi, Ruzgar Sokak, Atasehir, Istanbul", False), ("Poboda Street 4, Sofia", False),
        ("Street 1, P.O. Box 9, Dubai", False), ("Esentepe Mah, Apt No:10, Istanbul", False),
    ],
)  # fmt: skip
def test_addresses_that_are_no_workplace(address: str, flagged: bool) -> None:
    assert ("address_not_a_workplace" in raised(used_by(address=address))) is flagged


def test_words_match_at_the_beginning_of_words_only() -> None:
    assert says("FIRIN ve pastane", ("firin",)) == "firin"
    assert says("Elektroníka", ("elektron",)) == "elektron"
    assert says("intoy", ("toy",)) is None
    assert says(None, ("toy",)) is None


GOOD = """
flags:
  - id: some_flag
    title: A title of a flag
    clears_if: Something clears it
    segments:
      - {from: 2022-01-01, to: 2022-12-31, severity: note, citation: "A source"}
      - {from: 2023-01-01, severity: hold, citation: "A source"}
"""


def test_segments_cover_their_days() -> None:
    (record,) = read_records(GOOD, "x.yaml")
    days = [dt.date(2021, 12, 31), dt.date(2022, 12, 31), dt.date(2023, 1, 1)]
    assert [segment.severity if (segment := record.at(day)) else None for day in days] == [None, "note", "hold"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title:", "titel:", "titel"),
        ('citation: "A source"}\n      - {from: 2023', 'why: x, citation: "A source"}\n      - {from: 2023', "why"),
        ("severity: hold", "severity: stop", "severity"),
        ("2023-01-01", "2022-06-01", "overlap"),
        ("to: 2022-12-31", "to: 2021-12-31", "ends before"),
        ("clears_if: Something clears it", "clears_if: short", "clears_if"),
        ("    title: A title of a flag\n", "", "title"),
        ("    title: A title of a flag\n", "    title: A title of a flag\n    title: Another one here\n", "twice"),
        ("flags:", "flags: [", "YAML"),
        ("2023-01-01", "2023-13-01", "YAML|from"),
        (', citation: "A source"}\n      - {from: 2023', "}\n      - {from: 2023", "citation"),
    ],
)
def test_malformed_records_are_refused(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(LawError, match=said):
        read_records(GOOD.replace(old, new, 1), "x.yaml")


def test_record_without_predicate_is_refused() -> None:
    with pytest.raises(LawError, match="some_flag"):
        evaluate(order(), load_tables(), as_of=AUGUST_2024, records=read_records(GOOD, "x.yaml"))


def test_example_orders_raise_every_flag_that_needs_no_screening(law_tables: LawTables) -> None:
    seen: set[str] = set()
    with resources.as_file(resources.files("tidewaiter") / "examples" / "orders.jsonl") as path:
        for tx in read_orders(path):
            assert isinstance(tx, Transaction)
            seen.update(flag.id for flag in evaluate(tx, law_tables, as_of=tx.date or AUGUST_2024))
    assert set(PREDICATES) - seen == {"address_of_listed_party"}


@pytest.fixture
def law_tables() -> LawTables:
    return load_tables()


COUNTRIES = st.none() | st.sampled_from(["TR", "RU", "US", "DE", "KG", "HK", "XX"])


@given(
    st.builds(
        Transaction,
        id=st.just("1"),
        from_country=COUNTRIES,
        destination=COUNTRIES,
        transit=st.lists(st.sampled_from(["AE", "RU", "DE"]), max_size=2).map(tuple),
        item=st.sampled_from([Item(), CHIP, BEARING, CARPET]),
        parties=st.lists(
            st.builds(
                Party, name=st.none() | st.text(max_size=6), role=st.sampled_from(Role), country=COUNTRIES,
                address=st.none() | st.text(max_size=9), formed_on=st.none() | st.just("2023"),
            ),
            max_size=3,
        ).map(tuple),
    ),
    st.dates(dt.date(1996, 1, 1), dt.date(2027, 1, 1)),
)  # fmt: skip
def test_evaluation_never_fails_and_is_the_same_twice(tx: Transaction, on: dt.date) -> None:
    first = evaluate(tx, load_tables(), as_of=on)
    assert first == evaluate(tx, load_tables(), as_of=on)
    for flag in first:
        assert flag.severity in {"hold", "note"}
