"""What this feature hands to the house."""

from flask import Blueprint

from app.web.access import public
from app.web.feature import Feature

blueprint = Blueprint("moderation", __name__, template_folder="templates")


@blueprint.get("/moderacja/dziennik")
@public
def log() -> str:
    return ""


@blueprint.get("/moderacja")
@public
def desk() -> str:
    return ""


feature = Feature(name="moderation", blueprints=(blueprint,))
