"""Coded facts of an order: countries and regions, HS codes, ECCNs, list ids, and the interface's own words."""

from __future__ import annotations

import difflib
import re
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources

from tidewaiter.model import (
    Act,
    Circumstance,
    Country,
    HsCode,
    Region,
    Role,
    Schema,
    UnknownCountryError,
    parse_hs,
    parse_vintage,
    resolve_country,
)
from tidewaiter.sources.orders.values import FaultError, choice, folded, text

#: Ids of the lists a caller may state (INTERFACES, Transaction); a user's own lists are ``custom.NAME``.
LIST_IDS = frozenset(
    {
        "us.bis.entity_list",
        "us.bis.unverified_list",
        "us.bis.military_end_user",
        "us.bis.denied_persons",
        "us.bis.mieu",
        "us.ofac.sdn",
        "us.ofac.ssi",
        "us.ofac.nonsdn",
        "us.state.ddtc",
        "us.state.isn",
        "eu.833.annex_iv",
        "eu.fsf",
        "gb.fcdo",
        "un.sc",
        "jp.meti.eul",
        "ch.seco",
    }
)
END_USES = frozenset(
    {
        "military",
        "military_intelligence",
        "nuclear",
        "missile",
        "chemical_biological",
        "uav",
        "advanced_computing",
        "semiconductor_manufacturing",
        "government",
        "oil_gas_deepwater_arctic_shale",
        "civil",
    }
)


_COUNTRY_REMEDY = "Write an ISO 3166 code such as TR, or a name such as Türkiye."
_HS_REMEDY = "Write the HS code with six digits or more, as text, such as 854231; leave it blank when unknown."
_ECCN_REMEDY = "Write an ECCN such as 3A991 or 3A001.a.2, or EAR99; leave it blank when unknown."
_ECCN = re.compile(
    r"^([0-9][A-E][0-9]{3})[.\s]*((?:[a-z]{1,2}|[0-9]{1,3})(?:[.\s]*(?:[a-z]{1,2}|[0-9]{1,3}))*)?\.?$", re.IGNORECASE
)
_SEGMENT = re.compile(r"[a-z]+|[0-9]+")
_USML = re.compile(r"^(?:USML\b.*|(?:CAT(?:EGORY)?\s*)?[IVX]{1,5}\s*\([a-z]\).*|ITAR)$", re.IGNORECASE)
#: Lists of other agencies: NRC 10 CFR part 110, DOE 10 CFR part 810, the ITAR by its part.
_AGENCY = re.compile(r"^(?:(?:NRC|DOE|ITAR)\b.*|(?:10|22)\s*C\.?F\.?R\b.*)$", re.IGNORECASE)
_FLOAT = re.compile(r"^(\d{5,})\.0*$")
_LISTING = re.compile(r"^([a-z0-9_.]+)(#\d)?$")
#: Programs of the SDN list are named as OFAC writes them, several between commas.
_SDN = re.compile(r"^(us\.ofac\.sdn)[#:]\s*([a-z][a-z0-9 ,-]*)$")
_SEPARATORS = re.compile(r"\s*(?:[;|/>\n]|->|→)\s*")

act = choice({folded(a): a.value for a in Act} | {"incountrytransfer": "transfer_in_country"}, "an act")
role = choice({folded(r): r.value for r in Role}, "a role")
schema = choice(
    {folded(s): s.value for s in Schema}
    | {"company": "Organization", "publicbody": "Organization", "individual": "Person", "entity": "LegalEntity"}
    | {"airplane": "Aircraft", "ship": "Vessel", "wallet": "CryptoWallet"},
    "a kind of party",
)
_gender = choice(
    dict.fromkeys(("male", "m", "man"), "male")
    | dict.fromkeys(("female", "f", "woman"), "female")
    | dict.fromkeys(("other", "x", "u"), "other"),
    "a gender",
)
_region = choice(
    {folded(r): r.value for r in Region} | {"donetsk": "dnr", "luhansk": "lnr", "lugansk": "lnr"},
    "a region with rules of its own",
)


def gender(value: object) -> str | None:
    """Return ``male`` or ``female``; None when it is not known, or another that the lists do not tell apart."""
    said = _gender(value)
    return None if said == "other" else said


