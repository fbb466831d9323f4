"""What a person sees in a terminal: every view at 80 and 120 columns, on real answers."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from rich.cells import cell_len

from tidewaiter.audit import AuditRecord, Head, Problem, entry_of
from tidewaiter.audit.chain import seal
from tidewaiter.carried import CarriedPart
from tidewaiter.law.goods import Goods
from tidewaiter.law.tables import LawTables, load_tables
from tidewaiter.model import Decision, ListedName, Listing, NameKind, Party, Snapshot, Transaction
from tidewaiter.model.listings import Citation
from tidewaiter.monitor import ListStats, list_stats
from tidewaiter.reports import print_table
from tidewaiter.reports.views import (
    Page,
    View,
    show_changes,
    show_comparisons,
    show_demo,
    show_history,
    show_parts,
    show_screening,
    show_stats,
)
from tidewaiter.screening import compare
from tidewaiter.workspace import ListChange, ListingState, ScreenAnswer

Checked = tuple[Transaction, Decision]
DAY = dt.date(2026, 8, 12)
WIDTHS = pytest.mark.parametrize("width", [80, 120])
ENTRY = Listing(
    id="us.bis.entity_list:0123456789ab",
    list="us.bis.entity_list",
    names=(
        ListedName(text="Alesta World Dis Ticaret Ltd"),
        ListedName(text="Alesta", kind=NameKind.FORMER, weak=True),
    ),
    countries=("TR",),
    heading="Turkey",
    listed_on=dt.date(2024, 2, 27),
    citations=(Citation(text="89 FR 14388", date=dt.date(2024, 2, 27)),),
)


@pytest.fixture(scope="module")
def tables() -> LawTables:
    return load_tables()


def _printed(objects: Iterable[object], width: int, **views: View) -> str:
    """Print objects at a width, and hold what holds for every view: no line is longer, and none ends in blanks."""
    stream = io.StringIO()
    known: dict[type, View] = {
        ScreenAnswer: show_screening,
        ListChange: show_changes,
        ListingState: show_history,
        CarriedPart: show_parts,
    }
    print_table(objects, stream, views={**known, dict: show_comparisons, **_typed(views)}, width=width)
    text = stream.getvalue()
    assert max(map(cell_len, text.splitlines()), default=0) <= width
    assert not re.search(r"[ \t]$", text, flags=re.MULTILINE)
    return text


def _typed(views: dict[str, View]) -> dict[type, View]:
    return {{"screening": ScreenAnswer, "stats": ListStats}[name]: view for name, view in views.items()}


def _flat(text: str) -> str:
    """Return text with its line breaks and indents undone."""
    return " ".join(text.split())


def _answer(checked: Checked) -> ScreenAnswer:
    decision = checked[1]
    hits = tuple(hit for party in decision.screening for hit in party.hits)
    return ScreenAnswer(id="q1", hits=hits, as_of=decision.as_of, snapshots=decision.snapshots)


def _of(orders: list[Checked], order: str) -> Checked:
    return next(checked for checked in orders if checked[0].id == order)


@WIDTHS
def test_a_screening_answer_says_who_where_since_when_and_why(orders: list[Checked], width: int) -> None:
    asked = iter([Party(name="ASR International Trade", country="TR")])
    answer = _answer(_of(orders, "PO-2001"))
    text = _printed([answer], width, screening=partial(show_screening, asked=asked, threshold=0.5))
    flat = _flat(text)
    hit = answer.hits[0]
    for part in (
        "ASR International Trade · Türkiye",
        "1 hit of score 0.50 or more",
        "■ match",
        "0.973",
        hit.name,
        "BIS Entity List · listed 2024-08-27 · 89 FR 68548 · Türkiye",
        f"matched {hit.matched}",
        "requires license for all items subject to the EAR; footnote 3",
        "for name (ASR",
        "Searched as of 2026-08-12: 4 lists, 23,387 entries.",
    ):
        assert part in flat
    assert hit.listing_id in text  # on one line, to be copied
    assert ("listed 2024-08-27" in next(line for line in text.splitlines() if hit.name in line)) == (width == 120)


def test_what_speaks_against_a_hit_is_said(orders: list[Checked]) -> None:
    answer = replace(_answer(_of(orders, "PO-2001")), hits=())
    possible = next(
        hit
        for _, d in orders
        for p in d.screening
        for hit in p.hits
        if any(f.weight < 0 for f in hit.features.values())
    )
    text = _printed([replace(answer, hits=(possible,))], 100)
    assert "▲ possible" in text
    assert "against    address differs (Ankara" in text


@WIDTHS
def test_no_hit_is_no_permission(orders: list[Checked], width: int) -> None:
    answer = replace(_answer(_of(orders, "PO-2001")), hits=())
    text = _printed([answer], width, screening=partial(show_screening, threshold=0.5))
    assert "no hit above 0.50" in text
    assert "not permission" in text
    assert "4 lists, 23,387 entries" in text


def test_notes_about_lists_are_said_once(orders: list[Checked]) -> None:
    text = _printed([_answer(checked) for checked in orders], 80)
    assert text.count("! ") == text.count("!  stale:") + text.count("!  rebuilt:") + text.count(
        "!  BIS Unverified List:"
    )
    assert text.count("stale: BIS Entity List") == 1
    assert text.count("rebuilt: BIS Unverified List") == 1


@WIDTHS
def test_lists_stand_one_a_line_with_their_age_and_mark(orders: list[Checked], width: int) -> None:
    text = _printed(_of(orders, "PO-2001")[1].snapshots, width)
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.startswith("us.")}
    assert rows["us.bis.entity_list"][:5] == ["2026-07-31", "3,420", "12", "d", "stale"]
    assert rows["us.ofac.sdn"][:4] == ["2026-08-11", "19,181", "1", "d"]
    assert rows["us.bis.unverified_list"][:3] == ["2026-08-20", "222", "rebuilt"]
    ends = {line.index(rows[name][1]) + len(rows[name][1]) for name in rows for line in [_line(text, name)]}
    assert len(ends) == 1  # counts are aligned


def _line(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))


def test_what_a_snapshot_says_of_itself_is_kept() -> None:
    own = Snapshot(
        list="custom.mine",
        date=DAY,
        sha256="0" * 64,
        age_days=30,
        note="Made by hand. The snapshot of custom.mine is of .",
    )
    text = _flat(_printed([own], 100))
    assert "! custom.mine: Made by hand." in text
    assert "stale: custom.mine, of 2026-08-12, 30 days before" in text


@WIDTHS
def test_one_decision_is_its_proof_and_several_are_a_table(orders: list[Checked], width: int) -> None:
    one = _flat(_printed([_of(orders, "PO-2001")[1]], width))
    assert "PO-2001: STOP (as of 2026-08-12)" in one
    assert "15 CFR 744.11(a); 89 FR 68548 requires a license" in one
    text = _printed((decision for _, decision in orders), width)
    for _, decision in orders:
        assert decision.id in text
    assert "■ stop" in text
    assert "▲ hold" in text
    assert "● release" in text
    assert re.search(rf"^{len(orders)} orders: \d+ stop, \d+ hold, \d+ release\.$", text, flags=re.MULTILINE)


@WIDTHS
def test_a_long_order_id_stays_whole(orders: list[Checked], width: int) -> None:
    name = "order-of-a-system-that-writes-very-long-identifiers"
    decisions = [replace(decision, id=name) for _, decision in orders[:2]]
    assert _printed(decisions, width).count(name) == 2
    assert _printed([decision.license for decision in decisions] * 2, width)


@WIDTHS
def test_one_determination_is_its_proof_and_several_are_a_table(orders: list[Checked], width: int) -> None:
    licenses = [decision.license for _, decision in orders]
    assert "Also considered" in _printed([_of(orders, "PO-2001")[1].license], width)
    text = _flat(_printed(licenses, width))
    assert "742.4, 738 Supp. 1 · exception GBS available" in text
    assert "prohibited" in text
    assert f"License for {len(orders)} orders: " in text


@WIDTHS
def test_an_hs_code_is_a_fact_sheet(tables: LawTables, width: int) -> None:
    text = _flat(_printed([Goods(tables).answer("854231", as_of=DAY)], width))
    for part in (
        "HS 8542.31 in the HS of 2022",
        "Electronic integrated circuits; processors and controllers",
        "CHPL tier 1 since 2023-05-19",
        "Supp. No. 7 since 2023-02-24 · 746.8(a)(2) · 88 FR 12150",
    ):
        assert part in text


def test_a_code_that_was_not_yet_listed_is_marked(tables: LawTables) -> None:
    text = _printed([Goods(tables).answer("854231", as_of=dt.date(2021, 1, 1))], 80)
    assert text.count("○ not yet listed") == 3


def test_a_code_on_no_list_is_no_permission(tables: LawTables) -> None:
    text = _flat(_printed([Goods(tables).answer("010121", as_of=DAY)], 80))
    assert "On neither the Common High Priority List" in text
    assert "That is no permission" in text


@WIDTHS
def test_an_eccn_is_a_fact_sheet(tables: LawTables, width: int) -> None:
    text = _printed([Goods(tables).answer("3A001")], width)
    assert re.search(r"controlled for +NS, RS, MT, NP, AT", text)
    assert re.search(r"^ +NS +NS2 +entire entry$", text, flags=re.MULTILINE)
    assert "742.6(a)(6)(iii)(A)" in _flat(text)
    assert re.search(r"^ +STA +special conditions in the entry$", text, flags=re.MULTILINE)


@WIDTHS
def test_words_give_a_ranked_list(tables: LawTables, width: int) -> None:
    text = _printed([Goods(tables).answer("microcontroller", limit=3)], width)
    assert re.search(r"^ 0\.\d\d  HS 8542\.31 ", text, flags=re.MULTILINE)
    assert "ECCN 3A001" in text
    assert "not a classification" in text
    assert ("processor" in _line(text, "score").join(text.splitlines()[3:5])) or width == 80


def test_what_is_no_code_says_why(tables: LawTables) -> None:
    assert "no such code" in _printed([Goods(tables).answer("999777")], 80)


@WIDTHS
def test_stats_are_a_sentence_and_the_names(width: int) -> None:
    other = replace(ENTRY, id="us.bis.entity_list:ffff", heading="Russia", countries=("RU", "TR"))
    stats = list_stats([ENTRY, other], "TR", dt.date(2022, 2, 24), dt.date(2024, 8, 7))
    text = _printed([stats], width, stats=partial(show_stats, list_id="us.bis.entity_list"))
    flat = _flat(text)
    assert "1 entry of us.bis.entity_list under Türkiye first cited 2022-02-24 to 2024-08-07" in flat
    assert "2024-02-27 Alesta World Dis Ticaret Ltd (also under Russia)" in flat
    assert "89 FR 14388" in flat
    assert ENTRY.id in text
    assert "Not counted: connected with the country" in text
    assert other.id in text


@WIDTHS
def test_history_shows_the_entry_and_then_what_changed(width: int) -> None:
    later = replace(ENTRY, countries=("TR", "AE"))
    states = [
        ListingState(snapshot=dt.date(2024, 3, 1), changed=(), listing=ENTRY),
        ListingState(snapshot=dt.date(2025, 3, 1), changed=("countries",), listing=later),
    ]
    first, _, second = _printed(states, width).partition("Snapshot of 2025-03-01: countries changed")
    assert re.search(r"aliases +Alesta \(former, weak\)", first)
    assert "89 FR 14388 (2024-02-27)" in first
    assert _flat(second) == "countries Türkiye, United Arab Emirates"


@WIDTHS
def test_a_difference_is_marked_without_color_and_counted(width: int) -> None:
    changes = [
        ListChange(change="added", id="custom.mine:1", name="One Ltd", country=("TR",), listed_on=DAY),
        ListChange(change="removed", id="custom.mine:2", name="Two Ltd"),
        ListChange(change="changed", id="custom.mine:3", name="Three Ltd", fields=("names", "listed_on")),
    ]
    text = _printed(changes, width)
    assert "+ added    2026-08-12  TR       One Ltd" in text
    assert "- removed" in text
    assert "~ changed" in text
    assert "names, listed on" in text
    assert "1 added, 1 removed, 1 changed." in text
    assert all(change.id in text for change in changes)


@WIDTHS
def test_one_pair_is_explained_and_several_are_a_table(width: int) -> None:
    found = compare("Siemens AG", "Siemens Aktiengesellschaft")
    pair = {"name1": found.name1, "name2": found.name2, "score": found.score, "features": found.features}
    one = _printed([pair], width)
    assert re.search(r"score +0\.\d{3}", one)
    assert "same legal form" in _flat(one)
    several = _printed([pair, {**pair, "name2": "Bosch"}], width)
    assert _line(several, "score").split() == ["score", "name1", "name2"]
    assert "Bosch" in several


@WIDTHS
def test_carried_parts_are_aligned_and_a_problem_is_said(width: int) -> None:
    good = CarriedPart(part="law/chpl.csv", date=DAY, rows=50, sha256="ab" * 32)
    bad = CarriedPart(part="us.ofac.sdn", date=None, rows=19181, sha256="cd" * 32, problem="the file is missing")
    text = _printed([good, bad], width)
    assert re.search(r"law/chpl\.csv +2026-08-12 +50  ok ", text)
    assert "! broken" in text
    assert "the file is missing" in _flat(text)
    assert "2 parts: 1 problem." in text


def _records(orders: list[Checked]) -> list[AuditRecord]:
    when = dt.datetime(2026, 8, 12, 9, 30, tzinfo=dt.UTC)
    head, found = Head(), []
    for tx, decision in orders:
        entry = entry_of(
            decision,
            command="check",
            input_sha256="e" * 64,
            tidewaiter_version="1",
            transaction=tx,
            who="kc",
            when=when,
        )
        found.append(seal(entry, head))
        head = Head(number=found[-1].number, hash=found[-1].hash)
    return found


@WIDTHS
def test_records_are_a_table_and_one_is_whole(orders: list[Checked], width: int) -> None:
    records = _records(orders)
    text = _printed(records, width)
    assert f"{len(orders)} records." in text
    assert re.search(r"^ +1  2026-08-12 09:30  ● release  PO-1001", text, flags=re.MULTILINE)
    one = _printed(records[:1], width)
    assert records[0].hash in one  # on one line, to be copied
    assert "us.bis.entity_list 2026-07-31 9f2c41d07ab3" in _flat(one)


@WIDTHS
def test_a_chain_holds_or_says_where_it_does_not(width: int) -> None:
    assert "7:" + "a" * 64 in _printed([Head(number=7, hash="a" * 64)], width)
    problem = Problem(line=3, kind="broken_link", message="The record does not follow the one before it.")
    assert "line 3: broken link: The record" in _printed([problem], width)


@WIDTHS
def test_the_demo_says_what_came_out_and_what_to_open(orders: list[Checked], width: int) -> None:
    stream = io.StringIO()
    show_demo([decision for _, decision in orders], Path("out"), Page(stream, width=width))
    text = stream.getvalue()
    assert text.startswith(f"{len(orders)} example orders checked: ")
    assert max(map(cell_len, text.splitlines())) <= width
    for part in ("PO-1001", "PO-2001", "■ stop", "● release", str(Path("out", "report.html")), "Open next"):
        assert part in text


@dataclass(frozen=True)
class _Unknown:
    name: str
    since: dt.date


@WIDTHS
def test_an_unknown_kind_is_its_fields(width: int) -> None:
    one = _Unknown("x" * 100, DAY)
    text = _printed([one], width)
    assert re.search(r"^since +2026-08-12$", text, flags=re.MULTILINE)
    assert text.count("x") == 100  # broken, never cut
    assert _line(_printed([one, one], width), "name").split() == ["name", "since"]


@WIDTHS
def test_no_view_obeys_a_name(hostile: Checked, width: int) -> None:
    evil = "\x1b[2J[bold]x[/bold]\u202egpj\nPO-1 ● release"
    bad = replace(ENTRY, names=(ListedName(text=evil),), heading=evil)
    decision = replace(hostile[1], id=evil)
    answers: list[list[object]] = [
        [_answer(hostile)],
        [decision],
        [decision, decision],
        [decision.license, decision.license],
        [list_stats([bad])],
        [ListingState(snapshot=DAY, changed=(), listing=bad)],
        [ListChange(change="added", id=evil, name=evil)],
        [CarriedPart(part=evil, date=None, rows=1, sha256=evil, problem=evil)],
        [{"name1": evil, "name2": evil, "score": 0.5, "features": {}}],
        [_Unknown(evil, DAY)],
        [*_records([hostile, hostile])],
    ]
    for objects in answers:
        text = _printed(objects, width)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\nPO-1 ●" not in text


def test_color_only_repeats_what_words_say(orders: list[Checked], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    decisions = [decision for _, decision in orders]
    colored = _raw(decisions)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = _raw(decisions)
    assert re.search(r"\x1b\[[0-9;]*3[0-7]m", colored)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", plain)
    assert _bare(colored) == _bare(plain)


def _raw(objects: Iterable[object]) -> str:
    stream = io.StringIO()
    print_table(objects, stream, width=100)
    return stream.getvalue()


def _bare(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_a_long_table_is_printed_as_it_comes(orders: list[Checked]) -> None:
    stream = io.StringIO()

    def endless() -> Iterator[Decision]:
        for number in range(25):
            if number == 12:
                assert "PO-1001" in stream.getvalue()
            yield orders[0][1]

    assert print_table(endless(), stream, width=80, page=10) == 25
