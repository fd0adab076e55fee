"""Opening topics, answering, editing. Texts come rendered (`forum.text.written`), so that nothing slow happens inside."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, tuple_

from app.auth.models import User
from app.extensions import db
from app.forum import policies as may
from app.forum.actions.counts import topic_answered, topic_opened
from app.forum.actions.following import follow
from app.forum.errors import TopicClosed
from app.forum.models import ANSWERED, STARTED, Category, Post, PostRevision, Topic, TopicTag, TopicTagging
from app.forum.notices import ANSWER, MENTION
from app.forum.queries.categories import category_by_id
from app.forum.queries.posts import post_for_change
from app.forum.queries.topics import tags_of, topic_for_change
from app.forum.text import Written, slug_of
from app.lib import clock
from app.notifications import deliver
from app.search.indexing import reindex
from app.web.access import authorize
from app.web.errors import StaleEdit
from app.web.unit_of_work import unit_of_work


def open_topic(actor: User, category: Category, title: str, text: Written, tags: Sequence[str] = ()) -> Topic:
    """A new topic with its first post; the person watches it from now on.

    Refused where the person may not write. Who is mentioned hears of it; search finds it.
    """
    category_id = category.id
    with unit_of_work() as session:
        category = category_by_id(actor, category_id)
        authorize(may.open_topic(actor, category))
        now = clock.now()
        topic = Topic(
            category_id=category_id,
            title=title,
            slug=slug_of(title),
            author_id=actor.id,
            author_place=text.place,
            created_at=now,
            last_post_at=now,
            watcher_count=1,
        )
        session.add(topic)
        session.flush()
        post = _post(actor, topic, text)
        session.flush()
        _set_tags(topic, tags)
        follow(actor.id, topic.id, STARTED, read_up_to=1)
        topic_opened(category_id, topic.id, now)
        _tell_mentioned(actor, post, text.mentioned)
        reindex("post", post.id)
    return topic


def reply_to_topic(actor: User, topic_id: int, text: Written) -> Post:
    """An answer with the next number of the topic; the person watches the topic unless they chose otherwise.

    Refused when the topic is locked or hidden (TopicClosed). Its author, those whose posts are quoted, the watchers
    and the mentioned hear of it, each once.
    """
    with unit_of_work() as session:
        topic = topic_for_change(actor, topic_id)
        require_open(actor, topic)
        authorize(may.reply_to_topic(actor, topic))
        now = clock.now()
        was_unanswered = topic.is_unanswered
        answered = _quoted_posts(topic, text)
        # Asked before the topic changes, so that it is written once.
        topic.watcher_count += follow(actor.id, topic.id, ANSWERED, read_up_to=topic.last_number + 1)
        topic.last_number += 1
        topic.newest_number = topic.last_number
        topic.reply_count += 1
        topic.last_post_at = now
        post = _post(actor, topic, text, created_at=now, reply_to_id=answered[0][0] if answered else None)
        session.flush()
        topic_answered(topic.category_id, topic.id, now, was_unanswered)
        _tell_about_answer(actor, topic, post, text, [author for _, author in answered])
        reindex("post", post.id)
    return post


def edit_post(
    actor: User,
    post_id: int,
    lock_version: int,
    text: Written,
    *,
    title: str | None = None,
    tags: Sequence[str] | None = None,
) -> Post:
    """A new text in place of the old one, which stays in the history; with the first post also title and tags.

    Refused when somebody saved meanwhile (StaleEdit), or the topic was closed. Only people newly mentioned hear of it.
    """
    with unit_of_work():
        post = post_for_change(actor, post_id)
        require_open(actor, post.topic)
        authorize(may.edit_post(actor, post))
        if post.lock_version != lock_version:
            raise StaleEdit(mine=text.source, saved=post.source, lock_version=post.lock_version)
        title_before = _set_title(post.topic, title) if post.is_first and title else None
        if post.is_first and tags is not None and list(tags) != [tag.label for tag in tags_of(post.topic_id)]:
            _set_tags(post.topic, tags)
            reindex("post", post.id)
        if text.source != post.source or title_before:
            _replace_text(post, text, title_before)
            _tell_mentioned(actor, post, text.mentioned)
            reindex("post", post.id)
    return post


def require_open(actor: User, topic: Topic) -> None:
    """A sentence for those who could write here if the topic had not been closed, perhaps while they wrote."""
    if may.write_in(actor, topic.category) and not may.reply_to_topic(actor, topic):
        raise TopicClosed


def _post(actor: User, topic: Topic, text: Written, **values: object) -> Post:
    post = Post(
        topic=topic,
        number=topic.last_number,
        author_id=actor.id,
        author_place=text.place,
        source=text.source,
        html=text.html,
        **{"created_at": topic.created_at, **values},
    )
    db.session.add(post)
    return post


def _replace_text(post: Post, text: Written, title_before: str | None) -> None:
    post.edit_count += 1
    db.session.add(
        PostRevision(
            post_id=post.id,
            number=post.edit_count,
            source=post.source,
            title=title_before,
            written_at=post.edited_at or post.created_at,
        )
    )
    post.source, post.html, post.edited_at = text.source, text.html, clock.now()
    db.session.flush()


def _set_title(topic: Topic, title: str) -> str | None:
    """The title before, if it changed."""
    before = topic.title
    if title == before:
        return None
    topic.title, topic.slug = title, slug_of(title)
    return before


def _set_tags(topic: Topic, labels: Sequence[str]) -> None:
    """The row of tags; a tag that is new to the forum is made, a known one keeps its spelling."""
    session = db.session()
    wanted = {slug_of(label, 60, ""): label for label in labels}
    known = {tag.slug: tag for tag in session.scalars(select(TopicTag).where(TopicTag.slug.in_(list(wanted))))}
    for slug, label in wanted.items():
        if slug not in known:
            known[slug] = TopicTag(slug=slug, label=label)
            session.add(known[slug])
    session.execute(delete(TopicTagging).where(TopicTagging.topic_id == topic.id))
    session.flush()
    session.add_all(
        TopicTagging(topic_id=topic.id, tag_id=known[slug].id, position=place) for place, slug in enumerate(wanted)
    )


def _quoted_posts(topic: Topic, text: Written) -> list[tuple[int, int]]:
    """(id, author) of the posts that the text answers by quoting them; visible ones of readers of the same place."""
    if not text.quoted:
        return []
    rows = db.session.execute(
        select(Post.id, Post.author_id, Post.number)
        .where(tuple_(Post.topic_id, Post.number).in_(text.quoted), Post.hidden_at.is_(None))
        .where(Post.topic_id == topic.id)
    ).all()
    order = {pair[1]: place for place, pair in enumerate(text.quoted)}
    return [(row.id, row.author_id) for row in sorted(rows, key=lambda row: order.get(row.number, 0))]


def _tell_about_answer(actor: User, topic: Topic, post: Post, text: Written, answered: Iterable[int]) -> None:
    _tell_mentioned(actor, post, text.mentioned)
    people = {topic.author_id, *answered} - {actor.id}
    if people or topic.watcher_count > 1:
        deliver(
            ANSWER,
            ("topic", topic.id),
            actor=actor,
            data={"post": post.id, "people": sorted(people), "mentioned": list(text.mentioned)},
        )


def _tell_mentioned(actor: User, post: Post, people: Sequence[int]) -> None:
    """One notice for each mention; repeating it (an edit that keeps the name) adds nothing, see `forum.notices`."""
    others = [person for person in people if person != actor.id]
    if others:
        deliver(MENTION, ("post", post.id), actor=actor, data={"people": others})
