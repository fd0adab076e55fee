"""The talk of the demonstration: categories, topics with their posts, how far people have read, one hidden post."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from app.auth.models import User, Visitor
from app.demo.content import read
from app.extensions import db
from app.forum.actions.counts import count_everything_anew
from app.forum.addresses import permalink
from app.forum.models import (
    ANSWERED,
    STARTED,
    WATCHING,
    Category,
    CategoryReader,
    Post,
    Topic,
    TopicReader,
    TopicTag,
    TopicTagging,
)
from app.forum.notices import ANSWER
from app.forum.text import Written, slug_of, tag_label, written
from app.lib import clock
from app.links.links import resolve
from app.moderation import log_decision
from app.notifications import deliver
from app.positions.models import Position
from app.practices.models import Practice
from app.search.indexing import reindex
from app.web.unit_of_work import unit_of_work

KEEPER = "magdalena-siwek"
SOLVED = {  # topic → the answer that its author marked
    "uchwala-o-przystapieniu": 4,
    "klauzula-koszenie": 2,
    "kolo-gotuje-dla-szkoly": 2,
    "lokal-po-bibliotece": 5,
}
READ_UP_TO = timedelta(days=6)  # what is older everybody has read
RECENT = timedelta(days=7)
JOINED_BEFORE = timedelta(days=200)

_REFERENCE = re.compile(r"\{(practice|position):([a-z0-9-]+)\}")


def load(people: dict[str, User]) -> int:
    """Load the topics that are not there yet; how many topics the demonstration has."""
    topics = read("forum.json")["topics"]
    known = set(topic_ids())
    new = [topic for topic in topics if topic["key"] not in known]
    if new:
        texts = _texts(new, people)
        with unit_of_work():
            _let_people_have_come(people)
            categories = _categories()
            for topic in new:
                _load_topic(topic, categories[topic["category"]], people, texts)
            count_everything_anew()
            _let_people_have_read(people, categories)
    return len(topics)


def topic_ids() -> dict[str, int]:
    """Key of a demonstration topic → its number, for those that are loaded."""
    by_slug = dict(db.session.execute(select(Topic.slug, Topic.id).order_by(Topic.id)).all())
    keys = {slug_of(topic["title"]): topic["key"] for topic in read("forum.json")["topics"]}
    return {key: by_slug[slug] for slug, key in keys.items() if slug in by_slug}


def link_positions(people: dict[str, User]) -> None:
    """Once the positions are there: let the posts that speak of them lead to them."""
    addresses, ids = _addresses("position"), topic_ids()
    if not addresses:
        return
    texts: dict[tuple[int, int], Written] = {}
    for topic in read("forum.json")["topics"]:
        for number, post in enumerate(topic["posts"], start=1):
            if "{position:" in post["markdown"]:
                source = _with_addresses(post["markdown"], {**_addresses("practice"), **addresses})
                texts[ids[topic["key"]], number] = written(people[post["author"]], source)
    with unit_of_work() as session:
        for (topic_id, number), text in texts.items():
            post = session.scalar(select(Post).where(Post.topic_id == topic_id, Post.number == number))
            if post is not None and post.edit_count == 0 and post.source != text.source:
                post.source, post.html = text.source, text.html
                reindex("post", post.id)


def _texts(topics: list[dict[str, Any]], people: dict[str, User]) -> dict[tuple[str, int], Written]:
    """Rendered before the unit of work, as a person's text would be."""
    addresses = {**_addresses("practice"), **_addresses("position")}
    return {
        (topic["key"], number): written(people[post["author"]], _with_addresses(post["markdown"], addresses))
        for topic in topics
        for number, post in enumerate(topic["posts"], start=1)
    }


def _addresses(kind: str) -> dict[str, str]:
    """`practice:demo-001` → where everybody finds it."""
    if kind == "practice":
        rows: Any = select(Practice.external_id, Practice.id).where(Practice.external_id.is_not(None))
        ids = dict(db.session.execute(rows).all())
    else:
        by_title = dict(db.session.execute(select(Position.title, Position.id)).all())
        ids = {one["key"]: by_title[one["title"]] for one in read("positions.json") if one["title"] in by_title}
    with current_app.test_request_context():  # addresses are made by the router, which wants a request
        found = resolve(Visitor(), [(kind, number) for number in ids.values()])
    return {f"{kind}:{key}": found[kind, number].url for key, number in ids.items() if (kind, number) in found}


def _with_addresses(markdown: str, addresses: Mapping[str, str]) -> str:
    lists = {"practice": "/praktyki", "position": "/stanowiska"}
    return _REFERENCE.sub(lambda found: addresses.get(found.group()[1:-1], lists[found.group(1)]), markdown)


