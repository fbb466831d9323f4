"""The law's tables as carried data: countries, CCL, HTS supplements, high-priority goods, red flags, hubs, events."""

from tidewaiter.law.tables.chart_marks import ChartMark
from tidewaiter.law.tables.eccn_code import split_eccn
from tidewaiter.law.tables.hs_codes import CARRIED_VINTAGES, HsFamily, hs_family, hs_titles, valid_hs6
from tidewaiter.law.tables.law_tables import LawTables
from tidewaiter.law.tables.load import load_tables
from tidewaiter.law.tables.records import (
    CclChange,
    ChartRow,
    ChplEntry,
    Control,
    Eccn,
    Event,
    FormerHts,
    GeccEntry,
    GroupMembership,
    HtsEntry,
    HubEntry,
    MeuEccn,
    RedFlagRule,
    Supp6Item,
)
from tidewaiter.law.tables.scope import Answer, Scope

__all__ = [
    "CARRIED_VINTAGES",
    "Answer",
    "CclChange",
    "ChartMark",
    "ChartRow",
    "ChplEntry",
    "Control",
    "Eccn",
    "Event",
    "FormerHts",
    "GeccEntry",
    "GroupMembership",
    "HsFamily",
    "HtsEntry",
    "HubEntry",
    "LawTables",
    "MeuEccn",
    "RedFlagRule",
    "Scope",
    "Supp6Item",
    "hs_family",
    "hs_titles",
    "load_tables",
    "split_eccn",
    "valid_hs6",
]
