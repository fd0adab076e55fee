"""A person applies with a document; MCPS confirms or refuses."""

import io
import threading
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from app.activity import AuditEvent
from app.auth.actions.applying import (
    apply_for_mandate,
    confirm_address,
    confirm_application,
    forget_unconfirmed_applications,
    refuse_application,
)
from app.auth.errors import AlreadyDecided, LinkUsedUp, UnitTaken
from app.auth.models import AuthorityDocument, Mandate, MandateApplication, User
from app.auth.one_time_links import make_link
from app.extensions import db
from app.web import rate_limits
from app.web.errors import Forbidden
from tests.factories import PASSWORD, a_moderator, a_user, an_administrator, an_advocate, mandate_of
from tests.files import EXE, PDF, a_docx, a_png
from tests.letters import last_letter_to, letters_to, link_in
from tests.pages import visit

WASEWO = "141610"
EMAIL = "nowa@wasewo.example"


def fill_in(client, content=PDF, name="zarzadzenie.pdf", status=200, **fields):
    values = {"name": "Nowa Osoba", "email": EMAIL, "unit_name": "gmina Wąsewo", "valid_from": "2026-01-15", **fields}
    document = (io.BytesIO(content), name)
    return (
        visit(client, "/zostan-rzecznikiem").form("Złóż zgłoszenie").submit(document=document, status=status, **values)
    )


def an_application(*, confirmed=True, email=EMAIL, unit_id=WASEWO, valid_from=date(2026, 1, 15), content=PDF):
    apply_for_mandate(
        email=email, name="Nowa Osoba", office_title="", unit_id=unit_id, valid_from=valid_from,
        file_name="zarządzenie 12.pdf", content=content,
    )  # fmt: skip
    application = db.session.scalars(select(MandateApplication).order_by(MandateApplication.id.desc())).first()
    if confirmed:
        confirm_address(make_link("confirm", email, application.id))
    return application


def stored_files(app):
    folder = Path(app.config["DATA_DIR"]) / "files" / "documents"
    return list(folder.iterdir()) if folder.exists() else []


def test_from_the_form_to_the_first_sign_in(app, client, run_jobs, sign_in_as, session):
    page = fill_in(client)
    assert EMAIL in page.main.text
    run_jobs()
    visit(client, link_in(last_letter_to(app, EMAIL))).form("Potwierdź i przekaż do MCPS").submit()
    moderator = sign_in_as(a_moderator())
    application = visit(moderator, "/moderacja").link("Zgłoszenie: Nowa Osoba").follow()
    application.form("Potwierdź mandat").submit()
    run_jobs()
    page = visit(client, link_in(last_letter_to(app, EMAIL))).form("Ustaw hasło").submit(password=PASSWORD)
    assert page.form("Zaloguj się").submit(email=EMAIL, password=PASSWORD).has_button("Wyloguj")
    mandate = session.scalars(select(Mandate)).one()
    assert (mandate.unit_id, mandate.valid_from, mandate.is_in_force) == (WASEWO, date(2026, 1, 15), True)
    assert mandate.document.original_name == "zarzadzenie.pdf"


@pytest.mark.parametrize(
    ("content", "name"),
    [(PDF, "a.pdf"), (a_docx(), "b.DOCX"), (a_png(), "skan.png"), (PDF, "../../etc/zażółć \u202efdp.pdf")],
)
def test_documents_are_taken_and_kept_under_a_name_of_ours(app, client, session, content, name):
    fill_in(client, content, name)
    document = session.scalars(select(AuthorityDocument)).one()
    assert [path.name for path in stored_files(app)] == [document.stored_name]
    assert "/" not in document.original_name
    assert "\u202e" not in document.original_name


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (EXE, "zarzadzenie.pdf", "nie jest tym, na co wskazuje nazwa"),
        (a_png(), "zarzadzenie.pdf", "nie jest tym, na co wskazuje nazwa"),
        (b"<html><script>alert(1)</script>", "skan.png", "nie jest tym, na co wskazuje nazwa"),
        (a_docx(macros=True), "uchwala.docx", "makra"),
        (PDF, "zarzadzenie.exe", "Przyjmujemy PDF"),
        (b"<svg/>", "skan.svg", "Przyjmujemy PDF"),
        (b"", "pusty.pdf", "pusty"),
        (b"%PDF-1.4" + b"0" * 20_000_001 + b"%%EOF", "duzy.pdf", "za duży"),
    ],
)
def test_other_files_are_refused_in_words_and_nothing_is_kept(app, client, session, content, name, word):
    page = fill_in(client, content, name, status=422)
    assert word in page.main.text
    assert page.form("Złóż zgłoszenie").values["email"] == EMAIL
    assert session.scalars(select(MandateApplication)).all() == []
    assert stored_files(app) == []


