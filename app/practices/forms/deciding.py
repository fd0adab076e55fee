"""Sending in, the moderators' decision, and reasons."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.lib import limits
from app.web.forms import VersionedForm, no_longer_than

PUBLISH_FULL, PUBLISH_CARD, SEND_BACK = "publikacja-pelna", "publikacja-karta", "uzupelnienie"


class SubmitForm(VersionedForm):
    """Sending in: a note for the history, and the licence."""

    change_note = TextAreaField(_l("What is new in this version"), [no_longer_than(limits.REASON)])
    licence = BooleanField(
        _l("The text may be published under the licence CC BY 4.0"),
        [InputRequired(_l("Tick the box: without the licence the description cannot be published."))],
    )


class DecisionForm(VersionedForm):
    """One decision and why."""

    decision = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose a decision."))],
        choices=[
            SelectChoice(PUBLISH_FULL, _l("Publish as a full description")),
            SelectChoice(PUBLISH_CARD, _l("Publish as a short card")),
            SelectChoice(SEND_BACK, _l("Send back to be completed")),
        ],
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Give a reason: the author will read it.")), no_longer_than(limits.REASON)],
    )


class ReasonForm(VersionedForm):
    """A reason for hiding, restoring."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Give a reason: it stands in the public log.")), no_longer_than(limits.REASON)],
    )


class WithdrawForm(VersionedForm):
    """Taking a practice out of the base; the author need not say why."""

    reason = TextAreaField(_l("Reason"), [no_longer_than(limits.REASON)])


class PressForm(VersionedForm):
    """A button that changes something, with the version of what was shown."""
