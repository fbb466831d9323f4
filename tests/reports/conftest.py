"""Decisions of every kind, built by hand: listed names and citations are facts of US lists, other parties invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tidewaiter.model import (
    Act,
    Coverage,
    Decision,
    Determination,
    Effect,
    ExceptionCheck,
    Feature,
    Hit,
    Item,
    ItemScope,
    Outcome,
    Party,
    PartyScreening,
    Question,
    Reason,
    RedFlag,
    Region,
    Requirement,
    Role,
    RowError,
    Snapshot,
    Strength,
    Transaction,
    Verdict,
)

DAY = dt.date(2026, 8, 12)
Checked = tuple[Transaction, Decision]

SNAPSHOTS = (
    Snapshot(
        list="us.bis.entity_list",
        date=dt.date(2026, 7, 31),
        sha256="9f2c41d07ab35e8866c1f0d2b9e4a7315c60d8fe2247b19a03de55c7718f6ab2",
        entries=3420,
        source="Consolidated Screening List, 2026-07-31",
        age_days=12,
    ),
    Snapshot(
        list="us.bis.denied_persons",
        date=dt.date(2026, 8, 10),
        sha256="1b7e0c55d3f94a2298aa10c4e6b7d8f9013c2a4b5d6e7f8091a2b3c4d5e6f708",
        entries=564,
        source="Denied Persons List, BIS",
        age_days=2,
    ),
    Snapshot(
        list="us.ofac.sdn",
        date=dt.date(2026, 8, 11),
        sha256="c0ffee1234567890abcdefabcdef1234567890abcdefabcdef1234567890abcd",
        entries=19181,
        source="OFAC SDN list with alternate names and addresses",
        age_days=1,
    ),
    Snapshot(
        list="us.bis.unverified_list",
        date=dt.date(2026, 8, 20),
        sha256="77aa01b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e",
        entries=222,
        source="Consolidated Screening List",
        reconstructed=True,
        note="Rebuilt for 2026-08-12 from the list of 2026-08-20; parties removed in between are missing.",
    ),
)

COVERAGE = (
    Coverage(part="15 CFR 736", status="partial", note="General Prohibitions 7 and 9 are a pointer only."),
    Coverage(part="15 CFR 738 Supp. 1", status="modelled"),
    Coverage(part="15 CFR 744.11", status="modelled"),
    Coverage(part="15 CFR 746.8", status="partial", note="Supp. No. 6 chemicals by name are not matched."),
    Coverage(part="15 CFR 744.6", status="pointer", note="Support by US persons must be looked up."),
)

CHART = Reason(
    rule="ear.738.chart",
    citation="15 CFR 738.4(a)",
    effect=Effect.DOES_NOT_APPLY,
    facts={"destination": "DE", "reasons_for_control": "AT"},
    text="The Country Chart has no X for the reasons that control this item and this destination.",
    in_force_from=dt.date(2024, 1, 1),
)
ENTITY = Reason(
    rule="ear.744.11",
    citation="15 CFR 744.11(a); 89 FR 68548",
    effect=Effect.REQUIRES,
    facts={"party": "ASR Trans Lojistik Ve Dis Tic Ltd Sti", "role": "ultimate_consignee", "item": "EAR99"},
    text="The ultimate consignee is on the Entity List, whose entry reaches all items subject to the EAR.",
    in_force_from=dt.date(2024, 8, 27),
)


def _determination(order: str, outcome: Outcome, **values: Any) -> Determination:
    values.setdefault("reasons", (CHART,))
    return Determination(id=order, outcome=outcome, coverage=COVERAGE, as_of=DAY, **values)


def _checked(
    order: str, verdict: Verdict, transaction: dict[str, Any], determination: Determination, **values: Any
) -> Checked:
    tx = Transaction(id=order, date=DAY, from_country="US", **transaction)
    values.setdefault(
        "screening",
        tuple(PartyScreening(party=i, role=str(p.role), name=p.name) for i, p in enumerate(tx.parties)),
    )
    decision = Decision(id=order, decision=verdict, license=determination, as_of=DAY, snapshots=SNAPSHOTS, **values)
    return tx, decision


ASR_HIT = Hit(
    listing_id="us.bis.entity_list:3f1c9a",
    list="us.bis.entity_list",
    name="ASR Trans Lojistik Ve Dis Tic Ltd Sti",
    matched="ASR International Trade Dis Tic. Ltd. Şti",
    score=0.973,
    strength=Strength.MATCH,
    features={
        "name": Feature(
            score=0.98, weight=0.81, detail="ASR INTERNATIONAL TRADE LTD ~ ASR International Trade Dis Tic. Ltd. Şti"
        ),
        "country": Feature(score=1.0, weight=0.09, detail="TR = TR"),
        "address": Feature(
            score=0.86, weight=0.07, detail="Degirmen Sok No 9 Kozyatagi ~ Değirmen Sok. No:9, Kozyatagi Mah."
        ),
    },
    listed_on=dt.date(2024, 8, 27),
    citation="89 FR 68548",
    country=("TR",),
    addresses=(
        "Değirmen Sok. No:9, Cemal Bey Is Mrkz. Kat:6 D.: 23/25 Pk:34742, Kozyatagi Mah., Kadiköy, İstanbul, Turkey",
        "Degirmen Sk., Cemal Bey Is Merkezi 11 13, Kozyatagi Mah., Kadikoy, Istanbul, Turkey",
    ),
    license_requirement=Requirement(
        items=ItemScope.ALL, footnotes=(3,), sections=("734.9(g)", "746.8(a)(3)", "744.11")
    ),
)
BUYBEST_HIT = Hit(
    listing_id="us.bis.entity_list:77b0e2",
    list="us.bis.entity_list",
    name="BuyBest Electronic",
    matched="Buy Best Electronic Pars",
    score=0.794,
    strength=Strength.POSSIBLE,
    features={
        "name": Feature(score=0.84, weight=0.74, detail="BEST BUY ELEKTRONIK PARCA ~ Buy Best Electronic Pars"),
        "country": Feature(score=1.0, weight=0.09, detail="TR = TR"),
        "address": Feature(score=0.12, weight=-0.06, detail="Ankara ~ Şişli, Istanbul"),
    },
    listed_on=dt.date(2024, 8, 27),
    citation="89 FR 68548",
    country=("TR", "CN", "IR"),
    license_requirement=Requirement(items=ItemScope.ALL, sections=("744.11",)),
)
SDN_HIT = Hit(
    listing_id="us.ofac.sdn:22811",
    list="us.ofac.sdn",
    name="OREL TRADING HOUSE (invented)",
    matched="OREL TRADING HOUSE (invented)",
    score=0.71,
    strength=Strength.POSSIBLE,
    programs=("RUSSIA-EO14024",),
    features={"name": Feature(score=0.76, weight=0.7, detail="Orel Trade House FZE ~ OREL TRADING HOUSE")},
)
ADDRESS_HIT = Hit(
    listing_id="us.bis.entity_list:addr01",
    list="us.bis.entity_list",
    name="Address 01",
    matched="No: 52 Hasat Sk., Kamara Iç Kapi No: 1, Merkez Mah., Sisli, Istanbul, 34381, Turkey",
    score=0.91,
    strength=Strength.MATCH,
    schema="Address",
    listed_on=dt.date(2024, 8, 27),
    citation="89 FR 68548",
    country=("TR",),
    license_requirement=Requirement(items=ItemScope.CCL_AND_SUPP7),
    note="An address of high diversion risk (15 CFR 744.16): the requirement follows the address, not a name.",
)
HUB_FLAG = RedFlag(
    id="transshipment_hub",
    title="Common high-priority item to a known transshipment hub",
    citation="15 CFR 732 Supp. No. 3(b)",
    severity="hold",
    evidence=("HS 854231 is on the Common High Priority List, tier 1", "destination TR is not a GECC country"),
    clears_if="the end user is named and confirms the end use and the place of use in writing",
)
NO_END_USER = RedFlag(
    id="missing_end_user",
    title="No end user named",
    citation="15 CFR 732 Supp. No. 3(b)",
    severity="hold",
    evidence=("no party has the role end_user or ultimate_consignee",),
    clears_if="the end user is named",
)
NEW_FIRM = RedFlag(
    id="formed_after_invasion",
    title="Party formed after 24 February 2022",
    citation="BIS best practice for transit through hubs (unverified)",
    severity="note",
    evidence=("formed_on 2022-05",),
    clears_if="the firm shows a business of its own from before, or a known parent",
)


def _released() -> list[Checked]:
    plain = [
        ("PO-1001", "DE", "Bearing housings", "EAR99", "848330", "Nordwind Maschinenbau GmbH (invented)"),
        ("PO-1002", "JP", "Spectrum analyzer, 8 GHz", "3A992", "903040", "Kisaragi Measurements KK (invented)"),
        ("PO-1003", "BR", "Irrigation pumps", "EAR99", "841370", "Agua Clara Irrigação Ltda (invented)"),
        ("PO-1004", "CA", "Network switch", "5A991", "851762", "Maple Ridge Networks Inc. (invented)"),
        ("PO-1005", "GB", "Power supplies", "EAR99", "850440", "Harrow & Finch Instruments Ltd (invented)"),
        ("PO-1006", "IN", "Valves for water works", "EAR99", "848180", "Sagar Jal Udyog Pvt Ltd (invented)"),
    ]
    found = []
    for order, country, text, eccn, hs, name in plain:
        party = Party(name=name, role=Role.ULTIMATE_CONSIGNEE, country=country)
        item = Item(description=text, eccn=eccn, hs=hs, quantity=20, value_usd=18400)
        tx = {"destination": country, "item": item, "parties": (party,), "end_use": "civil"}
        law = _determination(order, Outcome.NOT_REQUIRED)
        found.append(_checked(order, Verdict.RELEASE, tx, law, reasons=("No license requirement was found.",)))
    return found


def _excepted() -> Checked:
    order = "PO-1007"
    party = Party(name="Fjordteknikk AS (invented)", role=Role.END_USER, country="NO")
    law = _determination(
        order,
        Outcome.REQUIRED,
        sections=("742.4", "738 Supp. 1"),
        reasons=(
            Reason(
                rule="ear.738.chart",
                citation="15 CFR 742.4; 738 Supp. No. 1",
                effect=Effect.REQUIRES,
                facts={"eccn": "3A001.a.2", "destination": "NO", "column": "NS 2"},
                text="NS column 2 has an X for the destination.",
            ),
        ),
        exceptions=(
            ExceptionCheck(symbol="GBS", eligible="yes", why=("NS only; Country Group B.",), citation="740.4"),
        ),
    )
    tx = {
        "destination": "NO",
        "item": Item(description="Microprocessor, radiation tolerant", eccn="3A001.a.2", hs="854231", value_usd=4200),
        "parties": (party,),
    }
    return _checked(order, Verdict.RELEASE, tx, law, red_flags=(NEW_FIRM,))


def _entity_list() -> Checked:
    order = "PO-2001"
    buyer = Party(name="ASR INTERNATIONAL TRADE LTD", role=Role.ULTIMATE_CONSIGNEE, country="TR")
    bank = Party(name="Anadolu Kredi Bankası (invented)", role=Role.BANK, country="TR")
    law = _determination(
        order,
        Outcome.REQUIRED,
        sections=("744.11(a)", "746.8(a)(3)"),
        reasons=(ENTITY, CHART),
        exceptions=(
            ExceptionCheck(
                symbol="LVS",
                eligible="no",
                why=("No exception overcomes 744.11 unless the entry says so.",),
                citation="744.11(a)",
            ),
        ),
        review_policy="policy_of_denial",
    )
    tx = {
        "destination": "TR",
        "transit": ("AE",),
        "item": Item(description="ARM microcontroller", eccn="3A991", hs="854231", part_number="X-1", value_usd=12000),
        "parties": (buyer, bank),
        "end_use": "civil",
    }
    return _checked(
        order,
        Verdict.STOP,
        tx,
        law,
        screening=(
            PartyScreening(party=0, role="ultimate_consignee", name=buyer.name, hits=(ASR_HIT,)),
            PartyScreening(party=1, role="bank", name=bank.name),
        ),
        red_flags=(HUB_FLAG,),
        reasons=("A license is required (744.11(a), 746.8(a)(3)) and no license exception is established.",),
    )


def _russia() -> Checked:
    order = "PO-2002"
    law = _determination(
        order,
        Outcome.REQUIRED,
        sections=("746.8(a)(5)",),
        reasons=(
            Reason(
                rule="ear.746.8.a.5",
                citation="15 CFR 746.8(a)(5); Supp. No. 4 to part 746",
                effect=Effect.REQUIRES,
                facts={"hs": "848210", "destination": "RU"},
                text="The HTS code is in Supp. No. 4 to part 746.",
                in_force_from=dt.date(2022, 5, 9),
                verified=False,
            ),
            Reason(
                rule="ear.746.8.a.1",
                citation="15 CFR 746.8(a)(1)",
                effect=Effect.DOES_NOT_APPLY,
                facts={"eccn": "EAR99"},
                text="The item is not in an ECCN on the Commerce Control List.",
            ),
        ),
        exceptions=(
            ExceptionCheck(symbol="CCD", eligible="no", why=("The item is not a consumer communications device.",)),
        ),
        review_policy="denial",
    )
    tx = {
        "destination": "RU",
        "item": Item(description="Ball bearings", eccn="EAR99", hs="848210", value_usd=8000),
        "parties": (Party(name="Uralskiy Podshipnik OOO (invented)", role=Role.PURCHASER, country="RU"),),
    }
    return _checked(order, Verdict.STOP, tx, law, reasons=("A license is required (746.8(a)(5)).",))


def _denied_person() -> Checked:
    order = "PO-2003"
    law = _determination(
        order,
        Outcome.REQUIRED,
        sections=("764.3(a)(2)", "736.2(b)(4)"),
        prohibited=True,
        reasons=(
            Reason(
                rule="ear.736.2.b.4",
                citation="15 CFR 736.2(b)(4)",
                effect=Effect.PROHIBITS,
                facts={"party": "ANDREE AGNESE", "listing": "us.bis.denied_persons"},
                text="A party is subject to a denial order; no exception overcomes General Prohibition Four.",
            ),
        ),
    )
    hit = Hit(
        listing_id="us.bis.denied_persons:1985-07-11:agnese",
        list="us.bis.denied_persons",
        name="ANDREE AGNESE",
        matched="ANDREE AGNESE",
        score=1.0,
        strength=Strength.MATCH,
        listed_on=dt.date(1985, 7, 11),
        citation="50 F.R. 29244 7/18/85",
        country=("FR",),
        addresses=("22 RUE DU 11 NOVEMBER 1918, PANTIN, FR",),
    )
    party = Party(name="Andree Agnese", role=Role.PURCHASER, country="FR")
    tx = {"destination": "FR", "item": Item(description="Laptop computer", hs="847130"), "parties": (party,)}
    return _checked(
        order,
        Verdict.STOP,
        tx,
        law,
        screening=(PartyScreening(party=0, role="purchaser", name=party.name, hits=(hit,)),),
        reasons=("The transaction is prohibited (764.3(a)(2), 736.2(b)(4)).",),
    )


def _crimea() -> Checked:
    order = "PO-2004"
    law = _determination(
        order,
        Outcome.REQUIRED,
        sections=("746.6(a)",),
        reasons=(
            Reason(
                rule="ear.746.6",
                citation="15 CFR 746.6(a)",
                effect=Effect.REQUIRES,
                facts={"region": "crimea"},
                text="Every item subject to the EAR, other than EAR99 food and medicine.",
            ),
        ),
        exceptions=(
            ExceptionCheck(
                symbol="MED",
                eligible="undetermined",
                why=("Only EAR99 medical devices: the ECCN is not known.",),
                citation="740.23",
            ),
        ),
        missing=(Question(question="What is the ECCN of the item?", why="Without it no exception can be settled."),),
        review_policy="denial",
    )
    tx = {
        "destination": "UA",
        "region": Region.CRIMEA,
        "item": Item(description="Diesel generator", hs="850213"),
        "parties": (),
    }
    return _checked(order, Verdict.STOP, tx, law, red_flags=(NO_END_USER,), missing=("What is the ECCN of the item?",))


def _possible_match() -> Checked:
    order = "PO-3001"
    party = Party(name="BEST BUY ELEKTRONIK PARÇA", role=Role.END_USER, country="TR", formed_on="2022-05")
    agent = Party(name="Orel Trade House FZE", role=Role.INTERMEDIATE_CONSIGNEE, country="AE")
    law = _determination(
        order,
        Outcome.UNDETERMINED,
        reasons=(
            Reason(
                rule="ear.744.11",
                citation="15 CFR 744.11(a)",
                effect=Effect.UNDETERMINED,
                facts={"party": "BEST BUY ELEKTRONIK PARÇA", "possible_listing": "us.bis.entity_list:77b0e2"},
                text="If the end user is the listed entry, a license is required for all items subject to the EAR.",
            ),
            CHART,
        ),
        missing=(
            Question(
                question="Is BEST BUY ELEKTRONIK PARÇA the BuyBest Electronic of the Entity List?",
                why="A listed end user requires a license for this item (744.11).",
            ),
            Question(
                question="What is the item to be used for?", why="A military end use would require a license (744.21)."
            ),
        ),
    )
    tx = {
        "destination": "TR",
        "item": Item(description="Operational amplifiers", eccn="EAR99", hs="854233", quantity=500, value_usd=3100.5),
        "parties": (party, agent),
    }
    return _checked(
        order,
        Verdict.HOLD,
        tx,
        law,
        screening=(
            PartyScreening(party=0, role="end_user", name=party.name, hits=(BUYBEST_HIT,)),
            PartyScreening(party=1, role="intermediate_consignee", name=agent.name, hits=(SDN_HIT,)),
        ),
        red_flags=(HUB_FLAG, NEW_FIRM),
        reasons=("Possible match of the end user with an entry of the Entity List.", "The outcome is undetermined."),
        missing=(
            "What is the item to be used for?",
            "Registration number or address of BEST BUY ELEKTRONIK PARÇA, to resolve the possible match.",
        ),
    )


def _address_only() -> Checked:
    order = "PO-3002"
    party = Party(
        name="Marmara Parça Tedarik (invented)",
        role=Role.PURCHASER,
        country="TR",
        address="Hasat Sk. No 52 Kamara, Merkez Mah., Sisli, Istanbul",
    )
    law = _determination(
        order,
        Outcome.UNDETERMINED,
        missing=(
            Question(
                question="What is the ECCN of the item?", why="The entry reaches items on the CCL and of Supp. No. 7."
            ),
        ),
    )
    tx = {"destination": "TR", "item": Item(description="Relay boards"), "parties": (party,), "act": Act.REEXPORT}
    return _checked(
        order,
        Verdict.HOLD,
        tx,
        law,
        screening=(PartyScreening(party=0, role="purchaser", name=party.name, hits=(ADDRESS_HIT,)),),
        reasons=("The address of the purchaser is on the Entity List.",),
    )


def _foreign_made() -> Checked:
    order = "PO-3003"
    party = Party(name="Hua Ren Optics Co., Ltd. (invented)", role=Role.END_USER, country="CN")
    law = _determination(
        order,
        Outcome.UNDETERMINED,
        missing=(
            Question(
                question="What share of the value is controlled US content?",
                why="De minimis decides whether the EAR apply (734.4).",
            ),
        ),
    )
    tx = {
        "destination": "CN",
        "item": Item(description="Optical encoder", origin="DE", hs="903149"),
        "parties": (party,),
    }
    return _checked(order, Verdict.HOLD, tx, law, reasons=("The outcome is undetermined.",))


def _not_subject() -> Checked:
    order = "PO-1008"
    party = Party(name="Baltika Paper OÜ (invented)", role=Role.ULTIMATE_CONSIGNEE, country="EE")
    law = _determination(order, Outcome.NOT_SUBJECT)
    tx = {"destination": "EE", "item": Item(description="Paper rolls", origin="FI", hs="480257"), "parties": (party,)}
    return _checked(order, Verdict.RELEASE, tx, law)


@pytest.fixture(scope="session")
def orders() -> list[Checked]:
    """Orders of every decision and outcome, in the order a file might have them."""
    return [
        *_released()[:3],
        _entity_list(),
        _possible_match(),
        _russia(),
        *_released()[3:],
        _excepted(),
        _denied_person(),
        _address_only(),
        _crimea(),
        _foreign_made(),
        _not_subject(),
    ]


@pytest.fixture(scope="session")
def rejections() -> list[RowError]:
    """Rows that could not be used."""
    return [
        RowError(
            file="orders.csv",
            row=9,
            column="destination",
            reason="'Turkiyee' is not a country this system knows.",
            remedy="Use an ISO code such as TR, or a common name.",
            id="PO-4001",
        ),
        RowError(
            file="orders.csv",
            row=14,
            column="hs",
            reason="'8542.3' is not an HS code: 5 digits (a leading zero may have been lost).",
            remedy="Give 6 or more digits as text.",
        ),
    ]


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'&{{ 7*7 }}\x1b[31m\u202egpj.exe"


@pytest.fixture(scope="session")
def hostile() -> Checked:
    """An order whose every text tries to be something else."""
    party = Party(name=HOSTILE, role=Role.END_USER, country="TR")
    hit = Hit(
        listing_id=HOSTILE,
        list=f"custom.{HOSTILE}",
        name=HOSTILE,
        matched=HOSTILE + "!",
        score=0.8,
        strength=Strength.POSSIBLE,
        features={HOSTILE: Feature(score=0.5, detail=HOSTILE)},
        citation=HOSTILE,
        addresses=(HOSTILE,),
        programs=(HOSTILE,),
        note=HOSTILE,
    )
    law = Determination(
        id=HOSTILE,
        outcome=Outcome.UNDETERMINED,
        sections=(HOSTILE,),
        reasons=(
            Reason(rule="r", citation=HOSTILE, effect=Effect.UNDETERMINED, facts={HOSTILE: HOSTILE}, text=HOSTILE),
        ),
        exceptions=(ExceptionCheck(symbol=HOSTILE, eligible="undetermined", why=(HOSTILE,), citation=HOSTILE),),
        review_policy=HOSTILE,
        missing=(Question(question=HOSTILE, why=HOSTILE),),
        coverage=(Coverage(part=HOSTILE, status=HOSTILE, note=HOSTILE),),
        as_of=DAY,
    )
    flag = RedFlag(id="x", title=HOSTILE, citation=HOSTILE, severity="hold", evidence=(HOSTILE,), clears_if=HOSTILE)
    tx = Transaction(
        id=HOSTILE,
        destination=None,
        item=Item(description=HOSTILE, eccn=HOSTILE),
        parties=(party,),
        end_use=HOSTILE,
        knowledge=(HOSTILE,),
    )
    return tx, Decision(
        id=HOSTILE,
        decision=Verdict.HOLD,
        license=law,
        screening=(PartyScreening(party=0, role="end_user", name=HOSTILE, hits=(hit,)),),
        red_flags=(flag,),
        reasons=(HOSTILE,),
        missing=(HOSTILE,),
        as_of=DAY,
        snapshots=(Snapshot(list=f"custom.{HOSTILE}", date=DAY, sha256="0" * 64, source=HOSTILE, note=HOSTILE),),
    )
