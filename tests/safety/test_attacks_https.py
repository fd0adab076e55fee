"""Under https: cookies with every mark, strict transport, a new session at each sign-in, addresses never from the request."""

from typing import Any

import pytest
from flask import Flask

from tests import factories

BASE = "https://glos.example"
pytestmark = pytest.mark.settings(BASE_URL=BASE, TRUSTED_HOSTS="glos.example", PROXIES=1)


def _signed_in(app: Flask, email: str, **more: Any) -> Any:
    client = app.test_client()
    page = client.get("/logowanie", base_url=BASE).get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    sent = {"csrf_token": token, "email": email, "password": factories.PASSWORD, "next": ""}
    return client, client.post("/logowanie", base_url=BASE, data=sent, headers={"Referer": BASE + "/logowanie"}, **more)


def test_the_session_cookie_bears_every_mark(app: Flask) -> None:
    user = factories.an_advocate(password=factories.PASSWORD)
    _client, answer = _signed_in(app, user.email)
    cookies = {one.partition("=")[0]: one for one in answer.headers.getlist("Set-Cookie")}
    assert answer.status_code == 303
    assert set(cookies) >= {"__Host-sesja"}
    for cookie in cookies.values():
        assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert "Domain=" not in cookie and "Path=/" in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_session_given_by_another_is_not_taken_up(app: Flask) -> None:
    user = factories.an_advocate(password=factories.PASSWORD)
    client = app.test_client()
    client.set_cookie("__Host-sesja", "x" * 43, domain="glos.example", secure=True)
    page = client.get("/logowanie", base_url=BASE).get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    sent = {"csrf_token": token, "email": user.email, "password": factories.PASSWORD}
    answer = client.post("/logowanie", base_url=BASE, data=sent, headers={"Referer": BASE + "/"})
    given = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-sesja="))
    assert "x" * 43 not in given


@pytest.mark.parametrize("headers", [{"X-Forwarded-Host": "evil.example"}, {"Host": "evil.example"}])
def test_a_foreign_host_gets_no_page_and_no_letter_names_it(app: Flask, run_jobs: Any, headers: Any) -> None:
    from pathlib import Path

    user = factories.an_advocate(password=factories.PASSWORD)
    client = app.test_client()
    assert client.get("/logowanie", base_url=BASE, headers=headers).status_code == 400
    from app.auth.actions.signing_in import ask_for_reset

    ask_for_reset(user.email)
    run_jobs()
    letters = [one.read_text() for one in (Path(app.config["DATA_DIR"]) / "mail").glob("*.eml")]
    assert letters and all("evil" not in one and "https://glos.example/haslo/" in one for one in letters)


def test_the_plain_cookie_of_the_demonstration_opens_nothing_here(app: Flask, sign_in_as: Any) -> None:
    client = sign_in_as(factories.an_advocate())
    token = client.get_cookie("__Host-sesja").value if client.get_cookie("__Host-sesja") else ""
    plain = app.test_client()
    plain.set_cookie("sesja", token, domain="glos.example")
    assert plain.get("/konto", base_url=BASE).status_code == 302
