"""Columns of text: what is plain already is passed through, and comes out as what is read word by word."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.sources.shipments import cells

_NOTHING = ("", ".", "-", "--", "NULL", "Nil", "N/A", "None", "yok", "Отсутствует", "BELIRTILMEMIŞ")
_WRITTEN = st.one_of(
    st.none(),
    st.text(),
    st.text(st.sampled_from("aB \t\u00a0\u2003\x1cЯß-.")),
    st.sampled_from((*_NOTHING, " NULL ", "nil  ", "\u00a0-")),
)


@given(st.lists(_WRITTEN, max_size=12))
def test_texts_have_single_spaces_and_nothing_is_null(written: list[str | None]) -> None:
    written = [None if text is None else text.encode("utf-8", "replace").decode() for text in written]
    said = {text.casefold() for text in _NOTHING}
    single = [None if text is None else " ".join(text.split()) for text in written]
    expected = [None if text is None or text.casefold() in said else text for text in single]
    assert cells.texts(pa.array(written, pa.string())).to_pylist() == expected


def test_a_number_in_front_of_a_name_is_split_from_it_wherever_it_stands() -> None:
    names, numbers = cells.numbered_names(pa.array(["ACME", None, "7722476458 772201001 OOO PRIMER", "12345678"]))
    assert names.to_pylist() == ["ACME", None, "OOO PRIMER", "12345678"]
    assert numbers.to_pylist() == [None, None, "7722476458", None]
    plain = pa.array(["ACME", "3M 12345678", None])
    names, numbers = cells.numbered_names(plain)
    assert names.equals(plain)
    assert numbers.to_pylist() == [None, None, None]
