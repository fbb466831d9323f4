"""Names as fields hold them: what names nobody, what is an address, what is another party's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model.principals import ON_BEHALF_OF
from tidewaiter.networks.companies.numbering import dense, distinct_per
from tidewaiter.networks.companies.reading import Bools, Floats, Ints, ReadNames
from tidewaiter.networks.companies.text_columns import NONE, Texts, texts_of

#: Log odds below which, and bits on both sides from which, two names are unlike.
_UNLIKE, _APART = -2.5, 3.0
#: Scripts that are not Latin, and a letter of one of them.
_SCRIPTS = "Arabic Armenian Cyrillic Devanagari Georgian Greek Han Hangul Hebrew Hiragana Katakana Thai"
_FOREIGN = "[" + "".join(rf"\p{{{script}}}" for script in _SCRIPTS.split()) + "]"
#: Words after a comma that are a legal form and not an address.
_FORMS = """
    ltd limited inc incorporated llc l.l.c co company corp corporation sa s.a srl s.r.l spa gmbh ag bv b.v nv plc pte
    pvt jsc ojsc cjsc llp lp as a.s a.ş fze fzco fzc sl s.l lda ltda kft oy ab doo d.o.o sti şti ооо ао зао пао тоо
""".split()  # noqa: SIM905 - words read better as words


#: A legal form with four words or more behind it, one of them a number.
_FORM_WITHIN = re.compile(
    r"(?P<form>\b(?:s ?p ?a|s ?r ?l|s ?l ?u?|s ?a ?u?|l ?l ?c|ltd|limited|gmbh|inc|sp ?z ?o ?o|a ?s|jsc|llp|fze|fzco"
    r"|b ?v)\b\.?)"
    r"\s+(?:\S+\s+){0,12}\S*\d\S*(?:\s+\S+){2}",
    re.IGNORECASE,
)
#: What is behind a legal form and is the number of a plant.
_NUMBERED = re.compile(r"(?:no|nr|number)\b|№", re.IGNORECASE)
#: Long legal forms that stand before a name, and the letters from which the beginning of one is no name.
_LONG_FORMS = (
    "общество с ограниченной ответственностью",
    "товарищество с ограниченной ответственностью",
    "индивидуальный предприниматель",
    "открытое акционерное общество",
    "закрытое акционерное общество",
    "публичное акционерное общество",
    "акционерное общество",
    "obshchestvo s ogranichennoy otvetstvennostyu",
    "tovarishchestvo s ogranichennoy otvetstvennostyu",
    "individualnyy predprinimatel",
    "masuliyati cheklangan jamiyati",
    "жауапкершілігі шектеулі серіктестігі",
)
_CUT = 9


@dataclass(frozen=True, slots=True)
class Aliases:
    """Aliases that are the party's own, and for how many others each name is stated together with theirs."""

    alias: Ints
    principals: Ints


def named(names: pa.Array) -> pa.Array:
    """Return names with nulls for what names nobody.

    Such as ``TO ORDER`` and ``N/A``, or a long legal form that filled the field before the name came.
    """
    plain = pc.replace_substring_regex(pc.utf8_lower(names), r"[^\p{L}\p{N}/]+", " ")
    plain = pc.utf8_trim(plain, characters=" /")
    nobody = pc.or_(pc.is_in(plain, value_set=pa.array([*_no_names(), *_cut_forms()])), pc.equal(plain, ""))
    return pc.if_else(nobody, pa.scalar(None, pa.string()), names)


def without_addresses(names: Texts, addresses: Texts) -> tuple[Texts, Texts]:
    """Return names and addresses, where an address that follows the name in its field is put into its own."""
    glued = pc.match_substring_regex(names.values, rf"(?i),.*\p{{Nd}}|{_FORM_WITHIN.pattern}")
    rows = np.flatnonzero((names.at != NONE) & (addresses.at == NONE))
    rows = rows[np.asarray(glued, dtype=np.bool_)[names.at[rows]]] if len(rows) else rows
    if not len(rows):
        return names, addresses
    which, place = np.unique(names.at[rows], return_inverse=True)
    divided = [_divided(text) for text in names.values.take(pa.array(which)).to_pylist()]
    made = (pa.array([each[side] for each in divided], pa.string()) for side in (0, 1))
    return _replaced(names, rows, place, next(made)), _replaced(addresses, rows, place, next(made))


