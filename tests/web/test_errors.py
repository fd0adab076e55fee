"""Every refusal is a page with a sentence, a way on and a number; under /api/ it is JSON."""

import json
import logging
import re

import pytest
import sqlalchemy as sa
from flask import abort

from app.extensions import db
from app.web.access import access_of, check_every_view, public
from app.web.errors import TooMany
from app.web.logs import JsonLines
from tests.factories import PASSWORD, an_administrator, an_advocate
from tests.pages import Page, visit

INCIDENT = re.compile(r"[0-9a-f]{12}")


@pytest.fixture
def own_app(app):
    """An application of this test alone, with addresses that fail in every way."""

    @app.route("/blad/<int:code>", methods=["GET", "POST"])
    @app.route("/api/blad/<int:code>", methods=["GET", "POST"], endpoint="api_blad")
    @public
    def fail(code):
        if code == 429:
            raise TooMany(retry_after=42)
        if code == 500:
            raise RuntimeError("hasło anna@wasewo.example")
        abort(code)

    return app


@pytest.mark.settings
@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 415, 429, 503])
def test_page_says_what_happened_and_leads_on(own_app, client, code):
    page = Page(client, client.get(f"/blad/{code}"), code)
    assert page.heading
    assert len(page.find("main").text) > 60
    assert page.find_all("a", href="/")
    assert page.response.headers["Cache-Control"] in ("no-store", "no-cache")
    if code != 404:
        assert INCIDENT.search(page.main.text)


@pytest.mark.settings
@pytest.mark.parametrize("code", [413, 429, 503])
def test_what_was_typed_comes_back_on_the_page(own_app, sign_in_as, code):
    client = sign_in_as(an_advocate())
    token = visit(client, "/konto").form("Zapisz profil").values["csrf_token"]
    answer = client.post(f"/blad/{code}", data={"csrf_token": token, "body": "Pisane <b>pół</b> godziny.\nDalej."})
    assert answer.status_code == code
    assert "Pisane &lt;b&gt;pół&lt;/b&gt; godziny." in answer.text


@pytest.mark.settings
@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 503])
def test_programs_get_json(own_app, client, code):
    answer = client.get(f"/api/blad/{code}")
    assert answer.status_code == code
    error = answer.json["error"]
    assert set(error) == {"code", "message", "id"}
    assert re.fullmatch("[a-z_]+", error["code"])
    assert INCIDENT.fullmatch(error["id"])
    assert "hasło" not in answer.text


def test_address_that_is_not_there_under_api_is_json(client):
    assert client.get("/api/v1/nie-ma").json["error"]["code"] == "not_found"
    assert client.get("/nie-ma").mimetype == "text/html"


