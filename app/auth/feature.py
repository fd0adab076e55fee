"""What this feature hands to the house."""

from flask import Blueprint

from app.web.access import public
from app.web.feature import Feature

blueprint = Blueprint("auth", __name__, template_folder="templates")


@blueprint.get("/logowanie")
@public
def sign_in() -> str:
    return ""


@blueprint.get("/wylogowanie")
@public
def sign_out() -> str:
    return ""


@blueprint.get("/konto")
@public
def account() -> str:
    return ""


feature = Feature(name="auth", blueprints=(blueprint,))
