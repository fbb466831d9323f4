"""What the firms and the records of a world are drawn from: every parameter with its range, unit and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tidewaiter.world.settings import Parameter, Spread, drawn, parameters
from tidewaiter.world.streams import Streams

_SHARE, _LOG, _WHOLE = "share", Spread.LOG, Spread.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmSettings:
    """The settings of the firms of one world: `firm_parameters` lists them, `draw_firm_settings` draws them.

    They are drawn from streams of their own: they change nothing in trade or diversion, only who carries it and what
    is written down of it.
    """

    # Evaders
    operations: float = drawn(1.3, 2.4, "ratio", "operations of evaders, relative to the 0.55th power of consignments")
    operation_spread: float = drawn(0.7, 1.4, "log sd", "operations differ in size")
    style_evenness: float = drawn(0.6, 6.0, "Dirichlet", "how even the mixture of styles is; small is uneven", _LOG)
    shell_age: float = drawn(10, 80, "days", "mean age of a new shell at its first shipment", _LOG)
    shell_life: float = drawn(5, 18, "months", "mean life of a serial shell that nobody lists", _LOG)
    domestic_steps: float = drawn(0.0, 0.35, _SHARE, "operations, besides broker chains, that resell inside the hub")
    foreign_broker: float = drawn(0.05, 0.35, _SHARE, "operations invoiced through a company in a third country")
    end_user_resale: float = drawn(0.1, 0.5, _SHARE, "buyers that resell to an end user in the destination")
    straight_ghosts: float = drawn(
        0.0, 0.4, _SHARE, "consignments never entering the hub that the supplier ships itself"
    )
    ordinary_buyers: float = drawn(0.1, 0.5, _SHARE, "buyers that are ordinary importers and buy honestly too")
    cover_trade: float = drawn(0.0, 0.4, _SHARE, "shells and brokers that trade honestly besides")
    home_addresses: float = drawn(0.05, 0.3, _SHARE, "young evaders at a private address; of honest young firms, half")
    buyers: float = drawn(0.5, 1.2, "ratio", "buyers in the destination for each operation")
    # Lists
    listed: float = drawn(0.15, 0.6, _SHARE, "evaders that are listed at all")
    list_lag: float = drawn(5, 20, "months", "median time from first diversion to listing", _LOG)
    list_lag_spread: float = drawn(0.3, 0.8, "log sd", "spread of that time")
    listed_by_value: float = drawn(0.2, 1.0, "power", "how much likelier large operations are listed than small ones")
    reaction_days: float = drawn(5, 70, "days", "mean time from a listing to the end of shipments", _LOG)
    reborn: float = drawn(0.25, 0.7, _SHARE, "listed evaders that go on under a new company")
    renamed: float = drawn(0.05, 0.25, _SHARE, "listed evaders that go on under a new name; the company is the same")
    rerouted: float = drawn(0.05, 0.3, _SHARE, "listed evaders that put a broker between themselves and the buyer")
    kept_address: float = drawn(0.2, 0.8, _SHARE, "reborn companies that keep the address")
    kept_phone: float = drawn(0.1, 0.7, _SHARE, "reborn companies that keep the phone")
    kept_owner: float = drawn(0.2, 0.8, _SHARE, "reborn companies that keep an owner")
    kept_buyer: float = drawn(0.4, 0.95, _SHARE, "reborn companies that keep the buyers")
    wrong_listings: float = drawn(0.0, 0.08, _SHARE, "listings of firms that do not divert")
    delisted: float = drawn(0.0, 0.1, _SHARE, "listings that are lifted again")
    # Honest trade
    firms: float = drawn(1.4, 2.6, "ratio", "honest firms, relative to the 0.62th power of records")
    firm_spread: float = drawn(0.8, 1.5, "log sd", "firms differ in size")
    new_firms: float = drawn(0.12, 0.3, _SHARE, "honest firms founded since the sanctions, some of them relocated")
    closed_firms: float = drawn(0.03, 0.15, _SHARE, "honest firms that close")
    firm_ramp: int = drawn(3, 14, "months", "time a new honest firm takes to its full size", _WHOLE)
    rivals: float = drawn(
        0.34, 0.58, _SHARE, "honest firms among the 50 largest sellers of listed goods to the destination"
    )
    new_rivals: float = drawn(0.36, 0.56, _SHARE, "honest firms among the 50 largest new ones")
    small_rivals: float = drawn(0.8, 2.5, "ratio", "small honest sellers to the destination for each evader")
    licensed_rivals: float = drawn(
        0.02, 0.18, _SHARE, "of them, firms that sell coalition goods legally, under a license"
    )
    foreign_brands: float = drawn(0.05, 0.4, _SHARE, "goods of the producer outside the coalition of a coalition brand")
    renamed_firms: float = drawn(0.01, 0.06, _SHARE, "honest firms that change their name")
    succeeded_firms: float = drawn(0.01, 0.06, _SHARE, "honest firms that go on as a new company, for honest reasons")
    moved_firms: float = drawn(0.02, 0.1, _SHARE, "firms, honest or not, that move to another address")
    shared_names: float = drawn(0.005, 0.03, _SHARE, "firms that have the name of another firm")
    subsidiaries: float = drawn(
        0.01, 0.06, _SHARE, "firms that are subsidiaries, of nearly the same name, of a foreign one"
    )
    business_centres: float = drawn(0.05, 0.3, _SHARE, "firms at an address that dozens share")
    shared_phones: float = drawn(0.01, 0.08, _SHARE, "firms that state the phone of their accountant or agent")
    invoiced_elsewhere: float = drawn(0.03, 0.15, _SHARE, "honest trade invoiced through a firm in a third country")
    nominee_owners: float = drawn(0.0, 0.12, _SHARE, "young firms, honest or not, owned on paper by a nominee of many")
    # Customs records an analyst has
    destination_records: float = drawn(
        0.0, 1.0, _SHARE, "from all months of the destination's import records (0) to 15 months"
    )
    hub_records: float = drawn(0.75, 1.0, _SHARE, "chance of each record set of a true hub")
    suspect_records: float = drawn(0.4, 0.8, _SHARE, "chance of each record set of another country under suspicion")
    other_records: float = drawn(0.05, 0.3, _SHARE, "chance of each record set of other countries")
    origin_records: float = drawn(0.3, 0.8, _SHARE, "chance of the export records of an origin")
    late_records: float = drawn(0.1, 0.5, _SHARE, "record sets that begin after 2019")
    missing_records: float = drawn(0.0, 0.06, _SHARE, "months a record set lacks")
    missed: float = drawn(0.0, 0.06, _SHARE, "records missing from a set at random")
    # What records say
    forwarders: float = drawn(0.01, 0.06, _SHARE, "records that name a forwarder as shipper or consignee")
    known_principal: float = drawn(0.2, 0.8, _SHARE, "of these, records whose declarant or alias names the true party")
    true_names: float = drawn(0.4, 0.75, _SHARE, "records that write a name in its first spelling")
    misspelled: float = drawn(0.02, 0.12, _SHARE, "further spellings with a typing error")
    native_script: float = drawn(0.4, 0.95, _SHARE, "names in Cyrillic in the records of countries that use it")
    aliases: float = drawn(0.0, 0.2, _SHARE, "records of such countries with the name in the other script too")
    tax_ids: float = drawn(0.3, 0.8, _SHARE, "record sets that state tax numbers of their own traders")
    addresses: float = drawn(0.5, 0.95, _SHARE, "records that state an address")
    contacts: float = drawn(0.0, 0.15, _SHARE, "records that state a phone or e-mail")
    wrong_ids: float = drawn(0.0, 0.02, _SHARE, "stated tax numbers that are wrong")
    brands: float = drawn(0.3, 0.9, _SHARE, "records that state a brand")
    part_numbers: float = drawn(0.15, 0.7, _SHARE, "records that state a part number")
    no_destination: float = drawn(0.0, 0.03, _SHARE, "export records that name no destination")
    dispatch_wrong: float = drawn(0.0, 0.03, _SHARE, "stated countries of dispatch that are wrong")
    origin_stated: float = drawn(0.5, 0.95, _SHARE, "records that state the country of origin")
    origin_wrong: float = drawn(0.01, 0.08, _SHARE, "stated origins that are wrong")
    code_errors: float = drawn(0.0, 0.04, _SHARE, "records under the code of a neighbouring good, by mistake")
    false_origins: float = drawn(
        0.0, 0.4, _SHARE, "declarations of diverted goods, after the first leg, with a false origin"
    )
    splitting: int = drawn(2, 5, "records", "most records an invoice is split into", _WHOLE)
    value_error: float = drawn(0.01, 0.08, "log sd", "values of both sides of a leg differ, besides CIF")
    duplicates: float = drawn(0.0, 0.03, _SHARE, "records that are there twice")
    corrections: float = drawn(0.0, 0.03, _SHARE, "records corrected by a later row of the same id")
    missing_values: float = drawn(0.0, 0.05, _SHARE, "records without a value")
    missing_weights: float = drawn(0.0, 0.1, _SHARE, "records without net weight")
    missing_quantities: float = drawn(0.02, 0.3, _SHARE, "records without quantity")
    kilograms: float = drawn(0.02, 0.2, _SHARE, "quantities stated in kilograms")
    other_currency: float = drawn(0.0, 0.15, _SHARE, "records in another currency than US dollars")
    wrong_dates: float = drawn(0.0, 0.01, _SHARE, "records dated wrongly: month and day swapped, or another year")
    monthly_sets: float = drawn(0.0, 0.2, _SHARE, "record sets dated by month only")
    # What a register says
    registered: float = drawn(0.6, 0.95, _SHARE, "firms that are in the register")
    register_gaps: float = drawn(0.05, 0.3, _SHARE, "cells of the register that are empty")
    register_errors: float = drawn(0.0, 0.03, _SHARE, "dates and activities of the register that are wrong or old")


def firm_parameters() -> tuple[Parameter, ...]:
    """Return every parameter of the firms of a world with its range, unit and meaning."""
    return parameters(FirmSettings)


def draw_firm_settings(seed: int) -> FirmSettings:
    """Draw the settings of the firms of a world; each has its own stream, so that a new one changes no other."""
    streams = Streams(seed)
    values: dict[str, Any] = {p.name: p.draw(streams.of(f"firms.settings.{p.name}")) for p in firm_parameters()}
    return FirmSettings(**values)
