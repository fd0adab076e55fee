"""The forum's rows of the matrix of permissions: every endpoint has them, and each cell answers as it says."""

import tomllib
from pathlib import Path

import pytest
from flask import url_for

from tests import factories
from tests.safety import setups_forum

ROWS = tomllib.loads((Path(__file__).parents[1] / "safety" / "matrix" / "forum.toml").read_text(encoding="utf-8"))
PEOPLE = {
    "advocate": factories.an_advocate,
    "deputy": factories.a_deputy,
    "advocate_elsewhere": factories.an_advocate,
    "moderator": factories.a_moderator,
    "committee": factories.a_committee_member,
    "administrator": factories.an_administrator,
    "blocked": factories.a_blocked_user,
}


def test_every_endpoint_and_method_has_a_row(app):
    real = {
        f"{rule.endpoint} {method}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods
        if rule.endpoint.startswith("forum.") and method in ("GET", "POST")
    }
    assert set(ROWS) == real


@pytest.mark.slow
@pytest.mark.parametrize("key", ROWS)
def test_row(key, app, client, sign_in_as):
    app.config["WTF_CSRF_ENABLED"] = False
    endpoint, method = key.split()
    row = dict(ROWS[key])
    setup = getattr(setups_forum, row.pop("setup"))
    found = {}
    for viewpoint in row:
        author = factories.an_advocate()
        values, fields = setup(author)
        if viewpoint == "visitor":
            viewer = client
        else:
            viewer = sign_in_as(author if viewpoint == "author" else PEOPLE[viewpoint]())
        with app.test_request_context():
            path = url_for(endpoint, **values)
        answer = viewer.open(path, method=method, data=fields if method == "POST" else None)
        found[viewpoint] = answer.status_code
    app.config["WTF_CSRF_ENABLED"] = True
    assert found == row
