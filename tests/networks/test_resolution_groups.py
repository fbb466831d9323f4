"""Ways companies are written: which are one company, and which only look like it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.networks.parties import companies_of

Kinds = dict[str, list[dict[str, Any]]]

#: Each is one company.
ONE: Kinds = {
    "Turkish legal forms, case, accents and shortened trade words": [
        {"name": "Kuzeyçam Elektronik Sanayi ve Ticaret Limited Şirketi", "country": "TR"},
        {"name": "KUZEYCAM ELEKTRONIK SAN. VE TIC. LTD. STI.", "country": "TR"},
        {"name": "KUZEYCAM ELEK. SAN. TIC. LTD STI", "country": "TR", "address": "Atatürk Cad. No:12 İstanbul"},
    ],
    "a field too narrow for the name": [
        {"name": "DORUKSU MAKINA SANAYI DIS TICARET ANONIM SIRKETI", "country": "TR"},
        {"name": "DORUKSU MAKINA SANAYI DIS TIC", "country": "TR"},
    ],
    "Cyrillic, two ways to romanise it, and the legal form translated": [
        {"name": 'ООО "Техновектор"', "country": "RU"},
        {"name": "OOO TEKHNOVEKTOR", "country": "RU"},
        {"name": "Tehnovektor LLC", "country": "RU"},
    ],
    "a tax office's code behind the tax id": [
        {"name": 'ООО "Промснабмаш"', "country": "RU", "tax_id": "7701234567/770101001"},
        {"name": "PROMSNAB MASHINERY LLC", "country": "RU", "tax_id": "7701234567", "address": "Moscow, Lenina 5"},
    ],
    "a Chinese name in characters as the alias": [
        {"name": "Shenzhen Huaqiangda Electronics Co., Ltd.", "alias": "深圳市华强达电子有限公司", "country": "CN"},
        {"name": "深圳市华强达电子有限公司", "country": "CN"},
        {"name": "SHENZHEN HUAQIANGDA ELECTRONICS CO LTD", "country": "CN"},
    ],
    "an address in the field of the name": [
        {
            "name": "Rimstar Aviation Spares L.L.C",
            "country": "AE",
            "address": "Office 1892, Building 307, Airport Road, Dubai",
        },
        {"name": "RIMSTAR AVIATION SPARES LLC, Office 1892, Building 307, Airport Road", "country": "AE"},
    ],
    "an address behind the legal form, with no comma": [
        {"name": "ARBENGA CERAMICHE S P A VIA SAN CARLO 24 41034 MODENA ITALY", "country": "IT"},
        {"name": "Arbenga Ceramiche SpA", "country": "IT"},
    ],
    "a free zone's form of a phone": [
        {"name": "Quorlin General Trading FZE", "country": "AE", "phone": "+971 4 881 2345"},
        {"name": "QUORLIN GEN TRADING", "country": "AE", "phone": "00971-4-8812345"},
    ],
    "a typing error": [
        {"name": 'ТОО "Жетiсай Приборсервис"', "country": "KZ", "address": "Алматы, ул. Абая, 150"},
        {"name": "TOO ZHETISAI PRIBORSERVIS", "country": "KZ", "address": "Almaty, ul. Abaya 150"},
        {"name": "TOO ZHETSAI PRIBORSERVIS", "country": "KZ", "address": "ALMATY, ABAYA 150"},
    ],
    "a new name with the tax id kept": [
        {"name": "Alvarton Tekstil Ltd. Şti.", "country": "TR", "tax_id": "1234567891", "records": 40},
        {"name": "Bozkurt Havacılık A.Ş.", "country": "TR", "tax_id": "1234567891", "records": 40},
    ],
    "a country given wrongly once": [
        {
            "name": "Kelmont Semiconductors GmbH",
            "country": "DE",
            "tax_id": "DE811223344",
            "address": "Hafenweg 5, Hamburg",
        },
        {
            "name": "Kelmont Semiconductors GmbH",
            "country": "AT",
            "tax_id": "DE811223344",
            "address": "Hafenweg 5, Hamburg",
        },
    ],
}

#: In each, no two are one company.
APART: Kinds = {
    "equal names in two countries": [
        {"name": "Silverpeak Electronics Ltd", "country": "HK"},
        {"name": "Silverpeak Electronics Ltd", "country": "TR"},
    ],
    "plants of a number": [
        {"name": "Machine Plant No. 5 JSC", "country": "RU"},
        {"name": "Machine Plant No. 6 JSC", "country": "RU"},
    ],
    "a shell reborn at the old address with the old phone": [
        {"name": "Zirvekan Elektronik Ltd. Şti.", "country": "TR", "tax_id": "1000000011", "phone": "+90 212 555 0101",
         "email": "info@zirvekan.example", "address": "Liman Yolu No:44 Kat 3, Mersin"},
        {"name": "Ortabey Dış Ticaret Ltd. Şti.", "country": "TR", "tax_id": "2000000022", "phone": "+90 212 555 0101",
         "email": "info@zirvekan.example", "address": "Liman Yolu No:44 Kat 3, Mersin"},
    ],
    "the same, with no tax id stated": [
        {"name": "ТОО Сармантех", "country": "KZ", "phone": "+7 727 555 01 02", "address": "ул. Толе би, 12"},
        {"name": "ТОО Бирликком Трейд", "country": "KZ", "phone": "+7 727 555 01 02", "address": "ул. Толе би, 12"},
    ],
    "one trade, two names": [
        {"name": "Guangzhou Jinfeng Trading Co., Ltd", "country": "CN", "records": 30},
        {"name": "Guangzhou Haitong Trading Co., Ltd", "country": "CN", "records": 30},
    ],
    "one root, another trade, other tax ids": [
        {"name": "Öztekhan Tekstil A.Ş.", "country": "TR", "tax_id": "3000000033", "records": 20},
        {"name": "Öztekhan Savunma A.Ş.", "country": "TR", "tax_id": "4000000044", "records": 20},
    ],
    "a forwarder and for whom it acts": [
        {"name": "Mervan Kargo Ltd", "alias": "Selindus Optik Ltd", "country": "TR"},
        {"name": "Selindus Optik Ltd", "country": "TR"},
    ],
    "one that acts and its principal in another script": [
        {"name": "ООО Северокарго", "alias": "on behalf of Tolmerus Optics Ltd", "country": "RU"},
        {"name": "Tolmerus Optics Ltd", "country": "RU"},
    ],
    "one that acts and a principal of a like name": [
        {"name": "Vandorix Lojistik A.Ş.", "alias": "on behalf of Vandorin Elektronik Ltd", "country": "TR"},
        {"name": "Vandorin Elektronik Ltd", "country": "TR"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", ONE)
def test_one_company(kind: str) -> None:
    assert len(set(companies_of(ONE[kind]))) == 1


@pytest.mark.parametrize("kind", APART)
def test_companies_apart(kind: str) -> None:
    found = companies_of(APART[kind])
    assert len(set(found)) == len(found)


def test_all_at_once() -> None:
    """What is one and what is apart does not change when all are resolved together."""
    rows: list[dict[str, Any]] = []
    group: list[tuple[str, int]] = []
    for kinds, apart in ((ONE, False), (APART, True)):
        for kind, each in kinds.items():
            rows += each
            group += [(kind, number if apart else 0) for number in range(len(each))]
    found = companies_of(rows)
    assert len(set(zip(found, group, strict=True))) == len(set(found)) == len(set(group))
