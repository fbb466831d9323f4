"""License exceptions: ruled out with the reason, and undetermined only where a fact is missing."""

import datetime as dt

import pytest

from tidewaiter.law import Tri, load_law
from tidewaiter.licensing import determine
from tidewaiter.licensing.exception_limits import limit_on
from tidewaiter.licensing.exception_lines import _PLAIN, exception_line
from tidewaiter.model import ExceptionCheck, Item, Transaction

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
    assert limit_on(LAW, "STA", "3A001", ("IL",), DAY)[0] is Tri.UNKNOWN
    assert limit_on(LAW, "STA", "EAR99", ("IL",), DAY)[0] is Tri.NO
    assert exception_line(LAW, "LVS", "3A001", ("TW",), DAY).answer is Tri.UNKNOWN


def test_before_a_group_took_a_country_in_its_exception_is_not_there() -> None:
    tx = Transaction(id="x", from_country="US", destination="IN", item=Item(eccn="3E001"), end_use="civil")
    before = {c.symbol: c.eligible for c in determine(tx, LAW, as_of=dt.date(2018, 8, 2)).exceptions}
    after = {c.symbol: c.eligible for c in determine(tx, LAW, as_of=dt.date(2018, 8, 3)).exceptions}
    assert before.get("STA") == "no"
    assert after.get("STA") == "undetermined"
