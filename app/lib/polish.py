"""Polish as it is sorted, folded, counted and set; dates, numbers and money in words, in Polish and in English.

`locale` may be a text ("pl", "en_GB") or anything whose text starts so; what is not English is Polish. Times are
shown in the zone of Warsaw. What time it is belongs to `clock`.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from app.lib.clock import WARSAW

NBSP: Final = "\u00a0"

# The order of ICU's Polish collation: blanks, punctuation, symbols, digits, letters. Dashes and quotation marks
# of all shapes count as the plain one; an unknown sign stands before the digits, an unknown letter after ż.
_PUNCTUATION = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_LETTERS = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_UNKNOWN_SIGN = len(_PUNCTUATION)
_FIRST_DIGIT = _UNKNOWN_SIGN + 1
_FIRST_LETTER = _FIRST_DIGIT + 10
_UNKNOWN_LETTER = _FIRST_LETTER + len(_LETTERS)
_RANK = {sign: rank for rank, sign in enumerate(_PUNCTUATION)}
_RANK |= {letter: rank for rank, letter in enumerate(_LETTERS, start=_FIRST_LETTER)}
_SAME_AS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("„”“«»", '"')
    | dict.fromkeys("’‘‚`´", "'")
    | {"ø": "o", "đ": "d", "æ": "ae", "œ": "oe"}
)


@lru_cache(8_192)  # lists of terms and units are sorted on page after page
def sort_key(text: str) -> str:
    """ASCII text whose plain byte order is the Polish alphabetical order, to be stored beside what is sorted.

    Three parts, each asked only when those before it are equal: letters, foreign accents, small before capital.
    """
    text = unicodedata.normalize("NFC", text).strip()
    letters: list[str] = []
    accents: list[str] = []
    for character in text.casefold().translate(_SAME_AS):
        if character in _RANK:
            letters.append(_sign(_RANK[character]))
            accents.append("0")
            continue
        for part in unicodedata.normalize("NFKD", character):
            if unicodedata.combining(part):
                accents[-1:] = ["1"]
            else:
                letters.append(_sign(_rank_of_part(part)))
                accents.append("0")
    case = "".join("b" if character.isupper() else "a" for character in text)
    return f"{''.join(letters)} {''.join(accents).rstrip('0')} {case.rstrip('a')}".rstrip()


def _sign(rank: int) -> str:
    return chr(0x21 + rank)


def _rank_of_part(part: str) -> int:
    if part in _RANK:
        return _RANK[part]
    if part.isdecimal():
        return _FIRST_DIGIT + int(part)
    if part.isspace():
        return 0
    return _UNKNOWN_LETTER if part.isalpha() else _UNKNOWN_SIGN


_HAVE_NO_PARTS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """The text as somebody types it without Polish letters and capitals: "Łódź" and "lodz" become equal."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain.casefold().translate(_HAVE_NO_PARTS)


def plural(count: int, one: str, few: str, many: str) -> str:
    """The Polish form that goes with a number: 1 głos, 2 głosy, 5 głosów, 22 głosy."""
    count = abs(count)
    if count == 1:
        return one
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return few
    return many


MONTHS_GENITIVE: Final = (
    *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
    *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
)
_MONTHS_ENGLISH: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_START = r"(?<![^\s(\[{„”\"'«–—-])"
_MARKS = r"§§?|ust\.|pkt|lit\.|tiret|nr|art\.|poz\.|rozdz\.|zał\.|tab\.|rys\.|str\.|s\.|godz\.|Dz\.U\."
_UNITS = r"%|‰|zł|gr|PLN|EUR|euro|tys\.|mln|mld|km²?|m²|m|cm|mm|ha|kg|g|t|l|h|min|r\.|w\.|proc\.|os\.|szt\.|godz\.|dni|lat|lata"
_BINDINGS = [
    re.compile(_START + r"[aiouwzAIOUWZ] (?=\S)"),
    re.compile(_START + rf"(?:{_MARKS}) (?=\w)", re.IGNORECASE),
    re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+(?!\d)"),
    re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"),
    re.compile(rf"(?<!\d)\d{{1,2}} (?={'|'.join(MONTHS_GENITIVE)})"),
]


def bind_short_words(text: str) -> str:
    """Put no-break spaces where a Polish line must not end.

    After one-letter words, inside "§ 2", "ust. 1", "nr 7" and in numbers with what they count ("2 400 zł",
    "10 %", "12 października"). Only spaces are replaced, so web addresses stay as they are; twice is the same as once.
    """
    for binding in _BINDINGS:
        text = binding.sub(lambda found: found.group().replace(" ", NBSP), text)
    return text


