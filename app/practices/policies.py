"""May this person? Pure functions with the actions' names."""

from typing import Any

from app.auth.policies import moderate, take_part


def read_practice(user: Any, practice: Any) -> bool:
    """What is published everybody reads; drafts, sent and hidden ones only their author and the moderators."""
    return bool(practice.is_public) or see_work_on_practice(user, practice)


def see_work_on_practice(user: Any, practice: Any) -> bool:
    """Drafts, revisions that are not published, steps with their reasons: the author and the moderators."""
    return is_author(user, practice) or moderate(user)


def describe_practice(user: Any) -> bool:
    """Everybody who has a part in the network describes practices."""
    return take_part(user)


def edit_practice(user: Any, practice: Any) -> bool:
    """The author, while they have a part in the network; moderators for small corrections."""
    return take_part(user) and (is_author(user, practice) or moderate(user))


def submit_practice(user: Any, practice: Any) -> bool:
    """Who edits it sends it in."""
    return edit_practice(user, practice)


def recall_practice(user: Any, practice: Any) -> bool:
    """Who sent it takes it back to go on writing."""
    return edit_practice(user, practice)


def withdraw_practice(user: Any, practice: Any) -> bool:
    """The author takes it out of the base, published or not; a moderator does so at the unit's wish."""
    return edit_practice(user, practice)


def confirm_practice(user: Any, practice: Any) -> bool:
    """Who stands behind the record says that it still holds."""
    return edit_practice(user, practice)


def publish_practice(user: Any, practice: Any = None) -> bool:
    """Moderators of MCPS decide what is published."""
    return moderate(user)


def request_changes(user: Any, practice: Any = None) -> bool:
    """Moderators send a record back with a reason."""
    return moderate(user)


def hide_practice(user: Any, practice: Any = None) -> bool:
    """Moderators hide what breaks the rules, with a reason in the public log."""
    return moderate(user)


def restore_practice(user: Any, practice: Any = None) -> bool:
    """Moderators take a hiding back, with a reason."""
    return moderate(user)


def is_author(user: Any, practice: Any) -> bool:
    """Whether the person wrote it."""
    return bool(user.is_authenticated and practice.author_id is not None and practice.author_id == user.id)
