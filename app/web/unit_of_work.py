"""One transaction for one action; the only way to write (recipe and measurements: security of saved work).

SQLite: WAL, `synchronous=FULL`, `BEGIN IMMEDIATE` for writers, who queue on a lock file; readers keep their snapshot.
PostgreSQL: plain transactions; outside a unit of work they are READ ONLY. A write outside is refused by the database.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.extensions import db
from app.web.errors import Busy


class Overtaken(Busy):
    """PostgreSQL let another transaction go first; the whole action may be done again (`retrying`)."""


_turns = threading.Lock()
BUSY_MS = 10_000
_CONFLICTS = ("40001", "40P01")  # PostgreSQL: serialization failure, deadlock; doing it again helps


def prepare_engine(engine: Engine) -> None:
    """Set the rules of reading and writing on an engine; once per engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connect_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _connect_sqlite(dbapi: Any, _record: Any) -> None:
    dbapi.isolation_level = None  # the driver sends no BEGIN of its own
    cursor = dbapi.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute("PRAGMA " + pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("PRAGMA query_only=" + ("OFF" if writes else "ON"))
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Writers of one SQLite file queue; the kernel frees the lock of a process that dies. Raises Busy after ten seconds."""
    if engine.dialect.name != "sqlite" or not engine.url.database or engine.url.database == ":memory:":
        yield
        return
    until = time.monotonic() + BUSY_MS / 1000
    if not _turns.acquire(timeout=BUSY_MS / 1000):
        raise Busy
    try:
        handle = os.open(engine.url.database + ".turn", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            _lock(handle, until)
            yield
        finally:
            os.close(handle)
    finally:
        _turns.release()


def _lock(handle: int, until: float) -> None:
    """Wait for the other processes; looked for often, since a wait without end could not be left."""
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Busy from None
            time.sleep(0.002)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Write inside; the outermost one commits, an error undoes everything.

    Raises RuntimeError when something was changed before it began, Busy (503) when the database gave no turn in time,
    Overtaken when PostgreSQL broke it off in favour of another.
    """
    session = db.session()
    if session.info.get("in_work"):
        yield session
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changed before unit_of_work(); change inside it")
    session.rollback()  # lets the read snapshot go; what was loaded is read anew
    with _turn(db.engine):
        try:
            _begin_writing(session)
            yield session
            session.commit()
        except OperationalError as error:
            session.rollback()
            if getattr(error.orig, "sqlstate", None) in _CONFLICTS:
                raise Overtaken from error
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("in_work", None)
            session.info.pop("keeper", None)


def _begin_writing(session: Session) -> None:
    try:
        session.connection(execution_options={"writes": True})
    except OperationalError as error:
        raise Busy from error
    session.info["in_work"] = True


def in_unit_of_work() -> bool:
    """Whether a unit of work is open; helpers that must be part of one ask this."""
    return bool(db.session().info.get("in_work"))


def require_unit_of_work(what: Callable[..., Any] | str) -> None:
    """Refuse to work outside a unit of work: a programming error, not a person's."""
    if not in_unit_of_work():
        raise RuntimeError(f"{what} belongs inside unit_of_work()")
