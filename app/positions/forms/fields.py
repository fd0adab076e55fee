"""Fields that several rooms use."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import ValidationError

from app.lib.text_input import clean_line

WRONG_DATE = _l("Write the date as day, month and year, for example 24.11.2026.")


class DayField(DateField):
    """A day that may be typed as 2026-11-24 or 24.11.2026."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, format=["%Y-%m-%d", "%d.%m.%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(str(WRONG_DATE)) from error


def one_line(value: Any) -> Any:
    """Cleaned to one line with single spaces."""
    return clean_line(value) if isinstance(value, str) else value


def filled(message: Any) -> Any:
    """Refuses an empty or blank text with the sentence given."""

    def check(_form: Any, field: Any) -> None:
        if not (field.data or "").strip():
            raise ValidationError(str(message))

    return check
