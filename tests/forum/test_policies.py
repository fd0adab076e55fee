"""Who may do what, person by person; the policies alone, without a database."""

from types import SimpleNamespace

import pytest

from app.forum import policies as may
from app.forum.models import Category, Topic
from app.lib import clock

PEOPLE = ("visitor", "without_part", "member", "author", "committee", "moderator", "administrator")


def person(kind):
    return SimpleNamespace(
        id=None if kind == "visitor" else PEOPLE.index(kind),
        is_authenticated=kind != "visitor",
        is_member=kind not in ("visitor", "without_part"),
        is_moderator=kind == "moderator",
        is_administrator=kind == "administrator",
        is_committee_member=kind == "committee",
    )


def who(rule):
    return {kind for kind in PEOPLE if rule(person(kind))}


def topic(readers="public", writers="members", locked=False, hidden=False):
    return Topic(
        author_id=PEOPLE.index("author"),
        category=Category(readers=readers, writers=writers),
        locked_at=clock.now() if locked else None,
        hidden_at=clock.now() if hidden else None,
    )


STAFF = {"moderator", "administrator"}
MEMBERS = {"member", "author", "committee"} | STAFF


@pytest.mark.parametrize(
    ("setting", "readers", "writers"),
    [
        ({}, set(PEOPLE), MEMBERS),
        ({"writers": "moderators"}, set(PEOPLE), STAFF),
        ({"writers": "committee"}, set(PEOPLE), STAFF | {"committee"}),
        ({"readers": "members"}, MEMBERS, MEMBERS),
        ({"readers": "members", "writers": "moderators"}, MEMBERS, STAFF),
        ({"readers": "committee"}, STAFF | {"committee"}, STAFF | {"committee"}),
        ({"locked": True}, set(PEOPLE), STAFF),
        ({"hidden": True}, STAFF | {"author"}, set()),
        ({"hidden": True, "readers": "committee"}, STAFF, set()),
    ],
)
def test_who_reads_and_who_answers(setting, readers, writers):
    one = topic(**setting)
    assert who(lambda user: may.read_topic(user, one)) == readers
    assert who(lambda user: may.reply_to_topic(user, one)) == writers
    assert who(lambda user: may.watch_topic(user, one)) == readers - {"visitor"}


def test_who_opens_topics():
    assert who(lambda user: may.open_topic(user, Category(readers="public", writers="members"))) == MEMBERS
    assert who(lambda user: may.open_topic(user, Category(readers="public", writers="moderators"))) == STAFF


def test_who_edits_and_who_decides():
    post = SimpleNamespace(author_id=PEOPLE.index("author"), is_hidden=False, topic=topic())
    assert who(lambda user: may.edit_post(user, post)) == {"author"}
    assert who(lambda user: may.read_history(user, post)) == set(PEOPLE)
    post.is_hidden = True
    assert who(lambda user: may.edit_post(user, post)) == set()
    assert who(lambda user: may.read_history(user, post)) == STAFF | {"author"}
    for rule in (may.hide_post, may.restore_post):
        assert who(lambda user, rule=rule: rule(user, post)) == STAFF
    for rule in (
        may.lock_topic,
        may.unlock_topic,
        may.pin_topic,
        may.unpin_topic,
        may.hide_topic,
        may.restore_topic,
        may.move_topic,
    ):
        assert who(lambda user, rule=rule: rule(user, topic())) == STAFF
    assert who(lambda user: may.accept_answer(user, topic())) == STAFF | {"author"}
    assert who(lambda user: may.accept_answer(user, topic(hidden=True))) == set()
    for rule in (may.add_category, may.edit_category, may.shift_category):
        assert who(rule) == STAFF