def country(value: object) -> Country | None:
    """Return the country (and occupied region) a value names, or None when unknown. Never a guess."""
    said = text(value)
    if said is None:
        return None
    try:
        return resolve_country(said)
    except UnknownCountryError as error:
        raise FaultError(str(error), _COUNTRY_REMEDY) from None


def region(value: object) -> str | None:
    """Return the occupied region a value names, by its code or by any name countries are resolved from."""
    said = text(value)
    if said is None:
        return None
    try:
        found = resolve_country(said).region
    except UnknownCountryError:
        found = None
    return found or _region(said)


def countries(value: object) -> tuple[str, ...]:
    """Return the countries of a list, or of a cell such as ``AE; HK``, in order, each once."""
    if isinstance(value, list | tuple):
        found = [country(one) for one in value]
    elif (said := text(value)) is None:
        return ()
    else:
        found = [country(part) for part in _country_parts(said)]
    return tuple(dict.fromkeys(one.code for one in found if one))


def _country_parts(said: str) -> list[str]:
    parts: list[str] = []
    for part in _SEPARATORS.split(said):
        try:  # "Korea, Republic of" is one country, "AE, HK" are two
            resolve_country(part)
            parts.append(part)
        except UnknownCountryError:
            pieces = [piece.strip() for piece in part.split(",")]
            codes = part.split()
            parts.extend(codes if len(codes) > 1 and all(len(c) == 2 for c in codes) else pieces)
    return parts


def words(value: object) -> tuple[str, ...]:
    """Return the entries of a list, or of a cell in which semicolons, bars or commas stand between them."""
    if isinstance(value, list | tuple):
        said = [text(one) for one in value]
        return tuple(one for one in said if one)
    joined = text(value)
    return tuple(part.strip() for part in re.split(r"[;|,\n]", joined) if part.strip()) if joined else ()


def eccns(value: object) -> tuple[str, ...] | None:
    """Return a list of ECCNs; None when unknown, empty when the list was given as empty."""
    if value is None or (isinstance(value, str) and text(value) is None):
        return None
    return tuple(code for one in words(value) if (code := _listed_eccn(one)))


def _listed_eccn(value: object) -> str | None:
    """Return an ECCN of content or an input; what is on the US Munitions List is counted by other rules."""
    said = text(value)
    if said is not None and _AGENCY.match(said) and not _USML.match(said):
        raise FaultError(f"{said!r} is a list of another agency, not an ECCN.", _ECCN_REMEDY)
    if said is not None and _USML.match(said):
        reason = f"{said!r} is a category of the US Munitions List, not an ECCN: the item is under the ITAR."
        raise FaultError(reason, "Ask the State Department's rules; this system answers for the EAR.")
    return eccn(value)


def eccn(value: object) -> str | None:
    """Return an ECCN as the Commerce Control List writes it (``3A001.a.2``), or ``EAR99``; None when unknown.

    A category of the US Munitions List, or a part of the NRC's or DOE's rules, is returned as written: such an item
    is not subject to the EAR. Only the form is checked here. Whether the list has such an entry is the law's question.
    """
    said = text(value)
    return None if said is None else _eccn(said)


@lru_cache(maxsize=4096)
def _eccn(said: str) -> str:
    if folded(said) == "ear99":
        return "EAR99"
    found = _ECCN.match(said)
    if found is None:
        if _USML.match(said) or _AGENCY.match(said):  # an answer: not subject to the EAR (15 CFR 734.3(b)(1))
            return " ".join(said.split())
        raise FaultError(f"{said!r} is not an ECCN.", _ECCN_REMEDY)
    return ".".join([found[1].upper(), *_SEGMENT.findall((found[2] or "").lower())])


def hs(value: object) -> str | None:
    """Return an HS code as digits, six or more; None when unknown.

    A code is refused when its first six digits are in no edition of the Harmonized System. A zero that a spreadsheet
    cut off is put back only where no other reading of the digits exists.
    """
    if isinstance(value, bool):
        raise FaultError("A yes or no stands where an HS code is expected.", _HS_REMEDY)
    if isinstance(value, float | Decimal) and value != int(value):
        value = f"{value:.2f}" if value < 10000 else str(value)
    said = text(value)
    return None if said is None else _hs(said)


