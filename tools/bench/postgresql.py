"""A database of its own on a PostgreSQL server, and the CPU of the server's processes that work for it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from tools.bench.processes import cpu_of


@contextmanager
def database_on(url: str, name: str, keep: bool) -> Iterator[str]:
    """The address of the database; it is made where it is not there and dropped afterwards unless it is kept."""
    server = sa.make_url(url).set(drivername="postgresql+psycopg")
    with _outside(server) as connection:
        if not connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        if not keep:
            with _outside(server) as connection:
                connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


class Backends:
    """The server's processes for our database, as far as they run on this machine."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)
        self._seen: dict[int, float] = {}

    def cpu(self) -> float:
        """Seconds of CPU of all that were seen so far, those of ended ones as they were last seen."""
        with self._engine.connect() as connection:
            pids = connection.scalars(
                sa.text(
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            ).all()
        for pid in pids:
            self._seen[pid] = max(cpu_of(pid), self._seen.get(pid, 0.0))
        return sum(self._seen.values())

    def version(self) -> str:
        with self._engine.connect() as connection:
            return f"PostgreSQL {connection.scalar(sa.text('SHOW server_version'))}".split(" (")[0]

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def _outside(server: sa.URL) -> Iterator[sa.Connection]:
    """A connection on which no transaction stands in the way of making databases."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def name_for(folder: str) -> str:
    """The name of a folder's database."""
    return "glos_bench_" + "".join(sign for sign in os.path.basename(folder).lower() if sign.isalnum())
