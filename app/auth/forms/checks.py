"""Checks that several forms about people share."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField
from wtforms.validators import ValidationError

from app.lib import limits
from app.lib.polish import fold
from app.territory.models import Unit
from app.territory.queries import find_by_code, match_unit
from app.web.forms import BaseForm, no_longer_than


def is_email(form: Any, field: Field) -> None:
    """An address as such; whether somebody reads it shows the letter."""
    try:
        # Without SMTPUTF8, which few servers take, an address has Latin letters only before the @.
        found = validate_email(
            field.data or "", check_deliverability=False, test_environment=True, allow_smtputf8=False
        )
    except EmailNotValidError as error:
        raise ValidationError(_("Write the whole address, for example anna.nowak@gmina.pl.")) from error
    field.data = found.ascii_email
    if len(field.data) > limits.EMAIL:
        raise ValidationError(_("This address is too long."))


def is_filled(message: Any) -> Any:
    """A required field with a sentence of its own."""

    def check(form: Any, field: Field) -> None:
        if not (field.data or "").strip():
            raise ValidationError(str(message))

    return check


class UnitFields(BaseForm):
    """A unit by what was typed; with script the hidden field holds the chosen code."""

    unit_name = StringField(_l("Gmina or powiat"), validators=[no_longer_than(200)])
    unit_code = HiddenField()

    unit: Unit | None = None
    unit_choices: tuple[Unit, ...] = ()
    unit_required = True

    def validate_unit_name(self, field: Field) -> None:
        """Find the unit, or offer those it may be."""
        typed = (field.data or "").strip()
        chosen = find_by_code(self.unit_code.data or "")
        if chosen is not None and (not typed or fold(typed) in fold(f"{chosen.full_name}, {chosen.detail}")):
            self.unit = chosen
            return
        if not typed:
            if self.unit_required:
                raise ValidationError(_("Write the name of the gmina or powiat."))
            return
        match = match_unit(typed)
        self.unit, self.unit_choices = match.unit, tuple(match.choices)
        if self.unit is None and self.unit_choices:
            raise ValidationError(_("Several units fit this name. Choose one of those below."))
        if self.unit is None:
            raise ValidationError(_("We do not know a unit of this name in Mazovia. Check the spelling."))
