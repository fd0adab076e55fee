"""What the people hand to the house."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.activity.checking import check_records_when_quiet
from app.auth import policies as may
from app.auth import words
from app.auth.actions.applying import end_expired_mandates, forget_unconfirmed_applications
from app.auth.cli import auth, record_group
from app.auth.letters import send_auth_letters
from app.auth.one_time_links import forget_old_links
from app.auth.queries import open_applications
from app.auth.tidying import forget_old_sessions, sweep_orphaned_files
from app.auth.views import blueprint
from app.web.feature import Feature, QueueLine
from app.web.mailing import send_letters

words.init_blueprint(blueprint)


def applications_queue(moderator: Any) -> list[QueueLine]:
    """Applications that wait for a decision."""
    if not may.decide_application(moderator):
        return []
    return [
        QueueLine(
            title=_("Application: %(name)s", name=application.name),
            url=url_for("auth.application", application_id=application.id),
            detail=application.unit.full_name,
            since=application.created_at,
        )
        for application in open_applications()
    ]


feature = Feature(
    name="auth",
    blueprints=(blueprint,),
    jobs={"auth_letter": send_auth_letters, "mail": send_letters},
    queues=(applications_queue,),
    commands=(auth, record_group),
    sweeps=(
        end_expired_mandates,
        forget_unconfirmed_applications,
        forget_old_links,
        forget_old_sessions,
        sweep_orphaned_files,
        check_records_when_quiet,
    ),
)
