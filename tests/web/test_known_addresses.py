"""Addresses that are kept: the same as Flask's own, whatever the values, the request and the place it is mounted."""

from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

VALUES: list[dict[str, Any]] = [
    {},
    {"filtr": "moje", "strona": 2},
    {"strona": None, "_anchor": "wpis-3"},
    {"strona": 1},
    {"strona": True},
    {"tag": ["a", "b"]},
    {"q": "żółw & co"},
    {"_external": True},
    {"_method": "GET"},
]


@pytest.mark.parametrize("values", VALUES)
def test_the_same_as_flasks_own(app: Flask, values: dict[str, Any]) -> None:
    with app.test_request_context("/"):
        expected = Flask.url_for(app, "forum.index", **values)
        assert [url_for("forum.index", **values) for _ in range(2)] == [expected, expected]


def test_another_root_is_another_address(app: Flask) -> None:
    with app.test_request_context("/"):
        assert url_for("forum.index") == "/forum"
    with app.test_request_context("/", base_url="http://localhost/glos"):
        assert url_for("forum.index") == "/glos/forum"


def test_an_unknown_endpoint_is_a_mistake_each_time(app: Flask) -> None:
    with app.test_request_context("/"):
        for _ in range(2):
            with pytest.raises(BuildError):
                url_for("forum.nothing")


def test_the_memory_begins_anew_when_it_is_full(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.known_addresses.MOST", 10)
    with app.test_request_context("/"):
        assert [url_for("forum.index", strona=n) for n in range(50)] == [f"/forum?strona={n}" for n in range(50)]
        assert len(app._known) <= 10  # type: ignore[attr-defined]
