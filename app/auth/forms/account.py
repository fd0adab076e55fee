"""One's own account, messages, staff roles."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, StringField, TextAreaField

from app.auth.forms.appointing import ReasonForm
from app.auth.forms.checks import is_filled
from app.lib import limits
from app.web.forms import BaseForm, VersionedForm, no_longer_than


class ProfileForm(VersionedForm):
    """What others see."""

    name = StringField(
        _l("First name and surname"), validators=[is_filled(_l("Write your name.")), no_longer_than(limits.NAME)]
    )
    office_title = StringField(_l("Title of office"), validators=[no_longer_than(80)])
    about = TextAreaField(_l("About me"), validators=[no_longer_than(1000)])
    listed = BooleanField(_l("Show me in the public list of advocates"))


class PasswordChangeForm(BaseForm):
    """Present and new."""

    present_password = PasswordField(_l("Present password"), validators=[is_filled(_l("Write the present password."))])
    password = PasswordField(_l("New password"), validators=[is_filled(_l("Write the new password."))])


class MessageForm(BaseForm):
    """A message to a person."""

    text = TextAreaField(
        _l("Message"), validators=[is_filled(_l("Write the message.")), no_longer_than(limits.COMMENT)]
    )


class StaffRolesForm(BaseForm):
    """The two staff marks."""

    moderator = BooleanField(_l("Moderator (MCPS)"))
    administrator = BooleanField(_l("Administrator"))


class BlockForm(ReasonForm):
    """Closing or opening an account, with a reason; what is wanted is said, since a colleague may have been faster."""

    wanted = HiddenField()
