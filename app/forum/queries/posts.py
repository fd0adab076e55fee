"""One post, and the texts it had before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.forum import policies as may
from app.forum.models import Post, PostRevision, Topic
from app.web.errors import NotFound


@dataclass(frozen=True)
class Version:
    """A text that a post has or had; the title only where it changed after this text."""

    number: int
    source: str
    written_at: datetime
    title: str | None = None


def find_post(viewer: Any, post_id: int) -> Post:
    """A post with its topic and category; for who may not read the topic there is none."""
    post = db.session.scalar(_post().where(Post.id == post_id))
    if post is None or not may.read_topic(viewer, post.topic):
        raise NotFound
    return post


def post_for_change(actor: Any, post_id: int) -> Post:
    """The same inside an action, read anew and locked together with its topic."""
    post = db.session.scalar(
        _post().where(Post.id == post_id).with_for_update(of=[Topic, Post]).execution_options(populate_existing=True)
    )
    if post is None or not may.read_topic(actor, post.topic):
        raise NotFound
    return post


def find_history(viewer: Any, post_id: int) -> tuple[Post, list[Version]]:
    """A post and its texts, the newest first; the one in force comes first. Hidden ones stay with author and moderators."""
    post = find_post(viewer, post_id)
    if not may.read_history(viewer, post):
        raise NotFound
    earlier = db.session.scalars(
        select(PostRevision).where(PostRevision.post_id == post.id).order_by(PostRevision.number.desc())
    )
    current = Version(post.edit_count + 1, post.source, post.edited_at or post.created_at)
    return post, [current, *(Version(one.number, one.source, one.written_at, one.title) for one in earlier)]


def answers_of(people: Collection[int], *, solutions: bool = False) -> ScalarSelect[int]:
    """How many answers of these people stand on the forum (or were marked as a solution), as a part of a larger question."""
    chosen = [Post.author_id.in_(people), Post.number > 1, Post.hidden_at.is_(None), Topic.hidden_at.is_(None)]
    if solutions:
        chosen.append(Topic.accepted_number == Post.number)
    return select(func.count()).select_from(Post).join(Post.topic).where(*chosen).scalar_subquery()


def _post() -> Any:
    return (
        select(Post)
        .join(Post.topic)
        .join(Topic.category)
        .options(contains_eager(Post.topic).contains_eager(Topic.category))
    )
