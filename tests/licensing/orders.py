"""Strategies: transactions made of facts a trader may or may not know."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from tidewaiter.model import Act, Circumstance, Item, Owner, Party, Region, Role, Transaction

COUNTRIES = ("US", "TR", "RU", "BY", "CN", "HK", "IR", "SY", "CU", "KP", "IQ", "UA", "DE", "CA", "IN", "KZ", "AE", "PK")
ECCNS = (
    None,
    "EAR99",
    "3A001",
    "3A001.a.2",
    "3A991",
    "5A992.c",
    "5A002.a",
    "9A610.x",
    "3B001.c",
    "1C351",
    "0A983",
    "3E001",
    "2B999",
    "3A777",
    "9A104",
    "nonsense",
)
CODES = (None, "854231", "848210", "220300", "490199", "100630", "730419", "8542", "not a code")
LISTINGS = (
    "us.bis.entity_list",
    "us.bis.entity_list#1",
    "us.bis.entity_list#3",
    "us.bis.entity_list#5",
    "us.bis.military_end_user",
    "us.bis.unverified_list",
    "us.bis.denied_persons",
    "us.bis.mieu",
    "us.ofac.sdn",
    "us.ofac.sdn:RUSSIA-EO14024",
    "us.ofac.ssi",
    "eu.833.annex_iv",
    "custom.watch",
)
END_USES = (None, "civil", "military", "missile", "nuclear", "semiconductor_manufacturing", "not military", "Lamps")
KNOWLEDGE = ("diversion:RU", "may go to Iran", "advanced_node", "resells to Russia")
days = st.dates(dt.date(2010, 1, 1), dt.date(2026, 12, 31))

items = st.builds(
    Item,
    description=st.sampled_from((None, "CAD software", "Integrated circuits", "Wheat flour", "Acetone")),
    eccn=st.sampled_from(ECCNS),
    hs=st.sampled_from(CODES),
    origin=st.sampled_from((None, "US", "DE", "CN")),
    us_content_pct=st.sampled_from((None, 0.0, 9.0, 20.0, 60.0)),
    us_content_eccns=st.sampled_from((None, (), ("3A991",), ("9A610.x",))),
    fdp_inputs=st.sampled_from((None, (), ("3E001",), ("3B001",))),
    quantity=st.sampled_from((None, 1.0, 100.0)),
    value_usd=st.sampled_from((None, 50.0, 90000.0)),
)
shares = st.sampled_from((None, 10.0, 30.0, 50.0, 75.0))
owners = st.recursive(
    st.builds(
        Owner,
        name=st.sampled_from(("Owner A", "Owner B")),
        share_pct=shares,
        listings=st.lists(st.sampled_from(LISTINGS), max_size=1).map(tuple),
    ),
    lambda above: st.builds(
        Owner, name=st.just("Holding"), share_pct=shares, owners=st.lists(above, min_size=1, max_size=2).map(tuple)
    ),
    max_leaves=3,
)
parties = st.builds(
    Party,
    name=st.sampled_from((None, "A firm", "Navy Institute")),
    role=st.sampled_from(Role),
    country=st.sampled_from((None, *COUNTRIES)),
    nationality=st.sampled_from((None, "CN", "RU", "FR")),
    listings=st.lists(st.sampled_from(LISTINGS), max_size=2).map(tuple),
    owners=st.one_of(st.none(), st.lists(owners, max_size=2).map(tuple)),
)
transactions = st.builds(
    Transaction,
    id=st.just("x"),
    date=st.one_of(st.none(), days),
    act=st.sampled_from(Act),
    from_country=st.sampled_from((None, "US", "DE", "TR", "CN")),
    destination=st.sampled_from((None, *COUNTRIES)),
    region=st.sampled_from((None, None, None, Region.CRIMEA, Region.DNR)),
    transit=st.lists(st.sampled_from(COUNTRIES), max_size=2).map(tuple),
    item=items,
    parties=st.lists(parties, max_size=3).map(tuple),
    end_use=st.sampled_from(END_USES),
    is_informed=st.sampled_from((None, False, True)),
    knowledge=st.lists(st.sampled_from(KNOWLEDGE), max_size=2).map(tuple),
    circumstances=st.one_of(st.none(), st.lists(st.sampled_from(Circumstance), max_size=3, unique=True).map(tuple)),
)
