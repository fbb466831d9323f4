"""The identity of every company of a world on paper, and what related companies share of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import Companies, Company, Role
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.goods import GoodKind
from tidewaiter.world.identity.addresses import FirmAddress, make_address, unit
from tidewaiter.world.identity.contacts import email, phone, tax_number
from tidewaiter.world.identity.dice import Dice
from tidewaiter.world.identity.names import FirmName, make_name, person, renamed, subsidiary
from tidewaiter.world.identity.words import Language, language_of

#: Firms at one business centre.
_CENTRE = 40
#: Firms one nominee owns on paper.
_NOMINEE = 12
_TRIES = 12


@dataclass(slots=True, kw_only=True)
class Identity:
    """What identifies a company on paper.

    Attributes:
        names: Its names, the first one first; a company that was renamed has several.
        addresses: Its addresses, the first one first; a company that moved has several.
        phone: Phone; `email`, `tax_number`, `register_number` likewise.
        owners: Names of persons.
    """

    names: list[FirmName]
    addresses: list[FirmAddress]
    phone: str
    email: str
    tax_number: str
    register_number: str
    owners: tuple[str, ...]


def make_identities(companies: Companies, economy: Economy, settings: FirmSettings) -> list[Identity]:
    """Make the identity of every company, in the order of their numbers; predecessors come before successors."""
    maker = _Maker(companies, economy, settings)
    return [maker.make(number) for number in range(len(companies))]


class _Maker:
    def __init__(self, companies: Companies, economy: Economy, settings: FirmSettings) -> None:
        self._companies, self._economy, self._settings = companies, economy, settings
        self._dice = Dice(economy.streams.of("firms.identities"))
        self._taken: set[tuple[int, str]] = set()
        self._made: list[Identity] = []
        self._centres: dict[int, list[tuple[FirmAddress, int]]] = {}
        self._agents: dict[int, list[str]] = {}
        self._nominees: dict[int, list[str]] = {}

    def make(self, number: int) -> Identity:
        company = self._companies[number]
        country = self._economy.country[company.place]
        language, dice = language_of(country), self._dice
        name = self._name(company, language)
        names = [name]
        for _ in company.renamed:
            names.append(renamed(names[-1], language, self._sector(company), dice))
        identity = Identity(
            names=names,
            addresses=[self._address(company, language) for _ in range(1 + len(company.moved))],
            phone=self._phone(company, country),
            email=email(name.root, dice),
            tax_number=tax_number(country, dice),
            register_number=dice.digits(6 + dice.below(4)),
            owners=self._owners(company, language),
        )
        if company.predecessor is not None:
            identity = self._kept(identity, company, self._made[company.predecessor], language)
        self._made.append(identity)
        return identity

    def _sector(self, company: Company) -> str:
        if company.role is Role.FORWARDER:
            return "forwarding"
        goods = self._economy.goods
        kinds = {goods[good].kind for good in company.goods}
        return "listed" if kinds & {GoodKind.LISTED, GoodKind.SIBLING} else "civil"

    def _name(self, company: Company, language: Language) -> FirmName:
        dice, settings = self._dice, self._settings
        draw = dice.one()
        if self._made and draw < settings.subsidiaries:
            parent = dice.below(len(self._made))
            known = self._made[parent].names[0]
            if known.form_first == language.form_first and self._companies[parent].place != company.place:
                company.parent = parent
                return subsidiary(known, language, dice)
        if draw > 1 - settings.shared_names and (namesake := self._same_country(company.place)) is not None:
            company.namesake = namesake
            return self._made[namesake].names[0]
        for _ in range(_TRIES):
            name = make_name(language, self._sector(company), dice)
            key = (company.place, name.core)
            if key not in self._taken:
                break
        self._taken.add(key)
        return name

    def _same_country(self, place: int) -> int | None:
        """Return some other company of the country."""
        for _ in range(_TRIES):
            number = self._dice.below(max(len(self._made), 1))
            if number < len(self._made) and self._companies[number].place == place:
                return number
        return None

    def _address(self, company: Company, language: Language) -> FirmAddress:
        dice = self._dice
        young = company.born > 0
        if young and dice.chance(self._settings.home_addresses * (1.0 if company.diverts else 0.5)):
            return make_address(language, dice, home=True)
        # Young firms rent an office in a business centre more often than old ones, honest or not.
        chance = self._settings.business_centres * (1.6 if young else 0.8)
        if not dice.chance(chance):
            return make_address(language, dice)
        centres = self._centres.setdefault(company.place, [])
        if not centres or dice.chance(1 / _CENTRE):
            centres.append((make_address(language, dice, centre=True), 0))
        return replace(dice.pick(centres)[0], unit=unit(language, dice))

    def _phone(self, company: Company, country: str) -> str:
        dice = self._dice
        if dice.chance(self._settings.shared_phones):
            agents = self._agents.setdefault(company.place, [])
            if not agents or dice.chance(0.1):
                agents.append(phone(country, dice))
            return dice.pick(agents)
        return phone(country, dice)

    def _owners(self, company: Company, language: Language) -> tuple[str, ...]:
        """Return owners; agencies that found firms lend nominees to honest and other ones alike."""
        dice = self._dice
        owners = tuple(person(language, dice) for _ in range(1 + dice.chance(0.35) + dice.chance(0.1)))
        if company.born < 0 or not dice.chance(self._settings.nominee_owners):
            return owners
        nominees = self._nominees.setdefault(company.place, [])
        if not nominees or dice.chance(1 / _NOMINEE):
            nominees.append(person(language, dice))
        return (dice.pick(nominees),)

    def _kept(self, identity: Identity, company: Company, earlier: Identity, language: Language) -> Identity:
        dice = self._dice
        if "address" in company.kept:
            same = dice.chance(0.5)
            last = earlier.addresses[-1]
            identity.addresses[0] = last if same else replace(last, unit=unit(language, dice))
        if "phone" in company.kept:
            identity.phone = earlier.phone
            if dice.chance(0.4):
                identity.email = f"{identity.email.split('@')[0]}@{earlier.email.split('@')[1]}"
        if "owner" in company.kept:
            kept = dice.pick(earlier.owners)
            identity.owners = (kept, *identity.owners[1:])
        return identity
