"""License requirement and review policy texts are coded without losing a footnote."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import ItemScope, Requirement, ReviewPolicy
from tidewaiter.sources.lists import parse_requirement, parse_review_policy
from tidewaiter.sources.lists.requirement import read_footnotes, read_sections

ALL = "For all items subject to the EAR. "


@pytest.mark.parametrize(
    ("text", "footnotes"),
    [
        (ALL + "(See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)", (3,)),
        (ALL + "(See §§ 734.9(g), 3 746.8(a)(3), and 744.21(b) of the EAR.)", (3,)),
        ("For All Items Subject to the EAR (See §734.9(g), 3 §746.8(a)(3), and §744.11 of the EAR).", (3,)),
        (ALL + "(See §§734.9(g)3, 746.8(a)(3), and 744.2l(b) of the EAR", (3,)),
        (ALL + "(See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)", (3,)),  # 734.9(g) is footnote 3 by itself
        ("For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2", (1,)),  # 2 is another note
        ("For all items subject to the EAR, see §§ 734.9(e)1, and 744.11 of the EAR2", (1,)),
        ("For All Items Subject to the EAR (See §734.9(e)1, and §744.11 of the EAR)2.", (1,)),
        (ALL + "(See §§ 734.9(e)(2) and 744.11 of the EAR)4", (4,)),
        (ALL + "(See §§ 734.9(e)(2) and 744.11 of the EAR)", (4,)),
        (ALL + "(See §§ 734.9(e) and 744.11 of the EAR) 4", (4,)),
        (ALL + "(See §§ 734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR)5", (5,)),
        (ALL + "(See §734.9(e) and §744.11 of the EAR)", ()),  # which of the three rules is not said
        (ALL + "(See § 744.11 of the EAR)", ()),
    ],
)
def test_footnotes(text: str, footnotes: tuple[int, ...]) -> None:
    assert parse_requirement(text).footnotes == footnotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "For items on the CCL and EAR 99 items listed in supplement no. 7 to part 746 of the EAR",
            Requirement(items=ItemScope.CCL_AND_SUPP7),
        ),
        (
            "For any item subject to the EAR listed in supplement no. 2 to part 744.",
            Requirement(items=ItemScope.MEU_SUPP2),
        ),
        (
            "For all items subject to the EAR when used in projects specified in § 746.8(a)(4) of the EAR",
            Requirement(items=ItemScope.PROJECT_746_8_A_4, sections=("746.8(a)(4)",)),
        ),
        (
            ALL
            + "(See § 744.2l(b) of the EAR). This license requirement may be overcome by License Exception GOV under "
            "§ 740.11(b)(2) and (e).",
            Requirement(items=ItemScope.ALL, sections=("744.21(b)",), exceptions=("GOV 740.11(b)(2)", "GOV 740.11(e)")),
        ),
        (
            "All items subject to the EAR except for: crude oil, condensates and natural gas",
            Requirement(items=ItemScope.ALL_EXCEPT, exclusion="petroleum_products"),
        ),
        (
            "All items subject to the EAR. (See § 744.11 of the EAR), except for EAR99 unmanned aerial vehicles",
            Requirement(items=ItemScope.ALL_EXCEPT, sections=("744.11",), exclusion="ear99_uav_technology"),
        ),
        (
            "All items subject to the EAR except for garden chairs",
            Requirement(items=ItemScope.ALL_EXCEPT, exclusion="stated_in_entry"),
        ),
        (
            "All items subject to the EAR. They also extend to exports to the entity wherever located worldwide.",
            Requirement(items=ItemScope.ALL, extends_to="worldwide"),
        ),
        ("To be determined", Requirement(items=ItemScope.UNREAD)),
    ],
)
def test_requirement(text: str, expected: Requirement) -> None:
    assert parse_requirement(text) == expected


def test_an_exception_bound_to_a_user_keeps_its_condition() -> None:
    text = ALL + "It may be overcome by License Exception GOV under § 740.11(b) when used by the U.S Geological Survey"
    assert parse_requirement(text).exceptions == ("GOV 740.11(b) when used by the U.S Geological Survey",)


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("Presumption of denial.", ReviewPolicy.PRESUMPTION_OF_DENIAL),
        ("Presumption for denial", ReviewPolicy.PRESUMPTION_OF_DENIAL),
        ("Policy of denial. See §§ 746.8(b) and 744.21(e)", ReviewPolicy.DENIAL),
        ("Case-by-case review.", ReviewPolicy.CASE_BY_CASE),
        ("Presumption of approval for EAR99 items", ReviewPolicy.PRESUMPTION_OF_APPROVAL),
        ("Policy of denial apart from food, which will be reviewed on a case-by-case basis.", ReviewPolicy.MIXED),
        ("See §744.2 (d) of the EAR", ReviewPolicy.SEE_SECTION),
        ("For all items subject to the EAR. (See § 744.11 of the EAR)", None),  # the requirement in the wrong column
        ("", None),
    ],
)
def test_review_policy(text: str, policy: ReviewPolicy | None) -> None:
    assert parse_review_policy(text) is policy


@pytest.mark.needs_data
def test_every_real_text_is_read(data_dir: Path) -> None:
    entities = json.loads((data_dir / "lists/us_bis/bis_entity_list_2026-07.json").read_text())["entities"]
    tables = json.loads(gzip.decompress((data_dir / "lists/us_csl/csl_2026-07-31_compact.json.gz").read_bytes()))[
        "tables"
    ]
    old = gzip.decompress((data_dir / "lists/us_csl/consolidated_2022-04-21.csv.gz").read_bytes()).decode()
    rows = list(csv.DictReader(io.StringIO(old, newline="")))
    ecfr = {e["notes"] for e in entities}
    requirements = ecfr | set(tables["licenceRequirements"]) | {r["license_requirement"] for r in rows} - {""}
    assert (len(ecfr), len(tables["licenceRequirements"]), len(tables["licencePolicies"])) == (62, 89, 78)
    unread = [t for t in requirements if parse_requirement(t).items is ItemScope.UNREAD]
    assert unread == []
    policies = set(tables["licencePolicies"]) | {r["license_policy"] for r in rows if r["license_policy"].strip()}
    without = {t for t in policies if parse_review_policy(t) is None}
    assert all(t.startswith("For all items") for t in without)  # two cells that repeat the requirement
    assert len(without) == 2


@given(st.text(max_size=300))
def test_parsers_never_raise(text: str) -> None:
    assert isinstance(parse_requirement(text), Requirement)
    parse_review_policy(text)
    assert 2 not in read_footnotes(text)


SECTIONS = st.sampled_from(["744.11", "746.8(a)(3)", "744.21(b)", "744.8(b)"])


@given(
    before=st.lists(SECTIONS, max_size=2, unique=True),
    after=st.lists(SECTIONS, min_size=1, max_size=2, unique=True),
    rule=st.sampled_from([("734.9(g)", 3), ("734.9(e)", 1)]),
    glue=st.sampled_from(["", ",", " ", ", "]),
    mark=st.sampled_from(["§§ ", "§", ""]),
    end=st.sampled_from([" of the EAR)", " of the EAR", " of the EAR.)"]),
)
def test_a_footnote_digit_survives_any_neighbours(
    *, before: list[str], after: list[str], rule: tuple[str, int], glue: str, mark: str, end: str
) -> None:
    section, digit = rule
    cited = ", ".join([*before, f"{section}{glue}{digit}"])
    text = f"For all items subject to the EAR (See {mark}{cited} {', '.join(after)}{end}"
    assert digit in read_footnotes(text)
    assert {section, *after} <= set(read_sections(text))
