"""End uses and knowledge in codes and in plain words."""

import datetime as dt

import pytest

from tidewaiter.law import Tri, load_law
from tidewaiter.licensing.concerns import concerns

DAY = dt.date(2024, 8, 7)


@pytest.mark.parametrize(
    ("text", "code", "certain"),
    [
        ("military", "military", Tri.YES),
        ("Military End Use", "military", Tri.YES),
        ("Spare parts for the air force", "military", Tri.YES),
        ("not for military purposes", "military", Tri.UNKNOWN),
        ("civil", "military", Tri.NO),
        ("Drone production", "uav", Tri.YES),
        ("ballistic missiles", "missile", Tri.YES),
        ("uranium enrichment plant", "nuclear", Tri.YES),
        ("wafer fab", "semiconductor_manufacturing", Tri.YES),
        ("shale gas drilling", "oil_gas_deepwater_arctic_shale", Tri.YES),
        ("Industrial automation", "military", Tri.NO),
    ],
)
def test_end_uses(text: str, code: str, certain: Tri) -> None:
    assert concerns(load_law(), DAY, text, ()).of((code,)) is certain


@pytest.mark.parametrize(
    ("text", "country", "certain"),
    [
        ("diversion:RU", "RU", Tri.YES),
        ("diversion: Russia", "RU", Tri.YES),
        ("Customer ships to Russia", "RU", Tri.YES),
        ("goods may go to Iran", "IR", Tri.UNKNOWN),
        ("resold in Crimea", "UA", Tri.YES),
    ],
)
def test_diversion(text: str, country: str, certain: Tri) -> None:
    going = concerns(load_law(), DAY, None, (text,)).diversions
    assert [(place.code, sure) for place, sure in going] == [(country, certain)]


def test_what_cannot_be_read_is_kept_as_a_question() -> None:
    found = concerns(load_law(), DAY, None, ("odd request", "diversion:Atlantis"))
    assert found.unread == ("odd request", "diversion:Atlantis")


def test_nothing_stated() -> None:
    found = concerns(load_law(), DAY, None, ())
    assert (found.end_uses, found.diversions, found.end_use_stated) == ((), (), False)
