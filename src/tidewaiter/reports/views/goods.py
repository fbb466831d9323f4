"""What a code or a description is: a fact sheet for a code, a ranked list for words."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from tidewaiter.law.goods import GoodsAnswer
from tidewaiter.law.goods_answers import EccnAnswer, EccnControl, HsAnswer
from tidewaiter.law.goods_search import Candidate
from tidewaiter.law.tables import hs_titles
from tidewaiter.model import HsCode
from tidewaiter.reports.views.page import QUIET, STRONG, Column, Page, joined, shown

_REACHES = {"yes": "", "no": "not this paragraph", "unknown": "some items"}
_YES_NO = {"yes": "yes", "no": "no", "unknown": "depends on the paragraph"}
_LABEL = 14


def show_goods(answers: Iterator[GoodsAnswer], page: Page) -> None:
    """Print each answer as a fact sheet or a ranked list, its notes below."""
    for number, answer in enumerate(answers):
        if number:
            page.blank()
        if answer.hs:
            _hs(page, answer.hs)
        elif answer.eccn:
            _eccn(page, answer.eccn)
        elif answer.priority:
            _tier(page, answer)
        elif answer.candidates:
            _candidates(page, answer)
        else:
            found = "nothing resembles it" if answer.kind == "text" else "no such code" * (answer.kind == "unknown")
            page.say(joined([shown(_query(answer), STRONG), found]))
        page.warn(answer.notes)


def _query(answer: GoodsAnswer) -> str:
    return answer.query.strip() or "(empty)"


def _hs(page: Page, answer: HsAnswer) -> None:
    title = Text.assemble((f"HS {HsCode(answer.code)}", STRONG), f"  in the HS of {answer.vintage}")
    page.say(title)
    others = [str(year) for year in answer.vintages if year != answer.vintage]
    page.facts(
        [
            ("title", answer.title),
            ("heading", f"{answer.code[:4]} {answer.heading}" if answer.heading != answer.title else ""),
            ("chapter", f"{answer.code[:2]} {answer.chapter}" if answer.chapter != answer.title else ""),
            ("also in", f"the HS of {' and '.join(others)}" if others else ""),
            ("family", _family(answer)),
            (
                "relatives",
                f"on the lists, in HS 2022: {', '.join(answer.listed_relatives)}" * bool(answer.listed_relatives),
            ),
        ],
        indent=2,
        label=_LABEL,
    )
    if answer.hs6 and not answer.listed_relatives:
        page.heading("Common High Priority List (CHPL) and supplements to part 746")
        _lists_of_goods(page, answer)


def _family(answer: HsAnswer) -> str:
    if answer.family is None or not answer.family.split:
        return ""
    members = (f"HS {year}: {', '.join(codes)}" for year, codes in sorted(answer.family.members.items()))
    return "; ".join(members)


def _lists_of_goods(page: Page, answer: HsAnswer) -> None:
    rows: list[tuple[str, str | Text]] = []
    if answer.chpl:
        chpl = answer.chpl
        since = str(chpl.added) if chpl.added else f"{chpl.listed_by} or before"
        rows.append((f"CHPL tier {chpl.tier}", _listed(answer.listed.get("chpl"), f"since {since}", chpl.added_status)))
    for entry in answer.supplements:
        since = f"since {entry.listed_from}" if entry.listed_from else f"after {entry.not_before}, date not known"
        price = (
            f"from {entry.min_unit_price_usd:,.0f} US dollars a unit" if entry.min_unit_price_usd is not None else ""
        )
        doubt = "" if entry.status == "verified" else f"date {entry.status}"
        on_day = answer.listed.get(f"746 Supp. {entry.supplement}")
        rows.append(
            (f"Supp. No. {entry.supplement}", _listed(on_day, since, entry.section, price, entry.citation, doubt))
        )
    if not rows:
        page.say("On neither the Common High Priority List nor Supplements No. 2, 4, 5 and 7 to part 746.", indent=2)
        page.say("That is no permission: other controls reach goods by ECCN, party and end use.", QUIET, indent=2)
        return
    page.facts(rows, indent=2, label=_LABEL)


_LISTED = {"yes": "", "no": "○ not yet listed", "unknown": "? may not be listed yet"}


def _listed(on_day: str | None, since: str, *rest: str) -> Text:
    """Return since when a code is listed, with a mark when it was not, or may not have been, on the day asked about."""
    return joined([Text(_LISTED.get(on_day or "yes", ""), style=STRONG), since, *rest])


def _eccn(page: Page, answer: EccnAnswer) -> None:
    page.say(
        Text.assemble(shown(f"ECCN {answer.code}", STRONG), f"  entry {answer.eccn}" * (answer.code != answer.eccn))
    )
    page.facts(
        [
            ("title", answer.title),
            ("controlled for", ", ".join(answer.reasons)),
            ("everywhere", _YES_NO[answer.all_destinations] if answer.all_destinations != "no" else ""),
            ("military", "on Supp. No. 2 to part 744 (military end use)" if answer.military_end_use else ""),
        ],
        indent=2,
        label=_LABEL,
    )
    if answer.controls:
        page.heading("License requirements")
        columns = (Column("reason"), Column("column"), Column("reaches"), Column("which items, where", whole=False))
        page.table(columns, (_control(control) for control in answer.controls), indent=2)
    if answer.exceptions:
        page.heading("List-based license exceptions, as the entry states them")
        page.facts(answer.exceptions.items(), indent=2)


def _control(control: EccnControl) -> tuple[str, str, str, str]:
    where = ", ".join("all destinations" if code == "*" else code for code in control.destinations)
    if control.except_destinations:
        where += f" except {', '.join(control.except_destinations)}"
    scope = control.scope_text.removeprefix(f"{control.reason} applies to ").removeprefix(f"{control.reason} applies ")
    text = "; ".join(part for part in (scope, where and f"to {where}", control.citation) if part)
    return control.reason, control.column or "not in chart", _REACHES[control.reaches], text


def _candidates(page: Page, answer: GoodsAnswer) -> None:
    page.say(Text.assemble(shown(_query(answer), STRONG), f"  {len(answer.candidates)} candidates, best first"))
    page.blank()
    columns = (Column("score", "right"), Column("code"), Column("title", whole=False), Column("why", whole=False))
    if page.wide:
        page.table(columns, (_candidate(found) for found in answer.candidates))
    else:
        page.table(columns[:3], (_candidate(found)[:3] for found in answer.candidates))
    via = sorted({term for found in answer.candidates for term in found.via})
    if via:
        page.blank()
        page.say(f"Read as tariff wording: {', '.join(via)}.", QUIET)


def _tier(page: Page, answer: GoodsAnswer) -> None:
    page.say(Text.assemble((_query(answer), STRONG), f"  {len(answer.priority)} codes"))
    page.blank()
    columns = (Column("tier"), Column("code"), Column("title", whole=False))
    titles = hs_titles(2022)
    page.table(columns, ((entry.tier, f"HS {HsCode(entry.hs6)}", titles[entry.hs6]) for entry in answer.priority))


def _candidate(found: Candidate) -> tuple[str, str, str, str]:
    code = f"HS {HsCode(found.code)}" if found.kind == "hs" else f"ECCN {found.code}"
    paragraphs = f" (paragraphs {', '.join(dict.fromkeys(found.paragraphs))})" if found.paragraphs else ""
    why = [*([f"trade term {', '.join(found.named_by)}"] if found.named_by else []), ", ".join(found.matched)]
    return f"{found.score:.2f}", code, f"{found.title}{paragraphs}", "; ".join(part for part in why if part)
