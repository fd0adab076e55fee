"""What stands on the start page: for visitors and for people who are signed in."""

from collections.abc import Sequence
from typing import Any

from app.directory.queries import count_advocates
from app.forum.queries.lists import forum_counts, latest_topics
from app.notifications.queries import unread_lines
from app.web.feature import Waiting, features


def front_page(viewer: Any) -> dict[str, Any]:
    """What a visitor sees: what this is, three doors, the newest adopted position."""
    from app.positions.queries import newest_adopted, position_counts
    from app.practices.queries import practice_counts

    return {
        "newest": newest_adopted(viewer),
        "forum": forum_counts(viewer),
        "practices": practice_counts(viewer),
        "positions": position_counts(viewer),
        "advocates": count_advocates(),
        "topics": latest_topics(viewer, 3),
    }


def own_page(viewer: Any) -> dict[str, Any]:
    """What waits for this person, then news of the forum and of the practices."""
    from app.practices.queries import newest_practices

    return {
        "waiting": waiting_for(viewer),
        "notices": unread_lines(viewer),
        "topics": latest_topics(viewer, 5),
        "practices": newest_practices(viewer, 3),
    }


def waiting_for(viewer: Any) -> Sequence[Waiting]:
    """What every feature says waits for this person; what has a deadline first, the nearest before."""
    found = [one for feature in features() for ask in feature.waiting for one in ask(viewer)]
    return sorted(found, key=lambda one: (one.deadline is None, one.deadline))
