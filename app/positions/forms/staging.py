"""Forms for the steps of a position."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired

from app.lib import limits
from app.positions.forms.fields import DayField, filled
from app.web.forms import BaseForm, no_longer_than

DAY_NEEDED = _l("Choose a day.")


class StepForm(BaseForm):
    """A step that needs nothing more than the button."""


class ConsultationForm(BaseForm):
    """Until when, and whether visitors read it too."""

    ends_on = DayField(_l("Until which day"), validators=[InputRequired(message=DAY_NEEDED)])
    public = BooleanField(_l("Let everybody read it, not only members of the network"))


class WithdrawForm(BaseForm):
    """Why."""

    reason = TextAreaField(
        _l("Why it is withdrawn"),
        validators=[filled(_l("Say why the position is withdrawn.")), no_longer_than(limits.REASON)],
    )
