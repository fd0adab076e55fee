"""Writing of what was read: new records, new texts of known ones; in one unit of work, so all of it or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import joinedload

from app.activity import record as note_act
from app.auth.models import User
from app.extensions import db
from app.lib import clock
from app.practices.actions.revisions import (
    render_texts,
    show_facts,
    stamp_list,
    write_revision,
    write_side_tables,
)
from app.practices.actions.writing import working_document
from app.practices.importing.lines import Record, read_lines
from app.practices.importing.report import Report
from app.practices.models import (
    DEPTH_CARD,
    DEPTH_FULL,
    DRAFT,
    PUBLISHED,
    SUBMITTED,
    Practice,
    ReviewStep,
    Revision,
    RevisionText,
)
from app.practices.record.completeness import completeness
from app.practices.record.facts import Facts, facts_of
from app.search.indexing import reindex
from app.web.unit_of_work import unit_of_work

Texts = Mapping[str, str]


def find_author(email: str) -> User | None:
    """The account of an address."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def import_lines(
    lines: Iterable[bytes],
    *,
    skip_bad: bool = False,
    terms_to_tags: bool = False,
    publish: bool = False,
    author: Any = None,
) -> Report:
    """Load the records of a file. Without `publish` new ones wait for a moderator, unless the line says its state.

    With a bad line nothing is loaded, or with `skip_bad` everything but the bad lines. What is the same already is left
    alone, so a second run changes nothing.
    """
    report = Report()
    records = read_lines(lines, report, terms_to_tags=terms_to_tags)
    if report.problems and not skip_bad:
        report.refused = True
        return report
    report.skipped = report.bad_lines
    author_id = author.id if author is not None else None
    # Cleaning of texts takes its time, so it is done before the turn to write; known texts are not made again.
    known = _known(records)
    texts = {
        one.line: render_texts(one.document)
        for one in records
        if one.key not in known or one.document not in _texts_that_stand(known[one.key])
    }
    with unit_of_work():
        _write(records, texts, report, publish=publish, author_id=author_id)
        if report.added or report.changed:
            counts = {"added": report.added, "changed": report.changed}
            note_act(author, "practices.imported", ("import", "practices"), details=counts)
    return report


def _write(
    records: Sequence[Record], texts: Mapping[int, Texts], report: Report, *, publish: bool, author_id: int | None
) -> None:
    known = _known(records)
    fresh = [one for one in records if one.key not in known]
    changed: dict[int, Facts] = {}
    if fresh:
        changed |= _add(fresh, texts, publish=publish, author_id=author_id)
        report.added = len(fresh)
    for one in records:
        practice = known.get(one.key)
        if practice is None:
            continue
        if _update(practice, one, texts.get(one.line), publish=publish, author_id=author_id):
            report.changed += 1
            db.session.flush()
            if practice.published_revision is not None:
                changed[practice.id] = facts_of(practice.published_revision.document)
        else:
            report.unchanged += 1
    if changed:
        db.session.flush()
        write_side_tables(changed)
        stamp_list()
        for practice_id in changed:
            reindex("practice", practice_id)


def _add(
    records: Sequence[Record], texts: Mapping[int, Texts], *, publish: bool, author_id: int | None
) -> dict[int, Facts]:
    """New practices with their first revisions; the facts of those that are published."""
    now = clock.now()
    pairs = []
    for one in records:
        practice = Practice(author_id=author_id, external_id=one.around.get("external_id"), state=_state(one, publish))
        facts = show_facts(practice, one.document)
        pairs.append((one, practice, facts))
    db.session.add_all(practice for _, practice, _ in pairs)
    db.session.flush()
    revisions = []
    for one, practice, _ in pairs:
        if practice.state == DRAFT:
            practice.draft, practice.draft_saved_at = one.document, now
            continue
        practice.revision_count = 1
        note = one.around.get("change_note", "")
        revisions.append(
            (
                one,
                practice,
                Revision(
                    practice_id=practice.id, number=1, document=one.document, author_id=author_id, change_note=note
                ),
            )
        )
    db.session.add_all(revision for _, _, revision in revisions)
    db.session.flush()
    rows = []
    for one, practice, revision in revisions:
        practice.current_revision_id = revision.id
        practice.submitted_at = now
        rows += [{"revision_id": revision.id, "field": name, "html": html} for name, html in texts[one.line].items()]
        if practice.state == PUBLISHED:
            _publish(practice, revision, one, now)
    if rows:
        db.session.execute(insert(RevisionText), rows)
    for one, practice, _ in pairs:
        _set_around(practice, one.around)
        db.session.add(_step(practice, "", practice.state, author_id, now))
    db.session.flush()
    return {practice.id: facts for _, practice, facts in pairs if practice.state == PUBLISHED}


