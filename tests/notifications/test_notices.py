"""Notices: one unread row per person and subject, counted up, never about one's own deed."""

import pytest
from sqlalchemy import select

from app.jobs import Job
from app.notifications import Line, Notification, deliver
from app.notifications.deliver import write_notices
from app.notifications.queries import count_unread, unread_lines
from app.web import feature as features
from app.web.unit_of_work import unit_of_work
from tests.factories import a_user, an_advocate
from tests.pages import visit


class Kind:
    """A kind of notice for tests: who hears, and which subjects can be seen."""

    def __init__(self):
        self.people, self.visible = [], True

    def recipients(self, payload):
        return self.people

    def found(self, viewer, notices):
        return {one.id: "/forum" for one in notices} if self.visible else {}

    def line(self, notice, url):
        return Line(f"Coś nowego ({notice.count})", url)


@pytest.fixture
def kind(app, monkeypatch):
    one = Kind()
    extra = features.Feature(name="try", notices={"try": one})
    monkeypatch.setitem(app.extensions, "features", (*app.extensions["features"], extra))
    return one


@pytest.fixture
def happen(run_jobs):
    def one(actor, subject=("thing", 1)):
        with unit_of_work():
            deliver("try", subject, actor=actor, data={"title": "Wątek"})
        run_jobs()

    return one


def rows(session):
    session.rollback()
    return session.scalars(select(Notification).order_by(Notification.id)).all()


@pytest.mark.both_databases
def test_second_event_counts_up_and_makes_no_second_row(kind, happen, session):
    person, actor = an_advocate(), an_advocate()
    kind.people = [person.id]
    for _ in range(3):
        happen(actor)
    assert [(row.recipient_id, row.count, row.actor_id) for row in rows(session)] == [(person.id, 3, actor.id)]


def test_each_subject_has_a_row_of_its_own(kind, happen, session):
    kind.people = [an_advocate().id]
    actor = a_user()
    happen(actor)
    happen(actor, ("thing", 2))
    assert [row.subject_id for row in rows(session)] == [1, 2]


@pytest.mark.both_databases
def test_job_done_twice_counts_once(kind, happen, session):
    kind.people = [an_advocate().id]
    happen(a_user())
    job = session.scalars(select(Job)).one()
    write_notices([{**job.payload, "job_id": job.id}])
    assert [row.count for row in rows(session)] == [1]


def test_nobody_hears_of_the_own_deed_or_twice_of_another(kind, happen, session):
    person, actor = an_advocate(), an_advocate()
    kind.people = [actor.id, person.id, person.id]
    happen(actor)
    assert [(row.recipient_id, row.count) for row in rows(session)] == [(person.id, 1)]


def test_after_reading_a_new_row_begins(kind, happen, session, sign_in_as):
    person = an_advocate()
    kind.people = [person.id]
    happen(a_user())
    client = sign_in_as(person)
    visit(client, "/").form("Oznacz wszystkie jako przeczytane").submit()
    assert count_unread(person.id) == 0
    happen(a_user())
    assert [row.count for row in rows(session)] == [1, 1]
    assert count_unread(person.id) == 1


def test_reading_is_of_ones_own_notices_only(kind, happen, session, sign_in_as):
    one, other = an_advocate(), an_advocate()
    kind.people = [one.id, other.id]
    happen(a_user())
    visit(sign_in_as(one), "/").form("Oznacz wszystkie jako przeczytane").submit()
    assert count_unread(other.id) == 1


def test_invisible_subject_disappears(kind, happen, sign_in_as):
    person = an_advocate()
    kind.people = [person.id]
    happen(a_user())
    assert "Coś nowego (1)" in visit(sign_in_as(person), "/").main.text
    kind.visible = False
    assert unread_lines(person) == []
    assert "Coś nowego" not in visit(sign_in_as(person), "/").main.text


def test_kind_of_a_feature_that_is_gone_hurts_nobody(happen, session):
    person = an_advocate()
    happen(person)
    assert rows(session) == []


def test_head_of_the_page_says_how_many_wait(kind, happen, sign_in_as):
    person = an_advocate()
    kind.people = [person.id]
    for number in (1, 2):
        happen(a_user(), ("thing", number))
    bell = visit(sign_in_as(person), "/zasady").find("a", href="/", **{"class": "masthead__tool"})
    assert "2" in bell.text
