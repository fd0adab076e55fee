"""Asking, answering, previews, editing with its history; bad input gets a sentence and keeps the text."""

from threading import Thread

import pytest

from app.auth.models import User
from app.forum.actions.writing import edit_post, reply_to_topic
from app.forum.errors import TopicClosed
from app.forum.models import Category, Post, PostRevision, Topic, TopicTag
from app.forum.text import written
from app.web.errors import Forbidden
from tests.factories_forum import a_category, a_forum_moderator, a_person, a_reply, a_topic, posts_of
from tests.pages import visit


def count(session, table):
    return len(session.scalars(table.__table__.select()).all())


def test_member_asks_a_question(sign_in_as, session):
    category = a_category("Zamówienia")
    member = sign_in_as(a_person("Anna Kalinowska", office_title="rzeczniczka"))
    form = visit(member, "/forum/nowy?kategoria=zamowienia").form("Opublikuj pytanie")
    page = form.submit(title="  Jak   opisać klauzulę?", body="Mamy **pobocza**.", tags="Koszenie, #Klauzule, koszenie")
    assert page.heading == "Jak opisać klauzulę?"
    assert page.find("strong").text == "pobocza"
    assert "Anna Kalinowska" in page.main.text
    topic = session.scalar(Topic.__table__.select().with_only_columns(Topic.slug))
    assert topic == "jak-opisac-klauzule"
    assert {tag.label for tag in session.query(TopicTag)} == {"koszenie", "klauzule"}
    assert session.get(Category, category.id).topic_count == 1
    assert session.get(Category, category.id).unanswered_count == 1


def test_tag_keeps_its_first_spelling(session):
    a_topic(tags=["żywienie w szkołach"])
    a_topic(tags=["Zywienie w szkolach", "uchwały"])
    assert {tag.label for tag in session.query(TopicTag)} == {"żywienie w szkołach", "uchwały"}


def test_answer_gets_the_next_number_and_moves_the_topic(sign_in_as, session, clock):
    topic = a_topic()
    clock.move(hours=1)
    answerer = sign_in_as(a_person())
    page = visit(answerer, f"/forum/watek/{topic.id}").form("Dodaj odpowiedź").submit(body="U nas 4 zł za km.")
    assert page.find("article", id="wpis-2").find("p").text
    topic = session.get(Topic, topic.id)
    assert (topic.last_number, topic.newest_number, topic.reply_count) == (2, 2, 1)
    assert topic.last_post_at == clock.now()
    assert session.get(Category, topic.category_id).unanswered_count == 0


def test_answer_costs_thirteen_statements_at_most(sign_in_as, queries):
    topic = a_topic()
    answerer = sign_in_as(a_person())
    for _again in range(2):
        form = visit(answerer, f"/forum/watek/{topic.id}").form("Dodaj odpowiedź")
        queries.clear()
        assert form.send(body="Odpowiedź").status_code == 303
        assert len(queries) <= 13, "\n".join(one[:110].replace("\n", " ") for one in queries)


def test_preview_shows_the_text_and_writes_nothing(sign_in_as, session):
    topic = a_topic()
    answerer = sign_in_as(a_person())
    before = count(session, Post)
    form = visit(answerer, f"/forum/watek/{topic.id}").form("Pokaż podgląd")
    page = form.submit(body="- raz\n- dwa <script>alert(1)</script>")
    assert page.find("section", id="podglad").find("li").text == "raz"
    assert "Nic jeszcze nie jest zapisane" in page.text
    assert "<script>alert" not in page.html
    assert count(session, Post) == before
    assert page.form("Dodaj odpowiedź").values["body"] == "- raz\n- dwa <script>alert(1)</script>"
    assert page.form("Dodaj odpowiedź").submit().find("article", id="wpis-2")
    category = a_category("Nowy")
    page = (
        visit(answerer, "/forum/nowy").form("Pokaż podgląd").submit(title="Tytuł", body="*treść*", category=category.id)
    )
    assert page.find("em").text == "treść"
    assert count(session, Topic) == 1


