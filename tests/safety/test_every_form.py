"""No address that changes something takes a form without its token, with another's, or from a foreign page."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from app.auth.models import CommitteeSeat, User
from app.extensions import db
from app.web.unit_of_work import unit_of_work
from tests.factories import LONG_AGO, a_committee_member, a_moderator, an_administrator, an_advocate
from tests.pages import visit
from tests.safety.people_of_matrix import NOT_COUNTED

EXEMPT = {"pages.csp_report"}  # a report of the browser; nothing of it is kept


@pytest.fixture
def everybody(app: Flask) -> User:
    """One person with every role, so that no door stands in the way of the token."""
    person = an_advocate(is_moderator=True, is_administrator=True)
    with unit_of_work() as session:
        session.add(CommitteeSeat(person_id=person.id, constituency="jst", term_from=LONG_AGO, is_secretary=True))
    return person


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Every endpoint that takes a form, with an address that its rule accepts."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and rule.endpoint not in EXEMPT:
            values = {name: a_value(converter) for name, converter in rule._converters.items()}
            found.append((rule.endpoint, adapter.build(rule.endpoint, values, method="POST")))
    return found


def a_value(converter: BaseConverter) -> Any:
    if isinstance(converter, IntegerConverter):
        return 1
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else "x"


def counts() -> dict[str, int]:
    db.session.rollback()
    return {
        table.name: db.session.execute(db.select(db.func.count()).select_from(table)).scalar_one()
        for table in db.metadata.sorted_tables
        if table.name not in NOT_COUNTED
    }


def statuses(app: Flask, client: Any, **options: Any) -> dict[str, int]:
    return {endpoint: client.post(path, **options).status_code for endpoint, path in addresses(app)}


def test_without_a_token_nothing_is_taken(app: Flask, everybody: User, sign_in_as: Any) -> None:
    client = sign_in_as(everybody)
    before = counts()
    found = statuses(app, client, data={"title": "x", "body": "x"})
    assert len(found) > 40
    assert {endpoint: status for endpoint, status in found.items() if status != 400} == {}
    assert counts() == before


def test_with_the_token_of_another_nothing_is_taken(app: Flask, everybody: User, sign_in_as: Any) -> None:
    token = visit(sign_in_as(an_advocate()), "/konto").form("Zapisz profil").values["csrf_token"]
    client = sign_in_as(everybody)
    client.get("/konto")
    before = counts()
    found = statuses(app, client, data={"csrf_token": token, "title": "x", "body": "x"})
    assert {endpoint: status for endpoint, status in found.items() if status != 400} == {}
    assert counts() == before


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_from_a_foreign_page_nothing_is_taken(app: Flask, everybody: User, sign_in_as: Any, headers: Any) -> None:
    client = sign_in_as(everybody)
    token = visit(client, "/konto").form("Zapisz profil").values["csrf_token"]
    before = counts()
    found = statuses(app, client, data={"csrf_token": token, "title": "x", "body": "x"}, headers=headers)
    assert {endpoint: status for endpoint, status in found.items() if status != 403} == {}
    assert counts() == before


def test_visitor_changes_nothing_anywhere(app: Flask, client: Any) -> None:
    for make in (a_moderator, a_committee_member, an_administrator):
        make()
    before = counts()
    found = statuses(app, client, data={"title": "x", "body": "x"})
    assert set(found.values()) <= {303, 400}
    assert counts() == before
