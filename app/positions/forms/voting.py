"""Forms for opening a vote and for ballots."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from app.lib import limits
from app.positions.forms.fields import DayField
from app.positions.forms.staging import DAY_NEEDED
from app.web.forms import BaseForm, no_longer_than


class OpenVoteForm(BaseForm):
    """Until which day ballots are taken."""

    closes_on = DayField(_l("Last day of the vote"), validators=[InputRequired(message=DAY_NEEDED)])


class BallotForm(BaseForm):
    """In whose name, and why; how is the button that was pressed (`glos`)."""

    mandate = RadioField(_l("In whose name"), coerce=str)
    reason = TextAreaField(_l("Reason, if you want to give one"), validators=[no_longer_than(limits.REASON)])


class ConfirmBallotForm(BaseForm):
    """The same, as the page that asks once more hands it on."""

    mandate = HiddenField()
    choice = HiddenField()
    reason = HiddenField(validators=[no_longer_than(limits.REASON)])
