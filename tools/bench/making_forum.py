"""The forum of the bench, inserted in bulk: categories, topics, posts, tags, who has read how far, notices."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.auth.models import Mandate, User
from app.demo.content import read
from app.extensions import Base
from app.forum.actions.counts import count_category_anew
from app.forum.models import (
    NORMAL,
    STARTED,
    WATCHING,
    Category,
    Post,
    Topic,
    TopicReader,
    TopicTag,
    TopicTagging,
)
from app.forum.notices import ANSWER
from app.forum.text import slug_of
from app.lib import clock
from app.lib.rich_text import render_markdown
from app.notifications import Notification
from app.territory.models import Unit
from app.vocabularies.reference import term_rows
from app.web.unit_of_work import unit_of_work
from tools.bench.scale import Scale
from tools.bench.sentences import Composer

SEED = 20_261_124
YEARS = timedelta(days=730)
BATCH = 5_000
WATCHERS, UNREAD_NOTICES, TAGS = 5, 25, 60


@dataclass
class _Plan:
    """A topic to be made: its rows for the table and the moments and authors of its posts."""

    row: dict[str, Any]
    moments: list[datetime]
    authors: list[int]
    tags: list[int] = field(default_factory=list)


class ForumMaker:
    """Makes everything inside one unit of work."""

    def __init__(self, scale: Scale, people: list[int]) -> None:
        self.scale, self.people = scale, people
        self.random, self.composer = random.Random(SEED), Composer(SEED)
        self.now = clock.now()

    def make(self) -> None:
        """All of it, or nothing."""
        with unit_of_work() as session:
            self.places = _places(session)
            self.units = list(session.scalars(sa.select(Unit.name).where(Unit.kind != "powiat").order_by(Unit.code)))
            categories, tags = self._categories(session), self._tags(session)
            plans = [self._plan(number, count, categories, tags) for number, count in enumerate(self._counts())]
            topics = self._insert_topics(session, plans)
            self._insert_posts(session, topics, plans)
            self._insert_around(session, topics, plans)
            for category_id in categories:
                count_category_anew(category_id)

    def _counts(self) -> list[int]:
        return self.scale.posts_of_topics()

    def _categories(self, session: Session) -> list[int]:
        known = read("forum.json")["categories"][: self.scale.categories]
        rows = [{"slug": one["slug"], "name": one["name"], "description": one["description"]} for one in known]
        taken = {row["name"] for row in rows}
        for label in (term["label_pl"] for term in term_rows() if term["kind"] == "theme"):
            if len(rows) < self.scale.categories and label not in taken:
                rows.append({"slug": slug_of(label), "name": label, "description": self.composer.paragraph(8)})
        session.execute(sa.insert(Category), [{**row, "position": place} for place, row in enumerate(rows)])
        return list(session.scalars(sa.select(Category.id).order_by(Category.id)))

    def _tags(self, session: Session) -> list[int]:
        labels = dict.fromkeys(tag for topic in read("forum.json")["topics"] for tag in topic["tags"])
        rows = {slug_of(label, 60): label for label in labels}
        session.execute(
            sa.insert(TopicTag), [{"slug": slug, "label": label} for slug, label in list(rows.items())[:TAGS]]
        )
        return list(session.scalars(sa.select(TopicTag.id).order_by(TopicTag.id)))

    def _plan(self, number: int, count: int, categories: list[int], tags: list[int]) -> _Plan:
        title = self.composer.title(self.random.choice(self.units))[:200]
        began = self.now - YEARS * self.random.random() - timedelta(hours=2)
        length = min(timedelta(days=1 + 3 * count) * self.random.random(), self.now - began - timedelta(hours=1))
        moments = [began, *sorted(began + length * self.random.random() for _ in range(count - 1))]
        authors = [self.random.choice(self.people) for _ in range(count)]
        solved = count > 2 and self.random.random() < 0.35
        row = {
            "category_id": categories[number % len(categories)],
            "title": title,
            "slug": slug_of(title),
            "author_id": authors[0],
            "author_place": self.places[authors[0]],
            "last_number": count,
            "newest_number": count,
            "reply_count": count - 1,
            "watcher_count": len(dict.fromkeys(authors[: WATCHERS + 1])),
            "created_at": began,
            "last_post_at": moments[-1],
            "accepted_number": self.random.randint(2, count) if solved else None,
            "accepted_by_id": authors[0] if solved else None,
            "is_pinned": number < 3,
            "locked_at": None,
        }
        return _Plan(row, moments, authors, self.random.sample(tags, self.random.randint(0, 3)))

    def _insert_topics(self, session: Session, plans: list[_Plan]) -> list[int]:
        session.execute(sa.insert(_table(Topic)), [plan.row for plan in plans])
        return list(session.scalars(sa.select(Topic.id).order_by(Topic.id)))

    def _insert_posts(self, session: Session, topics: list[int], plans: list[_Plan]) -> None:
        sources = [self.composer.post() for _ in range(self.scale.distinct_posts)]
        texts = [(source, render_markdown(source)) for source in sources]
        # The type says that this HTML is clean already: cleaning it again for each of its posts would take minutes.
        statement = sa.insert(_table(Post)).values(html=sa.bindparam("cleaned", type_=sa.Text()))
        rows: list[dict[str, Any]] = []
        for topic_id, plan in zip(topics, plans, strict=True):
            for place, (moment, author) in enumerate(zip(plan.moments, plan.authors, strict=True)):
                source, html = self.random.choice(texts)
                rows.append(
                    {
                        "topic_id": topic_id,
                        "number": place + 1,
                        "author_id": author,
                        "author_place": self.places[author],
                        "source": source,
                        "cleaned": html,
                        "created_at": moment,
                    }
                )
        for start in range(0, len(rows), BATCH):
            session.execute(statement, rows[start : start + BATCH])

    def _insert_around(self, session: Session, topics: list[int], plans: list[_Plan]) -> None:
        """Tags of topics, watchers, the reader's marks in many topics, notices."""
        taggings, readers = [], []
        reader = self.people[0]
        for topic_id, plan in zip(topics, plans, strict=True):
            taggings += [{"topic_id": topic_id, "tag_id": tag, "position": n} for n, tag in enumerate(plan.tags)]
            count = len(plan.authors)
            watching = list(dict.fromkeys(plan.authors[: WATCHERS + 1]))
            for person in watching:
                readers.append(_reading(person, topic_id, count, WATCHING, STARTED))
            if reader not in watching and self.random.random() < 0.7:
                readers.append(_reading(reader, topic_id, self.random.randint(1, count), NORMAL, ""))
        session.execute(sa.insert(_table(TopicTagging)), taggings)
        session.execute(sa.insert(_table(TopicReader)), readers)
        session.execute(sa.insert(_table(Notification)), self._notices(topics))

    def _notices(self, topics: list[int]) -> list[dict[str, Any]]:
        """Some unread and twice as many read ones for each person."""
        rows = []
        for person in self.people:
            for place, topic_id in enumerate(self.random.sample(topics, min(len(topics), 3 * UNREAD_NOTICES))):
                rows.append(
                    {
                        "recipient_id": person,
                        "kind": ANSWER,
                        "subject_kind": "topic",
                        "subject_id": topic_id,
                        "actor_id": self.random.choice(self.people),
                        "updated_at": self.now,
                        "read_at": None if place < UNREAD_NOTICES else self.now,
                    }
                )
        return rows


def _reading(person: int, topic_id: int, up_to: int, level: str, reason: str) -> dict[str, Any]:
    return {
        "user_id": person,
        "topic_id": topic_id,
        "last_read_number": up_to,
        "level": level,
        "level_reason": reason,
    }


def _table(model: type[Base]) -> sa.Table:
    """The bare table: rows go in as they are, without the machinery of objects."""
    return cast(sa.Table, model.__table__)


def _places(session: Session) -> dict[int, str]:
    """What stands beside each person's name."""
    rows = session.execute(
        sa.select(User.id, Unit).join(Mandate, Mandate.person_id == User.id).join(Unit, Unit.code == Mandate.unit_id)
    )
    return {user_id: unit.full_name for user_id, unit in rows}