def _update(practice: Practice, one: Record, texts: Texts | None, *, publish: bool, author_id: int | None) -> bool:
    """Give a known practice the text of the line; whether anything changed."""
    state = _state(one, publish, practice.state)
    document_stands = one.document in _texts_that_stand(practice)
    is_published = practice.published_revision is not None and practice.published_revision.document == one.document
    wants_publishing = (
        state == PUBLISHED and (practice.state != PUBLISHED or not is_published) and (publish or "state" in one.around)
    )
    around_changed = _set_around(practice, one.around)
    if document_stands and not wants_publishing:
        return around_changed
    now, before = clock.now(), practice.stage
    if practice.state == DRAFT and not wants_publishing:
        practice.draft, practice.draft_saved_at = one.document, now
        show_facts(practice, one.document)
        return True
    if practice.current_revision is None or practice.current_revision.document != one.document:
        fresh = texts if texts is not None else render_texts(one.document)
        note = one.around.get("change_note", "")
        revision = write_revision(practice, one.document, fresh, author_id=author_id, change_note=note)
    else:
        revision = practice.current_revision
        practice.draft, practice.draft_saved_at = None, None
    if wants_publishing:
        practice.state, practice.pending = PUBLISHED, ""
        show_facts(practice, one.document)
        _publish(practice, revision, one, now)
    else:
        practice.move_to(SUBMITTED)
        practice.submitted_at = now
    db.session.add(_step(practice, before, practice.stage, author_id, now))
    db.session.flush()
    db.session.refresh(practice)
    return True


def _publish(practice: Practice, revision: Revision, one: Record, now: datetime) -> None:
    practice.published_revision_id = revision.id
    practice.published_at = one.around.get("published_at") or practice.published_at or now
    practice.revised_at = one.around.get("revised_at") or one.around.get("published_at") or now
    practice.depth = one.around.get("depth") or (DEPTH_FULL if completeness(one.document).is_full else DEPTH_CARD)


def _set_around(practice: Practice, around: Mapping[str, Any]) -> bool:
    """Confirmation, moments and depth as the line has them; whether anything changed."""
    changed = False
    for name in ("verified_on", "verified_by", "hidden_at", "published_at", "revised_at", "depth"):
        if name in around and getattr(practice, name) != around[name]:
            if name in ("published_at", "revised_at", "depth", "hidden_at") and practice.state != PUBLISHED:
                continue
            setattr(practice, name, around[name])
            changed = True
    return changed


def _state(one: Record, publish: bool, otherwise: str = SUBMITTED) -> str:
    return PUBLISHED if publish else str(one.around.get("state", otherwise))


def _step(practice: Practice, before: str, after: str, author_id: int | None, at: datetime) -> ReviewStep:
    return ReviewStep(
        practice_id=practice.id,
        revision_id=practice.current_revision_id,
        person_id=author_id,
        from_state=before,
        to_state=after,
        depth=practice.depth if after == PUBLISHED else "",
        at=at,
    )


def _known(records: Sequence[Record]) -> dict[tuple[str, ...], Practice]:
    """The practices that these records mean, each with its two revisions."""
    found: dict[tuple[str, ...], Practice] = {}
    wanted = {one.key for one in records}
    loading = (joinedload(Practice.current_revision), joinedload(Practice.published_revision))
    external = [key[1] for key in wanted if key[0] == "id"]
    titles = [key[1] for key in wanted if key[0] == "title"]
    for start in range(0, len(external), 400):
        chosen = select(Practice).where(Practice.external_id.in_(external[start : start + 400])).options(*loading)
        found.update({("id", one.external_id or ""): one for one in db.session.scalars(chosen)})
    for start in range(0, len(titles), 400):
        title = func.coalesce(func.nullif(Practice.title, ""), Practice.working_title)
        chosen = (
            select(Practice)
            .where(title.in_(titles[start : start + 400]))
            .order_by(Practice.id.desc())
            .options(*loading)
        )
        for one in db.session.scalars(chosen):
            key = ("title", one.title, one.unit_id or "")
            if key in wanted:
                found[key] = one
    return found


def _texts_that_stand(practice: Practice) -> list[dict[str, Any]]:
    """What a practice says already: its published text and the one that is worked on."""
    texts = [working_document(practice)]
    if practice.published_revision is not None:
        texts.append(practice.published_revision.document)
    return texts
