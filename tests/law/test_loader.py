"""The carried law loads whole; malformed law is refused with its reason."""

import datetime as dt
import re
from pathlib import Path

import pytest

from tidewaiter.law import Rule, Status, load_law
from tidewaiter.law.loader import load_rules, read_rules, rule_files
from tidewaiter.model import LawError

MALFORMED = sorted((Path(__file__).parent / "malformed").glob("*.yaml"))
SECTION = re.compile(
    r"^(7\d\d\.\d+(\(\w+\))*|7\d\d Supp\. No\. \d+|31 CFR .+|22 CFR .+|EU .+|UK .+|METI .+|SECO|UNSC)$"
)


@pytest.mark.parametrize("file", MALFORMED, ids=lambda f: f.stem)
def test_malformed_law_is_refused_with_its_reason(file: Path) -> None:
    expected = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# refused: ")
    with pytest.raises(LawError) as refusal:
        load_rules([file])
    assert expected in str(refusal.value)
    assert file.name in str(refusal.value)


def test_every_way_of_being_malformed_is_tried() -> None:
    assert len(MALFORMED) >= 14


def test_two_files_may_not_use_one_id(tmp_path: Path) -> None:
    rule = '{id: a, title: t, citation: {cfr: c}, status: modelled, segments: [{from: 2020-01-01, section: "744.1"}]}'
    files = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for file in files:
        file.write_text(f'part: "744"\nrules:\n  - {rule}\n', encoding="utf-8")
    assert list(load_rules(files[:1])) == ["a"]
    with pytest.raises(LawError, match=r"two\.yaml: a: another rule already has this id"):
        load_rules(files)


@pytest.mark.parametrize("rule", load_law().rules.values(), ids=lambda r: r.id)
def test_carried_rules_are_cited_dated_and_honest(rule: Rule) -> None:
    assert rule.segments[-1].start <= dt.date(2026, 11, 10)
    for segment in rule.segments:
        assert segment.cfr
        assert SECTION.match(segment.section), segment.section
    assert rule.status is Status.MODELLED or rule.missing


def test_the_parts_the_engine_needs_are_there() -> None:
    parts = {rule.part for rule in load_law().rules.values()}
    assert parts >= {"734", "736", "738", "740", "742", "744", "746", "758", "31 CFR ch. V", "other regimes"}


def test_the_law_is_read_once() -> None:
    assert load_law() is load_law()


def test_an_unknown_rule_is_an_error_not_a_silence() -> None:
    with pytest.raises(LawError, match="there is no rule"):
        load_law().at("us.ear.999", dt.date(2024, 1, 1))


TODAY = dt.date(2026, 9, 1)


def test_hong_kong_is_china_and_groups_have_members() -> None:
    law = load_law()
    assert law.within("HK", ("CN",), TODAY)
    assert law.within("RU", ("D:5",), TODAY)
    assert not law.within("DE", ("D:5", "RU"), TODAY)
    assert law.within("DE", ("*",), TODAY)


def test_every_rule_stands_in_the_folder_of_its_part() -> None:
    for file in rule_files():
        part = next(iter(read_rules(file.read_text(encoding="utf-8"), file.name))).part
        folder = Path(str(file)).parent.name
        assert folder == part or not part.isdigit(), file
    assert {rule.part for rule in load_rules().values()} >= {"734", "736", "738", "740", "742", "744", "746", "758"}
