"""Who hears of what in the forum, and in which words. Each person gets one notice of an answer, whatever their part in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import aliased, selectinload

from app.auth.models import User
from app.extensions import db
from app.forum import policies as may
from app.forum.addresses import permalink, post_url, topic_url
from app.forum.models import MUTED, WATCHING, Category, Post, Topic, TopicReader
from app.lib import clock
from app.notifications import Line, Notification

MENTION: Final = "forum.mention"  # subject: the post
ANSWER: Final = "forum.answer"  # an answer to me, or in a topic that I watch; subject: the topic
ACCEPTED: Final = "forum.accepted"  # my answer is the solution; subject: the post
MODERATED: Final = "forum.moderated"  # a decision about my topic or post; subject: that


class _Kind:
    """What all kinds share: who may read the topic, and one query for all lines."""

    mutable = True  # does a muted topic silence it?

    def candidates(self, payload: Mapping[str, Any], topic: Topic) -> Iterable[int]:
        return payload["data"].get("people", ())

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        topic, post = _subject(payload)
        if topic is None or (post is not None and post.is_hidden and self.mutable):
            return []
        people = list(dict.fromkeys(self.candidates(payload, topic)))
        return _those_who_may_read(topic, people, without_muted=self.mutable)

    @staticmethod
    def found(viewer: Any, notices: Sequence[Notification]) -> Mapping[int, Any]:
        return _rows(viewer, notices)

    def line(self, notice: Notification, thing: Any) -> Line | None:
        return self.words(notice, *thing)

    def words(self, notice: Notification, topic: Topic, post: Post | None, actor: User | None) -> Line | None:
        raise NotImplementedError


class Mention(_Kind):
    """Somebody wrote @my-name."""

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        """Who was told of this post already (before an edit) is not told again."""
        told = set(
            db.session.scalars(
                select(Notification.recipient_id).where(
                    Notification.kind == MENTION,
                    Notification.subject_kind == "post",
                    Notification.subject_id == payload["subject"][1],
                )
            )
        )
        return [person for person in super().recipients(payload) if person not in told]

    def words(self, notice: Notification, topic: Topic, post: Post | None, actor: User | None) -> Line | None:
        if post is None or post.is_hidden or actor is None:
            return None
        return Line(
            title=_("%(name)s mentions you in “%(title)s”", name=actor.name, title=topic.title),
            url=_url(topic, post),
            button=pgettext("button", "Read"),
        )


class Answer(_Kind):
    """An answer in my topic, to a post of mine, or in a topic that I watch; counted up until I read."""

    def candidates(self, payload: Mapping[str, Any], topic: Topic) -> Iterable[int]:
        """The people answered, then the watchers; who is mentioned hears of that instead."""
        mentioned = set(payload["data"].get("mentioned", ()))
        watchers = db.session.scalars(
            select(TopicReader.user_id).where(TopicReader.topic_id == topic.id, TopicReader.level == WATCHING)
        )
        return [person for person in (*payload["data"].get("people", ()), *watchers) if person not in mentioned]

    def words(self, notice: Notification, topic: Topic, post: Post | None, actor: User | None) -> Line | None:
        if post is None or actor is None or (post.is_hidden and notice.count == 1):
            return None
        if notice.count > 1:
            title = ngettext(
                "%(num)s new answer in “%(title)s”",
                "%(num)s new answers in “%(title)s”",
                notice.count,
                title=topic.title,
            )
        elif notice.recipient_id in notice.data.get("people", ()):
            title = _("%(name)s answers you in “%(title)s”", name=actor.name, title=topic.title)
        else:
            title = _("%(name)s answers in “%(title)s”, which you watch", name=actor.name, title=topic.title)
        return Line(title=title, url=_url(topic, post), button=pgettext("button", "Read"))


class Accepted(_Kind):
    """My answer was marked as the solution."""

    def words(self, notice: Notification, topic: Topic, post: Post | None, actor: User | None) -> Line | None:
        if post is None or post.is_hidden:
            return None
        return Line(
            title=_("Your answer is the solution in “%(title)s”", title=topic.title),
            url=_url(topic, post),
            button=pgettext("button", "See"),
        )


class Moderated(_Kind):
    """Moderators decided about my topic or post; this cannot be muted."""

    mutable = False

    def words(self, notice: Notification, topic: Topic, post: Post | None, actor: User | None) -> Line | None:
        act = _still(notice.data.get("act", ""), post if post is not None else topic)
        if post is not None:
            words = {"hide": _("Moderators have hidden your post"), "restore": _("Moderators have restored your post")}
            reason, url = post.hidden_reason, permalink(topic.id, post.number)
        else:
            words = {
                "lock": _("Moderators have locked your topic"),
                "unlock": _("Moderators have unlocked your topic"),
                "pin": _("Moderators have pinned your topic"),
                "unpin": _("Moderators have unpinned your topic"),
                "hide": _("Moderators have hidden your topic"),
                "restore": _("Moderators have restored your topic"),
                "move": _("Moderators have moved your topic to another category"),
            }
            reason = {"hide": topic.hidden_reason, "lock": topic.lock_reason}.get(act, "")
            url = topic_url(topic.id, topic.slug)
        if act not in words:
            return None
        detail = _("“%(title)s”. Reason: %(reason)s", title=topic.title, reason=reason) if reason else topic.title
        return Line(title=words[act], url=url, detail=detail, button=pgettext("button", "See"))


KINDS: Final[Mapping[str, _Kind]] = {
    MENTION: Mention(),
    ANSWER: Answer(),
    ACCEPTED: Accepted(),
    MODERATED: Moderated(),
}


def about_topic(topic_id: int) -> ColumnElement[bool]:
    """The condition of notices about a topic or one of its posts."""
    posts = select(Post.id).where(Post.topic_id == topic_id)
    return or_(
        and_(Notification.subject_kind == "topic", Notification.subject_id == topic_id),
        and_(Notification.subject_kind == "post", Notification.subject_id.in_(posts)),
    )


def withdraw_notices(*, topic_id: int, post_id: int | None = None) -> None:
    """Part of hiding: what people have not read about a hidden thing waits for them no longer. Inside a unit of work."""
    if post_id is None:
        gone = about_topic(topic_id)
    else:
        # A notice of several answers stays: the others are still there.
        single = [
            notice.id
            for notice in db.session.scalars(
                select(Notification).where(
                    Notification.subject_kind == "topic",
                    Notification.subject_id == topic_id,
                    Notification.count == 1,
                    Notification.read_at.is_(None),
                )
            )
            if notice.data.get("post") == post_id
        ]
        gone = or_(
            and_(Notification.subject_kind == "post", Notification.subject_id == post_id), Notification.id.in_(single)
        )
    db.session.execute(
        update(Notification)
        .where(Notification.read_at.is_(None), gone)
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def withdraw_decisions(subject: tuple[str, int]) -> None:
    """A new decision takes the place of one that its author has not read. Inside a unit of work."""
    db.session.execute(
        update(Notification)
        .where(
            Notification.kind == MODERATED,
            Notification.subject_kind == subject[0],
            Notification.subject_id == subject[1],
            Notification.read_at.is_(None),
        )
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _subject(payload: Mapping[str, Any]) -> tuple[Topic | None, Post | None]:
    kind, subject_id = payload["subject"]
    post_id = subject_id if kind == "post" else payload["data"].get("post")
    post = db.session.get(Post, post_id) if post_id else None
    topic = db.session.get(Topic, post.topic_id if kind == "post" and post else subject_id)
    if kind == "post" and post is None:
        return None, None
    return topic, post


def _those_who_may_read(topic: Topic, ids: Sequence[int], without_muted: bool) -> list[int]:
    """Active people among them who may read the topic now and have not muted it, in the same order."""
    if not ids:
        return []
    people = db.session.scalars(
        select(User)
        .where(User.id.in_(ids), User.blocked_at.is_(None), User.erased_at.is_(None))
        .options(selectinload(User.held_mandates), selectinload(User.deputised_mandates), selectinload(User.seats))
    )
    allowed = {person.id for person in people if may.read_topic(person, topic)}
    if without_muted:
        allowed -= set(
            db.session.scalars(
                select(TopicReader.user_id).where(
                    TopicReader.topic_id == topic.id, TopicReader.level == MUTED, TopicReader.user_id.in_(ids)
                )
            )
        )
    return [person for person in ids if person in allowed]


def _rows(viewer: Any, notices: Sequence[Notification]) -> dict[int, tuple[Topic, Post | None, User | None]]:
    """Notice id → topic, post and actor, in one query; those whose topic this person may not read are left out."""
    posts = {notice.id: notice.data.get("post") for notice in notices if notice.subject_kind == "topic"}
    subject, actor, category = aliased(Post), aliased(User), Category
    by_post = or_(
        and_(Notification.subject_kind == "post", subject.id == Notification.subject_id),
        and_(Notification.subject_kind == "topic", subject.id.in_([one for one in posts.values() if one]),
             subject.topic_id == Notification.subject_id),
    )  # fmt: skip
    topic_of = or_(
        and_(Notification.subject_kind == "topic", Topic.id == Notification.subject_id),
        and_(Notification.subject_kind == "post", Topic.id == subject.topic_id),
    )
    rows = db.session.execute(
        select(Notification.id, Topic, subject, actor, category)
        .outerjoin(subject, by_post)
        .join(Topic, topic_of)
        .join(category, category.id == Topic.category_id)
        .outerjoin(actor, actor.id == Notification.actor_id)
        .where(Notification.id.in_([notice.id for notice in notices]))
    )
    found: dict[int, tuple[Topic, Post | None, User | None]] = {}
    for notice_id, topic, joined, person, _category in rows:
        post: Post | None = joined
        if notice_id in posts and (post.id if post is not None else None) != posts[notice_id]:
            if posts[notice_id] is not None:  # the post of another notice about the same topic
                continue
            post = None
        if may.read_topic(viewer, topic):
            found[notice_id] = (topic, post, person)
    return found


def _still(act: str, thing: Topic | Post) -> str:
    """The decision in force, when one was taken back before the notice was read."""
    if act == "hide" and not thing.is_hidden:
        return "restore"
    if act == "lock" and isinstance(thing, Topic) and not thing.is_locked:
        return "unlock"
    return act


def _url(topic: Topic, post: Post) -> str:
    return post_url(topic.id, topic.slug, post.number, topic.accepted_number)
