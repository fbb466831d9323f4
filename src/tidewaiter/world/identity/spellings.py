"""How declarations write a name: legal forms shortened or left out, letters lost, words cut, errors of typing."""

from __future__ import annotations

from tidewaiter.world.identity.dice import Dice
from tidewaiter.world.identity.names import FirmName
from tidewaiter.world.identity.scripts import folded, in_cyrillic, is_cyrillic, romanised

#: Words as clerks shorten them.
_SHORTENED = (
    "electronics:Elec. electronic:Elec trading:Trd international:Int'l components:Comp. technology:Tech "
    "technologies:Tech. limited:Ltd industries:Ind. elektronik:Elek. dış:D. ticaret:Tic. sanayi:San. ithalat:İth. "
    "ihracat:İhr. pazarlama:Paz. import:Imp. export:Exp. general:Gen. company:Co machinery:Mach. "
    "instruments:Instr. logistics:Log. торговый:Торг. дом:Д. электроника:Эл-ка комплект:Компл. global:Glb "
    "comercial:Com. internacional:Intl establishment:Est"
)
_SHORT = dict(pair.split(":") for pair in _SHORTENED.split())
#: Keys that lie side by side.
_NEAR = dict(zip("aeionstlruаеотни", "sropmdykti" + "оиагпй", strict=True))
_WIDTHS = (24, 28, 30, 35)
_LATIN_FORMS = {
    "ООО": ("OOO", "LLC"),
    "АО": ("AO", "JSC"),
    "ТОО": ("TOO", "LLP"),
    "ОсОО": ("OsOO", "LLC"),
    "ИП": ("IP", "IE"),
}


def spellings(name: FirmName, count: int, errors: float, dice: Dice) -> list[str]:
    """Return ways in which a name is written in Latin letters, the commonest first.

    Args:
        count: How many.
        errors: Chance of a typing error in all but the first.
    """
    first = _plain(name, dice)
    found = [first.upper() if dice.chance(0.6) else first]
    while len(found) < count:
        found.append(_variant(name, errors, dice))
    return found


def native_spellings(name: FirmName, count: int, errors: float, dice: Dice) -> list[str]:
    """Return ways in which a name is written in Cyrillic letters, the commonest first."""
    found = [_cyrillic(name, name.form[min(1, len(name.form) - 1)])]
    while len(found) < count:
        text = _cyrillic(name, dice.pick(name.form) if dice.chance(0.85) else "")
        found.append(_worn(_shortened(text, dice) if dice.chance(0.3) else text, errors, dice))
    return found


def _cyrillic(name: FirmName, form: str) -> str:
    text = name.written(form)
    return text if is_cyrillic(text) else in_cyrillic(text)


def _plain(name: FirmName, dice: Dice) -> str:
    if is_cyrillic(name.core):
        return _latin(name, dice)
    return folded(name.written(name.form[min(1, len(name.form) - 1)]))


def _latin(name: FirmName, dice: Dice) -> str:
    """Return a Cyrillic name in Latin letters, with the legal form carried over or translated."""
    core = romanised(name.core, other=dice.chance(0.35))
    short = name.form[min(1, len(name.form) - 1)]
    form = dice.pick(_LATIN_FORMS.get(short, (romanised(short),)))
    draw = dice.one()
    if draw < 0.45:
        return f'{form} "{core}"'
    return f"{core} {form}" if draw < 0.8 else f"{form} {core}"


def _variant(name: FirmName, errors: float, dice: Dice) -> str:
    if is_cyrillic(name.core):
        text = _latin(name, dice)
    else:
        form = "" if dice.chance(0.15) else dice.pick(name.form)
        text = name.written(form)
        text = folded(text) if dice.chance(0.7) else text
    if dice.chance(0.3):
        text = _shortened(text, dice)
    if dice.chance(0.06):
        words = text.split()
        text = " ".join([*words[1:], words[0]])
    return _worn(text, errors, dice)


def _shortened(text: str, dice: Dice) -> str:
    return " ".join(
        _SHORT[low] if (low := word.lower()) in _SHORT and dice.chance(0.7) else word for word in text.split()
    )


def _worn(text: str, errors: float, dice: Dice) -> str:
    """Return a text after case, punctuation, field widths and typing have worn it."""
    if dice.chance(errors):
        text = _mistyped(text, dice)
    if dice.chance(0.25):
        text = "".join(" " if letter in ".,-\"'" else letter for letter in text)
        text = " ".join(text.split())
    if dice.chance(0.05):
        text = text[: dice.pick(_WIDTHS)].rstrip()
    if dice.chance(0.55):
        text = text.upper()
    return text


def _mistyped(text: str, dice: Dice) -> str:
    at = 1 + dice.below(max(len(text) - 2, 1))
    draw = dice.one()
    if draw < 0.3:
        return text[:at] + text[at + 1 :]
    if draw < 0.55:
        return text[: at - 1] + text[at : at + 1] + text[at - 1] + text[at + 1 :]
    if draw < 0.8:
        return text[:at] + _NEAR.get(text[at : at + 1].lower(), "e") + text[at + 1 :]
    return text[:at] + text[at : at + 1] + text[at:]
