"""Which language and which theme this reader sees: what the cookie says, Polish and the system's theme otherwise."""

from datetime import timedelta
from pathlib import Path

from flask import Flask, request
from flask.globals import app_ctx
from flask_babel import get_locale
from werkzeug.wrappers import Response

from app.extensions import babel

LANGUAGES = ("pl", "en")
THEMES = ("light", "dark")
LANGUAGE_COOKIE = "jezyk"
THEME_COOKIE = "motyw"
REMEMBERED_FOR = timedelta(days=365)


def chosen_language() -> str:
    """`pl` unless the reader chose English."""
    chosen = request.cookies.get(LANGUAGE_COOKIE) if request else None
    return chosen if chosen in LANGUAGES else "pl"


def chosen_theme() -> str:
    """`light`, `dark`, or an empty text for the system's own."""
    chosen = request.cookies.get(THEME_COOKIE)
    return chosen if chosen in THEMES else ""


def current_language() -> str:
    """The language of this answer, also where no request is (mail, commands): Polish.

    Asked some hundred times a page, so what flask-babel has found out for this request is looked at first.
    """
    try:
        known = app_ctx._get_current_object().g.get("_flask_babel")  # type: ignore[attr-defined]
    except RuntimeError:
        return "pl"
    locale = getattr(known, "babel_locale", None) or get_locale()
    return locale.language if locale else "pl"


def remember(response: Response, cookie: str, value: str) -> None:
    """Set (or, for an empty value, forget) a choice of the reader."""
    if not value:
        response.delete_cookie(cookie, samesite="Lax")
        return
    response.set_cookie(cookie, value, max_age=REMEMBERED_FOR, samesite="Lax", secure=request.is_secure, httponly=False)


def catalogues(root: Path) -> str:
    """The translation folders: the house's first, then every feature's own."""
    folders = [root / "translations", *sorted(root.glob("*/translations"))]
    return ";".join(str(folder) for folder in folders)


def init_app(app: Flask) -> None:
    """Bind flask-babel: one domain, many folders."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "pl")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Warsaw")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", catalogues(Path(app.root_path)))
    babel.init_app(app, locale_selector=lambda: chosen_language() if request else "pl")

    @app.context_processor
    def _reader() -> dict[str, str]:
        return {"locale": chosen_language(), "theme": chosen_theme()} if request else {}
