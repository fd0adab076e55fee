"""What stands on the start page: for visitors and for people who are signed in."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.directory.queries import count_advocates
from app.forum.queries.lists import forum_counts, latest_topics
from app.lib import clock
from app.notifications.queries import unread_lines
from app.positions.addresses import url_of as position_url
from app.positions.queries.positions import count_by_group, newest_adopted
from app.practices.queries.finding import count_published, newest_practices
from app.practices.views.blueprint import practice_url
from app.web.feature import Waiting, features


def front_page(viewer: Any) -> dict[str, Any]:
    """What a visitor sees: what this is, three doors, the newest adopted position, the newest talk."""
    return {
        "newest": newest_adopted(viewer),
        "position_url": position_url,
        "forum": forum_counts(viewer),
        "practice_count": count_published(),
        "position_count": sum(count_by_group(viewer).values()),
        "advocates": count_advocates(),
        "topics": latest_topics(viewer, 4),
    }


def own_page(viewer: Any) -> dict[str, Any]:
    """What waits for this person, then news of the forum and of the practices."""
    return {
        "waiting": waiting_for(viewer),
        "notices": unread_lines(viewer),
        "topics": latest_topics(viewer, 5),
        "practices": newest_practices(viewer, 3),
        "practice_url": practice_url,
        "days_left": days_left,
    }


def waiting_for(viewer: Any) -> Sequence[Waiting]:
    """What every feature says waits for this person; what has a deadline first, the nearest before."""
    found = [one for feature in features() for ask in feature.waiting for one in ask(viewer)]
    return sorted(found, key=lambda one: (one.deadline is None, one.deadline))


def days_left(deadline: Any) -> str:
    """How long until a deadline, in days of Warsaw's calendar, with the hour on the last one."""
    local = clock.local(deadline)
    days = (local.date() - clock.today()).days
    hour = local.strftime("%H.%M")
    if days <= 0:
        return _("today, until %(hour)s", hour=hour)
    return ngettext("in %(num)s day, until %(hour)s", "in %(num)s days, until %(hour)s", days, hour=hour)
