"""A small list to screen against; every entry is invented but the one address."""

from __future__ import annotations

import datetime as dt

import pytest

from tidewaiter.model import Address, Citation, Identifier, ListedName, Listing, NameKind, Schema
from tidewaiter.screening import Screener, ScreeningIndex


def listing(number: str, *names: str, **facts: object) -> Listing:
    """Return an entry whose first name is primary and whose others are aliases."""
    kinds = [NameKind.PRIMARY] + [NameKind.ALIAS] * (len(names) - 1)
    listed = tuple(ListedName(text=text, kind=kind) for text, kind in zip(names, kinds, strict=True))
    values: dict[str, object] = {"list": "us.bis.entity_list", "names": listed} | facts
    return Listing(id=number, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def listings() -> list[Listing]:
    return [
        listing(
            "e1",
            "Yildizkaya Elektronik Sanayi ve Ticaret Anonim Sirketi",
            countries=("TR",),
            listed_on=dt.date(2023, 4, 12),
        ),
        listing(
            "e2", "Dombrovsky Pribor OOO", "OOO Dombrovskiy Pribor", countries=("RU",), delisted_on=dt.date(2024, 1, 1)
        ),
        listing("e3", "Dombrovsky Pribor OOO", countries=("KZ",), list="us.ofac.sdn", listed_after=dt.date(2023, 6, 1)),
        listing(
            "p1",
            "Ahmad Zarandeh Khosravi",
            schema=Schema.PERSON,
            list="us.ofac.sdn",
            birth_dates=("1961-03-09",),
            nationalities=("IR",),
            identifiers=(Identifier(type="passport", value="K 1234567"),),
        ),
        listing(
            "v1",
            "Ocean Marigold",
            schema=Schema.VESSEL,
            list="us.ofac.sdn",
            identifiers=(Identifier(type="imo", value="9999991"),),
        ),
        listing(
            "a1",
            "Address 01",
            schema=Schema.ADDRESS,
            address_only=True,
            countries=("HK",),
            addresses=(Address(full="Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong"),),
            citations=(Citation(text="89 FR 48301"),),
        ),
        listing(
            "e4",
            "Severny Avtomatika Zavod",
            addresses=(Address(full="26 General Belov St, Office 1010, Moscow, Russia"),),
        ),
    ]


@pytest.fixture(scope="session")
def screener(listings: list[Listing]) -> Screener:
    return Screener(ScreeningIndex.build(listings))
