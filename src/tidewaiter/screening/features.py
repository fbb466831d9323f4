"""What speaks for and against two names being one: a row of numbers a name pair."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.acronyms import is_acronym
from tidewaiter.screening.alignment import (
    Room,
    align,
    answering_words,
    lent_room,
    plausible,
    room_to_compare,
    written_whole,
)
from tidewaiter.screening.as_written import WHOLE, as_written, spelt_apart
from tidewaiter.screening.compiled import Array, Record, compiled, fetch
from tidewaiter.screening.first_initials import initials_against
from tidewaiter.screening.left_over import left_over, without_acronym
from tidewaiter.screening.names import NameTable, lent_table
from tidewaiter.screening.relations import crossed
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.similarity import same_group
from tidewaiter.screening.vocabulary import KNOWN, OPEN_END, same_bytes
from tidewaiter.screening.words import Kind

Ints = npt.NDArray[Any]

#: Column order of the feature matrix. ``data/weights.json`` has one weight for each.
NAMES = (
    "agreement",  # share of both names' letters that was matched
    "evidence",  # how telling the matched words are together
    "spelling",  # how far the matched words are from alike, by weight
    "worst_word",  # the matched telling word that is least alike
    "worst_edits",  # letters changed in one word beyond a mistyping, of the longer spelling
    "other_word",  # how far the matched telling word that is least alike is beyond one mistyping
    "distinct_words",  # matched words that are both often met, and are not forms of one
    "conflict_person",  # weight left unmatched on both sides, of a person
    "conflict_words",  # words left unmatched on both sides
    "surplus_person",  # weight left on one side only
    "surplus_entity",
    "surplus_words",  # words left on one side only, of an entity
    "single_word",  # a person's only name, where the other has more: how common in the world it is
    "no_name",  # only trade words or places answer, and more are asked
    "initials",  # matched through an initial
    "other_script",  # share of the match that rests on syllables or consonants read, less where more words bear it out
    "numbers",  # numbers that differ
    "number_missing",  # a number that only one name has
    "legal_form",  # classes of legal form that differ
    "same_legal_form",  # the same legal forms, or none, on both sides
    "as_written",  # likeness of the names written without spaces
    "same_words",  # the same words in the same order
    "lone_name",  # how far the only name that is matched is from alike; of an entity, half of it as written
    "one_law",  # classes of legal form that differ under one country's law
    "acronym",  # one name is the first letters of the other
    "acronym_within",  # share of both names' letters in a word that is first letters of words, and in those
    "crossed",  # X son of Y, and Y son of X
    "only_trade",  # nothing but trade words answers, and the names are not written alike: how little those tell
)

#: Pairs of names between a step of fetching a name from memory and the next.
_AHEAD = 4
#: Weight from which a word is telling.
_TELLING = 0.25
#: Weight from which a name is not common in the world, and below which by so much it is among the commonest.
_RARE, _RARER = 0.9, 0.2
#: What is left over beyond this says nothing more.
_MOST_SURPLUS = 1.2
#: What trade words alone count where they are the same words in the same order, and so the whole of both names.
_ALL_TRADE = 0.5
#: Letters changed in one word, sounds written otherwise counting less: up to the first number they are a mistyping,
#: and what is beyond the second tells nothing more.
_MISTYPING, _MOST_EDITS = 1.85, 4.0
#: Likeness from which two words are forms of one.
_ALIKE = 0.9
#: How far a word of middle length is from alike after one mistyping.
_MISTYPED = 0.2
#: What of the distance of the only word that answers, and of a lone name, from one in another script counts: a reading
#: is never exact, and there is nothing else to judge it by.
_READ, _HEARD = 0.6, 0.2
#: What of a reading counts against an entity's name that it answers to the last word, in a script of letters.
_SPELT_OUT = 0.6
#: Share of weight matched from which words agree as words, not as an acronym.
_HALF = 0.5
#: Letters up to which the only word of an entity's name is met by chance in another spelling, and what that counts.
_SHORT_NAME, _CHANCE = 5, 0.6


_ALPHABET = int(Script.ALPHABET)
_LATIN, _ARABIC, _HEBREW = map(int, (Script.LATIN, Script.ARABIC, Script.HEBREW))
_SYLLABIC = tuple(map(int, (Script.HAN, Script.HANGUL)))
_NAME, _PLACE, _NUMBER, _INITIAL = map(int, (Kind.NAME, Kind.PLACE, Kind.NUMBER, Kind.INITIAL))
#: Place of each feature in a row.
(
    AGREEMENT,
    EVIDENCE,
    SPELLING,
    WORST_WORD,
    WORST_EDITS,
    OTHER_WORD,
    DISTINCT_WORDS,
    CONFLICT_PERSON,
    CONFLICT_WORDS,
    SURPLUS_PERSON,
    SURPLUS_ENTITY,
    SURPLUS_WORDS,
    SINGLE_WORD,
    NO_NAME,
    INITIALS,
    OTHER_SCRIPT,
    NUMBERS,
    NUMBER_MISSING,
    LEGAL_FORM,
    SAME_LEGAL_FORM,
    AS_WRITTEN,
    SAME_WORDS,
    LONE_NAME,
    ONE_LAW,
    ACRONYM,
    ACRONYM_WITHIN,
    CROSSED,
    ONLY_TRADE,
) = range(len(NAMES))


def name_features(
    left: NameTable, right: NameTable, i: Ints, j: Ints, *, every: bool = True
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Compare name ``i[n]`` with name ``j[n]``.

    Args:
        left: Table that ``i`` numbers; ``right`` the one ``j`` numbers.
        every: Whether pairs that are not worth scoring (``alignment.plausible``) are worked out too.

    Returns:
        One row a pair in the order of ``NAMES``, and which rows were worked out; the others are 0.
    """
    rows = np.zeros((len(i), len(NAMES)), dtype=np.float32)
    done = np.zeros(len(i), dtype=np.bool_)
    _compare(left, right, i.astype(np.int64), j.astype(np.int64), room_to_compare(len(i)), every, rows, done)
    return rows, done