def test_wrong_method_names_the_right_ones(client):
    answer = client.post("/zasady", headers={"Origin": "http://localhost"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.settings
def test_limit_says_when_to_come_again(own_app, client):
    assert client.get("/blad/429").headers["Retry-After"] == "42"


@pytest.mark.settings
def test_fault_of_ours_says_nothing_of_its_cause(own_app, client):
    answer = client.get("/blad/500")
    assert answer.status_code == 500
    assert "Coś się u" in answer.text
    assert INCIDENT.search(answer.text)
    for word in ("RuntimeError", "Traceback", "anna@wasewo", "hasło anna"):
        assert word not in answer.text


@pytest.mark.settings
def test_text_of_a_fault_can_be_copied(own_app, sign_in_as):
    client = sign_in_as(an_advocate())
    token = visit(client, "/konto").form("Zapisz profil").values["csrf_token"]
    data = {"csrf_token": token, "body": "Pisane długo.\nDruga linia.", "password": "tajne tajne"}
    answer = client.post("/blad/500", data=data)
    assert "Pisane długo." in answer.text
    assert "tajne tajne" not in answer.text


def break_the_database(monkeypatch):
    def broken(*_arguments, **_options):
        raise sa.exc.OperationalError("SELECT", {}, Exception("disk I/O error"))

    monkeypatch.setattr(db.session, "execute", broken)
    monkeypatch.setattr(db.session, "scalar", broken)
    monkeypatch.setattr(db.session, "scalars", broken)


@pytest.mark.parametrize("path", ["/", "/konto", "/forum", "/api/v1/search?q=x"])
def test_page_of_a_broken_database_needs_no_database(sign_in_as, monkeypatch, path):
    client = sign_in_as(an_advocate())
    break_the_database(monkeypatch)
    answer = client.get(path)
    assert answer.status_code == 500
    assert INCIDENT.search(answer.text)
    assert "Content-Security-Policy" in answer.headers


def test_static_files_ask_the_database_nothing(sign_in_as, app, queries, monkeypatch):
    client = sign_in_as(an_advocate())
    address = re.search(r'href="(/zasoby/[^"]+app.css)"', client.get("/").text).group(1)
    queries.clear()
    assert client.get(address).status_code == 200
    assert queries == []


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1:80@evil.example", "x" * 300, ""])
@pytest.mark.settings(TRUSTED_HOSTS="localhost 127.0.0.1")
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_host_names_are_refused(client, host, method):
    answer = getattr(client, method)("/logowanie", headers={"Host": host})
    assert answer.status_code == 400
    assert "csrf_token" not in answer.text
    assert "evil" not in answer.text


@pytest.mark.settings
def test_view_that_says_nothing_of_access_stops_the_start(app):
    app.add_url_rule("/nowy", "nowy", lambda: "")
    with pytest.raises(RuntimeError, match="nowy"):
        check_every_view(app)


def test_every_view_says_who_may_open_it(app):
    assert all(access_of(app, endpoint) is not None for endpoint in app.view_functions)


# Addresses


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "path",
    [
        "/forum/watek/99999999999999999999/odpowiedz",
        "/forum/watek/2147483648-x",
        "/stanowiska/99999999999999999999",
        "/praktyki/4294967296-x",
        "/rzecznicy/a%00b",
        "/szukaj?q=%00",
        "/szukaj?q=a&powiat=%00",
        "/jednostki/podpowiedzi?q=%00",
        "/rzecznicy/" + "x" * 3000,
        "/forum/tag/%F0%9F%98%80",
        "/rzecznicy/%ED%A0%80",
    ],
)
def test_addresses_that_nobody_can_have_are_refused_quietly(client, path):
    answer = client.get(path)
    assert 400 <= answer.status_code < 500 or (answer.status_code == 302 and "logowanie" in answer.location)


# Logs


@pytest.fixture
def lines(app):
    """What goes into the log, as JSON."""
    kept = []

    class Keeper(logging.Handler):
        def emit(self, record):
            kept.append(self.format(record))

    keeper, logger = Keeper(), logging.getLogger("app")
    keeper.setFormatter(JsonLines())
    level = logger.level
    logger.addHandler(keeper)
    logger.setLevel(logging.DEBUG)
    yield kept
    logger.removeHandler(keeper)
    logger.setLevel(level)


def test_log_tells_rule_status_time_and_number_of_the_person(sign_in_as, lines):
    person = an_advocate()
    client = sign_in_as(person)
    client.get(f"/rzecznicy/{person.handle}?q=szukane")
    line = json.loads(lines[-1])
    assert line["rule"] == "/rzecznicy/<handle>"
    assert (line["method"], line["status"], line["person"]) == ("GET", 200, person.id)
    assert line["ms"] > 0
    assert INCIDENT.fullmatch(line["request_id"])


def test_log_says_why_something_was_refused(sign_in_as, client, lines):
    sign_in_as(an_advocate()).get("/moderacja")
    client.post("/logowanie", data={"csrf_token": "x"})
    client.post("/logowanie", headers={"Origin": "https://evil.example"})
    assert [json.loads(one).get("refused") for one in lines] == ["forbidden", "form_token", "forbidden"]


@pytest.mark.settings
def test_marked_personal_values_never_reach_the_log(own_app, client, sign_in_as, lines, run_jobs):
    marks = ["znak1@gmina.example", "Znakdwa Trzyznak", "znak-cztery-hasło-długie", "znakpięć", "znaksześć"]
    user = an_advocate(marks[1], email=marks[0], password=marks[2])
    reader = sign_in_as(user)
    token = reader.get_cookie("sesja").value
    form = visit(client, "/logowanie").form("Zaloguj się")
    form.send(email=marks[0], password=marks[2] + "x")
    form.send(email=marks[0], password=marks[2])
    reader.get(f"/szukaj?q={marks[3]}")
    reader.get(f"/rzecznicy/{user.handle}")
    reader.post("/blad/500", data={"body": marks[4], "csrf_token": "x"})
    reader.post("/konto", data={"about": marks[4]})
    client.get(f"/blad/500?q={marks[3]}")
    visit(app_client(own_app), "/haslo/nowe").form("Przyślij odnośnik").submit(email=marks[0])
    run_jobs()
    assert len(lines) > 8
    whole = "\n".join(lines)
    for mark in [*marks, user.handle, token, "znak1", "RuntimeError: "]:
        assert mark not in whole, mark


def app_client(app):
    return app.test_client()


@pytest.mark.settings
def test_fault_is_logged_by_kind_and_place(own_app, client, lines):
    client.get("/blad/500")
    line = next(json.loads(one) for one in lines if '"error"' in one)
    assert line["error"] == "RuntimeError"
    assert any(place.startswith("test_errors.py:") for place in line["where"])


# Health


def test_process_is_alive_without_a_database(client, monkeypatch):
    break_the_database(monkeypatch)
    assert client.get("/zdrowie/zywy").text == "ok\n"


@pytest.mark.both_databases
def test_ready_when_all_is_well(client):
    answer = client.get("/zdrowie/gotowy")
    assert (answer.status_code, answer.json) == (200, {"ready": True})


def test_not_ready_without_a_database_and_without_details(client, monkeypatch):
    break_the_database(monkeypatch)
    answer = client.get("/zdrowie/gotowy")
    assert (answer.status_code, answer.json) == (503, {"ready": False})


def test_not_ready_when_jobs_wait_too_long(client, clock):
    from app.jobs import enqueue
    from app.web.unit_of_work import unit_of_work

    with unit_of_work():
        enqueue("index", {})
    assert client.get("/zdrowie/gotowy").status_code == 200
    clock.move(minutes=16)
    assert client.get("/zdrowie/gotowy").status_code == 503


def test_administrators_page_is_no_page_for_others(client, sign_in_as):
    assert client.get("/administracja/poczta").status_code == 302
    assert sign_in_as(an_advocate(password=PASSWORD)).get("/administracja/poczta").status_code == 403
    assert sign_in_as(an_administrator()).get("/administracja/poczta").status_code == 200
