"""Standing pages, choices of language and theme, reports of the content security policy."""

import logging

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.extensions import csrf
from app.pages.home import front_page, own_page
from app.web import rate_limits
from app.web.access import public
from app.web.errors import NotFound
from app.web.locale import LANGUAGE_COOKIE, LANGUAGES, THEME_COOKIE, current_language, remember
from app.web.same_origin import safe_next

blueprint = Blueprint("pages", __name__, template_folder="templates")
log = logging.getLogger("app.csp")
THEME_NAMES = {"systemowy": "", "jasny": "light", "ciemny": "dark"}


@blueprint.get("/")
@public
def home() -> str:
    """What waits for who is signed in; for others, what this is."""
    if current_user.is_authenticated:
        return render_template("pages/home.html", **own_page(current_user))
    return render_template("pages/front.html", **front_page(current_user))


def _standing(name: str) -> str:
    return render_template(f"pages/{name}.{current_language()}.html")


@blueprint.get("/o-serwisie")
@public
def about() -> str:
    """What this is and who runs it."""
    return _standing("about")


@blueprint.get("/zasady")
@public
def rules() -> str:
    """Rules of the forum, numbered, since moderators name them."""
    return _standing("rules")


@blueprint.get("/deklaracja-dostepnosci")
@public
def accessibility() -> str:
    """The accessibility statement (act of 4 April 2019), with the ids that the ministry's monitoring looks for."""
    return _standing("accessibility")


@blueprint.get("/prywatnosc")
@public
def privacy() -> str:
    """What happens with data (RODO art. 13)."""
    return _standing("privacy")


@blueprint.get("/wyglad/<name>")
@public
def theme(name: str) -> ResponseReturnValue:
    """Remember a theme and go back."""
    if name not in THEME_NAMES:
        raise NotFound
    response = redirect(safe_next(request.args.get("next")) or url_for("pages.home"))
    remember(response, THEME_COOKIE, THEME_NAMES[name])
    return response


@blueprint.get("/jezyk/<name>")
@public
def language(name: str) -> ResponseReturnValue:
    """Remember a language and go back."""
    if name not in LANGUAGES:
        raise NotFound
    response = redirect(safe_next(request.args.get("next")) or url_for("pages.home"))
    remember(response, LANGUAGE_COOKIE, name)
    return response


@blueprint.post("/csp")
@csrf.exempt
@public
def csp_report() -> ResponseReturnValue:
    """A browser says that it refused something; only that it happened is noted."""
    if not rate_limits.is_over("csp_reports", rate_limits.network()):
        log.warning("content security policy violation reported")
    return "", 204
