"""What this feature hands to the house."""

from flask import Blueprint

from app.web.access import public
from app.web.feature import Feature

blueprint = Blueprint("directory", __name__, template_folder="templates")


@blueprint.get("/rzecznicy")
@public
def index() -> str:
    return ""


feature = Feature(name="directory", blueprints=(blueprint,))
