"""Forms that arrive without right, too late, from elsewhere or twice: refused, kept, once."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.auth.models import PersonMessage
from app.extensions import db
from app.web import rate_limits
from app.web.kept_forms import KeptForm, forget_old_forms
from app.web.same_origin import safe_next
from app.web.submissions import Submission, forget_old_submissions, once
from app.web.unit_of_work import unit_of_work
from tests.factories import PASSWORD, an_administrator, an_advocate
from tests.pages import Page, visit

LISTED = datetime(2026, 1, 1, tzinfo=UTC)
OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
TEXT = "Długo pisana wiadomość.\nZ drugą linią i znakami <b>„”&amp;</b>."


@pytest.fixture
def writer(clock, sign_in_as):
    """A form for a message, and the client of who writes it."""
    person = an_advocate("Anna Kalinowska", listed_at=LISTED)
    client = sign_in_as(an_advocate("Jan Pisarz", password=PASSWORD))
    client.path = f"/rzecznicy/{person.handle}/wiadomosc"
    return client


def messages():
    db.session.rollback()
    return list(db.session.scalars(select(PersonMessage.text).order_by(PersonMessage.id)))


# The token


@pytest.mark.parametrize("token", [None, "", "abc", "x" * 5000])
def test_form_without_a_good_token_comes_back_with_its_text_and_works_when_resent(writer, token):
    data = {"text": TEXT} | ({} if token is None else {"csrf_token": token})
    answer = writer.post(writer.path, data=data, headers=OURS)
    page = Page(writer, answer, 400)
    assert messages() == []
    form = page.form("Wyślij ponownie")
    assert form.values["text"] == TEXT
    assert form.values["csrf_token"] not in ("", token)
    form.submit()
    assert messages() == [TEXT]


def test_token_of_another_session_is_refused(writer, sign_in_as):
    stranger = sign_in_as(an_advocate())
    token = visit(stranger, "/konto").form("Zapisz profil").values["csrf_token"]
    assert writer.post(writer.path, data={"text": TEXT, "csrf_token": token}, headers=OURS).status_code == 400
    assert messages() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "http://[evil"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "https://evil.example/http://localhost/"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_foreign_page_is_refused_even_with_a_good_token_and_gets_no_text_back(writer, headers):
    token = visit(writer, writer.path).form("Wyślij wiadomość").values["csrf_token"]
    answer = writer.post(writer.path, data={"text": TEXT, "csrf_token": token}, headers=headers)
    assert answer.status_code == 403
    assert "Długo pisana" not in answer.text
    assert messages() == []


def test_opening_pages_changes_nothing(writer, session):
    before = rows(session)
    for path in ("/konto", "/forum", "/szukaj?q=x", writer.path):
        writer.get(path)
        writer.head(path)
    assert rows(session) == before


def rows(session):
    session.rollback()
    return {table.name: session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables}


# A session that has ended


def test_form_sent_after_the_session_is_kept_and_shown_after_sign_in(writer, clock):
    form = visit(writer, writer.path).form("Wyślij wiadomość")
    clock.move(days=15)
    answer = form.send(text=TEXT)
    assert answer.status_code == 303
    page = visit(writer, answer.location).form("Zaloguj się")
    page = page.submit(email=email_of("Jan Pisarz"), password=PASSWORD)
    assert "zachowaliśmy Twój tekst" in page.main.text
    page.form("Wyślij ponownie").submit()
    assert messages() == [TEXT]


def email_of(name):
    from app.auth.models import User

    db.session.rollback()
    return db.session.scalars(select(User.email).where(User.name == name)).one()


def test_kept_form_holds_no_password_and_no_token(client, session):
    data = {"present_password": "tajne stare", "password": "tajne nowe", "csrf_token": "t", "inne": "zostaje"}
    client.post("/konto/haslo", data=data)
    assert session.scalars(select(KeptForm.fields)).one() == [["inne", "zostaje"]]


def test_field_named_after_a_code_is_kept(client, session):
    client.post("/konto", data={"unit_code": "141610"})
    assert session.scalars(select(KeptForm.fields)).one() == [["unit_code", "141610"]]


def test_stranger_cannot_hand_over_a_form_of_his_making(app, client, sign_in_as):
    answer = client.post("/administracja/osoby/zly-czlowiek", data={"administrator": "y"})
    token = answer.location.rsplit("zachowane=", 1)[1]
    assert sign_in_as(an_administrator()).get(f"/zachowane/{token}").status_code == 404


def test_kept_form_is_gone_after_thirty_minutes(client, sign_in_as, clock, session):
    answer = client.post("/konto", data={"name": TEXT})
    token = answer.location.rsplit("zachowane=", 1)[1]
    reader = sign_in_as(an_advocate())
    reader.set_cookie("zachowane", token)
    assert TEXT.splitlines()[0] in reader.get(f"/zachowane/{token}").text
    clock.move(minutes=31)
    assert reader.get(f"/zachowane/{token}").status_code == 404
    forget_old_forms()
    assert session.scalars(select(KeptForm)).all() == []


def test_very_large_form_of_a_stranger_is_not_kept(client, session):
    client.post("/konto", data={"name": "x" * 300_000})
    client.post("/konto", data={"x" * 300_000: "1"})
    assert session.scalars(select(KeptForm)).all() == []


@pytest.mark.settings(RATE_LIMITS="on")
def test_strangers_cannot_fill_the_database_with_kept_forms(client, session):
    for _ in range(rate_limits.LIMITS["kept_forms"][0] + 5):
        assert client.post("/konto", data={"name": "x"}).status_code == 303
    assert len(session.scalars(select(KeptForm.id)).all()) == rate_limits.LIMITS["kept_forms"][0]


# Ways on


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "http:evil.example",
        "javascript:alert(1)", "/\t/evil.example", "/\r\nSet-Cookie: a=b", "/\x00", "evil.example", "", "/nie-ma",
        "/wylogowanie", "///evil.example", " /konto", "/konto\n", "/" + "x" * 3000, "/%5Cevil.example", "data:text/html,x",
    ],
)  # fmt: skip
def test_way_on_leads_nowhere_else(app, client, target):
    user = an_advocate(password=PASSWORD)
    form = visit(client, "/logowanie").form("Zaloguj się")
    answer = form.send(email=user.email, password=PASSWORD, next=target)
    assert answer.status_code == 303
    # Blanks at the ends of a hidden field are harmless: what is left is ours or nothing.
    assert answer.location in ("/", "/konto")
    with app.test_request_context("/"):
        assert safe_next(target) is None


@pytest.mark.parametrize("path", ["/jezyk/en", "/wyglad/ciemny"])
def test_links_that_set_a_choice_lead_nowhere_else_either(client, path):
    assert client.get(f"{path}?next=//evil.example").location == "/"
    assert client.get(f"{path}?next=/forum?strona=2").location == "/forum?strona=2"


# Twice


@pytest.mark.both_databases
def test_twenty_equal_submissions_make_one_thing(app, session):
    person_id = an_advocate().id
    other_id = an_advocate().id
    start, urls = threading.Barrier(8), []

    def make():
        message = PersonMessage(sender_id=person_id, recipient_id=other_id, submission_id=f"{len(urls)}", text="Raz.")
        db.session.add(message)
        return message

    def click():
        with app.app_context():
            start.wait()
            for _ in range(3):
                urls.append(once(person_id, "a" * 32, make, lambda message: f"/wiadomosc/{message.id}"))
            db.session.remove()

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(urls) == 24
    assert len(set(urls)) == 1
    assert messages() == ["Raz."]


def test_same_mark_of_another_person_is_another_form(app):
    made = []
    for person in (an_advocate(), an_advocate()):
        once(person.id, "a" * 32, lambda: made.append(1), lambda _thing: "/")
    assert made == [1, 1]


def test_form_that_was_refused_may_be_sent_again_under_its_mark(app):
    person_id = an_advocate().id

    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        once(person_id, "a" * 32, fail, lambda _thing: "/")
    assert once(person_id, "a" * 32, lambda: None, lambda _thing: "/tam") == "/tam"


def test_marks_are_forgotten_after_a_week(app, clock, session):
    person_id = an_advocate().id
    once(person_id, "a" * 32, lambda: None, lambda _thing: "/")
    clock.move(days=6)
    forget_old_submissions()
    assert len(session.scalars(select(Submission)).all()) == 1
    clock.move(days=2)
    forget_old_submissions()
    assert session.scalars(select(Submission)).all() == []


def test_reader_gets_back_to_the_page_in_the_language_chosen(client):
    client.get("/jezyk/en?next=/zasady")
    assert visit(client, "/zasady").find("html")["lang"] == "en"
    client.get("/jezyk/pl")
    assert visit(client, "/zasady").find("html")["lang"] == "pl"


def test_theme_is_remembered_and_can_be_given_back_to_the_system(client):
    client.get("/wyglad/ciemny")
    assert visit(client, "/").find("html")["data-theme"] == "dark"
    client.get("/wyglad/systemowy")
    assert not visit(client, "/").find("html").has("data-theme")


@pytest.mark.parametrize("path", ["/jezyk/de", "/wyglad/zielony", "/jezyk/../pl"])
def test_other_choices_are_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("value", ["de", "<script>", "pl; en", "x" * 2000])
def test_made_up_choice_in_a_cookie_is_the_default(client, value):
    client.set_cookie("jezyk", value)
    client.set_cookie("motyw", value)
    html = visit(client, "/").find("html")
    assert html["lang"] == "pl"
    assert not html.has("data-theme")


def test_session_of_the_form_does_not_survive_its_secret(writer):
    form = visit(writer, writer.path).form("Wyślij wiadomość")
    writer.set_cookie("session", "eyJjc3JmX3Rva2VuIjoiYSJ9.YWJj.ZGVm")
    assert form.send(text=TEXT).status_code == 400
    with unit_of_work():
        pass
    assert messages() == []
