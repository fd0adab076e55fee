"""Fixtures of all tests: an application on its own migrated database, clients, the clock, counted queries.

The application's context is open during a test, so `session`, actions and factories work at once; each request of a
client runs in a context of its own, as it does behind a server.
"""

import contextvars
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.databases import SETTINGS, Databases, make_shared_folder
from tests.no_skips import NoSkips
from tests.offline import refuse_network

pytest_plugins = ["tests.browsing"]
pytest.register_assert_rewrite("tests.html_tree", "tests.pages", "tests.factories")

DATABASES = pytest.StashKey[Databases]()
# A Tuesday at noon, in winter time, far from the ends of month and year.
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=ZoneInfo("Europe/Warsaw"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="the database of the tests that are not marked both_databases",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Settings of the person at the machine are not those of the tests.
    for name in ("DATABASE_URL", "DATA_DIR", "SECRET_KEY", "SMTP_URL", "BASE_URL", "TRUSTED_HOSTS", "PORT", "MODE"):
        os.environ.pop(name, None)
    if hasattr(config, "workerinput"):
        shared, process = Path(config.workerinput["shared"]), config.workerinput["workerid"]
    else:
        config.pluginmanager.register(NoSkips())
        shared, process = make_shared_folder(), "main"
        # Asked to end, the run ends as by Ctrl-C, so that server and folders are cleared away.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.stash[DATABASES] = Databases(shared, process)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["shared"] = str(node.config.stash[DATABASES].shared)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and DATABASES in config.stash:
        config.stash[DATABASES].clean_up()


def pytest_sessionstart(session: pytest.Session) -> None:
    refuse_network()
    # Once for all: the application reads compiled catalogues only.
    if not hasattr(session.config, "workerinput"):
        from tools.catalogs.compiling import compile_stale

        compile_stale()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases")
        one = metafunc.definition.get_closest_marker("database")
        names = ("sqlite", "postgresql") if both else one.args if one else (metafunc.config.getoption("--database"),)
        marks = {"sqlite": (), "postgresql": (pytest.mark.postgresql,)}
        ids = names if both else [pytest.HIDDEN_PARAM]
        metafunc.parametrize(
            "database", [pytest.param(name, marks=marks[name]) for name in names], ids=ids, indirect=True
        )


@pytest.fixture
def databases(pytestconfig: pytest.Config) -> Databases:
    return pytestconfig.stash[DATABASES]


@pytest.fixture
def data_dir(databases: Databases) -> Iterator[Path]:
    """An empty folder for database, files, mail and index."""
    folder = databases.new_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: Databases, data_dir: Path) -> Iterator[str]:
    """The address of a fresh, migrated database; on both kinds when the test is marked both_databases."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield databases.new_sqlite(data_dir)
    else:
        with databases.new_postgresql() as url:
            yield url


@pytest.fixture
def app(request: pytest.FixtureRequest, database: str, data_dir: Path) -> Iterator[Flask]:
    """An application with test settings and those of `@pytest.mark.settings(NAME=value)`; its context is open.

    Making one takes a third of a second, so tests without settings of their own share one per process, each with its
    own database and folder. A test that adds addresses to it asks for `@pytest.mark.settings()`.
    """
    from app import create_app
    from app.extensions import db

    own = list(request.node.iter_markers("settings"))
    place = {"SQLALCHEMY_DATABASE_URI": database, "DATA_DIR": str(data_dir)}
    if own:
        settings = {**SETTINGS, **place}
        for marker in reversed(own):
            settings.update(marker.kwargs)
        app = create_app(settings)
    else:
        app = SHARED.moved_to(place)
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


class SharedApplication:
    """One application for many tests; each finds it as it was made, on its own database and folder."""

    def __init__(self) -> None:
        self.app: Flask | None = None
        self.sqlite: sa.Engine | None = None
        self.config: dict[str, Any] = {}
        self.extensions: dict[str, Any] = {}

    def moved_to(self, place: dict[str, str]) -> Flask:
        from app import config, create_app
        from app.extensions import db

        if self.app is None:
            self.app = create_app({**SETTINGS, **place})
            self.config, self.extensions = dict(self.app.config), dict(self.app.extensions)
            return self.app
        for held, original in ((self.app.config, self.config), (self.app.extensions, self.extensions)):
            held.clear()
            held.update(original)
        self.app.config.update(config.from_environment({**SETTINGS, **place}))
        db._app_engines[self.app] = {None: self.engine_of(sa.make_url(self.app.config["SQLALCHEMY_DATABASE_URI"]))}
        return self.app

    def engine_of(self, url: sa.URL) -> sa.Engine:
        """An engine for this database. SQLite has one for all tests, led from file to file: it remembers the SQL."""
        from app.extensions import db
        from app.web.unit_of_work import prepare_engine

        if url.get_backend_name() == "sqlite" and self.sqlite is not None:
            self.sqlite.url = url
            return self.sqlite
        assert self.app is not None
        options: dict[str, Any] = {"url": url}
        db._apply_driver_defaults(options, self.app)
        engine: sa.Engine = db._make_engine(None, options, self.app)
        prepare_engine(engine)
        if url.get_backend_name() == "sqlite":
            self.sqlite = engine
            sa.event.listen(engine, "do_connect", self.lead_to_file)
        return engine

    def lead_to_file(self, _dialect: Any, _record: Any, arguments: list[Any], _options: dict[str, Any]) -> None:
        assert self.sqlite is not None
        arguments[0] = self.sqlite.url.database


SHARED = SharedApplication()


class Client(FlaskClient):
    """A browser without script. Each request runs in a context of its own; the test then sees what was committed."""

    def open(self, *arguments: Any, **options: Any) -> Any:
        self._let_go()
        response = contextvars.Context().run(super().open, *arguments, **options)
        self._let_go()
        return response

    def _let_go(self) -> None:
        """End the test's own reading: its snapshot would hide the request's work, and what it loaded would be old."""
        from flask import has_app_context

        from app.extensions import db

        if has_app_context() and not db.session().info.get("in_work"):
            db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor."""
    return app.test_client()


