"""What the people hand to the house."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.activity.checking import check_records_when_quiet
from app.auth import policies as may
from app.auth import words
from app.auth.actions.applying import end_expired_mandates, forget_unconfirmed_applications
from app.auth.cli import auth, record_group
from app.auth.devices import forget_old_devices
from app.auth.letters import send_auth_letters
from app.auth.models import StaffRoleChange
from app.auth.one_time_links import forget_old_links
from app.auth.queries import open_applications, pending_role_changes
from app.auth.tidying import forget_old_role_changes, forget_old_sessions, sweep_orphaned_files
from app.auth.views import blueprint
from app.web.feature import Feature, QueueLine, Waiting
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


def role_changes_queue(administrator: Any) -> list[QueueLine]:
    """Changes of staff roles that this administrator may confirm or refuse."""
    return [
        QueueLine(title=_title_of(change), url=_url_of(change), detail=_detail_of(change), since=change.proposed_at)
        for change in _to_decide(administrator)
    ]


def role_changes_waiting(administrator: Any) -> list[Waiting]:
    """The same on the start page."""
    return [
        Waiting(title=_title_of(change), url=_url_of(change), detail=_detail_of(change), button=_("Decide"))
        for change in _to_decide(administrator)
    ]


def _to_decide(administrator: Any) -> list[StaffRoleChange]:
    if not may.administer(administrator):
        return []
    return [change for change in pending_role_changes() if may.confirm_role_change(administrator, change)]


def _title_of(change: StaffRoleChange) -> str:
    return _("Change of roles: %(name)s", name=change.person.name)


def _url_of(change: StaffRoleChange) -> str:
    return url_for("auth.person_roles", handle=change.person.handle)


def _detail_of(change: StaffRoleChange) -> str:
    return _("%(name)s proposes: %(roles)s", name=change.proposed_by.name, roles=words.staff_marks_words(change))


feature = Feature(
    name="auth",
    blueprints=(blueprint,),
    jobs={"auth_letter": send_auth_letters, "mail": send_letters},
    waiting=(role_changes_waiting,),
    queues=(applications_queue, role_changes_queue),
    commands=(auth, record_group),
    sweeps=(
        end_expired_mandates,
        forget_unconfirmed_applications,
        forget_old_devices,
        forget_old_links,
        forget_old_role_changes,
        forget_old_sessions,
        sweep_orphaned_files,
        check_records_when_quiet,
    ),
)
