"""What this feature hands to the house."""

from flask import Blueprint

from app.web.access import public
from app.web.feature import Feature

blueprint = Blueprint("search", __name__, template_folder="templates")


@blueprint.get("/szukaj")
@public
def search() -> str:
    return ""


feature = Feature(name="search", blueprints=(blueprint,))
