"""Scope.covers: what a code at some paragraph depth can be told about a control."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.law.tables import Scope, split_eccn

_SEGMENT = st.sampled_from(["a", "b", "c", "1", "2", "3"])
_PATH = st.lists(_SEGMENT, min_size=0, max_size=4).map(".".join)
_SOME = st.lists(_PATH.filter(bool), max_size=3).map(tuple)


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    kind = draw(st.sampled_from(["entire", "entire_except", "paragraphs", "prose"]))
    lists = [draw(_SOME) for _ in range(4)]
    if kind == "entire":
        return Scope("3A001", "entire")
    if kind == "entire_except":
        return Scope("3A001", "entire_except", (), lists[1], (), lists[3])
    if kind == "paragraphs":
        return Scope("3A001", "paragraphs", lists[0], lists[1])
    return Scope("3A001", "prose", *lists)


def _code(path: str) -> str:
    return f"3A001.{path}" if path else "3A001"


@given(scopes(), _PATH, _SEGMENT)
def test_a_deeper_code_never_changes_a_settled_answer(scope: Scope, path: str, further: str) -> None:
    answer = scope.covers(_code(path))
    deeper = scope.covers(_code(f"{path}.{further}" if path else further))
    if answer != "unknown":
        assert deeper == answer


@given(scopes(), _PATH)
def test_a_code_of_another_entry_is_never_reached(scope: Scope, path: str) -> None:
    assert scope.covers(_code(path).replace("3A001", "3A991")) == "no"


@given(_PATH)
def test_the_entire_entry_reaches_every_paragraph(path: str) -> None:
    assert Scope("3A001", "entire").covers(_code(path)) == "yes"


@given(_PATH)
def test_prose_without_paragraphs_settles_nothing(path: str) -> None:
    assert Scope("3A001", "prose").covers(_code(path)) == "unknown"


@pytest.mark.parametrize(
    ("code", "answer"),
    [("3A001.b.2", "yes"), ("3A001.b.2.c", "yes"), ("3A001.b", "unknown"), ("3A001", "unknown"), ("3A001.b.20", "no")],
)
def test_paragraphs_are_matched_by_whole_segments(code: str, answer: str) -> None:
    assert Scope("3A001", "paragraphs", ("b.2",)).covers(code) == answer


def test_an_exception_takes_out_its_paragraph_and_leaves_the_one_above_open() -> None:
    scope = Scope("9A610", "entire_except", (), ("y",), (), ("x",))
    answers = [scope.covers(c) for c in ("9A610.y.1", "9A610.x", "9A610.t", "9A610")]
    assert answers == ["no", "unknown", "yes", "unknown"]


def test_a_condition_leaves_other_paragraphs_settled() -> None:
    scope = Scope("3A001", "prose", ("z.2",), (), ("a.1.a", "a.5.a"))
    answers = [scope.covers(f"3A001.{p}") for p in ("z.2.b", "a.1.a", "a.1", "b.2")]
    assert answers == ["yes", "unknown", "unknown", "no"]


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("3A001.a.2.c", ("3A001", ("a", "2", "c"))),
        (" 3a001 a2c ", ("3A001", ("a", "2", "c"))),
        ("8A620. b", ("8A620", ("b",))),
        ("3A001", ("3A001", ())),
        ("EAR99", None),
        ("854231", None),
        ("", None),
    ],
)
def test_eccns_are_read_as_people_write_them(text: str, split: tuple[str, tuple[str, ...]] | None) -> None:
    assert split_eccn(text) == split
