"""The nine viewpoints of the permission matrix on a database that is made once and copied for every row."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.auth.models import User, UserSession
from app.auth.sessions import cookie_name, open_session
from app.extensions import db
from app.lib import clock
from app.web.unit_of_work import unit_of_work
from tests import factories

VIEWPOINTS = (
    "visitor", "advocate", "deputy", "advocate_elsewhere", "author", "moderator", "committee", "administrator", "blocked",
)  # fmt: skip
# What a refusal may leave behind (a form kept for after sign-in), and lists that nobody writes.
NOT_COUNTED = ("kept_forms", "units", "neighbours", "terms", "alembic_version")


def make_people() -> dict[str, int]:
    """One person for each viewpoint but the visitor: viewpoint → id."""
    author = factories.an_advocate("Anna Autorska", unit_code="143305")  # Łochów
    advocate = factories.an_advocate("Jan Rzecznik", unit_code="141610")  # Wąsewo
    people = {
        "author": author,
        "advocate": advocate,
        "advocate_elsewhere": factories.an_advocate("Ewa Daleka", unit_code="146201"),  # Płock
        "deputy": factories.a_deputy("Zofia Zastępcza", of=factories.mandate_of(advocate)),
        "moderator": factories.a_moderator("Maria Moderatorka"),
        "committee": factories.a_committee_member("Karol Komitetowy"),
        "administrator": factories.an_administrator("Adam Administrator"),
        "blocked": factories.a_blocked_user("Blanka Zablokowana"),
    }
    return {viewpoint: user.id for viewpoint, user in people.items()}


class Scene:
    """A database with people, things of a set-up and a session for everybody; it can be put back as it was."""

    def __init__(self, app: Flask, database: Path, folder: Path, people: dict[str, int]) -> None:
        self.app, self.database, self.kept, self.people = app, database, folder / "scene.sqlite", people
        self.tokens: dict[str, str] = {}

    def begin(self, start: Path, set_up: Callable[[User], Any]) -> Any:
        """Start from a prepared database, make the things of a row for the author; what the set-up gives."""
        self._put(start)
        given = set_up(db.session.get_one(User, self.people["author"]))
        db.session.rollback()
        with unit_of_work() as session:
            for viewpoint, person_id in self.people.items():
                self.tokens[viewpoint] = open_session(session.get_one(User, person_id), "")
            # The set-up may have moved the clock; nobody's "last seen" is due while the row is asked.
            session.flush()
            session.execute(sa.update(UserSession).values(last_seen_at=clock.now() + timedelta(seconds=1)))
        self._let_go()
        shutil.copyfile(self.database, self.kept)
        return given

    def put_back(self) -> None:
        """As it was after `begin`."""
        self._put(self.kept)

    def client(self, viewpoint: str) -> FlaskClient:
        """A browser of that person; the blocked one still has the cookie."""
        client = self.app.test_client()
        if viewpoint in self.tokens:
            client.set_cookie(cookie_name(), self.tokens[viewpoint])
        return client

    def rows(self) -> dict[str, list[Any]]:
        """Everything that stands in the tables."""
        self._let_go()
        with sqlite3.connect(self.database) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found = {
                name: connection.execute(f"SELECT * FROM {name}").fetchall()
                for name in names
                if name not in NOT_COUNTED and not name.startswith("sqlite_")
            }
        connection.close()
        return found

    def _put(self, file: Path) -> None:
        self._let_go()
        for part in ("-wal", "-shm"):
            self.database.with_name(self.database.name + part).unlink(missing_ok=True)
        shutil.copyfile(file, self.database)

    def _let_go(self) -> None:
        """End every connection, so that the one file holds everything."""
        db.session.remove()
        db.engine.dispose()
        with sqlite3.connect(self.database) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


@contextmanager
def made_once(app: Flask, database: Path, folder: Path) -> Iterator[tuple[Scene, Path]]:
    """The scene and the prepared database of a run."""
    with app.app_context():
        scene = Scene(app, database, folder, make_people())
        scene._let_go()
        start = folder / "start.sqlite"
        shutil.copyfile(database, start)
        yield scene, start
        scene._let_go()
