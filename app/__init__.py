"""Wspólny Głos: where the advocates of the social and solidarity economy in Mazovia work together."""

from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import config
from app.extensions import csrf, db, migrate
from app.features import all_features
from app.web import (
    access,
    addresses,
    assets,
    compression,
    error_pages,
    feature,
    filters,
    headers,
    locale,
    logs,
    menu,
    template_texts,
)
from app.web.cli import text as text_commands
from app.web.known_addresses import AppWithKnownAddresses
from app.web.retrying import RetryingApp
from app.web.same_origin import refuse_foreign_origin
from app.web.unit_of_work import prepare_engine


class App(RetryingApp, AppWithKnownAddresses):
    """Flask with the manners of the house."""


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """The application: settings, extensions, features, errors; `settings` win over the environment."""
    app = App(__name__, static_folder=None)
    app.config.from_mapping(config.from_environment(settings))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if app.config["PROXIES"]:
        count = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    logs.init_app(app)
    addresses.init_app(app)
    _install_database(app)
    locale.init_app(app)
    template_texts.init_app(app)
    filters.init_app(app)
    headers.init_app(app)
    compression.init_app(app)
    _install_people(app)
    csrf.init_app(app)
    assets.init_app(app)
    menu.init_app(app)
    feature.install(app, all_features())
    app.cli.add_command(text_commands)
    error_pages.init_app(app)
    access.check_every_view(app)
    return app


def _install_database(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(Path(app.root_path).parent / "migrations"), render_as_batch=False)
    with app.app_context():
        prepare_engine(db.engine)


def _install_people(app: Flask) -> None:
    from app.auth import sessions

    sessions.init_app(app)
    # The order matters: foreign origins first, then the door, then (in CSRFProtect) the form token, so that a form
    # whose session has ended is kept and not merely refused.
    app.before_request(refuse_foreign_origin)
    app.before_request(access.guard)
