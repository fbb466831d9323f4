"""Phones, e-mail addresses, tax and register numbers of firms, in the shape usual in their country."""

from __future__ import annotations

from tidewaiter.world.identity.dice import Dice
from tidewaiter.world.identity.scripts import folded, is_cyrillic, romanised

_PREFIXES = dict(
    pair.split(":")
    for pair in [
        "TR:90",
        "RU:7",
        "KZ:7",
        "KG:996",
        "UZ:998",
        "TJ:992",
        "AM:374",
        "GE:995",
        "AZ:994",
        "CN:86",
        "HK:852",
        "AE:971",
        "IN:91",
        "SG:65",
        "DE:49",
        "US:1",
        "JP:81",
        "GB:44",
        "RS:381",
        "MN:976",
        "KR:82",
        "TW:886",
        "FR:33",
        "IT:39",
        "NL:31",
        "PL:48",
        "VN:84",
        "MY:60",
        "TH:66",
        "BR:55",
        "MX:52",
        "ZA:27",
        "IL:972",
    ]
)
#: Digits of a tax number; 9 to 12 elsewhere.
_TAX_DIGITS = {"RU": 10, "TR": 10, "KZ": 12, "KG": 14, "UZ": 9, "AM": 8, "GE": 9, "AZ": 10, "AE": 15, "TJ": 9}
_TAX_LETTERS = "ABCDEFGHJKLMNPQRTUWXY"
_MAIL_HOSTS = ("mailpost.example", "inbox.example", "postbox.example")


def phone(country: str, dice: Dice) -> str:
    """Make a phone number."""
    prefix = _PREFIXES.get(country, str(200 + sum(map(ord, country)) % 700))
    return f"+{prefix} {dice.digits(3)} {dice.digits(3)} {dice.digits(4)}"


def phone_spelling(number: str, dice: Dice) -> str:
    """Return a phone number as a declaration writes it."""
    draw = dice.one()
    if draw < 0.4:
        return number
    if draw < 0.7:
        return number.replace(" ", "")
    return number.replace("+", "00").replace(" ", "-" if draw < 0.85 else "")


def tax_number(country: str, dice: Dice) -> str:
    """Make a tax number."""
    if country == "CN":
        return "91" + dice.digits(6) + dice.pick(_TAX_LETTERS) + dice.digits(8) + dice.pick(_TAX_LETTERS)
    return dice.digits(_TAX_DIGITS.get(country, 9 + sum(map(ord, country)) % 4))


def email(root: str, dice: Dice) -> str:
    """Make an e-mail address: of the firm's own domain, or of a public mail host."""
    text = romanised(root) if is_cyrillic(root) else folded(root)
    stem = "".join(letter for letter in text.lower() if letter.isascii() and letter.isalnum()) or "office"
    if dice.chance(0.3):
        return f"{stem}{dice.below(99)}@{dice.pick(_MAIL_HOSTS)}"
    desk = dice.pick(("info", "sales", "office", "export", "import"))
    return f"{desk}@{stem}{dice.pick(('', '', '-co', 'trade'))}.example"