def test_missing_document_is_said_and_the_rest_kept(client):
    form = visit(client, "/zostan-rzecznikiem").form("Złóż zgłoszenie")
    page = form.submit(name="Nowa Osoba", email=EMAIL, unit_name="Wąsewo", status=422)
    assert "Dołącz dokument" in page.main.text
    assert page.form("Złóż zgłoszenie").values["unit_name"] == "Wąsewo"


def test_request_over_the_limit_gets_a_sentence(client):
    page = fill_in(client, PDF + b"0" * 26 * 1024 * 1024, status=413)
    assert "za duże" in page.main.text


@pytest.mark.parametrize("day", ["2026-13-01", "wczoraj", "", "0000-00-00", "31.02.2026"])
def test_what_is_no_day_is_refused(client, day):
    fill_in(client, valid_from=day, status=422)


def test_day_may_be_typed_the_polish_way(client, session):
    fill_in(client, valid_from="15.01.2026")
    assert session.scalars(select(MandateApplication.valid_from)).one() == date(2026, 1, 15)


def test_application_sent_twice_is_one_and_the_letter_comes_again(app, client, run_jobs, session):
    for _ in range(2):
        fill_in(client)
    assert len(session.scalars(select(MandateApplication)).all()) == 1
    assert len(stored_files(app)) == 1
    run_jobs()
    assert letters_to(app, EMAIL)


def test_answer_does_not_tell_whether_the_address_has_an_account(app, client):
    a_user(email="jest@gmina.example", password=PASSWORD)
    known = fill_in(client, email="jest@gmina.example").main.text.replace("jest@", "…@")
    unknown = fill_in(client, email="nikt@gmina.example").main.text.replace("nikt@", "…@")
    assert known == unknown


def test_moderators_see_only_what_was_confirmed(sign_in_as):
    application = an_application(confirmed=False)
    client = sign_in_as(a_moderator())
    assert "Nowa Osoba" not in visit(client, "/moderacja").main.text
    for path in ("", "/dokument"):
        assert client.get(f"/moderacja/wnioski/{application.id}{path}").status_code == 404


def test_opening_the_confirmation_confirms_nothing(client, session):
    application = an_application(confirmed=False)
    token = make_link("confirm", EMAIL, application.id)
    visit(client, f"/zgloszenie/{token}")
    assert session.get_one(MandateApplication, application.id).state == "unconfirmed"


def test_confirmation_works_once_and_for_thirty_minutes(app, clock):
    application = an_application(confirmed=False)
    token = make_link("confirm", EMAIL, application.id)
    clock.move(minutes=31)
    with pytest.raises(LinkUsedUp):
        confirm_address(token)
    token = make_link("confirm", EMAIL, application.id)
    confirm_address(token)
    with pytest.raises(LinkUsedUp):
        confirm_address(token)


def test_refusal_says_the_reason_by_e_mail(app, run_jobs, sign_in_as):
    application = an_application()
    page = visit(sign_in_as(a_moderator()), f"/moderacja/wnioski/{application.id}")
    page.form("Odmów potwierdzenia").submit(reason="", status=422)
    page.form("Odmów potwierdzenia").submit(reason="Na dokumencie brakuje podpisu wójta.")
    run_jobs()
    assert "Na dokumencie brakuje podpisu wójta." in last_letter_to(app, EMAIL).text


def test_refused_person_has_no_account(app, session):
    refuse_application(a_moderator(), an_application(), "Brak podpisu.")
    assert session.scalars(select(User).where(User.email == EMAIL)).all() == []


@pytest.mark.parametrize("second", ["confirm", "refuse"])
def test_second_moderator_hears_that_it_is_decided(app, second):
    application = an_application()
    confirm_application(a_moderator(), application)
    decide = confirm_application if second == "confirm" else partial(refuse_application, reason="Za późno.")
    with pytest.raises(AlreadyDecided):
        decide(a_moderator(), application)


@pytest.mark.both_databases
def test_two_moderators_at_once_decide_once(app, session):
    application_id = an_application().id
    moderators = [a_moderator().id for _ in range(2)]
    start, outcomes = threading.Barrier(2), []

    def decide(moderator_id):
        with app.app_context():
            actor = db.session.get_one(User, moderator_id)
            application = db.session.get_one(MandateApplication, application_id)
            start.wait()
            try:
                confirm_application(actor, application)
                outcomes.append("confirmed")
            except (AlreadyDecided, UnitTaken) as error:
                outcomes.append(error.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=decide, args=(one,)) for one in moderators]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()
    assert sorted(outcomes) == ["already_decided", "confirmed"]
    assert len(session.scalars(select(Mandate)).all()) == 1


def test_unit_with_an_advocate_is_not_given_twice(app, sign_in_as, session):
    application = an_application()
    an_advocate(unit_code=WASEWO)
    with pytest.raises(UnitTaken):
        confirm_application(a_moderator(), application)
    assert session.get_one(MandateApplication, application.id).state == "submitted"
    assert "ma już rzecznika" in visit(sign_in_as(a_moderator()), f"/moderacja/wnioski/{application.id}").text


