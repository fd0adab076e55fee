"""Writing of revisions and of the tables that follow the published one; used by authors' and moderators' actions and by the import."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from app.extensions import db
from app.lib import clock
from app.lib.rich_text import render_markdown
from app.practices.models import (
    ListStamp,
    Practice,
    PracticeResult,
    PracticeTerm,
    PracticeUnit,
    ReviewStep,
    Revision,
    RevisionText,
    Tag,
    Tagging,
)
from app.practices.record import FIELDS
from app.practices.record.facts import Facts, facts_of
from app.vocabularies.queries import key_of
from app.web.unit_of_work import require_unit_of_work

SIDE_TABLES = (PracticeTerm, PracticeUnit, PracticeResult, Tagging)
SLUG_LENGTH = 80


def render_texts(document: Mapping[str, Any]) -> dict[str, str]:
    """The HTML of the Markdown fields; made before the unit of work, because it takes its time."""
    return {one.name: render_markdown(document[one.name]) for one in FIELDS if one.is_markdown and one.name in document}


def write_revision(
    practice: Practice,
    document: dict[str, Any],
    texts: Mapping[str, str],
    *,
    author_id: int | None,
    change_note: str = "",
) -> Revision:
    """Add the next revision and make it the current one. Inside a unit of work."""
    require_unit_of_work(write_revision)
    practice.revision_count += 1
    revision = Revision(
        practice_id=practice.id,
        number=practice.revision_count,
        document=document,
        author_id=author_id,
        change_note=change_note,
        created_at=clock.now(),
    )
    db.session.add(revision)
    db.session.flush()
    db.session.add_all(RevisionText(revision_id=revision.id, field=name, html=html) for name, html in texts.items())
    practice.current_revision_id = revision.id
    practice.working_title = document.get("title", "")[:300]
    practice.draft, practice.draft_saved_at = None, None
    return revision


def show_facts(practice: Practice, document: Mapping[str, Any]) -> Facts:
    """Let the columns of a practice that was never published say what its newest text says."""
    facts = facts_of(document)
    for name, value in facts.columns.items():
        setattr(practice, name, value)
    practice.slug = slug_of(facts.columns["title"])
    practice.working_title = facts.columns["title"]
    return facts


def publish_revision(practice: Practice, revision: Revision, depth: str, at: datetime | None = None) -> None:
    """Make a revision the published one: columns, filter tables, stamp. Inside a unit of work."""
    require_unit_of_work(publish_revision)
    moment = at or clock.now()
    facts = show_facts(practice, revision.document)
    practice.published_revision_id = revision.id
    practice.published_at = practice.published_at or moment
    practice.revised_at = moment
    practice.depth = depth
    db.session.flush()
    write_side_tables({practice.id: facts})
    stamp_list()


def write_side_tables(facts_by_id: Mapping[int, Facts]) -> None:
    """Replace the filter rows of these practices."""
    ids = list(facts_by_id)
    for start in range(0, len(ids), 200):
        for table in SIDE_TABLES:
            db.session.execute(delete(table).where(table.practice_id.in_(ids[start : start + 200])))
    tag_ids = _tag_ids(tag for facts in facts_by_id.values() for tag in facts.tags)
    for table, rows in (
        (
            PracticeTerm,
            [{"facet": f, "slug": s, "practice_id": i} for i, one in facts_by_id.items() for f, s in one.terms],
        ),
        (
            PracticeUnit,
            [{"unit_code": c, "part": p, "practice_id": i} for i, one in facts_by_id.items() for c, p in one.units],
        ),
        (PracticeResult, [{**row, "practice_id": i} for i, one in facts_by_id.items() for row in one.results]),
        (
            Tagging,
            [{"practice_id": i, "tag_id": tag_ids[s]} for i, one in facts_by_id.items() for s, _name in one.tags],
        ),
    ):
        if rows:
            db.session.execute(insert(table), rows)


def stamp_list() -> None:
    """Say that what the public list shows has changed."""
    stamp = db.session.get(ListStamp, 1, with_for_update=True)
    if stamp is None:
        db.session.add(ListStamp(id=1, number=1))
    else:
        stamp.number += 1
    db.session.flush()


def step(practice: Practice, person: Any, before: str, after: str, *, reason: str = "", depth: str = "") -> ReviewStep:
    """Note a passage of the practice's work. Inside a unit of work."""
    noted = ReviewStep(
        practice_id=practice.id,
        revision_id=practice.current_revision_id,
        person_id=getattr(person, "id", None),
        from_state=before,
        to_state=after,
        depth=depth,
        reason=reason,
        at=clock.now(),
    )
    db.session.add(noted)
    return noted


def slug_of(title: str) -> str:
    """The title as part of an address, cut between words."""
    slug = key_of(title)
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rsplit("-", 1)[0][:SLUG_LENGTH]
    return slug or "praktyka"


def _tag_ids(tags: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The ids of keywords, new ones made; the first spelling stays."""
    names: dict[str, str] = {}
    for slug, name in tags:
        names.setdefault(slug, name)
    known: dict[str, int] = {}
    slugs = list(names)
    for start in range(0, len(slugs), 400):
        rows = db.session.execute(select(Tag.slug, Tag.id).where(Tag.slug.in_(slugs[start : start + 400])))
        known.update((slug, tag_id) for slug, tag_id in rows)
    fresh = [Tag(slug=slug, name=names[slug]) for slug in slugs if slug not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return known | {tag.slug: tag.id for tag in fresh}
