"""Signing in and out: who gets in, what is answered, what is written down."""

import pytest
from sqlalchemy import select

from app.activity import AuditEvent
from app.auth import passwords
from app.auth.actions.signing_in import sign_in
from app.auth.errors import WrongCredentials
from app.auth.models import UserSession
from app.web import rate_limits
from tests.factories import PASSWORD, a_blocked_user, a_user, an_advocate
from tests.pages import visit


def enter(client, email, password=PASSWORD, status=200):
    return visit(client, "/logowanie").form("Zaloguj się").submit(email=email, password=password, status=status)


def sesja(client):
    return client.get_cookie("sesja")


def test_right_password_opens_a_session_and_leads_home(client):
    user = a_user("Anna Kalinowska", password=PASSWORD)
    page = enter(client, user.email)
    assert page.path == "/"
    assert page.has_button("Wyloguj")


def test_address_may_be_typed_in_capitals_and_with_blanks(client):
    a_user(email="anna.kalinowska@gmina.example", password=PASSWORD)
    assert enter(client, " Anna.Kalinowska@GMINA.example ").has_button("Wyloguj")


def test_wrong_password_and_unknown_address_get_the_same_answer(app, client):
    user = a_user(password=PASSWORD)
    known = enter(client, user.email, "cztery inne słowa tutaj", status=422)
    unknown = enter(client, "nikt@gmina.example", status=422)
    assert known.main.find("form").text == unknown.main.find("form").text
    said = "Ten adres i hasło do siebie nie pasują"
    assert said in known.text
    assert said in unknown.text
    assert sesja(client) is None


def test_refused_form_keeps_the_address_but_not_the_password(client):
    page = enter(client, "nikt@gmina.example", "tajne słowo do sprawdzenia", status=422)
    assert page.form("Zaloguj się").values["email"] == "nikt@gmina.example"
    assert "tajne słowo do sprawdzenia" not in page.html


def test_unknown_address_costs_the_same_work(app, monkeypatch):
    verified = []
    hasher = passwords._current()
    real = hasher.verify
    monkeypatch.setattr(
        type(hasher), "verify", lambda self, stored, given: verified.append(stored) or real(stored, given)
    )
    a_user(email="jest@gmina.example", password=PASSWORD)
    for email in ("jest@gmina.example", "nikt@gmina.example"):
        with pytest.raises(WrongCredentials):
            sign_in(email, "cztery inne słowa tutaj", "")
    assert len(verified) == 2
    assert verified[0].split("$")[:4] == verified[1].split("$")[:4]  # the same costs


def test_account_without_a_password_takes_none(client):
    user = a_user()
    enter(client, user.email, "nobody has this password", status=422)


def test_closed_account_is_answered_like_an_unknown_one(client):
    user = a_blocked_user(password=PASSWORD)
    page = enter(client, user.email, status=422)
    assert "Ten adres i hasło do siebie nie pasują" in page.text
    assert sesja(client) is None


def test_account_closed_while_the_password_was_checked_stays_out(app, monkeypatch):
    user = a_user(password=PASSWORD)
    real = passwords.fits

    def fits_slowly(stored, given):
        from app.lib import clock
        from app.web.unit_of_work import unit_of_work

        fitting = real(stored, given)
        with unit_of_work():
            user.blocked_at = clock.now()
        return fitting

    monkeypatch.setattr(passwords, "fits", fits_slowly)
    with pytest.raises(WrongCredentials):
        sign_in(user.email, PASSWORD, "")


def test_cookie_holds_a_token_that_the_database_does_not_know(client, session):
    user = a_user(password=PASSWORD)
    enter(client, user.email)
    cookie = sesja(client)
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert len(cookie.value) >= 43
    stored = session.scalars(select(UserSession.token_hash)).one()
    assert cookie.value not in stored
    assert str(user.id) not in cookie.value.split(".")


