"""Two administrators who act on each other, or on one person, at the same time: somebody stays, and one of them hears no."""

import contextvars
import threading

import pytest
from sqlalchemy import select

from app.auth.actions.profile import block_person
from app.auth.actions.staff_roles import change_staff_roles, confirm_role_change
from app.auth.models import StaffRoleChange, User
from app.extensions import db
from app.web.errors import DomainError
from tests.factories import an_administrator, an_advocate

pytestmark = pytest.mark.both_databases


def proposed(by, person):
    """A proposal to take every staff role."""
    change = change_staff_roles(by, person, moderator=False, administrator=False)
    assert change is not None
    return change


def at_once(app, *works):
    """Each in a thread of its own, started together; what they raised."""
    start, raised = threading.Barrier(len(works)), []

    def run(work):
        with app.app_context():
            try:
                start.wait()
                work()
            except DomainError as error:
                raised.append(error.code)
            finally:
                db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=contextvars.Context().run, args=(run, work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def administrators():
    db.session.rollback()
    rows = select(User.id).where(User.is_administrator.is_(True), User.blocked_at.is_(None))
    return db.session.scalars(rows).all()


@pytest.mark.parametrize("_round", range(4))
def test_two_administrators_who_close_each_other_leave_one(app, _round):
    ids = [an_administrator().id for _ in range(2)]

    def close(actor_id, person_id):
        block_person(db.session.get_one(User, actor_id), db.session.get_one(User, person_id), "Spór.")

    raised = at_once(app, lambda: close(*ids), lambda: close(*reversed(ids)))
    assert raised == ["forbidden"]
    assert len(administrators()) == 1


@pytest.mark.parametrize("_round", range(4))
def test_two_administrators_who_step_down_at_once_leave_one(app, _round):
    first, second = an_administrator(), an_administrator()
    changes = [proposed(first, second), proposed(second, first)]
    pairs = [(second.id, changes[0].id), (first.id, changes[1].id)]

    def step_down(actor_id, change_id):
        confirm_role_change(db.session.get_one(User, actor_id), db.session.get_one(StaffRoleChange, change_id))

    raised = at_once(app, *(lambda pair=pair: step_down(*pair) for pair in pairs))
    assert raised == ["last_administrator"]
    assert len(administrators()) == 1


def test_one_closes_the_other_who_steps_down(app):
    first, second = an_administrator(), an_administrator()
    change_id, ids = proposed(second, first).id, (first.id, second.id)

    def step_down():
        confirm_role_change(db.session.get_one(User, ids[0]), db.session.get_one(StaffRoleChange, change_id))

    def close():
        block_person(db.session.get_one(User, ids[1]), db.session.get_one(User, ids[0]), "Spór.")

    at_once(app, step_down, close)
    assert ids[1] in administrators()


def test_two_proposals_at_once_make_one(app):
    ids, person_id = [an_administrator().id for _ in range(2)], an_advocate().id

    def propose(actor_id):
        person = db.session.get_one(User, person_id)
        change_staff_roles(db.session.get_one(User, actor_id), person, moderator=True, administrator=False)

    raised = at_once(app, *(lambda one=one: propose(one) for one in ids))
    assert raised == ["role_change_pending"]
