"""Signing in and choosing passwords."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from app.auth.forms.checks import is_email, is_filled
from app.web.forms import BaseForm


class SignInForm(BaseForm):
    """Address and password."""

    email = StringField(_l("E-mail address"), validators=[is_filled(_l("Write your e-mail address."))])
    password = PasswordField(_l("Password"), validators=[is_filled(_l("Write your password."))])
    next = HiddenField()
    kept = HiddenField()


class ConfirmPasswordForm(BaseForm):
    """The password once more, and where to go on."""

    password = PasswordField(_l("Password"), validators=[is_filled(_l("Write your password."))])
    next = HiddenField()
    kept = HiddenField()


class ResetForm(BaseForm):
    """The address to send a link to."""

    email = StringField(_l("E-mail address"), validators=[is_email])


class NewPasswordForm(BaseForm):
    """A password, once: it can be shown and pasted."""

    password = PasswordField(_l("New password"), validators=[is_filled(_l("Write the new password."))])