@compiled
def _compare(
    left: NameTable, right: NameTable, i: Ints, j: Ints, room: Room, every: bool, rows: Array, done: Array
) -> None:
    left, right, room = lent_table(left), lent_table(right), lent_room(room)
    for pair in range(len(i)):
        _fetch_ahead(right, j, pair)
        a, b = i[pair], j[pair]
        edges = answering_words(left, a, right, b, room)
        if every or plausible(left, a, right, b, room, edges):
            done[pair] = True
            _write_row(left, a, right, b, room, align(left, a, right, b, room, edges), rows[pair])


@compiled
def _fetch_ahead(table: NameTable, names: Array, at: int) -> None:
    """Have the names that are compared soon fetched from memory: first the name, then its elements, then its words."""
    if at + 3 * _AHEAD < len(names):
        fetch(table.names, names[at + 3 * _AHEAD])
    if at + 2 * _AHEAD < len(names):
        name = table.names[names[at + 2 * _AHEAD]]
        fetch(table.elements, name.first)
        fetch(table.elements, name.first + name.elements_in - 1)
    if at + _AHEAD < len(names):
        name = table.names[names[at + _AHEAD]]
        for element in range(name.first, name.first + name.words_in):
            fetch(table.words, table.elements[element].word)


@compiled
def _write_row(left: NameTable, i: int, right: NameTable, j: int, room: Room, pairs: int, row: Array) -> None:
    """Write the features of a pair of names, of whose words the first pairs in the room answer each other."""
    one, other = left.names[i], right.names[j]
    person = one.person or other.person
    written = as_written(left, i, right, j, room) if one.total and other.total else 0.0
    # What is left over counts less, and at last not at all, the more the names differ only in where words are divided.
    apart = min(max((1 - written) / (1 - WHOLE), 0.0), 1.0)
    rest, other_rest = left_over(left, one, room.left, pairs), left_over(right, other, room.right, pairs)
    if not person and rest.weight > 0 and other_rest.weight > 0:
        rest, other_rest, explained = without_acronym(left, one, rest, right, other, other_rest, room, pairs)
        row[ACRONYM_WITHIN] = explained
    weight, words = rest.weight * apart, rest.words * apart
    other_weight, other_words = other_rest.weight * apart, other_rest.words * apart
    conflict, surplus = min(weight, other_weight), min(abs(weight - other_weight), _MOST_SURPLUS)
    answered = _write_matched(left, right, room, pairs, max(weight, other_weight) > _TELLING, person, row)
    if person or row[ACRONYM_WITHIN] > 0 or one.spelled == other.spelled:
        row[ONLY_TRADE] = 0
    elif one.key == other.key:
        row[ONLY_TRADE] *= _ALL_TRADE
    if min(one.telling_in, other.telling_in) > 1:
        row[SINGLE_WORD] = 0
    letters = rest.letters + other_rest.letters
    row[AGREEMENT] = max(min(answered / max(letters, 1), 1.0), written)
    if apart == 0 and letters > 0:
        # The names are the same but for where words are divided: no word is misspelt.
        row[AGREEMENT] = 1.0
        row[SPELLING], row[WORST_WORD], row[WORST_EDITS], row[OTHER_WORD] = 0, 0, 0, 0
        row[DISTINCT_WORDS], row[LONE_NAME] = 0, 0
    if person:
        row[CONFLICT_PERSON], row[SURPLUS_PERSON] = conflict, surplus
        row[CROSSED] = crossed(left, right, room, pairs)
        row[INITIALS] = min(row[INITIALS] + initials_against(left, one, right, other, room, pairs), 3.0)
    else:
        row[SURPLUS_ENTITY] = surplus
        row[SURPLUS_WORDS] = min(abs(words - other_words), 3.0)
    row[CONFLICT_WORDS] = min(words, other_words, 2.0)
    if not same_bytes(written_whole(left, i), written_whole(right, j)):
        row[NUMBERS], row[NUMBER_MISSING] = rest.number and other_rest.number, rest.number != other_rest.number
    row[LEGAL_FORM] = one.legal != 0 and other.legal != 0 and one.legal & other.legal == 0
    row[ONE_LAW] = row[LEGAL_FORM] > 0 and one.laws & other.laws != 0
    row[SAME_LEGAL_FORM] = one.form == other.form
    row[AS_WRITTEN] = written
    row[SAME_WORDS] = one.key == other.key and one.words_in > 0
    if row[AGREEMENT] < _HALF and (is_acronym(one, other) or is_acronym(other, one)):
        # What the letters stand for explains all words; numbers and legal forms still speak.
        row[:NUMBERS], row[ONLY_TRADE] = 0, 0
        row[AS_WRITTEN], row[SAME_WORDS], row[LONE_NAME], row[ACRONYM], row[ACRONYM_WITHIN] = 0, 0, 0, 1, 0