def test_second_click_makes_no_second_post(sign_in_as, session):
    topic = a_topic()
    answerer = sign_in_as(a_person())
    form = visit(answerer, f"/forum/watek/{topic.id}").form("Dodaj odpowiedź")
    answers = [form.send(body="Raz") for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert count(session, Post) == 2
    form = visit(answerer, "/forum/nowy").form("Opublikuj pytanie")
    places = {form.send(title="Raz?", body="Raz", category=topic.category_id).location for _ in range(3)}
    assert len(places) == 1
    assert count(session, Topic) == 2


@pytest.mark.both_databases
def test_answers_written_together_get_different_numbers(app, session):
    topic = a_topic()
    people = [a_person().id for _ in range(6)]
    texts = [written(session.get(User, person), f"Od {person}") for person in people]
    failures = []

    def answer(person_id, text):
        with app.app_context():
            try:
                reply_to_topic(session.get(User, person_id), topic_id, text)
            except Exception as error:
                failures.append(error)
            finally:
                session.remove()

    topic_id = topic.id
    session.rollback()
    threads = [Thread(target=answer, args=pair) for pair in zip(people, texts, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()
    assert not failures
    assert [post.number for post in posts_of(topic_id)] == [1, 2, 3, 4, 5, 6, 7]
    assert session.get(Topic, topic_id).reply_count == 6


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Napisz coś, zanim wyślesz."),
        ("  \n\n ", "Napisz coś, zanim wyślesz."),
        ("\0\0", "Napisz coś, zanim wyślesz."),
        ("ą" * 20_001, "zmieści się najwyżej 20000"),
    ],
)
def test_bad_answer_gets_a_sentence_and_keeps_its_text(sign_in_as, session, body, sentence):
    topic = a_topic()
    answerer = sign_in_as(a_person())
    page = visit(answerer, f"/forum/watek/{topic.id}").form("Dodaj odpowiedź").submit(body=body, status=422)
    shown = page.text.lower().replace("\xa0", " ").replace(" ", "")
    assert sentence.lower().replace(" ", "")[:24] in shown or "20000" in shown
    assert page.form("Dodaj odpowiedź").values["body"] == body.replace("\0", "")
    assert count(session, Post) == 1


def test_bad_question_gets_sentences_and_keeps_everything(sign_in_as, session):
    category = a_category()
    member = sign_in_as(a_person())
    form = visit(member, "/forum/nowy").form("Opublikuj pytanie")
    tags = ", ".join(f"tag {number}" for number in range(11))
    page = form.submit(title="t" * 201, body="Treść zostaje", tags=tags, category=category.id, status=422)
    assert "201" in page.text
    assert "Tagów jest 11" in page.text
    kept = page.form("Opublikuj pytanie").values
    assert (kept["title"], kept["body"], kept["tags"]) == ("t" * 201, "Treść zostaje", tags)
    for category_id in ("999", "0", "", "x"):
        response = member.post("/forum/nowy", data={**kept, "title": "Dobry", "tags": "", "category": category_id})
        assert response.status_code == 422
    response = member.post("/forum/nowy", data={**kept, "title": "Dobry", "tags": "x" * 51, "category": category.id})
    assert response.status_code == 422
    assert count(session, Topic) == 0


def test_null_bytes_vanish_and_the_rest_stays(sign_in_as, session):
    topic = a_topic()
    member = sign_in_as(a_person())
    visit(member, f"/forum/watek/{topic.id}").form("Dodaj odpowiedź").submit(body="Zero\0 bajt")
    assert posts_of(topic.id)[-1].source == "Zero bajt"


@pytest.mark.parametrize(
    "body",
    [
        "> " * 9_999 + "x",
        "[" * 10_000,
        "*" * 20_000,
        "- " * 9_000 + "x",
        "<img src=x onerror=alert(1)><svg/onload=alert(1)>",
        "[a](javascript:alert(1)) [b](data:text/html,x) [c](//host) ![d](https://x.pl/p.png)",
        "<" * 20_000,
        "\ud800 lone".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ],
)
def test_hostile_markdown_is_tame(sign_in_as, client, body):
    topic = a_topic()
    page = visit(sign_in_as(a_person()), f"/forum/watek/{topic.id}").form("Dodaj odpowiedź").submit(body=body)
    html = page.html.lower()
    assert "onerror=" not in html.replace("&lt;img src=x onerror=", "")
    assert not page.find("article", id="wpis-2").find_all("img", "script", "iframe", "style")
    for link in page.find("article", id="wpis-2").find_all("a"):
        assert not link.get("href", "").startswith(("javascript:", "data:", "//"))
    assert visit(client, f"/forum/watek/{topic.id}").text


def test_too_many_posts_are_slowed_and_the_text_comes_back(sign_in_as, app, session):
    app.config["RATE_LIMITS"] = True
    topic = a_topic()
    member = sign_in_as(a_person())
    for number in range(10):
        page = visit(member, f"/forum/watek/{topic.id}").form("Dodaj odpowiedź").submit(body=f"Wpis {number}")
    refused = page.form("Dodaj odpowiedź").submit(body="Jedenasty, bardzo ważny\nwpis", status=429)
    assert "Retry-After" in refused.response.headers
    assert "Jedenasty, bardzo ważny" in refused.html
    assert count(session, Post) == 11


def test_only_those_who_may_write_can_write(sign_in_as, client, session):
    moderator = a_forum_moderator()
    announcements = a_category("Ogłoszenia", by=moderator, writers="moderators")
    committee = a_category("Komitet", by=moderator, readers="committee", writers="committee")
    topic = a_topic(moderator, announcements)
    secret = a_topic(moderator, committee)
    member, without = sign_in_as(a_person()), sign_in_as(a_person(mandate=False))
    assert client.get("/forum/nowy").status_code == 302
    assert without.get("/forum/nowy").status_code == 403
    assert member.get("/forum/nowy").status_code == 403
    for viewer, wanted in ((member, 403), (without, 403)):
        page = visit(viewer, f"/forum/watek/{topic.id}")
        assert not page.has_button("Dodaj odpowiedź")
        token = page.form("Wyloguj").values["csrf_token"]
        sent = {"csrf_token": token, "body": "Mimo to"}
        assert viewer.post(f"/forum/watek/{topic.id}/odpowiedz", data=sent).status_code == wanted
        assert viewer.post(f"/forum/watek/{secret.id}/odpowiedz", data=sent).status_code == 404
    assert count(session, Post) == 2


def test_author_edits_and_everybody_reads_what_was_there(sign_in_as, client, session, clock):
    author = a_person()
    topic = a_topic(author, title="Stary tytuł", body="Było tak.", tags=["stary"])
    clock.move(hours=2)
    page = visit(sign_in_as(author), f"/forum/wpis/{posts_of(topic.id)[0].id}/edycja")
    form = page.form("Zapisz zmiany")
    assert form.values["tags"] == "stary"
    page = form.submit(title="Nowy tytuł", body="Jest tak.", tags="nowy, drugi")
    assert page.heading == "Nowy tytuł"
    assert page.path.endswith("-nowy-tytul")
    history = visit(client, page.path).link("Wcześniejsze teksty").follow()
    changed = [(node.tag, node.text) for node in history.find_all("del", "ins")]
    assert ("del", "Było") in changed
    assert ("ins", "Jest") in changed
    assert ("del", "Stary") in changed
    assert "Było tak." in history.link("Tekst 1").follow().text
    assert client.get(f"{history.path}?wersja=7").status_code == 404
    revision = session.query(PostRevision).one()
    assert (revision.source, revision.title, revision.number) == ("Było tak.", "Stary tytuł", 1)


def test_saving_without_a_change_leaves_no_trace(session):
    author = a_person()
    topic = a_topic(author, body="To samo", tags=["a"])
    post = posts_of(topic.id)[0]
    edit_post(author, post.id, post.lock_version, written(author, "To samo"), title=topic.title, tags=["a"])
    post = posts_of(topic.id)[0]
    assert (post.edit_count, post.edited_at) == (0, None)


def test_stale_edit_shows_both_texts_and_the_typed_one_can_still_be_saved(sign_in_as, session):
    author = a_person()
    topic = a_topic(author)
    post = a_reply(topic, author, "Pierwszy tekst")
    browser = sign_in_as(author)
    first = visit(browser, f"/forum/wpis/{post.id}/edycja").form("Zapisz zmiany")
    second = visit(browser, f"/forum/wpis/{post.id}/edycja").form("Zapisz zmiany")
    first.submit(body="Tekst z pierwszej karty")
    stale = second.submit(body="Tekst z drugiej karty", status=409)
    assert "Tekst z pierwszej karty" in stale.text
    assert "Tekst z drugiej karty" in stale.text
    stale.form(action=f"/forum/wpis/{post.id}/edycja").submit()
    post = posts_of(topic.id)[1]
    assert (post.source, post.edit_count) == ("Tekst z drugiej karty", 2)


def test_second_click_on_save_is_no_stale_edit(sign_in_as):
    author = a_person()
    topic = a_topic(author)
    post = a_reply(topic, author, "Raz")
    form = visit(sign_in_as(author), f"/forum/wpis/{post.id}/edycja").form("Zapisz zmiany")
    assert [form.send(body="Dwa").status_code for _ in range(2)] == [303, 303]
    assert posts_of(topic.id)[1].edit_count == 1


def test_nobody_edits_what_others_wrote(sign_in_as):
    topic = a_topic()
    post = posts_of(topic.id)[0]
    for person in (a_person(), a_forum_moderator()):
        assert sign_in_as(person).get(f"/forum/wpis/{post.id}/edycja").status_code == 403
        with pytest.raises(Forbidden):
            edit_post(person, post.id, 1, written(person, "Cudze"))


def test_locked_topic_takes_no_answer_and_says_so(sign_in_as, session):
    from app.forum.actions.moderating import lock_topic

    author = a_person()
    topic = a_topic(author)
    member = sign_in_as(a_person())
    form = visit(member, f"/forum/watek/{topic.id}").form("Dodaj odpowiedź")
    lock_topic(a_forum_moderator(), topic.id, "Temat wyczerpany")
    late = form.submit(body="Spóźniony,\nale ważny wpis", status=409)
    assert "zamknięty decyzją moderatora" in late.text
    assert "ale ważny wpis" in late.html
    with pytest.raises(TopicClosed):
        edit_post(author, posts_of(topic.id)[0].id, 1, written(author, "x"))
    assert count(session, Post) == 1


def test_quoting_fills_the_form_without_script(sign_in_as):
    quoted = a_person("Halina Sobieraj")
    topic = a_topic()
    a_reply(topic, quoted, "> dawny cytat\n\nUchwała jest potrzebna.")
    reader = sign_in_as(a_person())
    link = visit(reader, f"/forum/watek/{topic.id}").find("article", id="wpis-2").find_all("a")[-1]
    page = visit(reader, link["href"])
    text = page.form("Dodaj odpowiedź").values["body"]
    assert text == f"> Halina Sobieraj, [wpis 2](/forum/watek/{topic.id}/wpis/2):\n>\n> Uchwała jest potrzebna.\n\n"
    assert "Cytujesz wpis 2" in page.text
    page.form("Dodaj odpowiedź").submit(body=text + "Dziękuję!")
    post = posts_of(topic.id)[-1]
    assert post.reply_to_id == posts_of(topic.id)[1].id


def test_mention_leads_to_the_person(sign_in_as):
    a_person("Anna Kalinowska", handle="anna-kalinowska")
    topic = a_topic()
    page = (
        visit(sign_in_as(a_person()), f"/forum/watek/{topic.id}")
        .form("Dodaj odpowiedź")
        .submit(body="Zapytajmy @anna-kalinowska i @nikt-taki")
    )
    links = page.find("article", id="wpis-2").find_all("a")
    assert ("/rzecznicy/anna-kalinowska", "@anna-kalinowska") in [(one.get("href"), one.text) for one in links]
    assert "@nikt-taki" not in [one.text for one in links]