@pytest.mark.settings(BASE_URL="https://glos.example", TRUSTED_HOSTS="localhost")
def test_under_https_the_cookie_is_bound_to_the_host(client):
    user = a_user(password=PASSWORD)
    enter(client, user.email)
    cookie = client.get_cookie("__Host-sesja")
    assert cookie.secure
    assert cookie.path == "/"


def test_each_sign_in_has_a_token_of_its_own(app, client):
    user = a_user(password=PASSWORD)
    enter(client, user.email)
    other = app.test_client()
    enter(other, user.email)
    assert sesja(client).value != sesja(other).value


def test_cookie_of_the_form_carries_no_identity(client):
    user = a_user("Anna Kalinowska", password=PASSWORD)
    enter(client, user.email)
    client.delete_cookie("sesja")
    assert not visit(client, "/").has_button("Wyloguj")


def test_sign_out_ends_the_session_for_good(client, session):
    user = a_user(password=PASSWORD)
    page = enter(client, user.email)
    token = sesja(client).value
    page.form("Wyloguj").submit()
    assert sesja(client) is None
    client.set_cookie("sesja", token)
    assert not visit(client, "/").has_button("Wyloguj")
    assert session.scalars(select(UserSession.revoked_at)).one() is not None


def test_good_and_bad_attempts_are_recorded_without_the_address(client, session):
    user = a_user(password=PASSWORD)
    enter(client, user.email, "cztery inne słowa tutaj", status=422)
    enter(client, "nikt@gmina.example", status=422)
    enter(client, user.email)
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
    assert [event.act for event in events] == ["sign_in.refused", "sign_in.refused", "sign_in"]
    assert [event.object_id for event in events] == [str(user.id), "0", str(user.id)]
    assert all("@" not in f"{event.details}{event.reason}" for event in events)


@pytest.mark.settings(RATE_LIMITS="on")
def test_eleventh_guess_in_five_minutes_has_to_wait_and_keeps_the_address(client, monkeypatch):
    user = a_user(password=PASSWORD)
    for _ in range(rate_limits.LIMITS["sign_in_account"][0]):
        enter(client, user.email, "cztery inne słowa tutaj", status=422)
    page = enter(client, user.email, status=429)
    assert 1 <= int(page.response.headers["Retry-After"]) <= 301
    assert user.email in page.html
    assert "Za dużo prób" in page.text
    assert sesja(client) is None


@pytest.mark.settings(RATE_LIMITS="on")
def test_success_forgets_the_guesses(client):
    user = a_user(password=PASSWORD)
    for _ in range(9):
        enter(client, user.email, "cztery inne słowa tutaj", status=422)
    page = enter(client, user.email)
    page.form("Wyloguj").submit()
    enter(client, user.email, "cztery inne słowa tutaj", status=422)
    enter(client, user.email)


def test_who_is_signed_in_is_led_from_the_form_home(sign_in_as):
    assert sign_in_as(an_advocate()).get("/logowanie").location == "/"


def test_after_signing_in_one_comes_where_one_was_going(client):
    user = an_advocate(password=PASSWORD)
    page = visit(client, "/konto?widok=1")
    assert page.path == "/logowanie"
    assert page.form("Zaloguj się").submit(email=user.email, password=PASSWORD).url.endswith("/konto?widok=1")


def test_signing_in_anew_ends_the_session_that_the_browser_had(client, session):
    first, second = a_user(password=PASSWORD), a_user(password=PASSWORD)
    form = visit(client, "/logowanie").form("Zaloguj się")
    form.submit(email=first.email, password=PASSWORD)
    before = sesja(client).value
    token = visit(client, "/konto").form("Zapisz profil").values["csrf_token"]
    client.post("/logowanie", data={"csrf_token": token, "email": second.email, "password": PASSWORD})
    assert sesja(client).value != before
    client.set_cookie("sesja", before)
    assert client.get("/konto").status_code == 302
