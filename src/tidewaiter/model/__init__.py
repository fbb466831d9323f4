"""The shared nouns: frozen dataclasses, no logic of any room, no input or output."""

from tidewaiter.model.circumstances import Circumstance
from tidewaiter.model.codec import from_data, from_json, to_data, to_json
from tidewaiter.model.countries import Country, UnknownCountryError, country_name, resolve_country
from tidewaiter.model.dates import PartialDate, earliest
from tidewaiter.model.decisions import Decision, OwnerScreening, Ownership, PartyScreening, Verdict
from tidewaiter.model.determinations import (
    Coverage,
    Determination,
    Effect,
    ExceptionCheck,
    Outcome,
    Question,
    Reason,
)
from tidewaiter.model.errors import (
    LawError,
    RefusedListError,
    RowError,
    TidewaiterError,
    UnusableWorkspaceError,
    UsageError,
)
from tidewaiter.model.evidence import Estimate, Evidence, Grade
from tidewaiter.model.flows import (
    ADDED_FLOW_COLUMNS,
    FLOW_COLUMNS,
    TOTAL,
    UNSPECIFIED_PARTNERS,
    WORLD,
    CoverageState,
    Flow,
    FlowKind,
    Valuation,
    is_country,
)
from tidewaiter.model.hits import Feature, Hit, ListedAs, Strength
from tidewaiter.model.hs import HsCode, parse_hs, parse_vintage
from tidewaiter.model.listings import (
    Citation,
    ItemScope,
    ListedName,
    Listing,
    NameKind,
    Requirement,
    ReviewPolicy,
    Snapshot,
)
from tidewaiter.model.parties import LISTED_ROLES, Address, Identifier, Owner, Party, Role, Schema
from tidewaiter.model.redflags import RedFlag
from tidewaiter.model.transactions import Act, Item, Region, Transaction

__all__ = [
    "ADDED_FLOW_COLUMNS",
    "FLOW_COLUMNS",
    "LISTED_ROLES",
    "TOTAL",
    "UNSPECIFIED_PARTNERS",
    "WORLD",
    "Act",
    "Address",
    "Circumstance",
    "Citation",
    "Country",
    "Coverage",
    "CoverageState",
    "Decision",
    "Determination",
    "Effect",
    "Estimate",
    "Evidence",
    "ExceptionCheck",
    "Feature",
    "Flow",
    "FlowKind",
    "Grade",
    "Hit",
    "HsCode",
    "Identifier",
    "Item",
    "ItemScope",
    "LawError",
    "ListedAs",
    "ListedName",
    "Listing",
    "NameKind",
    "Outcome",
    "Owner",
    "OwnerScreening",
    "Ownership",
    "PartialDate",
    "Party",
    "PartyScreening",
    "Question",
    "Reason",
    "RedFlag",
    "RefusedListError",
    "Region",
    "Requirement",
    "ReviewPolicy",
    "Role",
    "RowError",
    "Schema",
    "Snapshot",
    "Strength",
    "TidewaiterError",
    "Transaction",
    "UnknownCountryError",
    "UnusableWorkspaceError",
    "UsageError",
    "Valuation",
    "Verdict",
    "country_name",
    "earliest",
    "from_data",
    "from_json",
    "is_country",
    "parse_hs",
    "parse_vintage",
    "resolve_country",
    "to_data",
    "to_json",
]
