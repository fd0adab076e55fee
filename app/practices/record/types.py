"""Types of single values: lines, texts, choices from lists, numbers, dates, units. Each reads loosely and writes one way.

`read(value, reader, name, place)` gives the value as it is kept (None for nothing) or raises Bad with a sentence;
`words(value)` says it in the reader's language, for comparison, search and plain pages.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.lib import polish
from app.lib.markdown import safe_address
from app.lib.text_input import clean_line, clean_text
from app.practices.record.values import MONTHS, Bad, as_text, fits, month_words, to_number
from app.vocabularies.queries import find_term, key_of, label
from app.web.locale import current_language


class Kind:
    """A type of value. `advice` is told beside the field and never a reason to refuse."""

    def read(self, value: Any, reader: Any, name: str, place: str) -> Any:
        raise NotImplementedError

    def words(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Line(Kind):
    """One line of text."""

    limit: int = 500
    advice: tuple[int, int] | None = None

    def read(self, value: Any, reader: Any, name: str, place: str) -> str | None:
        text = clean_line(as_text(value))
        fits(text, self.limit)
        return text or None


@dataclass(frozen=True)
class Text(Kind):
    """Several lines of plain text."""

    limit: int = 5_000
    advice: tuple[int, int] | None = None
    markdown = False

    def read(self, value: Any, reader: Any, name: str, place: str) -> str | None:
        text = "\n".join(line.rstrip() for line in clean_text(as_text(value)).strip().split("\n"))
        fits(text, self.limit)
        return text or None


@dataclass(frozen=True)
class Markdown(Text):
    """A text with marks; its HTML is made when a revision is written."""

    limit: int = 20_000
    markdown = True


@dataclass(frozen=True)
class Choice(Kind):
    """One term of a list."""

    vocabulary: str
    fallback: str = ""  # what stands where the word became a keyword

    def read(self, value: Any, reader: Any, name: str, place: str) -> str | None:
        if isinstance(value, (list, tuple)):
            if len(value) > 1:
                raise Bad(_("choose one"))
            value = value[0] if value else None
        text = clean_line(as_text(value))
        if not text:
            return None
        found = find_term(self.vocabulary, text)
        if found is None:
            reader.unknown_term(name, text, place)
            return self.fallback or None
        return found.slug

    def words(self, value: Any) -> str:
        return label(self.vocabulary, value)


@dataclass(frozen=True)
class Terms(Kind):
    """Several terms of a list, in the order given."""

    vocabulary: str
    advice: tuple[int, int] | None = None

    def read(self, value: Any, reader: Any, name: str, place: str) -> list[str] | None:
        found: dict[str, None] = {}
        for text in self._texts(value):
            term = find_term(self.vocabulary, text)
            if term is None:
                reader.unknown_term(name, text, place)
            else:
                found[term.slug] = None
        return list(found) or None

    def _texts(self, value: Any) -> list[str]:
        values = value if isinstance(value, (list, tuple)) else [value]
        texts = [clean_line(as_text(one)) for one in values if one is not None]
        if len(texts) == 1 and ";" in texts[0] and find_term(self.vocabulary, texts[0]) is None:
            texts = [part.strip() for part in texts[0].split(";")]
        return [text for text in texts if text]

    def words(self, value: Any) -> str:
        return ", ".join(label(self.vocabulary, slug) for slug in value)


@dataclass(frozen=True)
class Unit(Kind):
    """A gmina or powiat by its code."""

    def read(self, value: Any, reader: Any, name: str, place: str) -> str | None:
        text = clean_line(as_text(value))
        return reader.unit_code(text) if text else None

    def words(self, value: Any) -> str:
        from app.practices.record.places import unit_name

        return unit_name(value)


@dataclass(frozen=True)
class Units(Unit):
    """Several of them."""

    def read(self, value: Any, reader: Any, name: str, place: str) -> Any:
        values = value if isinstance(value, (list, tuple)) else [value]
        found: dict[str, None] = {}
        for one in values:
            code = super().read(one, reader, name, place)
            if code:
                found[code] = None
        return list(found) or None

    def words(self, value: Any) -> str:
        from app.practices.record.places import unit_name

        return ", ".join(unit_name(code) for code in value)


@dataclass(frozen=True)
class Number(Kind):
    """A number: 1200, 1 200,50, 18 600 zł. `whole` refuses fractions, `or_text` keeps what is no number as it is."""

    whole: bool = False
    or_text: bool = False
    lowest: int | None = 0
    money: bool = False

    def read(self, value: Any, reader: Any, name: str, place: str) -> int | float | str | None:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            found = to_number(value)
        except Bad:
            if self.or_text and isinstance(value, str):
                return Line(1_000).read(value, reader, name, place)
            raise
        if self.whole and not isinstance(found, int):
            raise Bad(_("give a whole number"))
        if self.lowest is not None and found < self.lowest:
            raise Bad(_("give a number that is not below %(lowest)s", lowest=self.lowest))
        return found

    def words(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        return polish.money(value, current_language()) if self.money else polish.number(value, current_language())


@dataclass(frozen=True)
class Month(Kind):
    """A month or, where no more is known, a year: 2020-01, 2020. A day is cut to its month."""

    def read(self, value: Any, reader: Any, name: str, place: str) -> str | None:
        text = clean_line(as_text(value))
        if not text:
            return None
        for pattern in MONTHS:
            if found := pattern.fullmatch(text):
                parts = found.groupdict()
                year, month = int(parts["y"]), parts.get("m")
                if not 1900 <= year <= 2100 or (month and not 1 <= int(month) <= 12):
                    break
                return f"{year}-{int(month):02d}" if month else str(year)
        raise Bad(_("give the month as 2024-05, or only the year"))

    def words(self, value: Any) -> str:
        if len(value) == 4:
            return str(value)
        first = date(int(value[:4]), int(value[5:7]), 1)
        return month_words(first)


@dataclass(frozen=True)
class Day(Kind):
    """A day: 2026-11-24."""

    def read(self, value: Any, reader: Any, name: str, place: str) -> str | None:
        text = clean_line(as_text(value))
        if not text:
            return None
        if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
            text = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
        try:
            return date.fromisoformat(text[:10]).isoformat()
        except ValueError:
            raise Bad(_("give the day as 2026-11-24")) from None

    def words(self, value: Any) -> str:
        return polish.date_words(date.fromisoformat(value), current_language())


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    def read(self, value: Any, reader: Any, name: str, place: str) -> bool | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return value
        known = {"tak": True, "yes": True, "true": True, "1": True, "t": True, "y": True}
        known |= {"nie": False, "no": False, "false": False, "0": False, "n": False}
        found = known.get(str(value).strip().lower())
        if found is None:
            raise Bad(_("say yes or no"))
        return found

    def words(self, value: Any) -> str:
        return _("yes") if value else _("no")


@dataclass(frozen=True)
class Address(Kind):
    """An address on the web."""

    limit: int = 1_000

    def read(self, value: Any, reader: Any, name: str, place: str) -> str | None:
        text = clean_line(as_text(value))
        if not text:
            return None
        if "://" not in text and re.match(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/|$)", text, re.IGNORECASE):
            text = "https://" + text
        fits(text, self.limit)
        if not text.lower().startswith(("http://", "https://")) or not safe_address(text):
            raise Bad(_("give an address that begins with https://"))
        return text


@dataclass(frozen=True)
class Email(Kind):
    """An e-mail address."""

    def read(self, value: Any, reader: Any, name: str, place: str) -> str | None:
        text = clean_line(as_text(value))
        if not text:
            return None
        if len(text) > 254 or not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\".]+(\.[^@\s<>\".]+)+", text):
            raise Bad(_("give an e-mail address, such as urzad@gmina.pl"))
        return text


@dataclass(frozen=True)
class Tags(Kind):
    """Keywords as typed; two that differ only in capitals, diacritics or signs are one."""

    most: int = 50
    limit: int = 100
    advice: tuple[int, int] | None = None

    def read(self, value: Any, reader: Any, name: str, place: str) -> list[str] | None:
        found: dict[str, str] = {}
        for one in value or ():
            text = clean_line(as_text(one)).strip("# ,;")
            key = key_of(text)
            if key:
                fits(text, self.limit)
                found.setdefault(key, text)
        if len(found) > self.most:
            raise Bad(_("give at most %(most)s keywords", most=self.most))
        return list(found.values()) or None

    def words(self, value: Any) -> str:
        return ", ".join(value)
