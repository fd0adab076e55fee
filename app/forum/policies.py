"""May this person? Pure functions with the actions' names; who reads and writes where is set for each category."""

from typing import Any

from app.auth.policies import moderate, take_part
from app.forum.models import COMMITTEE, MEMBERS, MODERATORS, PUBLIC


def readable(user: Any) -> list[str]:
    """The kinds of categories (by their readers) that a person may read; moderators read all."""
    if user.is_moderator or user.is_administrator or user.is_committee_member:
        return [PUBLIC, MEMBERS, COMMITTEE]
    return [PUBLIC, MEMBERS] if user.is_member else [PUBLIC]


def read_category(user: Any, category: Any) -> bool:
    """Public ones everybody; the others members of the network, or the committee and MCPS."""
    return category.readers in readable(user)


def write_in(user: Any, category: Any) -> bool:
    """Whoever has a part in the network, unless the category is kept for MCPS or the committee."""
    if not take_part(user) or not read_category(user, category):
        return False
    if category.writers == MODERATORS:
        return moderate(user)
    return category.writers == MEMBERS or moderate(user) or bool(user.is_committee_member)


def read_topic(user: Any, topic: Any) -> bool:
    """Who may read its category; a hidden topic only its author and the moderators, who can still restore it."""
    if not read_category(user, topic.category):
        return False
    return not topic.is_hidden or moderate(user) or _is_author(user, topic)


def open_topic(user: Any, category: Any) -> bool:
    """Who may write in the category."""
    return write_in(user, category)


def reply_to_topic(user: Any, topic: Any) -> bool:
    """Who may write in the category, while the topic is neither locked nor hidden; moderators in locked ones too."""
    if topic.is_hidden or not write_in(user, topic.category):
        return False
    return not topic.is_locked or moderate(user)


def edit_post(user: Any, post: Any) -> bool:
    """Its author, while the topic is open and the post stands. Moderators hide; they do not rewrite."""
    return _is_author(user, post) and not post.is_hidden and reply_to_topic(user, post.topic)


def read_history(user: Any, post: Any) -> bool:
    """Earlier texts are as open as the post; those of a hidden one stay with its author and the moderators."""
    return not post.is_hidden or moderate(user) or _is_author(user, post)


def accept_answer(user: Any, topic: Any) -> bool:
    """The person who asked, or a moderator."""
    if topic.is_hidden or not read_category(user, topic.category):
        return False
    return moderate(user) or (_is_author(user, topic) and take_part(user))


def withdraw_answer(user: Any, topic: Any) -> bool:
    """Who may mark the solution may take the mark back."""
    return accept_answer(user, topic)


def watch_topic(user: Any, topic: Any) -> bool:
    """Every account that may read it."""
    return bool(user.is_authenticated) and read_topic(user, topic)


def mark_everything_read(user: Any) -> bool:
    """Every account, for itself."""
    return bool(user.is_authenticated)


def lock_topic(user: Any, topic: Any) -> bool:
    """Moderators."""
    return moderate(user)


def unlock_topic(user: Any, topic: Any) -> bool:
    """Moderators."""
    return moderate(user)


def pin_topic(user: Any, topic: Any) -> bool:
    """Moderators."""
    return moderate(user)


def unpin_topic(user: Any, topic: Any) -> bool:
    """Moderators."""
    return moderate(user)


def hide_topic(user: Any, topic: Any) -> bool:
    """Moderators."""
    return moderate(user)


def restore_topic(user: Any, topic: Any) -> bool:
    """Moderators."""
    return moderate(user)


def move_topic(user: Any, topic: Any) -> bool:
    """Moderators."""
    return moderate(user)


def hide_post(user: Any, post: Any) -> bool:
    """Moderators."""
    return moderate(user)


def restore_post(user: Any, post: Any) -> bool:
    """Moderators."""
    return moderate(user)


def add_category(user: Any) -> bool:
    """Moderators and administrators."""
    return moderate(user)


def edit_category(user: Any) -> bool:
    """Moderators and administrators."""
    return moderate(user)


def shift_category(user: Any) -> bool:
    """Moderators and administrators."""
    return moderate(user)


def _is_author(user: Any, thing: Any) -> bool:
    return user.id is not None and user.id == thing.author_id