def date_words(day: date, locale: object = "pl") -> str:
    """12 października 2026; 12 October 2026."""
    day = _in_warsaw(day)
    months = _MONTHS_ENGLISH if _english(locale) else MONTHS_GENITIVE
    return f"{day.day}{NBSP}{months[day.month - 1]} {day.year}"


def legal_date(day: date) -> str:
    """The date as it stands at the head of a position: 24 listopada 2026 r."""
    return f"{date_words(day)}{NBSP}r."


def time_words(moment: datetime, locale: object = "pl") -> str:
    """15.05; 15:05."""
    moment = _moment_in_warsaw(moment)
    return moment.strftime("%H:%M" if _english(locale) else "%H.%M")


def datetime_words(moment: datetime, locale: object = "pl") -> str:
    """28 listopada 2026, godz. 23.59; 28 November 2026, 23:59."""
    of_day = time_words(moment, locale)
    return f"{date_words(moment, locale)}, " + (of_day if _english(locale) else f"godz.{NBSP}{of_day}")


def ago(moment: datetime, now: datetime, locale: object = "pl") -> str:
    """How long ago, for less than a week: "5 minut temu", "wczoraj, 15.05"; after that the date.

    What lies ahead of `now` by more than a minute is told as date and time.
    """
    english = _english(locale)
    then, today = _moment_in_warsaw(moment), _moment_in_warsaw(now)
    # Aware times of one zone are subtracted by the wall clock, which jumps twice a year.
    passed = now.astimezone(UTC) - moment.astimezone(UTC)
    if passed < timedelta(minutes=-1):
        return datetime_words(moment, locale)
    if passed < timedelta(minutes=1):
        return "just now" if english else "przed chwilą"
    if passed < timedelta(hours=1):
        return _count_ago(passed.seconds // 60, english, "minute", ("minutę", "minuty", "minut"))
    days = (today.date() - then.date()).days
    if days <= 0:
        return _count_ago(passed.seconds // 3600, english, "hour", ("godzinę", "godziny", "godzin"))
    if days == 1:
        return f"{'yesterday' if english else 'wczoraj'}, {time_words(moment, locale)}"
    if days < 7:
        return _count_ago(days, english, "day", ("dzień", "dni", "dni"))
    return date_words(moment, locale)


def number(value: int | float | Decimal, locale: object = "pl", digits: int | None = None) -> str:
    """2 278 and 1,5; 2,278 and 1.5. `digits` is the number of places after the comma; without it as many as there are."""
    exact = Decimal(str(value))
    if digits is not None:
        exact = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace("-", "−")
    return text if _english(locale) else text.replace(",", NBSP).replace(".", ",")


def money(amount: int | float | Decimal, locale: object = "pl") -> str:
    """18 600 zł, 99,50 zł; PLN 18,600. Grosze only where there are any."""
    exact = Decimal(str(amount))
    text = number(exact, locale, 0 if exact == exact.to_integral_value() else 2)
    return f"PLN{NBSP}{text}" if _english(locale) else f"{text}{NBSP}zł"


def percent(part: int, whole: int, locale: object = "pl", digits: int = 1) -> str:
    """149 of 204: 73,0 %; 73.0%. Of nothing: a dash."""
    if whole == 0:
        return "–"
    text = number(Decimal(part) * 100 / Decimal(whole), locale, digits)
    return f"{text}%" if _english(locale) else f"{text}{NBSP}%"


def file_size(size: int, locale: object = "pl") -> str:
    """41 KB, 2,5 MB."""
    if size < 1_000:
        return f"{size}{NBSP}B"
    if size < 999_500:
        return f"{number(Decimal(size) / 1_000, locale, 0)}{NBSP}KB"
    return f"{number(Decimal(size) / 1_000_000, locale, 1)}{NBSP}MB"


def _english(locale: object) -> bool:
    return str(locale).lower().startswith("en")


def _count_ago(count: int, english: bool, word: str, forms: tuple[str, str, str]) -> str:
    if english:
        return f"{count}{NBSP}{word}{'' if count == 1 else 's'} ago"
    return f"{count}{NBSP}{plural(count, *forms)} temu"


def _in_warsaw(day: date) -> date:
    return _moment_in_warsaw(day) if isinstance(day, datetime) else day


def _moment_in_warsaw(moment: datetime) -> datetime:
    """A time without zone is taken as UTC, which is what the database gives."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(WARSAW)
