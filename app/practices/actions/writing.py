"""What authors do: begin, save, send in, take back, withdraw, confirm."""

from collections.abc import Mapping
from typing import Any

from app.activity import record
from app.extensions import db
from app.lib import clock
from app.practices import policies as may
from app.practices.actions.revisions import render_texts, show_facts, stamp_list, step, write_revision
from app.practices.actions.telling import tell_author, withdraw_decisions
from app.practices.errors import IncompleteCard, NothingToSubmit, NotPublished, WithTheModerators
from app.practices.models import DRAFT, PUBLISHED, SUBMITTED, WITHDRAWN, Practice
from app.practices.record.completeness import completeness
from app.practices.record.fields import FIELDS
from app.practices.record.reading import is_empty
from app.search.indexing import reindex
from app.web.access import authorize
from app.web.errors import StaleEdit
from app.web.unit_of_work import unit_of_work


def working_document(practice: Practice) -> dict[str, Any]:
    """What is being worked on: the draft, or the newest revision where there is none."""
    if practice.draft is not None:
        return dict(practice.draft)
    return dict(practice.current_revision.document) if practice.current_revision else {}


def start_practice(actor: Any, values: Mapping[str, Any]) -> Practice:
    """Begin a record: a draft that only its author and the moderators see. It may be incomplete."""
    with unit_of_work() as session:
        authorize(may.describe_practice(actor))
        practice = Practice(author_id=actor.id, draft=in_order(values), draft_saved_at=clock.now())
        show_facts(practice, values)
        session.add(practice)
        session.flush()
        step(practice, actor, "", DRAFT)
        record(actor, "practice.started", practice)
    return practice


def save_draft(
    actor: Any,
    practice: Practice,
    values: Mapping[str, Any],
    *,
    lock_version: int | None,
    mine: str = "",
    saved: str = "",
) -> Practice:
    """Keep these fields in the draft; empty values empty a field. A published record stays as it is beside it.

    Refuses while the moderators have it, and when somebody saved meanwhile (`mine` and `saved` are then shown).
    """
    with unit_of_work():
        authorize(may.edit_practice(actor, practice))
        _refuse_stale(practice, lock_version, mine, saved)
        if practice.stage == SUBMITTED:
            raise WithTheModerators
        document = working_document(practice)
        document.update(values)
        document = in_order(document)
        if document == working_document(practice):
            return practice
        practice.draft, practice.draft_saved_at = document, clock.now()
        practice.working_title = document.get("title", "")[:300]
        if practice.published_revision_id is None:
            show_facts(practice, document)
        if practice.stage in (PUBLISHED, WITHDRAWN):
            before = practice.stage
            practice.move_to(DRAFT)
            step(practice, actor, before, DRAFT)
        if not may.is_author(actor, practice):
            record(actor, "practice.edited", practice)
    return practice


def submit_practice(
    actor: Any, practice: Practice, *, change_note: str = "", lock_version: int | None = None
) -> Practice:
    """Send the work in: it becomes a revision that waits for a moderator.

    Refuses an incomplete card (naming what is missing), a second sending, and an edit that changed nothing.
    """
    document = working_document(practice)
    texts = render_texts(document)
    with unit_of_work():
        authorize(may.submit_practice(actor, practice))
        _refuse_stale(practice, lock_version)
        if practice.stage == SUBMITTED:
            raise WithTheModerators
        published = practice.published_revision
        if practice.state == PUBLISHED and published is not None and document == published.document:
            raise NothingToSubmit
        if document != working_document(practice):
            raise StaleEdit(lock_version=practice.lock_version)
        missing = completeness(document).missing_card
        if missing:
            raise IncompleteCard(missing)
        before = practice.stage
        if practice.current_revision is None or document != practice.current_revision.document:
            write_revision(practice, document, texts, author_id=actor.id, change_note=change_note)
        practice.draft, practice.draft_saved_at = None, None
        practice.submitted_at = clock.now()
        practice.move_to(SUBMITTED)
        step(practice, actor, before, SUBMITTED, reason=change_note)
        withdraw_decisions(practice)
        record(actor, "practice.submitted", practice, details={"revision": practice.revision_count})
    return practice


def recall_practice(actor: Any, practice: Practice, *, lock_version: int | None = None) -> Practice:
    """Take a sent record back to go on writing; the text that was sent stays in the history."""
    with unit_of_work():
        authorize(may.recall_practice(actor, practice))
        _refuse_stale(practice, lock_version)
        if practice.stage != SUBMITTED:
            return practice
        practice.draft, practice.draft_saved_at = working_document(practice), clock.now()
        practice.move_to(DRAFT)
        step(practice, actor, SUBMITTED, DRAFT)
        record(actor, "practice.recalled", practice)
    return practice


def withdraw_practice(actor: Any, practice: Practice, *, reason: str = "", lock_version: int | None = None) -> Practice:
    """Take it out of the base. Its author keeps it and may send it in again; links to it lead nowhere."""
    with unit_of_work():
        authorize(may.withdraw_practice(actor, practice))
        _refuse_stale(practice, lock_version)
        if practice.state == WITHDRAWN:
            return practice
        before, was_published = practice.stage, practice.state == PUBLISHED
        if practice.draft is None and practice.current_revision is not None:
            practice.draft = working_document(practice)
        practice.move_to(WITHDRAWN)
        step(practice, actor, before, WITHDRAWN, reason=reason)
        record(actor, "practice.withdrawn", practice, reason=reason or None)
        if not may.is_author(actor, practice):
            tell_author(actor, practice, WITHDRAWN)
        if was_published:
            stamp_list()
            reindex("practice", practice.id)
    return practice


def confirm_practice(actor: Any, practice: Practice) -> Practice:
    """Say that the published record still holds today; shown with date and unit."""
    with unit_of_work():
        authorize(may.confirm_practice(actor, practice))
        if not practice.is_public:
            raise NotPublished
        practice.verified_on, practice.verified_by = clock.today(), actor.place or actor.name
        record(actor, "practice.confirmed", practice)
        stamp_list()
        reindex("practice", practice.id)
    return practice


def in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """A document in its one written form: the order of the table, nothing empty."""
    return {one.name: values[one.name] for one in FIELDS if not is_empty(values.get(one.name))}


def _refuse_stale(practice: Practice, lock_version: int | None, mine: str = "", saved: str = "") -> None:
    db.session.refresh(practice)
    if lock_version is not None and lock_version != practice.lock_version:
        raise StaleEdit(mine=mine, saved=saved, lock_version=practice.lock_version)
