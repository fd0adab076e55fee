"""Loose values read as texts, numbers and months; what cannot be read is refused with a sentence."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _

from app.web.locale import current_language

MONTHS = (
    re.compile(r"(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[-./](?P<m>\d{1,2})(?:[-./]\d{1,2})?(?:[T ].*)?"),
    re.compile(r"(?:\d{1,2}\.)?(?P<m>\d{1,2})[./-](?P<y>\d{4})"),
)
_AMOUNT = re.compile(r"(-?\d[\d\s.,]*?)\s*(?:zł|zl|pln|osoby|osób|mies\w*|szt)?\.?", re.IGNORECASE)


class Bad(ValueError):
    """A value that cannot be kept; the sentence says what to do."""


def as_text(value: Any) -> str:
    """A loose value as text; lists and objects are no text."""
    if value is None:
        return ""
    if isinstance(value, (bool, list, tuple, dict)):
        raise Bad(_("give a text"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def to_number(value: Any) -> int | float:
    """The number that a value or a text says, whole where it is whole."""
    if isinstance(value, (bool, list, tuple, dict)):
        raise Bad(_("give a number"))
    text = str(value).strip().replace("\xa0", " ").replace("\u202f", " ")
    if isinstance(value, str):
        found = _AMOUNT.fullmatch(text)
        if not found:
            raise Bad(_("give a number"))
        text = found[1].replace(" ", "").rstrip(".,")
        if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text):
            text = text.replace(".", "")
        text = text.replace(",", ".")
    try:
        exact = Decimal(text)
    except InvalidOperation:
        raise Bad(_("give a number")) from None
    if not exact.is_finite() or abs(exact) >= 10**15:
        raise Bad(_("give a number"))
    return int(exact) if exact == exact.to_integral_value() else float(round(exact, 4))


def month_words(day: date) -> str:
    """January 2020 in the reader's language, as it stands alone."""
    return str(format_date(day, "LLLL y", locale=current_language()))


def fits(text: str, limit: int) -> None:
    """Refuse a text that is longer than anything here may be."""
    if len(text) > limit:
        raise Bad(
            _("This text has %(length)d characters; at most %(limit)d fit. Shorten it.", length=len(text), limit=limit)
        )
