"""Readings of other scripts in Latin letters."""

from __future__ import annotations

import pytest

from tidewaiter.screening.scripts import Script, romanize, script_of
from tidewaiter.screening.sounds import sound


@pytest.mark.parametrize(
    ("word", "latin", "script"),
    [
        ("Şirketi", "sirketi", Script.LATIN),
        ("ıslak", "islak", Script.LATIN),
        ("Лавров", "lavrov", Script.CYRILLIC),
        ("Щукин", "shchukin", Script.CYRILLIC),
        ("محمد", "mhmd", Script.ARABIC),
        ("משה", "mshh", Script.HEBREW),
        ("박지성", "bakjiseong", Script.HANGUL),
        ("ウィンディング", "windingu", Script.KANA),
        ("キム", "kimu", Script.KANA),
        ("习近平", "xijinping", Script.HAN),
        ("ბარაკ", "barak", Script.ALPHABET),
        ("बराक", "brak", Script.OTHER),
    ],
)
def test_a_word_is_read_in_latin_letters(word: str, latin: str, script: Script) -> None:
    assert romanize(word) == latin
    assert script_of(word) is script


@pytest.mark.parametrize(
    ("one", "other"),
    [("muhammad", "muhamad"), ("khodorkovsky", "khodorkovskiy"), ("youssef", "yusef"), ("sergej", "sergey")],
)
def test_spellings_of_one_sound_have_one_code(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_the_script_decides_what_a_digraph_means() -> None:
    assert sound("xi", Script.HAN) != sound("xi", Script.LATIN)
