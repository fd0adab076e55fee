"""An action that PostgreSQL broke off is done again; one that stays broken off says so and keeps the text."""

import io

import pytest
from sqlalchemy.exc import OperationalError

from app.web.access import public
from app.web.unit_of_work import unit_of_work


class Deadlock(Exception):
    sqlstate = "40P01"


@pytest.fixture
def attempts(app):
    """POST /powtorka works at the try that `attempts["good"]` says; `attempts["read"]` is what each try read."""
    told = {"good": 1, "read": []}

    @public
    def view():
        from flask import request

        told["read"].append(request.files["file"].read() if request.files else b"")
        with unit_of_work():
            if len(told["read"]) < told["good"]:
                raise OperationalError("SELECT 1", {}, Deadlock())
        return "done"

    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/powtorka", "again", view, methods=["POST"])
    return told


@pytest.mark.settings
def test_overtaken_action_is_done_again_with_its_file(client, attempts):
    attempts["good"] = 3
    answer = client.post("/powtorka", data={"file": (io.BytesIO(b"abc"), "a.txt")})
    assert (answer.status_code, attempts["read"]) == (200, [b"abc"] * 3)


@pytest.mark.settings
def test_third_failure_is_told_and_the_text_kept(client, attempts):
    attempts["good"] = 4
    answer = client.post("/powtorka", data={"body": "Moje słowa"})
    assert (answer.status_code, len(attempts["read"])) == (503, 3)
    assert answer.headers["Retry-After"]
    assert "Moje słowa" in answer.get_data(as_text=True)
