"""Source names of the US Consolidated Screening List, and which list of ours each one is."""

from __future__ import annotations

import re

_CODE = re.compile(r"\(([A-Z][A-Za-z -]*)\)")
LIST_OF_CODE = {
    "SDN": "us.ofac.sdn",
    "SSI": "us.ofac.ssi",
    "CMIC": "us.ofac.nonsdn",
    "NS-MBS": "us.ofac.nonsdn",
    "NS-MBS List": "us.ofac.nonsdn",
    "PLC": "us.ofac.nonsdn",
    "CAP": "us.ofac.nonsdn",
    "FSE": "us.ofac.nonsdn",
    "EL": "us.bis.entity_list",
    "UVL": "us.bis.unverified_list",
    "MEU": "us.bis.military_end_user",
    "DPL": "us.bis.denied_persons",
    "DTC": "us.state.ddtc",
    "ISN": "us.state.isn",
}
#: The lists of ours that a whole Consolidated Screening List holds.
CSL_LISTS = tuple(sorted(set(LIST_OF_CODE.values())))


def source_code(source: str) -> str | None:
    """Return the source code in brackets, ``EL`` in ``Entity List (EL) - Bureau of Industry and Security``."""
    match = _CODE.search(source)
    return match[1] if match else None


def list_of(source: str) -> str | None:
    """Return our list id for a CSL source name, or None when the source is not known."""
    return LIST_OF_CODE.get(source_code(source) or "")
