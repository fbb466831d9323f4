"""The page of the answers: fields of decisions, determinations, hits, red flags, hubs and ledgers."""

from __future__ import annotations

from enum import StrEnum

from docs.generate.markdown import blocks, opening, sentence
from docs.generate.nouns import fields_table, summary, values_of

from tidewaiter.flows.answers import HubAssessment, HubCoverage, MirrorGapAnswer
from tidewaiter.flows.change_points import ChangePoint
from tidewaiter.flows.placebo import Placebos
from tidewaiter.model import (
    Coverage,
    Decision,
    Determination,
    Effect,
    Estimate,
    ExceptionCheck,
    Feature,
    Grade,
    Hit,
    ItemScope,
    Outcome,
    OwnerScreening,
    Ownership,
    PartyScreening,
    Question,
    Reason,
    RedFlag,
    Requirement,
    ReviewPolicy,
    Snapshot,
    Strength,
    Verdict,
)
from tidewaiter.model.networks import Chain, Lead, Leg, LinkedListing, Sign, SignState
from tidewaiter.monitor import Displaced, Displacement, EventEffect, LedgerEntry, Rise, State
from tidewaiter.monitor.displacement import Fall

_NOUNS: tuple[type, ...] = (
    Decision,
    Verdict,
    PartyScreening,
    OwnerScreening,
    Ownership,
    Hit,
    ReviewPolicy,
    Strength,
    Feature,
    Requirement,
    ItemScope,
    Determination,
    Outcome,
    Reason,
    Effect,
    Question,
    ExceptionCheck,
    Coverage,
    RedFlag,
    Snapshot,
    HubAssessment,
    Estimate,
    Grade,
    MirrorGapAnswer,
    HubCoverage,
    ChangePoint,
    Placebos,
    LedgerEntry,
    State,
    EventEffect,
    Displacement,
    Fall,
    Displaced,
    Rise,
    Lead,
    Sign,
    SignState,
    Chain,
    Leg,
    LinkedListing,
)


def answers_page() -> tuple[str, str]:
    """Return title and text of the page of the answers."""
    return "Answers", blocks(opening("answers"), *map(_section, _NOUNS))


def _section(noun: type) -> str:
    body = values_of(noun) + "." if issubclass(noun, StrEnum) else fields_table(noun)
    more = "What a feature means and what it weighs: [features of a hit](features.md)." if noun is Feature else ""
    return blocks(f"## {noun.__name__}", sentence(summary(noun)), body, more)
