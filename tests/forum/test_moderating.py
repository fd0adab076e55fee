"""Decisions of moderators: each with a reason, in the public log and the record; what is hidden is gone for others."""

import pytest

from app.activity import verify
from app.activity.models import AuditEvent
from app.forum.actions import moderating
from app.forum.actions.answers import accept_answer
from app.forum.errors import AlreadyDecided, HideTheTopic, NotAnAnswer
from app.forum.models import Category, Topic
from app.moderation.models import ModerationEntry
from app.web.errors import Forbidden
from tests.factories_forum import a_category, a_forum_moderator, a_person, a_reply, a_topic, posts_of
from tests.pages import visit

pytestmark = pytest.mark.usefixtures("app")


def decide(viewer, page, link, reason="Zasada 4"):
    """Through the pages: the link beside the topic or post, the reason, the button."""
    form_page = page.link(link).follow()
    button = form_page.main.find_all("button")[-1].text
    return form_page.form(button).submit(reason=reason)


def test_moderator_locks_and_unlocks(sign_in_as, client, session):
    topic = a_topic(title="Dowóz")
    moderator = sign_in_as(a_forum_moderator())
    page = decide(moderator, visit(moderator, f"/forum/watek/{topic.id}"), "Zamknij wątek", "Temat wyczerpany")
    assert "Wątek jest zamknięty." in page.text
    assert "Powód: Temat wyczerpany" in visit(client, f"/forum/watek/{topic.id}").text
    assert not visit(sign_in_as(a_person()), f"/forum/watek/{topic.id}").has_button("Dodaj odpowiedź")
    assert page.has_button("Dodaj odpowiedź")  # moderators can still answer
    decide(moderator, page, "Otwórz wątek", "Nowe przepisy")
    assert visit(sign_in_as(a_person()), f"/forum/watek/{topic.id}").has_button("Dodaj odpowiedź")
    entries = session.query(ModerationEntry).order_by(ModerationEntry.id).all()
    assert [(one.act, one.reason, one.target_kind, one.target_id) for one in entries] == [
        ("lock", "Temat wyczerpany", "topic", topic.id),
        ("unlock", "Nowe przepisy", "topic", topic.id),
    ]
    assert [one.act for one in session.query(AuditEvent).filter(AuditEvent.act.like("moderation.%"))] == [
        "moderation.lock",
        "moderation.unlock",
    ]
    assert verify() is None


def test_pinned_topic_stands_first(sign_in_as, client, clock):
    first = a_topic(title="Ważny")
    clock.move(hours=1)
    a_topic(title="Nowszy")

    def order():
        page = visit(client, "/forum")
        return [node.text for node in page.find_all("a") if "topic__title" in node.get("class", "")]

    assert order() == ["Nowszy", "Ważny"]
    moderator = sign_in_as(a_forum_moderator())
    page = decide(moderator, visit(moderator, f"/forum/watek/{first.id}"), "Przypnij wątek")
    assert order() == ["Ważny", "Nowszy"]
    decide(moderator, page, "Odepnij wątek")
    assert order() == ["Nowszy", "Ważny"]


def test_hidden_post_leaves_a_line(sign_in_as, client, session):
    author = a_person()
    topic = a_topic()
    post = a_reply(topic, author, "Telefon do pani Zofii")
    moderator = sign_in_as(a_forum_moderator())
    page = visit(moderator, f"/forum/watek/{topic.id}")
    page = decide(moderator, page, "Ukryj", "Dane osoby prywatnej, zasada 4")
    for viewer in (client, sign_in_as(a_person())):
        seen = visit(viewer, f"/forum/watek/{topic.id}")
        assert "Telefon do pani Zofii" not in seen.html
        assert "Wpis 2 ukrył moderator (MCPS)" in seen.text
        assert "Powód: Dane osoby prywatnej, zasada 4" in seen.text
        assert viewer.get(f"/forum/wpis/{post.id}/historia").status_code == 404
    for viewer in (moderator, sign_in_as(author)):
        assert "Telefon do pani Zofii" in visit(viewer, f"/forum/watek/{topic.id}").text
    assert session.get(Topic, topic.id).reply_count == 0
    assert session.get(Category, topic.category_id).unanswered_count == 1
    decide(moderator, page, "Przywróć wpis", "Zgoda osoby")
    assert "Telefon do pani Zofii" in visit(client, f"/forum/watek/{topic.id}").text
    assert session.get(Topic, topic.id).reply_count == 1
    assert session.get(Category, topic.category_id).unanswered_count == 0


