"""Units of weight and names of currencies, as customs services and traders write them."""

from __future__ import annotations

import pyarrow as pa

from tidewaiter.sources.orders.values import FaultError
from tidewaiter.sources.shipments.cells import Column, each

#: Kilograms in a unit. Letters of the UN/ECE codes, of English, Russian, Turkish and Chinese, and numbers of the
#: classifier of units of the Eurasian Economic Union.
_KILOGRAMS = {
    1.0: "kg kgs kgm kgr kilo kilos kilogram kilograms кг килограмм кілограм кіл килограммы 166 公斤 千克",
    1000.0: "t ton tons tonne tonnes tne mt mts mton т тн тонна тонны тонн 168 吨",
    0.001: "g gr gram grams grm г гр грамм 163 克",
    0.45359237: "lb lbs lbr pound pounds фунт",
    100.0: "q qtl quintal quintals dtn ц центнер",
}
_FACTORS = {unit: factor for factor, units in _KILOGRAMS.items() for unit in units.split()}
_CURRENCIES = {
    "USD": "$ us$ usd$ $us usdollar usdollars unitedstatesdollar долларсша долларысша доллсша abddolari 美元 840",
    "EUR": "€ euro euros евро євро avro 欧元 978",
    "RUB": "руб рубль рубли российскийрубль rur ₽ 643 810",
    "TRY": "tl trl türklirasi turklirasi ytl ₺ 949",
    "CNY": "rmb yuan юань юани 人民币 156",
    "KZT": "тенге tenge ₸ 398",
    "UAH": "грн гривня гривна ₴ 980",
    "GBP": "£ фунтстерлингов 826",
}
_CODES = {word: code for code, words in _CURRENCIES.items() for word in words.split()}


def kilograms(column: pa.Array) -> Column:
    """Return the kilograms in each unit of weight; a unit that is none of weight is a fault.

    Args:
        column: What `cells.texts` returns.
    """
    return each(column, _factor, pa.float64())


def weights_stated(units: pa.Array) -> pa.Array:
    """Return the kilograms in each unit of a quantity, null where it is no unit of weight."""
    return each(units, lambda text: _FACTORS.get(_plain(text)), pa.float64()).values


def currency_codes(column: pa.Array) -> pa.Array:
    """Return ISO 4217 codes of currencies that are known by symbol, name or number; others in capitals as written."""
    return each(column, lambda text: _CODES.get(_plain(text), text.upper()), pa.string()).values


def _factor(text: str) -> float:
    if (found := _FACTORS.get(_plain(text))) is not None:
        return found
    raise FaultError(f"{text!r} is no unit of weight.", "Write kg, t, g or lb.")


def _plain(text: str) -> str:
    return "".join(text.casefold().replace("ı", "i").replace(".", "").split())
