"""A name as written, divided into words: case, punctuation, apostrophes, dotted letters, syllables."""

from __future__ import annotations

import re
import unicodedata

from tidewaiter.screening.comma import in_order
from tidewaiter.screening.english_east_asian import in_english
from tidewaiter.screening.lookalikes import in_one_script
from tidewaiter.screening.syllables import divided, in_pairs
from tidewaiter.screening.turkish import in_full

#: Apostrophes, and what joins or parts letters within a word without being seen: Persian writes it between the parts of
#: a name.
_UNHEARD = re.compile("['’ʼ`‘´ʹ′\u00ad\u200b-\u200f\u2060\ufeff]")
_DOTTED = re.compile(r"\b(?:\w\.[ ]?){2,}(?!\w)|\b(?:\w\.){2,}\w?\b")
#: Care-of and form-of-address prefixes that are letters and a stroke.
_NOISE = re.compile(r"^\s*(?:c/o|m/s\b\.?|attn\b[.:]?|attention:|messrs\b\.?|m/[vt]\b|s/s\b)|\b(?:a|f|n)/?k/?a\b")
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
#: A number written together with an abbreviation: No9, CETC14, Mi17. One letter and a number (A320) are one word.
_NUMBERED = re.compile(r"(?<![^\W_])([^\W\d_]{2,6})(\d{1,4})(?![^\W_])")
#: The Arabic article, which is written on to its noun. It stays there in names that are one with the word before
#: (``Abd al-Rahman`` is Abdulrahman, ``Nur al-Din`` Nureddin), and where the letters are no article (``Ilham``).
_ARTICLE = re.compile(
    r"(?<!\w)(?<!عبد )ال(?=\w{3})"
    r"(?!له|د[يی]ن\b|[إا]سلام\b|حق\b|[یي]اس|هام|ناز|برز|کس|كس|ماس|فا\b|کتر|كتر|ومين|وم[یي]ن)"
)
#: Given names of two parts that Persian writes as one word or as two: ``Alireza``, ``Ali Reza``.
_TWO_NAMES = re.compile(
    r"(?<!\w)(عل[یي]|محمد|غلام|س[یي]د|ام[یي]ر|عبد)(?=(?:رضا|حس[یي]ن|حسن|عل[یي]|[اأ]کبر|اصغر|باقر|جواد|مهد[یي]|محمد|"
    r"تق[یي]|کاظم|صادق|عباس|ال)\w*)"
)
#: The Persian ending of a word that ends in a vowel written as a silent he, joined or after a blank: ``Khamenei``.
_SILENT_HE = re.compile(r"(?<=\w)ه(?:\u200cا[یي]| ای)(?!\w)")
#: What is said around a name, where it is a word of nothing but letters.
_NOISE_WORDS = frozenset(("aka", "fka", "nka", "attn", "messrs"))
_CAPITALS = re.compile(r"\b[A-Z]{2,4}\b")
#: A word that a point cuts short.
_POINTED = re.compile(r"(?<![^\W_])([^\W\d_]{2,6})\.")
#: Letters up to which a word without a vowel is letters that stand for words.
_LONGEST_CODE = 5
_VOWELS = frozenset("aeiouy")


def plain_words(text: str) -> list[str]:
    """Return the words in lower case of a name of nothing but plain Latin letters and blanks; of any other none."""
    return text.lower().split() if text.isascii() and text.replace(" ", "").isalpha() else []


def as_spelled(text: str) -> str:
    """Return a name as it is written, without regard to case and to a form of address ahead of it (``M/S``)."""
    folded = text.casefold()
    return _NOISE.sub(" ", folded).strip() if "/" in folded else folded


def words_of_person(text: str) -> list[str]:
    """Return the words of a person's name in lower case, in the order that a comma states.

    Names of East Asia are divided into syllables.
    """
    words = plain_words(text)
    if words and _NOISE_WORDS.isdisjoint(words):
        return words
    plain = _plain(text)
    if "," in plain:
        plain = in_order(plain)
    words = _words(plain)
    return words if plain.isascii() else divided(words, plain)


def words_of_entity(text: str) -> tuple[list[str], set[str], list[str]]:
    """Return the words of another name in lower case, single letters joined.

    Returns:
        The words; those of them whose letters stand for words: letters that were joined, and short words in capitals
        among words that are not; and those that a point cuts short.
    """
    codes: set[str] = set()
    pointed: list[str] = []
    words = plain_words(text)
    if not words or not _NOISE_WORDS.isdisjoint(words):
        plain = _plain(text if text.isascii() else _in_latin_words(text))
        if "." in plain:
            plain = _DOTTED.sub(lambda found: _joined(found.group(), codes), plain)
            pointed = _POINTED.findall(plain)
        if _DIGIT.search(plain):
            plain = _NUMBERED.sub(r"\1 \2", plain)
        words = _words(plain)
    words = in_full(_join_letters(words, codes))
    if not text.isupper():
        codes.update([word.lower() for word in _CAPITALS.findall(text)])
    return words, codes, pointed


def is_code(latin: str) -> bool:
    """Tell whether a word can only be letters that stand for words, since it has no vowel."""
    return 1 < len(latin) <= _LONGEST_CODE and latin.isalpha() and _VOWELS.isdisjoint(latin)


def _plain(text: str) -> str:
    """Return a name in lower case, without what is said around it."""
    if not text.isascii():
        # The Turkish capital dotted I has no lower case of one letter.
        text = in_one_script(unicodedata.normalize("NFKC", text.replace("İ", "I")))
    text = text.lower()
    # Most names have none of this, and looking for a letter costs less than looking for a pattern.
    if "/" in text or "ka" in text or text.lstrip().startswith(("attn", "attention:", "messrs")):
        text = _NOISE.sub(" ", text)
    return text


def _joined(letters: str, codes: set[str]) -> str:
    code = letters.replace(".", "").replace(" ", "")
    codes.add(code)
    return code + " "


def _words(plain: str) -> list[str]:
    """Return runs of letters and digits, with their marks: vowel signs belong to the words of many scripts."""
    if "&" in plain:
        plain = plain.replace("&", " and ")
    if not plain.isascii():
        plain = _ARTICLE.sub(" ال ", _TWO_NAMES.sub(r"\1 ", _SILENT_HE.sub("ی", plain)))
    if plain.replace(" ", "").isalnum():
        return plain.split()
    plain = _UNHEARD.sub("", plain)
    if plain.isascii() or not any(unicodedata.category(other)[0] == "M" for other in _WORD.sub("", plain)):
        return _WORD.findall(plain)
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in plain).split()


def _in_latin_words(text: str) -> str:
    """Return a name that is not in plain Latin letters with the words that are known in English."""
    return in_pairs(in_english(in_one_script(unicodedata.normalize("NFKC", text))))


def _join_letters(words: list[str], codes: set[str]) -> list[str]:
    """Join single letters that follow one another."""
    if 1 not in map(len, words):
        return words
    out: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isascii() and word.isalpha():
            run.append(word)
            continue
        if run:
            out.append("".join(run))
            if len(run) > 1:
                codes.add(out[-1])
            run = []
        if word:
            out.append(word)
    return out
