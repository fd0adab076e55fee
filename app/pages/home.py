"""What stands on the start page: for visitors and for people who are signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.auth.policies import take_part
from app.directory.queries import count_advocates
from app.forum.queries.lists import forum_counts, latest_topics
from app.lib import clock
from app.notifications import Line, Notification
from app.notifications.queries import unread_lines
from app.positions.addresses import url_of as position_url
from app.positions.policies import open_position
from app.positions.queries.positions import count_by_group, newest_adopted
from app.practices.queries.finding import count_published, newest_practices
from app.practices.views.blueprint import practice_url
from app.web.feature import features


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
    notices = unread_lines(viewer)
    return {
        "rows": rows_for(viewer, notices),
        "has_notices": bool(notices),
        "topics": latest_topics(viewer, 5),
        "practices": newest_practices(viewer, 3),
        "practice_url": practice_url,
        "days_left": days_left,
        "may_take_part": take_part(viewer),
        "may_open_position": open_position(viewer),
    }


@dataclass(frozen=True)
class Row:
    """One thing that waits: with a deadline, or with the time since when it does."""

    title: str
    url: str
    detail: str
    button: str
    deadline: datetime | None
    since: datetime | None = None


def rows_for(viewer: Any, notices: Sequence[tuple[Notification, Line]]) -> list[Row]:
    """What features say waits for this person and what notices say; the nearest deadline first, then the newest."""
    rows = [
        Row(one.title, one.url, one.detail, one.button, one.deadline)
        for feature in features()
        for ask in feature.waiting
        for one in ask(viewer)
    ]
    rows += [
        Row(str(line.title), line.url, str(line.detail), str(line.button), line.deadline, notice.updated_at)
        for notice, line in notices
    ]
    dated = sorted((row for row in rows if row.deadline), key=lambda row: row.deadline or clock.now())
    return dated + [row for row in rows if not row.deadline]


def days_left(deadline: Any) -> str:
    """How long until a deadline, in days of Warsaw's calendar, with the hour on the last one."""
    local = clock.local(deadline)
    days = (local.date() - clock.today()).days
    hour = local.strftime("%H.%M")
    if days <= 0:
        return _("today, until %(hour)s", hour=hour)
    return ngettext("in %(num)s day, until %(hour)s", "in %(num)s days, until %(hour)s", days, hour=hour)