@compiled
def _write_matched(
    left: NameTable, right: NameTable, room: Room, pairs: int, more: bool, person: bool, row: Array
) -> float:
    """Write the features of the words that answer each other; return how many letters of both names they answer."""
    answered = evidence = misspelt = touched = foreign = worst = edits = 0.0
    distinct = telling = named = placed = names = initials = 0
    lone = most_telling = 0.0
    for pair in range(pairs):
        alike, e, f = room.alike[pair], left.elements[room.left[pair]], right.elements[room.right[pair]]
        one, other = left.words[e.word], right.words[f.word]
        both, worth = np.float64(e.weight) + np.float64(f.weight), np.float64(min(e.weight, f.weight))
        touched += both
        answered += alike * (np.int64(one.letters_in) + np.int64(other.letters_in))
        evidence += worth * min(max(alike * 2 - 1, 0.0), 1.0)
        if one.script != other.script and max(one.script, other.script) > _ALPHABET:
            foreign += both * (1.0 if more or person else _read_share(one, other))
        if (one.kind == _INITIAL) != (other.kind == _INITIAL):
            initials += 1
            named += person
            continue
        # A trade word answers a name only where one is the other mistyped, and nothing besides is asked for.
        mistyped = not more and alike >= 1 - _MISTYPED
        named += one.kind == other.kind == _NAME or (_NAME in (one.kind, other.kind) and mistyped)
        placed += one.kind in (_PLACE, _NUMBER)
        misspelt += both * (1 - alike)
        if one.kind in (_NAME, _PLACE) and other.kind in (_NAME, _PLACE) and _NAME in (one.kind, other.kind):
            names += 1
            lone = 1 - alike
            if one.script != other.script:
                lone *= _HEARD
            elif not person and one.script == _LATIN:
                lone = (lone + spelt_apart(one, left, other, right, room)) / 2
                if pairs == 1 and alike < 1:
                    lone += _by_chance(min(one.letters_in, other.letters_in))
        apart = (1 - alike) * (_READ if pairs == 1 and one.script != other.script else 1.0)
        edits = max(edits, min(apart * max(one.letters_in, other.letters_in), _MOST_EDITS) - _MISTYPING)
        distinct += _are_two(one, left, other, right, alike, person)
        if worth > _TELLING:
            telling += 1
            most_telling = max(most_telling, worth)
            worst = max(worst, apart)
    row[EVIDENCE] = min(evidence, 3.0) / 3.0
    row[SPELLING] = misspelt / (touched + 1e-6)
    row[WORST_WORD] = worst
    row[WORST_EDITS] = edits
    row[OTHER_WORD] = max(worst - _MISTYPED, 0.0)
    row[DISTINCT_WORDS] = min(distinct, 2)
    if person and telling == 1 and initials == 0 and more:
        row[SINGLE_WORD] = min(max((_RARE - most_telling) / _RARER, 0.0), 1.0)
    row[NO_NAME] = named == 0 and more
    row[ONLY_TRADE] = max(1 - evidence, 0.0) if pairs and named == placed == 0 else 0.0
    row[INITIALS] = min(initials, 2)
    row[LONE_NAME] = lone if names == 1 else 0.0
    # Two words read from another script bear each other out.
    row[OTHER_SCRIPT] = foreign / (touched + 1e-6) / (1 if telling <= 1 else 2)
    return answered