@pytest.fixture
def sign_in_as(app: Flask) -> Callable[[Any], FlaskClient]:
    """`sign_in_as(user)` gives a new client with a session of that person."""

    def sign_in(user: Any) -> FlaskClient:
        from app.auth.sessions import cookie_name, open_session
        from app.web.unit_of_work import unit_of_work

        with unit_of_work():
            token = open_session(user, browser="Firefox Linux")
        client = app.test_client()
        client.set_cookie(cookie_name(), token)
        return client

    return sign_in


@pytest.fixture
def session(app: Flask) -> Any:
    """The test's own database session; write inside `unit_of_work()`, as everywhere."""
    from app.extensions import db

    return db.session


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Does what the worker would do now: index, mail, notices."""
    from app.jobs.worker import run_all_jobs

    def run() -> int:
        return contextvars.Context().run(_in_context, app, run_all_jobs)

    return run


def _in_context(app: Flask, work: Callable[[], int]) -> int:
    with app.app_context():
        return work()


@pytest.fixture
def clock() -> Iterator[Any]:
    """The house's clock, stopped at NOON; `clock.set_to(moment)`, `clock.move(days=1)`. It runs again afterwards."""
    from app.lib import clock

    clock.set_to(NOON)
    yield clock
    clock.set_to(None)


class Queries(list[str]):
    """The SQL statements since the last `clear()`; those that only open a transaction or set the connection are left out."""

    KEPT = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")

    def note(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip("( \n").upper().startswith(self.KEPT):
            self.append(statement)


@pytest.fixture
def queries() -> Iterator[Queries]:
    """`queries.clear(); client.get(...); assert len(queries) <= 12`."""
    seen = Queries()
    sa.event.listen(sa.Engine, "before_cursor_execute", seen.note)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", seen.note)