def _replaced(column: Texts, rows: Ints, place: Ints, values: pa.Array) -> Texts:
    """Return a column in which some rows have other texts."""
    at = column.at.copy()
    at[rows] = len(column.values) + place
    return texts_of(pa.concat_arrays([column.values, values]), at)


def without_marks(aliases: Texts) -> tuple[Texts, Bools]:
    """Return aliases without ``on behalf of``, and which rows say so: whose alias is the principal."""
    marked = np.asarray(pc.starts_with(aliases.values, ON_BEHALF_OF), dtype=np.bool_)
    of_row = marked[aliases.at] & (aliases.at != NONE) if len(marked) else np.zeros(len(aliases.at), dtype=np.bool_)
    return aliases.changed(lambda values: pc.replace_substring_regex(values, f"^{ON_BEHALF_OF}", "")), of_row


def own_aliases(
    texts: pa.Array, names: ReadNames, worth: Floats, root: Ints, stated: tuple[Ints, Ints, Bools]
) -> Aliases:
    """Leave out aliases that are another party's: forwarders often state there for whom they act.

    An alias is the name in another script or language. One that says to be of a principal is not, nor one in the same
    script that is nothing like the name, nor several different ones in the other.

    Args:
        texts: Names as written; `names` the same, taken apart, with the `worth` of words and the `root` of each.
        stated: Name and alias of each spelling, and whether the alias is said to be of a principal.
    """
    name, alias, principal = stated
    rows = np.flatnonzero((name != NONE) & (alias != NONE))
    both = dense(name[rows], alias[rows])
    first = rows[np.unique(both, return_index=True)[1]]
    compared = names.compare(name[first], alias[first], worth)
    unlike = (compared.log_odds < _UNLIKE) & (compared.differ > _APART)
    said = np.bincount(both, principal[rows], len(first)) > 0
    foreign = np.asarray(pc.match_substring_regex(texts, _FOREIGN), dtype=np.bool_)
    same_script = foreign[name[first]] == foreign[alias[first]]
    of = dense(root[name[first]])
    others = distinct_per(of, np.where(unlike | said, root[alias[first]], NONE), int(of.max(initial=-1)) + 1)[of]
    found, principals = alias.copy(), np.zeros(len(alias), dtype=np.int64)
    found[rows[(said | (unlike & (same_script | (others > 1))))[both]]] = NONE
    principals[rows] = others[both]
    return Aliases(found, principals)


def _divided(text: str) -> tuple[str, str | None]:
    """Divide a name from the address that follows it.

    It comes after a comma and has a number and a word, or after a legal form and has a number among four words.
    """
    parts = text.split(",")
    for at in range(1, len(parts)):
        rest = ",".join(parts[at:]).strip()
        first = rest.split(maxsplit=1)[0].strip(".,").lower() if rest else ""
        letters = sum(letter.isalpha() for letter in "".join(parts[:at]))
        words = [word for word in rest.replace(",", " ").split() if len(word) > 2 and word.isalpha()]
        if first not in _FORMS and letters > 3 and words and any(letter.isdigit() for letter in rest):
            return ",".join(parts[:at]).strip(), rest
    within = _FORM_WITHIN.search(text)
    if within and sum(letter.isalpha() for letter in text[: within.start()]) > 3:
        rest = text[within.end("form") :].strip()
        if not _NUMBERED.match(rest):
            return text[: within.end("form")].strip(), rest
    return text, None


@cache
def _cut_forms() -> list[str]:
    """Return the beginnings of long legal forms that stand before the name."""
    return sorted({form[:end] for form in _LONG_FORMS for end in range(_CUT, len(form) + 1)})


@cache
def _no_names() -> list[str]:
    text = resources.files("tidewaiter.networks").joinpath("data", "no_names.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
