"""Forms for the transmission and the committee's answer."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.lib import limits
from app.positions.forms.fields import DayField, one_line
from app.positions.forms.staging import DAY_NEEDED
from app.positions.models import Verdict
from app.web.forms import BaseForm, VersionedForm, no_longer_than

VERDICTS = {
    Verdict.ACCEPTED: _l("Accepted in full"),
    Verdict.PARTLY: _l("Accepted in part"),
    Verdict.REJECTED: _l("Not accepted"),
    Verdict.OUTSIDE_COMPETENCE: _l("Outside the Committee's competence"),
    Verdict.ALREADY_DONE: _l("Done already"),
}


class TransmitForm(BaseForm):
    """The date that was agreed with the committee."""

    agreed_answer_by = DayField(
        _l("By when the Committee will answer, as agreed with it"), validators=[InputRequired(message=DAY_NEEDED)]
    )


class DemandAnswerForm(VersionedForm):
    """The answer to one demand; it may be saved unfinished."""

    verdict = RadioField(
        _l("Verdict"),
        choices=[("", _l("not decided yet")), *[(str(key), word) for key, word in VERDICTS.items()]],
        default="",
    )
    reason = TextAreaField(lazy_pgettext("committee", "Reason"), validators=[no_longer_than(limits.POSITION_PARAGRAPH)])
    owner = StringField(_l("Who is responsible"), filters=[one_line], validators=[no_longer_than(200)])
    due_on = DayField(_l("By when"), validators=[Optional()])


class SendAnswerForm(BaseForm):
    """The day of the meeting, and the whole in a sentence or two."""

    meeting_on = DayField(
        _l("Day of the meeting that adopted the answer"), validators=[InputRequired(message=DAY_NEEDED)]
    )
    in_short = TextAreaField(_l("The answer in two sentences"), validators=[no_longer_than(1_000)])
