"""Invitations, applications, ending of mandates."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, Field, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from app.auth.forms.checks import UnitFields, is_email, is_filled
from app.auth.models import ADVOCATE, COMMITTEE, DEPUTY, MODERATOR
from app.lib import clock, limits
from app.web.forms import BaseForm, no_longer_than

# Act of 5 August 2022 on the social economy, art. 57: whom members of the regional committee represent.
CONSTITUENCIES = (
    ("marszalek", _l("Marshal of the voivodeship")),
    ("wojewoda", _l("Voivode")),
    ("jst", _l("Local governments")),
    ("pes", _l("Social economy entities")),
    ("rada-pozytku", _l("Voivodeship Public Benefit Council")),
    ("zwiazki-rewizyjne", _l("Cooperative unions")),
    ("instytuty", _l("Research institutes")),
    ("uczelnie", _l("Universities")),
    ("zwiazki-zawodowe", _l("Trade unions")),
    ("pracodawcy", _l("Employers' organisations")),
)
ROLES = (
    (ADVOCATE, _l("Advocate of a unit")),
    (DEPUTY, _l("Deputy of the unit's advocate")),
    (COMMITTEE, _l("Member of the Regional Committee")),
    (MODERATOR, _l("Moderator (MCPS)")),
)
WRONG_DATE = _l("Write the date as day, month and year, for example 2026-11-24.")


class _Date(DateField):
    """A date that may be typed as 2026-11-24 or 24.11.2026."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, format=["%Y-%m-%d", "%d.%m.%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(str(WRONG_DATE)) from error


class InvitationForm(UnitFields):
    """Whom MCPS invites and to what."""

    role = RadioField(_l("What for"), choices=ROLES, default=ADVOCATE)
    email = StringField(_l("E-mail address"), validators=[is_email])
    name = StringField(_l("First name and surname"), validators=[no_longer_than(limits.NAME)])
    constituency = SelectField(_l("Constituency"), choices=(("", _l("choose")), *CONSTITUENCIES), default="")
    is_secretary = BooleanField(_l("Secretary of the Committee"))
    valid_from = _Date(_l("From"), validators=[Optional()])
    valid_to = _Date(_l("To"), validators=[Optional()])

    def validate_unit_name(self, field: Field) -> None:
        self.unit_required = self.role.data in (ADVOCATE, DEPUTY)
        if self.unit_required:
            super().validate_unit_name(field)

    def validate_constituency(self, field: Field) -> None:
        if self.role.data == COMMITTEE and not field.data:
            raise ValidationError(_("Choose whom this member represents."))

    def validate_valid_to(self, field: Field) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_("The last day stands before the first one."))


class AcceptForm(BaseForm):
    """Taking up an invitation."""

    name = StringField(
        _l("First name and surname"), validators=[is_filled(_l("Write your name.")), no_longer_than(limits.NAME)]
    )
    office_title = StringField(_l("Title of office"), validators=[no_longer_than(80)])
    password = PasswordField(_l("Password"))


class ApplicationForm(UnitFields):
    """Applying with unit and appointment document."""

    name = StringField(
        _l("First name and surname"), validators=[is_filled(_l("Write your name.")), no_longer_than(limits.NAME)]
    )
    email = StringField(_l("Office e-mail address"), validators=[is_email])
    office_title = StringField(_l("Title of office"), validators=[no_longer_than(80)])
    valid_from = _Date(_l("Appointed from"), default=clock.today)
    document = FileField(_l("Appointment document"))

    def validate_document(self, field: Field) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError(
                _("Attach the document by which the unit appointed you: an order, a resolution or an agreement.")
            )

    def validate_valid_from(self, field: Field) -> None:
        if field.data is None and not field.errors:
            raise ValidationError(str(WRONG_DATE))


class ReasonForm(BaseForm):
    """A reason that somebody will read."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[is_filled(_l("Write the reason. One sentence is enough.")), no_longer_than(limits.REASON)],
    )


class EndMandateForm(ReasonForm):
    """The last day and the reason."""

    on = _Date(_l("Last day"), default=clock.today)

    def validate_on(self, field: Field) -> None:
        if field.data is None and not field.errors:
            raise ValidationError(str(WRONG_DATE))
