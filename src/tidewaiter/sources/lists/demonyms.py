"""Countries of nationality words, as EU, UK and Japanese lists print them."""

from __future__ import annotations

import re

from tidewaiter.sources.lists.places import country_code

_WORDS = (
    "Afghan AF|Albanian AL|Algerian DZ|American US|US US|Armenian AM|Australian AU|Austrian AT|Azerbaijani AZ|"
    "Bahraini BH|Bangladeshi BD|"
    "Belarusian BY|Belarussian BY|Belgian BE|Bosnian BA|Brazilian BR|British GB|Bulgarian BG|Burmese MM|"
    "Burundian BI|Cambodian KH|"
    "Cameroonian CM|Canadian CA|Chadian TD|Chinese CN|Colombian CO|Comorian KM|Congolese CD|Croatian HR|Cuban CU|"
    "Cypriot CY|Czech CZ|Danish DK|"
    "Dutch NL|Egyptian EG|Emirati AE|Eritrean ER|Estonian EE|Ethiopian ET|Filipino PH|Finnish FI|French FR|"
    "Georgian GE|German DE|Ghanaian GH|"
    "Greek GR|Guinean GN|Haitian HT|Hungarian HU|Indian IN|Indonesian ID|Iranian IR|Iraqi IQ|Irish IE|Israeli IL|"
    "Italian IT|Ivorian CI|"
    "Japanese JP|Jordanian JO|Kazakh KZ|Kenyan KE|Kuwaiti KW|Kyrgyz KG|Latvian LV|Lebanese LB|Liberian LR|"
    "Libyan LY|Lithuanian LT|Malaysian MY|"
    "Malian ML|Maltese MT|Mauritanian MR|Mexican MX|Moldovan MD|Montenegrin ME|Moroccan MA|Nicaraguan NI|"
    "Nigerian NG|Nigerien NE|North Korean KP|"
    "Norwegian NO|Omani OM|Pakistani PK|Palestinian PS|Polish PL|Portuguese PT|Qatari QA|Romanian RO|Russian RU|"
    "Rwandan RW|Saudi SA|"
    "Saudi Arabian SA|Senegalese SN|Serbian RS|Singaporean SG|Slovak SK|Slovenian SI|Somali SO|South African ZA|"
    "South Korean KR|South Sudanese SS|"
    "Spanish ES|Sri Lankan LK|Sudanese SD|Swedish SE|Swiss CH|Syrian SY|Tajik TJ|Tanzanian TZ|Thai TH|"
    "Tunisian TN|Turkish TR|Turkmen TM|Ugandan UG|"
    "Ukrainian UA|Uzbek UZ|Venezuelan VE|Vietnamese VN|Yemeni YE|Zimbabwean ZW"
)
_CODES = {word.casefold(): code for word, _, code in (entry.rpartition(" ") for entry in _WORDS.split("|"))}
_SEPARATOR = re.compile(r"\s*(?:[;,/]|\band\b|\bor\b|\(\w\)|\d\))\s*")


def nationality_codes(text: str) -> tuple[str, ...]:
    """Return the ISO codes of the nationalities a cell names: ``Belarusian, Russian``, ``1) Saudi Arabia 2) Qatar``.

    Words that name no nationality (``possibly dual``) are left out.
    """
    whole = country_code(text.strip())
    if whole:
        return (whole,)
    words = (w.strip(" .()") for w in _SEPARATOR.split(re.sub(r"\([^()]{3,}\)", " ", text)))
    codes = (_CODES.get(w.casefold()) or country_code(w) for w in words if w)
    return tuple(dict.fromkeys(code for code in codes if code))
