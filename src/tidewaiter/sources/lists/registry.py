"""Every layout this package reads, and the one function that reads any of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from tidewaiter.model import UsageError
from tidewaiter.sources.lists import (
    bis_denied,
    bis_mieu,
    bis_supplement,
    canada,
    china,
    csl_csv,
    csl_json,
    ddtc,
    eu_financial,
    eu_journal,
    japan,
    japan_specified,
    ofac_delimited,
    ofac_xml,
    parsed_us,
    switzerland,
    uk,
    un,
)
from tidewaiter.sources.lists.csl_sources import CSL_LISTS
from tidewaiter.sources.lists.listfile import Layout, ListFile
from tidewaiter.sources.lists.raw import RawFile, open_raw

LAYOUTS: tuple[Layout, ...] = (
    Layout("us.csl.csv", "ITA Consolidated Screening List, official CSV", csl_csv.recognise, csl_csv.read, CSL_LISTS),
    Layout(
        "us.csl.json", "ITA Consolidated Screening List, compact JSON", csl_json.recognise, csl_json.read, CSL_LISTS
    ),
    Layout(
        "us.bis.supplement",
        "BIS Supplement to part 744, JSON parsed from the eCFR",
        bis_supplement.recognise,
        bis_supplement.read,
    ),
    Layout(
        "us.bis.denied.text", "BIS Denied Persons List, tab-separated", bis_denied.recognise_text, bis_denied.read_text
    ),
    Layout("us.bis.denied.csv", "BIS Denied Persons List, CSV", bis_denied.recognise_csv, bis_denied.read_csv),
    Layout(
        "us.bis.denied.json", "BIS Denied Persons List, parsed JSON", bis_denied.recognise_json, bis_denied.read_json
    ),
    Layout("us.bis.mieu", "15 CFR 744.22(f)(2), typed-up CSV", bis_mieu.recognise, bis_mieu.read),
    Layout("us.parsed", "US lists published as PDF or web page, parsed JSON", parsed_us.recognise, parsed_us.read),
    Layout("us.state.ddtc", "DDTC debarments, CSV export", ddtc.recognise, ddtc.read),
    Layout("us.ofac.xml", "OFAC simple XML", ofac_xml.recognise, ofac_xml.read),
    Layout(
        "us.ofac.delimited",
        "OFAC delimited files (sdn or cons_prim, add, alt, comments)",
        ofac_delimited.recognise,
        ofac_delimited.read,
    ),
    Layout(
        "us.ofac.part",
        "OFAC delimited file that completes another",
        ofac_delimited.recognise_part,
        ofac_delimited.read_part,
    ),
    Layout("eu.journal", "EU Official Journal annexes, transcribed CSV", eu_journal.recognise, eu_journal.read),
    Layout(
        "eu.fsf.json", "EU financial sanctions list, names only", eu_financial.recognise_json, eu_financial.read_json
    ),
    Layout("eu.fsf.csv", "EU financial sanctions list, CSV 1.0", eu_financial.recognise_csv, eu_financial.read_csv),
    Layout("un.sc", "UN Security Council consolidated list, XML", un.recognise, un.read),
    Layout("gb.fcdo.json", "UK Sanctions List, names only", uk.recognise_json, uk.read_json),
    Layout("gb.ofsi.csv", "OFSI ConList, CSV", uk.recognise_csv, uk.read_csv),
    Layout("jp.meti.eul", "METI Foreign End User List, parsed JSON", japan.recognise, japan.read),
    Layout("jp.meti.russia", "Japan's specified entities, PDF text", japan_specified.recognise, japan_specified.read),
    Layout("ch.seco", "SECO sanctions list, XML", switzerland.recognise, switzerland.read),
    Layout("ca.sema", "Canada SEMA list, XML", canada.recognise, canada.read),
    Layout("cn.mofcom", "MOFCOM lists, parsed JSON", china.recognise, china.read),
)


def detect_layout(raw: RawFile) -> Layout:
    """Return the layout a file is in, judged by its content.

    Raises:
        UsageError: when it is none this package reads.
    """
    found = next((layout for layout in LAYOUTS if layout.recognise(raw)), None)
    if found is None:
        raise UsageError(
            f"{raw.name}: not a list layout this version reads. Known: {', '.join(layout.key for layout in LAYOUTS)}."
        )
    return found


def read_list_file(path: str | Path, layout: str = "auto", as_of: dt.date | None = None) -> ListFile:
    """Read a restricted-party list file of any known publisher.

    Args:
        path: The file; gzip and one-member zip are unpacked.
        layout: Key of the layout, or ``auto`` to tell it from the content.
        as_of: Date the data are of, when the caller knows it; it wins over what the file says.

    Returns:
        Listings, the number of data rows, and rows set aside with reasons.

    Raises:
        RefusedListError: when the file is empty, cut off, has its header twice, or is not what its layout promises.
        UsageError: when there is no such file or layout.
    """
    raw = open_raw(Path(path))
    if layout == "auto":
        chosen = detect_layout(raw)
    else:
        known = {candidate.key: candidate for candidate in LAYOUTS}
        if layout not in known:
            raise UsageError(f"{layout!r} is no list layout; use auto or one of {', '.join(known)}.")
        chosen = known[layout]
    return replace(chosen.read(raw).finish(chosen.source, as_of), lists=chosen.lists)
