"""A browser that has signed in before is let past an account that strangers have locked with wrong passwords."""

import pytest
from sqlalchemy import select

from app.auth.devices import forget_old_devices
from app.auth.models import KnownDevice
from app.web import rate_limits
from tests.factories import PASSWORD, a_user, an_advocate
from tests.pages import visit

WRONG = "cztery inne słowa tutaj"
ACCOUNT_LIMIT = rate_limits.LIMITS["sign_in_account"][0]


def enter(client, email, password=PASSWORD, status=200):
    return visit(client, "/logowanie").form("Zaloguj się").submit(email=email, password=password, status=status)


def mark(client, name="urzadzenie"):
    return client.get_cookie(name)


@pytest.fixture
def user(app):
    return an_advocate(password=PASSWORD)


@pytest.fixture
def lock(app):
    """Somebody elsewhere guesses until the account is locked."""

    def guess(email):
        stranger = app.test_client()
        for _ in range(ACCOUNT_LIMIT):
            enter(stranger, email, WRONG, status=422)
        enter(stranger, email, status=429)

    return guess


@pytest.mark.settings(RATE_LIMITS="on")
@pytest.mark.parametrize("then", ["Wyloguj", "expired", "everywhere"])
def test_own_browser_gets_in_where_strangers_have_locked_the_account(app, client, clock, user, lock, then):
    page = enter(client, user.email)
    if then == "Wyloguj":
        page.form("Wyloguj").submit()
    elif then == "expired":
        clock.move(days=89)
    else:
        other = app.test_client()
        enter(other, user.email)
        visit(other, "/konto").form("Wyloguj wszędzie indziej").submit()
    lock(user.email)
    enter(app.test_client(), user.email, status=429)
    assert enter(client, user.email).has_button("Wyloguj")


@pytest.mark.settings(RATE_LIMITS="on")
def test_own_browser_has_a_count_of_its_own_and_no_end_of_guesses(client, user):
    enter(client, user.email).form("Wyloguj").submit()
    for _ in range(rate_limits.LIMITS["sign_in_device"][0]):
        enter(client, user.email, WRONG, status=422)
    enter(client, user.email, status=429)


@pytest.mark.settings(RATE_LIMITS="on")
def test_limit_of_the_network_holds_for_own_browsers_too(client, user, monkeypatch):
    enter(client, user.email).form("Wyloguj").submit()
    monkeypatch.setitem(rate_limits.LIMITS, "sign_in_network", (3, 300))
    for _ in range(2):
        enter(client, user.email, WRONG, status=422)
    enter(client, user.email, status=429)


@pytest.mark.settings(RATE_LIMITS="on")
def test_browser_of_somebody_else_is_not_let_past(client, user, lock):
    other = a_user(password=PASSWORD)
    enter(client, other.email).form("Wyloguj").submit()
    lock(user.email)
    enter(client, user.email, status=429)


@pytest.mark.settings(RATE_LIMITS="on")
@pytest.mark.parametrize("value", ["", "x", "x" * 5000, "zażółć", "' OR 1=1 --"])
def test_made_up_mark_is_not_let_past(client, user, lock, value):
    lock(user.email)
    client.set_cookie("urzadzenie", value)
    enter(client, user.email, status=429)


@pytest.mark.settings(RATE_LIMITS="on")
def test_mark_ends_after_ninety_days(client, user, clock, lock, session):
    enter(client, user.email).form("Wyloguj").submit()
    clock.move(days=90)
    forget_old_devices()
    assert len(session.scalars(select(KnownDevice)).all()) == 1
    clock.move(seconds=1)
    lock(user.email)
    enter(client, user.email, status=429)
    forget_old_devices()
    assert session.scalars(select(KnownDevice)).all() == []


def test_mark_is_new_at_each_sign_in_and_the_database_does_not_know_it(client, user, session):
    enter(client, user.email)
    first = mark(client)
    assert (first.http_only, first.same_site, first.path, first.max_age) == (True, "Lax", "/", 90 * 24 * 3600)
    visit(client, "/").form("Wyloguj").submit()
    assert mark(client).value == first.value
    enter(client, user.email)
    assert mark(client).value != first.value
    assert mark(client).value not in session.scalars(select(KnownDevice.token_hash)).one()


@pytest.mark.settings(BASE_URL="https://glos.example", TRUSTED_HOSTS="localhost")
def test_under_https_the_mark_is_bound_to_the_host(client, user):
    enter(client, user.email)
    cookie = mark(client, "__Host-urzadzenie")
    assert cookie.secure
    assert cookie.http_only


def test_mark_opens_nothing_by_itself(client, user):
    enter(client, user.email)
    client.delete_cookie("sesja")
    assert client.get("/konto").status_code == 302


def test_who_never_signed_in_gets_no_mark(client, user):
    for path in ("/zasady", "/logowanie", "/haslo/nowe", "/konto"):
        visit(client, path)
    enter(client, user.email, WRONG, status=422)
    assert mark(client) is None


@pytest.mark.settings(RATE_LIMITS="on")
def test_getting_in_past_the_lock_leaves_it_locked_for_strangers(app, client, user, lock):
    enter(client, user.email).form("Wyloguj").submit()
    lock(user.email)
    enter(client, user.email)
    enter(app.test_client(), user.email, status=429)
