"""How many pieces a quantity is: units that count pieces one by one, in dozens, in thousands.

Codes are those of UN/ECE Recommendation 20 (``C62``, ``H87``, ``NMB``, ``PCE``; ``NPR``, ``DZN``, ``DPC``, ``CEN``,
``GRO``, ``MIL``, ``MIO``), of the classifier of units of the Eurasian Economic Union (641 to 799, which names the
same), and the units of the World Customs Organization (``u``, ``2u``, ``12u``, ``1000u``); words are those of customs
and traders.
"""

from __future__ import annotations

import re
from typing import Any

import narwhals as nw

#: Units of one piece each.
PIECES = (
    "pcs", "pce", "pc", "piece", "pieces", "u", "un", "unit", "units", "ea", "each", "nmb", "nar", "no", "nos",
    "number", "c62", "h87", "796", "657", "шт", "штука", "штук", "штуки", "ед", "изд", "adet", "ad", "cái", "chiếc",
    "个", "件", "個", "只", "台", "st", "stk", "stück", "unidad", "unidades", "pieza", "piezas", "pièce", "pièces",
    "unité", "unités",
)  # fmt: skip
#: Units of several, which need no other word.
_SEVERAL = {
    2: "npr pr prs pair pairs 2u 715 пар пара пары çift paar par pares paire paires 双 對 对",
    12: "dzn dpc dz doz dozen dozens 12u 641 740 дюжина дюжин дюж düzine dutzend docena docenas douzaine 打",
    20: "sco score 730 tpr 732",
    24: "dpr 733",
    100: "cen hundred hundreds 100u 797",
    144: "gro gross",
    1_000: "mil thousand thousands 1000u 798",
    1_000_000: "mio million millions 799",
}
#: What stands before a unit of one piece and multiplies it; the numbers, as ``1000 pcs``, are below.
_TIMES = {
    100: "hundred hundreds cen сто yüz 百 cien",
    1_000: "thousand thousands k 10^3 тыс тысяча тысяч тысячи тис тисяч bin 千 mille milliers mil miles tausend tsd",
    1_000_000: "million millions mio mln 10^6 млн миллион миллионов milyon millionen millones",
    12: "dozen doz dz дюжина дюжин дюж düzine dutzend",
    144: "gross",
}
#: Numbers that a unit is written with. Another number, as in ``5 pcs``, is most often the quantity once more.
_NUMBERS = (10, 12, 100, 144, 1_000, 10_000, 100_000, 1_000_000)
#: Between the letters of a unit they mean nothing: ``тыс. шт.``, ``1 000 PCS``, ``1,000 pcs``, ``thousand of u``.
_BETWEEN = r"[\s.,()'’\-]"


def plain_unit(unit: str = "unit") -> nw.Expr:
    """Return a unit in small letters, without what stands between them: make it a column of its own for `pieces`."""
    return nw.col(unit).str.strip_chars().str.to_lowercase().str.replace_all(_BETWEEN, "")


def pieces(quantity: str = "quantity", unit: str = "plain_unit", weight: str = "net_kg") -> nw.Expr:
    """Return how many pieces a quantity is; null where it counts something else, or nothing.

    A quantity without a unit counts pieces, unless it is the weight once more. Where a unit is written with a number
    and the quantity is that number, one of them may be the other, and nothing is told.

    Args:
        quantity: Column of the quantity; `unit` of its unit as `plain_unit` gives it, `weight` of the net weight.
    """
    amount = nw.col(quantity)
    said = nw.col(unit)
    again = (amount == nw.col(weight)).fill_null(value=False)
    found: Any = nw.when(said.is_in(list(PIECES)) | ((said.is_null() | (said == "")) & ~again)).then(amount)
    # The first that fits counts, and the commonest come first: one pattern spares other units the single ones.
    for factor, words in _SEVERAL.items():
        found = found.when(said.is_in(words.split())).then(amount * factor)
    several = [*" ".join(_TIMES.values()).split(), *map(str, _NUMBERS)]
    found = found.when(~said.str.contains(_followed_by_pieces(several))).then(nw.lit(None, dtype=nw.Float64))
    for factor, words in _TIMES.items():
        found = found.when(said.str.contains(_followed_by_pieces(words.split()))).then(amount * factor)
    for number in _NUMBERS:
        written = said.str.contains(_followed_by_pieces([str(number)]))
        found = found.when(written & (amount != number)).then(amount * number)
    counted: nw.Expr = nw.when(amount > 0).then(found)
    return counted


def _followed_by_pieces(words: list[str]) -> str:
    either = "|".join(re.escape(word) for word in words)
    return f"^({either})(of)?({'|'.join(PIECES)})$"
