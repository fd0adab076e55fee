"""What stands on the start page: for visitors and for people who are signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.auth.policies import take_part
from app.directory.queries import coverage
from app.forum.queries.lists import forum_counts, latest_topics
from app.lib import clock
from app.notifications import Line, Notification
from app.notifications.queries import unread_lines
from app.pages.queries import unit_counts
from app.positions.addresses import url_of as position_url
from app.positions.policies import open_position
from app.positions.presenting.answers import verdict_words
from app.positions.presenting.frame import number_words
from app.positions.queries.outcomes import (
    DateAhead,
    certified_numbers,
    count_answered_demands,
    dates_ahead,
    newest_outcomes,
)
from app.positions.queries.positions import count_by_group, newest_adopted
from app.practices.queries.finding import count_published, newest_practices
from app.practices.views.blueprint import practice_url
from app.web.feature import features


def front_page(viewer: Any) -> dict[str, Any]:
    """What a visitor sees: what this is, three doors, the newest adopted position, what came of it, the newest talk."""
    newest = newest_adopted(viewer)
    return {
        "newest": newest,
        "numbers": certified_numbers(newest) if newest else None,
        "outcomes": newest_outcomes(viewer, 3),
        "demands": count_answered_demands(viewer),
        "verdict_words": verdict_words,
        "number_words": number_words,
        "position_url": position_url,
        "forum": forum_counts(viewer),
        "practice_count": count_published(),
        "position_count": sum(count_by_group(viewer).values()),
        "reach": coverage(),
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
        "network": unit_in_network(viewer),
        "dates": [(ahead, date_line(ahead)) for ahead in dates_ahead(viewer, 4)],
        "position_url": position_url,
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


@dataclass(frozen=True)
class UnitInNetwork:
    """What the unit of an advocate has given to the network, as figures with words."""

    name: str
    lines: list[dict[str, Any]]


def unit_in_network(viewer: Any) -> UnitInNetwork | None:
    """The unit of the person's first mandate; None without one, or while there is nothing to count. One statement."""
    if not viewer.mandates:
        return None
    mandate = viewer.mandates[0]
    of = unit_counts(mandate)
    counted = (
        (of.practices, ngettext("practice described", "practices described", of.practices)),
        (of.answers, ngettext("answer on the forum", "answers on the forum", of.answers)),
        (of.solutions, ngettext("of them marked as a solution", "of them marked as a solution", of.solutions)),
        (of.votes, ngettext("position voted on", "positions voted on", of.votes)),
    )
    lines = [{"figure": figure, "word": word} for figure, word in counted if figure]
    name = mandate.unit.full_name
    return UnitInNetwork(name[0].upper() + name[1:], lines) if lines else None


def date_line(ahead: DateAhead) -> str:
    """What ends on a day of the calendar."""
    return {
        "consultation": _("End of the consultation"),
        "vote": _("End of the vote"),
        "answer": _("The Committee's answer is due"),
        "promise": _("What the Committee has promised is due"),
    }[ahead.kind]


def days_left(deadline: Any) -> str:
    """How long until a deadline, in days of Warsaw's calendar, with the hour on the last one."""
    local = clock.local(deadline)
    days = (local.date() - clock.today()).days
    hour = local.strftime("%H.%M")
    if days <= 0:
        return _("today, until %(hour)s", hour=hour)
    return ngettext("in %(num)s day, until %(hour)s", "in %(num)s days, until %(hour)s", days, hour=hour)
