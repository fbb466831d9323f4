"""Circumstances of a shipment on which license exceptions turn (15 CFR part 740)."""

from __future__ import annotations

from enum import StrEnum


class Circumstance(StrEnum):
    """What the exporter states of the shipment. Each affirms the whole question the law data put for it.

    The questions, with their paragraphs, stand in the records ``us.ear.situation``; a test keeps the two alike.
    """

    TOOLS_OF_TRADE = "tools_of_trade"
    TECHNOLOGY_WITH_US_EMPLOYEE = "technology_with_us_employee"
    REPLACEMENT_KIT = "replacement_kit"
    EXHIBITION = "exhibition"
    REPAIR_ABROAD = "repair_abroad"
    CONTAINER = "container"
    ASSEMBLY_IN_MEXICO = "assembly_in_mexico"
    NEWS_MEDIA = "news_media"
    OWN_FACILITY_ABROAD = "own_facility_abroad"
    PROTECTIVE_EQUIPMENT = "protective_equipment"
    IN_TRANSIT_US = "in_transit_us"
    FOREIGN_ITEM_RETURNED = "foreign_item_returned"
    REFUSED_ENTRY = "refused_entry"
    TEMPORARY_US_IMPORT = "temporary_us_import"
    BETA_TEST_SOFTWARE = "beta_test_software"
    ONE_FOR_ONE_REPLACEMENT = "one_for_one_replacement"
    SERVICED_ITEM_RETURNED = "serviced_item_returned"
    DEFECTIVE_ITEM_REPLACED = "defective_item_replaced"
    INTERNATIONAL_SAFEGUARDS = "international_safeguards"
    US_PERSONNEL_PERSONAL_USE = "us_personnel_personal_use"
    US_GOVERNMENT = "us_government"
    US_GOVERNMENT_CONTRACT = "us_government_contract"
    COOPERATING_GOVERNMENT = "cooperating_government"
    CHEMICAL_WEAPONS_INSPECTION = "chemical_weapons_inspection"
    SPACE_STATION = "space_station"
    GIFT_PARCEL = "gift_parcel"
    HUMANITARIAN_DONATION = "humanitarian_donation"
    OPERATION_TECHNOLOGY = "operation_technology"
    SALES_TECHNOLOGY = "sales_technology"
    SOFTWARE_FIX = "software_fix"
    MASS_MARKET_SOFTWARE = "mass_market_software"
    UNIVERSITY_EMPLOYEE = "university_employee"
    COPY_OF_TECHNOLOGY = "copy_of_technology"
    PERSONAL_BAGGAGE = "personal_baggage"
    UNACCOMPANIED_BAGGAGE = "unaccompanied_baggage"
    AIRCRAFT_SOJOURN = "aircraft_sojourn"
    PARTS_FOR_VESSEL_OR_AIRCRAFT = "parts_for_vessel_or_aircraft"
    SHIP_OR_PLANE_STORES = "ship_or_plane_stores"
    PARTNER_VESSEL_OR_AIRLINE = "partner_vessel_or_airline"
    VESSEL_SOJOURN = "vessel_sojourn"
