"""The proof as text, data and HTML."""

import datetime as dt

from tidewaiter.law import trace
from tidewaiter.model import Determination, Effect, Outcome, Question, Reason

ANSWER = Determination(
    id="1",
    outcome=Outcome.UNDETERMINED,
    sections=("746.8(a)(5)",),
    reasons=(
        Reason(rule="a", citation="15 CFR 738.4(a)", effect=Effect.DOES_NOT_APPLY, text="No X."),
        Reason(
            rule="b",
            citation="15 CFR 746.8(a)(5)",
            effect=Effect.UNDETERMINED,
            facts={"hs": "<8542>"},
            text="Perhaps listed.",
            in_force_from=dt.date(2024, 6, 12),
            verified=False,
        ),
    ),
    missing=(Question(question="Which HS code?", why="Supp. No. 4"),),
    as_of=dt.date(2024, 8, 7),
)


def test_text_names_outcome_rule_dates_facts_and_question() -> None:
    text = trace(ANSWER).as_text()
    assert text.startswith("undetermined under 746.8(a)(5) [as of: 2024-08-07]")
    assert "  part 746\n    undetermined: Perhaps listed. (15 CFR 746.8(a)(5), in force from 2024-06-12)" in text
    assert "unverified" in text
    assert "Which HS code?" in text


def test_data_is_the_same_tree() -> None:
    data = trace(ANSWER).as_data()
    assert [child["label"] for child in data["children"]] == ["part 738", "part 746", "What is not known"]
    assert data["children"][1]["children"][0]["facts"] == {"hs": "<8542>"}


def test_html_is_escaped() -> None:
    page = trace(ANSWER).as_html()
    assert "&lt;8542&gt;" in page
    assert "<8542>" not in page
