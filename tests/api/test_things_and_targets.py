"""FollowTheMoney entities that are no names: wallets, securities, craft and accounts; people in parts; non-targets."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tidewaiter.api import create_app
from tidewaiter.api.open_screening.entities import Entities
from tidewaiter.api.open_screening.queries import cleaned, query_of
from tidewaiter.api.settings import Settings
from tidewaiter.model import Party, RowError
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.workspace import Workspace

from .conftest import Served

DAY = dt.date(2026, 8, 1)


def entity(key: str, schema: str, /, target: bool | None = None, **properties: list[str]) -> dict[str, Any]:
    found = {"id": key, "schema": schema, "properties": properties}
    return found if target is None else found | {"target": target}


#: All invented. A wallet of an unknown holder, one of a holder in the file, and one that is itself listed.
LIST = [
    entity("wallet", "CryptoWallet", publicKey=["1InventedWa11etAddressQxZ7"], currency=["XBT"], holder=["elsewhere"]),
    entity("holder", "Person", name=["Quorvan Testolini"]),
    entity("held", "CryptoWallet", False, publicKey=["0x00InventedEthereum4De7"], currency=["ETH"], holder=["holder"]),
    entity("both", "CryptoWallet", True, publicKey=["TInventedTronAddress93kq"], currency=["TRX"], holder=["holder"]),
    entity("bond", "Security", name=["Invented Republic 7.5% 2031"], isin=["XS0000000009"], ticker=["QUOR"]),
    entity("share", "Security", isin=["ZZ000A0INV17"]),
    entity("ship", "Vessel", imoNumber=["IMO9074729"], flag=["pa"]),
    entity(
        "plane",
        "Airplane",
        name=["Quorvan One"],
        registrationNumber=["ZZ-QRV"],
        serialNumber=["52817"],
        icaoCode=["A320"],
    ),
    entity("van", "Vehicle", name=["Invented van"], registrationNumber=["34 INV 5512"]),
    entity("account", "BankAccount", iban=["ZZ00 INVE 0000 5512 8817 11"]),
    entity("firm", "Company", name=["Invented Firm Quorvanex"], uscCode=["91350211MA0INVENT7"], kppCode=["770101001"]),
    entity("parts", "Person", firstName=["Zelimkhan"], fatherName=["Ruslanovich"], lastName=["Quorvanov", "Кворванов"]),
    entity("relative", "Person", False, name=["Mirabelle Quorvanskaya"], country=["ru"]),
]


def refuse(error: RowError) -> None:
    pytest.fail(str(error))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("things")
    (root / "carried").mkdir()
    file = root / "own.ftm.json"
    file.write_text("\r".join(json.dumps(one, ensure_ascii=False) for one in LIST), encoding="utf-8")
    space = Workspace(root / "own", today=lambda: DAY, carried=root / "carried")
    space.lists.import_custom(file, "things", date=dt.date(2026, 7, 1), rejected=refuse)
    Entities(space).of(DAY)  # built here: the service finds both files ready
    return space


@pytest.fixture(scope="module")
def inside(own: Workspace, served: Served) -> Iterator[httpx.Client]:
    with served(create_app(own, Settings(hosts=None, refresh=0))) as http:
        end = time.monotonic() + 60
        while http.get("/readyz").status_code != 200 and time.monotonic() < end:
            time.sleep(0.05)
        yield http


def ask(http: httpx.Client, schema: str, /, **properties: Any) -> list[dict[str, Any]]:
    body = {"queries": {"q": {"schema": schema, "properties": properties}}}
    answer = http.post("/match/custom", json=body).json()["responses"]["q"]
    assert answer["status"] == 200, answer
    found: list[dict[str, Any]] = answer["results"]
    return found


@pytest.mark.parametrize(
    ("schema", "properties", "expected"),
    [
        ("CryptoWallet", {"publicKey": "1InventedWa11etAddressQxZ7"}, ["wallet"]),
        ("CryptoWallet", {"publicKey": "XBT 1InventedWa11etAddressQxZ7"}, ["wallet"]),
        ("CryptoWallet", {"cryptoAddress": "1InventedWa11etAddressQxZ7", "currency": ["BTC"]}, ["wallet"]),
        ("CryptoWallet", {"publicKey": "0x00InventedEthereum4De7"}, ["holder"]),
        ("CryptoWallet", {"publicKey": "TInventedTronAddress93kq"}, ["both", "holder"]),
        ("CryptoWallet", {"publicKey": "1InventedWa11etAddressQxZ8"}, []),
        ("Security", {"isin": "XS0000000009"}, ["bond"]),
        ("Security", {"isin": ["XS1111111111", "ZZ000A0INV17"]}, ["share"]),
        ("Security", {"ticker": "quor"}, ["bond"]),
        ("Company", {"isinCode": "ZZ000A0INV17"}, ["share"]),
        ("Vessel", {"imoNumber": "9074729"}, ["ship"]),
        ("Airplane", {"registrationNumber": "ZZQRV"}, ["plane"]),
        ("Airplane", {"serialNumber": "52817"}, ["plane"]),
        ("Airplane", {"name": "Wholly Other", "icaoCode": "A320"}, []),
        ("Vehicle", {"registrationNumber": "34INV5512"}, ["van"]),
        ("BankAccount", {"iban": "ZZ00INVE00005512881711"}, ["account"]),
        ("Company", {"uscCode": "91350211MA0INVENT7"}, ["firm"]),
        ("Company", {"name": "Wholly Other", "kppCode": "770101001"}, []),
        ("Person", {"firstName": "Zelimkhan", "lastName": "Quorvanov"}, ["parts"]),
        ("Person", {"firstName": ["Zelimkhan"], "patronymic": "Ruslanovich", "lastName": ["Quorvanov"]}, ["parts"]),
        (
            "Person",
            {"name": "Z.", "firstName": "Zelimkhan", "fatherName": "Ruslanovich", "lastName": "Кворванов"},
            ["parts"],
        ),
    ],
)
def test_who_is_meant(inside: httpx.Client, schema: str, properties: dict[str, Any], expected: list[str]) -> None:
    found = ask(inside, schema, **properties)
    assert sorted(one["id"] for one in found) == [f"custom.things:{key}" for key in expected]
    assert all(one["match"] for one in found)


def test_a_thing_is_shown_as_what_it_is(inside: httpx.Client) -> None:
    (wallet,) = ask(inside, "CryptoWallet", publicKey="1InventedWa11etAddressQxZ7")
    assert (wallet["schema"], wallet["caption"]) == ("CryptoWallet", "XBT 1InventedWa11etAddressQxZ7")
    assert wallet["properties"]["publicKey"] == ["1InventedWa11etAddressQxZ7"]
    (share,) = ask(inside, "Security", isin="ZZ000A0INV17")
    assert (share["schema"], share["properties"]["isin"]) == ("Security", ["ZZ000A0INV17"])
    assert inside.get("/entities/custom.things:ship").json()["caption"] == "IMO9074729"
    found = inside.get("/search/custom", params={"schema": "Security"}).json()["results"]
    assert {one["id"] for one in found} == {"custom.things:bond", "custom.things:share"}


def test_who_is_no_target_is_found_and_said_to_be_none(inside: httpx.Client, own: Workspace) -> None:
    """As yente does: every entity of a dataset answers, and the answer says whether it is a target."""
    (relative,) = ask(inside, "Person", name="Mirabelle Quorvanskaya", country="ru")
    assert relative["target"] is False
    assert (relative["match"], relative["strength"]) == (True, "possible")
    assert "topics" not in relative["properties"]
    assert ask(inside, "Vessel", imoNumber="9074729")[0]["target"] is True
    (answer,) = own.screen([ScreenRow("1", Party(name="Mirabelle Quorvanskaya", country="RU"))])
    (hit,) = answer.hits
    assert hit.strength == "possible"
    assert hit.note
    assert "not as one of them" in hit.note


def test_an_exported_list_answers_the_same_again(own: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "again.ftm.json"
    lines = [json.dumps(one, ensure_ascii=False) for one in own.lists.entities(["custom.things"])]
    file.write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "carried").mkdir()
    again = Workspace(tmp_path / "own", today=lambda: DAY, carried=tmp_path / "carried")
    again.lists.import_custom(file, "things", date=dt.date(2026, 7, 1), rejected=refuse)
    rows = [
        ScreenRow("a", Party(identifiers={"wallet": "1InventedWa11etAddressQxZ7"})),
        ScreenRow("b", Party(identifiers={"isin": "ZZ000A0INV17"})),
        ScreenRow("c", Party(name="Mirabelle Quorvanskaya")),
        ScreenRow("d", Party(identifiers={"imo": "9074729"})),
    ]
    before, after = ([[h.score for h in one.hits] for one in space.screen(rows)] for space in (own, again))
    assert before == after
    assert all(before)
    strengths = [[hit.strength for hit in one.hits] for one in again.screen(rows)]
    assert strengths == [["match"], ["match"], ["possible"], ["match"]]


def test_every_name_address_birth_date_and_number_of_a_query_is_used() -> None:
    properties = {
        "name": ["Invented A", "Invented B"],
        "firstName": "Ann",
        "lastName": "Dee",
        "address": ["5 Elm Road, Lahore", "9 Oak Road, Quetta"],
        "birthDate": ["about 1950", "1950-01-02", "1951"],
        "gender": ["F"],
        "passportNumber": ["K1", "K2"],
        "kppCode": "770101001",
    }
    query = query_of("Person", cleaned(properties))
    assert query.names == ("Invented A", "Invented B", "Ann Dee")
    assert query.addresses == ("5 Elm Road, Lahore", "9 Oak Road, Quetta")
    assert query.birth_dates == ("1950-01-02", "1951")
    assert query.gender == "female"
    assert query.identifiers == {"passport": "K1", "passport 2": "K2"}
    assert query_of("Company", cleaned(properties)).names == ("Invented A", "Invented B"), "no person has these parts"
