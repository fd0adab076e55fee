"""The database that a test gets: migrated, its own, and strict about where it is written."""

import os
import subprocess
import sys

import pytest
import sqlalchemy as sa

from app.jobs import Job, enqueue
from app.web.unit_of_work import unit_of_work
from tests.databases import PREFIX, clean_up_after_killed_runs

pytestmark = pytest.mark.both_databases
READ_ONLY = "readonly database|read-only transaction"


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_its_own(session, turn):
    assert session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0
    with unit_of_work():
        enqueue("test", {"turn": turn})
    assert session.scalar(sa.select(sa.func.count()).select_from(Job)) == 1


def test_it_stands_at_the_newest_migration(session):
    assert session.scalar(sa.text("select version_num from alembic_version"))


def test_writing_outside_a_unit_of_work_is_refused(session):
    with pytest.raises(sa.exc.DBAPIError, match=READ_ONLY):
        session.execute(sa.delete(Job))


def test_queries_are_counted_without_what_opens_a_transaction(session, queries):
    session.scalar(sa.select(1))
    assert len(queries) == 1


@pytest.mark.settings(MAIL_FROM="kto@example.org")
def test_settings_of_one_test(app):
    assert app.config["MAIL_FROM"] == "kto@example.org"


def test_clock_stands_and_moves(clock):
    noon = clock.now()
    assert clock.now() == noon
    assert (clock.move(days=1) - noon).days == 1


def test_folder_of_a_killed_run_is_cleared_away(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    left, ours = tmp_path / f"{PREFIX}{ended.pid}-x", tmp_path / f"{PREFIX}{os.getpid()}-x"
    left.mkdir()
    ours.mkdir()
    clean_up_after_killed_runs(tmp_path)
    assert not left.exists()
    assert ours.exists()
