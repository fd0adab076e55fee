"""The talk of the demonstration, loaded."""

from app.demo.content import read
from app.demo.load_forum import load, topic_ids
from app.demo.load_people import load_people
from app.forum.models import Category, Post, Topic
from app.notifications.queries import count_unread
from tests.pages import visit


def test_talk_is_loaded_once_and_reads_well(client, sign_in_as, session, run_jobs):
    people = load_people()
    assert load(people) == len(read("forum.json")["topics"])
    posts = session.query(Post).count()
    assert posts == sum(len(topic["posts"]) for topic in read("forum.json")["topics"])
    assert load(people) == session.query(Topic).count()
    assert session.query(Post).count() == posts
    assert session.query(Category).count() == 8
    assert set(topic_ids()) == {topic["key"] for topic in read("forum.json")["topics"]}

    page = visit(client, "/forum")
    assert page.link("Zasady forum w siedmiu zdaniach")
    assert "Wizyta" not in page.main.text or not page.has_link("kuluary")
    topic = page.link("Czy rada gminy musi przyjąć uchwałę o przystąpieniu do spółdzielni?").follow()
    assert [node["id"] for node in topic.find_all("article")][:2] == ["wpis-1", "wpis-4"]
    assert "Wpis 3 ukrył moderator (MCPS)" in topic.text
    assert "500 000 000" not in topic.html
    assert "{practice:" not in topic.html

    run_jobs()
    anna = people["anna-kalinowska"]
    assert count_unread(anna.id) >= 1
    assert visit(sign_in_as(anna), "/forum").find_all("a", **{"class": "topic__new"})
