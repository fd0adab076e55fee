"""What the forms about people accept; shape only."""

from app.auth.forms.account import BlockForm, MessageForm, PasswordChangeForm, ProfileForm, StaffRolesForm
from app.auth.forms.appointing import AcceptForm, ApplicationForm, EndMandateForm, InvitationForm, ReasonForm
from app.auth.forms.signing_in import ConfirmPasswordForm, NewPasswordForm, ResetForm, SignInForm
from app.auth.forms.simple import ButtonForm

__all__ = [
    "AcceptForm",
    "ApplicationForm",
    "BlockForm",
    "ButtonForm",
    "ConfirmPasswordForm",
    "EndMandateForm",
    "InvitationForm",
    "MessageForm",
    "NewPasswordForm",
    "PasswordChangeForm",
    "ProfileForm",
    "ReasonForm",
    "ResetForm",
    "SignInForm",
    "StaffRolesForm",
]
