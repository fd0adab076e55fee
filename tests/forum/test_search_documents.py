"""What the search is told of the forum, and what it shows of a hit; topics as others cite them."""

from types import SimpleNamespace

import pytest

from app.auth.models import Visitor
from app.forum import search
from app.forum.actions.categories import edit_category
from app.forum.actions.moderating import hide_post, hide_topic, restore_topic
from app.forum.actions.writing import edit_post
from app.forum.links import resolve_topics
from app.forum.queries.lists import forum_counts, latest_topics
from app.forum.text import written
from app.jobs.models import Job
from app.web.unit_of_work import unit_of_work
from tests.factories_forum import a_category, a_forum_moderator, a_person, a_reply, a_topic, many_posts, posts_of

pytestmark = pytest.mark.usefixtures("app")


def forget_jobs():
    with unit_of_work() as session:
        session.query(Job).delete()


def index_jobs(session):
    session.rollback()
    return sorted(job.payload["id"] for job in session.query(Job).filter_by(kind="index", done_at=None))


def test_first_post_carries_the_title(session):
    author = a_person(name="Anna Kalinowska")
    topic = a_topic(
        author, a_category("Zamówienia"), title="Jak opisać klauzulę?", body="**Pobocza** w gminie", tags=["koszenie"]
    )
    reply = a_reply(topic, body="Tak: `kod`")
    first, second = search.documents([post.id for post in posts_of(topic.id)])
    assert (first.kind, first.group, first.title) == ("post", f"topic:{topic.id}", "Jak opisać klauzulę?")
    assert first.body == "Pobocza w gminie"
    assert "koszenie" in first.lead
    assert first.facets == {"category": ("zamowienia",), "tag": ("koszenie",)}
    assert (second.id, second.title, second.body, second.audience) == (reply.id, "", "Tak: kod", "public")
    assert search.all_ids() == [first.id, second.id]


def test_audience_follows_the_category():
    moderator = a_forum_moderator()
    found = {}
    for readers in ("public", "members", "committee"):
        topic = a_topic(moderator, a_category(by=moderator, readers=readers))
        found[readers] = search.documents([posts_of(topic.id)[0].id])[0].audience
    assert found == {"public": "public", "members": "member", "committee": "committee"}


def test_hidden_posts_have_no_document_and_no_hit():
    moderator, member = a_forum_moderator(), a_person()
    topic = a_topic()
    post = a_reply(topic)
    ids = [one.id for one in posts_of(topic.id)]
    assert set(search.visible(member, ids)) == set(ids)
    hide_post(moderator, post.id, "x")
    assert [one.id for one in search.documents(ids)] == ids[:1]
    assert set(search.visible(member, ids)) == set(ids[:1])
    hide_topic(moderator, topic.id, "x")
    assert search.documents(ids) == []
    assert search.visible(member, ids) == search.visible(moderator, ids) == {}
    assert resolve_topics(member, [topic.id]) == {}


def test_hit_is_read_anew_for_its_viewer():
    moderator = a_forum_moderator()
    topic = a_topic(moderator, a_category("Kuluary", by=moderator, readers="members"), title="Cicho", body="Szeptem")
    [post] = posts_of(topic.id)
    assert search.visible(Visitor(), [post.id]) == {}
    shown = search.visible(a_person(), [post.id])[post.id]
    assert (shown.title, shown.text, shown.detail) == ("Cicho", "Szeptem", "Kuluary")
    assert shown.url == f"/forum/watek/{topic.id}-cicho#wpis-1"
    assert search.plain(a_person(), "cich", 10) == [post.id]
    assert search.plain(Visitor(), "cich", 10) == []
    assert search.plain(a_person(), "100%", 10) == []


def test_every_change_asks_for_the_index(session):
    author, moderator = a_person(), a_forum_moderator()
    topic = a_topic(author, title="Raz")
    first = posts_of(topic.id)[0]
    assert index_jobs(session) == [first.id]
    forget_jobs()
    reply = a_reply(topic)
    assert index_jobs(session) == [reply.id]
    forget_jobs()
    first = posts_of(topic.id)[0]
    edit_post(author, first.id, first.lock_version, written(author, first.source), title="Dwa", tags=["x"])
    assert set(index_jobs(session)) == {first.id}
    forget_jobs()
    hide_post(moderator, reply.id, "x")
    assert index_jobs(session) == [reply.id]


def test_hiding_a_long_topic_indexes_all_its_posts_in_small_jobs(session, monkeypatch):
    author, moderator = a_person(), a_forum_moderator()
    topic = a_topic(author)
    many_posts(topic, author, 25)
    forget_jobs()
    monkeypatch.setattr(search, "STEP", 10)
    hide_topic(moderator, topic.id, "x")
    session.rollback()
    seen = 0
    while jobs := session.query(Job).filter(Job.kind == "forum.index_topic", Job.id > seen).all():
        seen = max(job.id for job in jobs)
        search.index_topics([job.payload for job in jobs])
        session.rollback()
    assert index_jobs(session) == [post.id for post in posts_of(topic.id)]
    restore_topic(moderator, topic.id, "x")


def test_new_readers_of_a_category_index_its_topics(session):
    moderator = a_forum_moderator()
    category = a_category("Kuluary", by=moderator)
    topic = a_topic(moderator, category)
    forget_jobs()
    category = topic.category
    edit_category(
        moderator,
        category.id,
        category.lock_version,
        name="Kuluary",
        description="",
        readers="members",
        writers="members",
    )
    session.rollback()
    search.index_categories([job.payload for job in session.query(Job).filter_by(kind="forum.index_category")])
    session.rollback()
    assert [job.payload["topic"] for job in session.query(Job).filter_by(kind="forum.index_topic")] == [topic.id]


def test_start_page_gets_the_latest_topics(clock):
    moderator = a_forum_moderator()
    public, closed = a_category(by=moderator), a_category(by=moderator, readers="committee")
    for number in range(6):
        clock.move(minutes=1)
        a_topic(moderator, public, title=f"Pytanie {number}")
    a_topic(moderator, closed, title="Poufne")
    assert [line.title for line in latest_topics(Visitor(), 5)] == [f"Pytanie {number}" for number in (5, 4, 3, 2, 1)]
    assert forum_counts(Visitor()).topics == 6
    assert latest_topics(moderator, 1)[0].title == "Poufne"


def test_topic_shows_where_it_is_cited(sign_in_as, client, app, monkeypatch):
    from app.links import Cited
    from app.links.links import cite
    from app.web import feature
    from tests.pages import visit

    moderator = a_forum_moderator()
    topic = a_topic(title="Źródło")
    with unit_of_work():
        cite(moderator, ("practice", 5), ("topic", topic.id), relation="grew_from")
        cite(moderator, ("position", 7), ("topic", topic.id), place="n1")
    ends = {
        "practice": lambda viewer, ids: {5: Cited("practice", 5, "Praktyka z rozmowy", "/praktyki/5")},
        "position": lambda viewer, ids: {7: Cited("position", 7, "Stanowisko z rozmowy", "/stanowiska/7")},
    }
    stub = SimpleNamespace(**{**vars(feature.Feature(name="stub")), "linkable": ends})
    others = [one for one in app.extensions["features"] if not {"practice", "position"} & set(one.linkable)]
    monkeypatch.setitem(app.extensions, "features", (*others, stub))
    page = visit(client, f"/forum/watek/{topic.id}")
    assert page.has_link("Praktyka z rozmowy")
    assert page.has_link("Stanowisko z rozmowy")
    assert resolve_topics(moderator, [topic.id])[topic.id].title == "Źródło"
