"""What moderators decide: publish, ask for changes, hide, restore; always with a reason, always noted."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.activity import record
from app.extensions import db
from app.lib import clock
from app.moderation import log_decision
from app.practices import policies as may
from app.practices.actions.revisions import publish_revision, stamp_list, step
from app.practices.actions.telling import tell_author
from app.practices.actions.writing import working_document
from app.practices.errors import NothingToDecide, NotPublished
from app.practices.models import CHANGES_REQUESTED, DEPTH_FULL, HIDDEN, PUBLISHED, SUBMITTED, Practice
from app.search.indexing import reindex
from app.web.access import authorize
from app.web.unit_of_work import unit_of_work


def publish_practice(
    actor: Any, practice: Practice, *, depth: str, reason: str, lock_version: int | None = None
) -> Practice:
    """Publish the revision that waits, as short card or full description. The author hears of it; the search learns it."""
    with unit_of_work():
        authorize(may.publish_practice(actor, practice))
        _require_submitted(practice, lock_version)
        revision = practice.current_revision
        if revision is None:
            raise NothingToDecide
        publish_revision(practice, revision, DEPTH_FULL if depth == DEPTH_FULL else "card")
        practice.state, practice.pending = PUBLISHED, ""
        author = practice.author
        if author is not None and author.place and revision.author_id == author.id:
            practice.verified_on, practice.verified_by = clock.today(), author.place
        step(practice, actor, SUBMITTED, PUBLISHED, reason=reason, depth=practice.depth)
        record(
            actor,
            "practice.published",
            practice,
            reason=reason,
            details={"revision": revision.number, "depth": practice.depth},
        )
        tell_author(actor, practice, PUBLISHED)
        reindex("practice", practice.id)
    return practice


def request_changes(actor: Any, practice: Practice, *, reason: str, lock_version: int | None = None) -> Practice:
    """Send it back to the author with what is to be changed; what is published meanwhile stays."""
    with unit_of_work():
        authorize(may.request_changes(actor, practice))
        _require_submitted(practice, lock_version)
        practice.draft, practice.draft_saved_at = working_document(practice), clock.now()
        practice.move_to(CHANGES_REQUESTED)
        step(practice, actor, SUBMITTED, CHANGES_REQUESTED, reason=reason)
        record(actor, "practice.changes_requested", practice, reason=reason)
        tell_author(actor, practice, CHANGES_REQUESTED)
    return practice


def hide_practice(actor: Any, practice: Practice, *, reason: str) -> Practice:
    """Take it from everybody's eyes but the author's and the moderators'; the public log says why."""
    with unit_of_work():
        authorize(may.hide_practice(actor, practice))
        db.session.refresh(practice)
        if practice.state != PUBLISHED:
            raise NotPublished
        if practice.hidden_at is None:
            practice.hidden_at = clock.now()
            _log(actor, practice, "hide", reason)
    return practice


def restore_practice(actor: Any, practice: Practice, *, reason: str) -> Practice:
    """Show it again."""
    with unit_of_work():
        authorize(may.restore_practice(actor, practice))
        db.session.refresh(practice)
        if practice.hidden_at is not None:
            practice.hidden_at = None
            _log(actor, practice, "restore", reason)
    return practice


def _log(actor: Any, practice: Practice, act: str, reason: str) -> None:
    with force_locale("pl"):
        label = _("Practice no. %(id)s", id=practice.id)
    # Neither label nor address holds the words of the title, which may be why it is hidden.
    url = f"/praktyki/{practice.id}-praktyka"
    log_decision(actor, act, ("practice", practice.id), label=label, url=url, reason=reason)
    before, after = (PUBLISHED, HIDDEN) if act == "hide" else (HIDDEN, PUBLISHED)
    step(practice, actor, before, after, reason=reason)
    tell_author(actor, practice, HIDDEN if act == "hide" else "restored")
    stamp_list()
    reindex("practice", practice.id)


def _require_submitted(practice: Practice, lock_version: int | None) -> None:
    db.session.refresh(practice)
    if practice.stage != SUBMITTED or (lock_version is not None and lock_version != practice.lock_version):
        raise NothingToDecide
