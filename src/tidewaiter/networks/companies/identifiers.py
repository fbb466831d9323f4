"""Tax ids, phones and e-mail addresses brought to the form in which the same ones are equal."""

from __future__ import annotations

from functools import cache
from importlib import resources

import pyarrow as pa
import pyarrow.compute as pc

#: Letters and digits of a tax id that is one; digits of a phone.
_TAX, _PHONE = 5, 7
#: Last digits of a phone, which are the same with and without the codes of country and trunk.
_SUBSCRIBER = 9


def tax_keys(ids: pa.Array) -> pa.Array:
    """Return tax or registration numbers in capital letters and digits; null where there is none.

    A Russian taxpayer number is often followed by the code of the tax office (INN/KPP), which is left out. One
    character over and over, as ``0000000000``, stands for a number nobody has.
    """
    text = pc.utf8_upper(ids.cast(pa.string()))
    text = pc.replace_substring_regex(text, r"^\s*(\d{10})\s*[/\\ ]\s*\d{9}\s*$", r"\1")
    text = pc.replace_substring_regex(text, r"[^\p{L}\p{N}]", "")
    digits = pc.greater(pc.count_substring_regex(text, r"\p{Nd}"), 2)
    repeated = pc.match_substring_regex(text, "^(?:" + "|".join(f"{digit}+" for digit in range(10)) + ")$")
    known = pc.and_(pc.and_(pc.greater_equal(pc.utf8_length(text), _TAX), digits), pc.invert(repeated))
    return pc.if_else(known, text, pa.scalar(None, pa.string()))


def tax_shapes(keys: pa.Array) -> pa.Array:
    """Return what tax ids look like: two of one look are two registrations, others may be of one company."""
    return pc.replace_substring_regex(pc.replace_substring_regex(keys, r"\p{Nd}", "9"), r"\p{L}", "A")


def phone_keys(phones: pa.Array) -> pa.Array:
    """Return the last nine digits of the first phone named; null where there are fewer than seven."""
    first = pc.replace_substring_regex(phones.cast(pa.string()), r"[;,/|].*$", "")
    digits = pc.replace_substring_regex(first, r"[^0-9]", "")
    repeated = pc.match_substring_regex(digits, "^(?:" + "|".join(f"{digit}+" for digit in range(10)) + ")$")
    known = pc.and_(pc.greater_equal(pc.utf8_length(digits), _PHONE), pc.invert(repeated))
    return pc.if_else(known, pc.utf8_slice_codeunits(digits, -_SUBSCRIBER), pa.scalar(None, pa.string()))


def mail_keys(emails: pa.Array) -> pa.Array:
    """Return the domain of an e-mail address, or the whole address where the host serves the public; else null."""
    text = pc.utf8_lower(pc.utf8_trim_whitespace(emails.cast(pa.string())))
    text = pc.replace_substring_regex(text, r"[;, ].*$", "")
    domain = pc.replace_substring_regex(text, r"^.*@", "")
    known = pc.match_substring_regex(text, r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    public = pc.is_in(domain, value_set=pa.array(_public_hosts()))
    return pc.if_else(known, pc.if_else(public, text, domain), pa.scalar(None, pa.string()))


@cache
def _public_hosts() -> list[str]:
    text = resources.files("tidewaiter.networks").joinpath("data", "mail_hosts.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
