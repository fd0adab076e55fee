"""Categories, topics and posts for tests, and people with a part in the network; sensible rest unless told."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from app.auth.models import CommitteeSeat, Mandate, User
from app.extensions import db
from app.forum.actions.categories import add_category
from app.forum.actions.counts import count_everything_anew
from app.forum.actions.writing import open_topic, reply_to_topic
from app.forum.models import Category, Post, Topic
from app.forum.text import written
from app.territory.models import Unit
from app.web.unit_of_work import unit_of_work

_numbers = count(1)


def a_person(name: str = "", *, place: str | None = None, mandate: bool = True, **values: Any) -> User:
    """An advocate of a gmina; `mandate=False` makes an account that has no part in the network."""
    number = next(_numbers)
    name = name or f"Osoba {number}"
    handle = values.pop("handle", None) or f"{name.lower().replace(' ', '-')}"
    with unit_of_work() as session:
        user = User(
            email=f"osoba{number}@glos.example", name=name, handle=handle,
            is_moderator=values.pop("is_moderator", False), is_administrator=values.pop("is_administrator", False),
            **values,
        )  # fmt: skip
        session.add(user)
        session.flush()
        if mandate:
            taken = select(Mandate.unit_id)
            unit_id = place or session.scalar(select(Unit.code).where(Unit.code.notin_(taken)).limit(1))
            session.add(Mandate(unit_id=unit_id, person_id=user.id, valid_from=date(2020, 1, 1)))
    return user


def a_forum_moderator(name: str = "Magdalena Siwek") -> User:
    """Somebody of MCPS."""
    return a_person(name, mandate=False, is_moderator=True)


def a_seated_member(name: str = "Jan Komitet") -> User:
    """A member of the committee, without a mandate."""
    user = a_person(name, mandate=False)
    with unit_of_work() as session:
        session.add(CommitteeSeat(person_id=user.id, constituency="gminy", term_from=date(2020, 1, 1)))
    return user


def a_category(name: str = "", *, by: User | None = None, **values: str) -> Category:
    """Public, written by members."""
    keeper = by or a_person(f"Moderator {next(_numbers)}", mandate=False, is_moderator=True)
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
