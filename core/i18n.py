"""The interface in two languages: gettext catalogues read from assets/locale.

English sentences are the message ids. Catalogues are plain .po files; they are compiled
in memory, so what a translator edits is what runs.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date as babel_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
)

LANGUAGES = {"en": "English", "zh": "简体中文"}
LOCALES = {"en": "en", "zh": "zh_Hans_CN"}
CATALOGUES = Path(__file__).resolve().parent.parent / "assets" / "locale"
DOMAIN = "brandloop"
CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "¥", "INR": "₹"}
_FULL_WIDTH = ("。", "！", "？", "：")


def N_(message: str) -> str:
    """Mark a message for the catalogue where it is written; translate it where it is shown."""
    return message


def NN_(one: str, many: str, count: float) -> str:
    """The same for a message that counts: of its singular and plural the one that fits `count`.

    `translation` knows both, so either is kept and translated like any other message.
    """
    return one if count == 1 else many


@lru_cache(maxsize=len(LANGUAGES))
def translation(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English, and any language without one, answers itself.

    `gettext` also takes the singular or plural of an entry that has both, as NN_ gives them: the
    plural stands for the language's last form.
    """
    path = CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in [message for message in catalogue if message.pluralizable]:
        plural, forms = message.id[1], message.string or ("",)
        if plural not in catalogue:
            catalogue.add(plural, forms[-1])
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def guess_language(preferences: str | Iterable[str] | None) -> str:
    """The interface language for browser locales such as "zh-TW" or ["fr", "en-GB"].

    The first that the studio speaks wins; English where none does.
    """
    if preferences is None:
        return "en"
    wanted = [preferences] if isinstance(preferences, str) else list(preferences)
    for locale in wanted:
        language = locale.replace("_", "-").split("-")[0].lower()
        if language in LANGUAGES:
            return language
    return "en"


def listed(items: Iterable[str], translate: Callable[[str], str]) -> str:
    """Words one after the other, parted as the language of `translate` parts a list."""
    mark = translate(N_(","))
    return (f"{mark} " if mark.isascii() else mark).join(items)


def in_a_row(*said: str) -> str:
    """Sentences one after the other; none for "". No blank follows a full-width stop."""
    told = ""
    for sentence in filter(None, said):
        told += sentence if not told or told.endswith(_FULL_WIDTH) else f" {sentence}"
    return told


def number(value: float, language: str, digits: int = 0) -> str:
    """A number grouped and pointed as the language does, with at most `digits` decimals."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=LOCALES[language])


def compact(value: float, language: str) -> str:
    """A number for a card, three significant digits at most: "12.4K", "1.2万"."""
    if abs(value) < (10_000 if language == "zh" else 1000):
        return number(value, language)  # Babel leaves such numbers with all their decimals.
    return format_compact_decimal(value, locale=LOCALES[language], fraction_digits=1)


def money(value: float, currency: str, language: str) -> str:
    """An amount for a card, with its currency's sign where `currency` is a code: "$12.4K". The
    sign is the same in every language."""
    if not currency:
        return compact(value, language)
    locale = LOCALES[language]
    if abs(value) < (10_000 if language == "zh" else 1000):
        whole = abs(value) >= 10 or value == int(value)
        text = format_currency(
            value, currency, format="¤#,##0" if whole else "¤#,##0.00", locale=locale,
            currency_digits=False,
        )  # fmt: skip
    else:
        text = format_compact_currency(value, currency, locale=locale, fraction_digits=1)
    own = get_currency_symbol(currency, locale)
    return text.replace(own, CURRENCY_SIGNS.get(currency, own))


def percent(share: float, language: str, digits: int = 0) -> str:
    """A share in 0..1 as a percentage."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "") + "%"
    return format_percent(share, format=pattern, locale=LOCALES[language])


def day(value: date | datetime | str, language: str) -> str:
    """A calendar day as the language writes it; a string must be in ISO form."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return babel_date(value, format="medium", locale=LOCALES[language])
