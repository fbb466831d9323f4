"""Supplement No. 6 to part 746 by name, CAS number and concentration."""

import pytest

from tidewaiter.law import Tri, load_law
from tidewaiter.licensing.classification import classify
from tidewaiter.licensing.supp6 import supp6_match
from tidewaiter.model import Item

LAW = load_law()


@pytest.mark.parametrize(
    ("description", "answer"),
    [
        ("Acetone 99.5 % purity, CAS 67-64-1", Tri.YES),
        ("acetone, >= 90 %", Tri.YES),
        ("Propanone, CAS No. 67-64-1, 95 percent", Tri.YES),
        ("Acetone (99,5%)", Tri.YES),
        ("Acetone 89.9 %", Tri.NO),
        ("Acetone, less than 50 %", Tri.NO),
        ("Acetone, at least 80 %", Tri.UNKNOWN),
        ("Acetone, up to 95 %", Tri.UNKNOWN),
        ("Acetone", Tri.UNKNOWN),
        ("Acetone dispenser, 99 % steel", Tri.UNKNOWN),
        ("Mixture of acetone 95 % and water 5 %", Tri.UNKNOWN),
        ("Nitromethane 94 %", Tri.NO),
        ("Nitromethane 95 %", Tri.YES),
        ("Norfentanyl, CAS 1609-66-1, 2 %", Tri.YES),
        ("Wooden chairs", Tri.NO),
        ("Spare part 167-64-12", Tri.NO),
        ("Microwave reactors", Tri.UNKNOWN),
    ],
)
def test_description(description: str, answer: Tri) -> None:
    assert supp6_match(LAW, classify(Item(eccn="EAR99", description=description), LAW)).answer is answer


@pytest.mark.parametrize(("hs", "answer"), [("291411", Tri.UNKNOWN), ("940360", Tri.NO), (None, Tri.UNKNOWN)])
def test_without_a_description_only_chemicals_are_in_doubt(hs: str | None, answer: Tri) -> None:
    assert supp6_match(LAW, classify(Item(eccn="EAR99", hs=hs), LAW)).answer is answer


def test_every_chemical_of_the_supplement_is_found_by_its_number_at_its_concentration() -> None:
    for item in LAW.tables.supp6():
        if item.cas and item.min_concentration_pct and "mixtures" not in item.min_concentration_pct:
            goods = classify(Item(eccn="EAR99", description=f"CAS {item.cas}, {item.min_concentration_pct} %"), LAW)
            match = supp6_match(LAW, goods)
            assert match.answer is Tri.YES, item
            assert match.items == (f"{item.paragraph} {item.item}",)
