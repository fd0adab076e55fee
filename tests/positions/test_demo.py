"""The positions of the demonstration."""

from sqlalchemy import func, select

from app.demo.load_people import load_people
from app.demo.load_positions import load
from app.extensions import db
from app.positions import ledger
from app.positions.models import Comment, Position, Vote


def test_three_positions_stand_at_three_stages(app):
    people = load_people()
    assert load(people) == 3
    states = set(db.session.scalars(select(Position.state)))
    assert states == {"consultation", "voting", "answered"}
    assert db.session.scalar(select(func.count()).select_from(Comment)) >= 10
    for vote in db.session.scalars(select(Vote)).all():
        assert ledger.verify(vote).holds, ledger.verify(vote).faults


def test_loading_twice_changes_nothing(app):
    people = load_people()
    load(people)
    comments = db.session.scalar(select(func.count()).select_from(Comment))
    assert load(people) == 3
    assert db.session.scalar(select(func.count()).select_from(Comment)) == comments
