"""Importers of restricted-party lists: one module per official source or layout."""

from tidewaiter.sources.lists.entity_list_merge import EntityListMerge, merge_entity_list
from tidewaiter.sources.lists.guard import check_list
from tidewaiter.sources.lists.listfile import Layout, ListFile
from tidewaiter.sources.lists.ofac_delimited import OfacParts, find_parts
from tidewaiter.sources.lists.ofac_history import OfacHistory, attach_ofac_dates, join_ofac_details, read_ofac_history
from tidewaiter.sources.lists.ofac_parts import read_ofac_parts
from tidewaiter.sources.lists.registry import LAYOUTS, detect_layout, read_list_file
from tidewaiter.sources.lists.requirement import parse_requirement, parse_review_policy

__all__ = [
    "LAYOUTS",
    "EntityListMerge",
    "Layout",
    "ListFile",
    "OfacHistory",
    "OfacParts",
    "attach_ofac_dates",
    "check_list",
    "detect_layout",
    "find_parts",
    "join_ofac_details",
    "merge_entity_list",
    "parse_requirement",
    "parse_review_policy",
    "read_list_file",
    "read_ofac_history",
    "read_ofac_parts",
]
