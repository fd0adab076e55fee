"""Categories, topics and posts for tests, made by the actions; sensible rest unless told."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from app.auth.models import User
from app.extensions import db
from app.forum.actions.categories import add_category
from app.forum.actions.counts import count_everything_anew
from app.forum.actions.writing import open_topic, reply_to_topic
from app.forum.models import Category, Post, Topic
from app.forum.text import written
from app.web.unit_of_work import unit_of_work
from tests.factories import a_moderator, a_user, an_advocate, some_moderator

_numbers = count(1)


def a_person(name: str = "", *, mandate: bool = True, **values: Any) -> User:
    """An advocate; with `mandate=False` an account that has no part in the network."""
    return an_advocate(name, **values) if mandate else a_user(name, **values)


def a_forum_moderator(name: str = "Magdalena Siwek") -> User:
    """Somebody of MCPS."""
    return a_moderator(name)


def a_category(name: str = "", *, by: User | None = None, **values: str) -> Category:
    """Public, written by members."""
    keeper = by or some_moderator()
    values = {"description": "", "readers": "public", "writers": "members", **values}
    return add_category(keeper, name=name or f"Dział {next(_numbers)}", **values)


def a_topic(
    author: User | None = None,
    category: Category | None = None,
    *,
    title: str = "Kto liczył koszt dowozu?",
    body: str = "Szukam liczb.",
    tags: Sequence[str] = (),
) -> Topic:
    """A question, through the action, so that everything that follows from it is there."""
    author, category = author or a_person(), category or a_category()
    return open_topic(author, category, title, written(author, body), tags)


def a_reply(topic: Topic, author: User | None = None, body: str = "U nas wyszło drożej.") -> Post:
    """An answer, through the action."""
    author = author or a_person()
    return reply_to_topic(author, topic.id, written(author, body))


def many_posts(topic: Topic, author: User, up_to: int) -> None:
    """Fill a topic with posts until its number, in bulk."""
    topic_id, author_id = topic.id, author.id
    with unit_of_work() as session:
        first = session.scalar(select(Topic.last_number).where(Topic.id == topic_id)) + 1
        session.execute(
            insert(Post),
            [
                {"topic_id": topic_id, "number": number, "author_id": author_id, "source": f"Wpis {number}",
                 "html": f"<p>Wpis {number}</p>", "author_place": "Gmina Wąsewo"}
                for number in range(first, up_to + 1)
            ],
        )  # fmt: skip
        session.get_one(Topic, topic_id).last_number = up_to
        count_everything_anew()


def posts_of(topic_id: int) -> list[Post]:
    """All posts in their order, read anew."""
    return list(db.session.scalars(select(Post).where(Post.topic_id == topic_id).order_by(Post.number)))
