"""Pages about people, one room per activity; all on one blueprint."""

from flask import Blueprint

blueprint = Blueprint("auth", __name__, template_folder="../templates")

from app.auth.views import account, administering, applying, confirming, inviting, signing_in  # noqa: E402,F401
