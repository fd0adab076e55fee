"""The only way to write: one transaction, all or nothing, refused everywhere else."""

import fcntl
import threading
import time

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from app.activity import record
from app.auth.models import User
from app.extensions import db
from app.web import unit_of_work as module
from app.web.errors import Busy
from app.web.unit_of_work import in_unit_of_work, unit_of_work
from tests.factories import a_user
from tests.pages import visit


def count():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(User))


def new_user(number=1):
    return User(email=f"osoba{number}@gmina.example", name="Anna", handle=f"anna-{number}")


@pytest.mark.both_databases
@pytest.mark.parametrize("statement", ["UPDATE users SET name = 'x'", "DELETE FROM users", "DROP TABLE kept_forms"])
def test_database_refuses_to_write_outside(app, statement):
    a_user()
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"):
        db.session.execute(sa.text(statement))
    db.session.rollback()
    assert count() == 1


@pytest.mark.both_databases
def test_what_was_added_outside_is_refused_too(app):
    db.session.add(new_user())
    with pytest.raises(sa.exc.DBAPIError):
        db.session.commit()
    assert count() == 0


def test_change_made_before_the_unit_is_a_mistake(app):
    db.session.add(new_user())
    with pytest.raises(RuntimeError), unit_of_work():
        pass
    assert count() == 0


@pytest.mark.both_databases
def test_after_the_unit_the_same_connection_is_read_only_again(app):
    a_user()
    db.session.scalar(select(User.name))
    with pytest.raises(sa.exc.DBAPIError):
        db.session.execute(sa.text("UPDATE users SET name = 'x'"))


@pytest.mark.both_databases
def test_error_undoes_everything_of_the_outermost(app):
    def fail():
        with unit_of_work() as session:
            session.add(new_user(1))
            with unit_of_work():
                session.add(new_user(2))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert count() == 0
    assert not in_unit_of_work()


def test_inner_unit_commits_nothing_by_itself(app):
    with unit_of_work() as session:
        with unit_of_work():
            session.add(new_user())
            session.flush()
        with app.app_context():  # another session of its own
            assert db.session.scalar(select(func.count()).select_from(User)) == 0
    assert count() == 1


def test_unit_reads_anew_what_was_loaded_before(app):
    user = a_user("Przed Zmianą")
    assert user.name == "Przed Zmianą"
    with app.app_context(), unit_of_work() as session:
        session.get_one(User, user.id).name = "Po Zmianie"
    with unit_of_work():
        assert user.name == "Po Zmianie"


@pytest.mark.both_databases
def test_counting_up_loses_nothing_among_threads(app):
    user_id = a_user().id

    def add():
        with app.app_context():
            for _ in range(10):
                with unit_of_work() as session:
                    user = session.get_one(User, user_id, with_for_update=True)
                    user.about = str(int(user.about or "0") + 1)
            db.session.remove()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert db.session.get_one(User, user_id).about == "40"


def test_readers_do_not_wait_for_a_writer(app):
    a_user()
    with unit_of_work() as session:
        session.add(new_user(7))
        session.flush()
        read = []

        def reader():
            with app.app_context():
                began = time.perf_counter()
                found = db.session.scalar(select(func.count()).select_from(User))
                read.append((found, time.perf_counter() - began))
                db.session.remove()

        thread = threading.Thread(target=reader)
        thread.start()
        thread.join(5)
    assert read[0][0] == 1
    assert read[0][1] < 2


def test_turn_that_another_process_does_not_give_ends_in_busy(app, monkeypatch):
    monkeypatch.setattr(module, "BUSY_MS", 50)
    with open(db.engine.url.database + ".turn", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Busy), unit_of_work():
            pass
    with unit_of_work() as session:  # the turn is free again
        session.add(new_user())
    assert count() == 1


def test_turn_that_another_thread_does_not_give_ends_in_busy(app, monkeypatch):
    monkeypatch.setattr(module, "BUSY_MS", 50)
    with module._turns, pytest.raises(Busy), unit_of_work():
        pass
    with unit_of_work():
        pass


def test_busy_database_is_a_page_with_the_text_and_when_to_come_again(sign_in_as, monkeypatch):
    from tests.factories import an_advocate

    form = visit(sign_in_as(an_advocate()), "/konto").form("Zapisz profil")
    monkeypatch.setattr(module, "BUSY_MS", 50)
    with open(db.engine.url.database + ".turn", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        page = form.submit(about="Tekst, który nie może zginąć.", status=503)
    assert page.response.headers["Retry-After"] == "5"
    assert "Tekst, który nie może zginąć." in page.html
    page.form("Wyślij ponownie").submit()


def test_write_that_belongs_to_a_unit_says_so(app):
    with pytest.raises(RuntimeError, match="belongs inside"):
        record(None, "x", ("User", 1))


def test_sqlite_is_set_as_decided(app):
    asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema", "query_only")
    found = {name: db.session.execute(sa.text(f"PRAGMA {name}")).scalar() for name in asked}
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000, "trusted_schema": 0,
        "query_only": 1,
    }  # fmt: skip


@pytest.mark.both_databases
def test_moments_come_back_in_utc_and_without_zone_are_refused(app):
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    user = a_user(listed_at=datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Warsaw")))
    db.session.expire_all()
    assert user.listed_at == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert user.listed_at.tzinfo == UTC
    with pytest.raises(sa.exc.StatementError):
        a_user(listed_at=datetime(2026, 7, 1, 12))
