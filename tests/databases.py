"""A database for each test: a copy of one that was migrated once for the whole run, whatever the number of workers."""

import fcntl
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.pg import Cluster, NoPostgreSQL

SECRET = "a secret that is used in tests only, and nowhere else"
SETTINGS: dict[str, Any] = {
    "MODE": "testing",
    "TESTING": True,
    "SECRET_KEY": SECRET,
    "PASSWORD_COST": "cheap",
    "RATE_LIMITS": "off",
    "SMTP_URL": "",
    "BASE_URL": "http://localhost",
}
PREFIX = "glos-tests-"
ROOMY = 512 * 1024 * 1024


def make_shared_folder() -> Path:
    """The folder of one run, in memory where there is room: a test then never waits for a disk."""
    memory = Path("/dev/shm")
    in_memory = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOMY
    around = memory if in_memory else Path(tempfile.gettempdir())
    clean_up_after_killed_runs(around)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=around))


def clean_up_after_killed_runs(around: Path) -> None:
    """A run that was killed outright has left its folder, perhaps a server too: the next run clears them away."""
    for folder in around.glob(f"{PREFIX}*"):
        process = folder.name.removeprefix(PREFIX).partition("-")[0]
        if process.isdecimal() and not is_alive(int(process)) and os.access(folder, os.W_OK):
            with suppress(OSError, ValueError, sa.exc.SQLAlchemyError):
                Databases(folder, "cleaning").clean_up()


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Databases:
    """The migrated templates of a run and the copies made of them. One object in each process; the folder is shared."""

    def __init__(self, shared: Path, process: str) -> None:
        self.shared, self.process, self.made = shared, process, 0

    def new_folder(self) -> Path:
        """An empty DATA_DIR."""
        self.made += 1
        folder = self.shared / f"{self.process}-{self.made}"
        folder.mkdir()
        return folder

    # SQLite

    def new_sqlite(self, folder: Path) -> str:
        """The address of a fresh migrated database in a folder."""
        with self._alone("sqlite"):
            template = self.shared / "template.sqlite"
            if not template.exists():
                self._make_sqlite_template(template)
        copy = folder / "glos.sqlite"
        shutil.copyfile(template, copy)
        return f"sqlite:///{copy}"

    def _make_sqlite_template(self, template: Path) -> None:
        folder = self.new_folder()
        draft = folder / "draft.sqlite"
        migrate(f"sqlite:///{draft}", folder)
        # What still stands in the write-ahead log goes into the file, so that copying the file is enough.
        connection = sqlite3.connect(draft)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        draft.rename(template)
        shutil.rmtree(folder)

    # PostgreSQL

    @contextmanager
    def new_postgresql(self) -> Iterator[str]:
        """The address of a fresh migrated database, dropped afterwards."""
        with self._alone("postgresql"):
            server, template = self._postgresql_template()
        self.made += 1
        name = f"{template}_{self.process}_{self.made}"
        run_outside(server, f"create database {name} template {template}")
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            run_outside(server, f"drop database if exists {name} with (force)")

    def _postgresql_template(self) -> tuple[sa.URL, str]:
        note = self.shared / "postgresql.json"
        if note.exists():
            told = json.loads(note.read_text())
            if "template" not in told:
                raise RuntimeError("PostgreSQL could not be prepared; the first failure of this run says why")
            return sa.make_url(told["server"]), told["template"]
        folder, url = None, os.environ.get("TEST_DATABASE_URL")
        if not url:
            cluster = Cluster()
            folder = str(cluster.folder)
            # Written first: even a server that fails half-way is stopped at the end.
            note.write_text(json.dumps({"folder": folder}))
            url = cluster.start().url()
        server = sa.make_url(url).set(drivername="postgresql+psycopg")
        template = f"glos_test_{os.getpid()}"
        told = {"folder": folder, "server": server.render_as_string(hide_password=False)}
        note.write_text(json.dumps(told))
        run_outside(server, f"create database {template}")
        migrate(server.set(database=template).render_as_string(hide_password=False), self.new_folder())
        note.write_text(json.dumps({**told, "template": template}))
        return server, template

    def clean_up(self) -> None:
        """At the end of the run, in the process that began it."""
        note = self.shared / "postgresql.json"
        if note.exists():
            told = json.loads(note.read_text())
            if told["folder"]:
                with suppress(NoPostgreSQL):  # it never started; that has been said
                    Cluster(Path(told["folder"])).stop()
            elif "template" in told:
                run_outside(sa.make_url(told["server"]), f"drop database if exists {told['template']} with (force)")
        shutil.rmtree(self.shared, ignore_errors=True)

    @contextmanager
    def _alone(self, what: str) -> Iterator[None]:
        """One process at a time: the first makes the template, the others find it."""
        with (self.shared / f"{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def run_outside(server: sa.URL, statement: str) -> None:
    """A statement that no transaction may hold."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def migrate(url: str, folder: Path) -> None:
    """Bring an empty database to the newest migration, as `flask db upgrade` does."""
    import flask_migrate

    from app import create_app
    from app.extensions import db

    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": str(folder)})
    with app.app_context():
        flask_migrate.upgrade()
        for engine in db.engines.values():
            engine.dispose()
