"""License exceptions: ruled out with the reason, and undetermined only where a fact is missing."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.law import Tri, load_law
from tidewaiter.licensing import determine
from tidewaiter.licensing.exception_limits import Route, limit_on
from tidewaiter.licensing.exception_lines import _PLAIN, exception_line
from tidewaiter.model import Circumstance, ExceptionCheck, Item, Transaction

LAW = load_law()
DAY = dt.date(2026, 3, 10)


def checks(eccn: str, destination: str, value: float | None = None) -> dict[str, ExceptionCheck]:
    tx = Transaction(
        id="x", from_country="US", destination=destination, item=Item(eccn=eccn, value_usd=value), end_use="civil"
    )
    return {check.symbol: check for check in determine(tx, LAW, as_of=DAY).exceptions}


@pytest.mark.parametrize("symbol", ["LVS", "GBS", "TSR"])
def test_every_line_of_the_carried_list_is_plain_or_has_records(symbol: str) -> None:
    unread = [
        entry.eccn
        for entry in LAW.tables.entries.values()
        if (stated := getattr(entry, symbol.lower()))
        and not _PLAIN.match(stated)
        and not any(rule.startswith(f"us.ear.774.{symbol.lower()}.{entry.eccn.lower()}") for rule in LAW.rules)
    ]
    assert unread == []


@pytest.mark.parametrize(
    ("eccn", "destination", "value", "eligible", "why"),
    [
        ("3A001.a.7", "TW", 4000, "undetermined", "12 times"),
        ("3A001.a.7", "TW", 5000.01, "no", "above the limit of 5000"),
        ("3A001.a.7", "TW", None, "undetermined", "not stated"),
        ("3A001.c", "TW", 4000, "no", "above the limit of 1500"),
        ("3A001.b.2", "TW", 2000, "undetermined", "civil telecommunications"),
        ("2B350.a", "SG", 1500, "undetermined", "12 times"),
        ("2B350.a", "SA", 1500, "no", "destination"),
        ("2B350.a", "SG", 2500, "no", "above"),
        ("6A002.a.1", "DE", 100, "no", "does not allow"),
        ("6A003.b.4.a", "DE", 100, "no", "does not allow"),
        ("9E003.a.1", "DE", 100, None, ""),
        ("3A001.a.7", "CN", 100, "no", "not among its destinations"),
    ],
)
def test_limited_value(eccn: str, destination: str, value: float | None, eligible: str | None, why: str) -> None:
    found = checks(eccn, destination, value).get("LVS")
    assert (found.eligible if found else None) == eligible
    assert found is None or why in " ".join(found.why)


@pytest.mark.parametrize(
    ("eccn", "destination", "symbol", "eligible"),
    [
        ("3C005", "TD", "GBS", "yes"),
        ("3A001.a.3", "TD", "GBS", "yes"),
        ("3A001.a.5.a", "TD", "GBS", "undetermined"),
        ("3A001.c", "TD", "GBS", "no"),
        ("2B001.a", "TD", "GBS", "no"),
        ("3A001.b.2", "IL", "STA", "undetermined"),
        ("3A001.z", "IL", "STA", "no"),
        ("1A002.a", "IL", "STA", "no"),
        ("0A501.a", "GB", "STA", "no"),
        ("9A610.a", "DE", "STA", "undetermined"),
        ("0A982", "MX", "TMP", "no"),
    ],
)
def test_other_exceptions(eccn: str, destination: str, symbol: str, eligible: str) -> None:
    assert checks(eccn, destination)[symbol].eligible == eligible


def test_an_undetermined_exception_always_says_what_is_missing() -> None:
    for eccn in ("3A001.a.7", "5A002.a", "1C350.b", "9A610.x", "3E001", "0A501.c", "6A005.b.6"):
        for check in checks(eccn, "BR", 300).values():
            assert check.eligible in ("yes", "no", "undetermined")
            assert all(check.why), check


def test_a_limit_that_names_a_paragraph_asks_when_only_the_entry_is_known() -> None:
    assert limit_on(LAW, "STA", "3A001", Route(("IL",)), DAY)[0] is Tri.UNKNOWN
    assert limit_on(LAW, "STA", "EAR99", Route(("IL",)), DAY)[0] is Tri.NO
    assert exception_line(LAW, "LVS", "3A001", ("TW",), DAY).answer is Tri.UNKNOWN


def test_before_a_group_took_a_country_in_its_exception_is_not_there() -> None:
    tx = Transaction(id="x", from_country="US", destination="IN", item=Item(eccn="3E001"), end_use="civil")
    before = {c.symbol: c.eligible for c in determine(tx, LAW, as_of=dt.date(2018, 8, 2)).exceptions}
    after = {c.symbol: c.eligible for c in determine(tx, LAW, as_of=dt.date(2018, 8, 3)).exceptions}
    assert before.get("STA") == "no"
    assert after.get("STA") == "undetermined"


def test_circumstances_and_paragraphs_know_each_other() -> None:
    named = {
        code
        for rule in LAW.rules.values()
        for segment in rule.segments
        for code in segment.parameters.get("circumstances", ())
    }
    assert named == {one.value for one in Circumstance}


#: Every exception of part 740 is decided, or asked about by paragraph; RFF belongs to entries of the Entity List.
SYMBOLS = {
    "TMP", "RPL", "GOV", "GFT", "TSU", "BAG", "AVS", "APP", "NAC/ACA", "APR", "ENC", "AGR", "CCD", "SCP", "ACE", "MED",
    "IEC", "HBM", "AIA", "ACM", "LPP",
}  # fmt: skip


def test_every_paragraph_asks_a_question_and_belongs_to_a_modelled_exception() -> None:
    paragraphs = [rule for rule_id, rule in LAW.rules.items() if rule_id.startswith("us.ear.situation.")]
    assert len(paragraphs) > 50
    for rule in paragraphs:
        for segment in rule.segments:
            assert (segment.question or "").endswith("?"), rule.id
            assert set(segment.parameters["symbols"]) <= SYMBOLS, rule.id


_CODES = st.sampled_from(["3A001.a.2", "3A090.a", "5A002.a", "5D992.c", "9A610.x", "1B101", "0A982", "EAR99", "3E001"])
_PLACES = st.sampled_from(["CN", "RU", "IR", "KP", "CU", "SY", "HK", "IN", "DE", "PK", "AE", "UA"])


@settings(max_examples=300, deadline=None)
@given(_CODES, _PLACES, st.dates(dt.date(2015, 1, 1), dt.date(2026, 12, 1)), st.sets(st.sampled_from(Circumstance)))
def test_what_the_exporter_affirms_never_changes_the_requirement(
    code: str, place: str, day: dt.date, stated: set[Circumstance]
) -> None:
    asked = Transaction(id="x", from_country="US", destination=place, item=Item(eccn=code), end_use="civil")
    affirmed = replace(asked, circumstances=tuple(sorted(stated)))
    before, after = determine(asked, LAW, as_of=day), determine(affirmed, LAW, as_of=day)
    assert (before.outcome, before.sections) == (after.outcome, after.sections)
    open_before = {check.symbol: check.eligible for check in before.exceptions}
    for check in after.exceptions:
        if check.eligible == "yes":
            assert open_before[check.symbol] in ("yes", "undetermined")


@pytest.mark.parametrize("day", [dt.date(2021, 6, 1), dt.date(2023, 6, 1), DAY])
@pytest.mark.parametrize("place", ["IR", "RU", "BY", "KP", "CU", "SY"])
def test_an_embargo_lets_through_only_the_paragraphs_it_names(place: str, day: dt.date) -> None:
    everything = tuple(Circumstance)
    for code in ("3A001.a.2", "5A992.c", "EAR99", "9A991.d"):
        tx = Transaction(
            id="x",
            from_country="US",
            destination=place,
            item=Item(eccn=code),
            circumstances=everything,
            end_use="civil",
        )
        found = determine(tx, LAW, as_of=day)
        needs = [
            LAW.at(r.rule, day) for r in found.reasons if r.effect == "requires" and r.rule.startswith("us.ear.746")
        ]
        allowed = {symbol for rule in needs if rule for symbol in rule.segment.exceptions}
        for check in found.exceptions:
            if check.eligible == "yes" and needs:
                assert any(one.split("(")[0] == check.symbol for one in allowed), (place, code, check)
