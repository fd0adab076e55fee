"""Profile, messages, staff roles, closing of accounts, the first administrator."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.activity import AuditEvent
from app.auth.actions.profile import block_person, unblock_person, write_to_person
from app.auth.models import PersonMessage, User
from app.web import rate_limits
from app.web.errors import Forbidden
from tests.factories import PASSWORD, a_committee_member, a_deputy, a_moderator, a_user, an_administrator, an_advocate
from tests.letters import headers_of, last_letter_to, letters_to
from tests.pages import visit

LISTED = datetime(2026, 1, 1, tzinfo=UTC)


def test_profile_is_what_others_read(sign_in_as, client):
    user = an_advocate()
    form = visit(sign_in_as(user), "/konto").form("Zapisz profil")
    form.submit(name="Anna Kalinowska", office_title="rzeczniczka", about="Pomagam przy klauzulach.", listed=True)
    page = visit(client, f"/rzecznicy/{user.handle}")
    assert page.heading == "Anna Kalinowska"
    assert "Pomagam przy klauzulach." in page.main.text
    assert user.email not in page.html


def test_consent_is_recorded_with_its_time_and_can_be_taken_back(sign_in_as, clock, session):
    user = an_advocate()
    client = sign_in_as(user)
    visit(client, "/konto").form("Zapisz profil").submit(listed=True)
    assert session.get_one(User, user.id).listed_at == clock.now()
    visit(client, "/konto").form("Zapisz profil").submit(listed=None)
    assert session.get_one(User, user.id).listed_at is None
    acts = session.scalars(select(AuditEvent.act).order_by(AuditEvent.number)).all()
    assert acts == ["directory.joined", "directory.left"]


def test_stale_profile_gets_both_texts_and_loses_nothing(sign_in_as):
    user = an_advocate(about="Na początku.")
    client = sign_in_as(user)
    first, second = (visit(client, "/konto").form("Zapisz profil") for _ in range(2))
    first.submit(about="Zapisane w pierwszej karcie.")
    page = second.submit(about="Pisane w drugiej karcie.", status=409)
    assert "Zapisane w pierwszej karcie." in page.main.text
    assert "Pisane w drugiej karcie." in page.main.text
    page.form("Zapisz mój tekst").submit()
    assert "Pisane w drugiej karcie." in visit(client, f"/rzecznicy/{user.handle}").text


def test_name_cannot_be_dressed_up_as_another(sign_in_as, session):
    user = an_advocate()
    name = "Anna\u202e \u200bKali\u00adnowska\r\nModerator"
    visit(sign_in_as(user), "/konto").form("Zapisz profil").submit(name=name)
    assert session.get_one(User, user.id).name == "Anna Kalinowska Moderator"


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "\u202e", "x" * 121])
def test_name_that_is_none_or_too_long_is_refused(sign_in_as, name):
    visit(sign_in_as(an_advocate()), "/konto").form("Zapisz profil").submit(name=name, status=422)


def test_form_cannot_raise_rank_or_take_anothers_place(sign_in_as, session):
    user, other = an_advocate(), an_advocate("Inna Osoba")
    client = sign_in_as(user)
    values = dict(visit(client, "/konto").form("Zapisz profil").values)
    values |= {"is_administrator": "1", "is_moderator": "y", "email": other.email, "id": str(other.id), "handle": "x"}
    client.post("/konto", data=values)
    user = session.get_one(User, user.id)
    assert not user.is_staff
    assert user.handle != "x"
    assert session.get_one(User, other.id).name == "Inna Osoba"


# Messages


def test_message_comes_by_e_mail_with_the_answer_to_the_sender(app, sign_in_as, run_jobs):
    sender, person = an_advocate("Jan Pisarz"), an_advocate("Anna Kalinowska", listed_at=LISTED)
    page = visit(sign_in_as(sender), f"/rzecznicy/{person.handle}").link("Napisz wiadomość").follow()
    after = page.form("Wyślij wiadomość").submit(text="Dzień dobry,\njak liczycie dowóz?")
    assert person.email not in page.html + after.html
    run_jobs()
    letter = last_letter_to(app, person.email)
    assert "jak liczycie dowóz?" in letter.text
    assert "Jan Pisarz" in letter.subject
    assert sender.email not in letter.text
    assert str(headers_of(app, letter)["Reply-To"]) == sender.email


def test_second_click_sends_no_second_message(app, sign_in_as, run_jobs, session):
    person = an_advocate(listed_at=LISTED)
    form = visit(sign_in_as(an_advocate()), f"/rzecznicy/{person.handle}/wiadomosc").form("Wyślij wiadomość")
    locations = {form.send(text="Raz.").location for _ in range(2)}
    assert len(locations) == 1
    run_jobs()
    assert len(letters_to(app, person.email)) == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("mark", ["", "krótki", "x" * 500, "0" * 31 + "\u0660"])
def test_made_up_mark_of_a_form_does_no_harm(sign_in_as, session, mark):
    person = an_advocate(listed_at=LISTED)
    client = sign_in_as(an_advocate())
    path = f"/rzecznicy/{person.handle}/wiadomosc"
    token = visit(client, path).form("Wyślij wiadomość").values["csrf_token"]
    for _ in range(2):
        answer = client.post(path, data={"csrf_token": token, "submission_id": mark, "text": "Dzień dobry."})
        assert answer.status_code == 303
    assert len(session.scalars(select(PersonMessage)).all()) == 2


def test_only_who_wants_to_be_found_is_written_to(app):
    hidden, listed = an_advocate(), an_advocate(listed_at=LISTED)
    for sender in (a_user(), listed):
        with pytest.raises(Forbidden):
            write_to_person(sender, listed, text="Dzień dobry.", submission_id="1")
    with pytest.raises(Forbidden):
        write_to_person(listed, hidden, text="Dzień dobry.", submission_id="1")
    for sender in (hidden, a_deputy(), a_committee_member(), a_moderator()):
        write_to_person(sender, listed, text="Dzień dobry.", submission_id="1")
    write_to_person(hidden, a_moderator(), text="Dzień dobry.", submission_id="2")


def test_message_form_of_who_is_not_listed_does_not_open(sign_in_as):
    hidden = an_advocate()
    assert sign_in_as(an_advocate()).get(f"/rzecznicy/{hidden.handle}/wiadomosc").status_code == 403


def test_head_lines_cannot_be_smuggled_into_a_letter(app, run_jobs):
    sender, person = an_advocate(), an_advocate(listed_at=LISTED)
    from app.web.unit_of_work import unit_of_work

    with unit_of_work():
        sender.name = "Jan\r\nBcc: wszyscy@example.com"
    write_to_person(sender, person, text="Bcc: ktos@example.com\n\nTreść.", submission_id="1")
    run_jobs()
    message = headers_of(app, last_letter_to(app, person.email))
    assert message["Bcc"] is None
    assert [name for name in message if name == "To"] == ["To"]


@pytest.mark.settings(RATE_LIMITS="on")
def test_eleventh_message_of_an_hour_waits_and_is_kept(sign_in_as):
    person = an_advocate(listed_at=LISTED)
    client = sign_in_as(an_advocate())
    for _ in range(rate_limits.LIMITS["messages"][0]):
        visit(client, f"/rzecznicy/{person.handle}/wiadomosc").form("Wyślij wiadomość").submit(text="Dzień dobry.")
    form = visit(client, f"/rzecznicy/{person.handle}/wiadomosc").form("Wyślij wiadomość")
    assert "Długo pisana prośba." in form.submit(text="Długo pisana prośba.", status=429).html


# Closing


def test_closing_needs_a_reason_and_ends_the_sessions(sign_in_as, session):
    person = an_advocate()
    theirs = sign_in_as(person)
    page = visit(sign_in_as(an_administrator()), f"/administracja/osoby/{person.handle}")
    page.form("Zamknij konto").submit(reason="", status=422)
    assert visit(theirs, "/").has_button("Wyloguj")
    page.form("Zamknij konto").submit(reason="Prośba gminy.")
    assert not visit(theirs, "/").has_button("Wyloguj")
    assert (
        session.scalars(select(AuditEvent.reason).where(AuditEvent.act == "account.blocked")).one() == "Prośba gminy."
    )


def test_two_administrators_who_close_at_once_do_not_open(sign_in_as, session):
    person = an_advocate()
    pages = [visit(sign_in_as(an_administrator()), f"/administracja/osoby/{person.handle}") for _ in range(2)]
    for page in pages:
        page.form("Zamknij konto").submit(reason="Prośba gminy.")
    assert session.get_one(User, person.id).blocked_at is not None
    assert len(session.scalars(select(AuditEvent).where(AuditEvent.act == "account.blocked")).all()) == 1


def test_opened_account_works_again(app, client):
    person, admin = an_advocate(password=PASSWORD), an_administrator()
    block_person(admin, person, "Pomyłka.")
    unblock_person(admin, person, "Już dobrze.")
    page = visit(client, "/logowanie").form("Zaloguj się").submit(email=person.email, password=PASSWORD)
    assert page.has_button("Wyloguj")


def test_nobody_closes_the_own_account_or_without_the_role(app):
    admin = an_administrator()
    for actor, person in ((admin, admin), (a_moderator(), an_advocate()), (an_advocate(), an_advocate())):
        with pytest.raises(Forbidden):
            block_person(actor, person, "Bo tak.")


# Command line


def test_first_administrator_is_made_from_the_command_line(app, client):
    done = app.test_cli_runner().invoke(
        args=["auth", "create-admin", "Szef@MCPS.example", "--name", "Ewa Szefowa", "--password", PASSWORD]
    )
    assert done.exit_code == 0, done.output
    page = visit(client, "/logowanie").form("Zaloguj się").submit(email="szef@mcps.example", password=PASSWORD)
    assert page.client.get("/administracja/osoby").status_code == 200


def test_account_that_is_there_becomes_administrator_and_signs_in_anew(app, sign_in_as, session):
    user = an_advocate()
    client = sign_in_as(user)
    done = app.test_cli_runner().invoke(
        args=["auth", "create-admin", user.email, "--name", "Inne Imię", "--password", PASSWORD]
    )
    assert done.exit_code == 0
    session.rollback()
    assert session.get_one(User, user.id).is_administrator
    assert session.get_one(User, user.id).name == user.name
    assert not visit(client, "/").has_button("Wyloguj")


@pytest.mark.parametrize(
    ("email", "password"),
    [("szef@mcps.example", "krótkie"), ("szef@mcps.example", "ewa szefowa 1"), ("szef", PASSWORD)],
)
def test_command_line_refuses_poor_passwords_and_addresses(app, session, email, password):
    done = app.test_cli_runner().invoke(
        args=["auth", "create-admin", email, "--name", "Ewa Szefowa", "--password", password]
    )
    assert done.exit_code == 1
    assert session.scalars(select(User)).all() == []
