"""The checker of everything finds what somebody with the whole database has bent."""

import pytest
from sqlalchemy import text

from app.extensions import db
from app.positions.integrity import faults_of_positions
from app.web.unit_of_work import unit_of_work
from tests.factories_positions import an_answered_position

TRIGGERS = ("node_revisions_no_update", "node_revisions_no_delete", "position_versions_no_update")


def bend(statement):
    with unit_of_work() as session:
        for name in TRIGGERS:
            session.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        session.execute(text(statement))
    db.session.expire_all()


def test_all_is_well(clock, app):
    an_answered_position()
    assert list(faults_of_positions()) == []


@pytest.mark.database("sqlite")  # the statements are in its words
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE node_revisions SET text = text || '.' WHERE kind = 'section'", "is not the text that was published"),
        ("UPDATE votes SET result = replace(result, '\"for\": 1', '\"for\": 2')", "is not what its ballots give"),
        ("UPDATE ballots SET choice = 'against'", "vote:1"),
        ("UPDATE positions SET number_seq = 2", "has a gap"),
        ("UPDATE demand_answers SET reason = ''", "does not go with its demands"),
    ],
)
def test_bent_things_are_found(clock, app, statement, words):
    an_answered_position()
    bend(statement)
    assert any(words in fault for fault in faults_of_positions())
