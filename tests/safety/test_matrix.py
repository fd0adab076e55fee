"""Who may do what: every address × method × viewpoint, as tests/safety/matrix/*.toml says, is asked for.

A route that no row knows fails, and so does a row whose route is gone. What is refused must change nothing in any table.
"""

import contextvars
import importlib
import io
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.auth.models import User
from app.lib import clock
from app.web.unit_of_work import unit_of_work
from tests.conftest import DATABASES, NOON, Client
from tests.databases import SETTINGS
from tests.safety.people_of_matrix import VIEWPOINTS, Scene, made_once

FOLDER = Path(__file__).parent
# What a visitor may send: signing in, links from letters, applying, reports of browsers.
OPEN_TO_ALL = {
    "auth.accept_invitation POST", "auth.apply_for_mandate POST", "auth.ask_for_reset POST", "auth.open_session POST",
    "auth.confirm_application_address POST", "auth.new_password POST", "pages.csp_report POST",
}  # fmt: skip
# The one thing that opening a page may write (and "last seen", whose time has not come here).
READ_MARKS = "topic_readers"
ROWS: dict[str, tuple[str, dict[str, Any]]] = {}
TWICE: list[str] = []
for _file in sorted((FOLDER / "matrix").glob("*.toml")):
    for _name, _row in tomllib.loads(_file.read_text(encoding="utf-8")).items():
        TWICE.extend([_name] if _name in ROWS else [])
        ROWS[_name] = (_file.stem, _row)


@pytest.fixture(scope="module")
def stage(pytestconfig: pytest.Config) -> Iterator[tuple[Scene, Path]]:
    """One application for all rows. Its forms carry no token: here the question is who, not from where."""
    from app import create_app

    databases = pytestconfig.stash[DATABASES]
    folder = databases.new_folder()
    url = databases.new_sqlite(folder)
    clock.set_to(NOON)
    app = create_app({**SETTINGS, "DATA_DIR": str(folder), "SQLALCHEMY_DATABASE_URI": url, "WTF_CSRF_ENABLED": False})
    app.test_client_class = Client
    with made_once(app, Path(url.removeprefix("sqlite:///")), folder) as scene:
        yield scene
    clock.set_to(None)


def routes(app: Flask) -> set[str]:
    return {
        f"{rule.endpoint} {method}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_route_has_its_row_and_every_row_its_route(app: Flask) -> None:
    known = routes(app)
    assert sorted(known - ROWS.keys()) == []
    assert sorted(ROWS.keys() - known) == []
    assert TWICE == []


def test_every_row_names_every_viewpoint() -> None:
    for name, (_, row) in ROWS.items():
        assert set(row) == {"setup", *VIEWPOINTS}, name


def test_matrix_has_as_many_cells_as_was_promised() -> None:
    assert len(ROWS) * len(VIEWPOINTS) >= 800


def test_every_address_that_changes_something_turns_the_visitor_away() -> None:
    for name, (_, row) in ROWS.items():
        if not name.endswith(" GET") and name not in OPEN_TO_ALL:
            assert row["visitor"] in (303, 403, 404), name
            assert row["blocked"] == row["visitor"], name


def test_scene_notices_every_change_and_can_be_put_back(stage: tuple[Scene, Path]) -> None:
    scene, start = stage
    scene.begin(start, lambda author: None)
    before = scene.rows()
    with unit_of_work() as session:
        session.get_one(User, scene.people["author"]).about = "Inaczej."
    assert changed(before, scene.rows()) == {"users"}
    scene.put_back()
    assert changed(before, scene.rows()) == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ROWS))
def test_row(stage: tuple[Scene, Path], name: str) -> None:
    scene, start = stage
    feature, row = ROWS[name]
    clock.set_to(NOON)
    setups = importlib.import_module(f"tests.safety.setups_{feature}")
    values, fields = scene.begin(start, getattr(setups, row["setup"]))
    endpoint, method = name.split()
    path = scene.app.url_map.bind("localhost").build(endpoint, values)
    if method == "GET":
        before = scene.rows()
        found = {viewpoint: status_of(scene, viewpoint, "GET", path) for viewpoint in VIEWPOINTS}
        assert changed(before, scene.rows()) <= {READ_MARKS}
    else:
        refused = {one for one in VIEWPOINTS if is_refusal(row[one], one) and name not in OPEN_TO_ALL}
        found = ask_all_to_change(scene, refused, path, fields)
    assert found == {viewpoint: row[viewpoint] for viewpoint in VIEWPOINTS}


def is_refusal(status: int, viewpoint: str) -> bool:
    return status in (403, 404, 409) or (status in (302, 303) and viewpoint in ("visitor", "blocked"))


def ask_all_to_change(scene: Scene, refused: set[str], path: str, fields: dict[str, Any]) -> dict[str, int]:
    """Who is refused asks first, on one database that must stay as it is; the others each on a fresh one."""
    found = {}
    before = scene.rows()
    for viewpoint in sorted(VIEWPOINTS, key=lambda one: one not in refused):
        if viewpoint not in refused:
            scene.put_back()
        found[viewpoint] = status_of(scene, viewpoint, "POST", path, fields)
        if viewpoint in refused and is_refusal(found[viewpoint], viewpoint):
            assert changed(before, scene.rows()) == set(), viewpoint
    return found


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    return {table for table in after if after[table] != before[table]}


def status_of(scene: Scene, viewpoint: str, method: str, path: str, fields: dict[str, Any] | None = None) -> int:
    def ask() -> int:
        response = scene.client(viewpoint).open(path, method=method, data=fresh(fields))
        status: int = response.status_code
        response.close()
        return status

    return contextvars.Context().run(with_context, scene.app, ask)


def fresh(fields: dict[str, Any] | None) -> dict[str, Any] | None:
    """The fields with their files (bytes and a name) opened anew, since a request closes them."""
    if not fields:
        return None
    return {name: (io.BytesIO(one[0]), one[1]) if isinstance(one, tuple) else one for name, one in fields.items()}


def with_context(app: Flask, ask: Callable[[], int]) -> int:
    with app.app_context():
        return ask()
