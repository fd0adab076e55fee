"""One's own profile, messages to people, and what administrators do with accounts."""

from app.activity import record
from app.auth import policies as may
from app.auth.models import PersonMessage, User
from app.auth.sessions import end_sessions
from app.auth.staff_roles import hold_administrators
from app.jobs import enqueue
from app.lib import clock
from app.web.access import authorize
from app.web.errors import StaleEdit
from app.web.unit_of_work import unit_of_work


def edit_profile(
    actor: User, *, name: str, office_title: str, about: str, listed: bool, lock_version: int | None
) -> None:
    """Change what others see of me; being listed in the directory is my consent, noted with its time."""
    with unit_of_work():
        authorize(may.edit_profile(actor, actor))
        if lock_version is not None and lock_version != actor.lock_version:
            raise StaleEdit(mine=about, saved=actor.about, lock_version=actor.lock_version)
        actor.name = name
        actor.office_title = office_title
        actor.about = about
        if listed != (actor.listed_at is not None):
            actor.listed_at = clock.now() if listed else None
            record(actor, "directory.joined" if listed else "directory.left", actor)


def write_to_person(actor: User, person: User, *, text: str, submission_id: str) -> PersonMessage:
    """Send a message by e-mail without showing the address; the answer goes to the sender's own address."""
    with unit_of_work() as session:
        authorize(may.write_to_person(actor, person))
        message = PersonMessage(sender_id=actor.id, recipient_id=person.id, submission_id=submission_id, text=text)
        session.add(message)
        session.flush()
        enqueue("auth_letter", {"letter": "message", "message_id": message.id})
    return message


def block_person(actor: User, person: User, reason: str) -> None:
    """Close an account; its sessions end at once, its texts stay. One that is closed already stays as it is.

    Of two administrators who close each other at the same time the second is refused: somebody stays.
    """
    with unit_of_work():
        administrators = hold_administrators()
        authorize(may.block_person(actor, person) and actor.id in administrators)
        if person.blocked_at is not None:
            return
        person.blocked_at = clock.now()
        end_sessions(person.id)
        record(actor, "account.blocked", person, reason=reason)


def unblock_person(actor: User, person: User, reason: str) -> None:
    """Open it again; one that is open stays as it is."""
    with unit_of_work():
        authorize(may.unblock_person(actor, person))
        if person.blocked_at is None:
            return
        person.blocked_at = None
        record(actor, "account.unblocked", person, reason=reason)
