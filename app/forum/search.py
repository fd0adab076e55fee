"""What the search knows of the forum: one document for each post; a topic is found through its posts.

Only the first post carries the title, so a new title changes one document; what hits are called is read anew anyway.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.auth.models import User
from app.extensions import db
from app.forum import policies as may
from app.forum.actions.categories import INDEX_CATEGORY
from app.forum.actions.moderating import INDEX_TOPIC
from app.forum.addresses import post_url
from app.forum.models import COMMITTEE, MEMBERS, PUBLIC, Category, Post, Topic, TopicTag, TopicTagging
from app.jobs import enqueue
from app.lib.rich_text import plain_text
from app.search import audiences
from app.search.documents import Document
from app.search.indexing import reindex
from app.search.shown import Shown
from app.web.unit_of_work import unit_of_work

AUDIENCES = {PUBLIC: audiences.PUBLIC, MEMBERS: audiences.MEMBER, COMMITTEE: audiences.COMMITTEE}
STEP = 500


def documents(ids: Sequence[int]) -> list[Document]:
    """The documents of posts that can be read; hidden ones and those of hidden topics leave the index."""
    rows = db.session.execute(
        select(Post, Topic, Category)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(Post.id.in_(ids), Post.hidden_at.is_(None), Topic.hidden_at.is_(None))
        .order_by(Post.id)
    ).all()
    tags = _tags({topic.id for _post, topic, _category in rows})
    return [_document(post, topic, category, tags[topic.id]) for post, topic, category in rows]


def all_ids() -> list[int]:
    """Every post."""
    return list(db.session.scalars(select(Post.id).order_by(Post.id)))


def visible(viewer: Any, ids: Sequence[int]) -> dict[int, Shown]:
    """The posts among these that this person may read now, as hits are shown: the topic's title, the post's place."""
    rows = db.session.execute(
        select(
            Post.id, Post.number, Post.html, Post.created_at, Post.author_place, User.name, Topic.id.label("topic_id"),
            Topic.title, Topic.slug, Topic.accepted_number, Category,
        )
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .join(User, User.id == Post.author_id)
        .where(
            Post.id.in_(ids),
            Post.hidden_at.is_(None),
            Topic.hidden_at.is_(None),
            Category.readers.in_(may.readable(viewer)),
        )
    )  # fmt: skip
    return {
        row.id: Shown(
            title=row.title,
            url=post_url(row.topic_id, row.slug, row.number, row.accepted_number),
            text=plain_text(str(row.html)),
            date=row.created_at,
            author=row.name,
            place=row.author_place,
            detail=row.Category.label,
        )
        for row in rows
    }


def plain(viewer: Any, text: str, limit: int) -> list[int]:
    """While the index is mended: the first posts of topics whose title holds the text, the newest first."""
    return list(
        db.session.scalars(
            select(Post.id)
            .join(Topic, Topic.id == Post.topic_id)
            .join(Category, Category.id == Topic.category_id)
            .where(
                Post.number == 1,
                Topic.hidden_at.is_(None),
                Topic.title.icontains(text, autoescape=True),
                Category.readers.in_(may.readable(viewer)),
            )
            .order_by(Topic.last_post_at.desc())
            .limit(limit)
        )
    )


def category_labels(slugs: Sequence[str]) -> dict[str, str]:
    """Names of categories, for the facet."""
    return {one.slug: one.label for one in db.session.scalars(select(Category).where(Category.slug.in_(slugs)))}


def index_topics(payloads: list[dict[str, Any]]) -> None:
    """Ask for all posts of a topic to be read anew, some hundreds in a job."""
    for payload in payloads:
        with unit_of_work() as session:
            ids = session.execute(
                select(Post.id, Post.number)
                .where(Post.topic_id == payload["topic"], Post.number > payload["after"])
                .order_by(Post.number)
                .limit(STEP)
            ).all()
            for post_id, _number in ids:
                reindex("post", post_id)
            if len(ids) == STEP:
                enqueue(INDEX_TOPIC, {"topic": payload["topic"], "after": ids[-1][1]})


def index_categories(payloads: list[dict[str, Any]]) -> None:
    """Ask for all topics of a category to be read anew, after its readers or its name changed."""
    for payload in payloads:
        with unit_of_work() as session:
            ids = session.scalars(
                select(Topic.id)
                .where(Topic.category_id == payload["category"], Topic.id > payload["after"])
                .order_by(Topic.id)
                .limit(STEP)
            ).all()
            for topic_id in ids:
                enqueue(INDEX_TOPIC, {"topic": topic_id, "after": 0})
            if len(ids) == STEP:
                enqueue(INDEX_CATEGORY, {"category": payload["category"], "after": ids[-1]})


def _document(post: Post, topic: Topic, category: Category, tags: Sequence[TopicTag]) -> Document:
    first = post.is_first
    return Document(
        kind="post",
        id=post.id,
        group=f"topic:{topic.id}",
        title=topic.title if first else "",
        lead=", ".join([category.name, *(tag.label for tag in tags)]) if first else "",
        place=post.author_place,
        body=plain_text(str(post.html)),
        facets={
            "category": (category.slug,),
            "tag": tuple(tag.label for tag in tags),
        },
        audience=AUDIENCES[category.readers],
        created_at=post.created_at,
        updated_at=post.edited_at or post.created_at,
        version=post.lock_version,
    )


def _tags(topic_ids: set[int]) -> Mapping[int, list[TopicTag]]:
    found: dict[int, list[TopicTag]] = defaultdict(list)
    rows = db.session.execute(
        select(TopicTagging.topic_id, TopicTag)
        .join(TopicTag, TopicTag.id == TopicTagging.tag_id)
        .where(TopicTagging.topic_id.in_(topic_ids))
        .order_by(TopicTagging.topic_id, TopicTagging.position)
    )
    for topic_id, tag in rows:
        found[topic_id].append(tag)
    return found