@lru_cache(maxsize=8192)
def _hs(said: str) -> str:
    written = whole[1] if (whole := _FLOAT.match(said)) else said
    digits = re.sub(r"[.\s-]", "", written)
    if digits.isascii() and digits.isdigit() and len(digits) % 2 and len(digits) >= 5:
        return _restored(said, digits)
    try:
        code = parse_hs(written)
    except ValueError as error:
        raise FaultError(str(error), _HS_REMEDY) from None
    return _existing(said, code)


def _existing(said: str, code: HsCode) -> str:
    if code.hs6 is None:
        reason = f"{said!r} is a chapter or heading of the HS; goods lists are written in six digits."
        raise FaultError(reason, _HS_REMEDY)
    if code.code[:2] in {"98", "99"}:
        reason = f"{said!r} is in chapter {code.code[:2]}, for national use; it does not say what the goods are."
        raise FaultError(reason, "Write the HS code of the goods themselves; leave it blank when unknown.")
    if code.hs6 not in hs_subheadings():
        raise FaultError(f"{said!r} is not an HS code: no edition has subheading {code.hs6}.", _HS_REMEDY)
    return code.code


def _restored(said: str, digits: str) -> str:
    """Put back a leading zero, unless the digits can also be a longer code that was cut short."""
    cut_short = digits[:6] if len(digits) > 6 else digits
    other = any(code.startswith(cut_short) for code in hs_subheadings())
    if ("0" + digits)[:6] in hs_subheadings() and not other:
        return "0" + digits
    reason = f"{said!r} is not an HS code: it has {len(digits)} digits (a zero may have been lost, or the last digit)."
    raise FaultError(reason, _HS_REMEDY)


@cache
def hs_subheadings() -> frozenset[str]:
    """Return every six-digit code of every edition of the Harmonized System, 1988 to 2022."""
    lines = resources.files(__package__).joinpath("hs_subheadings.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return frozenset(heading + ending for heading, *endings in rows for ending in endings)


def vintage(value: object) -> int | None:
    """Return the year of an HS edition (any year falls in the edition then in force, ``H5`` is 2017), or None."""
    said = text(value)
    try:
        return parse_vintage(said)
    except ValueError as error:
        raise FaultError(str(error), "Write a year such as 2022, or H0 to H6.") from None


def listing(value: object) -> str | None:
    """Return a list id, with its footnote (``us.bis.entity_list#3``) or program (``us.ofac.sdn#NPWMD``), or None."""
    said = text(value)
    if said is None:
        return None
    program = _SDN.match(said.casefold())
    if program is not None:
        return f"{program[1]}#{program[2].upper()}"
    found = _LISTING.match(said.casefold())
    if found is None or not (found[1] in LIST_IDS or found[1].startswith("custom.")):
        raise FaultError(f"{said!r} is not a list id.", f"Use one of: {', '.join(sorted(LIST_IDS))}, custom.NAME.")
    return found[0]


def end_use(value: object) -> str | None:
    """Return a coded end use in its own spelling, or free text as it stands; None when unknown."""
    said = text(value)
    if said is None:
        return None
    code = "_".join(re.findall(r"[a-z]+", said.casefold()))
    return code if code in END_USES else said


def knowledge(value: object) -> tuple[str, ...]:
    """Return what the exporter knows; the country of ``diversion:Russia`` becomes its code."""
    return tuple(_known(said) for said in words(value))


def _known(said: str) -> str:
    head, colon, tail = said.partition(":")
    if not colon or head.strip().casefold() != "diversion":
        return said
    try:
        return f"diversion:{resolve_country(tail.strip()).code}"
    except UnknownCountryError as error:
        raise FaultError(str(error), _COUNTRY_REMEDY) from None


def circumstances(value: object) -> tuple[Circumstance, ...] | None:
    """Return what the exporter affirms of the shipment; None when nobody asked, empty when the list was given empty."""
    if value is None or (isinstance(value, str) and text(value) is None):
        return None
    return tuple(_circumstance(said) for said in words(value))


def _circumstance(said: str) -> Circumstance:
    code = said.casefold().replace(" ", "_").replace("-", "_")
    if code not in set(Circumstance):
        near = difflib.get_close_matches(code, list(Circumstance), n=3, cutoff=0.4)
        hint = f"Perhaps {', '.join(near)}; see" if near else "See"
        raise FaultError(
            f"{said!r} is no circumstance the exceptions turn on.", f"{hint} docs/reference/transaction.md."
        )
    return Circumstance(code)
