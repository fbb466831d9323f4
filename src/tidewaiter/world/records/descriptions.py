"""Short descriptions of goods as declarations word them, in English, Russian and Turkish."""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np
import pyarrow as pa

from tidewaiter.law.strict_yaml import load_yaml
from tidewaiter.world.economy import Economy
from tidewaiter.world.places import Ints

_SHAPES = (
    ("{0}", "{0}, new", "{0} for civil use", "{0} acc. to invoice", "{0} - parts", "spare {0}"),
    ("{0}", "{0}, новые", "{0} гражданского назначения", "{0}, см. дополнение", "{0} для оборудования", "товар: {0}"),
    ("{0}", "{0} (yeni)", "{0} - muhtelif", "{0} faturaya göre", "{0} yedek parça", "sivil amaçlı {0}"),
)
#: Languages of declarations; elsewhere English.
_LANGUAGES = {"RU": 1, "KZ": 1, "KG": 1, "BY": 1, "UZ": 1, "TJ": 1, "AM": 1, "TR": 2, "AZ": 2}


class Descriptions:
    """Descriptions of the goods of a world.

    Args:
        economy: The world.
    """

    def __init__(self, economy: Economy) -> None:
        words = [_words(good.code) for good in economy.goods]
        self._texts = pa.array(
            [shape.format(word[at]) for word in words for at, shapes in enumerate(_SHAPES) for shape in shapes],
            pa.string(),
        )
        self._language = np.array([_LANGUAGES.get(code, 0) for code in economy.country], dtype=np.intp)

    def of(self, good: Ints, reporter: Ints, draw: np.ndarray) -> pa.Array:
        """Return the description each record states.

        Args:
            draw: Two random numbers for each, [2, record]: the language and the wording.
        """
        language = np.where(draw[0] < 0.85, self._language[reporter], 0)
        shapes = len(_SHAPES[0])
        which = np.minimum((draw[1] ** 1.5 * shapes).astype(np.intp), shapes - 1)
        return self._texts.take(pa.array((good * len(_SHAPES) + language) * shapes + which))


def _words(code: str) -> tuple[str, ...]:
    words = _table()
    return tuple(words[max((start for start in words if code.startswith(start)), key=len)])


@cache
def _table() -> dict[str, list[str]]:
    text = resources.files("tidewaiter.world.records").joinpath("goods_words.yaml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = load_yaml(text)
    return table
