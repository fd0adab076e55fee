"""The pages that are measured, with the bars beside them, and the requests that open them."""

import html
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

import sqlalchemy as sa
from flask import Flask, url_for

from app.extensions import db
from app.forum.models import Category, Topic, TopicReader
from app.practices.models import PUBLISHED, Practice
from tools.bench.client import Request, fetch
from tools.bench.making_people import cookie_of, reader_id, writer_ids
from tools.bench.scale import PAGE
from tools.bench.sentences import Composer

TOPIC, REPLY = "topic, visitor", "reply"
TOPICS = 60
QUERIES = (
    "klauzula społeczna", "spółdzielnia socjalna", "usługi opiekuńcze", "zamówienia publiczne", "obiady szkoła",
    "zlecenie gmina", "lokale spółdzielni", "centrum usług", "zatrudnienie bezrobotnych", "pieniądze na start",
    "umowa partnerstwo", "warsztaty zajęciowe", "dowóz seniorów", "statut spółdzielni", "ekonomia społeczna",
    "uchwała rady", "wójt powiat", "praca integracja", "zakład aktywności", "opieka nad dziećmi",
)  # fmt: skip


@dataclass(frozen=True)
class PageType:
    """A kind of page: `requests(n)` gives n requests for it; the rest are its bars."""

    name: str
    requests: Callable[[int], list[Request]]
    most_times: float | None = None
    """So many times the CPU of the yardstick."""
    most_statements: int | None = None
    most_of_topic: float | None = None
    """So many times the CPU of a topic's first page."""
    fresh: Request | None = None
    """One that this person has never opened: the first time, a read mark is written."""


class Addresses:
    """Where the measured things are; asked of the database once."""

    def __init__(self, app: Flask, port: int) -> None:
        self.port = port
        with app.test_request_context(base_url=f"http://127.0.0.1:{port}"):
            self.forum, self.practices = url_for("forum.index"), url_for("practices.index")
            self.categories = [
                url_for("forum.category", slug=slug) for slug in db.session.scalars(sa.select(Category.slug))
            ]
            ordinary = self._topics(Topic.last_number == PAGE)
            # Answers go to topics that are not read, so that those keep their length.
            self.topics, self.fresh = ordinary[1 : TOPICS + 1], ordinary[0]
            answered = self._topic_ids(Topic.last_number.between(2, PAGE - 1))[:TOPICS]
            self.replies = [url_for("forum.reply", topic_id=topic_id) for topic_id in answered]
            longest = self._topics(Topic.last_number == sa.select(sa.func.max(Topic.last_number)).scalar_subquery())[0]
            self.page_100 = f"{longest}?strona=100"
            published = sa.select(Practice.id, Practice.slug).where(Practice.state == PUBLISHED).limit(TOPICS)
            self.practice_pages = [
                url_for("practices.practice", practice_id=row.id, slug=row.slug)
                for row in db.session.execute(published)
            ]
            self.searches = [f"{url_for('search.search')}?q={quote_plus(query)}" for query in QUERIES]
            self.reader = cookie_of(reader_id())
            self.writers = [cookie_of(person) for person in writer_ids(4)]
            db.session.remove()

    def _topic_ids(self, which: Any) -> Sequence[int]:
        never_read = ~sa.exists().where(TopicReader.topic_id == Topic.id, TopicReader.user_id == reader_id())
        chosen = sa.select(Topic.id).where(which, Topic.hidden_at.is_(None)).order_by(never_read.desc(), Topic.id)
        return db.session.scalars(chosen).all()

    def _topics(self, which: Any) -> list[str]:
        ids = self._topic_ids(which)
        slugs = dict(db.session.execute(sa.select(Topic.id, Topic.slug).where(Topic.id.in_(ids))).tuples().all())
        return [url_for("forum.topic", topic_id=topic_id, slug=slugs[topic_id]) for topic_id in ids]


def page_types(where: Addresses) -> list[PageType]:
    """All of them, in the order of the table."""
    answers = Answers(where)
    return [
        PageType("forum index", _cycle([where.forum]), 15, 5),
        PageType("category", _cycle(where.categories), 15, 5),
        PageType(TOPIC, _cycle(where.topics), 18, 6),
        PageType(
            "topic, signed in", _cycle(where.topics, where.reader), 30, 9, fresh=Request(where.fresh, where.reader)
        ),
        PageType("page 100 of 2,000 posts", _cycle([where.page_100]), most_of_topic=1.1),
        PageType(REPLY, answers.requests, 20, 13),
        PageType("practices with facets", _cycle([where.practices])),
        PageType("practice", _cycle(where.practice_pages)),
        PageType("search, two words", _cycle(where.searches), 25),
    ]


class Answers:
    """Requests that send an answer: each with a form that was shown to its person before."""

    def __init__(self, where: Addresses) -> None:
        self._where, self._composer = where, Composer(7)
        self._places = itertools.cycle(where.replies)
        self._people = itertools.cycle(where.writers)

    def requests(self, count: int) -> list[Request]:
        return [self._request(next(self._places), next(self._people)) for _ in range(count)]

    def _request(self, path: str, person: str) -> Request:
        response, page = fetch(self._where.port, Request(path, person))
        session = (response.getheader("Set-Cookie") or "").partition(";")[0]
        fields = hidden_fields(page)
        body = {"body": self._composer.post(), **{name: fields[name] for name in ("csrf_token", "submission_id")}}
        return Request(path, f"{person}; {session}" if session else person, urlencode(body), 303)


def hidden_fields(page: str) -> dict[str, str]:
    """Names and values of a page's hidden fields, the last of a name counts: the form of the page itself."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        marks = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if marks.get("type") == "hidden" and "name" in marks:
            found[marks["name"]] = html.unescape(marks.get("value", ""))
    return found


def _cycle(paths: Sequence[str], cookie: str = "") -> Callable[[int], list[Request]]:
    turning: Iterator[str] = itertools.cycle(paths)
    return lambda count: [Request(path, cookie) for path in itertools.islice(turning, count)]