def test_hidden_post_cannot_be_quoted_or_edited(sign_in_as):
    author = a_person()
    topic = a_topic()
    post = a_reply(topic, author, "Tajne")
    moderating.hide_post(a_forum_moderator(), post.id, "x")
    viewer = sign_in_as(a_person())
    assert "Tajne" not in visit(viewer, f"/forum/watek/{topic.id}-{topic.slug}?cytuj=2").html
    assert sign_in_as(author).get(f"/forum/wpis/{post.id}/edycja").status_code == 403


def test_hidden_newest_post_takes_the_topic_back_in_time(session, clock):
    topic = a_topic()
    before = topic.last_post_at
    clock.move(hours=3)
    post = a_reply(topic)
    moderating.hide_post(a_forum_moderator(), post.id, "x")
    session.rollback()
    topic = session.get(Topic, topic.id)
    assert (topic.last_post_at, topic.newest_number, topic.last_number) == (before, 1, 2)
    assert a_reply(topic).number == 3  # numbers are never given twice


def test_hidden_topic_is_gone_for_others(sign_in_as, client, session):
    author = a_person()
    topic = a_topic(author, title="Reklama firmy", tags=["reklama"])
    a_reply(topic)
    moderator = sign_in_as(a_forum_moderator())
    decide(moderator, visit(moderator, f"/forum/watek/{topic.id}"), "Ukryj wątek", "Reklama, zasada 6")
    path = f"/forum/watek/{topic.id}-{topic.slug}"
    first = posts_of(topic.id)[0]
    for viewer in (client, sign_in_as(a_person())):
        for address in (
            path,
            f"/forum/watek/{topic.id}/wpis/2",
            f"/forum/wpis/{first.id}/historia",
            "/forum/tag/reklama",
        ):
            assert viewer.get(address).status_code == 404, address
        for listing in ("/forum", f"/forum/kategoria/{topic.category.slug}"):
            assert "Reklama firmy" not in visit(viewer, listing).text
    seen = visit(sign_in_as(author), path)
    assert "Reklama, zasada 6" in seen.text
    assert not seen.has_button("Dodaj odpowiedź")
    assert session.get(Category, topic.category_id).topic_count == 0
    decide(moderator, visit(moderator, path), "Przywróć wątek", "Pomyłka")
    assert "Reklama firmy" in visit(client, "/forum").text
    assert session.get(Category, topic.category_id).topic_count == 1


def test_hidden_topic_takes_no_answer(sign_in_as):
    topic = a_topic()
    viewer = sign_in_as(a_person())
    form = visit(viewer, f"/forum/watek/{topic.id}").form("Dodaj odpowiedź")
    moderating.hide_topic(a_forum_moderator(), topic.id, "x")
    assert form.send(body="Spóźniony").status_code == 404


def test_topic_moves_to_another_category(sign_in_as, client, session):
    moderator = a_forum_moderator()
    here, there = a_category("Tutaj", by=moderator), a_category("Tam", by=moderator, readers="members")
    topic = a_topic(category=here, title="Wędrowiec")
    viewer = sign_in_as(moderator)
    form = visit(viewer, f"/forum/watek/{topic.id}").link("Przenieś wątek").follow().form("Przenieś wątek")
    page = form.submit(category=there.id, reason="Pasuje tam")
    assert page.has_link("Tam")
    assert client.get(f"/forum/watek/{topic.id}").status_code == 404
    counts = {one.name: one.topic_count for one in session.query(Category)}
    assert (counts["Tutaj"], counts["Tam"]) == (0, 1)
    assert session.query(ModerationEntry).one().audience == "members"


def test_second_click_decides_once_and_a_late_one_is_told(sign_in_as, session):
    topic = a_topic()
    moderator = a_forum_moderator()
    viewer = sign_in_as(moderator)
    form = visit(viewer, f"/forum/watek/{topic.id}/zamkniecie").form("Zamknij wątek")
    other = visit(viewer, f"/forum/watek/{topic.id}/zamkniecie").form("Zamknij wątek")
    assert [form.send(reason="Raz").status_code for _ in range(2)] == [303, 303]
    late = other.submit(reason="Drugi moderator", status=409)
    assert "Ktoś już o tym zdecydował" in late.text
    assert session.query(ModerationEntry).count() == 1


