"""No page of the demonstration needs more than twelve statements, whoever looks at it."""

import re

import pytest

from app.auth.models import User
from app.extensions import db
from app.positions.models import Position
from app.practices.models import Practice
from tests.browser.demonstration import copy_demonstration
from tests.browser.page_list import ANNA, LUKASZ, MAGDA, ROOMS, TERESA, places

MOST = 12
OTHERS = (
    "/",
    "/forum",
    "/forum?filtr=moje",
    "/praktyki",
    "/moje-praktyki",
    "/stanowiska",
    "/rzecznicy",
    "/moderacja",
    "/konto",
    "/szkice",
)


@pytest.fixture
def database(databases, data_dir):
    return copy_demonstration(databases, data_dir)


def test_every_person_and_page_needs_few_statements(app, client, sign_in_as, queries):
    with app.test_request_context("/"):
        known = places()
    people = [person for person in db.session.query(User) if person.is_active]
    viewers = {"": client, **{person.handle: sign_in_as(person) for person in people}}
    listed = [kind for kinds in ROOMS.values() for kind in kinds if not kind.then and kind.status == 200]
    walks = [
        *((kind.viewer, kind.path.format(**known)) for kind in listed),
        *((handle, "/") for handle in viewers),
        *((handle, path) for handle in (ANNA, MAGDA, TERESA, LUKASZ) for path in OTHERS),
        *((MAGDA, f"/stanowiska/{one.id}") for one in db.session.query(Position)),
        *((ANNA, f"/praktyki/{one.id}-x") for one in db.session.query(Practice).limit(5)),
    ]
    assert len(walks) > 150
    needed = []
    for handle, path in walks:
        # Where it leads, and past the first opening, which writes a read mark.
        address = viewers[handle].get(path, follow_redirects=True).request.full_path.rstrip("?")
        queries.clear()
        viewers[handle].get(address)
        needed.append((len(queries), handle, path, [re.sub(r"\s+", " ", one)[:90] for one in queries]))
    told = "\n".join(map(str, sorted(one for one in needed if one[0] > MOST)))
    assert not told, told
