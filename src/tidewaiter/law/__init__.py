"""Dated rules as data: carried tables, three-valued logic, rule records, trace."""

from tidewaiter.law.browse import law_changes, modelled_parts, show_rules
from tidewaiter.law.law import Law, load_law
from tidewaiter.law.patterns import eccn_in, hs_in, without, words_in
from tidewaiter.law.rule import Force, Rule, RuleAt, Segment, Status
from tidewaiter.law.trace import Trace, trace
from tidewaiter.law.tri import Tri, all_of, any_of, tri

__all__ = [
    "Force",
    "Law",
    "Rule",
    "RuleAt",
    "Segment",
    "Status",
    "Trace",
    "Tri",
    "all_of",
    "any_of",
    "eccn_in",
    "hs_in",
    "law_changes",
    "load_law",
    "modelled_parts",
    "show_rules",
    "trace",
    "tri",
    "without",
    "words_in",
]
