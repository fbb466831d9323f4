"""Words of goods: what of a text can name goods, without plural, spelling variants, sizes and filler."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
#: Words of tariff and control-list prose that name no goods.
_STOP = frozenset(
    {
        "a", "an", "and", "any", "apparatus", "are", "as", "at", "be", "but", "by", "can", "chapter", "containing",
        "described", "equipment", "etc", "following", "for", "from", "having", "heading", "if", "in", "including",
        "instrument", "into", "is", "it", "item", "its", "kind", "machine", "nes", "new", "not", "of", "on", "only",
        "or", "other", "over", "part", "set", "specified", "such", "than", "that", "the", "their", "therefor",
        "thereof", "these", "this", "those", "to", "under", "unit", "up", "use", "used", "whether", "which", "with",
        "without",
    }
)  # fmt: skip
_SPELLINGS = (
    ("ise", "ize"), ("isa", "iza"), ("yse", "yze"), ("aluminium", "aluminum"), ("fibre", "fiber"), ("centre", "center"),
    ("tyre", "tire"), ("colour", "color"), ("mould", "mold"), ("sulph", "sulf"), ("armour", "armor"),
    ("programme", "program"),
)  # fmt: skip
#: A letter that belongs to the word after it: x-ray, o-ring, t-shirt.
_LETTER = re.compile(r"\b(?:([a-z])-(?=[a-z]{2})|([otx]) (?=[a-z]{3}))")
#: A size or a rating says which goods of a kind, not which kind: 24V, 0603, 10uF.
_SIZE = re.compile(r"\d+[a-z]{0,4}$")
_NAMED_BY_NUMBER = frozenset({"3d"})
_UNITS = frozenset(
    {
        "bit", "cm", "gb", "ghz", "hp", "hz", "inch", "kg", "khz", "kv", "kva", "kw", "mah", "mb", "mhz", "mm", "mw",
        "nm", "pcs", "tb", "ton", "um", "vac", "vdc", "wh",
    }
)  # fmt: skip


def stem(word: str) -> str:
    """Return a word without its English plural and spelling variants (``processors`` as ``processor``)."""
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    for ending, short in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + short
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def tokens_of(text: str) -> list[str]:
    """Return the stems of all words but sizes, in order, filler included."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    joined = _LETTER.sub(lambda found: found[1] or found[2], folded)
    return [stem(word) for word in _WORD.findall(joined) if _counts(word)]


def _counts(word: str) -> bool:
    return word in _NAMED_BY_NUMBER or (len(word) > 1 and word not in _UNITS and not _SIZE.match(word))


def names_goods(token: str) -> bool:
    """Tell whether a stem can name goods, and is not filler."""
    return token not in _STOP


def words_of(text: str) -> list[str]:
    """Return the stems of the words that can name goods, in order."""
    return [token for token in tokens_of(text) if token not in _STOP]
