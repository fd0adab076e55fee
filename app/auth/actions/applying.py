"""A person applies with unit and appointment document; MCPS confirms or refuses. Ending of mandates."""

from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.activity import record
from app.auth import policies as may
from app.auth.documents import forget_document, keep_document
from app.auth.errors import AlreadyDecided, EndBeforeStart, MandateOver, UnitTaken
from app.auth.models import ACTIVE, AuthorityDocument, Mandate, MandateApplication, User
from app.auth.one_time_links import find_link, use_link
from app.auth.people import make_user, normal_email
from app.auth.queries import find_user_by_email, mandate_of_unit
from app.extensions import db
from app.jobs import enqueue
from app.lib import clock
from app.web.access import authorize
from app.web.errors import NotFound
from app.web.unit_of_work import Overtaken, unit_of_work


def apply_for_mandate(
    *, email: str, name: str, office_title: str, unit_id: str, valid_from: date, file_name: str, content: bytes
) -> None:
    """Keep the application and its document and ask the address for confirmation; moderators see it only after that.

    Answers the same for known and unknown addresses. The same application sent twice stays one, with one more letter.
    Raises DocumentRefused.
    """
    document = keep_document(file_name, content)  # the file is on the disk before its row
    with unit_of_work() as session:
        if earlier := _same_application(normal_email(email), unit_id, document.sha256):
            if earlier.state == "unconfirmed":
                enqueue("auth_letter", {"letter": "confirm", "application_id": earlier.id})
            forget_document(document)
            return
        session.add(document)
        session.flush()
        application = MandateApplication(
            email=normal_email(email),
            name=name,
            office_title=office_title,
            unit_id=unit_id,
            valid_from=valid_from,
            document_id=document.id,
        )
        session.add(application)
        record(None, "application.made", application, details={"unit": unit_id})
        enqueue("auth_letter", {"letter": "confirm", "application_id": application.id})


def _same_application(email: str, unit_id: str, sha256: str) -> MandateApplication | None:
    return db.session.scalar(
        select(MandateApplication)
        .join(AuthorityDocument, AuthorityDocument.id == MandateApplication.document_id)
        .where(
            MandateApplication.email == email,
            MandateApplication.unit_id == unit_id,
            MandateApplication.state.in_(("unconfirmed", "submitted")),
            AuthorityDocument.sha256 == sha256,
        )
        .limit(1)
    )


def application_of_link(token: str) -> MandateApplication:
    """The application a confirmation link belongs to; raises LinkUsedUp."""
    link = find_link(token, "confirm")
    application = db.session.get(MandateApplication, link.subject_id)
    if application is None:
        raise NotFound
    return application


def confirm_address(token: str) -> MandateApplication:
    """The button of the confirmation page: now the application waits for a moderator."""
    application = application_of_link(token)
    with unit_of_work():
        use_link(token, "confirm")
        if application.state == "unconfirmed":
            application.state = "submitted"
            record(None, "application.submitted", application)
    return application


def confirm_application(actor: User, application: MandateApplication) -> Mandate:
    """Give the mandate; a new person gets a letter with a link to set a password. Raises AlreadyDecided, UnitTaken."""
    try:
        with unit_of_work() as session:
            authorize(may.confirm_application(actor))
            _decide(actor, application, "confirmed", None)
            if mandate_of_unit(application.unit_id) is not None:
                raise UnitTaken
            person = find_user_by_email(application.email)
            if person is None:
                person = make_user(
                    email=application.email, name=application.name, office_title=application.office_title
                )
            mandate = Mandate(
                unit_id=application.unit_id,
                person_id=person.id,
                valid_from=application.valid_from,
                document_id=application.document_id,
                confirmed_by_id=actor.id,
            )
            session.add(mandate)
            record(actor, "mandate.given", mandate, details={"unit": application.unit_id, "person": person.id})
            enqueue("auth_letter", {"letter": "set_password", "user_id": person.id})
    except IntegrityError as error:
        # Anything else (an account made at the same moment) is found when it is done again.
        raise UnitTaken if "mandates" in str(error.orig) else Overtaken from error
    return mandate


def refuse_application(actor: User, application: MandateApplication, reason: str) -> None:
    """Say no, with a reason that the person gets by e-mail. Raises AlreadyDecided."""
    with unit_of_work():
        authorize(may.refuse_application(actor))
        _decide(actor, application, "refused", reason)
        enqueue("auth_letter", {"letter": "refused", "application_id": application.id})


def end_mandate(actor: User, mandate: Mandate, *, on: date, reason: str) -> None:
    """End a mandate on a day; ballots and signatures given under it stay. Raises MandateOver, EndBeforeStart."""
    with unit_of_work():
        authorize(may.end_mandate(actor))
        if mandate.state != ACTIVE:
            raise MandateOver
        if on < mandate.valid_from:
            raise EndBeforeStart
        mandate.valid_to = on
        if on < clock.today():
            mandate.state = "ended"
        record(actor, "mandate.ended", mandate, reason=reason, details={"on": on.isoformat()})


def end_expired_mandates() -> None:
    """Hourly: a mandate whose last day has passed makes room for a successor."""
    with unit_of_work() as session:
        for mandate in session.scalars(
            select(Mandate).where(Mandate.state == "active", Mandate.valid_to < clock.today())
        ):
            mandate.state = "ended"
            record(None, "mandate.expired", mandate)


def forget_unconfirmed_applications() -> None:
    """Hourly: what nobody confirmed within a month goes, with its document; it may be a stranger's doing."""
    with unit_of_work() as session:
        old = session.scalars(
            select(MandateApplication).where(
                MandateApplication.state == "unconfirmed",
                MandateApplication.created_at < clock.now() - timedelta(days=30),
            )
        ).all()
        documents = [application.document for application in old]
        for application in old:
            session.delete(application)
        session.flush()
        session.execute(delete(AuthorityDocument).where(AuthorityDocument.id.in_([one.id for one in documents])))
    for document in documents:
        forget_document(document)


def _decide(actor: User, application: MandateApplication, state: str, reason: str | None) -> None:
    db.session.refresh(application, with_for_update=True)  # the other moderator, if any, is done now
    if application.state != "submitted":
        raise AlreadyDecided
    application.state = state
    application.decided_by_id = actor.id
    application.decided_at = clock.now()
    application.reason = reason
    record(actor, f"application.{state}", application, reason=reason)