@compiled
def _read_share(one: Record, other: Record) -> float:
    """Return what of a reading counts against a word of an entity's name of which nothing is left over."""
    return 1.0 if one.script in _SYLLABIC or other.script in _SYLLABIC else _SPELT_OUT


@compiled
def _by_chance(letters: int) -> float:
    """Return how far a mistyping of all there is to a name is from the name besides: others are a letter from it too.

    There are as many words a letter from a short one as from a long one, but far more of them are names.
    """
    if letters <= _SHORT_NAME:
        return _CHANCE
    return _CHANCE / 3 if letters == _SHORT_NAME + 1 else 0.0


@compiled
def _are_two(one: Record, left: NameTable, other: Record, right: NameTable, alike: float, person: bool) -> bool:
    """Tell whether two words that answer each other are two well-known words all the same.

    Read without vowels, two given names look nearly the same (Hassan and Hussein).
    """
    two_names = person and _two_given_names(one, left, other, right)
    if alike < _ALIKE:
        return bool(two_names or _are_distinct(one, other))
    return bool(two_names and one.script != other.script and max(one.script, other.script) in (_ARABIC, _HEBREW))


@compiled
def _are_distinct(one: Record, other: Record) -> bool:
    """Tell whether two words are both often met, and their consonants differ or only one has a woman's ending."""
    if not one.flags & other.flags & KNOWN:
        return False
    return bool(one.consonants != other.consonants or (one.flags & OPEN_END) != (other.flags & OPEN_END))


@compiled
def _two_given_names(one: Record, left: NameTable, other: Record, right: NameTable) -> bool:
    """Tell whether two words are forms of given names, and of no one name: Bashar and Bashir."""
    if one.groups_in == 0 or other.groups_in == 0 or not one.flags & other.flags & KNOWN:
        return False
    return not same_group(one, left.groups, other, right.groups)
