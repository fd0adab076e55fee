"""What this feature hands to the house."""

from flask import Blueprint

from app.web.access import public
from app.web.feature import Feature

blueprint = Blueprint("pages", __name__, template_folder="templates")


@blueprint.get("/")
@public
def home() -> str:
    return ""


@blueprint.get("/o-serwisie")
@public
def about() -> str:
    return ""


@blueprint.get("/zasady")
@public
def rules() -> str:
    return ""


@blueprint.get("/deklaracja-dostepnosci")
@public
def accessibility() -> str:
    return ""


@blueprint.get("/prywatnosc")
@public
def privacy() -> str:
    return ""


@blueprint.get("/wyglad/<name>")
@public
def theme(name) -> str:
    return ""


@blueprint.get("/jezyk/<name>")
@public
def language(name) -> str:
    return ""


feature = Feature(name="pages", blueprints=(blueprint,))
