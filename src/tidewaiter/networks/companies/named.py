"""Companies by a part of their name, as a person looks one up: whatever the alphabet, case and order of the words."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import UsageError
from tidewaiter.networks.leads.words import plain


def named(companies: pa.Table, text: str) -> pa.Table:
    """Return the companies one of whose names has every word of a text, or a word that begins like it.

    Args:
        companies: Rows with a list of ``names``.
        text: Words of a name.

    Raises:
        UsageError: when the text has no word.
    """
    wanted = plain(text).split()
    if not wanted:
        raise UsageError(f"{text!r} has no word to look a company up by.")
    names, of = pc.list_flatten(companies["names"]), pc.list_parent_indices(companies["names"])
    distinct = names.unique()
    good = [name for name in distinct.to_pylist() if _has(plain(name).split(), wanted)]
    rows = of.filter(pc.is_in(names, pa.array(good, names.type))).unique().sort()
    return companies.take(rows)


def _has(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in wanted)
