"""How far each person has read: dots and counts in lists, the jump to the first new post, watching."""

import pytest

from app.forum.actions.following import mark_topic_read, watch_topic
from app.forum.actions.moderating import hide_post
from app.forum.models import CategoryReader, Topic, TopicReader
from app.web.errors import NotFound
from tests.factories_forum import a_category, a_forum_moderator, a_person, a_reply, a_topic, many_posts
from tests.pages import visit


def new_marks(viewer, path="/forum"):
    """Title → what the list says is new there."""
    found = {}
    for row in visit(viewer, path).find_all("li"):
        if "topic" in row.get("class", "").split():
            news = [node.text for node in row.find_all("a") if "topic__new" in node.get("class", "")]
            found[row.find("a").text] = news[0] if news else ""
    return found


def test_topic_is_new_until_it_is_opened(sign_in_as):
    reader = a_person()
    topic = a_topic(title="Pytanie")
    a_reply(topic)
    viewer = sign_in_as(reader)
    assert new_marks(viewer) == {"Pytanie": "2 nowe"}
    visit(viewer, f"/forum/watek/{topic.id}")
    assert new_marks(viewer) == {"Pytanie": ""}
    a_reply(topic)
    assert new_marks(viewer) == {"Pytanie": "1 nowy"}


def test_what_was_there_before_the_person_came_is_not_new(sign_in_as, clock):
    topic = a_topic(title="Dawne")
    clock.move(days=3)
    newcomer = a_person()
    viewer = sign_in_as(newcomer)
    assert new_marks(viewer) == {"Dawne": ""}
    clock.move(hours=1)
    a_reply(topic)
    assert new_marks(viewer) == {"Dawne": "nowe wpisy"}
    page = visit(viewer, "/forum")
    assert viewer.get(page.link("nowe wpisy").href).location.endswith("#wpis-2")


def test_jump_leads_to_the_first_new_post(sign_in_as):
    author, reader = a_person(), a_person()
    topic = a_topic(author, title="Długi")
    many_posts(topic, author, 25)
    viewer = sign_in_as(reader)
    visit(viewer, f"/forum/watek/{topic.id}")
    assert new_marks(viewer) == {"Długi": "5 nowych"}
    link = visit(viewer, "/forum").link("5 nowych")
    assert link.href.endswith("?strona=2#wpis-21")
    assert viewer.get(f"/forum/watek/{topic.id}/nowe").location == link.href
    page = link.follow()
    assert "5 nowych wpisów od Twojej wizyty" in page.text
    assert new_marks(viewer) == {"Długi": ""}
    assert viewer.get(f"/forum/watek/{topic.id}/nowe").location.endswith("#wpis-25")


def test_mark_never_goes_back(session):
    reader, author = a_person(), a_person()
    topic = a_topic(author)
    many_posts(topic, author, 45)
    mark_topic_read(reader.id, topic.id, 40, is_known=False, has_notices=False)
    mark_topic_read(reader.id, topic.id, 20, is_known=True, has_notices=False)
    mark_topic_read(reader.id, topic.id, 20, is_known=False, has_notices=False)  # another tab, which knew no row
    session.rollback()
    assert session.get(TopicReader, (reader.id, topic.id)).last_read_number == 40


def test_reading_writes_only_when_something_moves(sign_in_as, client, queries):
    topic = a_topic()
    viewer = sign_in_as(a_person())
    path = f"/forum/watek/{topic.id}-{topic.slug}"

    def writes(who, **options):
        queries.clear()
        assert who.get(path, **options).status_code == 200
        return [one for one in queries if not one.startswith("SELECT")]

    assert writes(client) == []
    assert writes(viewer, headers={"Sec-Purpose": "prefetch"}) == []
    assert len(writes(viewer)) == 1
    assert writes(viewer) == []
    queries.clear()
    assert viewer.head(path).status_code == 200
    assert all(one.startswith("SELECT") for one in queries)


def test_own_posts_are_not_new(sign_in_as):
    author, other = a_person(), a_person()
    topic = a_topic(author, title="Moje")
    viewer = sign_in_as(author)
    assert new_marks(viewer) == {"Moje": ""}
    a_reply(topic, other)
    a_reply(topic, author)
    assert new_marks(viewer) == {"Moje": "2 nowe"}


def test_hidden_post_is_no_news(sign_in_as):
    author, other = a_person(), a_person()
    topic = a_topic(author, title="Moje")
    post = a_reply(topic, other)
    hide_post(a_forum_moderator(), post.id, "Dane osoby prywatnej")
    assert new_marks(sign_in_as(author)) == {"Moje": ""}


def test_mark_all_as_read(sign_in_as, session, clock):
    reader = a_person()
    here, there = a_category("Tutaj"), a_category("Tam")
    opened = a_topic(category=here, title="Otwarty")
    a_topic(category=here, title="Nieotwarty")
    a_topic(category=there, title="Gdzie indziej")
    viewer = sign_in_as(reader)
    visit(viewer, f"/forum/watek/{opened.id}")
    a_reply(opened)
    assert new_marks(viewer) == {"Otwarty": "1 nowy", "Nieotwarty": "1 nowy", "Gdzie indziej": "1 nowy"}
    page = visit(viewer, "/forum/kategoria/tutaj").form("Oznacz wszystkie jako przeczytane").submit()
    assert page.path == "/forum/kategoria/tutaj"
    assert new_marks(viewer) == {"Otwarty": "", "Nieotwarty": "", "Gdzie indziej": "1 nowy"}
    clock.move(minutes=1)
    a_reply(opened)
    assert new_marks(viewer)["Otwarty"] == "1 nowy"
    for _again in range(2):
        visit(viewer, "/forum").form("Oznacz wszystkie jako przeczytane").submit()
    assert set(new_marks(viewer).values()) == {""}
    assert len(session.query(CategoryReader).filter_by(user_id=reader.id).all()) == 2


def test_watching_is_counted_and_chosen(sign_in_as, session):
    author, reader = a_person(), a_person()
    topic = a_topic(author)
    viewer = sign_in_as(reader)
    page = visit(viewer, f"/forum/watek/{topic.id}").form("Obserwuj").submit()
    assert session.get(Topic, topic.id).watcher_count == 2
    assert "obserwują 2 osoby" in page.text
    page.form("Obserwujesz").submit()
    assert session.get(Topic, topic.id).watcher_count == 1
    a_reply(topic, reader)  # a choice is not overridden by answering
    assert session.get(TopicReader, (reader.id, topic.id)).level == "normal"
    page = visit(viewer, f"/forum/watek/{topic.id}").form("Wycisz ten wątek").submit()
    assert page.has_button("Wyłącz wyciszenie")
    assert new_marks(viewer) == {topic.title: ""}


def test_nobody_watches_what_they_may_not_read(session):
    moderator, member = a_forum_moderator(), a_person()
    topic = a_topic(moderator, a_category(by=moderator, readers="committee"))
    with pytest.raises(NotFound):
        watch_topic(member, topic.id, "watching")


def test_wrong_level_is_refused_with_a_sentence(sign_in_as):
    topic = a_topic()
    viewer = sign_in_as(a_person())
    form = visit(viewer, f"/forum/watek/{topic.id}").form("Obserwuj")
    assert form.send({"level": "shouting"}).status_code == 422