def test_account_that_is_there_gets_the_mandate(app, run_jobs):
    user = a_user(email=EMAIL, password=PASSWORD)
    mandate = confirm_application(a_moderator(), an_application())
    assert mandate.person_id == user.id
    run_jobs()
    assert "Zaloguj się hasłem, które masz" in last_letter_to(app, EMAIL).text


def test_appointment_of_a_later_day_begins_on_that_day(app, clock):
    mandate = confirm_application(a_moderator(), an_application(valid_from=date(2026, 4, 1)))
    assert not mandate.is_in_force
    clock.move(days=40)
    assert mandate.is_in_force


@pytest.mark.parametrize("make", [an_advocate, a_user])
def test_others_decide_nothing(app, make):
    application = an_application()
    with pytest.raises(Forbidden):
        confirm_application(make(), application)
    with pytest.raises(Forbidden):
        refuse_application(make(), application, "Nie.")


def test_document_is_for_staff_and_its_holder_only(sign_in_as):
    mandate = confirm_application(a_moderator(), an_application())
    path = f"/mandaty/{mandate.id}/dokument"
    for allowed in (mandate.person, a_moderator(), an_administrator()):
        answer = sign_in_as(allowed).get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''zarz%C4%85dzenie%2012")
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert sign_in_as(an_advocate()).get(path).status_code == 404


def test_what_nobody_confirms_goes_after_a_month_with_its_file(app, clock, session):
    an_application(confirmed=False)
    an_application(email="inna@gmina.example", content=a_docx_as_pdf())
    clock.move(days=31)
    forget_unconfirmed_applications()
    assert session.scalars(select(MandateApplication.email)).all() == ["inna@gmina.example"]
    assert len(stored_files(app)) == 1


def a_docx_as_pdf():
    return PDF.replace(b"Count 0", b"Count  0")


def test_decision_is_recorded_with_its_reason(app, session):
    moderator = a_moderator()
    refuse_application(moderator, an_application(), "Brak podpisu.")
    event = session.scalars(select(AuditEvent).where(AuditEvent.act == "application.refused")).one()
    assert (event.actor_id, event.reason) == (moderator.id, "Brak podpisu.")


@pytest.mark.settings(RATE_LIMITS="on")
def test_eleventh_application_of_a_network_waits_and_keeps_its_text(client):
    for number in range(rate_limits.LIMITS["apply_network"][0]):
        fill_in(client, email=f"osoba{number}@gmina.example")
    page = fill_in(client, office_title="rzeczniczka z Wąsewa", status=429)
    assert "rzeczniczka z Wąsewa" in page.html


# Ends


def test_mandate_ends_after_its_last_day(sign_in_as, clock, session):
    advocate = an_advocate()
    page = visit(sign_in_as(a_moderator()), "/moderacja/mandaty")
    page = visit(page.client, f"/moderacja/mandaty/{mandate_of(advocate).id}/zakonczenie")
    page.form("Zakończ mandat").submit(on="2026-03-10", reason="Zmiana pracy.")
    assert session.get_one(User, advocate.id).is_advocate
    clock.move(days=8)
    session.expire_all()
    assert not session.get_one(User, advocate.id).is_advocate
    assert not session.get_one(User, advocate.id).is_member


def test_last_day_before_the_first_is_refused(sign_in_as):
    mandate = mandate_of(an_advocate(valid_from=date(2026, 1, 1)))
    page = visit(sign_in_as(a_moderator()), f"/moderacja/mandaty/{mandate.id}/zakonczenie")
    said = page.form("Zakończ mandat").submit(on="2025-12-31", reason="Pomyłka.", status=422)
    assert "Ostatni dzień wypada przed pierwszym" in said.text
    assert said.form("Zakończ mandat").values["reason"] == "Pomyłka."


def test_ended_mandate_cannot_be_prolonged_by_ending_it_again(app, clock):
    from app.auth.actions.applying import end_mandate
    from app.auth.errors import MandateOver
    from app.lib.clock import today

    moderator, mandate = a_moderator(), mandate_of(an_advocate())
    end_mandate(moderator, mandate, on=today() - timedelta(days=1), reason="Koniec.")
    with pytest.raises(MandateOver):
        end_mandate(moderator, mandate, on=today() + timedelta(days=900), reason="Dalej.")


def test_expired_mandate_makes_room_for_a_successor(app, clock):
    from app.auth.actions.applying import end_expired_mandates

    old = an_advocate(unit_code=WASEWO)
    from app.web.unit_of_work import unit_of_work

    with unit_of_work():
        mandate_of(old).valid_to = date(2026, 3, 3)
    end_expired_mandates()
    assert mandate_of(old).state == "active"  # its last day is today
    clock.move(days=1)
    end_expired_mandates()
    assert mandate_of(old).state == "ended"
    assert an_advocate(unit_code=WASEWO).is_advocate
