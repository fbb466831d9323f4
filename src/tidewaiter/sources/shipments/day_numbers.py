"""Day numbers of spreadsheets in a column of dates: 45000 is 2023-03-15.

Spreadsheets keep a day as the number of days since 30 December 1899 (for days since March 1900), and an extract that
was saved without the format of its cells has nothing else. A number alone is no date: the column as a whole tells.
"""

from __future__ import annotations

import datetime as dt
import re

import pyarrow as pa

_ZERO = dt.date(1899, 12, 30)
_FIRST = dt.date(1990, 1, 1)
#: Numbers without a sign or a mark of thousands, shorter than a date of eight digits. Dates such as 070322 are among
#: them: in a column of these most have six digits, which no day number has.
_BARE = re.compile(r"^\d{1,7}(?:\.\d+)?$")


def day_number(text: str, last: dt.date) -> dt.date | None:
    """Return the day of a day number from 1990 to the last day a record can be of; None when it is none."""
    if not _BARE.match(text):
        return None
    days = int(text.partition(".")[0])
    return _ZERO + dt.timedelta(days) if (_FIRST - _ZERO).days <= days <= (last - _ZERO).days else None


def are_day_numbers(texts: pa.Array, last: dt.date) -> bool | None:
    """Tell whether the bare numbers among the texts of a column of dates are day numbers: most have to be possible.

    Args:
        texts: Distinct texts.
        last: Last day a record can be of.

    Returns:
        None when no text is a bare number.
    """
    bare = [text for text in texts.to_pylist() if text is not None and _BARE.match(text)]
    if not bare:
        return None
    return 2 * sum(day_number(text, last) is not None for text in bare) > len(bare)
