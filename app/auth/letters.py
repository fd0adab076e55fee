"""Letters about accounts: the worker makes the link and the words when it sends, so that no secret waits in the outbox."""

from collections.abc import Callable
from typing import Any

from app.auth.models import Invitation, MandateApplication, PersonMessage, User
from app.auth.one_time_links import make_link
from app.auth.queries import find_user_by_email
from app.extensions import db
from app.jobs.worker import one_by_one
from app.lib import clock
from app.web.mailing import link_to, send_now
from app.web.unit_of_work import unit_of_work


@one_by_one
def send_auth_letters(payloads: list[dict[str, Any]]) -> None:
    """The handler of the outbox kind `auth_letter`; what has become pointless is left out."""
    for payload in payloads:
        LETTERS[payload["letter"]](payload)


def _reset(payload: dict[str, Any]) -> None:
    user = find_user_by_email(payload["email"])
    if user is None or not user.is_active:
        return
    token = make_link("reset", user.email, user.id)
    send_now("reset", user.email, payload["job_id"], name=user.name, url=link_to("auth.new_password", token=token))


def _set_password(payload: dict[str, Any]) -> None:
    user = db.session.get(User, payload["user_id"])
    if user is None:
        return
    if user.password_hash is not None:
        send_now("mandate_given", user.email, payload["job_id"], name=user.name, url=link_to("auth.sign_in"))
        return
    token = make_link("set_password", user.email, user.id)
    send_now(
        "set_password",
        user.email,
        payload["job_id"],
        name=user.name,
        url=link_to("auth.new_password", token=token),
    )


def _invite(payload: dict[str, Any]) -> None:
    invitation = db.session.get(Invitation, payload["invitation_id"])
    if invitation is None or invitation.revoked_at or invitation.accepted_at:
        return
    email, name, role = invitation.email, invitation.name, invitation.role
    unit = invitation.unit.full_name if invitation.unit else ""
    token = make_link("invite", email, payload["invitation_id"])
    url = link_to("auth.accept_invitation", token=token)
    send_now("invite", email, payload["job_id"], name=name, role=role, unit=unit, url=url)


def _confirm(payload: dict[str, Any]) -> None:
    application = db.session.get(MandateApplication, payload["application_id"])
    if application is None or application.state != "unconfirmed":
        return
    email, name, unit = application.email, application.name, application.unit.full_name
    token = make_link("confirm", email, payload["application_id"])
    url = link_to("auth.confirm_application_address", token=token)
    send_now("confirm", email, payload["job_id"], name=name, unit=unit, url=url)


def _refused(payload: dict[str, Any]) -> None:
    application = db.session.get(MandateApplication, payload["application_id"])
    if application is not None:
        send_now(
            "refused",
            application.email,
            payload["job_id"],
            name=application.name,
            unit=application.unit.full_name,
            reason=application.reason,
        )


def _to_user(template: str) -> Callable[[dict[str, Any]], None]:
    def send(payload: dict[str, Any]) -> None:
        user = db.session.get(User, payload["user_id"])
        if user is not None:
            send_now(template, user.email, payload["job_id"], name=user.name, url=link_to("auth.account"))

    return send


def _message(payload: dict[str, Any]) -> None:
    message = db.session.get(PersonMessage, payload["message_id"])
    if message is None or message.sent_at is not None:
        return
    sender, recipient = db.session.get(User, message.sender_id), db.session.get(User, message.recipient_id)
    if sender is None or recipient is None or not recipient.is_active:
        return
    send_now(
        "message",
        recipient.email,
        payload["job_id"],
        reply_to=sender.email,
        name=recipient.name,
        sender=sender.name,
        place=sender.place,
        text=message.text,
    )
    with unit_of_work():
        message.sent_at = clock.now()


LETTERS: dict[str, Callable[[dict[str, Any]], None]] = {
    "reset": _reset,
    "set_password": _set_password,
    "invite": _invite,
    "confirm": _confirm,
    "refused": _refused,
    "message": _message,
    "password_changed": _to_user("password_changed"),
    "role_changed": _to_user("role_changed"),
}