def test_reason_is_needed_and_kept_when_too_long(sign_in_as, session):
    topic = a_topic()
    viewer = sign_in_as(a_forum_moderator())
    form = visit(viewer, f"/forum/watek/{topic.id}/ukrycie").form("Ukryj wątek")
    assert "Podaj powód w jednym zdaniu" in form.submit(reason="  ", status=422).text
    page = form.submit(reason="p" * 2001, status=422)
    assert page.form("Ukryj wątek").values["reason"] == "p" * 2001
    assert session.query(ModerationEntry).count() == 0


def test_first_post_is_hidden_only_with_its_topic():
    topic = a_topic()
    with pytest.raises(HideTheTopic):
        moderating.hide_post(a_forum_moderator(), posts_of(topic.id)[0].id, "x")


def test_only_moderators_decide(sign_in_as, client, session):
    author = a_person()
    topic = a_topic(author)
    post = a_reply(topic, author)
    for noun in ("zamkniecie", "otwarcie", "przypiecie", "odpiecie", "ukrycie", "przywrocenie", "przeniesienie"):
        path = f"/forum/watek/{topic.id}/{noun}"
        assert client.get(path).status_code == 302
        assert sign_in_as(author).get(path).status_code == 403
    assert sign_in_as(author).get(f"/forum/wpis/{post.id}/ukrycie").status_code == 403
    for action in (moderating.lock_topic, moderating.pin_topic, moderating.hide_topic):
        with pytest.raises(Forbidden):
            action(author, topic.id, "x")
    with pytest.raises(Forbidden):
        moderating.hide_post(author, post.id, "x")
    with pytest.raises(AlreadyDecided):
        moderating.restore_post(a_forum_moderator(), post.id, "x")
    assert session.query(ModerationEntry).count() == 0


def test_author_marks_the_solution_and_it_stands_second(sign_in_as, client, session):
    author = a_person("Anna Kalinowska")
    topic = a_topic(author)
    a_reply(topic, body="Nie wiem")
    a_reply(topic, body="Tak się to robi")
    viewer = sign_in_as(author)
    page = visit(viewer, f"/forum/watek/{topic.id}")
    forms = page.find("article", id="wpis-3").find_all("form")
    assert len(forms) == 1
    assert not page.find("article", id="wpis-1").find_all("form")
    response = viewer.post(
        f"/forum/watek/{topic.id}/rozwiazanie",
        data={"csrf_token": page.form("Wyloguj").values["csrf_token"], "number": "3"},
    )
    assert response.location.endswith("#wpis-3")
    page = visit(client, f"/forum/watek/{topic.id}")
    assert [node["id"] for node in page.find_all("article")] == ["wpis-1", "wpis-3", "wpis-2"]
    assert "Rozwiązanie wskazane przez osobę, która pyta" in page.text
    assert "Wpis 3 stoi wyżej jako rozwiązanie" in page.text
    assert "i jest rozwiązanie" in visit(client, "/forum").text
    visit(viewer, f"/forum/watek/{topic.id}").form("To nie jest rozwiązanie").submit()
    assert [node["id"] for node in visit(client, f"/forum/watek/{topic.id}").find_all("article")] == [
        "wpis-1",
        "wpis-2",
        "wpis-3",
    ]
    assert session.query(AuditEvent).filter(AuditEvent.act.like("forum.%answer")).count() == 0


def test_moderator_marks_the_solution_and_it_is_recorded(session):
    topic, moderator = a_topic(), a_forum_moderator()
    post = a_reply(topic)
    accept_answer(moderator, topic.id, post.number)
    assert session.query(AuditEvent).filter_by(act="forum.accepted_answer").count() == 1


def test_solution_must_be_a_visible_answer():
    author, moderator = a_person(), a_forum_moderator()
    topic = a_topic(author)
    post = a_reply(topic)
    for number in (1, 99):
        with pytest.raises(NotAnAnswer):
            accept_answer(author, topic.id, number)
    with pytest.raises(Forbidden):
        accept_answer(a_person(), topic.id, 2)
    accept_answer(author, topic.id, 2)
    moderating.hide_post(moderator, post.id, "x")
    topic = posts_of(topic.id)[0].topic
    assert topic.accepted_number is None
    with pytest.raises(NotAnAnswer):
        accept_answer(author, topic.id, 2)