def _let_people_have_come(people: dict[str, User]) -> None:
    """Their accounts are older than the talk, so that there is something new for them."""
    came = clock.now() - JOINED_BEFORE
    db.session.execute(
        update(User)
        .where(User.id.in_([person.id for person in people.values()]), User.created_at > came)
        .values(created_at=came)
        .execution_options(synchronize_session=False)
    )


def _categories() -> dict[str, Category]:
    known = {one.slug: one for one in db.session.scalars(select(Category))}
    for position, one in enumerate(read("forum.json")["categories"], start=1):
        if one["slug"] not in known:
            known[one["slug"]] = Category(
                slug=one["slug"],
                name=one["name"],
                name_en=one["name_en"],
                description=one["description"],
                description_en=one["description_en"],
                readers=one["read"],
                writers=one["write"],
                position=position,
            )
            db.session.add(known[one["slug"]])
    db.session.flush()
    return known


def _load_topic(
    source: dict[str, Any], category: Category, people: dict[str, User], texts: dict[tuple[str, int], Written]
) -> None:
    author, began = people[source["author"]], clock.now().replace(microsecond=0) - timedelta(days=source["days_ago"])
    topic = Topic(
        category_id=category.id,
        title=source["title"],
        slug=slug_of(source["title"]),
        author_id=author.id,
        author_place=texts[source["key"], 1].place,
        created_at=began,
        last_post_at=began,
        last_number=len(source["posts"]),
        accepted_number=SOLVED.get(source["key"]),
        accepted_by_id=author.id if source["key"] in SOLVED else None,
        is_pinned=source["pinned"],
        locked_at=began if source["locked"] else None,
        lock_reason="Zasady zmieniamy po rozmowie w osobnym wątku." if source["locked"] else "",
    )
    db.session.add(topic)
    db.session.flush()
    _tag(topic, source["tags"])
    posts = []
    for number, one in enumerate(source["posts"], start=1):
        text = texts[source["key"], number]
        post = Post(
            topic=topic,
            number=number,
            author_id=people[one["author"]].id,
            author_place=text.place,
            source=text.source,
            html=text.html,
            created_at=min(began + timedelta(hours=one["hours_after"]), clock.now() - timedelta(minutes=10)),
        )
        db.session.add(post)
        posts.append(post)
    db.session.flush()
    for post, one in zip(posts, source["posts"], strict=True):
        reindex("post", post.id)
        if "hidden" in one:
            _hide(post, one["hidden"], people)
    _follow(topic, posts)


def _tag(topic: Topic, labels: list[str]) -> None:
    known = {tag.slug: tag for tag in db.session.scalars(select(TopicTag))}
    for position, label in enumerate(labels):
        slug = slug_of(label, 60, "")
        if slug not in known:
            known[slug] = TopicTag(slug=slug, label=tag_label(label))
            db.session.add(known[slug])
            db.session.flush()
        db.session.add(TopicTagging(topic_id=topic.id, tag_id=known[slug].id, position=position))


def _hide(post: Post, hidden: dict[str, Any], people: dict[str, User]) -> None:
    at = post.topic.created_at + timedelta(hours=hidden["hours_after"])
    post.hidden_at, post.hidden_reason = at, hidden["reason"]
    entry = log_decision(
        people[hidden["by"]],
        "hide",
        ("post", post.id),
        label=f"Wpis {post.number} w wątku nr {post.topic_id}",
        url=permalink(post.topic_id, post.number),
        reason=hidden["reason"],
    )
    entry.created_at = at


def _follow(topic: Topic, posts: list[Post]) -> None:
    """Whoever wrote watches, and has read up to their own last post; the newest answer waits for the others."""
    last_written: dict[int, int] = {}
    for post in posts:
        last_written[post.author_id] = post.number
    for person_id, number in last_written.items():
        reason = STARTED if person_id == topic.author_id else ANSWERED
        db.session.add(
            TopicReader(
                user_id=person_id, topic_id=topic.id, last_read_number=number, level=WATCHING, level_reason=reason
            )
        )
    last = posts[-1]
    if last.number > 1 and last.created_at > clock.now() - RECENT:
        people = [topic.author_id] if topic.author_id != last.author_id else []
        data = {"post": last.id, "people": people, "mentioned": []}
        deliver(ANSWER, ("topic", topic.id), actor=db.session.get_one(User, last.author_id), data=data)


def _let_people_have_read(people: dict[str, User], categories: dict[str, Category]) -> None:
    cutoff: datetime = clock.now() - READ_UP_TO
    known = {(one.user_id, one.category_id) for one in db.session.scalars(select(CategoryReader))}
    db.session.add_all(
        CategoryReader(user_id=person.id, category_id=category.id, read_up_to=cutoff)
        for person in people.values()
        for category in categories.values()
        if (person.id, category.id) not in known
    )
