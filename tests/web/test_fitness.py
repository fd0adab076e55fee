"""Production does not begin on a database that is behind the code or holds the demonstration."""

import pytest
import sqlalchemy as sa

from app.activity import record
from app.demo.loading import LOADED
from app.extensions import db
from app.web.fitness import DEMONSTRATION, refuse_unfit_database
from app.web.unit_of_work import unit_of_work

pytestmark = [pytest.mark.settings, pytest.mark.both_databases]


@pytest.fixture
def production(app):
    app.config["MODE"] = "production"
    return app


def test_fit_database_is_taken(production):
    refuse_unfit_database(production)


def test_every_reason_is_said_at_once(production):
    assert DEMONSTRATION == LOADED
    with unit_of_work() as session:
        record(None, LOADED, ("Demo", 1))
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(RuntimeError, match=r"at migration 0001, .*flask db upgrade.*demonstration data"):
        refuse_unfit_database(production)


def test_empty_database_is_refused(production):
    with unit_of_work() as session:
        session.execute(sa.text("DROP TABLE alembic_version"))
    with pytest.raises(RuntimeError, match="at migration none"):
        refuse_unfit_database(production)


def test_demonstration_begins_anyway(app):
    with unit_of_work():
        record(None, LOADED, ("Demo", 1))
    refuse_unfit_database(app)
    assert db.session.scalar(sa.text("SELECT 1")) == 1
