"""Jinja filters and globals: thin wrappers of `lib`."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup, escape

from app.lib import clock, polish
from app.lib.rich_text import excerpt, opening
from app.web.locale import current_language

A_WEEK = timedelta(days=8)  # and a day, so that the calendar's week has surely passed


def typo(text: object) -> str | Markup:
    """No one-letter word at a line's end, no number without its unit; escapes plain text, keeps markup."""
    return _typo(escape(text))


@lru_cache(4_096)  # titles, names of categories and units stand on page after page
def _typo(text: Markup) -> Markup:
    bound = polish.bind_short_words(str(text))
    return Markup(bound)  # noqa: S704 - bound is escaped text with no-break spaces put in


def date_words(value: date | datetime | None, language: str = "") -> str:
    """A day in words, as Warsaw's calendar has it; in the reader's language, or in the one that a text is written in."""
    if value is None:
        return ""
    day = clock.local(value).date() if isinstance(value, datetime) else value
    return _day_in_words(day, language or current_language())


def datetime_words(value: datetime | None) -> str:
    """A day and hour in words, Warsaw time."""
    return "" if value is None else polish.datetime_words(clock.local(value), current_language())


def ago(value: datetime | None) -> str:
    """Age while under a week, then the date."""
    if value is None:
        return ""
    now = clock.now()
    if now - value > A_WEEK:
        return _day_in_words(clock.local(value).date(), current_language())
    return polish.ago(clock.local(value), clock.local(now), current_language())


@lru_cache(2_048)
def _day_in_words(day: date, language: str) -> str:
    return polish.date_words(day, language)


def iso(value: date | datetime | None) -> str:
    """For the `datetime` attribute."""
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="minutes")
    return "" if value is None else value.isoformat()


def number(value: int | float | None) -> str:
    """A number with its language's groups of digits."""
    return "" if value is None else polish.number(value, current_language())


def money(value: int | float | None) -> str:
    """An amount in złoty."""
    return "" if value is None else polish.money(value, current_language())


def initials(name: str) -> str:
    """Two letters that stand for a person's picture."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def in_polish() -> Markup:
    """The mark of what people wrote in Polish, on a page in another language (WCAG 3.1.2); nothing on a Polish page."""
    return _POLISH if current_language() != "pl" else _NO_MARK


_POLISH, _NO_MARK = Markup(' lang="pl"'), Markup("")


def page_urls(endpoint: str, **arguments: Any) -> Callable[[int], str]:
    """For the `pagination` macro: the address of a page of a list, with the list's other arguments kept."""
    return lambda number: url_for(endpoint, **arguments, strona=number if number > 1 else None)


def init_app(app: Flask) -> None:
    """Make them known to templates."""
    for one in (typo, date_words, datetime_words, ago, iso, number, money, initials, excerpt, opening):
        app.jinja_env.filters[one.__name__] = one
    app.jinja_env.globals.update(now=clock.now, today=clock.today, page_urls=page_urls, in_polish=in_polish)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
